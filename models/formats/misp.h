// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/json_format.h"

namespace keyturn::formats {

/// MISP events: `{"Event": …}`, `{"response": [{"Event": …}]}`, arrays and lines of either, and bare events
/// as the list of events of MISP's API gives them. One record an event; its attributes are summed up. The
/// manifest of a feed has of each event its head, which is a record as well; a search for attributes finds
/// attributes of many events, each of which is a record: `{"response": {"Attribute": […]}}`.
///
/// Source: MISP core format, draft-dulaunoy-misp-core-format-17, section "Format": Event (date, timestamp,
/// threat_level_id, analysis, info, uuid, Orgc, Org), Attribute, Object, Tag.
///
/// | record      | from                                                                                    |
/// | ----------- | --------------------------------------------------------------------------------------- |
/// | occurred-at | date, a day; else publish_timestamp or timestamp, seconds since 1970 UTC, with an       |
/// |             | assumption: those are times of the event's editing                                      |
/// | title       | info                                                                                    |
/// | description | threat level and analysis in words; how many attributes by category, how many of them   |
/// |             | to_ids; names of objects, reports, tags                                                 |
/// | source      | Orgc.name (who made it), else Org.name (whose instance), else the caller's default      |
/// | severity    | threat_level_id: 1 high, 2 medium, 3 low, 4 (undefined) not stated                      |
/// | credibility | not stated: analysis says how far the work on the event is, not whether it is true      |
/// | layer       | not stated: no field says where in an AI system the harm lies                           |
/// | reference   | uuid (in a manifest the member's name), else id                                         |
///
/// Of an attribute: title from type and value; description from category, comment, its event's info, to_ids
/// and tags; occurred-at from first_seen, else timestamp with an assumption; source from Event.Orgc.name.
class Misp final : public intake::JsonFormat
{
public:
    [[nodiscard]] QString word() const override { return QStringLiteral("misp"); }
    [[nodiscard]] std::vector<std::string> listNames() const override
    {
        return {"response", "response/Attribute"};
    }
    [[nodiscard]] int recognises(const simdjson::dom::object& first,
                                 const intake::JsonHead& head) const override;
    [[nodiscard]] std::unique_ptr<intake::JsonMapper> mapper() const override;
};

} // namespace keyturn::formats

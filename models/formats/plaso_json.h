// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/json_format.h"

namespace keyturn::formats {

/// Plaso's JSON output: json_line (one event a line) and json (one object of event_0, event_1 …).
///
/// Source: plaso 20230717, plaso/output/json_line.py and shared_json.py (timestamp: microseconds since 1970
/// UTC; tag: an event tag with labels), and dfDateTime, dfdatetime/serializer.py and semantic_time.py
/// (date_time: its class, string, is_local_time, is_delta, time_zone_hint; 0 stands in timestamp where the
/// class states no time).
///
/// | record      | from                                                                                    |
/// | ----------- | --------------------------------------------------------------------------------------- |
/// | occurred-at | timestamp, no finer than date_time's class states (what that counts finer is noted);    |
/// |             | none where that is a SemanticTime, InvalidTime, Never or NotSet, or where there is no   |
/// |             | date_time and timestamp is 0; a local time is kept without a zone; a relative one       |
/// |             | (is_delta), whose year plaso added, is noted                                            |
/// | others      | as Timesketch's attributes of the same names: timesketch_mapping.h; display_name,       |
/// |             | hostname and the tag's labels are details                                               |
class PlasoJson final : public intake::JsonFormat
{
public:
    [[nodiscard]] QString word() const override { return QStringLiteral("plaso-json"); }
    [[nodiscard]] int recognises(const simdjson::dom::object& first,
                                 const intake::JsonHead& head) const override;
    [[nodiscard]] std::unique_ptr<intake::JsonMapper> mapper() const override;
};

} // namespace keyturn::formats

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/json_format.h"

namespace keyturn::formats {

/// Incidents and scheduled maintenances of a status page run by Atlassian Statuspage: an answer of its status
/// API (summary.json, incidents.json, incidents/unresolved.json, scheduled-maintenances.json), the array of
/// its management API, a single incident (also as the member `incident` of a webhook's notice), or lines. A
/// record an incident; its updates are the record's description.
///
/// Source: Atlassian Statuspage, status API v2 ("Incidents", "Scheduled maintenances": page, name, status,
/// impact, created_at, started_at, monitoring_at, resolved_at, scheduled_for, shortlink, incident_updates,
/// components) and management API, resource Incident; Statuspage help, "Top-level status and incident impact
/// calculations".
///
/// | record      | from                                                                                    |
/// | ----------- | --------------------------------------------------------------------------------------- |
/// | occurred-at | started_at; else scheduled_for of a maintenance; else created_at, else the earliest     |
/// |             | update's display_at, with an assumption. Digits and zone as written                     |
/// | title       | name                                                                                    |
/// | description | the updates, earliest first, each as "Status, time: body"; then status, impact,         |
/// |             | components, times and link as "Label: …" lines                                          |
/// | source      | page.name of the answer; else the caller's default; else page.url or the host of        |
/// |             | shortlink                                                                               |
/// | source kind | not stated: whether the page is one's own, a partner's or somebody else's, no field     |
/// |             | says                                                                                    |
/// | severity    | impact: none and maintenance informational, minor low, major high, critical critical    |
/// | credibility | not stated: "investigating" to "postmortem" tell how far the work is, not how sure      |
/// | layer       | not stated                                                                              |
/// | reference   | shortlink; else id                                                                      |
/// | models      | not stated: components are named as their owner likes and are in the description        |
class Statuspage final : public intake::JsonFormat
{
public:
    [[nodiscard]] QString word() const override { return QStringLiteral("statuspage"); }
    [[nodiscard]] int recognises(const simdjson::dom::object& first,
                                 const intake::JsonHead& head) const override;
    [[nodiscard]] std::unique_ptr<intake::JsonMapper> mapper() const override;
};

} // namespace keyturn::formats

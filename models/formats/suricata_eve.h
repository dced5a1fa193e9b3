// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/json_format.h"

namespace keyturn::formats {

/// Suricata's EVE events, in lines or as an array.
///
/// Source: Suricata User Guide 7.0, section 17.1 "EVE JSON Output" and 17.1.2 "EVE JSON Format" (common
/// section: timestamp, event_type, src_ip …; alert: signature, category, severity, action, gid,
/// signature_id).
///
/// | record      | from                                                                                    |
/// | ----------- | --------------------------------------------------------------------------------------- |
/// | occurred-at | timestamp, digits and offset as written                                                 |
/// | title       | alert.signature; else anomaly.event; else the engine's message; else the event's type    |
/// |             | and what it names: a DNS name (of dns, or in version 3 of its first query), an HTTP     |
/// |             | host and path, a TLS server name or subject, a file; else the two ends                  |
/// | description | addresses and ports, protocol, category and action of an alert; log_level of the engine |
/// | source      | the caller's default; else host (the sensor); else "Suricata"                           |
/// | severity    | alert.severity, which counts from the worst: 1 high, 2 medium, 3 low, 4 and beyond      |
/// |             | informational; other events: not stated                                                 |
/// | credibility | observed behaviour: the sensor saw the packets                                          |
/// | layer       | not stated: no field says where in an AI system the harm lies                           |
/// | reference   | flow_id and, of an alert, gid:signature_id:rev, with ? for a part that it lacks         |
class SuricataEve final : public intake::JsonFormat
{
public:
    [[nodiscard]] QString word() const override { return QStringLiteral("suricata-eve"); }
    [[nodiscard]] int recognises(const simdjson::dom::object& first,
                                 const intake::JsonHead& head) const override;
    [[nodiscard]] std::unique_ptr<intake::JsonMapper> mapper() const override;
};

/// The severity of a priority that counts from the worst: 1 high, 2 medium, 3 low, 4 and beyond
/// informational; not stated where there is none or it is below 1.
[[nodiscard]] domain::Severity suricataSeverity(std::optional<std::int64_t> priority);

} // namespace keyturn::formats

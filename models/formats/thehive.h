// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/json_format.h"

namespace keyturn::formats {

/// Alerts and cases of TheHive 4 and 5: in arrays, in lines, one a file, and within the messages of its
/// webhooks (`objectType`, `object`).
///
/// Source: StrangeBee's TheHive 5 API documentation, "Alert" (type, source, sourceRef, title, severity, date,
/// tlp, pap, status, stage, externalLink) and "Case" (number, title, severity, startDate, endDate, status,
/// impactStatus, summary), as the client TheHive-Project/TheHive4py types them; TheHive 4 API, the same names
/// with caseId, owner, resolutionStatus and artifacts. Dates are milliseconds since 1970 UTC.
///
/// | record      | from                                                                                    |
/// | ----------- | --------------------------------------------------------------------------------------- |
/// | occurred-at | date of an alert, startDate of a case; else _createdAt or createdAt, with an assumption |
/// | title       | title; else the first line of description, with an assumption                           |
/// | description | description, summary; type, status, stage, resolution and impact, TLP and PAP in words, |
/// |             | tags, who has it, how many observables, the end of a case, the link                     |
/// | source      | source of an alert; else the caller's default, else "TheHive"                           |
/// | severity    | severity: 1 low, 2 medium, 3 high, 4 critical; else severityLabel                       |
/// | credibility | status or resolutionStatus: TruePositive is observed behaviour, Indeterminate is        |
/// |             | unverified; others: not stated                                                          |
/// | layer       | not stated: no field says where in an AI system the harm lies                           |
/// | reference   | sourceRef of an alert; number or caseId of a case; else _id or id                       |
class TheHive final : public intake::JsonFormat
{
public:
    [[nodiscard]] QString word() const override { return QStringLiteral("thehive"); }
    [[nodiscard]] int recognises(const simdjson::dom::object& first,
                                 const intake::JsonHead& head) const override;
    [[nodiscard]] std::unique_ptr<intake::JsonMapper> mapper() const override;
};

} // namespace keyturn::formats

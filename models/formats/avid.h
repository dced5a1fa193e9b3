// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/json_format.h"

namespace keyturn::formats {

/// Reports and vulnerabilities of the AI Vulnerability Database (AVID): one a file, in an array, or in lines
/// as evaluation tools write them (whose metadata, and with it the id, is null).
///
/// Source: avidml/avidtools, avidtools/datamodels: report.py, vulnerability.py, components.py, enums.py (the
/// codes of the SEP view); impact.cvss as FIRST's CVSS 3.1 names its members; impact.odin as 0DIN's reports
/// in avidml/avid-db have it.
///
/// | record      | from                                                                                    |
/// | ----------- | --------------------------------------------------------------------------------------- |
/// | occurred-at | reported_date; of a vulnerability published_date, else last_modified_date; a day, with  |
/// |             | an assumption: it is when that was said, not when it happened                           |
/// | title       | problemtype.description.value; else the first line of description.value                 |
/// | description | description.value; class and type of the problem, developers, deployers, artifacts,     |
/// |             | risk domain, SEP view, lifecycle view, metrics, CVSS vector, weaknesses, credit,        |
/// |             | references                                                                              |
/// | source      | data_type (the database's name, "AVID"); without an id the caller's default first: that |
/// |             | is an evaluation of one's own                                                           |
/// | source kind | public where it has an id; else not stated                                              |
/// | severity    | impact.cvss.baseSeverity, else by baseScore (CVSS 3.1, table 14; none is                |
/// |             | informational); else the level of impact.odin.SocialImpactScore: 1 informational, 2     |
/// |             | low, 3 medium, 4 high, 5 critical                                                       |
/// | credibility | problemtype.type: Measurement and Detection are observed behaviour (a test saw it);     |
/// |             | Issue and Advisory: not stated                                                          |
/// | layer       | the codes of impact.avid.sep_view, by the table in avid.cpp; where they differ, not     |
/// |             | stated, with an assumption. Without a code: risk_domain of Ethics or Performance alone  |
/// |             | is model behaviour; Security is too wide                                                |
/// | reference   | metadata.report_id or vuln_id                                                           |
/// | models      | affects.artifacts of type Model and System                                              |
class Avid final : public intake::JsonFormat
{
public:
    [[nodiscard]] QString word() const override { return QStringLiteral("avid"); }
    [[nodiscard]] int recognises(const simdjson::dom::object& first,
                                 const intake::JsonHead& head) const override;
    [[nodiscard]] std::unique_ptr<intake::JsonMapper> mapper() const override;
};

} // namespace keyturn::formats

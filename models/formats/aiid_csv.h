// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/table_format.h"

namespace keyturn::formats {

/// Tables of a snapshot of the AI Incident Database (AIID): its incidents, and the classifications of them by
/// a taxonomy (`classifications_MIT.csv` and those of other namespaces).
///
/// Source: responsible-ai-collaborative/aiid, mongo.md ("incidents": _id, incident_id, reports, date, title,
/// description, "Alleged deployer of AI system" …; "classifications"), and the header rows of the snapshots.
/// Cells that hold lists are JSON. The risk domains are those of the MIT AI Risk Repository, "Domain Taxonomy
/// of AI Risks".
///
/// | record      | incidents                                   | classifications                           |
/// | ----------- | ------------------------------------------- | ----------------------------------------- |
/// | occurred-at | date, a day                                 | none: they state no time                  |
/// | title       | title                                       | "AIID incident 7: " and the subdomain,    |
/// |             |                                             | else the domain, else the namespace       |
/// | description | description; alleged deployers, developers, | every other column that is filled         |
/// |             | harmed parties; how many reports            |                                           |
/// | source      | "AI Incident Database"                      | the same                                  |
/// | source kind | public                                      | public                                    |
/// | severity    | not stated                                  | not stated                                |
/// | credibility | not stated: the database calls what it      | not stated                                |
/// |             | gathers alleged                             |                                           |
/// | layer       | not stated                                  | Risk Subdomain 2.1 (privacy): data        |
/// |             |                                             | privacy; 2.2 (attacks): system; Risk      |
/// |             |                                             | Domain 1, 3, 7: model behaviour; 4        |
/// |             |                                             | (misuse): abuse at scale; 5, 6 and 2      |
/// |             |                                             | without a subdomain: not stated           |
/// | reference   | incident_id                                 | Incident ID                               |
/// | models      | implicated_systems, where there is one      | none                                      |
class AiidCsv final : public intake::TableFormat
{
public:
    [[nodiscard]] QString word() const override { return QStringLiteral("aiid-csv"); }
    [[nodiscard]] int recognises(const intake::TableHeader& header) const override;
    [[nodiscard]] std::unique_ptr<intake::TableMapper>
    mapper(const intake::TableHeader& header) const override;
};

} // namespace keyturn::formats

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/json_format.h"

namespace keyturn::formats {

/// Incidents of AI agents as the Agent Post-Mortem Standard writes them: the export with the list
/// `incidents`, and incidents one a file, in an array, or in lines.
///
/// Source: swarmproof/agent-postmortems, SCHEMA.md and schema/incident.schema.json (version 1.0),
/// TAXONOMY.md (version 1.0, the failure classes).
///
/// | record      | from                                                                                    |
/// | ----------- | --------------------------------------------------------------------------------------- |
/// | occurred-at | date: the day it happened or was first made public                                      |
/// | title       | title; else summary                                                                     |
/// | description | summary; trigger, root cause, detection, recovery, prevention; failure classes, the     |
/// |             | system, severity's reason, scope, timeline, identifiers elsewhere, sources              |
/// | source      | the caller's default, else "agent-postmortems"                                          |
/// | source kind | public: every incident must have a public source                                        |
/// | severity    | critical, high, moderate (medium), low, informational                                   |
/// | credibility | confidence of reported or disputed: unverified. Of corroborated or confirmed, by        |
/// |             | incident_type: an incident is observed behaviour, a hazard (shown, without harm in the  |
/// |             | wild) a credible threat model                                                           |
/// | layer       | primary_failure_class, by the table in agent_postmortems.cpp                            |
/// | reference   | incident_id                                                                             |
/// | models      | system.models                                                                           |
class AgentPostmortems final : public intake::JsonFormat
{
public:
    [[nodiscard]] QString word() const override { return QStringLiteral("agent-postmortems"); }
    [[nodiscard]] std::vector<std::string> listNames() const override { return {"incidents"}; }
    [[nodiscard]] int recognises(const simdjson::dom::object& first,
                                 const intake::JsonHead& head) const override;
    [[nodiscard]] std::unique_ptr<intake::JsonMapper> mapper() const override;
};

} // namespace keyturn::formats

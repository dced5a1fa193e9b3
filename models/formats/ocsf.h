// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/json_format.h"

namespace keyturn::formats {

/// Events of the Open Cybersecurity Schema Framework, of all its versions from 1.0.0-rc to 1.8: single, in
/// lines, as an array, as the list `Findings`, `findings` or `events` of an object, or as `detail.findings`
/// of an event of AWS's EventBridge.
///
/// Source: ocsf/ocsf-schema: dictionary.json, events/base_event.json, events/findings/*.json,
/// objects/metadata.json, finding_info.json, ai_model.json, profiles/incident.json, ai_operation.json and
/// datetime.json. The classes are told by class_uid; where it is missing, by type_uid, which is class_uid *
/// 100 + activity_id.
///
/// | record      | from                                                                                    |
/// | ----------- | --------------------------------------------------------------------------------------- |
/// | occurred-at | time: milliseconds, as number or text; seconds and others by their size, with an        |
/// |             | assumption. Refined by time_dt (datetime profile) where that names a zone and lies      |
/// |             | within what time states; where they contradict each other, time (assumption). Without   |
/// |             | time: time_dt; else the finding's created_time, start_time, metadata.original_time or   |
/// |             | logged_time (assumption). A finding's time is when it was made; when its cause was      |
/// |             | first and last seen is in the description                                               |
/// | title       | finding_info.title (finding.title before 1.1; of an incident the first of               |
/// |             | finding_info_list); else message; else the class, the activity and what it was about:   |
/// |             | an API's operation, a DNS name, a command line, a file, a user, a tool                  |
/// | description | finding_info.desc (desc of an incident), message, risk_details; then the class, status, |
/// |             | kind, actor, device, addresses, resources, cloud account, attacks, confidence, first    |
/// |             | and last seen, remediation and link as "Label: …" lines                                 |
/// | source      | metadata.product.name, else its vendor_name, else metadata.log_provider; else the       |
/// |             | caller's default                                                                        |
/// | source kind | monitoring: every OCSF event is what a product saw or logged                            |
/// | severity    | severity_id: 1 informational, 2 low, 3 medium, 4 high, 5 critical, 6 (fatal) critical;  |
/// |             | where it is missing, 0 or 99, the word in severity; else not stated                     |
/// | credibility | events of other categories than findings: observed behaviour, as they are logs of what  |
/// |             | was done; findings: verdict_id 2 (true positive) is observed behaviour, 4 (suspicious)  |
/// |             | unverified, others not stated. confidence_id grades the rule and stays a detail         |
/// | layer       | not stated: no attribute says where in an AI system the harm lies                       |
/// | reference   | finding_info.uid (finding.uid before 1.1); else metadata.uid; else the first of         |
/// |             | finding_info_list                                                                       |
/// | models      | ai_model and ai_agent.ai_model: name (model_name while it was drafted)                  |
class Ocsf final : public intake::JsonFormat
{
public:
    [[nodiscard]] QString word() const override { return QStringLiteral("ocsf"); }
    [[nodiscard]] std::vector<std::string> listNames() const override;
    [[nodiscard]] int recognises(const simdjson::dom::object& first,
                                 const intake::JsonHead& head) const override;
    [[nodiscard]] std::unique_ptr<intake::JsonMapper> mapper() const override;
};

} // namespace keyturn::formats

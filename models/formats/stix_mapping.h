// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/json_format.h"
#include "models/intake/source_times.h"

#include <QString>

#include <optional>
#include <simdjson.h>
#include <string>
#include <string_view>
#include <unordered_map>

namespace keyturn::formats {

/// Maps one STIX object to a normalised record.
///
/// Source: STIX Version 2.1, OASIS Standard, 10 June 2021 (numbers below are its sections); STIX 2.0 uses the
/// same names. Incident Core extension: oasis-open/cti-stix-common-objects, versions 1.0 and 2.0 ("core").
///
/// | record      | from                                                                                    |
/// | ----------- | --------------------------------------------------------------------------------------- |
/// | occurred-at | first_seen of campaign, infrastructure, intrusion-set, malware, threat-actor (4),       |
/// |             | sighting (5.2) and, by OpenCTI, incident; first_observed of observed-data (4);          |
/// |             | valid_from of indicator (4); published of report (4); analysis_started of               |
/// |             | malware-analysis (4); start_time of relationship (5.1), and of core's event and task    |
/// |             | with start_time_fidelity; of an incident without first_seen the earliest start_time,    |
/// |             | else end_time, of core's attacker_activities (assumption); of observables (6): start,   |
/// |             | date, created_time, account_created, validity_not_before, modified_time, ctime.         |
/// |             | Else created, else modified (3.2), with an assumption: those are times of the object,   |
/// |             | not of what it describes. Digits as written (2.16), zone as written.                    |
/// | title       | name; else what the type has instead: pattern, value, path, abstract, "A uses B" …      |
/// | description | description, content (note), explanation (opinion); an indicator's pattern where it is  |
/// |             | not the title; "Revoked by its producer." (3.2)                                         |
/// | source      | name of the identity that created_by_ref names (3.2) where the file gave it before,     |
/// |             | else that identifier; else the caller's default                                         |
/// | source kind | not stated: identity_class tells persons from organisations, not whose side they take   |
/// | severity    | `severity` of low, medium, high, critical (OpenCTI); else core's criticality by its     |
/// |             | appendix B: 1–29 low, 30–49 medium, 50–89 high, 90–100 critical                         |
/// | credibility | observed-data, and sighting unless its count is 0 (5.2): observed behaviour; core's     |
/// |             | determination: confirmed, successful-attempt are observed behaviour, suspected is       |
/// |             | unverified. confidence (3.2) grades the producer's own data and stays in raw            |
/// | layer       | not stated: no STIX property says where in an AI system the harm lies                   |
/// | reference   | id (2.9)                                                                                |
class StixMapper final : public intake::JsonMapper
{
public:
    [[nodiscard]] std::optional<QString> fill(const simdjson::dom::object& object, std::size_t index,
                                              intake::RecordBuilder& builder) override;

private:
    void setTime(const simdjson::dom::object& object, std::string_view type, intake::RecordBuilder& builder);
    [[nodiscard]] bool setTimeFrom(const simdjson::dom::object& object, std::string_view key,
                                   intake::RecordBuilder& builder);
    [[nodiscard]] bool setTimeFromActivities(const simdjson::dom::object& object,
                                             intake::RecordBuilder& builder);
    void setSource(const simdjson::dom::object& object, intake::RecordBuilder& builder);
    void rememberIdentity(const simdjson::dom::object& object);

    intake::TimeReader m_times;
    std::unordered_map<std::string, std::string> m_identityNames;
};

} // namespace keyturn::formats

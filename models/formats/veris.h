// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/json_format.h"

namespace keyturn::formats {

/// Incidents in the Vocabulary for Event Recording and Incident Sharing (VERIS) 1.2 and 1.3, as the VERIS
/// Community Database (VCDB) holds them: one a file, in an array, or in lines.
///
/// Source: vz-risk/veris, `verisc.json` ("VERIS Community Schema 1.3") and `verisc-enum.json`; the meaning of
/// the fields: verisframework.org, "Incident Tracking", "Impact Assessment". Version 1.2 has victim.country
/// and discovery_method as texts, 1.3 as lists and objects; both are read.
///
/// | record      | from                                                                                    |
/// | ----------- | --------------------------------------------------------------------------------------- |
/// | occurred-at | timeline.incident: year, month, day, time, as far as they are stated: a year alone is a |
/// |             | year. The schema gives time no zone                                                     |
/// | title       | summary; else the victim and the actions                                                |
/// | description | summary; victim.victim_id; the kinds, varieties and vectors of action, actor; varieties |
/// |             | of asset.assets and of attribute.confidentiality.data; discovery_method; the rating of  |
/// |             | the impact; security_incident, confidence; reference; notes                             |
/// | source      | source_id, else the caller's default                                                    |
/// | severity    | impact.overall_rating: Insignificant is informational, Distracting low, Painful medium, |
/// |             | Damaging high, Catastrophic critical                                                    |
/// | credibility | security_incident: Confirmed is observed behaviour, Suspected is unverified; False      |
/// |             | positive and Near miss: not stated. confidence says how well the facts are known, and   |
/// |             | stays in the description                                                                |
/// | layer       | attribute.confidentiality.data_disclosure of Yes: data privacy; else not stated         |
/// | reference   | incident_id                                                                             |
class Veris final : public intake::JsonFormat
{
public:
    [[nodiscard]] QString word() const override { return QStringLiteral("veris"); }
    [[nodiscard]] int recognises(const simdjson::dom::object& first,
                                 const intake::JsonHead& head) const override;
    [[nodiscard]] std::unique_ptr<intake::JsonMapper> mapper() const override;
};

} // namespace keyturn::formats

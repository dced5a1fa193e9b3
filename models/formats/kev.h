// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/json_format.h"
#include "models/intake/table_format.h"

namespace keyturn::formats {

/// CISA's catalogue of Known Exploited Vulnerabilities (KEV): the object with the list `vulnerabilities`, its
/// entries in an array or in lines, and the catalogue as comma-separated values.
///
/// Source: CISA, "Known Exploited Vulnerabilities Catalog", schema
/// known_exploited_vulnerabilities_schema.json (cveID, vendorProject, product, vulnerabilityName, dateAdded,
/// shortDescription, requiredAction, dueDate, knownRansomwareCampaignUse, notes, cwes); the columns of the
/// CSV form have the same names. By Binding Operational Directive 22-01 only what is known to be
/// exploited is listed.
///
/// | record      | from                                                                                    |
/// | ----------- | --------------------------------------------------------------------------------------- |
/// | occurred-at | dateAdded, a day, with an assumption: it is when the entry was added                    |
/// | title       | cveID and vulnerabilityName                                                             |
/// | description | shortDescription; vendor and product, required action and its due date, use by          |
/// |             | ransomware, weaknesses, notes                                                           |
/// | source      | the caller's default, else "CISA"                                                       |
/// | source kind | public: a catalogue for everyone                                                        |
/// | severity    | not stated: the catalogue has none                                                      |
/// | credibility | observed behaviour: only what was seen exploited is listed                              |
/// | layer       | not stated: no field says where in an AI system the harm lies                           |
/// | reference   | cveID                                                                                   |
class Kev final : public intake::JsonFormat
{
public:
    [[nodiscard]] QString word() const override { return QStringLiteral("kev"); }
    [[nodiscard]] std::vector<std::string> listNames() const override { return {"vulnerabilities"}; }
    [[nodiscard]] int recognises(const simdjson::dom::object& first,
                                 const intake::JsonHead& head) const override;
    [[nodiscard]] std::unique_ptr<intake::JsonMapper> mapper() const override;
};

/// The catalogue as comma-separated values; the mapping is that of Kev.
class KevCsv final : public intake::TableFormat
{
public:
    [[nodiscard]] QString word() const override { return QStringLiteral("kev-csv"); }
    [[nodiscard]] int recognises(const intake::TableHeader& header) const override;
    [[nodiscard]] std::unique_ptr<intake::TableMapper>
    mapper(const intake::TableHeader& header) const override;
};

} // namespace keyturn::formats

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/table_format.h"

namespace keyturn::formats {

/// The repository of AIAAIC (AI, Algorithmic and Automation Incidents and Controversies), exported from its
/// spreadsheet.
///
/// Source: aiaaic.org, "User guide" and "Classifications and definitions" (Occurred, Released, Country(ies),
/// Deployer(s), System name(s), Issue(s) …: an entry gives the year); the exported sheet has a row with a
/// title above the column names and often a second row of names below them (Individual, Societal … below
/// "External harms"). Names of columns changed over the years, so they are compared without what stands in
/// brackets, letter case, line breaks and marks: "Issue(s)", "Ethical issue (taxonomy)" and "Risk(s)" are
/// one.
///
/// | record      | from                                                                                    |
/// | ----------- | --------------------------------------------------------------------------------------- |
/// | occurred-at | Occurred, mostly a year; of "2019-2022" or "2019; 2021" the first year, with what was   |
/// |             | written as an assumption; else Released, with an assumption                             |
/// | title       | Headline                                                                                |
/// | description | every other column that is filled, under its own name                                   |
/// | source      | "AIAAIC"                                                                                |
/// | source kind | public                                                                                  |
/// | severity    | not stated: the sheet has kinds of harm, no degrees                                     |
/// | credibility | not stated                                                                              |
/// | layer       | Issue(s), separated by semicolons, by the table in aiaaic_csv.cpp; where they name more |
/// |             | than one layer, not stated, with an assumption                                          |
/// | reference   | AIAAIC ID#, else the link                                                               |
/// | models      | System name(s), separated by semicolons                                                 |
class AiaaicCsv final : public intake::TableFormat
{
public:
    [[nodiscard]] QString word() const override { return QStringLiteral("aiaaic-csv"); }
    [[nodiscard]] std::size_t rowsBeforeHeader() const override { return 5; }
    [[nodiscard]] int recognises(const intake::TableHeader& header) const override;
    [[nodiscard]] std::unique_ptr<intake::TableMapper>
    mapper(const intake::TableHeader& header) const override;
};

} // namespace keyturn::formats

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/table_format.h"

namespace keyturn::formats {

/// log2timeline's CSV of seventeen columns.
///
/// Source: the log2timeline wiki, "l2t_csv", and plaso 20230717, plaso/output/l2t_csv.py.
///
/// | record      | from                                                                                    |
/// | ----------- | --------------------------------------------------------------------------------------- |
/// | occurred-at | date (MM/DD/YYYY) and time, in timezone: UTC, an offset, or a name of the time zone     |
/// |             | database; any other is kept in an assumption; 00/00/0000 is no time; --:--:-- leaves    |
/// |             | the day                                                                                 |
/// | title       | desc, else short                                                                        |
/// | description | type (what the time is of), MACB, user, host, filename, notes, extra                    |
/// | source      | sourcetype, else source; else the caller's default                                      |
/// | others      | not stated: the format has no such columns                                              |
class L2tCsv final : public intake::TableFormat
{
public:
    [[nodiscard]] QString word() const override { return QStringLiteral("l2tcsv"); }
    [[nodiscard]] int recognises(const intake::TableHeader& header) const override;
    [[nodiscard]] std::unique_ptr<intake::TableMapper>
    mapper(const intake::TableHeader& header) const override;
};

} // namespace keyturn::formats

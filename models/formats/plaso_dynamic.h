// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/table_format.h"

namespace keyturn::formats {

/// Plaso's "dynamic" output (plaso 20230717, plaso/output/dynamic.py: datetime, timestamp_desc, source,
/// source_long, message, parser, display_name, tag by default; other fields may be chosen). Its columns mean
/// what Timesketch's do: mapping in timesketch_mapping.h; display_name and tag are details, and "-" is how
/// plaso writes that there is nothing.
class PlasoDynamic final : public intake::TableFormat
{
public:
    [[nodiscard]] QString word() const override { return QStringLiteral("plaso-dynamic"); }
    [[nodiscard]] int recognises(const intake::TableHeader& header) const override;
    [[nodiscard]] std::unique_ptr<intake::TableMapper>
    mapper(const intake::TableHeader& header) const override;
};

} // namespace keyturn::formats

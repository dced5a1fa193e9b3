// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/adapter.h"

namespace keyturn::formats {

/// A table of no format that is known, mapped by the names of its columns and its first rows: see
/// FieldMapping. Cells stand between commas, semicolons, tabulators or bars; the first row names the columns,
/// unless it holds a value that is a time or a number. A record's number is that of its row, the row of names
/// not counted.
class GenericTable final : public intake::Adapter
{
public:
    [[nodiscard]] QString format() const override { return QStringLiteral("generic-csv"); }
    [[nodiscard]] QString versioned() const override { return QStringLiteral("generic-csv/1"); }
    [[nodiscard]] int recognises(const intake::FileHead& head) const override;
    [[nodiscard]] base::Result<void> read(QIODevice& device, const intake::ImportHints& hints,
                                          intake::RecordSink& sink) const override;
};

} // namespace keyturn::formats

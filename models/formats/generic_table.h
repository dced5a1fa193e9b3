// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/formats/file_fields.h"
#include "models/formats/import_mapping.h"
#include "models/intake/adapter.h"

#include <optional>
#include <string_view>
#include <utility>

namespace keyturn::formats {

/// A table of no format that is known, mapped by the names of its columns and its first rows: see
/// FieldMapping. Cells stand between commas, semicolons, tabulators or bars; the first row names the columns,
/// unless it holds a value that is a time or a number. A record's number is that of its row, the row of names
/// not counted.
///
/// With a mapping of the user's, that says what the columns mean, and its batch says that it was so.
class GenericTable final : public intake::Adapter
{
public:
    explicit GenericTable(std::optional<ImportMapping> mapping = std::nullopt) : m_mapping(std::move(mapping))
    {
    }
    [[nodiscard]] QString format() const override { return QStringLiteral("generic-csv"); }
    [[nodiscard]] QString versioned() const override;
    [[nodiscard]] int recognises(const intake::FileHead& head) const override;
    [[nodiscard]] base::Result<void> read(QIODevice& device, const intake::ImportHints& hints,
                                          intake::RecordSink& sink) const override;

private:
    std::optional<ImportMapping> m_mapping;
};

/// The fields of the table that begins with @p head, by the delimiter and the row of names that @p mapping
/// states, else as the text shows and the mapping fits best; nothing where it is no table.
[[nodiscard]] std::optional<FileFields> tableFields(std::string_view head, const ImportMapping& mapping);

} // namespace keyturn::formats

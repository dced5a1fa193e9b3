// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/formats/file_fields.h"
#include "models/formats/import_mapping.h"
#include "models/intake/adapter.h"

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace keyturn::formats {

/// All adapters, best known first.
[[nodiscard]] const std::vector<std::unique_ptr<intake::Adapter>>& adapters();
/// What the reference of a format's records says of them.
enum class ReferenceMeaning {
    Thing,  ///< The id of something that the source may tell anew: other bytes under it are a new version.
    Shared, ///< What several records may bear (a flow, a connection): only the same bytes are the same
            ///< record.
    Kind, ///< A kind of record (a message id of RFC 5424, a signature): the same bytes may be another record.
};
/// What it is for the format of that word; nothing for a word that is none.
[[nodiscard]] std::optional<ReferenceMeaning> referenceMeaning(const QString& format);

/// The adapter of @p format, or the surest one for @p head when the format is "auto". @return UnknownFormat.
[[nodiscard]] base::Result<const intake::Adapter*> chooseAdapter(const QString& format, std::string_view head,
                                                                 const QString& fileName);
/// An adapter that reads a table or JSON records by the user's @p mapping. @param format "auto": whichever of
/// the two @p head is; else "generic-csv" or "generic-jsonl". @return UnknownFormat, MappingMismatch where
/// the format is one that has its own mapping.
[[nodiscard]] base::Result<std::unique_ptr<intake::Adapter>> mappedAdapter(const ImportMapping& mapping,
                                                                           const QString& format,
                                                                           std::string_view head,
                                                                           const QString& fileName);
/// Whether files of @p format, one of the words, are read by a mapping.
[[nodiscard]] bool isReadByMapping(const QString& format);

/// The fields of a file and what they are guessed to mean.
struct GuessedFields
{
    FileFields fields;
    ImportMapping guess;
    bool isDayMonthCertain = true; ///< False where the times fit both orders of day and month.
};
/// The fields that a file with the beginning @p head has. @param format as for mappedAdapter(). @param shape
/// whose delimiter and row of names are taken where stated. @return UnknownFormat where it is neither a table
/// nor JSON records.
[[nodiscard]] base::Result<GuessedFields> guessFields(const QString& format, std::string_view head,
                                                      const ImportMapping& shape, const QString& fileName);

} // namespace keyturn::formats

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/import_job.h"

#include <QFuture>
#include <QStringList>

#include <optional>
#include <vector>

namespace keyturn::service {

/// The fields of a file that is read by a mapping, and what they are read as.
struct ShownFields
{
    /// One of them.
    struct Field
    {
        formats::MappedField guess; ///< How a mapping tells it, and its guessed role.
        QString name;               ///< As the file writes it; empty where it has none.
        QStringList values;         ///< The first different ones that are not blank.
    };
    std::vector<Field> fields;
    QString key;         ///< By which a mapping for such files is kept.
    bool isNamed = true; ///< False where nothing names the fields: the key then only counts them.
    formats::ImportMapping guess;
    std::optional<formats::ImportMapping> mapping; ///< The person's, where the file is read by one.
    bool isDayMonthCertain = true; ///< False where the times fit both orders of day and month.
};

/// What importing a file would give, by its beginning.
struct ImportPreview
{
    QString format;   ///< The word of the format it is read as.
    QString encoding; ///< What the text is converted from; empty for UTF-8.
    bool isEncodingGuessed = false;
    bool isCompressed = false;
    QString member;                                ///< Of an archive: its first file, which is what is shown.
    std::vector<domain::NormalisedRecord> records; ///< The first of them.
    std::vector<intake::Rejection> rejected;       ///< The first of what was met among them.
    std::optional<ShownFields> fields;             ///< Of a file that is read by a mapping.
    QString refusal; ///< Why it cannot be read as it is asked for, where other fields could be chosen.
};

/// Reads the beginning of a file as importFile() would, and keeps nothing. May run on any thread.
/// @param most how many records and rejections are wanted at most. @return intake errors, NotAZone.
[[nodiscard]] base::Result<ImportPreview> previewImport(const ImportRequest& request, std::size_t most);

/// The same on a thread of the program's pool.
[[nodiscard]] QFuture<base::Result<ImportPreview>> previewInBackground(ImportRequest request,
                                                                       std::size_t most);

/// A mapping as the text that settings keep, and back; nothing for a text that is none.
[[nodiscard]] QString keptText(const formats::ImportMapping& mapping);
[[nodiscard]] std::optional<formats::ImportMapping> mappingOfKept(const QString& text);

} // namespace keyturn::service

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/import_job.h"

#include <QFuture>

#include <string>
#include <vector>

namespace keyturn::service {

/// What importing a file would give, by its beginning.
struct ImportPreview
{
    QString format;   ///< The word of the format it is read as.
    QString encoding; ///< What the text is converted from; empty for UTF-8.
    bool isCompressed = false;
    QString member;                                ///< Of an archive: its first file, which is what is shown.
    std::vector<domain::NormalisedRecord> records; ///< The first of them.
    std::vector<intake::Rejection> rejected;       ///< The first of what was met among them.
};

/// Reads the beginning of a file as importFile() would, and keeps nothing. May run on any thread.
/// @param most how many records and rejections are wanted at most. @return intake errors.
[[nodiscard]] base::Result<ImportPreview> previewImport(const ImportRequest& request, std::size_t most);

/// The same on a thread of the program's pool.
[[nodiscard]] QFuture<base::Result<ImportPreview>> previewInBackground(ImportRequest request,
                                                                       std::size_t most);

} // namespace keyturn::service

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/adapter.h"
#include "models/intake/source_stream.h"
#include "models/service/hashing_device.h"
#include "models/service/import_job.h"

namespace keyturn::service {

/// The adapter that @p request asks for, or the surest one for how the text begins. @param shownName the
/// file, for the sentence. @return UnknownFormat.
[[nodiscard]] base::Result<const intake::Adapter*>
adapterFor(const ImportRequest& request, intake::SourceStream& stream, const QString& shownName);
/// What @p request knows beside the file. @param sourceName the file's name, harmless to show.
[[nodiscard]] intake::ImportHints hintsOf(const ImportRequest& request, const QString& sourceName);

/// What the bytes to be imported are called.
struct ImportNames
{
    QString shown; ///< For sentences: the whole path.
    QString
        source; ///< What the batch keeps: the file's name, within an archive with the archive's before it.
};

/// Imports what @p device gives as one batch; see importFile().
[[nodiscard]] base::Result<ImportOutcome> importBytes(Workspace& workspace, const domain::MemberId& member,
                                                      crypto::Signer& signer, const ImportRequest& request,
                                                      HashingDevice& device, const ImportNames& names,
                                                      const Progress& progress,
                                                      const std::atomic_bool& cancel);
/// Tells @p progress how much of a file was read through @p device, whatever its text makes of it: the text
/// of a compressed file is longer. All three outlive what is returned.
[[nodiscard]] Progress progressOf(const Progress& progress, const HashingDevice& device,
                                  std::uint64_t totalBytes);

} // namespace keyturn::service

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/formats/file_fields.h"
#include "models/formats/import_mapping.h"
#include "models/intake/adapter.h"
#include "models/intake/source_stream.h"
#include "models/service/hashing_device.h"
#include "models/service/import_job.h"

#include <memory>
#include <optional>

namespace keyturn::service {

/// What a file is read by.
struct Reading
{
    std::shared_ptr<const intake::Adapter> adapter;
    std::optional<formats::ImportMapping> mapping; ///< The person's, where it is read by one.
};

/// The adapter that @p request asks for, or the surest one for how the text begins. @param shownName the
/// file, for the sentence. @return UnknownFormat, MappingMismatch.
[[nodiscard]] base::Result<Reading> readingFor(const ImportRequest& request, intake::SourceStream& stream,
                                               const QString& shownName);
/// What @p request and the text's beginning tell beside the records. @param mapping what it is read by.
/// @param sourceName the file's name, harmless to show. @return NotAZone.
[[nodiscard]] base::Result<intake::ImportHints> hintsOf(const ImportRequest& request,
                                                        const intake::SourceStream& stream,
                                                        const std::optional<formats::ImportMapping>& mapping,
                                                        const QString& sourceName);
/// A digest of the names of @p fields, the order of a table's columns included; where there are none, a word
/// for how many there are, which tells no file from another for long.
[[nodiscard]] QString fieldsKey(const formats::FileFields& fields);
/// What the bytes at @p path are called: as @p request says, else by the path.
[[nodiscard]] ImportNames namesOf(const ImportRequest& request, const QString& path);

/// Imports what @p device gives as one batch; see importFile().
[[nodiscard]] base::Result<ImportOutcome> importBytes(Workspace& workspace, const domain::MemberId& member,
                                                      const SignerSource& key, const ImportRequest& request,
                                                      HashingDevice& device, const ImportNames& names,
                                                      const Progress& progress,
                                                      const std::atomic_bool& cancel);
/// Tells @p progress how much of a file was read through @p device, whatever its text makes of it: the text
/// of a compressed file is longer. All three outlive what is returned.
[[nodiscard]] Progress progressOf(const Progress& progress, const HashingDevice& device,
                                  std::uint64_t totalBytes);

} // namespace keyturn::service

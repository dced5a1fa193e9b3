// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/event.h"
#include "models/formats/import_mapping.h"
#include "models/intake/adapter.h"
#include "models/service/signer_source.h"
#include "models/service/workspace.h"

#include <QHash>
#include <QString>

#include <atomic>
#include <functional>
#include <vector>

class QIODevice;

namespace keyturn::service {

/// Mappings that a person set for files before, by ShownFields::key of what they were set for.
using KeptMappings = QHash<QString, formats::ImportMapping>;

/// What the bytes to be imported are called.
struct ImportNames
{
    QString shown; ///< For sentences: the whole path or address.
    QString
        source; ///< What the batch keeps: the file's name, within an archive with the archive's before it.
};

/// What to import and as what.
struct ImportRequest
{
    QString path; ///< A file, or "-" for standard input.
    QString format = QStringLiteral("auto");
    QString
        encoding;   ///< As iconv(3) names it; empty: told by the file, UTF-8 where it does not show another.
    QString source; ///< Named as the source where the record itself names none.
    domain::RecordKind kind = domain::RecordKind::Signal;
    std::optional<domain::IncidentId> incident;
    std::optional<formats::ImportMapping> mapping; ///< What the fields of a table or of JSON records mean.
    KeptMappings kept; ///< Asked where there is no mapping and the format is not one that needs none.
    QString zone;      ///< Of times that name none, unless the mapping names it; empty: they are read as UTC.
    std::optional<ImportNames> names; ///< Instead of those that the path gives; harmless to show.
};

/// What came of one file.
struct ImportOutcome
{
    QString file;
    QString format;
    std::uint64_t records = 0;
    std::uint64_t withoutTime = 0;
    std::uint64_t duplicates = 0;  ///< Records that the ledger or the file holds already: not kept again.
    std::uint64_t newVersions = 0; ///< Records kept beside an earlier one under the same id of the source.
    std::vector<intake::Rejection> rejected; ///< The first kMaximumRejectionsListed of them.
    std::uint64_t rejectedCount = 0;
    std::optional<base::UtcTime> earliest;
    std::optional<base::UtcTime> latest;
    std::uint64_t entry = 0; ///< seq of the batch entry.
    /// The batch that this very file was imported as before: then it is not kept again, and all of its
    /// records are duplicates.
    std::optional<std::uint64_t> sameAs;
};

/// An outcome that holds nothing but why a file was not read.
[[nodiscard]] ImportOutcome refusedOutcome(const QString& file, const QString& format, const QString& reason);

/// Whether the next file would not meet the same fault: it lies in what this one holds.
[[nodiscard]] bool concernsOneFile(const base::Error& error);

inline constexpr std::size_t kMaximumRejectionsListed = 10'000;

/// Progress of a long piece of work; called now and then on the worker's thread.
using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

/// Imports one file as one batch: read, normalised, salted, hashed, packed, stored, signed. Parsing and
/// sealing run on threads of their own; memory stays bounded. Cancelled or failed, the workspace is as it
/// was.
/// @param cancel may be set from any thread. @return NothingImported, Cancelled, NotAZone, intake and store
/// errors.
[[nodiscard]] base::Result<ImportOutcome> importFile(Workspace& workspace, const domain::MemberId& member,
                                                     const SignerSource& key, const ImportRequest& request,
                                                     const Progress& progress,
                                                     const std::atomic_bool& cancel);

/// Imports a file as importFile() does, or each file within it where it is a zip or tar file (also a
/// compressed one), a batch each. A member that is a link, leads out of the archive or cannot be read is
/// named in an outcome of its own and the next is read; batches signed before a failure or a cancel stand.
/// @return what importFile() returns where no file could be read at all, or the rules or the store refuse.
[[nodiscard]] base::Result<std::vector<ImportOutcome>>
importPath(Workspace& workspace, const domain::MemberId& member, const SignerSource& key,
           const ImportRequest& request, const Progress& progress, const std::atomic_bool& cancel);

/// Imports records made by hand in the console: one batch with the adapter "by-hand/1".
[[nodiscard]] base::Result<ImportOutcome> importByHand(Workspace& workspace, const domain::MemberId& member,
                                                       const SignerSource& key,
                                                       std::vector<domain::NormalisedRecord> records,
                                                       const std::optional<domain::IncidentId>& incident);

/// The words of the formats that can be asked for, in their alphabetical order.
[[nodiscard]] QStringList importFormats();

/// Every file below @p paths in a stable order: folders are walked, links are not followed.
[[nodiscard]] QStringList filesToImport(const QStringList& paths);

} // namespace keyturn::service

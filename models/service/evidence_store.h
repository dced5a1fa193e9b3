// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/import_job.h"
#include "models/service/workspace.h"

#include <QString>

#include <atomic>
#include <functional>
#include <vector>

namespace keyturn::service {

/// A file as it was stored, for the entry that names it.
struct KeptFile
{
    QString fileName; ///< Without folders, harmless to show.
    base::Digest sha256;
    std::uint64_t size = 0; ///< Bytes.
};

/// What came of keeping a file.
struct EvidenceOutcome
{
    KeptFile file;
    bool wasKept = false; ///< Its bytes were in the workspace already; they are kept once.
    Appended appended;
};

/// Says in a payload what a kept file is to the workspace.
using Describe = std::function<domain::Payload(const KeptFile&)>;

/// Where the bytes of a document are.
enum class EvidenceBytes {
    Kept,      ///< In the workspace.
    Elsewhere, ///< Only their hash is signed for.
};

/// A document that becomes evidence (domain.md, "Evidence").
struct EvidenceRequest
{
    QString path;
    QString title; ///< The file's name where it is empty.
    domain::EvidenceKind kind = domain::EvidenceKind::Other;
    EvidenceBytes bytes = EvidenceBytes::Kept;
    std::optional<domain::IncidentId> incident;
    std::vector<domain::RequestId> requests; ///< That it serves.
    std::vector<domain::GateId> gates;       ///< That it serves.
};

/// Signs for a document as evidence. Where its bytes are to be kept that is both or neither; see
/// addEvidenceFile().
[[nodiscard]] base::Result<EvidenceOutcome>
addEvidence(Workspace& workspace, const domain::MemberId& member, crypto::Signer& signer,
            const EvidenceRequest& request, const Progress& progress, const std::atomic_bool& cancel);

/// Keeps the file at @p path in the workspace and signs for it with one entry, both or neither. The file is
/// read once, in bounded memory; its hash is that of the bytes stored, whatever happens to the file
/// meanwhile. Cancelled or failed, the workspace is as it was.
/// @param describe is asked twice: before the reading for a file of that name with a hash that nothing has,
/// so that what the rules forbid is refused before hours of work, and after it.
/// @param cancel may be set from any thread. @return Cancelled, intake and store errors, the rule broken.
[[nodiscard]] base::Result<EvidenceOutcome>
addEvidenceFile(Workspace& workspace, const domain::MemberId& member, crypto::Signer& signer,
                const QString& path, const Describe& describe, const Progress& progress,
                const std::atomic_bool& cancel);

/// Signs @p payload and makes the staged bytes part of the workspace with its entry.
[[nodiscard]] base::Result<Appended> commitWithBlob(Workspace& workspace, const domain::MemberId& member,
                                                    domain::Payload payload, crypto::Signer& signer,
                                                    const ledger::StagedBlob& blob);

/// Writes the kept file of that hash to @p path, where none may be yet. The file appears when all its bytes
/// are written, synced and proven to be those of the hash.
/// @return FileFailure, Cancelled, LedgerError::BlobMissing, BlobDamaged, StoreCorrupt, StoreExists.
[[nodiscard]] base::Result<void> exportEvidence(ledger::LedgerStore& store, const base::Digest& sha256,
                                                const QString& path, const Progress& progress,
                                                const std::atomic_bool& cancel);

/// A file that an entry says is kept.
struct ExpectedBlob
{
    base::Digest sha256;
    std::optional<std::uint64_t> size; ///< Where the entry states it.
    std::uint64_t entry = 0;           ///< seq.
};

/// What verifyBlobs() looked at and found.
struct BlobVerification
{
    std::vector<Problem> problems; ///< All with the code "blob".
    std::uint64_t blobs = 0;
};

/// Checks that every kept file's bytes have the hash it is named by, and that every file that entries speak
/// of is there. One chunk at a time in memory.
/// @param progress gets bytes. @return Cancelled; all else is a problem.
[[nodiscard]] base::Result<BlobVerification> verifyBlobs(ledger::LedgerStore& store,
                                                         const std::vector<ExpectedBlob>& expected,
                                                         const Progress& progress,
                                                         const std::atomic_bool& cancel);

} // namespace keyturn::service

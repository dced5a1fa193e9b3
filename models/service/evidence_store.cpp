// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/evidence_store.h"

#include "models/base/text_safety.h"
#include "models/crypto/digest_functions.h"
#include "models/ledger/blob_stream.h"
#include "models/service/input_file.h"
#include "models/service/staged_set.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace keyturn::service {

using ledger::LedgerError;

namespace {

/// The next bytes of a file, as many as a chunk holds unless the file ends; none at its end.
base::Result<QByteArray> nextChunk(QFile& file)
{
    QByteArray chunk(ledger::kBlobChunkBytes, Qt::Uninitialized);
    qint64 filled = 0;
    while (filled < chunk.size()) {
        const qint64 got = file.read(chunk.data() + filled, chunk.size() - filled);
        if (file.error() != QFileDevice::NoError)
            return tl::make_unexpected(unreadable(file));
        if (got <= 0)
            break;
        filled += got;
    }
    chunk.truncate(filled);
    return chunk;
}

/// Reads @p file to its end. @param take gets its pieces. @return its size and hash, or Cancelled, intake
/// errors and those of @p take.
template <typename Take>
base::Result<KeptFile> readWhole(QFile& file, Take take, const Progress& progress,
                                 const std::atomic_bool& cancel)
{
    KeptFile out;
    out.fileName = base::harmlessText(QFileInfo(file).fileName());
    crypto::Sha256Stream hash;
    const auto total = static_cast<std::uint64_t>(file.size());
    for (;;) {
        if (cancel.load())
            return base::fail(ServiceError::Cancelled);
        KEYTURN_TRY_LET(chunk, nextChunk(file));
        if (chunk.isEmpty())
            break;
        hash.add(chunk);
        KEYTURN_TRY(take(chunk));
        out.size += static_cast<std::uint64_t>(chunk.size());
        if (progress)
            progress(out.size, std::max(out.size, total)); // It may grow meanwhile.
    }
    out.sha256 = hash.finish();
    return out;
}

/// That @p member may sign for a file of that name at all; asked with a hash that nothing has.
base::Result<void> checkMaySign(Workspace& workspace, const domain::MemberId& member, const QString& path,
                                const Describe& describe)
{
    KeptFile any;
    any.fileName = base::harmlessText(QFileInfo(path).fileName());
    any.sha256 = crypto::sha256(crypto::randomBytes(32));
    KEYTURN_TRY(workspace.prepare(member, describe(any)));
    return {};
}

/// Signs for a file whose bytes stay where they are.
base::Result<EvidenceOutcome> signForFile(Workspace& workspace, const domain::MemberId& member,
                                          crypto::Signer& signer, const QString& path,
                                          const Describe& describe, const Progress& progress,
                                          const std::atomic_bool& cancel)
{
    KEYTURN_TRY(checkMaySign(workspace, member, path, describe));
    QFile file(path);
    KEYTURN_TRY(openInput(file, QIODevice::ReadOnly | QIODevice::Unbuffered));
    EvidenceOutcome outcome;
    KEYTURN_TRY_LET(read,
                    readWhole(
                        file, [](const QByteArray&) -> base::Result<void> { return {}; }, progress, cancel));
    outcome.file = std::move(read);
    KEYTURN_TRY_LET(appended, workspace.execute(member, describe(outcome.file), signer));
    outcome.appended = std::move(appended);
    return outcome;
}

/// What failed with the new file, said of it: the store's words are about workspaces.
base::Error asFileError(const base::Error& error, const QString& path)
{
    const QString shown = base::harmlessText(QDir::toNativeSeparators(path));
    const auto because = [&](const QString& reason) {
        return base::makeError(ServiceError::FileFailure, shown, reason);
    };
    if (error.context.value(0) != shown)
        return error;
    if (error.is(LedgerError::StoreFull))
        return because(QCoreApplication::translate("errors", "there is no room left"));
    if (error.is(LedgerError::StoreReadOnly))
        return because(QCoreApplication::translate("errors", "nothing can be written there"));
    if (error.is(LedgerError::StoreMissing))
        return because(QCoreApplication::translate("errors", "there is no such folder"));
    if (error.is(LedgerError::StoreFailure))
        return because(error.context.value(1));
    return error;
}

} // namespace

base::Result<EvidenceOutcome> addEvidenceFile(Workspace& workspace, const domain::MemberId& member,
                                              crypto::Signer& signer, const QString& path,
                                              const Describe& describe, const Progress& progress,
                                              const std::atomic_bool& cancel)
{
    KEYTURN_TRY(checkMaySign(workspace, member, path, describe));
    EvidenceOutcome outcome;
    QFile file(path);
    KEYTURN_TRY(openInput(file, QIODevice::ReadOnly | QIODevice::Unbuffered));
    ledger::LedgerStore& store = workspace.store();
    KEYTURN_TRY_LET(staging, store.beginStaging());
    const StagedSet staged(store, staging);
    const auto stage = [&](const QByteArray& chunk) { return store.stageBlobChunk(staged.id(), chunk); };
    KEYTURN_TRY_LET(read, readWhole(file, stage, progress, cancel));
    outcome.file = std::move(read);
    const ledger::StagedBlob blob{staged.id(), outcome.file.sha256, outcome.file.size};
    // Nobody may sign for a copy that has gone bad meanwhile.
    KEYTURN_TRY_LET(kept, store.blob(blob.sha256));
    if (kept) {
        outcome.wasKept = true;
        KEYTURN_TRY(ledger::streamBlob(store, *kept, [&](const QByteArray&) -> base::Result<void> {
            if (cancel.load())
                return base::fail(ServiceError::Cancelled);
            return {};
        }));
    }
    KEYTURN_TRY_LET(appended, commitWithBlob(workspace, member, describe(outcome.file), signer, blob));
    outcome.appended = std::move(appended);
    return outcome;
}

base::Result<EvidenceOutcome> addEvidence(Workspace& workspace, const domain::MemberId& member,
                                          crypto::Signer& signer, const EvidenceRequest& request,
                                          const Progress& progress, const std::atomic_bool& cancel)
{
    const Describe describe = [&](const KeptFile& file) -> domain::Payload {
        domain::EvidenceAdded evidence;
        evidence.sha256 = file.sha256;
        evidence.size = file.size;
        evidence.title = request.title.trimmed().isEmpty() ? file.fileName : request.title;
        evidence.kind = request.kind;
        evidence.fileName = file.fileName;
        evidence.incident = request.incident;
        evidence.requests = request.requests;
        evidence.gates = request.gates;
        evidence.stored = request.bytes == EvidenceBytes::Kept;
        return evidence;
    };
    if (request.bytes == EvidenceBytes::Elsewhere)
        return signForFile(workspace, member, signer, request.path, describe, progress, cancel);
    return addEvidenceFile(workspace, member, signer, request.path, describe, progress, cancel);
}

base::Result<Appended> commitWithBlob(Workspace& workspace, const domain::MemberId& member,
                                      domain::Payload payload, crypto::Signer& signer,
                                      const ledger::StagedBlob& blob)
{
    KEYTURN_TRY_LET(prepared, workspace.prepare(member, std::move(payload)));
    return workspace.commit(prepared, signer, {std::nullopt, blob});
}

base::Result<void> exportEvidence(ledger::LedgerStore& store, const base::Digest& sha256, const QString& path,
                                  const Progress& progress, const std::atomic_bool& cancel)
{
    const QString target = QDir::cleanPath(QFileInfo(path).absoluteFilePath());
    const auto exported = store.exportBlob(sha256, target, [&](std::uint64_t done, std::uint64_t total) {
        if (progress)
            progress(done, total);
        return !cancel.load();
    });
    if (exported)
        return {};
    if (exported.error().is(LedgerError::Cancelled))
        return base::fail(ServiceError::Cancelled);
    return tl::make_unexpected(asFileError(exported.error(), target));
}

base::Result<BlobVerification> verifyBlobs(ledger::LedgerStore& store,
                                           const std::vector<ExpectedBlob>& expected,
                                           const Progress& progress, const std::atomic_bool& cancel)
{
    BlobVerification result;
    const auto note = [&](std::optional<std::uint64_t> entry, const QString& text) {
        result.problems.push_back({entry, QStringLiteral("blob"), text});
    };
    const auto blobs = store.blobs();
    if (!blobs) {
        note(std::nullopt, blobs.error().sentence());
        return result;
    }
    std::uint64_t done = 0;
    std::uint64_t total = 0;
    for (const ledger::BlobInfo& blob : *blobs)
        total += blob.size;
    for (const ledger::BlobInfo& blob : *blobs) {
        const auto held = ledger::streamBlob(store, blob, [&](const QByteArray& bytes) -> base::Result<void> {
            done += static_cast<std::uint64_t>(bytes.size());
            if (progress)
                progress(done, total);
            if (cancel.load())
                return base::fail(ServiceError::Cancelled);
            return {};
        });
        if (!held && held.error().is(ServiceError::Cancelled))
            return base::passOn(held);
        if (!held)
            note(std::nullopt, QCoreApplication::translate("verify", "The kept file %1 does not hold: %2")
                                   .arg(blob.sha256.shortCode(), held.error().sentence()));
        ++result.blobs;
    }
    for (const ExpectedBlob& wanted : expected) {
        const auto found = std::lower_bound(
            blobs->begin(), blobs->end(), wanted.sha256,
            [](const ledger::BlobInfo& blob, const base::Digest& sha256) { return blob.sha256 < sha256; });
        if (found == blobs->end() || found->sha256 != wanted.sha256)
            note(wanted.entry,
                 QCoreApplication::translate("verify", "The file %1 that entry %2 speaks of is not there.")
                     .arg(wanted.sha256.shortCode())
                     .arg(wanted.entry));
        else if (wanted.size && found->size != *wanted.size)
            note(wanted.entry,
                 QCoreApplication::translate("verify", "The kept file %1 is not as long as entry %2 says.")
                     .arg(wanted.sha256.shortCode())
                     .arg(wanted.entry));
    }
    return result;
}

} // namespace keyturn::service

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/import_job.h"

#include "models/crypto/digest_functions.h"
#include "models/ledger/merkle_accumulator.h"
#include "models/records/block.h"
#include "models/service/block_queue.h"
#include "models/service/hashing_device.h"
#include "models/service/import_source.h"
#include "models/service/input_file.h"
#include "models/service/recognising_sink.h"
#include "models/service/rejection_list.h"

#include <QDirIterator>
#include <QFile>
#include <QFileInfo>

#include <thread>

namespace keyturn::service {

namespace {

/// Gathers an adapter's records into blocks and counts what the batch entry states.
class PackingSink final : public intake::RecordSink
{
public:
    PackingSink(BlockQueue& queue, ImportOutcome& outcome, const Progress& progress,
                const std::atomic_bool& cancel)
        : m_queue(queue), m_outcome(outcome), m_progress(progress), m_cancel(cancel)
    {
    }
    void take(const domain::NormalisedRecord& record) override
    {
        ++m_outcome.records;
        if (record.occurredAt.isKnown()) {
            const base::UtcTime at = record.occurredAt.start;
            if (!m_outcome.earliest || at < *m_outcome.earliest)
                m_outcome.earliest = at;
            if (!m_outcome.latest || at > *m_outcome.latest)
                m_outcome.latest = at;
        } else {
            ++m_outcome.withoutTime;
        }
        if (m_builder.add(record))
            flush();
    }
    void reject(const intake::Rejection& rejection) override
    {
        ++m_outcome.rejectedCount;
        if (m_outcome.rejected.size() < kMaximumRejectionsListed)
            m_outcome.rejected.push_back(rejection);
    }
    bool progress(std::uint64_t bytesRead) override
    {
        if (m_progress)
            m_progress(bytesRead, 0);
        return !m_cancel.load(std::memory_order_relaxed) && !m_abandoned;
    }
    void flush()
    {
        if (m_builder.isEmpty())
            return;
        if (!m_queue.push(m_builder.takeUnsealed()))
            m_abandoned = true;
    }

private:
    BlockQueue& m_queue;
    ImportOutcome& m_outcome;
    const Progress& m_progress;
    const std::atomic_bool& m_cancel;
    records::BlockBuilder m_builder;
    bool m_abandoned = false;
};

/// Stores sealed blocks and accumulates what the batch entry commits to.
class Stager
{
public:
    explicit Stager(ledger::LedgerStore& store) : m_store(store) {}
    base::Result<void> add(const records::EncodedBlock& block)
    {
        if (!m_staging) {
            KEYTURN_TRY_LET(staging, m_store.beginStaging());
            m_staging = staging;
        }
        const ledger::BlockParts parts{block.recordCount, block.columns, block.salts, block.text,
                                       block.filter};
        KEYTURN_TRY(m_store.stageBlock(*m_staging, m_blocks, parts));
        ++m_blocks;
        for (const base::Digest& leaf : block.leaves)
            m_tree.append(leaf);
        m_derived.add(QByteArrayView(block.derived.toByteArray()));
        return {};
    }
    /// Forgets everything staged; the failure that led here matters more than one of the clean-up, which the
    /// next opening makes good.
    void drop()
    {
        if (m_staging)
            static_cast<void>(m_store.dropStaging(*m_staging));
        m_staging.reset();
    }
    void fill(domain::BatchImported& batch)
    {
        batch.root = m_tree.root();
        batch.blocks = m_blocks;
        batch.layoutVersion = records::kLayoutVersion;
        batch.derivedSha256 = m_derived.finish();
    }
    [[nodiscard]] const std::optional<ledger::StagingId>& staging() const { return m_staging; }

private:
    ledger::LedgerStore& m_store;
    std::optional<ledger::StagingId> m_staging;
    std::uint32_t m_blocks = 0;
    ledger::MerkleAccumulator m_tree;
    crypto::Sha256Stream m_derived;
};

/// Stores blocks until the other thread closes the queue; after a failure the rest is let go.
base::Result<void> storeBlocks(BlockQueue& queue, Stager& stager)
{
    base::Result<void> stored;
    while (auto sealed = queue.pop()) {
        const records::EncodedBlock block = sealed->get();
        if (stored) {
            stored = stager.add(block);
            if (!stored)
                queue.abandon();
        }
    }
    return stored;
}

base::Result<void> signBatch(Workspace& workspace, const domain::MemberId& member, const SignerSource& key,
                             Stager& stager, domain::BatchImported batch, ImportOutcome& outcome)
{
    stager.fill(batch);
    batch.count = outcome.records;
    batch.rejected = outcome.rejectedCount;
    batch.withoutTime = outcome.withoutTime;
    batch.earliest = outcome.earliest;
    batch.latest = outcome.latest;
    KEYTURN_TRY_LET(rejected, stageRejections(workspace.store(), outcome.rejected, outcome.rejectedCount));
    if (rejected)
        batch.rejectionsSha256 = rejected->blob.sha256;
    auto prepared = workspace.prepare(member, batch);
    if (!prepared)
        return base::passOn(prepared);
    KEYTURN_TRY_LET(signer, key.get());
    auto appended = workspace.commit(
        *prepared, *signer, {stager.staging(), rejected ? std::optional(rejected->blob) : std::nullopt});
    if (!appended)
        return base::passOn(appended);
    outcome.entry = appended->seq;
    return {};
}

/// Refuses before hours of work what would be refused after them.
base::Result<void> checkMayImport(Workspace& workspace, const domain::MemberId& member,
                                  const std::optional<domain::IncidentId>& incident)
{
    domain::BatchImported probe;
    probe.root = crypto::sha256(QByteArrayView());
    probe.adapter = QStringLiteral("by-hand/1");
    probe.sourceName = QStringLiteral("probe");
    probe.count = 1;
    probe.incident = incident;
    probe.blocks = 1;
    auto prepared = workspace.prepare(member, probe);
    if (!prepared)
        return base::passOn(prepared);
    return {};
}

/// Reads the file into @p sink without what the ledger holds already. @param failure of the ledger, apart
/// from those of the file.
base::Result<void> readRecognising(Workspace& workspace, const intake::Adapter& adapter,
                                   intake::SourceStream& stream, const intake::ImportHints& hints,
                                   intake::RecordSink& sink, ImportOutcome& outcome,
                                   const std::atomic_bool& cancel, std::optional<base::Error>& failure)
{
    auto store = workspace.store().reopen();
    if (!store) {
        failure = store.error();
        return {};
    }
    SeenRecords seen(**store, workspace.snapshot(), adapter.format());
    RecognisingSink recognising(seen, sink, outcome, cancel);
    const auto parsed = adapter.read(stream.text(), hints, recognising);
    failure = recognising.failure();
    return parsed;
}

} // namespace

base::Result<ImportOutcome> importBytes(Workspace& workspace, const domain::MemberId& member,
                                        const SignerSource& key, const ImportRequest& request,
                                        HashingDevice& device, const ImportNames& names,
                                        const Progress& progress, const std::atomic_bool& cancel)
{
    KEYTURN_TRY(checkMayImport(workspace, member, request.incident));
    ImportOutcome outcome;
    outcome.file = names.shown;
    intake::SourceStream stream(device, request.encoding.toStdString());
    KEYTURN_TRY_LET(reading, readingFor(request, stream, outcome.file));
    const intake::Adapter& adapter = *reading.adapter;
    outcome.format = adapter.format();
    KEYTURN_TRY_LET(hints, hintsOf(request, stream, reading.mapping, names.source));

    BlockQueue queue;
    Stager stager(workspace.store());
    base::Result<void> parsed;
    std::optional<base::Error> failure;
    std::thread parser([&] {
        PackingSink sink(queue, outcome, progress, cancel);
        parsed = readRecognising(workspace, adapter, stream, hints, sink, outcome, cancel, failure);
        sink.flush(); // Also after a fault: what stood before it is kept.
        queue.close();
    });
    const base::Result<void> stored = storeBlocks(queue, stager);
    parser.join();
    const auto giveUp = [&](const base::Error& error) -> base::Result<ImportOutcome> {
        stager.drop();
        return tl::make_unexpected(error);
    };
    if (!stored)
        return giveUp(stored.error());
    if (cancel.load())
        return giveUp(base::makeError(ServiceError::Cancelled));
    if (failure)
        return giveUp(*failure);
    if (!parsed) {
        // What stood before the fault is whole: it is kept, and the fault is named with the rejected.
        if (outcome.records == 0)
            return giveUp(parsed.error());
        outcome.rejected.insert(outcome.rejected.begin(), intake::Rejection{0, 0, parsed.error().sentence()});
        ++outcome.rejectedCount;
    }
    if (outcome.records == 0) {
        stager.drop();
        if (outcome.rejectedCount == 0 && outcome.duplicates == 0)
            return base::fail(ServiceError::NothingImported, outcome.file);
        return outcome;
    }
    domain::BatchImported batch;
    batch.sourceName = hints.fileName;
    batch.adapter = adapter.versioned();
    batch.incident = request.incident;
    batch.sourceSha256 = device.finish();
    // Another seat may have taken it in meanwhile.
    if (const auto refreshed = workspace.refresh(); !refreshed)
        return giveUp(refreshed.error());
    outcome.sameAs = SeenRecords::batchOfFile(*workspace.snapshot(), batch);
    if (outcome.sameAs) {
        stager.drop();
        outcome.duplicates += std::exchange(outcome.records, 0);
        return outcome;
    }
    if (const auto signedOff = signBatch(workspace, member, key, stager, batch, outcome); !signedOff)
        return giveUp(signedOff.error());
    return outcome;
}

base::Result<ImportOutcome> importFile(Workspace& workspace, const domain::MemberId& member,
                                       const SignerSource& key, const ImportRequest& request,
                                       const Progress& progress, const std::atomic_bool& cancel)
{
    const bool fromStandardInput = request.path == QLatin1String("-");
    QFile file(request.path);
    if (fromStandardInput) {
        if (!file.open(0, QIODevice::ReadOnly))
            return base::fail(intake::IntakeError::FileUnreadable, QStringLiteral("standard input"),
                              file.errorString());
    } else {
        KEYTURN_TRY(openInput(file, QIODevice::ReadOnly));
    }
    const ImportNames names =
        fromStandardInput ? ImportNames{QStringLiteral("standard input"), QStringLiteral("standard input")}
                          : namesOf(request, request.path);
    HashingDevice device(file);
    const auto totalBytes = fromStandardInput ? 0 : static_cast<std::uint64_t>(file.size());
    return importBytes(workspace, member, key, request, device, names,
                       progressOf(progress, device, totalBytes), cancel);
}

Progress progressOf(const Progress& progress, const HashingDevice& device, std::uint64_t totalBytes)
{
    return [&progress, &device, totalBytes](std::uint64_t, std::uint64_t) {
        if (progress)
            progress(device.bytesRead(), totalBytes);
    };
}

base::Result<ImportOutcome> importByHand(Workspace& workspace, const domain::MemberId& member,
                                         const SignerSource& key,
                                         std::vector<domain::NormalisedRecord> records,
                                         const std::optional<domain::IncidentId>& incident)
{
    if (records.empty())
        return base::fail(ServiceError::NothingImported, QStringLiteral("by hand"));
    KEYTURN_TRY(checkMayImport(workspace, member, incident));
    ImportOutcome outcome;
    outcome.file = QStringLiteral("by hand");
    outcome.format = QStringLiteral("by-hand");
    BlockQueue queue;
    Stager stager(workspace.store());
    const std::atomic_bool never{false};
    const Progress silent;
    crypto::Sha256Stream content;
    // The queue holds few blocks, so whoever fills it must not be whoever empties it.
    std::thread filler([&] {
        PackingSink sink(queue, outcome, silent, never);
        std::uint64_t number = 0;
        for (domain::NormalisedRecord& record : records) {
            record.adapter = "by-hand/1";
            record.number = ++number;
            content.add(QByteArrayView(record.title.data(), static_cast<qsizetype>(record.title.size())));
            sink.take(record);
        }
        sink.flush();
        queue.close();
    });
    const base::Result<void> stored = storeBlocks(queue, stager);
    filler.join();
    if (!stored) {
        stager.drop();
        return tl::make_unexpected(stored.error());
    }
    domain::BatchImported batch;
    batch.sourceName = outcome.file;
    batch.adapter = QStringLiteral("by-hand/1");
    batch.incident = incident;
    batch.sourceSha256 = content.finish();
    if (const auto signedOff = signBatch(workspace, member, key, stager, batch, outcome); !signedOff) {
        stager.drop();
        return tl::make_unexpected(signedOff.error());
    }
    return outcome;
}

QStringList filesToImport(const QStringList& paths)
{
    QStringList files;
    for (const QString& path : paths) {
        if (!QFileInfo(path).isDir()) {
            files += path;
            continue;
        }
        QStringList inside;
        QDirIterator walk(path, QDir::Files | QDir::Readable | QDir::NoSymLinks,
                          QDirIterator::Subdirectories);
        while (walk.hasNext())
            inside += walk.next();
        inside.sort();
        files += inside;
    }
    return files;
}

} // namespace keyturn::service

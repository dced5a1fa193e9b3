// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/verify.h"

#include "models/crypto/digest_functions.h"
#include "models/ledger/checkpoint.h"
#include "models/ledger/merkle_accumulator.h"
#include "models/records/block.h"
#include "models/service/block_checks.h"
#include "models/service/evidence_store.h"
#include "models/service/fork_check.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <algorithm>
#include <span>

namespace keyturn::service {

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("verify", text);
}

/// What of a kept file is checked in the time of a record, roughly: progress counts both in one.
constexpr std::uint64_t kBytesAsLongAsARecord = 512;

class Verifier
{
public:
    Verifier(const QString& location, const OpenOptions& options, const Progress& progress,
             const std::atomic_bool& cancel, const std::vector<QByteArray>& witnessNotes)
        : m_location(location), m_options(options), m_progress(progress), m_cancel(cancel),
          m_witnessNotes(witnessNotes)
    {
        m_options.readOnly = true;
        m_options.signatures = state::SignatureCheck::Verify;
    }

    base::Result<Verification> run()
    {
        QElapsedTimer timer;
        timer.start();
        KEYTURN_TRY_LET(workspace, Workspace::open(m_location, m_options));
        // The threads read blocks while this one looks at everything else.
        auto blocks = workspace->store().blocks();
        if (!blocks)
            note(problemOf(blocks.error(), std::nullopt));
        BlockChecks checks(workspace->store(), blocks ? *blocks : std::vector<ledger::BlockInfo>());
        if (const auto faults = workspace->store().engineFaults(); !faults)
            note(problemOf(faults.error(), std::nullopt));
        else
            for (const QString& fault : *faults)
                note({std::nullopt, QStringLiteral("database"), fault});
        for (const Problem& problem : workspace->health().problems)
            note(problem);
        const state::Snapshot& snapshot = *workspace->snapshot();
        m_result.entries = snapshot.size;
        m_result.log = snapshot.log;
        m_result.root = workspace->tree().root();
        m_result.signatures = snapshot.size;
        m_result.witnessed = workspace->health().witnessed;
        checkCheckpoints(*workspace);
        // Said before the work starts, so that its progress runs once from end to end.
        if (const auto kept = workspace->store().blobs()) {
            for (const ledger::BlobInfo& blob : *kept)
                m_allBlobWork += blob.size / kBytesAsLongAsARecord;
        }
        holdToNotes(*workspace);
        if (blocks)
            checkRecords(snapshot, *blocks, checks);
        if (m_cancel.load())
            return base::fail(ServiceError::Cancelled);
        KEYTURN_TRY(checkBlobs(workspace->store(), snapshot));
        m_result.seconds = static_cast<double>(timer.nsecsElapsed()) / 1e9;
        return std::move(m_result);
    }

private:
    void note(Problem problem) { m_result.problems.push_back(std::move(problem)); }

    void checkCheckpoints(Workspace& workspace)
    {
        auto all = workspace.store().checkpoints();
        if (!all) {
            note(problemOf(all.error(), std::nullopt));
            return;
        }
        const state::Snapshot& snapshot = *workspace.snapshot();
        const std::vector<ledger::NoteVerifier> seats = workspace.seatKeys();
        std::uint64_t beyond = 0;
        for (const auto& stored : *all) {
            ++m_result.checkpoints;
            if (stored.size > workspace.tree().size()) {
                ++beyond;
                continue;
            }
            const auto bad = [&](const QString& why) {
                note({stored.size == 0 ? std::nullopt : std::optional(stored.size - 1),
                      QStringLiteral("checkpoint"),
                      say("The checkpoint over %1 entries does not hold: %2").arg(stored.size).arg(why)});
            };
            const auto signedNote = ledger::readNote(stored.note);
            if (!signedNote) {
                bad(signedNote.error().sentence());
                continue;
            }
            const auto checkpoint = ledger::readCheckpoint(signedNote->text);
            if (!checkpoint) {
                bad(checkpoint.error().sentence());
                continue;
            }
            if (checkpoint->size != stored.size ||
                checkpoint->origin != ledger::checkpointOrigin(snapshot.log) ||
                checkpoint->root != workspace.tree().rootAt(checkpoint->size)) {
                bad(say("it states another tree than the entries make."));
                continue;
            }
            if (ledger::signersOf(*signedNote, seats).empty())
                bad(say("no seat of this ledger signed it."));
            else
                ++m_result.signatures;
        }
        // One damaged entry puts all that was signed after it beyond reach: that is one problem, not
        // thousands.
        if (beyond > 0)
            note({std::nullopt, QStringLiteral("checkpoint"),
                  say("%1 checkpoints are over more entries than the %2 that hold.")
                      .arg(beyond)
                      .arg(workspace.tree().size())});
    }

    /// Checkpoints that witnesses keep must be over the beginning of this very ledger.
    void holdToNotes(Workspace& workspace)
    {
        for (const QByteArray& bytes : m_witnessNotes) {
            const auto found = compareWithNote(workspace, bytes, m_options.witnesses);
            if (!found)
                note({std::nullopt, QStringLiteral("witness"), found.error().sentence()});
            else if (found->relation == ledger::TreeRelation::Diverged)
                note({std::nullopt, QStringLiteral("witness"),
                      say("A witness cosigned %1 entries of this ledger that are not the ones here: it was "
                          "rewritten or copied apart.")
                          .arg(found->there.size)});
            else if (found->relation == ledger::TreeRelation::Behind)
                note({std::nullopt, QString(kRollbackCode),
                      say("A witness cosigned %1 entries of this ledger, but only %2 are here.")
                          .arg(found->there.size)
                          .arg(found->here.size)});
        }
    }

    void checkRecords(const state::Snapshot& snapshot, const std::vector<ledger::BlockInfo>& blocks,
                      BlockChecks& checks)
    {
        std::size_t next = 0;
        const auto passStray = [&](std::uint64_t below) {
            for (; next < blocks.size() && blocks[next].batchSeq < below; ++next) {
                note({blocks[next].batchSeq, QStringLiteral("records"),
                      say("Records belong to an entry that is no import.")});
                static_cast<void>(checks.takeNext()); // Of no batch, so there is nothing to hold it to.
            }
        };
        for (const state::BatchState& batch : snapshot.batches) {
            passStray(batch.origin.seq);
            std::size_t end = next;
            while (end < blocks.size() && blocks[end].batchSeq == batch.origin.seq)
                ++end;
            checkBatch(batch, std::span(blocks).subspan(next, end - next), checks, snapshot.records);
            next = end;
            if (m_cancel.load())
                return;
        }
        passStray(UINT64_MAX);
    }

    base::Result<void> checkBlobs(ledger::LedgerStore& store, const state::Snapshot& snapshot)
    {
        std::vector<ExpectedBlob> expected;
        for (const state::EvidenceState& evidence : snapshot.evidence) {
            if (evidence.facts.stored)
                expected.push_back({evidence.facts.sha256, evidence.facts.size, evidence.origin.seq});
        }
        for (const state::BatchState& batch : snapshot.batches) {
            if (batch.facts.rejectionsSha256)
                expected.push_back({*batch.facts.rejectionsSha256, std::nullopt, batch.origin.seq});
        }
        const Progress told = [&](std::uint64_t done, std::uint64_t) {
            if (m_progress)
                m_progress(snapshot.records + done / kBytesAsLongAsARecord, snapshot.records + m_allBlobWork);
        };
        KEYTURN_TRY_LET(checked, verifyBlobs(store, expected, told, m_cancel));
        m_result.blobs = checked.blobs;
        for (const Problem& problem : checked.problems)
            note(problem);
        return {};
    }

    void checkBatch(const state::BatchState& batch, std::span<const ledger::BlockInfo> blocks,
                    BlockChecks& checks, std::uint64_t allRecords)
    {
        const std::uint64_t seq = batch.origin.seq;
        bool sound = true;
        const auto bad = [&](const char* code, const QString& why) {
            if (sound)
                note({seq, QLatin1String(code),
                      say("The records imported by entry %1 do not hold: %2").arg(seq).arg(why)});
            sound = false;
        };
        if (blocks.size() != batch.facts.blocks)
            bad("records", say("blocks of them are missing or too many."));
        ledger::MerkleAccumulator tree;
        crypto::Sha256Stream derived;
        bool derivedDiffers = false;
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            const BlockFinding finding = checks.takeNext();
            if (blocks[i].indexInBatch != i)
                bad("records", say("its blocks are out of order."));
            if (finding.error)
                bad("records", finding.error->sentence());
            for (const base::Digest& leaf : finding.leaves)
                tree.append(leaf);
            derived.add(QByteArrayView(finding.storedDerived.toByteArray()));
            derivedDiffers = derivedDiffers || finding.derivedDiffers;
            m_result.records += finding.leaves.size();
            if (m_progress)
                m_progress(m_result.records, allRecords + m_allBlobWork);
            if (m_cancel.load())
                return;
        }
        if (tree.size() != batch.facts.count || tree.root() != batch.facts.root)
            bad("records", say("they are not the records that were signed for."));
        if (derivedDiffers || derived.finish() != batch.facts.derivedSha256)
            bad("derived", say("their index was changed; the records themselves are sound. Run rebuild."));
    }

    QString m_location;
    OpenOptions m_options;
    const Progress& m_progress;
    const std::atomic_bool& m_cancel;
    std::uint64_t m_allBlobWork = 0; ///< Counted in records.
    const std::vector<QByteArray>& m_witnessNotes;
    Verification m_result;
};

} // namespace

base::Result<Verification> verifyLocation(const QString& location, const OpenOptions& options,
                                          const Progress& progress, const std::atomic_bool& cancel,
                                          const std::vector<QByteArray>& witnessNotes)
{
    return Verifier(location, options, progress, cancel, witnessNotes).run();
}

base::Result<std::uint64_t> rebuildDerived(Workspace& workspace, const Progress& progress,
                                           const std::atomic_bool& cancel)
{
    if (workspace.store().isReadOnly())
        return tl::make_unexpected(readOnlyError(workspace.health()));
    KEYTURN_TRY_LET(blocks, workspace.store().blocks());
    std::uint64_t replaced = 0;
    std::uint64_t done = 0;
    for (const ledger::BlockInfo& info : blocks) {
        if (cancel.load())
            return base::fail(ServiceError::Cancelled);
        KEYTURN_TRY_LET(packed, workspace.store().blockPart(info.id, ledger::BlockPart::Text));
        auto text = records::BlockText::decode(packed, info.recordCount);
        if (!text)
            return base::fail(ServiceError::RecordDamaged, QString::number(info.batchSeq),
                              text.error().sentence());
        KEYTURN_TRY_LET(derived, records::deriveParts(*text, packed));
        KEYTURN_TRY_LET(columns, workspace.store().blockPart(info.id, ledger::BlockPart::Columns));
        KEYTURN_TRY_LET(filter, workspace.store().blockPart(info.id, ledger::BlockPart::Filter));
        if (columns != derived.columns || filter != derived.filter) {
            KEYTURN_TRY(workspace.store().replaceDerived(info.id, derived.columns, derived.filter));
            ++replaced;
        }
        if (progress)
            progress(++done, blocks.size());
    }
    return replaced;
}

} // namespace keyturn::service

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/column_loading.h"

#include "models/base/parallel.h"
#include "models/crypto/digest_functions.h"
#include "models/timeline/event_columns_builder.h"

#include <algorithm>
#include <mutex>
#include <utility>

namespace keyturn::service {

namespace {

using Place = BlockDirectory::Place;

constexpr unsigned kWorkers = 2;
/// So few blocks are read before another thread and another connection are worth it.
constexpr std::size_t kBlocksForTwoWorkers = 16;

timeline::EventBatch originOf(const BlockDirectory& directory, std::size_t batchIndex)
{
    const state::BatchState& batch = directory.snapshot->batches[static_cast<qsizetype>(batchIndex)];
    return {batch.origin.seq, batch.origin.recordedAt, incidentOrdinal(batch.facts.incident)};
}

base::Result<records::BlockColumns> derivedAnew(ledger::LedgerStore& store, const Place& place)
{
    const auto damaged = [&place](const base::Error& error) {
        return base::fail(ServiceError::RecordDamaged, QString::number(place.info.batchSeq),
                          error.sentence());
    };
    KEYTURN_TRY_LET(packed, store.blockPart(place.info.id, ledger::BlockPart::Text));
    const auto text = records::BlockText::decode(packed, place.info.recordCount);
    if (!text)
        return damaged(text.error());
    const auto anew = records::deriveParts(*text, packed);
    if (!anew)
        return damaged(anew.error());
    auto columns = records::decodeColumns(anew->columns);
    if (!columns)
        return damaged(columns.error());
    return columns;
}

/// Reads the stored columns into @p columns. @return false where they cannot be read as such.
base::Result<bool> readStored(const QByteArray& bytes, const Place& place, records::BlockColumns& columns)
{
    const auto read = records::decodeColumns(bytes, columns);
    if (!read && read.error().is(records::RecordsError::UnknownLayout))
        return base::passOn(read);
    return read && columns.size() == place.info.recordCount;
}

/// What a batch entry commits to of one block.
base::Result<base::Digest> derivedDigest(ledger::LedgerStore& store, const Place& place,
                                         const QByteArray& columns)
{
    KEYTURN_TRY_LET(filter, store.blockPart(place.info.id, ledger::BlockPart::Filter));
    return crypto::sha256({columns, filter});
}

/// What each of the threads that read blocks has of its own.
struct BlockHand
{
    ledger::LedgerStore& store;
    records::BlockColumns columns; ///< Its memory serves one block after another.
};

/// Calls @p work(hand, index) for each index from @p first below @p count, on two threads where they are
/// many. The first error ends it.
template <typename Work>
base::Result<void> forEachBlock(ledger::LedgerStore& store, std::size_t first, std::size_t count,
                                const std::atomic_bool& cancel, const Work& work)
{
    std::atomic<std::size_t> next{first};
    std::atomic_bool hasFailed{false};
    std::mutex mutex;
    base::Result<void> outcome;
    const auto note = [&](base::Result<void> failure) {
        const std::scoped_lock lock(mutex);
        if (!hasFailed.exchange(true))
            outcome = std::move(failure);
    };
    const auto run = [&](ledger::LedgerStore& ours) {
        BlockHand hand{ours, {}};
        for (std::size_t i = next++; i < count && !hasFailed; i = next++) {
            base::Result<void> done =
                cancel ? base::Result<void>(base::fail(ServiceError::Cancelled)) : work(hand, i);
            if (!done)
                note(std::move(done));
        }
    };
    std::unique_ptr<ledger::LedgerStore> other;
    if (count - std::min(first, count) >= kBlocksForTwoWorkers) {
        KEYTURN_TRY_LET(reopened, store.reopen());
        other = std::move(reopened);
    }
    base::inParallel(other ? kWorkers : 1, [&](unsigned worker) {
        if (worker == 0) {
            run(store);
            return;
        }
        run(*other);
        other.reset(); // It belongs to the thread that used it.
    });
    return outcome;
}

/// Which batches' digests are as their entries say. @p digests by place.
std::vector<char> believedBatches(const BlockDirectory& directory, std::size_t firstPlace,
                                  const std::vector<base::Digest>& digests)
{
    std::vector<char> believed(static_cast<std::size_t>(directory.snapshot->batches.size()), 1);
    for (std::size_t next = firstPlace; next < directory.places.size();) {
        const std::size_t batchIndex = directory.places[next].batch;
        crypto::Sha256Stream derived;
        for (; next < directory.places.size() && directory.places[next].batch == batchIndex; ++next)
            derived.add(QByteArrayView(digests[next].toByteArray()));
        const auto& facts = directory.snapshot->batches[static_cast<qsizetype>(batchIndex)].facts;
        believed[batchIndex] =
            facts.layoutVersion == records::kLayoutVersion && derived.finish() == facts.derivedSha256 ? 1 : 0;
    }
    return believed;
}

/// Reads blocks from @p first on and gives each to @p take(index, columns), which may keep them, from two
/// threads.
template <typename Take>
base::Result<void> readColumns(ledger::LedgerStore& store, const BlockDirectory& directory, std::size_t first,
                               ColumnTrust trust, const std::atomic_bool& cancel, const Take& take)
{
    const std::size_t count = directory.places.size();
    std::vector<base::Digest> digests(trust == ColumnTrust::Checked ? count : 0);
    std::vector<char> isMissing(count, 0);
    KEYTURN_TRY(
        forEachBlock(store, first, count, cancel, [&](BlockHand& hand, std::size_t i) -> base::Result<void> {
            const Place& place = directory.places[i];
            KEYTURN_TRY_LET(bytes, hand.store.blockPart(place.info.id, ledger::BlockPart::Columns));
            if (trust == ColumnTrust::Checked) {
                KEYTURN_TRY_LET(digest, derivedDigest(hand.store, place, bytes));
                digests[i] = digest;
            }
            KEYTURN_TRY_LET(isRead, readStored(bytes, place, hand.columns));
            isMissing[i] = isRead ? 0 : 1;
            if (isRead)
                take(i, hand.columns);
            return {};
        }));
    std::vector<char> believed;
    if (trust == ColumnTrust::Checked)
        believed = believedBatches(directory, first, digests);
    const auto isGood = [&](std::size_t i) {
        return isMissing[i] == 0 && (believed.empty() || believed[directory.places[i].batch] != 0);
    };
    std::size_t bad = first;
    while (bad < count && isGood(bad))
        ++bad;
    return forEachBlock(store, bad, count, cancel, [&](BlockHand& hand, std::size_t i) -> base::Result<void> {
        if (isGood(i))
            return {};
        KEYTURN_TRY_LET(columns, derivedAnew(hand.store, directory.places[i]));
        hand.columns = std::move(columns);
        take(i, hand.columns);
        return {};
    });
}

} // namespace

base::Result<timeline::EventColumnsPointer> loadColumns(ledger::LedgerStore& store,
                                                        const BlockDirectory& directory, ColumnTrust trust,
                                                        const std::atomic_bool& cancel)
{
    std::vector<timeline::EventBatch> batches;
    std::vector<timeline::EventColumnsAssembly::Block> blocks;
    for (const Place& place : directory.places) {
        const timeline::EventBatch origin = originOf(directory, place.batch);
        if (batches.empty() || batches.back() != origin)
            batches.push_back(origin);
        blocks.push_back({place.info.recordCount, static_cast<std::uint32_t>(batches.size() - 1),
                          static_cast<std::uint32_t>(place.firstLeaf)});
    }
    timeline::EventColumnsAssembly assembly(std::move(batches), std::move(blocks));
    KEYTURN_TRY(readColumns(
        store, directory, 0, trust, cancel,
        [&assembly](std::size_t i, const records::BlockColumns& columns) { assembly.put(i, columns); }));
    return assembly.finish(kWorkers);
}

base::Result<timeline::EventColumnsPointer>
appendColumns(ledger::LedgerStore& store, const BlockDirectory& directory, std::size_t firstPlace,
              const timeline::EventColumns& earlier, const std::atomic_bool& cancel)
{
    std::vector<records::BlockColumns> arrived(directory.places.size() - firstPlace);
    KEYTURN_TRY(readColumns(store, directory, firstPlace, ColumnTrust::Checked, cancel,
                            [&](std::size_t i, records::BlockColumns& columns) {
                                arrived[i - firstPlace] = std::exchange(columns, {});
                            }));
    timeline::EventColumnsBuilder builder;
    for (std::size_t i = firstPlace; i < directory.places.size(); ++i) {
        const Place& place = directory.places[i];
        builder.add(std::move(arrived[i - firstPlace]), originOf(directory, place.batch),
                    static_cast<std::uint32_t>(place.firstLeaf));
    }
    return builder.finish(earlier);
}

base::Result<bool> columnsAreSound(ledger::LedgerStore& store, const BlockDirectory& directory,
                                   const std::atomic_bool& cancel)
{
    std::vector<base::Digest> digests(directory.places.size());
    KEYTURN_TRY(forEachBlock(
        store, 0, directory.places.size(), cancel, [&](BlockHand& hand, std::size_t i) -> base::Result<void> {
            const Place& place = directory.places[i];
            KEYTURN_TRY_LET(columns, hand.store.blockPart(place.info.id, ledger::BlockPart::Columns));
            KEYTURN_TRY_LET(digest, derivedDigest(hand.store, place, columns));
            digests[i] = digest;
            return {};
        }));
    const std::vector<char> believed = believedBatches(directory, 0, digests);
    return std::all_of(believed.begin(), believed.end(), [](char is) { return is != 0; });
}

} // namespace keyturn::service

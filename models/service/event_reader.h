// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/event.h"
#include "models/ledger/ledger_store.h"
#include "models/records/block.h"
#include "models/service/service_error.h"
#include "models/state/snapshot.h"
#include "models/timeline/event_columns.h"

#include <atomic>
#include <functional>
#include <list>
#include <memory>
#include <unordered_map>
#include <vector>

namespace keyturn::service {

/// Where the records of the committed batches stand in their blocks. What goes through all places sees no
/// record whose import was retracted; find() still leads to one, for what cites it. Immutable; made anew when
/// batches arrive or are retracted.
struct BlockDirectory
{
    struct Place
    {
        ledger::BlockInfo info;
        std::uint64_t firstLeaf = 0;
        std::size_t batch = 0; ///< Index into the snapshot's batches.
    };
    std::vector<Place> places;    ///< Of imports that stand: by batch, then index.
    std::vector<Place> retracted; ///< Of those retracted: likewise.
    std::size_t behind = 0; ///< How many of places, at their end, are of retracted ones: withRetracted().
    state::SnapshotPointer snapshot;

    /// @return store errors; RecordDamaged when blocks and batches do not fit.
    [[nodiscard]] static base::Result<BlockDirectory> read(ledger::LedgerStore& store,
                                                           state::SnapshotPointer snapshot);
    /// The same for a later snapshot of the ledger that @p earlier was read from; only what came since is
    /// read.
    [[nodiscard]] static base::Result<BlockDirectory>
    continued(ledger::LedgerStore& store, const BlockDirectory& earlier, state::SnapshotPointer snapshot);
    /// This directory with the places of the batches @p retractedLater (indexes into the snapshot's batches)
    /// behind the others: for what is shown as it was known while they stood.
    [[nodiscard]] BlockDirectory withRetracted(const std::vector<std::size_t>& retractedLater) const;
    /// Whether the places of @p earlier are still the first here: nothing of them was retracted since.
    [[nodiscard]] bool continues(const BlockDirectory& earlier) const;
    /// The block that holds a record, or nullptr.
    [[nodiscard]] const Place* find(std::uint64_t batchSeq, std::uint64_t leaf) const;

private:
    [[nodiscard]] base::Result<void> add(const std::vector<ledger::BlockInfo>& blocks, qsizetype firstBatch);
};

/// Reads single records, decoding a block at a time and keeping the last few. Use from one thread.
class EventReader
{
public:
    EventReader(ledger::LedgerStore& store, BlockDirectory directory);
    /// Reads from here on by a later directory of the same ledger.
    void follow(std::shared_ptr<const BlockDirectory> directory) { m_directory = std::move(directory); }
    /// @return UnknownEvent, RecordDamaged, store errors.
    [[nodiscard]] base::Result<domain::Event> event(const domain::RecordId& id);
    [[nodiscard]] base::Result<domain::Event> event(std::uint64_t batchSeq, std::uint64_t leaf);
    [[nodiscard]] const BlockDirectory& directory() const { return *m_directory; }
    [[nodiscard]] const std::shared_ptr<const BlockDirectory>& sharedDirectory() const { return m_directory; }

private:
    [[nodiscard]] base::Result<const records::BlockText*> text(const BlockDirectory::Place& place);

    ledger::LedgerStore& m_store;
    std::shared_ptr<const BlockDirectory> m_directory;
    struct Cached
    {
        std::int64_t blockId = 0;
        records::BlockText text;
    };
    std::list<Cached> m_cache; ///< Newest use first.
};

/// "12:345" apart, or nothing.
[[nodiscard]] std::optional<std::pair<std::uint64_t, std::uint64_t>> partsOf(const domain::RecordId& id);
[[nodiscard]] domain::RecordId recordId(std::uint64_t batchSeq, std::uint64_t leaf);
/// Fills what the batch entry knows of a record: id, recorded-at, incident, entry.
void placeInLedger(domain::Event& event, const state::BatchState& batch, std::uint64_t leaf);

/// The ordinal of an incident: 0 for I-1; kNoIncident for none.
[[nodiscard]] std::uint32_t incidentOrdinal(const std::optional<domain::IncidentId>& incident);

} // namespace keyturn::service

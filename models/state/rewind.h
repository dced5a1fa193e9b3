// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/state/snapshot.h"

#include <cstdint>
#include <functional>
#include <map>
#include <vector>

namespace keyturn::state {

/// Snapshots kept every so many entries, so that reaching an earlier state folds few. Of a longer ledger
/// every second is dropped again and again: their number is bounded. Copies share the snapshots.
class Checkpoints
{
public:
    /// @param firstStep entries from one to the next, until there are too many.
    explicit Checkpoints(std::uint64_t firstStep = kUsualStep) : m_step(firstStep) {}
    /// Keeps @p snapshot where its size is one of those kept; sizes grow from call to call.
    void keep(const Snapshot& snapshot);
    /// The largest one kept of at most @p size entries, or null.
    [[nodiscard]] SnapshotPointer upTo(std::uint64_t size) const;
    /// Entries from one to the next.
    [[nodiscard]] std::uint64_t step() const { return m_step; }
    [[nodiscard]] std::size_t count() const { return m_kept.size(); }

private:
    static constexpr std::uint64_t kUsualStep = 128;
    static constexpr std::size_t kMost = 192;
    std::uint64_t m_step;
    std::vector<SnapshotPointer> m_kept; ///< By size.
};

/// How many of the snapshot's entries had been recorded by @p time.
[[nodiscard]] std::uint64_t sizeKnownAt(const Snapshot& snapshot, base::UtcTime time);

/// Where entry bytes come from: up to @p count of them from @p from on. @return the store's errors.
using EntrySource =
    std::function<base::Result<std::vector<QByteArray>>(std::uint64_t from, std::uint64_t count)>;

/// Reaches earlier states of a ledger from what its store holds, and remembers the way: neighbouring moments,
/// as dragging and stepping ask for them, cost a few entries. Use from one thread.
class StateReader
{
public:
    /// The state after the first @p size entries of @p live, which are read from @p source. @return its
    /// errors, StateError::EntryMissing, StateError::EntryChanged where it gives another than @p live was
    /// folded from.
    [[nodiscard]] base::Result<SnapshotPointer> at(const EntrySource& source, const SnapshotPointer& live,
                                                   const Checkpoints& checkpoints, std::uint64_t size);
    /// Forgets the way; for another ledger.
    void clear() { m_way.clear(); }

private:
    void remember(const SnapshotPointer& snapshot);

    static constexpr std::uint64_t kWayStep = 16;
    static constexpr std::size_t kMostOnWay = 48;
    std::map<std::uint64_t, SnapshotPointer> m_way; ///< By size.
};

} // namespace keyturn::state

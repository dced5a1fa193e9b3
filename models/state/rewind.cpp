// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/state/rewind.h"

#include "models/state/fold.h"
#include "models/state/state_error.h"

#include <algorithm>
#include <iterator>

namespace keyturn::state {

namespace {

/// Entries that are read at once.
constexpr std::uint64_t kChunk = 128;

} // namespace

void Checkpoints::keep(const Snapshot& snapshot)
{
    if (snapshot.size == 0 || snapshot.size % m_step != 0)
        return;
    m_kept.push_back(std::make_shared<const Snapshot>(snapshot));
    if (m_kept.size() < kMost)
        return;
    m_step *= 2;
    std::erase_if(m_kept, [this](const SnapshotPointer& kept) { return kept->size % m_step != 0; });
}

SnapshotPointer Checkpoints::upTo(std::uint64_t size) const
{
    const auto after =
        std::upper_bound(m_kept.begin(), m_kept.end(), size,
                         [](std::uint64_t s, const SnapshotPointer& kept) { return s < kept->size; });
    return after == m_kept.begin() ? nullptr : *std::prev(after);
}

std::uint64_t sizeKnownAt(const Snapshot& snapshot, base::UtcTime time)
{
    // Ledger time never falls, so bisection over the entry lines finds it.
    const auto& lines = snapshot.entries;
    const auto after = std::upper_bound(lines.begin(), lines.end(), time,
                                        [](base::UtcTime t, const EntryLine& line) { return t < line.time; });
    return static_cast<std::uint64_t>(after - lines.begin());
}

base::Result<SnapshotPointer> StateReader::at(const EntrySource& source, const SnapshotPointer& live,
                                              const Checkpoints& checkpoints, std::uint64_t size)
{
    if (size >= live->size)
        return live;
    SnapshotPointer nearest = checkpoints.upTo(size);
    const auto leafBefore = [&live](std::uint64_t entries) {
        return live->entries.at(static_cast<qsizetype>(entries) - 1).leaf;
    };
    if (const auto after = m_way.upper_bound(size); after != m_way.begin()) {
        const SnapshotPointer passed = std::prev(after)->second;
        if (passed->size > live->size || passed->lastLeaf != leafBefore(passed->size))
            m_way.clear(); // The way through another ledger.
        else if (!nearest || passed->size > nearest->size)
            nearest = passed;
    }
    if (nearest && nearest->size == size)
        return nearest;
    Snapshot snapshot = nearest ? *nearest : Snapshot();
    while (snapshot.size < size) {
        KEYTURN_TRY_LET(entries, source(snapshot.size, std::min(kChunk, size - snapshot.size)));
        if (entries.empty())
            return base::fail(StateError::EntryMissing, QString::number(snapshot.size));
        for (const QByteArray& bytes : entries) {
            KEYTURN_TRY_LET(opened, openEntry(bytes));
            const base::Digest leaf = opened.entry.leafHash();
            if (leaf != live->entries.at(static_cast<qsizetype>(snapshot.size)).leaf)
                return base::fail(StateError::EntryChanged, QString::number(snapshot.size));
            snapshot = replay(std::move(snapshot), opened, leaf);
            if (snapshot.size % kWayStep == 0)
                remember(std::make_shared<const Snapshot>(snapshot));
        }
    }
    auto reached = std::make_shared<const Snapshot>(std::move(snapshot));
    remember(reached);
    return reached;
}

void StateReader::remember(const SnapshotPointer& snapshot)
{
    if (snapshot->size == 0)
        return;
    // What is farthest from here goes first.
    if (m_way.size() >= kMostOnWay) {
        const auto first = m_way.begin();
        const auto last = std::prev(m_way.end());
        const bool isFirstFarther =
            last->first <= snapshot->size ||
            (first->first < snapshot->size && snapshot->size - first->first > last->first - snapshot->size);
        m_way.erase(isFirstFarther ? first : last);
    }
    m_way.insert_or_assign(snapshot->size, snapshot);
}

} // namespace keyturn::state

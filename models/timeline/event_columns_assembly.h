// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/event_columns.h"

#include <vector>

namespace keyturn::timeline {

/// Puts blocks whose sizes are known beforehand together: each is written to its place by whichever thread
/// has read it, and only what is then out of order is moved. Memory peaks one column above the result.
class EventColumnsAssembly
{
public:
    struct Block
    {
        std::uint32_t records = 0;
        std::uint32_t batch = 0; ///< Index into the batches.
        std::uint32_t firstLeaf = 0;
    };
    EventColumnsAssembly(std::vector<EventBatch> batches, std::vector<Block> blocks);

    /// Takes the columns of the block at @p index, which hold as many records as was said. Any thread may
    /// call it, one at a time for each block; what is put later counts.
    void put(std::size_t index, const records::BlockColumns& columns);
    /// The whole, once every block was put; this object is empty then. @param workers threads to sort with.
    [[nodiscard]] EventColumnsPointer finish(unsigned workers);

private:
    /// What a thread finds out about a block while putting it.
    struct Found
    {
        std::array<std::uint32_t, kLaneCount> lanes{};
        std::uint32_t timed = 0;
        base::UtcTime end; ///< Of the last stated span, where any is timed.
    };
    void fillBlock(std::size_t index, const records::BlockColumns& columns,
                   std::span<const std::uint32_t> order);
    /// Gives rows their lanes and takes times from those that state none.
    [[nodiscard]] Found describeBlock(std::size_t begin, std::size_t end);
    [[nodiscard]] bool isOrdered() const;
    [[nodiscard]] Column<EventRow> mergedOrder(unsigned workers) const;
    void describe(EventColumns& result) const;

    std::vector<EventBatch> m_batches;
    std::vector<Block> m_blocks;
    std::vector<std::size_t> m_begins; ///< Row each block starts at, and the end.
    std::vector<Found> m_found;
    EventArrays m_arrays;
};

} // namespace keyturn::timeline

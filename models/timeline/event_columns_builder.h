// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/event_columns_assembly.h"

#include <vector>

namespace keyturn::timeline {

/// From so many events on that arrived since, they are merged with the bulk; at once where the bulk holds
/// fewer than they.
inline constexpr std::size_t kMostTail = 1u << 16;

/// Gathers the column parts of packed blocks and puts them in order.
class EventColumnsBuilder
{
public:
    /// Adds one block. The leaf index of its i-th record is @p firstLeaf + i. Blocks may come in any order.
    void add(records::BlockColumns block, const EventBatch& batch, std::uint32_t firstLeaf);
    /// Columns of what was added; starts afresh.
    [[nodiscard]] EventColumnsPointer finish();
    /// What was added behind what was there: costs what was added, but now and then a merge with all.
    [[nodiscard]] EventColumnsPointer finish(const EventColumns& earlier);

private:
    struct Added
    {
        records::BlockColumns columns;
        EventColumnsAssembly::Block block;
    };
    std::vector<Added> m_added;
    std::vector<EventBatch> m_batches;
};

} // namespace keyturn::timeline

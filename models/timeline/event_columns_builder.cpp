// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/event_columns_builder.h"

#include <algorithm>
#include <utility>

namespace keyturn::timeline {

namespace {

/// Calls @p function with each column of some arrays and the same of others.
template <typename Function>
void forEachColumn(EventArrays& to, const EventArrays& first, const EventArrays& second,
                   const Function& function)
{
    const auto apply = [&](auto EventArrays::*column) {
        function(to.*column, first.*column, second.*column);
    };
    apply(&EventArrays::timeUs);
    apply(&EventArrays::sourceHash);
    apply(&EventArrays::batch);
    apply(&EventArrays::leaf);
    apply(&EventArrays::precision);
    apply(&EventArrays::kind);
    apply(&EventArrays::lane);
    apply(&EventArrays::severity);
    apply(&EventArrays::layer);
    apply(&EventArrays::credibility);
    apply(&EventArrays::sourceKind);
}

/// One after the other.
EventArrays joined(const EventArrays& first, const EventArrays& second)
{
    EventArrays both(first.size() + second.size());
    forEachColumn(both, first, second, [](auto& to, const auto& a, const auto& b) {
        std::copy(b.values().begin(), b.values().end(),
                  std::copy(a.values().begin(), a.values().end(), to.data()));
    });
    return both;
}

/// Both in one order; @p secondOrder are rows that begin behind @p first.
template <typename Precedes>
EventArrays merged(const EventArrays& first, const EventArrays& second, std::span<const EventRow> secondOrder,
                   const Precedes& precedes)
{
    // Few rows go between many: the many are copied from one of the few to the next.
    std::vector<EventRow> places; // How many of the first come before each of the second.
    EventRow from = 0;
    const auto firstSize = static_cast<EventRow>(first.size());
    for (const EventRow row : secondOrder) {
        EventRow low = from;
        EventRow high = firstSize;
        while (low < high) {
            const EventRow middle = low + (high - low) / 2;
            if (precedes(middle, row))
                low = middle + 1;
            else
                high = middle;
        }
        places.push_back(low);
        from = low;
    }
    EventArrays all(first.size() + second.size());
    forEachColumn(all, first, second, [&](auto& to, const auto& a, const auto& b) {
        auto* out = to.data();
        const auto* const many = a.data();
        EventRow done = 0;
        for (std::size_t i = 0; i < places.size(); ++i) {
            out = std::copy(many + done, many + places[i], out);
            *out++ = b[secondOrder[i] - firstSize];
            done = places[i];
        }
        std::copy(many + done, many + firstSize, out);
    });
    return all;
}

} // namespace

void EventColumnsBuilder::add(records::BlockColumns block, const EventBatch& batch, std::uint32_t firstLeaf)
{
    if (block.size() == 0)
        return;
    const auto known = std::find(m_batches.rbegin(), m_batches.rend(), batch);
    const auto index = static_cast<std::size_t>(m_batches.rend() - known);
    if (known == m_batches.rend())
        m_batches.push_back(batch);
    const auto records = static_cast<std::uint32_t>(block.size());
    m_added.push_back(
        {std::move(block),
         {records, static_cast<std::uint32_t>(index == 0 ? m_batches.size() - 1 : index - 1), firstLeaf}});
}

EventColumnsPointer EventColumnsBuilder::finish()
{
    std::vector<EventColumnsAssembly::Block> blocks;
    for (const Added& added : m_added)
        blocks.push_back(added.block);
    EventColumnsAssembly assembly(std::exchange(m_batches, {}), std::move(blocks));
    for (std::size_t i = 0; i < m_added.size(); ++i)
        assembly.put(i, m_added[i].columns);
    m_added.clear();
    return assembly.finish(1);
}

EventColumnsPointer EventColumnsBuilder::finish(const EventColumns& earlier)
{
    const std::size_t knownBatches = earlier.m_batches.size();
    std::vector<EventBatch> batches = earlier.m_batches;
    std::vector<std::uint32_t> indexes; // Of the new batches among all.
    for (const EventBatch& batch : m_batches) {
        const auto known =
            std::find(batches.begin(), batches.begin() + static_cast<std::ptrdiff_t>(knownBatches), batch);
        indexes.push_back(static_cast<std::uint32_t>(known - batches.begin()));
        if (indexes.back() == knownBatches) {
            indexes.back() = static_cast<std::uint32_t>(batches.size());
            batches.push_back(batch);
        }
    }
    const EventColumnsPointer added = finish();
    EventArrays arrived = joined(added->bulk(), {});
    for (std::size_t i = 0; i < arrived.size(); ++i)
        arrived.batch[i] = indexes[arrived.batch[i]];

    auto result = std::make_shared<EventColumns>();
    result->m_bulk = earlier.m_bulk;
    result->m_bulkTimedSize = earlier.m_bulkTimedSize;
    result->m_bulkLaneCounts = earlier.m_bulkLaneCounts;
    result->m_bulkExtent = earlier.m_bulkExtent;
    result->m_batches = std::move(batches);
    result->m_tail = joined(earlier.m_tail, arrived);
    result->m_tailOrder = earlier.m_tailOrder;
    result->orderTail();
    result->measure();
    const std::size_t tailSize = result->m_tail.size();
    if (tailSize <= std::min(kMostTail, result->bulkSize()))
        return result;
    auto whole = std::make_shared<EventColumns>();
    whole->m_bulk = std::make_shared<const EventArrays>(
        merged(*result->m_bulk, result->m_tail, result->m_tailOrder,
               [&result](EventRow row, EventRow other) { return result->precedes(row, other); }));
    whole->m_bulkTimedSize = result->timedCount();
    whole->m_bulkLaneCounts = result->m_laneCounts;
    whole->m_bulkExtent = result->m_extent;
    whole->m_batches = std::move(result->m_batches);
    whole->measure();
    return whole;
}

} // namespace keyturn::timeline

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/event_columns_assembly.h"

#include "models/base/parallel.h"
#include "models/timeline/row_merge.h"
#include "models/timeline/time_axis.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace keyturn::timeline {

namespace {

constexpr std::int64_t kNoTimeUs = std::numeric_limits<std::int64_t>::max();

/// A time outside the calendar, or of no stated precision, is no time.
bool isTime(std::int64_t us, base::TimePrecision precision)
{
    return us >= kEarliestTime.us && us <= kLatestTime.us && precision != base::TimePrecision::Unknown;
}

/// Puts columns in another order, one after another; the memory of one serves the next of the same width,
/// since fresh memory costs more than the copying.
class Permutation
{
public:
    Permutation(const Column<EventRow>& order, unsigned workers) : m_order(order), m_workers(workers) {}

    template <typename T>
    void apply(Column<T>& values)
    {
        const std::size_t bytes = values.size() * sizeof(T);
        if (m_spare.get_deleter().bytes != bytes)
            m_spare = ColumnMemory(takeColumnMemory(bytes), {bytes});
        Column<T> sorted(std::move(m_spare), values.size());
        base::inParallel(m_workers, [&](unsigned worker) {
            const auto [begin, end] = base::shareOf(values.size(), worker, m_workers);
            for (std::size_t i = begin; i < end; ++i)
                sorted[i] = values[m_order[i]];
        });
        m_spare = values.release();
        values = std::move(sorted);
    }

private:
    const Column<EventRow>& m_order;
    unsigned m_workers;
    ColumnMemory m_spare;
};

} // namespace

EventColumnsAssembly::EventColumnsAssembly(std::vector<EventBatch> batches, std::vector<Block> blocks)
    : m_batches(std::move(batches)), m_blocks(std::move(blocks)), m_found(m_blocks.size())
{
    m_begins.push_back(0);
    for (const Block& block : m_blocks)
        m_begins.push_back(m_begins.back() + block.records);
    m_arrays = EventArrays(m_begins.back());
}

void EventColumnsAssembly::put(std::size_t index, const records::BlockColumns& columns)
{
    bool isSorted = true;
    std::int64_t beforeUs = std::numeric_limits<std::int64_t>::min();
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const std::int64_t us =
            isTime(columns.timeUs[i], columns.precision[i]) ? columns.timeUs[i] : kNoTimeUs;
        isSorted &= beforeUs <= us;
        beforeUs = us;
    }
    std::vector<std::uint32_t> order;
    if (!isSorted) {
        order.resize(columns.size());
        std::iota(order.begin(), order.end(), 0u);
        const auto timeOf = [&columns](std::uint32_t i) {
            return isTime(columns.timeUs[i], columns.precision[i]) ? columns.timeUs[i] : kNoTimeUs;
        };
        std::stable_sort(order.begin(), order.end(),
                         [&timeOf](std::uint32_t a, std::uint32_t b) { return timeOf(a) < timeOf(b); });
    }
    fillBlock(index, columns, order);
}

void EventColumnsAssembly::fillBlock(std::size_t index, const records::BlockColumns& columns,
                                     std::span<const std::uint32_t> order)
{
    const Block& block = m_blocks[index];
    const std::size_t begin = m_begins[index];
    const auto size = static_cast<std::size_t>(block.records);
    // A column at a time: most are plain copies then.
    const auto fill = [&](auto EventArrays::*to, const auto& from) {
        auto* const out = (m_arrays.*to).data() + begin;
        if (order.empty())
            std::copy_n(from.begin(), size, out);
        else
            std::transform(order.begin(), order.end(), out, [&from](std::uint32_t i) { return from[i]; });
    };
    fill(&EventArrays::timeUs, columns.timeUs);
    fill(&EventArrays::precision, columns.precision);
    fill(&EventArrays::sourceHash, columns.sourceHash);
    fill(&EventArrays::kind, columns.kind);
    fill(&EventArrays::severity, columns.severity);
    fill(&EventArrays::layer, columns.layer);
    fill(&EventArrays::credibility, columns.credibility);
    fill(&EventArrays::sourceKind, columns.sourceKind);
    std::fill_n(m_arrays.batch.data() + begin, size, block.batch);
    std::uint32_t* const leaves = m_arrays.leaf.data() + begin;
    if (order.empty())
        std::iota(leaves, leaves + size, block.firstLeaf);
    else
        std::transform(order.begin(), order.end(), leaves,
                       [&block](std::uint32_t i) { return block.firstLeaf + i; });
    m_found[index] = describeBlock(begin, begin + size);
}

EventColumnsAssembly::Found EventColumnsAssembly::describeBlock(std::size_t begin, std::size_t end)
{
    Found found;
    for (std::size_t i = begin; i < end; ++i) {
        const LaneId lane = laneOf(m_arrays.kind[i], m_arrays.layer[i]);
        m_arrays.lane[i] = lane;
        ++found.lanes[static_cast<std::size_t>(lane)];
        base::TimePrecision& precision = m_arrays.precision[i];
        std::int64_t& us = m_arrays.timeUs[i];
        if (!isTime(us, precision)) {
            us = kNoTimeUs;
            precision = base::TimePrecision::Unknown;
            continue;
        }
        ++found.timed;
        const base::UtcTime spanEnd =
            precision <= base::TimePrecision::Hour ? statedSpan(us, precision).end : base::UtcTime{us + 1};
        found.end = found.timed == 1 ? spanEnd : std::max(found.end, spanEnd);
    }
    return found;
}

bool EventColumnsAssembly::isOrdered() const
{
    std::optional<std::size_t> last;
    for (std::size_t b = 0; b < m_blocks.size(); ++b) {
        if (m_begins[b] == m_begins[b + 1])
            continue;
        if (last && !(mergeKeyOf(m_arrays, m_batches, *last) < mergeKeyOf(m_arrays, m_batches, m_begins[b])))
            return false;
        last = m_begins[b + 1] - 1;
    }
    return true;
}

Column<EventRow> EventColumnsAssembly::mergedOrder(unsigned workers) const
{
    std::vector<RowRun> runs;
    for (std::size_t b = 0; b < m_blocks.size(); ++b) {
        if (m_begins[b] < m_begins[b + 1])
            runs.push_back({static_cast<EventRow>(m_begins[b]), static_cast<EventRow>(m_begins[b + 1])});
    }
    return mergeRuns(m_arrays, m_batches, runs, workers);
}

void EventColumnsAssembly::describe(EventColumns& result) const
{
    for (std::size_t b = 0; b < m_blocks.size(); ++b) {
        const Found& found = m_found[b];
        result.m_bulkTimedSize += found.timed;
        for (std::size_t lane = 0; lane < kLaneCount; ++lane)
            result.m_bulkLaneCounts[lane] += found.lanes[lane];
        if (found.timed == 0)
            continue;
        const base::TimeRange span{{m_arrays.timeUs[m_begins[b]]}, found.end};
        auto& extent = result.m_bulkExtent;
        extent = extent
                     ? base::TimeRange{std::min(extent->start, span.start), std::max(extent->end, span.end)}
                     : span;
    }
}

EventColumnsPointer EventColumnsAssembly::finish(unsigned workers)
{
    auto result = std::make_shared<EventColumns>();
    describe(*result);
    if (!isOrdered()) {
        const Column<EventRow> order = mergedOrder(workers);
        Permutation permutation(order, workers);
        permutation.apply(m_arrays.timeUs);
        permutation.apply(m_arrays.sourceHash);
        permutation.apply(m_arrays.batch);
        permutation.apply(m_arrays.leaf);
        permutation.apply(m_arrays.precision);
        permutation.apply(m_arrays.kind);
        permutation.apply(m_arrays.lane);
        permutation.apply(m_arrays.severity);
        permutation.apply(m_arrays.layer);
        permutation.apply(m_arrays.credibility);
        permutation.apply(m_arrays.sourceKind);
    }
    result->m_bulk = std::make_shared<const EventArrays>(std::move(m_arrays));
    result->m_batches = std::move(m_batches);
    result->measure();
    return result;
}

} // namespace keyturn::timeline

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/event_columns.h"
#include "models/timeline/time_axis.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <tuple>

namespace keyturn::timeline {

/// One block, sorted by time and leaf, with the times that no calendar has turned into "unknown".
struct EventColumnsBuilder::Run
{
    records::BlockColumns columns;
    std::vector<std::uint32_t> leaves; ///< Empty: firstLeaf + index.
    std::uint32_t firstLeaf = 0;
    std::uint32_t batch = 0;
    std::size_t timed = 0;

    [[nodiscard]] std::uint32_t leaf(std::size_t i) const
    {
        return leaves.empty() ? firstLeaf + static_cast<std::uint32_t>(i) : leaves[i];
    }
};

namespace {

constexpr std::int64_t kNoTimeUs = std::numeric_limits<std::int64_t>::max();
/// So many events are ordered before their columns are copied: few enough that sources stay in the cache.
constexpr std::size_t kMergeChunk = 32'768;

template <typename T>
void permute(std::vector<T>& values, const std::vector<std::uint32_t>& order)
{
    std::vector<T> sorted;
    sorted.reserve(values.size());
    for (const std::uint32_t i : order)
        sorted.push_back(values[i]);
    values = std::move(sorted);
}

/// What events are ordered by.
struct MergeKey
{
    std::int64_t timeUs;
    std::uint64_t seq;
    std::uint32_t leaf;
    std::uint32_t run;
    friend bool operator<(const MergeKey& a, const MergeKey& b)
    {
        return std::tie(a.timeUs, a.seq, a.leaf, a.run) < std::tie(b.timeUs, b.seq, b.leaf, b.run);
    }
};

/// Consecutive events of one run that are also consecutive in the result.
struct MergeSpan
{
    std::uint32_t run;
    std::uint32_t begin;
    std::uint32_t end;
};

/// Puts the first key of a heap in its place after it was changed.
void siftDown(std::vector<MergeKey>& heap)
{
    const MergeKey moved = heap.front();
    std::size_t hole = 0;
    for (;;) {
        std::size_t child = 2 * hole + 1;
        if (child >= heap.size())
            break;
        if (child + 1 < heap.size() && heap[child + 1] < heap[child])
            ++child;
        if (!(heap[child] < moved))
            break;
        heap[hole] = heap[child];
        hole = child;
    }
    heap[hole] = moved;
}

/// The second smallest of a heap of at least two.
const MergeKey& secondOf(const std::vector<MergeKey>& heap)
{
    return heap.size() > 2 && heap[2] < heap[1] ? heap[2] : heap[1];
}

} // namespace

EventColumnsBuilder::EventColumnsBuilder() = default;
EventColumnsBuilder::~EventColumnsBuilder() = default;
EventColumnsBuilder::EventColumnsBuilder(EventColumnsBuilder&&) noexcept = default;
EventColumnsBuilder& EventColumnsBuilder::operator=(EventColumnsBuilder&&) noexcept = default;

void EventColumnsBuilder::add(records::BlockColumns block, const EventBatch& batch, std::uint32_t firstLeaf)
{
    if (block.size() == 0)
        return;
    const auto known = std::find(m_batches.rbegin(), m_batches.rend(), batch);
    const std::size_t batchIndex =
        known == m_batches.rend() ? m_batches.size() : static_cast<std::size_t>(m_batches.rend() - known) - 1;
    if (batchIndex == m_batches.size())
        m_batches.push_back(batch);

    Run run{std::move(block), {}, firstLeaf, static_cast<std::uint32_t>(batchIndex), 0};
    auto& columns = run.columns;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        auto& us = columns.timeUs[i];
        // A time outside the calendar, or of no stated precision, is no time.
        if (us < kEarliestTime.us || us > kLatestTime.us ||
            columns.precision[i] == base::TimePrecision::Unknown) {
            us = kNoTimeUs;
            columns.precision[i] = base::TimePrecision::Unknown;
        }
    }
    if (!std::is_sorted(columns.timeUs.begin(), columns.timeUs.end())) {
        std::vector<std::uint32_t> order(columns.size());
        std::iota(order.begin(), order.end(), 0u);
        std::stable_sort(order.begin(), order.end(), [&columns](std::uint32_t a, std::uint32_t b) {
            return columns.timeUs[a] < columns.timeUs[b];
        });
        run.leaves.reserve(order.size());
        for (const std::uint32_t i : order)
            run.leaves.push_back(firstLeaf + i);
        permute(columns.timeUs, order);
        permute(columns.precision, order);
        permute(columns.kind, order);
        permute(columns.severity, order);
        permute(columns.layer, order);
        permute(columns.credibility, order);
        permute(columns.sourceKind, order);
        permute(columns.sourceHash, order);
    }
    run.timed = static_cast<std::size_t>(
        std::lower_bound(columns.timeUs.begin(), columns.timeUs.end(), kNoTimeUs) - columns.timeUs.begin());
    m_runs.push_back(std::move(run));
}

EventColumnsPointer EventColumnsBuilder::finish()
{
    auto result = std::make_shared<EventColumns>();
    EventColumns& out = *result;
    out.m_batches = std::exchange(m_batches, {});
    std::vector<Run> runs = std::exchange(m_runs, {});

    std::size_t total = 0;
    for (const Run& run : runs) {
        total += run.columns.size();
        out.m_timedSize += run.timed;
    }
    const auto reserve = [total](auto&... columns) { (columns.reserve(total), ...); };
    reserve(out.m_timeUs, out.m_precision, out.m_lane, out.m_severity, out.m_layer, out.m_credibility,
            out.m_sourceKind, out.m_sourceHash, out.m_batch, out.m_leaf);

    const auto copySpan = [&](const MergeSpan& span) {
        const Run& run = runs[span.run];
        const auto append = [&span](auto& to, const auto& from) {
            to.insert(to.end(), from.begin() + span.begin, from.begin() + span.end);
        };
        append(out.m_timeUs, run.columns.timeUs);
        append(out.m_precision, run.columns.precision);
        append(out.m_severity, run.columns.severity);
        append(out.m_layer, run.columns.layer);
        append(out.m_credibility, run.columns.credibility);
        append(out.m_sourceKind, run.columns.sourceKind);
        append(out.m_sourceHash, run.columns.sourceHash);
        out.m_batch.insert(out.m_batch.end(), span.end - span.begin, run.batch);
        for (std::size_t i = span.begin; i < span.end; ++i) {
            const LaneId lane = laneOf(run.columns.kind[i], run.columns.layer[i]);
            out.m_lane.push_back(lane);
            ++out.m_laneCounts[static_cast<std::size_t>(lane)];
            out.m_leaf.push_back(run.leaf(i));
        }
    };

    const auto keyOf = [&](std::uint32_t run, std::size_t i) {
        return MergeKey{runs[run].columns.timeUs[i], out.m_batches[runs[run].batch].seq, runs[run].leaf(i),
                        run};
    };
    std::vector<MergeKey> heap;
    for (std::uint32_t r = 0; r < runs.size(); ++r)
        heap.push_back(keyOf(r, 0));
    std::sort(heap.begin(), heap.end());

    std::vector<std::uint32_t> next(runs.size(), 0);
    std::vector<MergeSpan> spans;
    std::vector<std::uint32_t> finished;
    std::size_t pending = 0;
    const auto flush = [&] {
        for (const MergeSpan& span : spans)
            copySpan(span);
        for (const std::uint32_t run : finished)
            runs[run] = Run{}; // Peak memory stays near one copy where blocks hardly overlap.
        spans.clear();
        finished.clear();
        pending = 0;
    };
    while (!heap.empty()) {
        const std::uint32_t r = heap.front().run;
        const std::uint32_t size = static_cast<std::uint32_t>(runs[r].columns.size());
        const std::uint32_t begin = next[r];
        std::uint32_t end = size;
        if (heap.size() > 1) {
            // All of this run's events below the next run's first go over at once, found by doubling steps.
            const MergeKey bound = secondOf(heap);
            const auto below = [&](std::uint32_t i) { return keyOf(r, i) < bound; };
            std::uint32_t low = begin;
            std::uint32_t step = 1;
            while (low + step < size && below(low + step)) {
                low += step;
                step *= 2;
            }
            std::uint32_t high = std::min(size, low + step);
            ++low;
            while (low < high) {
                const std::uint32_t middle = low + (high - low) / 2;
                if (below(middle))
                    low = middle + 1;
                else
                    high = middle;
            }
            end = high;
        }
        spans.push_back({r, begin, end});
        pending += end - begin;
        next[r] = end;
        if (end == size) {
            finished.push_back(r);
            heap.front() = heap.back();
            heap.pop_back();
        } else {
            heap.front() = keyOf(r, end);
        }
        if (!heap.empty())
            siftDown(heap);
        if (pending >= kMergeChunk)
            flush();
    }
    flush();
    out.m_extent = out.measureExtent();
    return result;
}

} // namespace keyturn::timeline

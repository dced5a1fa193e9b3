// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/row_merge.h"

#include "models/base/parallel.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace keyturn::timeline {

namespace {

/// One run under way: its first row not yet taken, with that row's key.
struct Head
{
    MergeKey key;
    RowRun rows;
    friend bool operator<(const Head& a, const Head& b) { return a.key < b.key; }
};

/// Puts the first of a heap (smallest first) in its place after it was changed.
void siftDown(std::vector<Head>& heap)
{
    const Head moved = heap.front();
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

/// Merges runs into rows written one after another.
class RunMerge
{
public:
    RunMerge(const EventArrays& arrays, std::span<const EventBatch> batches, std::span<const RowRun> runs,
             EventRow* out)
        : m_arrays(arrays), m_batches(batches), m_out(out)
    {
        for (const RowRun& run : runs) {
            if (run.begin < run.end)
                m_waiting.push_back({mergeKeyOf(arrays, batches, run.begin), run});
        }
        std::sort(m_waiting.begin(), m_waiting.end());
    }

    void run()
    {
        while (m_next < m_waiting.size() || !m_heap.empty()) {
            if (m_heap.empty())
                enter();
            // Runs that begin before the first one under way goes on take part from here.
            while (m_next < m_waiting.size() && m_waiting[m_next] < m_heap.front())
                enter();
            take(stretch(m_heap.front()));
        }
    }

private:
    void enter()
    {
        m_heap.push_back(m_waiting[m_next++]);
        std::push_heap(m_heap.begin(), m_heap.end(), [](const Head& a, const Head& b) { return b < a; });
    }
    /// The end of the first run's rows that come before anything else.
    [[nodiscard]] EventRow stretch(const Head& head) const
    {
        const MergeKey* bound = m_next < m_waiting.size() ? &m_waiting[m_next].key : nullptr;
        for (std::size_t child = 1; child < std::min<std::size_t>(3, m_heap.size()); ++child) {
            if (bound == nullptr || m_heap[child].key < *bound)
                bound = &m_heap[child].key;
        }
        const EventRow end = head.rows.end;
        if (bound == nullptr)
            return end;
        const auto below = [&](EventRow row) { return mergeKeyOf(m_arrays, m_batches, row) < *bound; };
        // The end is near or far: found by doubling steps, then halving.
        EventRow low = head.rows.begin;
        EventRow step = 1;
        while (end - low > step && below(low + step)) {
            low += step;
            step *= 2;
        }
        EventRow high = low + std::min(step, end - low);
        ++low;
        while (low < high) {
            const EventRow middle = low + (high - low) / 2;
            if (below(middle))
                low = middle + 1;
            else
                high = middle;
        }
        return high;
    }
    void take(EventRow end)
    {
        Head& head = m_heap.front();
        std::iota(m_out, m_out + (end - head.rows.begin), head.rows.begin);
        m_out += end - head.rows.begin;
        head.rows.begin = end;
        if (head.rows.begin == head.rows.end) {
            head = m_heap.back();
            m_heap.pop_back();
        } else {
            head.key = mergeKeyOf(m_arrays, m_batches, end);
        }
        if (!m_heap.empty())
            siftDown(m_heap);
    }

    const EventArrays& m_arrays;
    std::span<const EventBatch> m_batches;
    EventRow* m_out;
    std::vector<Head> m_waiting; ///< By key; those from m_next on have not been entered.
    std::size_t m_next = 0;
    std::vector<Head> m_heap;
};

/// Times that cut the rows into about equal parts.
std::vector<std::int64_t> cutsOf(const EventArrays& arrays, std::span<const RowRun> runs, unsigned parts)
{
    constexpr EventRow kSampleEvery = 512;
    std::vector<std::int64_t> sample;
    for (const RowRun& run : runs) {
        for (EventRow row = run.begin; row < run.end; row += std::min(kSampleEvery, run.end - row))
            sample.push_back(arrays.timeUs[row]);
    }
    std::sort(sample.begin(), sample.end());
    std::vector<std::int64_t> cuts{std::numeric_limits<std::int64_t>::min()};
    for (unsigned part = 1; part < parts && !sample.empty(); ++part)
        cuts.push_back(sample[sample.size() * part / parts]);
    return cuts;
}

/// First row of the run at or after a time.
EventRow firstFrom(const EventArrays& arrays, const RowRun& run, std::int64_t us)
{
    const std::int64_t* const times = arrays.timeUs.data();
    return static_cast<EventRow>(std::lower_bound(times + run.begin, times + run.end, us) - times);
}

} // namespace

Column<EventRow> mergeRuns(const EventArrays& arrays, std::span<const EventBatch> batches,
                           std::span<const RowRun> runs, unsigned workers)
{
    std::size_t total = 0;
    for (const RowRun& run : runs)
        total += run.end - run.begin;
    Column<EventRow> merged(total);
    const std::vector<std::int64_t> cuts = cutsOf(arrays, runs, std::max(1u, workers));
    base::inParallel(static_cast<unsigned>(cuts.size()), [&](unsigned part) {
        std::vector<RowRun> ours;
        std::size_t before = 0;
        for (const RowRun& run : runs) {
            const EventRow begin = part == 0 ? run.begin : firstFrom(arrays, run, cuts[part]);
            const EventRow end = part + 1 == cuts.size() ? run.end : firstFrom(arrays, run, cuts[part + 1]);
            before += begin - run.begin;
            if (begin < end)
                ours.push_back({begin, end});
        }
        RunMerge(arrays, batches, ours, merged.data() + before).run();
    });
    return merged;
}

} // namespace keyturn::timeline

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/parallel.h"
#include "models/timeline/lane_index.h"
#include "models/timeline/row_test.h"

#include <algorithm>
#include <atomic>
#include <numeric>

namespace keyturn::timeline {

namespace {

/// So many rows are tested at once: their marks stay in the nearest cache.
constexpr std::size_t kRowsAtOnce = 4'096;
/// From so many rows on a second thread is worth starting.
constexpr std::size_t kRowsForTwoThreads = 100'000;
constexpr std::uint16_t kNotOnAxis = UINT16_MAX;
constexpr std::uint16_t kRejected = UINT16_MAX - 1;

/// Rows of the bulk by when they were recorded: batches by their time, each batch's rows as they lie.
Column<EventRow> recordedOrder(const EventColumns& columns)
{
    const auto batches = columns.batches();
    std::vector<std::uint32_t> byTime(batches.size());
    std::iota(byTime.begin(), byTime.end(), 0u);
    std::sort(byTime.begin(), byTime.end(), [&](std::uint32_t a, std::uint32_t b) {
        return std::pair(batches[a].recordedAt, batches[a].seq) <
               std::pair(batches[b].recordedAt, batches[b].seq);
    });
    std::vector<std::uint32_t> counts(batches.size());
    for (const std::uint32_t batch : columns.bulk().batch.values())
        ++counts[batch];
    std::vector<std::uint32_t> next(batches.size());
    std::uint32_t begin = 0;
    for (const std::uint32_t batch : byTime) {
        next[batch] = begin;
        begin += counts[batch];
    }
    Column<EventRow> order(columns.bulkSize());
    for (EventRow row = 0; row < columns.bulkSize(); ++row)
        order[next[columns.bulk().batch[row]]++] = row;
    return order;
}

} // namespace

/// Sorts rows into the lists of a part.
class IndexFill
{
public:
    IndexFill(const LaneIndex& index, LaneIndex::Check check, const void* context)
        : m_index(index), m_columns(*index.columns()), m_test(m_columns, index.m_request.filter),
          m_check(check), m_context(context),
          m_listCount(index.m_slots->keys().size() * kTimeClassCount * kSeverityCount)
    {
    }

    /// Lists of the rows of @p arrays, which start at @p firstRow, taken in @p order (rows; empty: as they
    /// lie). Null when cancelled.
    std::shared_ptr<LaneIndex::Part> fill(const EventArrays& arrays, EventRow firstRow,
                                          std::span<const EventRow> order)
    {
        const unsigned workers = arrays.size() >= kRowsForTwoThreads ? 2 : 1;
        m_lists = Column<std::uint16_t>(arrays.size());
        base::inParallel(workers, [&](unsigned worker) {
            const auto [begin, end] = base::shareOf(arrays.size(), worker, workers);
            findLists(arrays, firstRow, begin, end);
        });
        std::vector<std::vector<std::uint32_t>> counts(workers);
        base::inParallel(workers, [&](unsigned worker) {
            const auto [begin, end] = base::shareOf(arrays.size(), worker, workers);
            counts[worker].assign(m_listCount + 1, 0);
            forEachList(firstRow, order, begin, end,
                        [&](EventRow, std::size_t list) { ++counts[worker][list]; });
        });
        auto part = std::make_shared<LaneIndex::Part>();
        part->begins.assign(m_listCount + 1, 0);
        for (std::size_t list = 0; list < m_listCount; ++list) {
            std::uint32_t at = part->begins[list];
            for (auto& count : counts)
                at += std::exchange(count[list], at);
            part->begins[list + 1] = at;
        }
        for (const auto& count : counts)
            part->withoutTime += count[m_listCount];
        part->lists = Column<EventRow>(part->begins.back());
        // Each worker goes on where its own rows of a list begin.
        base::inParallel(workers, [&](unsigned worker) {
            const auto [begin, end] = base::shareOf(arrays.size(), worker, workers);
            auto& next = counts[worker];
            forEachList(firstRow, order, begin, end, [&](EventRow row, std::size_t list) {
                if (list < m_listCount)
                    part->lists[next[list]++] = row;
            });
        });
        return m_isCancelled ? nullptr : part;
    }

private:
    bool isCancelled()
    {
        if (!m_isCancelled && m_check(m_context))
            m_isCancelled = true;
        return m_isCancelled;
    }

    void findLists(const EventArrays& arrays, EventRow firstRow, std::size_t begin, std::size_t end)
    {
        std::array<std::uint8_t, kRowsAtOnce> passed;
        std::array<std::uint8_t, 256> classes{};
        for (std::size_t p = 0; p <= static_cast<std::size_t>(base::TimePrecision::Microsecond); ++p)
            classes[p] = m_index.m_isRecorded
                             ? 0
                             : static_cast<std::uint8_t>(timeClassOf(static_cast<base::TimePrecision>(p)));
        const LaneSlots& slots = *m_index.m_slots;
        for (std::size_t from = begin; from < end; from += kRowsAtOnce) {
            if (isCancelled())
                return;
            const std::size_t count = std::min(kRowsAtOnce, end - from);
            m_test.test(arrays, firstRow, from, {passed.data(), count});
            for (std::size_t i = 0; i < count; ++i) {
                const std::size_t at = from + i;
                const auto precision = arrays.precision[at];
                const auto list = static_cast<std::uint16_t>((slots.slotOf(arrays, at) * kTimeClassCount +
                                                              classes[static_cast<std::size_t>(precision)]) *
                                                                 kSeverityCount +
                                                             static_cast<std::size_t>(arrays.severity[at]));
                const bool isOnAxis = m_index.m_isRecorded || precision != base::TimePrecision::Unknown;
                m_lists[at] = passed[i] == 0 ? kRejected : isOnAxis ? list : kNotOnAxis;
            }
        }
    }

    /// Calls @p use with each row that passed and its list; m_listCount for those not on the axis.
    template <typename Use>
    void forEachList(EventRow firstRow, std::span<const EventRow> order, std::size_t begin, std::size_t end,
                     const Use& use)
    {
        for (std::size_t from = begin; from < end && !isCancelled(); from += kRowsForTwoThreads) {
            const std::size_t to = std::min(end, from + kRowsForTwoThreads);
            for (std::size_t i = from; i < to; ++i) {
                const EventRow row = order.empty() ? firstRow + static_cast<EventRow>(i) : order[i];
                const std::uint16_t list = m_lists[row - firstRow];
                if (list != kRejected)
                    use(row, list == kNotOnAxis ? m_listCount : list);
            }
        }
    }

    const LaneIndex& m_index;
    const EventColumns& m_columns;
    RowTest m_test;
    LaneIndex::Check m_check;
    const void* m_context;
    std::size_t m_listCount;
    std::atomic_bool m_isCancelled{false};
    Column<std::uint16_t> m_lists; ///< By row: which list it goes to.
};

LaneIndexPointer LaneIndex::buildChecked(const IndexRequest& request, const LaneIndexPointer& earlier,
                                         Check check, const void* context)
{
    auto index = std::make_shared<LaneIndex>();
    index->m_request = request;
    index->m_isRecorded = request.timeKey == TimeKey::RecordedAt;
    const EventColumns& columns = *request.columns;
    const bool continues = earlier && columns.continues(*earlier->columns());
    if (continues && earlier->m_slots->suit(request.splits, columns.tail()))
        index->m_slots = earlier->m_slots;
    else if (request.splits == LaneSplits{})
        index->m_slots = std::make_shared<const LaneSlots>();
    else
        index->m_slots = std::make_shared<const LaneSlots>(columns, request.splits,
                                                           earlier ? earlier->m_slots.get() : nullptr);
    const bool isBulkSame = continues && *index->m_slots == *earlier->m_slots &&
                            earlier->m_request.filter == request.filter &&
                            earlier->m_request.timeKey == request.timeKey;
    IndexFill fill(*index, check, context);
    if (isBulkSame) {
        index->m_bulk = earlier->m_bulk;
    } else {
        const Column<EventRow> order = index->m_isRecorded ? recordedOrder(columns) : Column<EventRow>();
        index->m_bulk = fill.fill(columns.bulk(), 0, order.values());
    }
    std::vector<EventRow> tailOrder(columns.tailOrder().begin(), columns.tailOrder().end());
    if (index->m_isRecorded)
        std::sort(tailOrder.begin(), tailOrder.end(),
                  [&](EventRow a, EventRow b) { return columns.precedes(a, b, TimeKey::RecordedAt); });
    index->m_tail = fill.fill(columns.tail(), static_cast<EventRow>(columns.bulkSize()), tailOrder);
    return index->m_bulk && index->m_tail ? index : nullptr;
}

} // namespace keyturn::timeline

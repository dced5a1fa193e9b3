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
/// Where a search found less than one in so many, only those are looked at.
constexpr std::size_t kFewShare = 64;

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
        : m_index(index), m_slots(*index.m_slots), m_test(*index.columns(), index.m_request.filter),
          m_check(check), m_context(context),
          m_listCount(m_slots.keys().size() * kTimeClassCount * kSeverityCount)
    {
        for (std::size_t p = 0; p <= static_cast<std::size_t>(base::TimePrecision::Microsecond); ++p) {
            const auto precision = static_cast<base::TimePrecision>(p);
            const auto timeClass = index.m_isRecorded ? TimeClass::Exact : timeClassOf(precision);
            m_classes[p] = static_cast<std::uint16_t>(static_cast<std::size_t>(timeClass) * kSeverityCount);
        }
        m_isUnknownOff = !index.m_isRecorded;
    }

    /// Lists of the rows of @p arrays, which start at @p firstRow, taken in @p order (rows; empty: as they
    /// lie). Null when cancelled.
    std::shared_ptr<LaneIndex::Part> fill(const EventArrays& arrays, EventRow firstRow,
                                          std::span<const EventRow> order)
    {
        const unsigned workers = arrays.size() >= kRowsForTwoThreads ? 2 : 1;
        m_lists = Column<std::uint16_t>(arrays.size());
        std::vector<Counts> counts(workers, noCounts());
        base::inParallel(workers, [&](unsigned worker) {
            const auto [begin, end] = base::shareOf(arrays.size(), worker, workers);
            findLists(arrays, firstRow, begin, end, counts[worker]);
        });
        const auto listOf = [&](std::size_t i) {
            return order.empty() ? m_lists[i] : m_lists[order[i] - firstRow];
        };
        if (!order.empty()) { // The workers' shares are others.
            base::inParallel(workers, [&](unsigned worker) {
                counts[worker] = noCounts();
                forEachPlace(arrays.size(), worker, workers,
                             [&](std::size_t i) { ++counts[worker][listOf(i)]; });
            });
        }
        return scattered(arrays.size(), workers, counts, listOf, [&](std::size_t i) {
            return order.empty() ? firstRow + static_cast<EventRow>(i) : order[i];
        });
    }

    /// The same for few rows of @p arrays, given in order.
    std::shared_ptr<LaneIndex::Part> fillFrom(const EventArrays& arrays, EventRow firstRow,
                                              std::span<const EventRow> rows)
    {
        m_lists = Column<std::uint16_t>(rows.size());
        std::vector<Counts> counts(1, noCounts());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            std::uint8_t passed = 0;
            m_test.test(arrays, firstRow, rows[i] - firstRow, {&passed, 1});
            m_lists[i] = listOf(arrays, rows[i] - firstRow, passed);
            ++counts[0][m_lists[i]];
        }
        return scattered(
            rows.size(), 1, counts, [this](std::size_t i) { return m_lists[i]; },
            [&rows](std::size_t i) { return rows[i]; });
    }

private:
    /// By list; behind them those not on the axis, and those that did not pass. They are sorted like the
    /// others, so that no step depends on whether a row passes: guessing that wrong costs more.
    using Counts = std::vector<std::uint32_t>;
    [[nodiscard]] Counts noCounts() const { return Counts(m_listCount + 2); }

    bool isCancelled()
    {
        if (!m_isCancelled && m_check(m_context))
            m_isCancelled = true;
        return m_isCancelled;
    }

    [[nodiscard]] std::uint16_t listOf(const EventArrays& arrays, std::size_t i, std::uint8_t passed) const
    {
        const auto precision = arrays.precision[i];
        const std::size_t list = m_slots.slotOf(arrays, i) * (kTimeClassCount * kSeverityCount) +
                                 m_classes[static_cast<std::size_t>(precision)] +
                                 static_cast<std::size_t>(arrays.severity[i]);
        const bool isOff = m_isUnknownOff && precision == base::TimePrecision::Unknown;
        return static_cast<std::uint16_t>(passed == 0 ? m_listCount + 1 : isOff ? m_listCount : list);
    }

    void findLists(const EventArrays& arrays, EventRow firstRow, std::size_t begin, std::size_t end,
                   Counts& counts)
    {
        std::array<std::uint8_t, kRowsAtOnce> passed;
        Counts ours = noCounts(); // Apart from the other thread's in memory.
        for (std::size_t from = begin; from < end && !isCancelled(); from += kRowsAtOnce) {
            const std::size_t count = std::min(kRowsAtOnce, end - from);
            m_test.test(arrays, firstRow, from, {passed.data(), count});
            for (std::size_t i = 0; i < count; ++i) {
                const std::uint16_t list = listOf(arrays, from + i, passed[i]);
                m_lists[from + i] = list;
                ++ours[list];
            }
        }
        counts = std::move(ours);
    }

    /// Calls @p use with each place of a worker's share.
    template <typename Use>
    void forEachPlace(std::size_t size, unsigned worker, unsigned workers, const Use& use)
    {
        const auto [begin, end] = base::shareOf(size, worker, workers);
        for (std::size_t from = begin; from < end && !isCancelled(); from += kRowsForTwoThreads) {
            const std::size_t to = std::min(end, from + kRowsForTwoThreads);
            for (std::size_t i = from; i < to; ++i)
                use(i);
        }
    }

    /// Writes each row behind those of its list before it; each worker goes on where its own rows begin.
    template <typename ListOf, typename RowOf>
    std::shared_ptr<LaneIndex::Part> scattered(std::size_t size, unsigned workers,
                                               std::vector<Counts>& counts, const ListOf& listOfPlace,
                                               const RowOf& rowOf)
    {
        auto part = std::make_shared<LaneIndex::Part>();
        part->begins.assign(m_listCount + 3, 0);
        for (std::size_t list = 0; list < m_listCount + 2; ++list) {
            std::uint32_t at = part->begins[list];
            for (Counts& count : counts)
                at += std::exchange(count[list], at);
            part->begins[list + 1] = at;
        }
        part->withoutTime = part->begins[m_listCount + 1] - part->begins[m_listCount];
        if (isCancelled())
            return nullptr;
        part->lists = Column<EventRow>(part->begins.back());
        base::inParallel(workers, [&](unsigned worker) {
            Counts next = counts[worker];
            EventRow* const lists = part->lists.data();
            forEachPlace(size, worker, workers,
                         [&](std::size_t i) { lists[next[listOfPlace(i)]++] = rowOf(i); });
        });
        return m_isCancelled ? nullptr : part;
    }

    const LaneIndex& m_index;
    const LaneSlots& m_slots;
    RowTest m_test;
    LaneIndex::Check m_check;
    const void* m_context;
    std::size_t m_listCount;
    bool m_isUnknownOff = true;                ///< Rows without time are not on the axis.
    std::array<std::uint16_t, 16> m_classes{}; ///< By precision: where the class's lists begin in a slot.
    std::atomic_bool m_isCancelled{false};
    Column<std::uint16_t> m_lists; ///< By place: which list its row goes to.
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
    const auto isRecordedBefore = [&columns](EventRow a, EventRow b) {
        return columns.precedes(a, b, TimeKey::RecordedAt);
    };
    IndexFill fill(*index, check, context);
    if (isBulkSame) {
        index->m_bulk = earlier->m_bulk;
    } else if (request.filter.found && request.filter.found->count() < columns.bulkSize() / kFewShare) {
        std::vector<EventRow> rows;
        request.filter.found->forEach([&](EventRow row) {
            if (row < columns.bulkSize())
                rows.push_back(row);
        });
        if (index->m_isRecorded)
            std::sort(rows.begin(), rows.end(), isRecordedBefore);
        index->m_bulk = fill.fillFrom(columns.bulk(), 0, rows);
    } else {
        const Column<EventRow> order = index->m_isRecorded ? recordedOrder(columns) : Column<EventRow>();
        index->m_bulk = fill.fill(columns.bulk(), 0, order.values());
    }
    std::vector<EventRow> tailOrder(columns.tailOrder().begin(), columns.tailOrder().end());
    if (index->m_isRecorded)
        std::sort(tailOrder.begin(), tailOrder.end(), isRecordedBefore);
    index->m_tail = fill.fill(columns.tail(), static_cast<EventRow>(columns.bulkSize()), tailOrder);
    return index->m_bulk && index->m_tail ? index : nullptr;
}

} // namespace keyturn::timeline

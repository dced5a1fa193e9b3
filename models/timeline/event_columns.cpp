// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/event_columns.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace keyturn::timeline {

namespace {

base::UtcTime spanEnd(const EventArrays& arrays, std::size_t i)
{
    return arrays.precision[i] <= base::TimePrecision::Hour
               ? statedSpan(arrays.timeUs[i], arrays.precision[i]).end
               : base::UtcTime{arrays.timeUs[i] + 1};
}

void unite(std::optional<base::TimeRange>& range, const base::TimeRange& other)
{
    range =
        range ? base::TimeRange{std::min(range->start, other.start), std::max(range->end, other.end)} : other;
}

} // namespace

base::TimeRange statedSpan(std::int64_t startUs, base::TimePrecision precision)
{
    const base::UtcTime start{startUs};
    if (precision != base::TimePrecision::Month && precision != base::TimePrecision::Year)
        return base::SourceTime{start, precision, {}}.extent();
    base::CivilTime civil = base::toCivil(start);
    if (precision == base::TimePrecision::Year)
        ++civil.year;
    else if (++civil.month > 12) {
        civil.month = 1;
        ++civil.year;
    }
    if (const auto end = base::fromCivil(civil); end)
        return {start, *end};
    // A zone may have moved the start to a day that the next month lacks: then that month's end. Like the
    // plain case this grows with the start, which binary searches rely on.
    base::CivilTime following;
    following.year = civil.month == 12 ? civil.year + 1 : civil.year;
    following.month = civil.month == 12 ? 1 : civil.month + 1;
    if (const auto end = base::fromCivil(following); end)
        return {start, *end};
    const std::int64_t days =
        precision == base::TimePrecision::Year ? 365 : 31; // Beyond the calendar's last year.
    return {start, start.plusUs(days * base::kUsPerDay)};
}

EventArrays::EventArrays(std::size_t size)
    : timeUs(size), sourceHash(size), batch(size), leaf(size), precision(size), kind(size), lane(size),
      severity(size), layer(size), credibility(size), sourceKind(size)
{
}

std::optional<EventRow> EventColumns::find(const EventKey& key) const
{
    for (std::size_t i = 0; i < m_batches.size(); ++i) {
        if (m_batches[i].seq != key.batchSeq)
            continue;
        EventRow firstRow = 0;
        for (const EventArrays* arrays : {m_bulk.get(), &m_tail}) {
            const auto leaves = arrays->leaf.values();
            for (auto at = std::find(leaves.begin(), leaves.end(), key.leaf); at != leaves.end();
                 at = std::find(at + 1, leaves.end(), key.leaf)) {
                const auto row = static_cast<std::size_t>(at - leaves.begin());
                if (arrays->batch[row] == i)
                    return firstRow + static_cast<EventRow>(row);
            }
            firstRow = static_cast<EventRow>(m_bulk->size());
        }
    }
    return std::nullopt;
}

std::optional<EventRow> EventColumns::find(const EventKey& key, std::int64_t timeUs) const
{
    const auto times = m_bulk->timeUs.values();
    for (auto at = std::lower_bound(times.begin(), times.end(), timeUs); at != times.end() && *at == timeUs;
         ++at) {
        const auto row = static_cast<EventRow>(at - times.begin());
        if (keyOf(row) == key)
            return row;
    }
    for (const EventRow row : m_tailOrder) {
        if (timesUs()[row] == timeUs && keyOf(row) == key)
            return row;
    }
    return std::nullopt;
}

std::strong_ordering EventColumns::compareIdentity(EventRow row, EventRow other) const
{
    if (const auto order = batchOf(row).seq <=> batchOf(other).seq; order != 0)
        return order;
    return leaves()[row] <=> leaves()[other];
}

std::strong_ordering EventColumns::compareRecorded(EventRow row, EventRow other) const
{
    const EventBatch& batch = batchOf(row);
    const EventBatch& otherBatch = batchOf(other);
    if (const auto order = batch.recordedAt <=> otherBatch.recordedAt; order != 0)
        return order;
    return batch.seq <=> otherBatch.seq;
}

bool EventColumns::precedes(EventRow row, EventRow other, TimeKey timeKey) const
{
    if (timeKey == TimeKey::RecordedAt) {
        if (const auto order = compareRecorded(row, other); order != 0)
            return order < 0;
    }
    if (row < bulkSize() && other < bulkSize())
        return row < other;
    const auto times = timesUs();
    if (times[row] != times[other])
        return times[row] < times[other];
    return compareIdentity(row, other) < 0;
}

void EventColumns::orderTail()
{
    // What was in order already is merged with what came.
    const std::size_t known = m_tailOrder.size();
    m_tailOrder.resize(m_tail.size());
    const auto middle = m_tailOrder.begin() + static_cast<std::ptrdiff_t>(known);
    std::iota(middle, m_tailOrder.end(), static_cast<EventRow>(bulkSize() + known));
    const auto before = [this](EventRow a, EventRow b) { return precedes(a, b); };
    std::sort(middle, m_tailOrder.end(), before);
    std::inplace_merge(m_tailOrder.begin(), middle, m_tailOrder.end(), before);
    m_tailTimedSize =
        static_cast<std::size_t>(std::partition_point(m_tailOrder.begin(), m_tailOrder.end(),
                                                      [this](EventRow row) { return hasTime(row); }) -
                                 m_tailOrder.begin());
}

void EventColumns::measure()
{
    m_extent = m_bulkExtent;
    m_laneCounts = m_bulkLaneCounts;
    for (std::size_t i = 0; i < m_tail.size(); ++i) {
        ++m_laneCounts[static_cast<std::size_t>(m_tail.lane[i])];
        if (m_tail.precision[i] != base::TimePrecision::Unknown)
            unite(m_extent, {{m_tail.timeUs[i]}, spanEnd(m_tail, i)});
    }
    m_recordedExtent.reset();
    for (const EventBatch& batch : m_batches)
        unite(m_recordedExtent, {batch.recordedAt, batch.recordedAt.plusUs(1)});
}

} // namespace keyturn::timeline

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/lane_index.h"

#include "models/timeline/row_test.h"

#include <algorithm>
#include <numeric>

namespace keyturn::timeline {

namespace {

constexpr std::size_t kCheckEvery = 1u << 18;

} // namespace

TimeClass timeClassOf(base::TimePrecision precision)
{
    switch (precision) {
    case base::TimePrecision::Year:
        return TimeClass::Year;
    case base::TimePrecision::Month:
        return TimeClass::Month;
    case base::TimePrecision::Day:
        return TimeClass::Day;
    case base::TimePrecision::Hour:
        return TimeClass::Hour;
    default:
        return TimeClass::Exact;
    }
}

std::int64_t longestSpanUs(TimeClass timeClass)
{
    switch (timeClass) {
    case TimeClass::Exact:
        return 0;
    case TimeClass::Hour:
        return base::kUsPerHour;
    case TimeClass::Day:
        return base::kUsPerDay;
    case TimeClass::Month:
        return 31 * base::kUsPerDay;
    case TimeClass::Year:
        return 366 * base::kUsPerDay;
    }
    return 0;
}

std::uint64_t SeverityCounts::total() const
{
    return std::accumulate(bySeverity.begin(), bySeverity.end(), std::uint64_t{0});
}

domain::Severity SeverityCounts::worst() const
{
    for (std::size_t s = kSeverityCount; s-- > 0;) {
        if (bySeverity[s] > 0)
            return static_cast<domain::Severity>(s);
    }
    return domain::Severity::NotStated;
}

void SeverityCounts::add(const SeverityCounts& other)
{
    for (std::size_t s = 0; s < kSeverityCount; ++s)
        bySeverity[s] += other.bySeverity[s];
}

std::size_t LaneIndex::listOf(LaneId lane, TimeClass timeClass, domain::Severity severity)
{
    return (static_cast<std::size_t>(lane) * kTimeClassCount + static_cast<std::size_t>(timeClass)) *
               kSeverityCount +
           static_cast<std::size_t>(severity);
}

std::shared_ptr<const LaneIndex> LaneIndex::build(EventColumnsPointer columns, const EventFilter& filter)
{
    return build(std::move(columns), filter, [] { return false; });
}

std::shared_ptr<const LaneIndex> LaneIndex::buildChecked(EventColumnsPointer columns,
                                                         const EventFilter& filter, Check check,
                                                         const void* context)
{
    auto index = std::make_shared<LaneIndex>();
    index->m_columns = std::move(columns);
    const EventColumns& events = *index->m_columns;
    const RowTest test(events, filter);
    const auto list = [&events](std::size_t row) {
        return listOf(events.lanes()[row], timeClassOf(events.precisions()[row]), events.severities()[row]);
    };

    // Two passes, count and fill: the lists lie in one array without a spare byte.
    for (std::size_t row = 0; row < events.timedSize(); ++row) {
        if (row % kCheckEvery == 0 && check(context))
            return nullptr;
        if (test.passes(row))
            ++index->m_begins[list(row) + 1];
    }
    std::partial_sum(index->m_begins.begin(), index->m_begins.end(), index->m_begins.begin());
    index->m_rows.resize(index->m_begins.back());
    auto fill = index->m_begins;
    for (std::size_t row = 0; row < events.timedSize(); ++row) {
        if (row % kCheckEvery == 0 && check(context))
            return nullptr;
        if (test.passes(row))
            index->m_rows[fill[list(row)]++] = static_cast<EventRow>(row);
    }
    for (std::size_t row = events.timedSize(); row < events.size(); ++row)
        index->m_withoutTime += test.passes(row) ? 1 : 0;
    return index;
}

std::span<const EventRow> LaneIndex::rows(LaneId lane, TimeClass timeClass, domain::Severity severity) const
{
    const std::size_t list = listOf(lane, timeClass, severity);
    return std::span(m_rows).subspan(m_begins[list], m_begins[list + 1] - m_begins[list]);
}

std::span<const EventRow> LaneIndex::rowsIn(LaneId lane, TimeClass timeClass, domain::Severity severity,
                                            const base::TimeRange& range) const
{
    const auto all = rows(lane, timeClass, severity);
    const auto times = m_columns->timesUs();
    const auto precisions = m_columns->precisions();
    const auto first = std::partition_point(all.begin(), all.end(), [&](EventRow row) {
        if (timeClass == TimeClass::Exact)
            return times[row] < range.start.us;
        return statedSpan(times[row], precisions[row]).end <= range.start;
    });
    const auto last =
        std::partition_point(first, all.end(), [&](EventRow row) { return times[row] < range.end.us; });
    return {first, last};
}

SeverityCounts LaneIndex::countIn(LaneId lane, const base::TimeRange& range) const
{
    SeverityCounts counts;
    for (std::size_t s = 0; s < kSeverityCount; ++s) {
        for (std::size_t c = 0; c < kTimeClassCount; ++c)
            counts.bySeverity[s] +=
                rowsIn(lane, static_cast<TimeClass>(c), static_cast<domain::Severity>(s), range).size();
    }
    return counts;
}

SeverityCounts LaneIndex::countOf(LaneId lane) const
{
    SeverityCounts counts;
    for (std::size_t s = 0; s < kSeverityCount; ++s) {
        for (std::size_t c = 0; c < kTimeClassCount; ++c)
            counts.bySeverity[s] +=
                rows(lane, static_cast<TimeClass>(c), static_cast<domain::Severity>(s)).size();
    }
    return counts;
}

/// Asks @p pick for a candidate (or kNoEvent) of each list of the lane, and for which of two is nearer.
template <typename Pick>
std::optional<EventRow> LaneIndex::nearest(LaneId lane, const Pick& pick) const
{
    std::optional<EventRow> best;
    for (std::size_t s = 0; s < kSeverityCount; ++s) {
        for (std::size_t c = 0; c < kTimeClassCount; ++c)
            pick(rows(lane, static_cast<TimeClass>(c), static_cast<domain::Severity>(s)), best);
    }
    return best;
}

std::optional<EventRow> LaneIndex::nextIn(LaneId lane, EventRow row) const
{
    return nearest(lane, [row](std::span<const EventRow> list, std::optional<EventRow>& best) {
        const auto at = row == kNoEvent ? list.begin() : std::upper_bound(list.begin(), list.end(), row);
        if (at != list.end() && (!best || *at < *best))
            best = *at;
    });
}

std::optional<EventRow> LaneIndex::previousIn(LaneId lane, EventRow row) const
{
    return nearest(lane, [row](std::span<const EventRow> list, std::optional<EventRow>& best) {
        const auto at = std::lower_bound(list.begin(), list.end(), row);
        if (at != list.begin() && (!best || *std::prev(at) > *best))
            best = *std::prev(at);
    });
}

std::optional<EventRow> LaneIndex::firstFrom(LaneId lane, base::UtcTime time) const
{
    const auto times = m_columns->timesUs().first(m_columns->timedSize());
    const auto row = std::lower_bound(times.begin(), times.end(), time.us) - times.begin();
    return nearest(lane, [row](std::span<const EventRow> list, std::optional<EventRow>& best) {
        const auto at = std::lower_bound(list.begin(), list.end(), static_cast<EventRow>(row));
        if (at != list.end() && (!best || *at < *best))
            best = *at;
    });
}

std::optional<EventRow> LaneIndex::lastBefore(LaneId lane, base::UtcTime time) const
{
    const auto times = m_columns->timesUs().first(m_columns->timedSize());
    return previousIn(
        lane, static_cast<EventRow>(std::lower_bound(times.begin(), times.end(), time.us) - times.begin()));
}

bool LaneIndex::contains(EventRow row) const
{
    if (row >= m_columns->timedSize())
        return false;
    const auto list = rows(m_columns->lanes()[row], timeClassOf(m_columns->precisions()[row]),
                           m_columns->severities()[row]);
    return std::binary_search(list.begin(), list.end(), row);
}

} // namespace keyturn::timeline

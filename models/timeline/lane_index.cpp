// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/lane_index.h"

#include <algorithm>
#include <numeric>

namespace keyturn::timeline {

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

LaneIndexPointer LaneIndex::build(const IndexRequest& request)
{
    return build(request, nullptr, [] { return false; });
}

LaneIndexPointer LaneIndex::build(EventColumnsPointer columns, const EventFilter& filter)
{
    IndexRequest request;
    request.columns = std::move(columns);
    request.filter = filter;
    return build(request);
}

LaneKey LaneIndex::keyOf(EventRow row) const
{
    const auto bulkSize = static_cast<EventRow>(columns()->bulkSize());
    const bool isBulk = row < bulkSize;
    const EventArrays& arrays = isBulk ? columns()->bulk() : columns()->tail();
    return m_slots->keys()[m_slots->slotOf(arrays, isBulk ? row : row - bulkSize)];
}

std::vector<LaneKey> LaneIndex::partsOf(LaneId lane) const
{
    std::vector<LaneKey> parts;
    for (const LaneKey& key : m_slots->keys()) {
        if (key.id == lane)
            parts.push_back(key);
    }
    return parts;
}

std::optional<EventRow> LaneIndex::exampleOf(const LaneKey& part) const
{
    const auto keys = m_slots->keys();
    const auto found = std::find(keys.begin(), keys.end(), part);
    if (found == keys.end())
        return std::nullopt;
    const EventRow row = m_slots->exampleOf(static_cast<std::size_t>(found - keys.begin()));
    return row == kNoEvent ? std::nullopt : std::optional(row);
}

std::span<const EventRow> LaneIndex::meeting(std::span<const EventRow> rows, TimeClass timeClass,
                                             const base::TimeRange& range) const
{
    const auto precisions = columns()->precisions();
    const auto first = std::partition_point(rows.begin(), rows.end(), [&](EventRow row) {
        if (timeClass == TimeClass::Exact)
            return timeUs(row) < range.start.us;
        return statedSpan(timeUs(row), precisions[row]).end <= range.start;
    });
    const auto last =
        std::partition_point(first, rows.end(), [&](EventRow row) { return timeUs(row) < range.end.us; });
    return {first, last};
}

SeverityCounts LaneIndex::countIn(const LaneKey& lane, const base::TimeRange& range) const
{
    SeverityCounts counts;
    forEachListIn(lane, range, [&](TimeClass, domain::Severity severity, auto rows) {
        counts.bySeverity[static_cast<std::size_t>(severity)] += rows.size();
    });
    return counts;
}

SeverityCounts LaneIndex::countOf(const LaneKey& lane) const
{
    SeverityCounts counts;
    for (std::size_t c = 0; c < kTimeClassCount; ++c) {
        forEachList(lane, static_cast<TimeClass>(c), [&](domain::Severity severity, auto rows) {
            counts.bySeverity[static_cast<std::size_t>(severity)] += rows.size();
        });
    }
    return counts;
}

std::optional<EventRow> LaneIndex::nextIn(const LaneKey& lane, EventRow row) const
{
    std::optional<EventRow> best;
    forEachClass(lane, [&](std::span<const EventRow> list) {
        const auto at = row == kNoEvent ? list.begin()
                                        : std::partition_point(list.begin(), list.end(), [&](EventRow other) {
                                              return !precedes(row, other);
                                          });
        if (at != list.end() && (!best || precedes(*at, *best)))
            best = *at;
    });
    return best;
}

std::optional<EventRow> LaneIndex::previousIn(const LaneKey& lane, EventRow row) const
{
    std::optional<EventRow> best;
    forEachClass(lane, [&](std::span<const EventRow> list) {
        const auto at = row == kNoEvent ? list.end()
                                        : std::partition_point(list.begin(), list.end(), [&](EventRow other) {
                                              return precedes(other, row);
                                          });
        if (at != list.begin() && (!best || precedes(*best, *std::prev(at))))
            best = *std::prev(at);
    });
    return best;
}

std::optional<EventRow> LaneIndex::firstFrom(const LaneKey& lane, base::UtcTime time) const
{
    std::optional<EventRow> best;
    forEachClass(lane, [&](std::span<const EventRow> list) {
        const auto at = std::partition_point(list.begin(), list.end(),
                                             [&](EventRow row) { return timeUs(row) < time.us; });
        if (at != list.end() && (!best || precedes(*at, *best)))
            best = *at;
    });
    return best;
}

std::optional<EventRow> LaneIndex::lastBefore(const LaneKey& lane, base::UtcTime time) const
{
    std::optional<EventRow> best;
    forEachClass(lane, [&](std::span<const EventRow> list) {
        const auto at = std::partition_point(list.begin(), list.end(),
                                             [&](EventRow row) { return timeUs(row) < time.us; });
        if (at != list.begin() && (!best || precedes(*best, *std::prev(at))))
            best = *std::prev(at);
    });
    return best;
}

bool LaneIndex::contains(EventRow row) const
{
    if (!m_isRecorded && !columns()->hasTime(row))
        return false;
    bool isFound = false;
    forEachList(keyOf(row), classOf(row), [&](domain::Severity severity, std::span<const EventRow> list) {
        if (isFound || severity != columns()->severities()[row])
            return;
        const auto at = std::partition_point(list.begin(), list.end(),
                                             [&](EventRow other) { return precedes(other, row); });
        isFound = at != list.end() && *at == row;
    });
    return isFound;
}

} // namespace keyturn::timeline

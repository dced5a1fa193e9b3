// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/event_columns.h"
#include "models/timeline/event_filter.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace keyturn::timeline {

/// How finely times are stated, as far as drawing cares: exact ones are points, the others spans.
enum class TimeClass : std::uint8_t { Exact, Hour, Day, Month, Year };
inline constexpr std::size_t kTimeClassCount = 5;
inline constexpr std::size_t kSeverityCount = 6;

/// The class of a precision; a minute or finer is exact.
[[nodiscard]] TimeClass timeClassOf(base::TimePrecision precision);
/// The longest span that a class covers; 0 for exact.
[[nodiscard]] std::int64_t longestSpanUs(TimeClass timeClass);

/// Counts by severity.
struct SeverityCounts
{
    std::array<std::uint64_t, kSeverityCount> bySeverity{};
    friend bool operator==(const SeverityCounts&, const SeverityCounts&) = default;
    [[nodiscard]] std::uint64_t total() const;
    /// The most severe that occurs; NotStated where none does.
    [[nodiscard]] domain::Severity worst() const;
    void add(const SeverityCounts& other);
};

/// The timed events that pass a filter, as lists of rows (4 bytes an event), one for each lane, time class
/// and severity. Counts of any span are differences of binary searches, and the worst event of a span is the
/// first of the most severe list that has any there: no other index is needed for either. Immutable.
class LaneIndex
{
public:
    /// Looks at every event once. @p isCancelled is asked now and then. @return nothing when cancelled.
    template <typename IsCancelled>
    [[nodiscard]] static std::shared_ptr<const LaneIndex>
    build(EventColumnsPointer columns, const EventFilter& filter, const IsCancelled& isCancelled)
    {
        return buildChecked(
            std::move(columns), filter,
            [](const void* context) { return (*static_cast<const IsCancelled*>(context))(); }, &isCancelled);
    }
    /// The same, never cancelled.
    [[nodiscard]] static std::shared_ptr<const LaneIndex> build(EventColumnsPointer columns,
                                                                const EventFilter& filter);

    [[nodiscard]] const EventColumnsPointer& columns() const { return m_columns; }
    /// Rows in time order.
    [[nodiscard]] std::span<const EventRow> rows(LaneId lane, TimeClass timeClass,
                                                 domain::Severity severity) const;
    /// The part of rows() whose stated spans meet @p range (for exact times: lie in it).
    [[nodiscard]] std::span<const EventRow>
    rowsIn(LaneId lane, TimeClass timeClass, domain::Severity severity, const base::TimeRange& range) const;
    /// How many events of a lane may have happened in @p range.
    [[nodiscard]] SeverityCounts countIn(LaneId lane, const base::TimeRange& range) const;
    /// All timed events of a lane that pass the filter.
    [[nodiscard]] SeverityCounts countOf(LaneId lane) const;
    /// All that pass the filter and have no time.
    [[nodiscard]] std::uint64_t withoutTime() const { return m_withoutTime; }
    /// The event of the lane that follows @p row in the columns' order, or precedes it. kNoEvent before the
    /// first.
    [[nodiscard]] std::optional<EventRow> nextIn(LaneId lane, EventRow row) const;
    [[nodiscard]] std::optional<EventRow> previousIn(LaneId lane, EventRow row) const;
    /// First event of the lane whose stated span starts at or after @p time.
    [[nodiscard]] std::optional<EventRow> firstFrom(LaneId lane, base::UtcTime time) const;
    /// Last one that starts before @p time.
    [[nodiscard]] std::optional<EventRow> lastBefore(LaneId lane, base::UtcTime time) const;
    /// Whether an event passed the filter.
    [[nodiscard]] bool contains(EventRow row) const;

private:
    using Check = bool (*)(const void*);
    [[nodiscard]] static std::shared_ptr<const LaneIndex>
    buildChecked(EventColumnsPointer columns, const EventFilter& filter, Check check, const void* context);
    static constexpr std::size_t kListCount = kLaneCount * kTimeClassCount * kSeverityCount;
    [[nodiscard]] static std::size_t listOf(LaneId lane, TimeClass timeClass, domain::Severity severity);
    template <typename Pick>
    [[nodiscard]] std::optional<EventRow> nearest(LaneId lane, const Pick& pick) const;

    EventColumnsPointer m_columns;
    std::vector<EventRow> m_rows; ///< All lists one after another.
    std::array<std::uint32_t, kListCount + 1> m_begins{};
    std::uint64_t m_withoutTime = 0;
};

using LaneIndexPointer = std::shared_ptr<const LaneIndex>;

} // namespace keyturn::timeline

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/event_columns.h"
#include "models/timeline/event_filter.h"
#include "models/timeline/lane_slots.h"

#include <array>
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

/// What an index is made of.
struct IndexRequest
{
    EventColumnsPointer columns; ///< Not null.
    EventFilter filter;
    TimeKey timeKey = TimeKey::OccurredAt;
    LaneSplits splits{}; ///< Of lanes whose events are parted: LaneLayout::eventSplits().
};

class LaneIndex;
using LaneIndexPointer = std::shared_ptr<const LaneIndex>;

/// The events on the axis that pass a filter, as lists of rows (4 bytes an event), one for each lane (or part
/// of one), time class and severity; bulk and tail of the columns apart. Counts of any span are differences
/// of binary searches, and the worst event of a span is the first of the most severe list that has any there:
/// no other index is needed for either. By RecordedAt all events are on the axis and exact. Immutable.
class LaneIndex
{
public:
    /// Looks at every event once, on two threads where they are many; at the tail alone where @p earlier (may
    /// be null) was made by the same request from columns that these continue. @p isCancelled is asked now
    /// and then, from any of the threads. @return nothing when cancelled.
    template <typename IsCancelled>
    [[nodiscard]] static LaneIndexPointer build(const IndexRequest& request, const LaneIndexPointer& earlier,
                                                const IsCancelled& isCancelled)
    {
        return buildChecked(
            request, earlier,
            [](const void* context) { return (*static_cast<const IsCancelled*>(context))(); }, &isCancelled);
    }
    /// The same from the start, never cancelled.
    [[nodiscard]] static LaneIndexPointer build(const IndexRequest& request);
    [[nodiscard]] static LaneIndexPointer build(EventColumnsPointer columns, const EventFilter& filter);

    [[nodiscard]] const EventColumnsPointer& columns() const { return m_request.columns; }
    [[nodiscard]] const IndexRequest& request() const { return m_request; }
    /// Where an event is on the axis.
    [[nodiscard]] std::int64_t timeUs(EventRow row) const
    {
        return m_isRecorded ? columns()->batchOf(row).recordedAt.us : columns()->timesUs()[row];
    }
    /// The class it has on this axis.
    [[nodiscard]] TimeClass classOf(EventRow row) const
    {
        return m_isRecorded ? TimeClass::Exact : timeClassOf(columns()->precisions()[row]);
    }
    /// Whether an event comes before another on the axis.
    [[nodiscard]] bool precedes(EventRow row, EventRow other) const
    {
        return columns()->precedes(row, other, m_request.timeKey);
    }
    /// The lane, or the part of it, that an event is in.
    [[nodiscard]] LaneKey keyOf(EventRow row) const;
    /// The parts of a lane: itself where it is not split.
    [[nodiscard]] std::vector<LaneKey> partsOf(LaneId lane) const;
    /// One of the events of a part of a lane whatever the filter, to learn its source's name from.
    [[nodiscard]] std::optional<EventRow> exampleOf(const LaneKey& part) const;

    /// Calls @p use(severity, rows) for each list of a lane's events of one class that holds any; rows are in
    /// order on the axis. There may be two lists of a severity.
    template <typename Use>
    void forEachList(const LaneKey& lane, TimeClass timeClass, const Use& use) const
    {
        for (const Part* part : {m_bulk.get(), m_tail.get()}) {
            for (std::size_t slot = 0; slot < m_slots->keys().size(); ++slot) {
                if (!isIn(m_slots->keys()[slot], lane))
                    continue;
                for (std::size_t s = 0; s < kSeverityCount; ++s) {
                    const auto severity = static_cast<domain::Severity>(s);
                    const auto rows = part->rows(listOf(slot, timeClass, severity));
                    if (!rows.empty())
                        use(severity, rows);
                }
            }
        }
    }
    /// Calls @p use(timeClass, severity, rows) for what lists hold of events whose stated spans meet @p range
    /// (for exact times: that lie in it).
    template <typename Use>
    void forEachListIn(const LaneKey& lane, const base::TimeRange& range, const Use& use) const
    {
        for (std::size_t c = 0; c < kTimeClassCount; ++c) {
            const auto timeClass = static_cast<TimeClass>(c);
            forEachList(lane, timeClass, [&](domain::Severity severity, std::span<const EventRow> all) {
                const auto rows = meeting(all, timeClass, range);
                if (!rows.empty())
                    use(timeClass, severity, rows);
            });
        }
    }
    /// Whether a list's rows lie in the bulk: then they grow.
    [[nodiscard]] bool isBulk(std::span<const EventRow> rows) const
    {
        return rows.front() < columns()->bulkSize();
    }
    /// The part of @p rows, in order, whose spans meet @p range.
    [[nodiscard]] std::span<const EventRow> meeting(std::span<const EventRow> rows, TimeClass timeClass,
                                                    const base::TimeRange& range) const;
    /// How many events of a lane may have happened in @p range.
    [[nodiscard]] SeverityCounts countIn(const LaneKey& lane, const base::TimeRange& range) const;
    /// All events of a lane that are on the axis and pass the filter.
    [[nodiscard]] SeverityCounts countOf(const LaneKey& lane) const;
    /// All that pass the filter and are not on the axis, because they state no time.
    [[nodiscard]] std::uint64_t withoutTime() const { return m_bulk->withoutTime + m_tail->withoutTime; }
    /// The event of the lane that follows @p row on the axis, or precedes it. kNoEvent before the first.
    [[nodiscard]] std::optional<EventRow> nextIn(const LaneKey& lane, EventRow row) const;
    [[nodiscard]] std::optional<EventRow> previousIn(const LaneKey& lane, EventRow row) const;
    /// First event of the lane whose stated span starts at or after @p time.
    [[nodiscard]] std::optional<EventRow> firstFrom(const LaneKey& lane, base::UtcTime time) const;
    /// Last one that starts before @p time.
    [[nodiscard]] std::optional<EventRow> lastBefore(const LaneKey& lane, base::UtcTime time) const;
    /// Whether an event passed the filter and is on the axis.
    [[nodiscard]] bool contains(EventRow row) const;

private:
    using Check = bool (*)(const void*);
    friend class IndexFill;
    /// The lists of the bulk, or of the tail.
    struct Part
    {
        Column<EventRow> lists; ///< One after another.
        std::vector<std::uint32_t> begins;
        std::uint64_t withoutTime = 0;
        [[nodiscard]] std::span<const EventRow> rows(std::size_t list) const
        {
            return lists.values().subspan(begins[list], begins[list + 1] - begins[list]);
        }
    };

    [[nodiscard]] static LaneIndexPointer buildChecked(const IndexRequest& request,
                                                       const LaneIndexPointer& earlier, Check check,
                                                       const void* context);
    [[nodiscard]] static constexpr std::size_t listOf(std::size_t slot, TimeClass timeClass,
                                                      domain::Severity severity)
    {
        return (slot * kTimeClassCount + static_cast<std::size_t>(timeClass)) * kSeverityCount +
               static_cast<std::size_t>(severity);
    }
    [[nodiscard]] static bool isIn(const LaneKey& slot, const LaneKey& lane)
    {
        return slot.id == lane.id && (lane.isWhole() || slot.part == lane.part);
    }
    template <typename Pick>
    void forEachClass(const LaneKey& lane, const Pick& pick) const
    {
        for (std::size_t c = 0; c < kTimeClassCount; ++c)
            forEachList(lane, static_cast<TimeClass>(c),
                        [&pick](domain::Severity, auto rows) { pick(rows); });
    }

    IndexRequest m_request;
    bool m_isRecorded = false;
    std::shared_ptr<const LaneSlots> m_slots;
    std::shared_ptr<const Part> m_bulk;
    std::shared_ptr<const Part> m_tail;
};

} // namespace keyturn::timeline

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/time.h"
#include "models/domain/words.h"
#include "models/records/block.h"
#include "models/timeline/column.h"
#include "models/timeline/event_set.h"
#include "models/timeline/lanes.h"

#include <algorithm>
#include <array>
#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace keyturn::timeline {

/// For batches that belong to no incident.
inline constexpr std::uint32_t kNoIncident = UINT32_MAX;

/// The batch that events came in.
struct EventBatch
{
    std::uint64_t seq = 0; ///< Of the batch entry.
    base::UtcTime recordedAt;
    std::uint32_t incident = kNoIncident; ///< Ordinal of the incident: 0 for I-1.
    friend bool operator==(const EventBatch&, const EventBatch&) = default;
};

/// Which record an event is: with the batch entry's seq and the leaf index in it ("12:345").
struct EventKey
{
    std::uint64_t batchSeq = 0;
    std::uint32_t leaf = 0;
    friend bool operator==(const EventKey&, const EventKey&) = default;
};

/// Which of its two times an event is placed by.
enum class TimeKey : std::uint8_t {
    OccurredAt, ///< As its source states it, as finely as it states it; some state none.
    RecordedAt, ///< When its batch was appended to the ledger: every event has that.
};

/// The span that a stated time covers: a day for a time stated to the day. Unlike base::SourceTime it never
/// shrinks to nothing where the next month lacks the day. Grows with @p startUs.
[[nodiscard]] base::TimeRange statedSpan(std::int64_t startUs, base::TimePrecision precision);

/// Some events as one structure of arrays.
struct EventArrays
{
    EventArrays() = default;
    explicit EventArrays(std::size_t size);

    Column<std::int64_t> timeUs;
    Column<std::uint32_t> sourceHash;
    Column<std::uint32_t> batch;
    Column<std::uint32_t> leaf;
    Column<base::TimePrecision> precision;
    Column<domain::RecordKind> kind;
    Column<LaneId> lane;
    Column<domain::Severity> severity;
    Column<domain::Layer> layer;
    Column<domain::Credibility> credibility;
    Column<domain::SourceKind> sourceKind;
    [[nodiscard]] std::size_t size() const { return timeUs.size(); }
};

/// All events of a workspace, 27 bytes an event. The great bulk lies in order of time, batch and leaf, those
/// without a time last; what arrived since lies behind it as it came, until it is much and is merged. A row
/// stays an event's as long as nothing is merged. Immutable; cheap to copy where only the tail grew.
class EventColumns
{
public:
    [[nodiscard]] std::size_t size() const { return m_bulk->size() + m_tail.size(); }
    /// Events below this row are in order of time, batch and leaf, without time last. Those from it on came
    /// later: tailOrder() has them in order.
    [[nodiscard]] std::size_t bulkSize() const { return m_bulk->size(); }
    /// How many of the bulk have a time: they come first.
    [[nodiscard]] std::size_t bulkTimedSize() const { return m_bulkTimedSize; }
    /// Rows from bulkSize() on, in order of time, batch and leaf, those without time last.
    [[nodiscard]] std::span<const EventRow> tailOrder() const { return m_tailOrder; }
    /// How many events have a time.
    [[nodiscard]] std::size_t timedCount() const { return m_bulkTimedSize + m_tailTimedSize; }
    [[nodiscard]] bool hasTime(EventRow row) const
    {
        return precisions()[row] != base::TimePrecision::Unknown;
    }

    /// Start of the stated span; INT64_MAX where there is none.
    [[nodiscard]] ColumnView<std::int64_t> timesUs() const { return view(&EventArrays::timeUs); }
    [[nodiscard]] ColumnView<base::TimePrecision> precisions() const { return view(&EventArrays::precision); }
    [[nodiscard]] ColumnView<domain::RecordKind> kinds() const { return view(&EventArrays::kind); }
    [[nodiscard]] ColumnView<LaneId> lanes() const { return view(&EventArrays::lane); }
    [[nodiscard]] ColumnView<domain::Severity> severities() const { return view(&EventArrays::severity); }
    [[nodiscard]] ColumnView<domain::Layer> layers() const { return view(&EventArrays::layer); }
    [[nodiscard]] ColumnView<domain::Credibility> credibilities() const
    {
        return view(&EventArrays::credibility);
    }
    [[nodiscard]] ColumnView<domain::SourceKind> sourceKinds() const
    {
        return view(&EventArrays::sourceKind);
    }
    /// FNV-1a of the source's name.
    [[nodiscard]] ColumnView<std::uint32_t> sourceHashes() const { return view(&EventArrays::sourceHash); }
    /// Index into batches().
    [[nodiscard]] ColumnView<std::uint32_t> batchIndexes() const { return view(&EventArrays::batch); }
    [[nodiscard]] ColumnView<std::uint32_t> leaves() const { return view(&EventArrays::leaf); }
    /// The arrays themselves, for work on all events: the bulk, and the tail, whose first row is bulkSize().
    [[nodiscard]] const EventArrays& bulk() const { return *m_bulk; }
    [[nodiscard]] const EventArrays& tail() const { return m_tail; }
    /// In the order they were first added.
    [[nodiscard]] std::span<const EventBatch> batches() const { return m_batches; }

    [[nodiscard]] const EventBatch& batchOf(EventRow row) const { return m_batches[batchIndexes()[row]]; }
    [[nodiscard]] EventKey keyOf(EventRow row) const { return {batchOf(row).seq, leaves()[row]}; }
    /// Where a record is; looks at every event.
    [[nodiscard]] std::optional<EventRow> find(const EventKey& key) const;
    /// The same for a record whose occurred time is known, by a search.
    [[nodiscard]] std::optional<EventRow> find(const EventKey& key, std::int64_t timeUs) const;
    /// Whether an event comes before another: by time, batch and leaf; by when it was recorded, batch, time
    /// and leaf.
    [[nodiscard]] bool precedes(EventRow row, EventRow other, TimeKey timeKey = TimeKey::OccurredAt) const;
    /// Whether rows of @p earlier mean the same events here: nothing was merged since, and nothing left out.
    [[nodiscard]] bool continues(const EventColumns& earlier) const
    {
        return m_bulk == earlier.m_bulk && m_tail.size() >= earlier.m_tail.size() &&
               m_batches.size() >= earlier.m_batches.size() &&
               std::equal(earlier.m_batches.begin(), earlier.m_batches.end(), m_batches.begin());
    }
    /// How many events a lane has, with and without time.
    [[nodiscard]] std::size_t countOf(LaneId lane) const
    {
        return m_laneCounts[static_cast<std::size_t>(lane)];
    }
    /// From the first event to the end of the last stated span, or of the last recording; nothing where no
    /// event has such a time.
    [[nodiscard]] const std::optional<base::TimeRange>& extent(TimeKey timeKey = TimeKey::OccurredAt) const
    {
        return timeKey == TimeKey::OccurredAt ? m_extent : m_recordedExtent;
    }

private:
    friend class EventColumnsAssembly;
    friend class EventColumnsBuilder;
    template <typename T>
    [[nodiscard]] ColumnView<T> view(Column<T> EventArrays::*column) const
    {
        return {(*m_bulk).*column, m_tail.*column};
    }
    [[nodiscard]] std::strong_ordering compareRecorded(EventRow row, EventRow other) const;
    [[nodiscard]] std::strong_ordering compareIdentity(EventRow row, EventRow other) const;
    void orderTail();
    void measure();

    std::shared_ptr<const EventArrays> m_bulk = std::make_shared<EventArrays>();
    std::size_t m_bulkTimedSize = 0;
    EventArrays m_tail;
    std::vector<EventRow> m_tailOrder;
    std::size_t m_tailTimedSize = 0;
    std::vector<EventBatch> m_batches;
    std::array<std::size_t, kLaneCount> m_laneCounts{};
    std::array<std::size_t, kLaneCount> m_bulkLaneCounts{};
    std::optional<base::TimeRange> m_bulkExtent;
    std::optional<base::TimeRange> m_extent;
    std::optional<base::TimeRange> m_recordedExtent;
};

using EventColumnsPointer = std::shared_ptr<const EventColumns>;

} // namespace keyturn::timeline

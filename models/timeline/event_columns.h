// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/time.h"
#include "models/domain/words.h"
#include "models/records/block.h"
#include "models/timeline/event_set.h"
#include "models/timeline/lanes.h"

#include <array>
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

/// The span that a stated time covers: a day for a time stated to the day. Unlike base::SourceTime it never
/// shrinks to nothing where the next month lacks the day. Grows with @p startUs.
[[nodiscard]] base::TimeRange statedSpan(std::int64_t startUs, base::TimePrecision precision);

/// All events of a workspace as one structure of arrays, 26 bytes an event: first those with a time, ordered
/// by time, batch and leaf; then those without, ordered by batch and leaf. Immutable.
class EventColumns
{
public:
    [[nodiscard]] std::size_t size() const { return m_timeUs.size(); }
    /// Events below this row have a time; those from it on have none and are listed apart.
    [[nodiscard]] std::size_t timedSize() const { return m_timedSize; }

    /// Start of the stated span; INT64_MAX from timedSize() on.
    [[nodiscard]] std::span<const std::int64_t> timesUs() const { return m_timeUs; }
    [[nodiscard]] std::span<const base::TimePrecision> precisions() const { return m_precision; }
    [[nodiscard]] std::span<const LaneId> lanes() const { return m_lane; }
    [[nodiscard]] std::span<const domain::Severity> severities() const { return m_severity; }
    [[nodiscard]] std::span<const domain::Layer> layers() const { return m_layer; }
    [[nodiscard]] std::span<const domain::Credibility> credibilities() const { return m_credibility; }
    [[nodiscard]] std::span<const domain::SourceKind> sourceKinds() const { return m_sourceKind; }
    /// FNV-1a of the source's name.
    [[nodiscard]] std::span<const std::uint32_t> sourceHashes() const { return m_sourceHash; }
    /// Index into batches().
    [[nodiscard]] std::span<const std::uint32_t> batchIndexes() const { return m_batch; }
    [[nodiscard]] std::span<const std::uint32_t> leaves() const { return m_leaf; }
    /// In the order they were first added.
    [[nodiscard]] std::span<const EventBatch> batches() const { return m_batches; }

    [[nodiscard]] const EventBatch& batchOf(EventRow row) const { return m_batches[m_batch[row]]; }
    [[nodiscard]] EventKey keyOf(EventRow row) const { return {batchOf(row).seq, m_leaf[row]}; }
    /// Where a record is; looks at every event.
    [[nodiscard]] std::optional<EventRow> find(const EventKey& key) const;
    /// How many events a lane has, with and without time.
    [[nodiscard]] std::size_t countOf(LaneId lane) const
    {
        return m_laneCounts[static_cast<std::size_t>(lane)];
    }
    /// From the first event to the end of the last stated span; nothing where no event has a time.
    [[nodiscard]] const std::optional<base::TimeRange>& extent() const { return m_extent; }

private:
    friend class EventColumnsBuilder;
    [[nodiscard]] std::optional<base::TimeRange> measureExtent() const;

    std::size_t m_timedSize = 0;
    std::optional<base::TimeRange> m_extent;
    std::vector<std::int64_t> m_timeUs;
    std::vector<base::TimePrecision> m_precision;
    std::vector<LaneId> m_lane;
    std::vector<domain::Severity> m_severity;
    std::vector<domain::Layer> m_layer;
    std::vector<domain::Credibility> m_credibility;
    std::vector<domain::SourceKind> m_sourceKind;
    std::vector<std::uint32_t> m_sourceHash;
    std::vector<std::uint32_t> m_batch;
    std::vector<std::uint32_t> m_leaf;
    std::vector<EventBatch> m_batches;
    std::array<std::size_t, kLaneCount> m_laneCounts{};
};

using EventColumnsPointer = std::shared_ptr<const EventColumns>;

/// Gathers the column parts of packed blocks and merges them in time order.
class EventColumnsBuilder
{
public:
    EventColumnsBuilder();
    ~EventColumnsBuilder();
    EventColumnsBuilder(EventColumnsBuilder&&) noexcept;
    EventColumnsBuilder& operator=(EventColumnsBuilder&&) noexcept;

    /// Adds one block. The leaf index of its i-th record is @p firstLeaf + i. Blocks may come in any order.
    void add(records::BlockColumns block, const EventBatch& batch, std::uint32_t firstLeaf);
    /// Merges what was added (a k-way merge that copies runs of blocks which do not overlap) and starts
    /// afresh.
    [[nodiscard]] EventColumnsPointer finish();

private:
    struct Run;
    std::vector<Run> m_runs;
    std::vector<EventBatch> m_batches;
};

} // namespace keyturn::timeline

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/lane_index.h"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace keyturn::timeline {

inline constexpr std::size_t kLayerCount = 5;
inline constexpr std::size_t kSourceKindCount = 8;

/// Asked now and then by work that may take longer than a person waits; true gives it up.
using IsCancelled = std::function<bool()>;

/// What a selected stretch of time holds.
struct RangeStatistics
{
    /// How many events name one source; its name is in any of its records, such as that of `example`.
    struct SourceCount
    {
        std::uint32_t sourceHash = 0;
        std::uint64_t count = 0;
        EventRow example = kNoEvent; ///< The first of them.
        friend bool operator==(const SourceCount&, const SourceCount&) = default;
    };

    SeverityCounts severities;
    std::array<SeverityCounts, kLaneCount> lanes;
    std::array<std::uint64_t, kLayerCount> layers{};           ///< By domain::Layer.
    std::array<std::uint64_t, kSourceKindCount> sourceKinds{}; ///< By domain::SourceKind.
    std::vector<SourceCount> sources; ///< Most events first; of equal ones the smaller hash.
    std::uint64_t coarse = 0;         ///< Of all: stated no finer than to the hour.
    EventRow worstEvent = kNoEvent;   ///< The first of the worst.
    EventRow first = kNoEvent;
    EventRow last = kNoEvent;
    friend bool operator==(const RangeStatistics&, const RangeStatistics&) = default;

    [[nodiscard]] std::uint64_t events() const { return severities.total(); }
};

/// Counts the events of @p lanes that pass the index's filter and may have happened in @p range (whose stated
/// spans meet it). Looks at each of them once: for any thread but the interface's.
/// @return nothing when cancelled.
[[nodiscard]] std::optional<RangeStatistics> rangeStatistics(const LaneIndex& index, LaneSet lanes,
                                                             const base::TimeRange& range,
                                                             const IsCancelled& isCancelled = {});

} // namespace keyturn::timeline

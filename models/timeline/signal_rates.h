// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/event_columns.h"
#include "models/timeline/event_filter.h"
#include "models/timeline/range_statistics.h"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace keyturn::timeline {

/// What is counted, and over which bars.
struct RateRequest
{
    EventColumnsPointer columns; ///< Not null.
    EventFilter filter;
    std::vector<std::uint32_t> withoutIncidents; ///< Ordinals whose events do not count: rehearsals.
    base::TimeRange range;                       ///< Not empty.
    std::size_t mostBars = 120;                  ///< At least 2: any two bars meet somewhere.
    std::int64_t leastBarUs = base::kUsPerHour;
};

/// What happened in one bar.
struct RateBar
{
    base::TimeRange span;
    std::array<std::uint64_t, kLayerCount> signalsOf{}; ///< Signals by domain::Layer.
    std::uint32_t sourceKinds = 0;                      ///< Bit n: domain::SourceKind n was active.
    friend bool operator==(const RateBar&, const RateBar&) = default;
    [[nodiscard]] std::uint64_t signalCount() const;
};

/// Signals over bars that begin at whole hours, days or weeks (from Monday) of UTC and cover the range.
struct SignalRates
{
    std::int64_t barUs = 0;
    std::vector<RateBar> bars;
    std::uint64_t tooCoarse = 0; ///< Signals of the range whose stated span fits no bar: counted in none.
    friend bool operator==(const SignalRates&, const SignalRates&) = default;
};

/// The width of bars for a range: the least of an hour, two, three, six, twelve, a day, two, a week, two,
/// four, thirteen, fifty-two, and its doubles, that is no less than @p leastUs and needs no more than @p
/// mostBars.
[[nodiscard]] std::int64_t barWidthFor(const base::TimeRange& range, std::size_t mostBars,
                                       std::int64_t leastUs);
/// Where the bar of @p widthUs begins that holds @p time.
[[nodiscard]] base::UtcTime barStart(base::UtcTime time, std::int64_t widthUs);

/// Counts signals by layer, and which kinds of source spoke: in signals, escalations and requests. An event
/// counts in the one bar that its whole stated span lies in; kinds of source that are not stated count as
/// none. @p isCancelled is asked now and then. @return nothing when cancelled.
[[nodiscard]] std::optional<SignalRates> signalRates(const RateRequest& request,
                                                     const IsCancelled& isCancelled = {});

/// Signals whose stated span lies in @p range, by the rules of signalRates().
[[nodiscard]] std::uint64_t signalsIn(const RateRequest& request, const base::TimeRange& range);

} // namespace keyturn::timeline

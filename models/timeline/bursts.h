// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/range_statistics.h"

#include <optional>
#include <vector>

namespace keyturn::timeline {

/// Where events are looked at. Only times stated to the minute or finer count: a day's or a year's events
/// would look like a burst at midnight and end a silence that they do not end.
struct Stretch
{
    LaneSet lanes = LaneSet::all();
    base::TimeRange range;
};

/// A silence between two neighbouring events.
struct Gap
{
    base::TimeRange span; ///< From the event before to the event after.
    EventRow before = kNoEvent;
    EventRow after = kNoEvent;
    friend bool operator==(const Gap&, const Gap&) = default;
};

/// How long a silence must be to be called one where nobody said: twenty times the usual (median) distance of
/// neighbours, and no less than a 256th of the stretch. At least 1.
[[nodiscard]] std::int64_t usualGapUs(const LaneIndex& index, const Stretch& stretch);

/// The silences between events of the stretch that last @p leastUs or longer, in order of time. Costs what
/// there is to find and range ÷ leastUs, not the number of events. @param leastUs at least 1.
/// @return nothing when cancelled.
[[nodiscard]] std::optional<std::vector<Gap>> findGaps(const LaneIndex& index, const Stretch& stretch,
                                                       std::int64_t leastUs,
                                                       const IsCancelled& isCancelled = {});

/// A time in which much more happened than usual.
struct Burst
{
    base::TimeRange span; ///< Whole buckets.
    std::uint64_t count = 0;
    domain::Severity worst = domain::Severity::NotStated;
    EventRow worstEvent = kNoEvent; ///< The first of the worst.
    std::uint32_t tallest = 0;      ///< The largest count of one bucket.
    friend bool operator==(const Burst&, const Burst&) = default;
};

/// What was found, and by what measure.
struct Bursts
{
    std::vector<Burst> bursts;    ///< In order of time.
    std::int64_t bucketUs = 0;    ///< Width of the buckets: a power of two.
    std::uint32_t usualCount = 0; ///< The median of the buckets that hold any.
    std::uint32_t leastCount = 0; ///< From so many on a bucket belongs to a burst.
};

/// Neighbouring buckets, of about a @p buckets -th of the stretch each, that hold far more than the others:
/// above the median of those that hold any by six times their usual deviation (1.4826 × the median absolute
/// deviation, or what chance alone gives, √median, where that is more), and at least four times the median.
/// @return nothing when cancelled.
[[nodiscard]] std::optional<Bursts> findBursts(const LaneIndex& index, const Stretch& stretch,
                                               int buckets = 512, const IsCancelled& isCancelled = {});

} // namespace keyturn::timeline

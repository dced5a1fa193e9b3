// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/event_filter.h"
#include "models/timeline/frame.h"
#include "models/timeline/lanes.h"
#include "models/timeline/overlay_rows.h"

#include <atomic>
#include <memory>
#include <mutex>

namespace keyturn::timeline {

/// What a frame is to show.
struct FrameRequest
{
    EventColumnsPointer columns;            ///< Not null.
    std::shared_ptr<const Overlay> overlay; ///< Not null.
    EventFilter filter;
    TimeKey timeKey = TimeKey::OccurredAt;
    base::TimeRange visible;
    int widthPx = 1; ///< On so many columns: pixels, or bars of several pixels each.
    LaneLayout layout;
    std::uint64_t generation = 0;
};

/// Width of buckets for a scale: the least power of two that is no narrower than a pixel, as its exponent.
[[nodiscard]] int bucketShiftFor(double usPerPx);
/// What a frame for @p visible covers: three times as much, whole buckets.
[[nodiscard]] base::TimeRange prefetchRange(const base::TimeRange& visible, int shift);

/// Above so many exact events in the visible span no lane draws single events.
inline constexpr std::uint64_t kMostPoints = 2'000;
/// A lane draws single events while there are no more than this for each column, on average.
inline constexpr double kPointsPerColumn = 0.75;

/// Makes frames. Keeps the index of the last filter and axis and the rows of the last overlay, so that moving
/// about costs what is on screen and not what there is. build() runs on any thread, one call at a time;
/// supersede() at any time.
class FrameBuilder
{
public:
    /// @return nothing when a generation was superseded meanwhile.
    [[nodiscard]] FramePointer build(const FrameRequest& request);
    /// The same with its parts named one by one.
    [[nodiscard]] FramePointer build(EventColumnsPointer columns, std::shared_ptr<const Overlay> overlay,
                                     const EventFilter& filter, const base::TimeRange& visible, int widthPx,
                                     const LaneLayout& layout, std::uint64_t generation);
    /// Requests of earlier generations than @p generation are not worth finishing.
    void supersede(std::uint64_t generation);

private:
    [[nodiscard]] bool isSuperseded(std::uint64_t generation) const
    {
        return generation < m_leastGeneration.load(std::memory_order_relaxed);
    }

    [[nodiscard]] bool prepare(const FrameRequest& request);

    std::mutex m_building;
    std::atomic<std::uint64_t> m_leastGeneration{0};
    LaneIndexPointer m_index;
    std::shared_ptr<const Overlay> m_rowsOf;
    std::shared_ptr<const OverlayRows> m_rows;
};

} // namespace keyturn::timeline

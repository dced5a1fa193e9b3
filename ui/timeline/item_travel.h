// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/frame.h"
#include "ui/timeline/timeline_item.h"

#include <optional>

namespace keyturn::ui::timeline {

enum class TravelDirection { Back, Forth };

/// The item of @p lane that follows (or precedes) @p from in time: events one by one, bars by their start,
/// marks. Of equal times events come first, then bars, then marks.
[[nodiscard]] TimelineItem neighbourOf(const TimelineItem& from, const keyturn::timeline::LaneKey& lane,
                                       const keyturn::timeline::Frame& frame, TravelDirection direction);
/// The first item of the lane at or after @p time, or the last one before it.
[[nodiscard]] TimelineItem itemNear(base::UtcTime time, const keyturn::timeline::LaneKey& lane,
                                    const keyturn::timeline::Frame& frame, TravelDirection direction);

} // namespace keyturn::ui::timeline

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/timeline/timeline_scene.h"

#include <array>

class QPainter;

namespace keyturn::ui::timeline {

/// What the headers and the footer count.
struct SceneCounts
{
    std::array<keyturn::timeline::SeverityCounts, keyturn::timeline::kLaneCount>
        visible;                                                      ///< Events in view, by lane.
    std::array<std::uint64_t, keyturn::timeline::kLaneCount> items{}; ///< Bars and marks in view, by lane.
    keyturn::timeline::SeverityCounts visibleTotal;
    std::uint64_t withoutTime = 0;
};

/// Counts for what the scene shows.
[[nodiscard]] SceneCounts countScene(const TimelineScene& scene);

/// Paints the lane headers: name, how many in view, the sign of the worst. @p focused is edged where there is
/// one.
void paintHeaders(QPainter& painter, const TimelineScene& scene, const SceneCounts& counts,
                  std::optional<keyturn::timeline::LaneId> focused);
/// Paints the line below: what is in view, and how many events state no time.
/// @param isLink the count of events without time can be clicked.
void paintFooter(QPainter& painter, const TimelineScene& scene, const SceneCounts& counts, bool isLink);
/// The part of the footer that speaks of events without a time; empty where there is none.
[[nodiscard]] QRect withoutTimeRect(const TimelineScene& scene, const SceneCounts& counts);

} // namespace keyturn::ui::timeline

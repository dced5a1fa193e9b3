// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/timeline/timeline_scene.h"

#include <array>
#include <vector>

class QPainter;

namespace keyturn::ui::timeline {

/// What the headers and the footer count.
struct SceneCounts
{
    /// Of one lane, or of a part of a split one.
    struct Lane
    {
        keyturn::timeline::SeverityCounts visible; ///< Events in view.
        std::uint64_t items = 0;                   ///< Bars and marks in view.
    };
    std::vector<Lane> lanes; ///< By the frame's lanes.
    keyturn::timeline::SeverityCounts visibleTotal;
    std::uint64_t withoutTime = 0;
};

/// Counts for what the scene shows.
[[nodiscard]] SceneCounts countScene(const TimelineScene& scene);

/// What the header of a lane says: its title, or what its part of a split lane is.
[[nodiscard]] QString headerTitle(const keyturn::timeline::LaneFrame& lane, const TimelineScene& scene);

/// Paints the lane headers: name, how many in view, the sign of the worst. @p focused is edged where there is
/// one.
void paintHeaders(QPainter& painter, const TimelineScene& scene, const SceneCounts& counts,
                  const std::optional<keyturn::timeline::LaneKey>& focused);
/// Paints the line below: what is in view, and how many events state no time.
/// @param isLink the count of events without time can be clicked.
void paintFooter(QPainter& painter, const TimelineScene& scene, const SceneCounts& counts, bool isLink);
/// The part of the footer that speaks of events without a time; empty where there is none.
[[nodiscard]] QRect withoutTimeRect(const TimelineScene& scene, const SceneCounts& counts);

} // namespace keyturn::ui::timeline

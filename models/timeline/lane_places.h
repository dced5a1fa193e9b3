// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/frame.h"

#include <vector>

namespace keyturn::timeline {

/// Heights that lanes are made up of, in pixels of the caller's kind.
struct LaneMetrics
{
    int paddingPx = 6;      ///< Above and below what is in a lane.
    int gapPx = 4;          ///< Between the parts of a lane.
    int leastEventsPx = 24; ///< Height of the events of a signal lane: least, usual, most.
    int usualEventsPx = 44;
    int mostEventsPx = 112;
    int oneRowEventsPx = 16; ///< Height of events that lie in one row.
    int bandRowPx = 8;
    int markStripPx = 20;
    int barRowPx = 22;
    int barMarksPx = 6; ///< What a row is higher for where marks lie on bars.
    int leastLanePx = 36;
    int collapsedPx = 24;
};

/// Where a lane and its parts are, from the top of the first lane. A part that is not there has height 0.
struct LanePlace
{
    LaneId id = LaneId::NotStated;
    std::uint64_t part = LaneKey::kWhole; ///< As in LaneFrame.
    int topPx = 0;
    int heightPx = 0;
    int marksTopPx = 0; ///< Marks that stand by themselves.
    int marksHeightPx = 0;
    int eventsTopPx = 0;
    int eventsHeightPx = 0;
    int bandsTopPx = 0; ///< One row of bandRowPx for each class.
    int bandsHeightPx = 0;
    int barsTopPx = 0; ///< One row of barRowPx for each, higher where marks lie on bars.
    int barsHeightPx = 0;
    friend bool operator==(const LanePlace&, const LanePlace&) = default;
    [[nodiscard]] LaneKey key() const { return {id, part}; }
};

/// Puts the lanes of a frame below each other. Signal lanes share what room @p availablePx leaves, and give
/// way where it is short; the result may still be higher.
[[nodiscard]] std::vector<LanePlace> placeLanes(const Frame& frame, const LaneMetrics& metrics,
                                                int availablePx);

} // namespace keyturn::timeline

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/lane_places.h"

#include <algorithm>

namespace keyturn::timeline {

namespace {

bool canGrow(const LaneFrame& lane)
{
    return laneSpec(lane.id).isSignals && lane.holdsEvents && !lane.isCollapsed;
}

/// Heights of the parts, events at @p eventsPx.
LanePlace measured(const LaneFrame& lane, const LaneMetrics& metrics, int eventsPx)
{
    LanePlace place;
    place.id = lane.id;
    place.part = lane.part;
    if (lane.isCollapsed) {
        place.heightPx = metrics.collapsedPx;
        place.eventsHeightPx = metrics.collapsedPx - metrics.paddingPx;
        place.eventsTopPx = metrics.paddingPx / 2;
        return place;
    }
    int y = metrics.paddingPx;
    const auto put = [&](int& topPx, int& heightPx, int wantedPx) {
        if (wantedPx > 0 && y > metrics.paddingPx)
            y += metrics.gapPx;
        topPx = y;
        heightPx = wantedPx;
        y += wantedPx;
    };
    put(place.marksTopPx, place.marksHeightPx, lane.holdsMarks ? metrics.markStripPx : 0);
    put(place.eventsTopPx, place.eventsHeightPx, lane.holdsEvents ? eventsPx : 0);
    put(place.bandsTopPx, place.bandsHeightPx, static_cast<int>(lane.bandRows.size()) * metrics.bandRowPx);
    put(place.barsTopPx, place.barsHeightPx,
        lane.barRowCount * (metrics.barRowPx + (lane.holdsBarMarks ? metrics.barMarksPx : 0)));
    place.heightPx = y + metrics.paddingPx;
    if (const int shortPx = metrics.leastLanePx - place.heightPx; shortPx > 0) {
        // What little there is lies in the middle.
        place.heightPx += shortPx;
        for (int* topPx : {&place.marksTopPx, &place.eventsTopPx, &place.bandsTopPx, &place.barsTopPx})
            *topPx += shortPx / 2;
    }
    return place;
}

} // namespace

std::vector<LanePlace> placeLanes(const Frame& frame, const LaneMetrics& metrics, int availablePx)
{
    const auto placeAll = [&](int signalEventsPx, int firstOnesPx) {
        std::vector<LanePlace> places;
        int y = 0;
        for (const LaneFrame& lane : frame.lanes) {
            int eventsPx = metrics.oneRowEventsPx;
            if (laneSpec(lane.id).placing == EventPlacing::BySeverity) {
                eventsPx = signalEventsPx;
                if (canGrow(lane) && firstOnesPx > 0) {
                    ++eventsPx;
                    --firstOnesPx;
                }
            }
            LanePlace place = measured(lane, metrics, eventsPx);
            place.topPx = y;
            y += place.heightPx;
            for (int* topPx : {&place.marksTopPx, &place.eventsTopPx, &place.bandsTopPx, &place.barsTopPx})
                *topPx += place.topPx;
            places.push_back(place);
        }
        return places;
    };
    std::vector<LanePlace> places = placeAll(metrics.usualEventsPx, 0);
    const auto growing = static_cast<int>(std::count_if(frame.lanes.begin(), frame.lanes.end(), canGrow));
    if (places.empty() || growing == 0)
        return places;
    const int totalPx = places.back().topPx + places.back().heightPx;
    const int sparePx = availablePx - totalPx;
    const int sharePx = sparePx >= 0 ? sparePx / growing : -((-sparePx + growing - 1) / growing);
    const int eventsPx =
        std::clamp(metrics.usualEventsPx + sharePx, metrics.leastEventsPx, metrics.mostEventsPx);
    const bool isCut = eventsPx != metrics.usualEventsPx + sharePx;
    return placeAll(eventsPx, isCut ? 0 : sparePx - sharePx * growing);
}

} // namespace keyturn::timeline

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeline_scene.h"

#include <algorithm>
#include <cmath>

namespace keyturn::ui::timeline {

namespace kt = keyturn::timeline;

namespace {

constexpr double kLeastBarPx = 4;
constexpr double kLeastBandPx = 3;
constexpr double kReachPx = 7; ///< How far from its middle a sign is still hit.
constexpr int kBarMarginPx = 2;
constexpr int kBarMarksPx = kt::LaneMetrics{}.barMarksPx;
/// Coordinates far outside are cut, so that painting never meets numbers it cannot hold.
constexpr double kFarPx = 20'000;

double cut(double x)
{
    return std::clamp(x, -kFarPx, kFarPx);
}

} // namespace

const kt::LanePlace* TimelineScene::placeAt(int y) const
{
    const auto found = std::find_if(places.begin(), places.end(), [&](const kt::LanePlace& place) {
        return y >= yOf(place.topPx) && y < yOf(place.topPx + place.heightPx);
    });
    return found == places.end() ? nullptr : &*found;
}

const kt::LanePlace* TimelineScene::placeOf(const kt::LaneKey& lane) const
{
    const auto found = std::find_if(places.begin(), places.end(), [&lane](const kt::LanePlace& place) {
        return place.id == lane.id && (lane.isWhole() || place.part == lane.part);
    });
    return found == places.end() ? nullptr : &*found;
}

QRect TimelineScene::stripOf(const kt::LanePlace& place) const
{
    return {headers.left(), yOf(place.topPx), canvas.right() + 1 - headers.left(), place.heightPx};
}

QPointF TimelineScene::centerOf(const kt::Point& point, kt::LaneId lane, const kt::LanePlace& place) const
{
    double share = 0.5;
    const double roomPx = place.eventsHeightPx - Sprites::kSizePx;
    if (kt::laneSpec(lane).placing == kt::EventPlacing::BySeverity && roomPx > 0)
        share = 1 - static_cast<double>(point.severity) / (kt::kSeverityCount - 1);
    return {cut(xOf({point.timeUs})),
            yOf(place.eventsTopPx) + Sprites::kSizePx / 2.0 + std::max(0.0, roomPx) * share};
}

QRectF TimelineScene::rectOf(const kt::Band& band, const kt::LaneFrame& lane,
                             const kt::LanePlace& place) const
{
    const auto row =
        std::find(lane.bandRows.begin(), lane.bandRows.end(), band.timeClass) - lane.bandRows.begin();
    const auto rows = static_cast<int>(lane.bandRows.size());
    const double rowPx = rows == 0 ? 0 : static_cast<double>(place.bandsHeightPx) / rows;
    const double left = cut(xOf(band.span.start));
    const double right = std::max(cut(xOf(band.span.end)), left + kLeastBandPx);
    return {left, yOf(place.bandsTopPx) + static_cast<double>(row) * rowPx + 1, right - left,
            std::max(0.0, rowPx - 2)};
}

QRectF TimelineScene::rectOf(const kt::OverlayBar& bar, std::int32_t row, const kt::LanePlace& place) const
{
    const kt::LaneFrame* lane = frame ? frame->lane(place.key()) : nullptr;
    const int rows = lane ? std::max(1, lane->barRowCount) : 1;
    const double rowPx = static_cast<double>(place.barsHeightPx) / rows;
    const double left = cut(xOf(bar.start));
    const auto present = knownAt ? knownAt : now;
    const double openEnd = present && *present > bar.start ? xOf(*present) : canvas.right() + 1.0;
    const double right = std::max(cut(bar.end ? xOf(*bar.end) : openEnd), left + kLeastBarPx);
    return {left, yOf(place.barsTopPx) + row * rowPx + kBarMarginPx, right - left,
            std::max(1.0, rowPx - 2 * kBarMarginPx - (lane && lane->holdsBarMarks ? kBarMarksPx : 0))};
}

QPointF TimelineScene::centerOf(const kt::OverlayMark& mark, std::int32_t row,
                                const kt::LanePlace& place) const
{
    if (row == kt::kStripRow)
        return {cut(xOf(mark.at)), yOf(place.marksTopPx) + place.marksHeightPx / 4.0};
    const kt::LaneFrame* lane = frame ? frame->lane(place.key()) : nullptr;
    const int rows = lane ? std::max(1, lane->barRowCount) : 1;
    const double rowPx = static_cast<double>(place.barsHeightPx) / rows;
    if (mark.kind == kt::OverlayKind::Change) // Across the bar; signatures lie at its foot.
        return {cut(xOf(mark.at)), yOf(place.barsTopPx) + row * rowPx + (rowPx - kBarMarksPx) / 2};
    return {cut(xOf(mark.at)), yOf(place.barsTopPx) + (row + 1) * rowPx - kBarMarksPx};
}

QRect TimelineScene::densityRectOf(const kt::LanePlace& place) const
{
    const int signsPx = place.eventsHeightPx >= 3 * Sprites::kSizePx ? Sprites::kSizePx : 0;
    return {canvas.left(), yOf(place.eventsTopPx) + signsPx, canvas.width(), place.eventsHeightPx - signsPx};
}

TimelineItem TimelineScene::itemAt(const QPoint& position) const
{
    const kt::LanePlace* place = canvas.contains(position) ? placeAt(position.y()) : nullptr;
    const kt::LaneFrame* lane = place && frame ? frame->lane(place->key()) : nullptr;
    if (lane == nullptr)
        return {};
    const auto& overlay = *frame->overlay;
    // Marks lie on top of bars, the last drawn on top of all.
    for (auto mark = lane->marks.rbegin(); mark != lane->marks.rend() && !lane->isCollapsed; ++mark) {
        const QPointF off = centerOf(overlay.marks[mark->index], mark->row, *place) - position;
        if (std::hypot(off.x(), off.y()) <= kReachPx)
            return MarkItem{mark->index};
    }
    for (auto bar = lane->bars.rbegin(); bar != lane->bars.rend() && !lane->isCollapsed; ++bar) {
        if (rectOf(overlay.bars[bar->index], bar->row, *place).adjusted(-1, 0, 1, 0).contains(position))
            return BarItem{bar->index};
    }
    if (lane->drawing == kt::EventDrawing::Points && !lane->isCollapsed) {
        const kt::Point* nearest = nullptr;
        double nearestPx = kReachPx;
        for (const kt::Point& point : lane->points) {
            const QPointF off = centerOf(point, lane->id, *place) - position;
            const double distancePx = std::hypot(off.x(), off.y());
            if (distancePx < nearestPx ||
                (nearest && distancePx <= nearestPx && point.severity > nearest->severity)) {
                nearest = &point;
                nearestPx = distancePx;
            }
        }
        if (nearest)
            return EventItem{nearest->row};
    } else if (position.y() >= yOf(place->eventsTopPx) &&
               position.y() < yOf(place->eventsTopPx + place->eventsHeightPx)) {
        const kt::Bucket* found = nullptr;
        for (const kt::Bucket& bucket : lane->buckets) {
            const base::TimeRange span = frame->spanOf(bucket);
            if (xOf(span.start) <= position.x() + 1 && xOf(span.end) > position.x() &&
                (!found || bucket.worst > found->worst))
                found = &bucket;
        }
        if (found && found->count == 1)
            return EventItem{found->worstEvent};
        if (found)
            return GroupItem{lane->key(),  frame->spanOf(*found), found->count,
                             found->worst, found->worstEvent,     false};
    }
    for (const kt::Band& band : lane->bands) {
        if (!lane->isCollapsed && rectOf(band, *lane, *place).adjusted(-1, -1, 1, 1).contains(position)) {
            if (band.count == 1)
                return EventItem{band.worstEvent};
            return GroupItem{lane->key(), band.span, band.count, band.worst, band.worstEvent, true};
        }
    }
    return {};
}

QRectF TimelineScene::outlineOf(const TimelineItem& item) const
{
    const auto laneId = laneOf(item);
    const kt::LanePlace* place = laneId ? placeOf(*laneId) : nullptr;
    const kt::LaneFrame* lane = place && frame ? frame->lane(*laneId) : nullptr;
    if (lane == nullptr)
        return {};
    constexpr double kRing = Sprites::kSizePx + 4;
    const auto ringAbout = [](const QPointF& center) {
        return QRectF(center.x() - kRing / 2, center.y() - kRing / 2, kRing, kRing);
    };
    if (const auto* bar = std::get_if<BarItem>(&item)) {
        for (const kt::PlacedItem& placed : lane->bars) {
            if (placed.index == bar->index)
                return rectOf(frame->overlay->bars[bar->index], placed.row, *place);
        }
        return {};
    }
    if (const auto* mark = std::get_if<MarkItem>(&item)) {
        for (const kt::PlacedItem& placed : lane->marks) {
            if (placed.index == mark->index)
                return ringAbout(centerOf(frame->overlay->marks[mark->index], placed.row, *place));
        }
        return {};
    }
    const auto* event = std::get_if<EventItem>(&item);
    const kt::EventRow row = event ? event->row : std::get<GroupItem>(item).worstEvent;
    if (event && lane->drawing == kt::EventDrawing::Points) {
        const auto found = std::find_if(lane->points.begin(), lane->points.end(),
                                        [row](const kt::Point& point) { return point.row == row; });
        if (found != lane->points.end())
            return ringAbout(centerOf(*found, lane->id, *place));
    }
    const base::UtcTime time{frame->index->timeUs(row)};
    const kt::TimeClass timeClass = frame->index->classOf(row);
    for (const kt::Band& band : lane->bands) {
        if (band.timeClass == timeClass && band.span.contains(time))
            return rectOf(band, *lane, *place);
    }
    const QRect density = densityRectOf(*place);
    return {xOf(time) - 3, static_cast<double>(density.top()), 6, static_cast<double>(density.height())};
}

std::optional<base::UtcTime> TimelineScene::timeOf(const TimelineItem& item) const
{
    if (!frame || isNothing(item))
        return std::nullopt;
    if (const auto* event = std::get_if<EventItem>(&item))
        return base::UtcTime{frame->index->timeUs(event->row)};
    if (const auto* group = std::get_if<GroupItem>(&item))
        return base::UtcTime{frame->index->timeUs(group->worstEvent)};
    if (const auto* bar = std::get_if<BarItem>(&item))
        return frame->overlay->bars[bar->index].start;
    return frame->overlay->marks[std::get<MarkItem>(item).index].at;
}

std::optional<kt::LaneKey> TimelineScene::laneOf(const TimelineItem& item) const
{
    if (!frame || isNothing(item))
        return std::nullopt;
    if (const auto* event = std::get_if<EventItem>(&item))
        return frame->index->keyOf(event->row);
    if (const auto* group = std::get_if<GroupItem>(&item))
        return group->lane;
    if (const auto* bar = std::get_if<BarItem>(&item))
        return frame->overlay->bars[bar->index].lane;
    return frame->overlay->marks[std::get<MarkItem>(item).index].lane;
}

} // namespace keyturn::ui::timeline

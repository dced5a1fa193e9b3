// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/item_travel.h"

#include <tuple>

namespace keyturn::ui::timeline {

namespace kt = keyturn::timeline;

namespace {

/// Order of items in a lane: time, then kind of item, then number. Events of one time are put in order by the
/// index, which offers only those beyond: here they are alike.
struct TravelKey
{
    std::int64_t timeUs = 0;
    int kind = 0; ///< 0 event, 1 bar, 2 mark.
    std::uint32_t number = 0;
    friend auto operator<=>(const TravelKey&, const TravelKey&) = default;
};

TravelKey travelKeyOf(const TimelineItem& item, const kt::Frame& frame)
{
    if (const auto* event = std::get_if<EventItem>(&item))
        return {frame.index->timeUs(event->row), 0, 0};
    if (const auto* group = std::get_if<GroupItem>(&item))
        return {frame.index->timeUs(group->worstEvent), 0, 0};
    if (const auto* bar = std::get_if<BarItem>(&item))
        return {frame.overlay->bars[bar->index].start.us, 1, bar->index};
    const auto index = std::get<MarkItem>(item).index;
    return {frame.overlay->marks[index].at.us, 2, index};
}

/// The event that an item is or stands for.
std::optional<kt::EventRow> eventOf(const TimelineItem& item)
{
    if (const auto* event = std::get_if<EventItem>(&item))
        return event->row;
    if (const auto* group = std::get_if<GroupItem>(&item))
        return group->worstEvent;
    return std::nullopt;
}

/// The overlay's nearest to @p key on the wanted side, and @p event where that is nearer.
TimelineItem nearer(const std::optional<kt::EventRow>& event, const TravelKey& key, bool orEqual,
                    const kt::LaneKey& lane, const kt::Frame& frame, TravelDirection direction)
{
    const bool isForth = direction == TravelDirection::Forth;
    TimelineItem best;
    TravelKey bestKey;
    const auto offer = [&](const TimelineItem& item) {
        const TravelKey candidate = travelKeyOf(item, frame);
        const bool isBeyond = isForth ? key < candidate : candidate < key;
        if (!isBeyond && !(orEqual && candidate == key))
            return;
        if (isNothing(best) || (isForth ? candidate < bestKey : bestKey < candidate)) {
            best = item;
            bestKey = candidate;
        }
    };
    if (event) {
        best = EventItem{*event};
        bestKey = travelKeyOf(best, frame);
    }
    for (std::uint32_t i = 0; i < frame.overlay->bars.size(); ++i) {
        if (frame.overlay->bars[i].lane == lane.id)
            offer(BarItem{i});
    }
    for (std::uint32_t i = 0; i < frame.overlay->marks.size(); ++i) {
        if (frame.overlay->marks[i].lane == lane.id)
            offer(MarkItem{i});
    }
    return best;
}

} // namespace

TimelineItem neighbourOf(const TimelineItem& from, const kt::LaneKey& lane, const kt::Frame& frame,
                         TravelDirection direction)
{
    if (isNothing(from))
        return {};
    const bool isForth = direction == TravelDirection::Forth;
    const TravelKey key = travelKeyOf(from, frame);
    std::optional<kt::EventRow> event;
    if (const auto row = eventOf(from))
        event = isForth ? frame.index->nextIn(lane, *row) : frame.index->previousIn(lane, *row);
    else // Events of the same time come before it.
        event = isForth ? frame.index->firstFrom(lane, {key.timeUs + 1})
                        : frame.index->lastBefore(lane, {key.timeUs + 1});
    return nearer(event, key, false, lane, frame, direction);
}

TimelineItem itemNear(base::UtcTime time, const kt::LaneKey& lane, const kt::Frame& frame,
                      TravelDirection direction)
{
    const bool isForth = direction == TravelDirection::Forth;
    const auto event = isForth ? frame.index->firstFrom(lane, time) : frame.index->lastBefore(lane, time);
    return nearer(event, {time.us, 0, 0}, isForth, lane, frame, direction);
}

} // namespace keyturn::ui::timeline

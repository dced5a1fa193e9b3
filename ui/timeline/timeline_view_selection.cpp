// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeline_view.h"

namespace keyturn::ui::timeline {

namespace kt = keyturn::timeline;

TimelineView::ItemName TimelineView::nameOf(const TimelineItem& item) const
{
    ItemName name;
    if (!m_scene.frame || isNothing(item))
        return name;
    const kt::Frame& frame = *m_scene.frame;
    const auto* group = std::get_if<GroupItem>(&item);
    const auto* event = std::get_if<EventItem>(&item);
    if (event || group) {
        const kt::EventRow row = event ? event->row : group->worstEvent;
        name.event = frame.index->columns()->keyOf(row);
        name.timeUs = frame.index->columns()->timesUs()[row];
    } else if (const auto* bar = std::get_if<BarItem>(&item)) {
        const kt::OverlayBar& found = frame.overlay->bars[bar->index];
        name.overlayItem = {found.kind, found.id};
    } else {
        const kt::OverlayMark& found = frame.overlay->marks[std::get<MarkItem>(item).index];
        name.overlayItem = {found.kind, found.id};
    }
    return name;
}

TimelineItem TimelineView::find(const ItemName& name) const
{
    if (!m_scene.frame)
        return {};
    const kt::Frame& frame = *m_scene.frame;
    if (name.event) {
        const kt::EventColumns& columns = *frame.index->columns();
        auto row = name.timeUs ? columns.find(*name.event, *name.timeUs) : std::nullopt;
        if (!row)
            row = columns.find(*name.event);
        const bool isOnAxis = row && (m_timeKey == kt::TimeKey::RecordedAt || columns.hasTime(*row));
        return isOnAxis ? TimelineItem(EventItem{*row}) : TimelineItem();
    }
    if (!name.overlayItem)
        return {};
    for (std::uint32_t i = 0; i < frame.overlay->bars.size(); ++i) {
        if (frame.overlay->bars[i].kind == name.overlayItem->first &&
            frame.overlay->bars[i].id == name.overlayItem->second)
            return BarItem{i};
    }
    for (std::uint32_t i = 0; i < frame.overlay->marks.size(); ++i) {
        if (frame.overlay->marks[i].kind == name.overlayItem->first &&
            frame.overlay->marks[i].id == name.overlayItem->second)
            return MarkItem{i};
    }
    return {};
}

void TimelineView::choose(const TimelineItem& item)
{
    const bool hadSelection = !isNothing(m_selected);
    m_wanted = {};
    m_selected = item;
    // Of several drawn as one the worst is meant.
    if (const auto* group = std::get_if<GroupItem>(&item))
        m_selected = EventItem{group->worstEvent};
    if (!isNothing(item)) {
        m_focused = m_selected;
        m_focusLane = m_scene.laneOf(m_selected).value_or(m_focusLane);
    }
    outdate();
    announce();
    const ItemName name = nameOf(m_selected);
    if (name.event)
        Q_EMIT eventSelected(name.event->batchSeq, name.event->leaf);
    else if (name.overlayItem)
        Q_EMIT overlayItemSelected(name.overlayItem->first, name.overlayItem->second);
    else if (hadSelection)
        Q_EMIT selectionCleared();
}

void TimelineView::selectEvent(quint64 batchSeq, quint32 leaf)
{
    m_wanted = {};
    m_wanted.event = kt::EventKey{batchSeq, leaf};
    m_selected = find(m_wanted);
    m_focused = m_selected;
    if (const auto at = m_scene.timeOf(m_selected)) {
        m_focusLane = m_scene.laneOf(m_selected).value_or(m_focusLane);
        setAxis(m_scene.axis.showing(*at));
    }
    outdate();
}

void TimelineView::selectOverlayItem(kt::OverlayKind kind, const QString& id)
{
    m_wanted = {};
    m_wanted.overlayItem = {kind, id};
    m_selected = find(m_wanted);
    m_focused = m_selected;
    if (const auto at = m_scene.timeOf(m_selected)) {
        m_focusLane = m_scene.laneOf(m_selected).value_or(m_focusLane);
        setAxis(m_scene.axis.showing(*at));
    }
    outdate();
}

void TimelineView::clearSelection()
{
    m_wanted = {};
    m_selected = {};
    update();
}

} // namespace keyturn::ui::timeline

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeline_view.h"

namespace keyturn::ui::timeline {

namespace kt = keyturn::timeline;

kt::ItemName TimelineView::nameOf(const TimelineItem& item) const
{
    if (!m_scene.frame || isNothing(item))
        return {};
    const kt::Frame& frame = *m_scene.frame;
    if (const auto* event = std::get_if<EventItem>(&item))
        return frame.index->columns()->keyOf(event->row);
    if (const auto* group = std::get_if<GroupItem>(&item))
        return frame.index->columns()->keyOf(group->worstEvent);
    if (const auto* bar = std::get_if<BarItem>(&item)) {
        const kt::OverlayBar& found = frame.overlay->bars[bar->index];
        return kt::OverlayName{found.kind, found.id};
    }
    const kt::OverlayMark& found = frame.overlay->marks[std::get<MarkItem>(item).index];
    return kt::OverlayName{found.kind, found.id};
}

std::optional<std::int64_t> TimelineView::occurredUsOf(const TimelineItem& item) const
{
    const auto* group = std::get_if<GroupItem>(&item);
    const auto* event = std::get_if<EventItem>(&item);
    if (!m_scene.frame || (!event && !group))
        return std::nullopt;
    return m_scene.frame->index->columns()->timesUs()[event ? event->row : group->worstEvent];
}

TimelineItem TimelineView::find(const kt::ItemName& name, std::optional<std::int64_t> timeUs) const
{
    if (!m_scene.frame)
        return {};
    const kt::Frame& frame = *m_scene.frame;
    if (const auto* event = std::get_if<kt::EventKey>(&name)) {
        const kt::EventColumns& columns = *frame.index->columns();
        auto row = timeUs ? columns.find(*event, *timeUs) : std::nullopt;
        if (!row)
            row = columns.find(*event);
        const bool isOnAxis = row && (m_timeKey == kt::TimeKey::RecordedAt || columns.hasTime(*row));
        return isOnAxis ? TimelineItem(EventItem{*row}) : TimelineItem();
    }
    const auto* wanted = std::get_if<kt::OverlayName>(&name);
    if (!wanted)
        return {};
    for (std::uint32_t i = 0; i < frame.overlay->bars.size(); ++i) {
        if (frame.overlay->bars[i].kind == wanted->kind && frame.overlay->bars[i].id == wanted->id)
            return BarItem{i};
    }
    for (std::uint32_t i = 0; i < frame.overlay->marks.size(); ++i) {
        if (frame.overlay->marks[i].kind == wanted->kind && frame.overlay->marks[i].id == wanted->id)
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
    findArrows();
    outdate();
    announce();
    const kt::ItemName name = nameOf(m_selected);
    if (const auto* event = std::get_if<kt::EventKey>(&name))
        Q_EMIT eventSelected(event->batchSeq, event->leaf);
    else if (const auto* overlayItem = std::get_if<kt::OverlayName>(&name))
        Q_EMIT overlayItemSelected(overlayItem->kind, overlayItem->id);
    else if (hadSelection)
        Q_EMIT selectionCleared();
}

void TimelineView::selectEvent(quint64 batchSeq, quint32 leaf)
{
    selectNamed(kt::EventKey{batchSeq, leaf});
}

void TimelineView::selectOverlayItem(kt::OverlayKind kind, const QString& id)
{
    selectNamed(kt::OverlayName{kind, id});
}

void TimelineView::selectNamed(const kt::ItemName& name)
{
    m_wanted = name;
    m_selected = find(name);
    m_focused = m_selected;
    if (const auto at = m_scene.timeOf(m_selected)) {
        m_focusLane = m_scene.laneOf(m_selected).value_or(m_focusLane);
        setAxis(m_scene.axis.showing(*at));
    }
    findArrows();
    outdate();
}

void TimelineView::setCausality(std::shared_ptr<const kt::CausalGraph> graph)
{
    m_arrows.setGraph(std::move(graph));
    findArrows();
    update();
}

void TimelineView::findArrows()
{
    const kt::ItemName selected = isNothing(m_selected) ? m_wanted : nameOf(m_selected);
    m_arrows.select(selected, [this](const kt::CausalNode& node) {
        return find(node.name, node.at ? std::optional(node.at->us) : std::nullopt);
    });
}

void TimelineView::clearSelection()
{
    m_wanted = {};
    m_selected = {};
    findArrows();
    update();
}

} // namespace keyturn::ui::timeline

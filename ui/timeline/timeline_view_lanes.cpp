// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeline_view.h"

#include <QContextMenuEvent>
#include <QMenu>

#include <algorithm>

namespace keyturn::ui::timeline {

namespace kt = keyturn::timeline;

void TimelineView::rearrange(const kt::LaneLayout& layout)
{
    if (layout == m_layout)
        return;
    setLaneLayout(layout);
    Q_EMIT laneLayoutChanged(m_layout);
}

void TimelineView::dragLane(int y)
{
    const kt::LanePlace* over = m_scene.placeAt(y);
    const kt::LanePlace* dragged = m_scene.placeOf(*m_press->lane);
    // Places are those of the frame shown: they count once it is of the layout that is.
    if (!over || !dragged || over->id == dragged->id || !isSettled())
        return;
    // Only where the lane would come to lie under the pointer: else it would go to and fro.
    const int overBottomPx = over->topPx + over->heightPx;
    if (over->topPx > dragged->topPx ? y < m_scene.yOf(overBottomPx - dragged->heightPx)
                                     : y >= m_scene.yOf(over->topPx + dragged->heightPx))
        return;
    const std::vector<kt::LaneId> shown = m_layout.shown();
    const auto placeOf = [&shown](kt::LaneId lane) {
        return std::find(shown.begin(), shown.end(), lane) - shown.begin();
    };
    kt::LaneLayout layout = m_layout;
    layout.moveShown(*m_press->lane, static_cast<int>(placeOf(over->id) - placeOf(*m_press->lane)));
    rearrange(layout);
}

void TimelineView::moveFocusLane(int step)
{
    kt::LaneLayout layout = m_layout;
    if (layout.moveShown(m_focusLane.id, step))
        rearrange(layout);
}

void TimelineView::toggleCollapsed(kt::LaneId lane)
{
    kt::LaneLayout layout = m_layout;
    if (layout.collapsed.contains(lane))
        layout.collapsed.remove(lane);
    else
        layout.collapsed.add(lane);
    rearrange(layout);
}

void TimelineView::contextMenuEvent(QContextMenuEvent* event)
{
    const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
    const kt::LanePlace* place = isByKey ? m_scene.placeOf(m_focusLane) : m_scene.placeAt(event->pos().y());
    if (!place || (!isByKey && !m_scene.headers.contains(event->pos()))) {
        event->ignore();
        return;
    }
    const QRect strip = m_scene.stripOf(*place) & m_scene.headers;
    showLaneMenu(place->id, isByKey ? mapToGlobal(strip.bottomLeft()) : event->globalPos());
}

QString TimelineView::splitText(kt::SplitBy by)
{
    switch (by) {
    case kt::SplitBy::Nothing:
        return tr("Not split");
    case kt::SplitBy::SourceKind:
        return tr("Split by kind of source");
    case kt::SplitBy::Source:
        return tr("Split by source");
    case kt::SplitBy::Jurisdiction:
        return tr("Split by jurisdiction");
    case kt::SplitBy::Authority:
        return tr("Split by authority");
    case kt::SplitBy::Model:
        return tr("Split by model");
    case kt::SplitBy::Region:
        return tr("Split by region");
    case kt::SplitBy::Tier:
        return tr("Split by tier");
    }
    return {};
}

void TimelineView::showLaneMenu(kt::LaneId lane, const QPoint& globalPosition)
{
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("laneMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto change = [this](const auto& edit) {
        kt::LaneLayout layout = m_layout;
        edit(layout);
        rearrange(layout);
    };
    const bool isCollapsed = m_layout.collapsed.contains(lane);
    menu->addAction(isCollapsed ? tr("Expand lane") : tr("Collapse lane"), this,
                    [this, lane] { toggleCollapsed(lane); });
    menu->addAction(tr("Hide lane"), this,
                    [change, lane] { change([lane](kt::LaneLayout& layout) { layout.hidden.add(lane); }); });
    for (const auto& [text, step] : {std::pair(tr("Move up"), -1), std::pair(tr("Move down"), 1)}) {
        kt::LaneLayout moved = m_layout;
        QAction* action = menu->addAction(text, this, [change, lane, step = step] {
            change([lane, step](kt::LaneLayout& layout) { layout.moveShown(lane, step); });
        });
        action->setEnabled(moved.moveShown(lane, step));
    }
    if (const auto ways = kt::splitsOf(lane); !ways.empty()) {
        menu->addSeparator();
        const auto offer = [&](kt::SplitBy by) {
            QAction* action = menu->addAction(splitText(by), this, [change, lane, by] {
                change([lane, by](kt::LaneLayout& layout) { layout.split(lane, by); });
            });
            action->setCheckable(true);
            action->setChecked(m_layout.splitOf(lane) == by);
        };
        offer(kt::SplitBy::Nothing);
        for (const kt::SplitBy by : ways)
            offer(by);
    }
    menu->addSeparator();
    QAction* all = menu->addAction(tr("Show all lanes"), this,
                                   [change] { change([](kt::LaneLayout& layout) { layout.hidden = {}; }); });
    all->setEnabled(m_layout.hidden != kt::LaneSet{});
    menu->popup(globalPosition);
}

} // namespace keyturn::ui::timeline

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/lanes_menu.h"

#include "models/items/saved_views.h"
#include "ui/timeline/timeline_view.h"

#include <QMenu>
#include <QSettings>

namespace keyturn::ui::review {

namespace kt = keyturn::timeline;

namespace {

kt::LaneId laneOf(const QAction* action)
{
    return static_cast<kt::LaneId>(action->data().toInt());
}

QString lanesKey(const base::Digest& log)
{
    return QStringLiteral("lanes/") + log.hex();
}

} // namespace

LanesMenu::LanesMenu(service::Session& session, timeline::TimelineView* view, QWidget* parent)
    : QToolButton(parent), m_session(session), m_view(view), m_menu(new QMenu(this))
{
    setText(tr("Lanes"));
    setObjectName(QStringLiteral("lanes"));
    setPopupMode(QToolButton::InstantPopup);
    setFocusPolicy(Qt::StrongFocus);
    for (const kt::LaneSpec& lane : kt::laneSpecs()) {
        QAction* shown = m_menu->addAction(kt::laneTitle(lane.id));
        shown->setCheckable(true);
        shown->setChecked(true);
        shown->setData(static_cast<int>(lane.id));
        connect(shown, &QAction::toggled, this, &LanesMenu::turn);
    }
    setMenu(m_menu);
    connect(view, &timeline::TimelineView::laneLayoutChanged, this, [this] {
        tick();
        keep();
        Q_EMIT changed();
    });
}

void LanesMenu::restore()
{
    const auto& snapshot = m_session.liveSnapshot();
    if (!snapshot || m_log == snapshot->log)
        return;
    m_log = snapshot->log;
    m_view->setLaneLayout(items::layoutOfKept(QSettings().value(lanesKey(*m_log)).toStringList()));
    tick();
}

void LanesMenu::take(const kt::LaneLayout& layout)
{
    m_view->setLaneLayout(layout);
    tick();
    keep();
}

kt::LaneSet LanesMenu::shown() const
{
    kt::LaneSet lanes;
    for (const QAction* action : m_menu->actions()) {
        if (action->isChecked())
            lanes.add(laneOf(action));
    }
    return lanes;
}

void LanesMenu::tick()
{
    for (QAction* action : m_menu->actions()) {
        const QSignalBlocker blocker(action);
        action->setChecked(!m_view->laneLayout().hidden.contains(laneOf(action)));
    }
}

void LanesMenu::turn()
{
    kt::LaneLayout layout = m_view->laneLayout();
    layout.hidden = {};
    for (const QAction* action : m_menu->actions()) {
        if (!action->isChecked())
            layout.hidden.add(laneOf(action));
    }
    m_view->setLaneLayout(layout);
    keep();
    Q_EMIT changed();
}

void LanesMenu::keep()
{
    if (m_log)
        QSettings().setValue(lanesKey(*m_log), items::keptLanes(m_view->laneLayout()));
}

} // namespace keyturn::ui::review

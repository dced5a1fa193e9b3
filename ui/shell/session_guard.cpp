// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/session_guard.h"

#include "ui/shell/screen_lock_watch.h"

#include <QActionGroup>
#include <QApplication>
#include <QEvent>
#include <QMenu>
#include <QSettings>

#include <algorithm>
#include <vector>

namespace keyturn::ui::shell {

namespace {

/// Offered; the settings file may name any number from 1 to 60.
constexpr int kOfferedMinutes[] = {1, 5, 15, 30, 60};

QString idleLimitKey()
{
    return QStringLiteral("lockAfterMinutes");
}

} // namespace

SessionGuard::SessionGuard(service::Session& session, QObject* parent)
    : QObject(parent), m_session(session), m_screen(new ScreenLockWatch(BusAddresses::ofThisLogin(), this))
{
    bool isNumber = false;
    const int minutes = QSettings().value(idleLimitKey()).toInt(&isNumber);
    m_session.setIdleLimit(isNumber ? std::chrono::minutes(minutes) : service::IdleLock::kUsualLimit);
    connect(m_screen, &ScreenLockWatch::screenLocking, &m_session, &service::Session::lock);
    qApp->installEventFilter(this);
}

QMenu* SessionGuard::limitMenu(QWidget* parent)
{
    const auto current = static_cast<int>(m_session.idleLimit().count());
    std::vector<int> offered(std::begin(kOfferedMinutes), std::end(kOfferedMinutes));
    if (std::find(offered.begin(), offered.end(), current) == offered.end())
        offered.insert(std::upper_bound(offered.begin(), offered.end(), current), current);
    auto* menu = new QMenu(tr("Lock when not used for"), parent);
    menu->setObjectName(QStringLiteral("lockAfter"));
    auto* group = new QActionGroup(menu);
    for (const int minutes : offered) {
        QAction* choice = group->addAction(tr("%n min", nullptr, minutes));
        choice->setObjectName(QStringLiteral("lockAfter:%1").arg(minutes));
        choice->setCheckable(true);
        choice->setChecked(minutes == current);
        connect(choice, &QAction::triggered, this, [this, minutes] {
            QSettings().setValue(idleLimitKey(), minutes);
            m_session.setIdleLimit(std::chrono::minutes(minutes));
        });
    }
    menu->addActions(group->actions());
    return menu;
}

bool SessionGuard::eventFilter(QObject* watched, QEvent* event)
{
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::MouseButtonPress:
    case QEvent::Wheel:
    case QEvent::TouchBegin:
    case QEvent::TabletPress:
        m_session.noteActivity();
        break;
    default: // The pointer's movements alone: a table that is bumped into is no use of the console.
        break;
    }
    return QObject::eventFilter(watched, event);
}

} // namespace keyturn::ui::shell

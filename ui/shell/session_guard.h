// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/session.h"

#include <QObject>

class QMenu;
class QWidget;

namespace keyturn::ui::shell {

class ScreenLockWatch;

/// Locks the session once its person has gone: tells it of every key, click and turn of the wheel, locks it
/// when the platform locks the screen or sleeps, and keeps the setting of how long the console may be left.
class SessionGuard final : public QObject
{
    Q_OBJECT
public:
    SessionGuard(service::Session& session, QObject* parent);
    /// How long the console may be left, to choose from; belongs to @p parent.
    [[nodiscard]] QMenu* limitMenu(QWidget* parent);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    service::Session& m_session;
    ScreenLockWatch* m_screen;
};

} // namespace keyturn::ui::shell

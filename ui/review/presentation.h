// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/session.h"

#include <QFont>
#include <QTimer>
#include <QWidget>

class QLabel;
class QShortcut;

namespace keyturn::ui::timeline {
class TimelineView;
}

namespace keyturn::ui::review {

/// The timeline for a room: large type, a clock, what is in view in words, and the axis moving on so that the
/// present stays at nine tenths of it. The owner hides everything else.
class Presentation final : public QWidget
{
    Q_OBJECT
public:
    Presentation(service::Session& session, timeline::TimelineView* view, QWidget* parent);
    void begin();
    void end();
    [[nodiscard]] bool isOn() const { return m_isOn; }
    /// Moves the axis on, and tells the time; by itself every second.
    void follow();

Q_SIGNALS:
    /// Somebody wants to leave it.
    void leaveRequested();

private:
    service::Session& m_session;
    timeline::TimelineView* m_view;
    QLabel* m_clock;
    QLabel* m_summary;
    QShortcut* m_escape;
    QTimer m_tick;
    QFont m_usualFont; ///< The view's, before.
    bool m_isOn = false;
};

} // namespace keyturn::ui::review

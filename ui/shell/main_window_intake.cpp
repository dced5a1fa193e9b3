// SPDX-License-Identifier: GPL-3.0-or-later
// What came in, and the way from there to the timeline.
#include "ui/review/timeline_page.h"
#include "ui/shell/health_bar.h"
#include "ui/shell/intake_history.h"
#include "ui/shell/main_window.h"

namespace keyturn::ui::shell {

void MainWindow::showIntakeHistory()
{
    if (!m_session.isOpen())
        return;
    if (!m_history) {
        m_history = new IntakeHistory(m_session, this);
        connect(m_history, &IntakeHistory::said, m_health, &HealthBar::say);
        connect(m_history, &IntakeHistory::eventsRequested, this, &MainWindow::showEventsOf);
    }
    m_history->refresh(viewState());
    m_history->show();
    m_history->raise();
    m_history->activateWindow();
}

void MainWindow::showEventsOf(quint64 entry)
{
    const state::BatchState* batch = m_session.snapshot()->batch(entry);
    auto* timeline = qobject_cast<review::TimelinePage*>(page(View::Timeline));
    if (!batch || !timeline)
        return;
    showView(View::Timeline);
    timeline->showOnlyImport(*batch);
    if (m_history)
        m_history->close();
}

} // namespace keyturn::ui::shell

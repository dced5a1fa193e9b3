// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/session.h"
#include "ui/common/page.h"
#include "ui/shell/nav_rail.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <array>
#include <optional>

class QStackedWidget;

namespace keyturn::ui::decide {
class DecisionFlow;
}

namespace keyturn::ui::shell {

class Actions;
class AlarmBanner;
class CourierFlow;
class HeaderBar;
class HealthBar;
class IntakeHistory;
class RewindBanner;
class SessionGuard;
class StartPage;

/// How the window starts.
struct WindowOptions
{
    View view = View::Decide;
    QString panel; ///< Below the timeline, as review::TimelinePage::showPanel() takes it; empty: none.
    std::optional<domain::MemberId> member; ///< Who looks, before anybody signs in.
    std::optional<domain::IncidentId> incident;
    std::optional<base::UtcTime> knownAt;
};

/// The console's window: navigation, header, one page at a time, the ledger's health. Pages are made when
/// first shown.
class MainWindow final : public QWidget
{
    Q_OBJECT
public:
    MainWindow(const service::OpenOptions& options, const WindowOptions& window, QWidget* parent = nullptr);
    ~MainWindow() override;

    void open(const QString& location);
    void showView(View view);
    [[nodiscard]] View view() const { return m_view; }
    [[nodiscard]] service::Session& session() { return m_session; }
    /// Everything that the page shows has come in, and the ledger has been verified or found wanting.
    [[nodiscard]] bool isSettled() const;

Q_SIGNALS:
    void settled();
    void openFailed(const QString& sentence);

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    void connectSession();
    void connectActions();
    [[nodiscard]] common::Page* page(View view);
    [[nodiscard]] common::Page* makePage(View view);
    [[nodiscard]] common::ViewState viewState() const;
    /// Who looks: whoever is signed in or was until the lock, else the one named at the start.
    [[nodiscard]] std::optional<domain::MemberId> viewer() const;
    void refresh();
    void refreshHeader();
    void refreshCounts();
    void setIncident(const QString& id);
    void signIn();
    void showHealth();
    void refreshAlarm(const items::Viewer& viewer);
    /// The open proposal to leave the head in the way behind; null where there is none.
    [[nodiscard]] const state::ProposalState* leavingProposal() const;
    /// Proposes to leave the head in the way behind, or shows the proposal to do so.
    void leaveHead();
    void checkSettled();
    void setPresenting(bool isPresenting);
    void showIntakeHistory();
    /// Shows the events of one import on the timeline, by its entry.
    void showEventsOf(quint64 entry);
    void nameWindow();

    WindowOptions m_options;
    service::Session m_session;
    SessionGuard* m_guard;
    View m_view;
    std::optional<domain::IncidentId> m_incident;
    QString m_opening;
    Actions* m_actions;
    decide::DecisionFlow* m_flow;
    CourierFlow* m_courier;
    HeaderBar* m_header;
    RewindBanner* m_banner;
    AlarmBanner* m_alarm;
    NavRail* m_rail;
    QStackedWidget* m_stack;
    StartPage* m_start;
    HealthBar* m_health;
    QPointer<IntakeHistory> m_history; ///< While it is open.
    std::array<common::Page*, kViewCount> m_pages{};
    QTimer m_minute; ///< Deadlines are told anew.
    bool m_knownAtPending = false;
    bool m_wasFullScreen = false; ///< Before a presentation.
};

} // namespace keyturn::ui::shell

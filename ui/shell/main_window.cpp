// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/main_window.h"

#include "models/items/tables.h"
#include "ui/access/access_page.h"
#include "ui/common/icons.h"
#include "ui/decide/decide_page.h"
#include "ui/decide/decision_flow.h"
#include "ui/people/people_page.h"
#include "ui/regulatory/request_dialogs.h"
#include "ui/regulatory/requests_page.h"
#include "ui/report/report_page.h"
#include "ui/review/timeline_page.h"
#include "ui/shell/actions.h"
#include "ui/shell/alarm_banner.h"
#include "ui/shell/courier_flow.h"
#include "ui/shell/entry_dialogs.h"
#include "ui/shell/header_bar.h"
#include "ui/shell/health_bar.h"
#include "ui/shell/intake_history.h"
#include "ui/shell/session_guard.h"
#include "ui/shell/sign_in_dialog.h"
#include "ui/shell/start_page.h"

#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QMenu>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace keyturn::ui::shell {

namespace {

/// "In 3 h 12 min" is told to the minute.
constexpr int kTickMs = 20'000;

} // namespace

MainWindow::MainWindow(const service::OpenOptions& options, const WindowOptions& window, QWidget* parent)
    : QWidget(parent), m_options(window), m_session(options), m_guard(new SessionGuard(m_session, this)),
      m_view(window.view), m_incident(window.incident), m_actions(new Actions(this)),
      m_flow(new decide::DecisionFlow(m_session, this)),
      m_courier(new CourierFlow(m_session, options.clock, this))
{
    setObjectName(QStringLiteral("mainWindow"));
    setAccessibleName(tr("Keyturn"));
    build();
    connectSession();
    connectActions();
    m_minute.setInterval(kTickMs);
    connect(&m_minute, &QTimer::timeout, this, &MainWindow::refresh);
    m_minute.start();
    refresh();
}

MainWindow::~MainWindow() = default;

void MainWindow::build()
{
    auto* add = new QMenu(this);
    for (const ActionId id : {ActionId::Propose, ActionId::BreakGlass, ActionId::EnterSignal,
                              ActionId::Import, ActionId::OpenIncident, ActionId::EnterRequest})
        add->addAction(m_actions->at(id));
    add->addSeparator();
    add->addAction(m_actions->at(ActionId::IntakeHistory));
    add->addSeparator();
    add->addAction(m_actions->at(ActionId::SignDecisionFile));
    add->addAction(m_actions->at(ActionId::TakeInDecision));
    add->addSeparator();
    add->addAction(m_actions->at(ActionId::Verify));
    add->addAction(m_actions->at(ActionId::LeaveHead));
    add->addAction(m_actions->at(ActionId::OpenWorkspace));
    add->setToolTipsVisible(true);
    auto* person = new QMenu(this);
    person->addAction(m_actions->at(ActionId::Lock));
    person->addMenu(m_guard->limitMenu(person));
    person->addSeparator();
    person->addAction(m_actions->at(ActionId::SignOut));

    m_header = new HeaderBar(add, person, this);
    m_banner = new RewindBanner(this);
    m_banner->hide();
    m_alarm = new AlarmBanner(this);
    m_alarm->hide();
    m_rail = new NavRail(this);
    m_stack = new QStackedWidget(this);
    m_start = new StartPage(this);
    m_stack->addWidget(m_start);
    m_health = new HealthBar(this);
    auto* middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(m_rail);
    middle->addWidget(m_stack, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_alarm);
    layout->addWidget(m_banner);
    layout->addLayout(middle, 1);
    layout->addWidget(m_health);
    for (QWidget* part : std::initializer_list<QWidget*>{m_header, m_rail, m_health})
        part->hide();
    for (int i = 0; i < kViewCount; ++i) {
        auto* shortcut = new QShortcut(QKeySequence(Qt::CTRL | (Qt::Key_1 + i)), this);
        connect(shortcut, &QShortcut::activated, this, [this, i] { showView(static_cast<View>(i)); });
    }
    connect(m_rail, &NavRail::chosen, this, &MainWindow::showView);
    connect(m_header, &HeaderBar::incidentChosen, this, &MainWindow::setIncident);
    connect(m_header, &HeaderBar::knownAtChosen, this,
            [this](base::UtcTime time) { m_session.setKnownAt(time); });
    connect(m_header, &HeaderBar::nowChosen, this, [this] { m_session.setKnownAt(std::nullopt); });
    connect(m_header, &HeaderBar::signInRequested, this, &MainWindow::signIn);
    connect(m_header, &HeaderBar::stayRequested, this, [this] { m_session.noteActivity(); });
    connect(m_banner, &RewindBanner::returnRequested, this, [this] { m_session.setKnownAt(std::nullopt); });
    connect(m_alarm, &AlarmBanner::wayOnRequested, this, &MainWindow::leaveHead);
    connect(m_start, &StartPage::openRequested, this, &MainWindow::open);
    connect(m_health, &HealthBar::cancelRequested, this, [this] { m_session.cancelWork(); });
    connect(m_flow, &decide::DecisionFlow::said, m_health, &HealthBar::say);
    connect(m_start, &StartPage::signFileRequested, m_courier, &CourierFlow::chooseToSign);
    connect(m_courier, &CourierFlow::said, m_health, &HealthBar::say);
    nameWindow();
}

void MainWindow::connectSession()
{
    connect(&m_session, &service::Session::opened, this, [this] {
        StartPage::remember(m_session.location());
        for (QWidget* part : std::initializer_list<QWidget*>{m_header, m_rail, m_health})
            part->show();
        if (m_options.knownAt) {
            m_knownAtPending = true;
            m_session.setKnownAt(m_options.knownAt);
        }
        showView(m_view);
        nameWindow();
    });
    connect(&m_session, &service::Session::openFailed, this, [this](const QString& sentence) {
        m_start->showFailure(m_opening, sentence);
        Q_EMIT openFailed(sentence);
    });
    connect(&m_session, &service::Session::snapshotChanged, this, [this] {
        m_knownAtPending = false;
        refresh();
    });
    for (const auto signal : {&service::Session::columnsChanged, &service::Session::signedInChanged,
                              &service::Session::knownAtChanged})
        connect(&m_session, signal, this, &MainWindow::refresh);
    connect(&m_session, &service::Session::locksInChanged, this,
            [this] { m_header->setLocksIn(m_session.locksIn()); });
    connect(&m_session, &service::Session::healthChanged, this, &MainWindow::showHealth);
    connect(&m_session, &service::Session::progress, m_health, &HealthBar::setProgress);
    connect(&m_session, &service::Session::workFinished, m_health, &HealthBar::clearProgress);
    connect(&m_session, &service::Session::indexingFailed, this, [this](const QString& sentence) {
        m_health->say(tr("The word index could not be kept: %1 Searches find the same, only more slowly.",
                         "%1: a whole sentence")
                          .arg(sentence));
    });
}

void MainWindow::connectActions()
{
    const auto on = [this](ActionId id, auto run) {
        connect(m_actions->at(id), &QAction::triggered, this, run);
    };
    on(ActionId::Propose, [this] { m_flow->propose(m_incident); });
    on(ActionId::BreakGlass, [this] { m_flow->breakGlass(m_incident); });
    const auto onDecidePage = [this](void (decide::DecidePage::*act)()) {
        return [this, act] {
            if (m_session.isOpen() && m_view == View::Decide)
                (qobject_cast<decide::DecidePage*>(page(View::Decide))->*act)();
        };
    };
    on(ActionId::ApproveChosen, onDecidePage(&decide::DecidePage::approveChosen));
    on(ActionId::RefuseChosen, onDecidePage(&decide::DecidePage::refuseChosen));
    on(ActionId::AskAboutChosen, onDecidePage(&decide::DecidePage::askAboutChosen));
    on(ActionId::EnterSignal, [this] {
        const auto* timeline = qobject_cast<review::TimelinePage*>(page(View::Timeline));
        signalDialog(m_session, m_incident, timeline ? timeline->chosen() : std::nullopt, this)->open();
    });
    on(ActionId::Import, [this] { importDialog(m_session, m_incident, this)->open(); });
    on(ActionId::IntakeHistory, [this] { showIntakeHistory(); });
    on(ActionId::OpenIncident, [this] { incidentDialog(m_session, this)->open(); });
    on(ActionId::EnterRequest, [this] { regulatory::newRequestDialog(m_session, m_incident, this)->open(); });
    on(ActionId::SignIn, [this] { signIn(); });
    on(ActionId::Lock, [this] { m_session.lock(); });
    on(ActionId::SignOut, [this] { m_session.signOut(); });
    on(ActionId::ReturnToNow, [this] { m_session.setKnownAt(std::nullopt); });
    on(ActionId::Verify, [this] { m_session.verify(); });
    on(ActionId::LeaveHead, [this] { leaveHead(); });
    on(ActionId::SignDecisionFile, [this] { m_courier->chooseToSign(); });
    on(ActionId::TakeInDecision, [this] { m_courier->chooseToTakeIn(); });
    on(ActionId::OpenWorkspace, [this] {
        auto* dialog = new QFileDialog(this, tr("Open a workspace"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::open);
        dialog->open();
    });
    on(ActionId::Quit, [this] { close(); });
}

void MainWindow::open(const QString& location)
{
    m_opening = location;
    m_start->showOpening(location);
    m_session.open(location);
}

common::Page* MainWindow::makePage(View view)
{
    switch (view) {
    case View::Decide: {
        auto* made = new decide::DecidePage(m_session, this);
        connect(made, &decide::DecidePage::approveRequested, m_flow, &decide::DecisionFlow::approve);
        connect(made, &decide::DecidePage::refuseRequested, m_flow, &decide::DecisionFlow::refuse);
        connect(made, &decide::DecidePage::withdrawRequested, m_flow, &decide::DecisionFlow::withdraw);
        connect(made, &decide::DecidePage::askRequested, m_flow, &decide::DecisionFlow::ask);
        connect(made, &decide::DecidePage::detailsRequested, m_flow, &decide::DecisionFlow::showDetails);
        connect(made, &decide::DecidePage::confirmGateRequested, m_flow, &decide::DecisionFlow::confirmGate);
        connect(made, &decide::DecidePage::waiveGateRequested, m_flow, &decide::DecisionFlow::waiveGate);
        const auto lift = [this](const domain::ChangeId& change) { m_flow->lift(change, m_incident); };
        const auto part = [this](const domain::ChangeId& change) { m_flow->liftInPart(change, m_incident); };
        connect(made, &decide::DecidePage::liftRequested, this, lift);
        connect(made, &decide::DecidePage::liftInPartRequested, this, part);
        connect(made, &decide::DecidePage::proposeRequested, this, [this] { m_flow->propose(m_incident); });
        connect(made, &decide::DecidePage::breakGlassRequested, this,
                [this] { m_flow->breakGlass(m_incident); });
        return made;
    }
    case View::Timeline: {
        auto* made = new review::TimelinePage(m_session, this);
        connect(made, &review::TimelinePage::presentingChanged, this, &MainWindow::setPresenting);
        if (!m_options.panel.isEmpty())
            made->showPanel(m_options.panel);
        return made;
    }
    case View::Requests:
        return new regulatory::RequestsPage(m_session, this);
    case View::Access: {
        auto* made = new access::AccessPage(m_session, this);
        connect(made, &access::AccessPage::liftRequested, this,
                [this](const domain::ChangeId& change) { m_flow->lift(change, m_incident); });
        connect(made, &access::AccessPage::liftInPartRequested, this,
                [this](const domain::ChangeId& change) { m_flow->liftInPart(change, m_incident); });
        return made;
    }
    case View::People: {
        auto* made = new people::PeoplePage(m_session, this);
        connect(made, &people::PeoplePage::prepared, m_flow, &decide::DecisionFlow::signProposal);
        return made;
    }
    case View::Reports:
        return new report::ReportPage(m_session, this);
    }
    return nullptr;
}

common::Page* MainWindow::page(View view)
{
    common::Page*& slot = m_pages[static_cast<std::size_t>(view)];
    if (!slot) {
        slot = makePage(view);
        m_stack->addWidget(slot);
        connect(slot, &common::Page::said, m_health, &HealthBar::say);
        connect(slot, &common::Page::settled, this, &MainWindow::checkSettled);
    }
    return slot;
}

void MainWindow::showView(View view)
{
    m_view = view;
    m_rail->setCurrent(view);
    if (!m_session.isOpen())
        return;
    m_stack->setCurrentWidget(page(view));
    refresh();
}

std::optional<domain::MemberId> MainWindow::viewer() const
{
    if (m_session.signedIn())
        return m_session.signedIn()->member;
    return m_session.lockedOut() ? m_session.lockedOut() : m_options.member;
}

common::ViewState MainWindow::viewState() const
{
    common::ViewState state;
    state.viewer.member = viewer();
    state.viewer.isRewound = m_session.knownAt().has_value();
    const service::Health& health = m_session.health();
    if (!health.problems.empty())
        state.viewer.readOnlyReason = tr("This workspace is frozen; the bar at the top says why");
    else if (health.readOnly)
        state.viewer.readOnlyReason =
            tr("This workspace is open for reading only: %1").arg(health.readOnlyReason);
    state.viewer.mayLeaveHead = health.takesLeavingAHead();
    state.incident = m_incident;
    state.now = m_session.now();
    return state;
}

void MainWindow::refresh()
{
    const common::ViewState state = viewState();
    m_actions->update(m_session, state.viewer);
    if (!m_session.isOpen() || !m_session.snapshot())
        return;
    m_flow->setMember(state.viewer.member);
    m_banner->setVisible(m_session.knownAt().has_value());
    if (m_session.knownAt())
        m_banner->setTime(*m_session.knownAt());
    refreshHeader();
    refreshCounts();
    refreshAlarm(state.viewer);
    if (auto* shown = qobject_cast<common::Page*>(m_stack->currentWidget()))
        shown->refresh(state);
    if (m_history)
        m_history->refresh(state);
    checkSettled();
}

void MainWindow::refreshHeader()
{
    const auto& snapshot = *m_session.snapshot();
    HeaderState header;
    header.organisation = snapshot.charter.organisation;
    header.isDemo = snapshot.charter.demo;
    header.incidents = items::incidentChoices(snapshot);
    header.incident = m_incident ? m_incident->value() : QString();
    header.now = m_session.now();
    header.isRewound = m_session.knownAt().has_value();
    if (m_session.signedIn())
        header.signedIn = snapshot.display(m_session.signedIn()->member);
    else if (m_session.lockedOut())
        header.lockedOut = snapshot.display(*m_session.lockedOut());
    else if (m_options.member)
        header.actingAs = snapshot.display(*m_options.member);
    m_header->setState(header);
}

void MainWindow::refreshCounts()
{
    const auto counts = items::pressing(*m_session.snapshot(), m_session.now());
    m_rail->setCount(View::Decide, counts.openProposals,
                     tr("%n open proposals", nullptr, counts.openProposals));
    m_rail->setCount(View::Requests, counts.overdueRequests,
                     tr("%n overdue requests", nullptr, counts.overdueRequests));
}

void MainWindow::setIncident(const QString& id)
{
    m_incident = id.isEmpty() ? std::nullopt : std::optional(domain::IncidentId(id));
    refresh();
}

void MainWindow::signIn()
{
    if (!m_session.isOpen())
        return;
    (new SignInDialog(m_session, viewer(), this))->open();
}

bool MainWindow::isSettled() const
{
    const auto* shown = qobject_cast<const common::Page*>(m_stack->currentWidget());
    const service::Health& health = m_session.health();
    return m_session.isOpen() && shown && !m_knownAtPending && m_session.columns() && shown->isSettled() &&
           (health.fullyVerified || !health.problems.empty());
}

void MainWindow::checkSettled()
{
    if (isSettled())
        Q_EMIT settled();
}

void MainWindow::nameWindow()
{
    const QString file = QFileInfo(m_session.location()).fileName();
    setWindowTitle(file.isEmpty() ? tr("Keyturn") : tr("%1 – Keyturn").arg(file));
}

void MainWindow::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        refresh();
}

} // namespace keyturn::ui::shell

// SPDX-License-Identifier: GPL-3.0-or-later
// What the window says of the ledger's soundness, and the way on from a frozen workspace.

#include "ui/decide/decide_page.h"
#include "ui/decide/decision_flow.h"
#include "ui/shell/actions.h"
#include "ui/shell/alarm_banner.h"
#include "ui/shell/health_bar.h"
#include "ui/shell/main_window.h"

namespace keyturn::ui::shell {

void MainWindow::showHealth()
{
    m_health->setHealth(m_session.health());
    refresh();
}

void MainWindow::refreshAlarm(const items::Viewer& viewer)
{
    const service::Health& health = m_session.health();
    m_alarm->setVisible(!health.problems.empty());
    if (health.problems.empty())
        return;
    const state::ProposalState* leaving = leavingProposal();
    QString detail = wordsOf(health).detail;
    if (leaving)
        detail += u'\n' + tr("%1 has proposed to continue from this copy; the card of the decision says who "
                             "has to sign.")
                              .arg(m_session.liveSnapshot()->display(leaving->origin.member));
    m_alarm->setText(health.rivalHead ? tr("This workspace is frozen: what is shown here may be out of date.")
                                      : tr("This ledger is not sound: do not rely on what is shown here."),
                     detail);
    const QString text = leaving ? tr("Show the decision") : m_actions->at(ActionId::LeaveHead)->text();
    m_alarm->setWayOn({text,
                       leaving ? QString() : items::whyMayNotLeaveHead(*m_session.liveSnapshot(), viewer),
                       health.rivalHead.has_value()});
}

const state::ProposalState* MainWindow::leavingProposal() const
{
    const auto& rival = m_session.health().rivalHead;
    return rival ? items::openLeaving(*m_session.liveSnapshot(), m_session.now(), *rival) : nullptr;
}

void MainWindow::leaveHead()
{
    const state::ProposalState* leaving = leavingProposal();
    if (!leaving) {
        m_flow->leaveHead();
        return;
    }
    m_session.setKnownAt(std::nullopt);
    showView(View::Decide);
    qobject_cast<decide::DecidePage*>(page(View::Decide))->showCard(leaving->id);
}

} // namespace keyturn::ui::shell

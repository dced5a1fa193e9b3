// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/decide/decision_flow.h"

#include "models/domain/sheet.h"
#include "ui/common/form_dialog.h"
#include "ui/common/theme.h"
#include "ui/common/when_done.h"
#include "ui/decide/details_dialog.h"
#include "ui/decide/leave_head_dialog.h"
#include "ui/decide/note_dialogs.h"
#include "ui/decide/propose_dialog.h"
#include "ui/decide/sign_dialog.h"

#include <QFormLayout>
#include <QLabel>
#include <QPlainTextEdit>

namespace keyturn::ui::decide {

DecisionFlow::DecisionFlow(service::Session& session, QWidget* window)
    : QObject(window), m_session(session), m_window(window)
{
}

QString DecisionFlow::headlineOf(const domain::ProposalId& id) const
{
    const auto* proposal = m_session.liveSnapshot()->proposal(id);
    return proposal ? domain::headline(proposal->facts) : QString();
}

bool DecisionFlow::mayBegin() const
{
    return m_member && m_session.isOpen();
}

void DecisionFlow::prepareAndSign(domain::Payload payload, const Signing& signing)
{
    common::whenDone(m_session.prepare(*m_member, std::move(payload)), this,
                     [this, signing](const base::Result<service::Prepared>& prepared) {
                         if (!prepared)
                             Q_EMIT said(prepared.error().sentence());
                         else
                             sign(*prepared, signing, m_window);
                     });
}

void DecisionFlow::sign(const service::Prepared& prepared, const Signing& signing, QWidget* parent)
{
    auto* dialog = new SignDialog(m_session, prepared, signing.title, signing.act, signing.words, parent);
    connect(dialog, &SignDialog::signedAndAppended, this, [this, done = signing.done] { Q_EMIT said(done); });
    // The proposal's own dialog goes once what it proposes is signed.
    if (auto* proposing = qobject_cast<common::FormDialog*>(parent))
        connect(dialog, &SignDialog::signedAndAppended, proposing, &QDialog::accept);
    dialog->open();
}

void DecisionFlow::approve(const domain::ProposalId& id)
{
    if (!mayBegin())
        return;
    const auto draft = service::draftApproval(*m_session.liveSnapshot(), id, std::nullopt);
    if (!draft) {
        Q_EMIT said(draft.error().sentence());
        return;
    }
    const QString what = headlineOf(id);
    if (m_session.liveSnapshot()->proposal(id)->breakGlass)
        prepareAndSign(*draft, {tr("Ratify"), tr("Ratify: %1").arg(what), tr("Signed: %1").arg(what), {}});
    else
        prepareAndSign(*draft, {tr("Approve"), tr("Approve: %1").arg(what), tr("Signed: %1").arg(what), {}});
}

void DecisionFlow::refuse(const domain::ProposalId& id)
{
    if (!mayBegin())
        return;
    const QString what = headlineOf(id);
    askReason(
        tr("Refuse: %1").arg(what), tr("Go on to sign the refusal"), [this, id, what](const QString& reason) {
            const auto draft = service::draftRefusal(*m_session.liveSnapshot(), id, reason);
            if (!draft)
                Q_EMIT said(draft.error().sentence());
            else
                prepareAndSign(*draft,
                               {tr("Refuse"), tr("Refuse: %1").arg(what), tr("Refused: %1").arg(what), {}});
        });
}

void DecisionFlow::withdraw(const domain::ProposalId& id)
{
    if (!mayBegin())
        return;
    const QString what = headlineOf(id);
    askReason(tr("Withdraw: %1").arg(what), tr("Go on to sign the withdrawal"),
              [this, id, what](const QString& reason) {
                  const auto draft = service::draftWithdrawal(*m_session.liveSnapshot(), id, reason);
                  if (!draft)
                      Q_EMIT said(draft.error().sentence());
                  else
                      prepareAndSign(
                          *draft,
                          {tr("Withdraw"), tr("Withdraw: %1").arg(what), tr("Withdrawn: %1").arg(what), {}});
              });
}

void DecisionFlow::ask(const domain::ProposalId& id)
{
    if (mayBegin())
        askDialog(m_session, id, m_window)->open();
}

void DecisionFlow::showDetails(const domain::ProposalId& id)
{
    if (m_session.isOpen())
        (new DetailsDialog(m_session, id, m_window))->open();
}

void DecisionFlow::confirmGate(const domain::GateId& gate)
{
    if (mayBegin())
        confirmGateDialog(m_session, gate, m_window)->open();
}

void DecisionFlow::waiveGate(const domain::GateId& gate)
{
    if (!mayBegin())
        return;
    const auto take = [this](const domain::GateWaived& waived, const QString& words) {
        prepareAndSign(waived, {tr("Waive a restoration gate"), tr("Waive %1").arg(waived.gate.value()),
                                tr("Waived: %1").arg(waived.gate.value()), words});
    };
    waiveGateDialog(m_session, gate, take, m_window)->open();
}

void DecisionFlow::askReason(const QString& title, const QString& act,
                             std::function<void(const QString&)> take)
{
    auto* dialog = new common::FormDialog(title, act, m_window);
    dialog->setObjectName(QStringLiteral("reasonDialog"));
    auto* reason = new QPlainTextEdit(dialog);
    reason->setObjectName(QStringLiteral("reason"));
    reason->setTabChangesFocus(true);
    reason->setMinimumHeight(12 * common::kGridPx);
    auto* label = new QLabel(tr("&Reason"), dialog);
    label->setBuddy(reason);
    dialog->form()->addRow(label, reason);
    const auto check = [dialog, reason] {
        dialog->setWhyNot(reason->toPlainText().trimmed().isEmpty()
                              ? tr("Say why: the reason is signed with it")
                              : QString());
    };
    connect(reason, &QPlainTextEdit::textChanged, dialog, check);
    check();
    connect(dialog, &common::FormDialog::actRequested, this, [dialog, reason, take = std::move(take)] {
        const QString text = reason->toPlainText().trimmed();
        dialog->accept();
        take(text);
    });
    dialog->open();
    reason->setFocus();
}

void DecisionFlow::propose(const std::optional<domain::IncidentId>& incident)
{
    openProposal({Proposing::What::Restrict, std::nullopt, incident});
}

void DecisionFlow::breakGlass(const std::optional<domain::IncidentId>& incident)
{
    openProposal({Proposing::What::BreakGlass, std::nullopt, incident});
}

void DecisionFlow::lift(const domain::ChangeId& change, const std::optional<domain::IncidentId>& incident)
{
    openProposal({Proposing::What::Lift, change, incident});
}

void DecisionFlow::liftInPart(const domain::ChangeId& change,
                              const std::optional<domain::IncidentId>& incident)
{
    openProposal({Proposing::What::LiftInPart, change, incident});
}

void DecisionFlow::leaveHead()
{
    if (!mayBegin())
        return;
    auto* dialog = new LeaveHeadDialog(m_session, *m_member, m_window);
    connect(dialog, &LeaveHeadDialog::prepared, this,
            [this, dialog](const service::Prepared& prepared) { signProposal(prepared, dialog); });
    dialog->open();
}

void DecisionFlow::openProposal(const Proposing& proposing)
{
    if (!mayBegin())
        return;
    auto* dialog = new ProposeDialog(m_session, *m_member, proposing, m_window);
    connect(dialog, &ProposeDialog::prepared, this,
            [this, dialog](const service::Prepared& prepared) { signProposal(prepared, dialog); });
    dialog->open();
}

void DecisionFlow::signProposal(const service::Prepared& prepared, common::FormDialog* from)
{
    const QString what = domain::headline(ProposeDialog::changeOf(prepared));
    if (std::holds_alternative<domain::GlassBroken>(prepared.payload))
        sign(prepared,
             {tr("Break the glass"),
              tr("Break the glass: %1").arg(what),
              tr("In force at once, to be ratified: %1").arg(what),
              {}},
             from);
    else
        sign(prepared,
             {tr("Sign the proposal"), tr("Propose: %1").arg(what), tr("Proposed: %1").arg(what), {}}, from);
}

} // namespace keyturn::ui::decide

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/session.h"
#include "ui/decide/propose_dialog.h"

#include <QObject>

#include <functional>
#include <optional>

class QWidget;

namespace keyturn::ui::common {
class FormDialog;
}

namespace keyturn::ui::decide {

/// Leads a person through a decision: reason where one is due, the sheet, the key. One dialog at a time.
class DecisionFlow final : public QObject
{
    Q_OBJECT
public:
    DecisionFlow(service::Session& session, QWidget* window);
    /// Who acts; without one nothing opens.
    void setMember(const std::optional<domain::MemberId>& member) { m_member = member; }

    void approve(const domain::ProposalId& id);
    void refuse(const domain::ProposalId& id);
    void withdraw(const domain::ProposalId& id);
    /// A question or remark, which whoever proposed it finds on the card.
    void ask(const domain::ProposalId& id);
    /// All leaks and dependents of a proposal.
    void showDetails(const domain::ProposalId& id);
    void propose(const std::optional<domain::IncidentId>& incident);
    void breakGlass(const std::optional<domain::IncidentId>& incident);
    void lift(const domain::ChangeId& change, const std::optional<domain::IncidentId>& incident);
    void liftInPart(const domain::ChangeId& change, const std::optional<domain::IncidentId>& incident);
    /// Proposes to go on without the head that keeps the workspace frozen.
    void leaveHead();
    void confirmGate(const domain::GateId& gate);
    void waiveGate(const domain::GateId& gate);
    /// Has a proposal signed that another dialog has laid out; @p from goes once it is in the ledger.
    void signProposal(const service::Prepared& prepared, common::FormDialog* from);

Q_SIGNALS:
    /// What was done, or why it could not be begun, in one sentence.
    void said(const QString& sentence);

private:
    /// What a signature is asked for.
    struct Signing
    {
        QString title;
        QString act;   ///< On the button.
        QString done;  ///< Once it is in the ledger.
        QString words; ///< What is signed, where it has no sheet.
    };
    void prepareAndSign(domain::Payload payload, const Signing& signing);
    void sign(const service::Prepared& prepared, const Signing& signing, QWidget* parent);
    void askReason(const QString& title, const QString& act, std::function<void(const QString&)> take);
    void openProposal(const Proposing& proposing);
    [[nodiscard]] bool mayBegin() const;
    [[nodiscard]] QString headlineOf(const domain::ProposalId& id) const;

    service::Session& m_session;
    QWidget* m_window;
    std::optional<domain::MemberId> m_member;
};

} // namespace keyturn::ui::decide

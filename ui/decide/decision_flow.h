// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/session.h"

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
    void propose(const std::optional<domain::IncidentId>& incident);
    void lift(const domain::ChangeId& change, const std::optional<domain::IncidentId>& incident);
    /// Has a proposal signed that another dialog has laid out; @p from goes once it is in the ledger.
    void signProposal(const service::Prepared& prepared, common::FormDialog* from);

Q_SIGNALS:
    /// What was done, or why it could not be begun, in one sentence.
    void said(const QString& sentence);

private:
    void prepareAndSign(domain::Payload payload, const QString& title, const QString& act,
                        const QString& done);
    void sign(const service::Prepared& prepared, const QString& title, const QString& act,
              const QString& done, QWidget* parent);
    void askReason(const QString& title, const QString& act, std::function<void(const QString&)> take);
    void openProposal(const std::optional<domain::IncidentId>& incident,
                      const std::optional<domain::ChangeId>& lifts);
    [[nodiscard]] QString headlineOf(const domain::ProposalId& id) const;

    service::Session& m_session;
    QWidget* m_window;
    std::optional<domain::MemberId> m_member;
};

} // namespace keyturn::ui::decide

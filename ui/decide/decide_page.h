// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/page.h"
#include "ui/common/widgets.h"

#include <vector>

class QScrollArea;
class QVBoxLayout;

namespace keyturn::ui::decide {

class DecisionCardWidget;

/// The executive's home: what needs you, what waits for others, what was decided.
class DecidePage final : public common::Page
{
    Q_OBJECT
public:
    explicit DecidePage(service::Session& session, QWidget* parent = nullptr);
    void refresh(const common::ViewState& state) override;

Q_SIGNALS:
    void approveRequested(const keyturn::domain::ProposalId& id);
    void refuseRequested(const keyturn::domain::ProposalId& id);
    void withdrawRequested(const keyturn::domain::ProposalId& id);
    void proposeRequested();

private:
    void rebuild(const std::vector<items::DecisionCard>& cards);
    void addHeading(items::CardGroup group, std::size_t count);
    void addCard(const items::DecisionCard& card);

    QScrollArea* m_scroll;
    QVBoxLayout* m_list;
    common::EmptyState* m_empty;
    QPushButton* m_propose;
    QPushButton* m_proposeFirst;
    std::vector<DecisionCardWidget*> m_cards;
};

} // namespace keyturn::ui::decide

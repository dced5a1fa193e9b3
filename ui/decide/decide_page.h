// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/decide_board.h"
#include "ui/common/page.h"
#include "ui/common/widgets.h"

#include <vector>

class QScrollArea;
class QVBoxLayout;

namespace keyturn::ui::common {
class TableView;
}

namespace keyturn::ui::decide {

class DecisionCardWidget;

/// The executive's home: what broke the glass and waits to be ratified, what needs you, what is due for
/// review, which gates are open, what waits for others, what was decided, and what you have signed.
class DecidePage final : public common::Page
{
    Q_OBJECT
public:
    explicit DecidePage(service::Session& session, QWidget* parent = nullptr);
    void refresh(const common::ViewState& state) override;

    /// Brings the card of @p id into view, with the focus; nothing where there is none.
    void showCard(const domain::ProposalId& id);
    // For the keyboard: the card that has the focus, or holds what has it. Each says why where it cannot be.
    void approveChosen();
    void refuseChosen();
    void askAboutChosen();

Q_SIGNALS:
    void approveRequested(const keyturn::domain::ProposalId& id);
    void refuseRequested(const keyturn::domain::ProposalId& id);
    void askRequested(const keyturn::domain::ProposalId& id);
    void withdrawRequested(const keyturn::domain::ProposalId& id);
    void detailsRequested(const keyturn::domain::ProposalId& id);
    void liftRequested(const keyturn::domain::ChangeId& change);
    void liftInPartRequested(const keyturn::domain::ChangeId& change);
    void confirmGateRequested(const keyturn::domain::GateId& gate);
    void waiveGateRequested(const keyturn::domain::GateId& gate);
    void proposeRequested();
    void breakGlassRequested();

private:
    void buildHead(QVBoxLayout* into);
    void buildBody(QVBoxLayout* into);
    void updateHead(const state::Snapshot& snapshot, const common::ViewState& state);
    [[nodiscard]] bool isSameList(const items::DecideBoard& board) const;
    void rebuild();
    void addCards(items::CardGroup group);
    void addReviews();
    void addGates();
    void addSignatures();
    void addHeading(const QString& text);
    void addCard(const items::DecisionCard& card);
    void chainTabs();
    void moveFrom(const DecisionCardWidget* widget, int step);
    [[nodiscard]] DecisionCardWidget* chosenCard() const;
    /// Runs @p act on the chosen card, or says why it cannot be.
    void onChosen(const items::Act items::DecisionCard::*act,
                  void (DecidePage::*request)(const domain::ProposalId&));

    items::DecideBoard m_board;
    QVBoxLayout* m_list;
    common::EmptyState* m_empty = nullptr;
    QPushButton* m_propose = nullptr;
    QPushButton* m_breakGlass = nullptr;
    QPushButton* m_proposeFirst = nullptr;
    QScrollArea* m_scroll = nullptr;
    std::vector<DecisionCardWidget*> m_cards;
    bool m_hasBegun = false; ///< The focus has once been given to a card.
};

} // namespace keyturn::ui::decide

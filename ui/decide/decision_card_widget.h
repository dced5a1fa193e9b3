// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/decision_cards.h"
#include "ui/common/widgets.h"

class QGridLayout;
class QPlainTextEdit;
class QToolButton;

namespace keyturn::ui::common {
class FlowLayout;
}

namespace keyturn::ui::decide {

/// One decision: what, why, what it does, who has signed and who is missing, and the buttons.
class DecisionCardWidget final : public QWidget
{
    Q_OBJECT
public:
    explicit DecisionCardWidget(const items::DecisionCard& card, QWidget* parent = nullptr);
    void setCard(const items::DecisionCard& card);
    [[nodiscard]] const items::DecisionCard& card() const { return m_card; }
    void setSheetShown(bool isShown);
    [[nodiscard]] bool isSheetShown() const;

Q_SIGNALS:
    void approveRequested(const keyturn::domain::ProposalId& id);
    void refuseRequested(const keyturn::domain::ProposalId& id);
    void withdrawRequested(const keyturn::domain::ProposalId& id);

private:
    void build();
    void buildButtons(QVBoxLayout* into);
    void fillEffect();
    void fillChips();

    items::DecisionCard m_card;
    common::Card* m_panel;
    common::Chip* m_status;
    common::Chip* m_rehearsal;
    QLabel* m_deadline;
    QLabel* m_headline;
    QLabel* m_meta;
    QLabel* m_rationale;
    QWidget* m_effect;
    QGridLayout* m_effectGrid;
    QLabel* m_signaturesTitle;
    common::FlowLayout* m_chips;
    common::PrimaryButton* m_approve;
    QPushButton* m_refuse;
    QPushButton* m_withdraw;
    QLabel* m_whyNot;
    QToolButton* m_sheetToggle;
    QPlainTextEdit* m_sheet;
};

} // namespace keyturn::ui::decide

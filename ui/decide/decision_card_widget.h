// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/decision_cards.h"
#include "ui/common/widgets.h"

class QPlainTextEdit;
class QToolButton;

namespace keyturn::ui::decide {

class ConsequenceBlock;
class EffectGrid;
class FactList;
class RemarkList;
class SignatureRows;
class SignedLines;

/// One decision: what, why, what it does and lets through, by when, who has signed and who is missing, and
/// the buttons. Takes the keyboard's focus as a whole: Return opens and closes its sheet, arrows leave it.
class DecisionCardWidget final : public QWidget
{
    Q_OBJECT
public:
    explicit DecisionCardWidget(const items::DecisionCard& card, QWidget* parent = nullptr);
    void setCard(const items::DecisionCard& card);
    [[nodiscard]] const items::DecisionCard& card() const { return m_card; }
    void setSheetShown(bool isShown);
    [[nodiscard]] bool isSheetShown() const;
    /// What the Tab key visits, in the order in which it is seen.
    [[nodiscard]] std::vector<QWidget*> tabStops();

Q_SIGNALS:
    void approveRequested(const keyturn::domain::ProposalId& id);
    void refuseRequested(const keyturn::domain::ProposalId& id);
    void askRequested(const keyturn::domain::ProposalId& id);
    void withdrawRequested(const keyturn::domain::ProposalId& id);
    /// All leaks and dependents are wanted.
    void detailsRequested(const keyturn::domain::ProposalId& id);
    /// An arrow key: to the card that is @p step further down.
    void leaveRequested(int step);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void build();
    void buildTop(QVBoxLayout* into);
    void buildButtons(QVBoxLayout* into);
    void setTexts();
    void setParts();
    void setButtons();

    items::DecisionCard m_card;
    common::Card* m_panel;
    common::Chip* m_status;
    common::Chip* m_kind;
    common::Chip* m_rehearsal;
    common::Chip* m_disputed;
    QLabel* m_deadline;
    QLabel* m_headline;
    QLabel* m_breakGlass;
    QLabel* m_meta;
    QLabel* m_rationale;
    ConsequenceBlock* m_consequences;
    EffectGrid* m_effect;
    SignedLines* m_gates;
    FactList* m_facts;
    SignatureRows* m_signatures;
    QLabel* m_waiting;
    RemarkList* m_remarks;
    common::PrimaryButton* m_approve;
    QPushButton* m_refuse;
    QPushButton* m_ask;
    QPushButton* m_withdraw;
    QToolButton* m_sheetToggle;
    QLabel* m_whyNot;
    QPlainTextEdit* m_sheet;
};

} // namespace keyturn::ui::decide

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/decide/decision_card_widget.h"

#include "models/base/text_safety.h"
#include "ui/decide/card_parts.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QToolButton>
#include <QVBoxLayout>

namespace keyturn::ui::decide {

using common::kGridPx;
using items::CardGroup;
using items::Sign;
using items::Tone;

DecisionCardWidget::DecisionCardWidget(const items::DecisionCard& card, QWidget* parent)
    : QWidget(parent), m_panel(new common::Card(this)),
      m_status(new common::Chip(card.statusSign, card.statusTone, {}, {}, this)),
      m_kind(new common::Chip(Sign::None, Tone::Neutral, {}, {}, this)),
      m_rehearsal(
          new common::Chip(Sign::Partial, Tone::Pending, tr("REHEARSAL"), tr("nothing is enforced"), this)),
      m_disputed(new common::Chip(Sign::Refused, Tone::Severe, tr("Disputed"),
                                  tr("it stands on signatures that somebody else may have made"), this)),
      m_deadline(common::plainLabel({}, this)), m_headline(common::headingLabel({}, 2, this)),
      m_breakGlass(common::plainLabel({}, this)), m_meta(common::mutedLabel({}, this)),
      m_rationale(common::plainLabel({}, this)), m_consequences(new ConsequenceBlock(this)),
      m_effect(new EffectGrid(this)), m_gates(new SignedLines(this)), m_facts(new FactList(this)),
      m_signatures(new SignatureRows(this)), m_waiting(common::mutedLabel({}, this)),
      m_remarks(new RemarkList(this)), m_approve(new common::PrimaryButton({}, this)),
      m_refuse(new QPushButton(this)), m_ask(new QPushButton(this)), m_withdraw(new QPushButton(this)),
      m_sheetToggle(new QToolButton(this)), m_whyNot(common::mutedLabel({}, this)),
      m_sheet(new QPlainTextEdit(this))
{
    setFocusPolicy(Qt::StrongFocus);
    build();
    setCard(card);
}

void DecisionCardWidget::build()
{
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_panel);
    auto* layout = new QVBoxLayout(m_panel);
    layout->setContentsMargins(3 * kGridPx, 2 * kGridPx, 3 * kGridPx, 2 * kGridPx);
    layout->setSpacing(kGridPx);
    buildTop(layout);
    // In the order in which they are read: a screen reader follows the children.
    const std::initializer_list<QWidget*> parts{m_headline,   m_breakGlass,   m_meta,   m_rationale,
                                                m_effect,     m_consequences, m_gates,  m_facts,
                                                m_signatures, m_waiting,      m_remarks};
    for (QWidget* part : parts)
        layout->addWidget(part);
    layout->addSpacing(kGridPx / 2);
    buildButtons(layout);
    m_headline->setObjectName(QStringLiteral("headline"));
    m_breakGlass->setObjectName(QStringLiteral("breakGlass"));
    m_waiting->setObjectName(QStringLiteral("waiting"));
    m_sheet->setObjectName(QStringLiteral("cardSheet"));
    m_sheet->setReadOnly(true);
    m_sheet->setFont(common::monospaceFont());
    m_sheet->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_sheet->setTabChangesFocus(true);
    m_sheet->setMinimumHeight(40 * kGridPx);
    m_sheet->setAccessibleName(tr("Sheet"));
    m_sheet->hide();
    layout->addWidget(m_sheet);
}

void DecisionCardWidget::buildTop(QVBoxLayout* into)
{
    auto* top = new QHBoxLayout;
    top->setSpacing(kGridPx);
    for (QWidget* chip : std::initializer_list<QWidget*>{m_status, m_kind, m_rehearsal, m_disputed})
        top->addWidget(chip);
    top->addStretch();
    m_deadline->setWordWrap(false);
    m_deadline->setObjectName(QStringLiteral("deadline"));
    top->addWidget(m_deadline);
    into->addLayout(top);
}

void DecisionCardWidget::buildButtons(QVBoxLayout* into)
{
    m_approve->setObjectName(QStringLiteral("approve"));
    m_refuse->setObjectName(QStringLiteral("refuse"));
    m_ask->setObjectName(QStringLiteral("ask"));
    m_withdraw->setObjectName(QStringLiteral("withdraw"));
    auto* line = new QHBoxLayout;
    line->setSpacing(kGridPx);
    line->addWidget(m_approve);
    for (QPushButton* button : {m_refuse, m_ask, m_withdraw}) {
        button->setMinimumHeight(m_approve->sizeHint().height());
        line->addWidget(button);
    }
    line->addStretch();
    m_sheetToggle->setCheckable(true);
    m_sheetToggle->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_sheetToggle->setArrowType(Qt::RightArrow);
    m_sheetToggle->setAutoRaise(true);
    m_sheetToggle->setObjectName(QStringLiteral("showSheet"));
    m_sheetToggle->setFocusPolicy(Qt::StrongFocus);
    line->addWidget(m_sheetToggle);
    into->addLayout(line);
    m_whyNot->setObjectName(QStringLiteral("whyNot"));
    into->addWidget(m_whyNot);
    connect(m_approve, &QPushButton::clicked, this, [this] { Q_EMIT approveRequested(m_card.id); });
    connect(m_refuse, &QPushButton::clicked, this, [this] { Q_EMIT refuseRequested(m_card.id); });
    connect(m_ask, &QPushButton::clicked, this, [this] { Q_EMIT askRequested(m_card.id); });
    connect(m_withdraw, &QPushButton::clicked, this, [this] { Q_EMIT withdrawRequested(m_card.id); });
    connect(m_consequences->showAllButton(), &QPushButton::clicked, this,
            [this] { Q_EMIT detailsRequested(m_card.id); });
    connect(m_sheetToggle, &QToolButton::toggled, this, &DecisionCardWidget::setSheetShown);
}

std::vector<QWidget*> DecisionCardWidget::tabStops()
{
    return {this,   m_consequences->showAllButton(), m_approve, m_refuse, m_ask, m_withdraw, m_sheetToggle,
            m_sheet};
}

void DecisionCardWidget::setCard(const items::DecisionCard& card)
{
    if (m_card == card && !m_headline->text().isEmpty())
        return;
    m_card = card;
    setTexts();
    setParts();
    setButtons();
}

void DecisionCardWidget::setTexts()
{
    const bool isUnratified = m_card.group == CardGroup::Unratified;
    m_panel->setStripe(isUnratified                          ? std::optional(Tone::Overdue)
                       : m_card.group == CardGroup::NeedsYou ? std::optional(Tone::Pending)
                                                             : std::nullopt);
    m_status->set(m_card.statusSign, m_card.statusTone, m_card.status, {});
    m_kind->set(Sign::None, isUnratified ? Tone::Severe : Tone::Neutral, label(m_card.kind), {});
    m_rehearsal->setVisible(m_card.isRehearsal);
    m_disputed->setVisible(m_card.isDisputed);
    m_deadline->setText(m_card.deadline);
    QPalette ink = palette();
    const auto colors = common::Colors::of(ink);
    ink.setColor(QPalette::WindowText,
                 m_card.isUrgent || m_card.isOverdue ? colors.tone(Tone::Overdue) : colors.muted);
    m_deadline->setPalette(ink);
    m_headline->setText(base::harmlessText(m_card.headline));
    QPalette warning = palette();
    warning.setColor(QPalette::WindowText, isUnratified ? colors.tone(Tone::Overdue) : colors.muted);
    m_breakGlass->setPalette(warning);
    QFont font = m_meta->font();
    font.setBold(isUnratified);
    m_breakGlass->setFont(font);
    m_breakGlass->setText(m_card.breakGlass);
    m_breakGlass->setVisible(!m_card.breakGlass.isEmpty());
    QString meta = tr("%1 by %2").arg(m_card.when, m_card.proposer);
    if (!m_card.incident.isEmpty())
        meta += tr("  ·  Incident: %1").arg(m_card.incident);
    m_meta->setText(base::harmlessText(meta));
    m_rationale->setText(base::harmlessText(m_card.rationale));
    setAccessibleName(m_card.headline);
    QStringList spoken{m_card.status, m_card.breakGlass.isEmpty() ? m_card.deadline : m_card.breakGlass,
                       m_card.consequences.leaksTitle, m_card.approve.whyNot};
    spoken.removeAll(QString());
    setAccessibleDescription(spoken.join(QStringLiteral(". ")));
}

void DecisionCardWidget::setParts()
{
    const bool isOpen = m_card.group != CardGroup::Decided;
    m_effect->set(isOpen ? m_card.effect : std::vector<items::EffectLine>(),
                  isOpen ? m_card.consequences.shifts : QStringList());
    m_consequences->set(isOpen ? m_card.consequences : items::Consequences());
    m_gates->set(tr("Restoration gates"), m_card.gates);
    m_facts->set(m_card.facts);
    const QString title = m_card.group == CardGroup::Unratified
                              ? tr("Signatures that ratify it: %1").arg(m_card.rule)
                              : tr("Signatures needed: %1").arg(m_card.rule);
    m_signatures->set(isOpen ? title : QString(), m_card.chips, m_card.alsoNeeded);
    m_waiting->setText(m_card.waiting);
    m_waiting->setVisible(!m_card.waiting.isEmpty());
    m_remarks->set(m_card.remarks);
    m_sheetToggle->setText(tr("Sheet %1").arg(m_card.shortCode));
    m_sheetToggle->setAccessibleName(tr("Show the sheet with the short code %1").arg(m_card.shortCode));
    if (m_sheet->toPlainText() != m_card.sheet)
        m_sheet->setPlainText(m_card.sheet);
}

void DecisionCardWidget::setButtons()
{
    const bool isOpen = m_card.group != CardGroup::Decided;
    const bool hadFocus = isAncestorOf(window()->focusWidget());
    const auto apply = [&](QPushButton* button, items::Act act, const QString& spoken) {
        act.isShown = act.isShown && isOpen;
        common::applyAct(button, act);
        // "Refuse" alone does not say what, to somebody who hears one button after another.
        button->setAccessibleName(spoken);
    };
    apply(m_approve, m_card.approve, m_card.approve.text);
    apply(m_refuse, m_card.refuse, tr("Refuse: %1").arg(m_card.headline));
    apply(m_ask, m_card.ask, tr("Ask about: %1").arg(m_card.headline));
    apply(m_withdraw, m_card.withdraw, tr("Withdraw: %1").arg(m_card.headline));
    m_whyNot->setText(m_card.approve.whyNot);
    m_whyNot->setVisible(isOpen && !m_card.approve.whyNot.isEmpty());
    // A button that was pressed and is disabled now must not send the focus to another card.
    if (hadFocus && !isAncestorOf(window()->focusWidget()))
        setFocus();
}

void DecisionCardWidget::setSheetShown(bool isShown)
{
    m_sheetToggle->setChecked(isShown);
    m_sheetToggle->setArrowType(isShown ? Qt::DownArrow : Qt::RightArrow);
    m_sheet->setVisible(isShown);
}

bool DecisionCardWidget::isSheetShown() const
{
    return m_sheetToggle->isChecked();
}

void DecisionCardWidget::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        setSheetShown(!isSheetShown());
        return;
    case Qt::Key_Down:
        Q_EMIT leaveRequested(1);
        return;
    case Qt::Key_Up:
        Q_EMIT leaveRequested(-1);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void DecisionCardWidget::focusInEvent(QFocusEvent* event)
{
    m_panel->setRing(true);
    QWidget::focusInEvent(event);
}

void DecisionCardWidget::focusOutEvent(QFocusEvent* event)
{
    m_panel->setRing(false);
    QWidget::focusOutEvent(event);
}

} // namespace keyturn::ui::decide

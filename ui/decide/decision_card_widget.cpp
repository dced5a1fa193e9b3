// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/decide/decision_card_widget.h"

#include "models/base/text_safety.h"
#include "ui/common/flow_layout.h"
#include "ui/decide/effect_bar.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QToolButton>
#include <QVBoxLayout>

namespace keyturn::ui::decide {

using common::kGridPx;

DecisionCardWidget::DecisionCardWidget(const items::DecisionCard& card, QWidget* parent)
    : QWidget(parent), m_panel(new common::Card(this)),
      m_status(new common::Chip(card.statusSign, card.statusTone, {}, {}, this)),
      m_rehearsal(new common::Chip(items::Sign::Partial, items::Tone::Pending, tr("REHEARSAL"),
                                   tr("nothing is enforced"), this)),
      m_deadline(common::plainLabel({}, this)), m_headline(common::headingLabel({}, 2, this)),
      m_meta(common::mutedLabel({}, this)), m_rationale(common::plainLabel({}, this)),
      m_effect(new QWidget(this)), m_effectGrid(new QGridLayout(m_effect)),
      m_signaturesTitle(common::mutedLabel({}, this)), m_chips(new common::FlowLayout),
      m_approve(new common::PrimaryButton({}, this)), m_refuse(new QPushButton(this)),
      m_withdraw(new QPushButton(this)), m_whyNot(common::mutedLabel({}, this)),
      m_sheetToggle(new QToolButton(this)), m_sheet(new QPlainTextEdit(this))
{
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

    auto* top = new QHBoxLayout;
    top->setSpacing(kGridPx);
    top->addWidget(m_status);
    top->addWidget(m_rehearsal);
    top->addStretch();
    m_deadline->setWordWrap(false);
    m_deadline->setObjectName(QStringLiteral("deadline"));
    top->addWidget(m_deadline);
    top->addWidget(m_sheetToggle);
    layout->addLayout(top);
    m_headline->setObjectName(QStringLiteral("headline"));
    layout->addWidget(m_headline);
    layout->addWidget(m_meta);
    layout->addWidget(m_rationale);
    m_effectGrid->setContentsMargins(0, kGridPx / 2, 0, kGridPx / 2);
    m_effectGrid->setHorizontalSpacing(2 * kGridPx);
    m_effectGrid->setVerticalSpacing(kGridPx / 2);
    m_effect->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    layout->addWidget(m_effect);
    layout->addWidget(m_signaturesTitle);
    layout->addLayout(m_chips);
    buildButtons(layout);
    m_sheet->setReadOnly(true);
    m_sheet->setFont(common::monospaceFont());
    m_sheet->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_sheet->setTabChangesFocus(true);
    m_sheet->setMinimumHeight(40 * kGridPx);
    m_sheet->setAccessibleName(tr("Sheet"));
    m_sheet->hide();
    layout->addWidget(m_sheet);
}

void DecisionCardWidget::buildButtons(QVBoxLayout* into)
{
    auto* line = new QHBoxLayout;
    line->setSpacing(kGridPx);
    m_approve->setObjectName(QStringLiteral("approve"));
    m_refuse->setObjectName(QStringLiteral("refuse"));
    m_withdraw->setObjectName(QStringLiteral("withdraw"));
    for (QPushButton* button : {m_refuse, m_withdraw})
        button->setMinimumHeight(m_approve->sizeHint().height());
    line->addWidget(m_approve);
    line->addWidget(m_refuse);
    line->addWidget(m_withdraw);
    line->addStretch();
    into->addLayout(line);
    m_sheetToggle->setCheckable(true);
    m_sheetToggle->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_sheetToggle->setArrowType(Qt::RightArrow);
    m_sheetToggle->setAutoRaise(true);
    m_sheetToggle->setObjectName(QStringLiteral("showSheet"));
    m_whyNot->setObjectName(QStringLiteral("whyNot"));
    into->addWidget(m_whyNot);
    connect(m_approve, &QPushButton::clicked, this, [this] { Q_EMIT approveRequested(m_card.id); });
    connect(m_refuse, &QPushButton::clicked, this, [this] { Q_EMIT refuseRequested(m_card.id); });
    connect(m_withdraw, &QPushButton::clicked, this, [this] { Q_EMIT withdrawRequested(m_card.id); });
    connect(m_sheetToggle, &QToolButton::toggled, this, &DecisionCardWidget::setSheetShown);
}

void DecisionCardWidget::setCard(const items::DecisionCard& card)
{
    if (m_card == card && !m_headline->text().isEmpty())
        return;
    m_card = card;
    const bool isOpen = card.group != items::CardGroup::Decided;
    setAccessibleName(card.headline);
    m_panel->setStripe(card.group == items::CardGroup::NeedsYou ? std::optional(items::Tone::Pending)
                                                                : std::nullopt);
    m_status->set(card.statusSign, card.statusTone, card.status, {});
    m_rehearsal->setVisible(card.isRehearsal);
    m_deadline->setText(card.deadline);
    QPalette ink = palette();
    const auto colors = common::Colors::of(ink);
    ink.setColor(QPalette::WindowText, card.isUrgent ? colors.tone(items::Tone::Overdue) : colors.muted);
    m_deadline->setPalette(ink);
    m_headline->setText(base::harmlessText(card.headline));
    QString meta = tr("%1 by %2").arg(card.when, card.proposer);
    if (!card.incident.isEmpty())
        meta += tr("  ·  Incident: %1").arg(card.incident);
    m_meta->setText(base::harmlessText(meta));
    m_rationale->setText(base::harmlessText(card.rationale));
    fillEffect();
    m_effect->setVisible(isOpen && !card.effect.empty());
    m_signaturesTitle->setText(tr("Signatures needed: %1").arg(card.rule));
    m_signaturesTitle->setVisible(isOpen);
    fillChips();
    common::applyAct(m_approve, card.approve);
    common::applyAct(m_refuse, card.refuse);
    common::applyAct(m_withdraw, card.withdraw);
    m_approve->setVisible(isOpen);
    m_refuse->setVisible(isOpen);
    m_withdraw->setVisible(isOpen && card.withdraw.isShown);
    m_whyNot->setText(card.approve.whyNot);
    m_whyNot->setVisible(isOpen && !card.approve.whyNot.isEmpty());
    m_sheetToggle->setText(tr("Sheet %1").arg(card.shortCode));
    m_sheetToggle->setAccessibleName(tr("Show the sheet with the short code %1").arg(card.shortCode));
    if (m_sheet->toPlainText() != card.sheet)
        m_sheet->setPlainText(card.sheet);
}

void DecisionCardWidget::fillEffect()
{
    common::clearLayout(m_effectGrid);
    int row = 0;
    const auto add = [&](QWidget* widget, int column) {
        m_effectGrid->addWidget(widget, row, column);
        // A layout shows what is added later only on the next turn, after it has been measured.
        widget->show();
    };
    for (const items::EffectLine& line : m_card.effect) {
        QLabel* model = common::plainLabel(line.model, m_effect);
        model->setWordWrap(false);
        QFont font = model->font();
        font.setBold(true);
        model->setFont(font);
        add(model, 0);
        add(new EffectBar(line, m_effect), 1);
        // Without wrapping, so that the rows keep their height however the card is squeezed.
        QLabel* words = common::plainLabel(line.words, m_effect);
        words->setWordWrap(false);
        add(words, 2);
        ++row;
    }
    m_effectGrid->setColumnStretch(2, 1);
}

void DecisionCardWidget::fillChips()
{
    common::clearLayout(m_chips);
    for (const items::SignatureChip& chip : m_card.chips) {
        auto* widget = new common::Chip(chip.sign, chip.tone, chip.role,
                                        chip.who.isEmpty() ? tr("missing") : chip.who, m_panel);
        widget->setToolTip(chip.detail);
        widget->setAccessibleDescription(chip.detail);
        m_chips->addWidget(widget);
        widget->show();
    }
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

} // namespace keyturn::ui::decide

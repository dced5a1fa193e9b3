// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/decide/decide_page.h"

#include "ui/common/icons.h"
#include "ui/decide/decision_card_widget.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>
#include <set>

namespace keyturn::ui::decide {

using common::kGridPx;
using items::CardGroup;

namespace {

/// Lines of a card longer than this are hard to read.
constexpr int kCardMaximumPx = 150 * kGridPx;

} // namespace

DecidePage::DecidePage(service::Session& session, QWidget* parent)
    : Page(session, parent), m_scroll(new QScrollArea(this)), m_list(new QVBoxLayout),
      m_empty(new common::EmptyState(
          "decide", tr("Nothing to decide yet"),
          tr("A change of access starts as a proposal: what to restrict, where, and why. "
             "Those whose roles it needs find it here."),
          this)),
      m_propose(new QPushButton(common::icon("propose"), tr("&Propose a change…"), this)),
      m_proposeFirst(m_empty->addButton(tr("Propose a change…")))
{
    setObjectName(QStringLiteral("decidePage"));
    m_propose->setObjectName(QStringLiteral("propose"));
    auto* head = new QHBoxLayout;
    head->setContentsMargins(3 * kGridPx, 2 * kGridPx, 3 * kGridPx, kGridPx);
    head->addWidget(common::headingLabel(tr("Decide"), 4, this));
    head->addStretch();
    head->addWidget(m_propose);
    auto* holder = new QWidget(this);
    auto* column = new QVBoxLayout(holder);
    column->setContentsMargins(3 * kGridPx, kGridPx, 3 * kGridPx, 3 * kGridPx);
    column->addWidget(m_empty);
    auto* centred = new QWidget(holder);
    centred->setMaximumWidth(kCardMaximumPx);
    centred->setLayout(m_list);
    m_list->setContentsMargins(0, 0, 0, 0);
    m_list->setSpacing(2 * kGridPx);
    // In a row with a stretch: heights are then worked out for the width that the cards really get.
    auto* row = new QHBoxLayout;
    row->addWidget(centred, 1000);
    row->addStretch(1);
    column->addLayout(row);
    column->addStretch();
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(holder);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_scroll, 1);
    connect(m_propose, &QPushButton::clicked, this, &DecidePage::proposeRequested);
    connect(m_proposeFirst, &QPushButton::clicked, this, &DecidePage::proposeRequested);
}

void DecidePage::refresh(const common::ViewState& state)
{
    const auto& snapshot = *session().snapshot();
    const auto cards = items::decisionCards(snapshot, state.now, state.viewer, state.incident);
    const QString whyNot = items::whyMayNot(snapshot, state.viewer, domain::Act::Propose);
    common::applyAct(m_propose, {tr("Propose a change…"), whyNot});
    common::applyAct(m_proposeFirst, {tr("Propose a change…"), whyNot});
    m_empty->setVisible(cards.empty());
    const bool isSameList =
        cards.size() == m_cards.size() && std::equal(cards.begin(), cards.end(), m_cards.begin(),
                                                     [](const auto& card, const DecisionCardWidget* widget) {
                                                         return card.id == widget->card().id &&
                                                                card.group == widget->card().group;
                                                     });
    if (!isSameList) {
        rebuild(cards);
        return;
    }
    for (std::size_t i = 0; i < cards.size(); ++i)
        m_cards[i]->setCard(cards[i]);
}

void DecidePage::rebuild(const std::vector<items::DecisionCard>& cards)
{
    std::set<QString> open;
    for (const DecisionCardWidget* widget : m_cards) {
        if (widget->isSheetShown())
            open.insert(widget->card().id.value());
    }
    m_cards.clear();
    common::clearLayout(m_list);
    for (const CardGroup group : {CardGroup::NeedsYou, CardGroup::WaitingForOthers, CardGroup::Decided}) {
        const auto count = static_cast<std::size_t>(
            std::count_if(cards.begin(), cards.end(), [&](const auto& card) { return card.group == group; }));
        if (count > 0 || (group == CardGroup::NeedsYou && !cards.empty()))
            addHeading(group, count);
        for (const items::DecisionCard& card : cards) {
            if (card.group == group)
                addCard(card);
        }
    }
    for (DecisionCardWidget* widget : m_cards)
        widget->setSheetShown(open.contains(widget->card().id.value()));
}

void DecidePage::addHeading(CardGroup group, std::size_t count)
{
    QString text;
    switch (group) {
    case CardGroup::NeedsYou:
        text = count > 0 ? tr("Needs you (%1)").arg(count) : tr("Nothing needs you now");
        break;
    case CardGroup::WaitingForOthers:
        text = tr("Waiting for others (%1)").arg(count);
        break;
    case CardGroup::Decided:
        text = tr("Decided (%1)").arg(count);
        break;
    }
    QLabel* heading = common::headingLabel(text, 1, this);
    if (m_list->count() > 0)
        m_list->addSpacing(kGridPx);
    m_list->addWidget(heading);
}

void DecidePage::addCard(const items::DecisionCard& card)
{
    auto* widget = new DecisionCardWidget(card, this);
    widget->setObjectName(QStringLiteral("card:") + card.id.value());
    m_cards.push_back(widget);
    m_list->addWidget(widget);
    connect(widget, &DecisionCardWidget::approveRequested, this, &DecidePage::approveRequested);
    connect(widget, &DecisionCardWidget::refuseRequested, this, &DecidePage::refuseRequested);
    connect(widget, &DecisionCardWidget::withdrawRequested, this, &DecidePage::withdrawRequested);
}

} // namespace keyturn::ui::decide

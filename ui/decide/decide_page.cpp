// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/decide/decide_page.h"

#include "ui/common/icons.h"
#include "ui/common/table_view.h"
#include "ui/decide/accessible_card.h"
#include "ui/decide/board_widgets.h"
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
/// So many signatures are shown before the table scrolls.
constexpr int kSignatureRows = 8;

/// Where the focus is, by names that outlive the widgets.
struct FocusPlace
{
    QString holder; ///< Of a card, a review or a gate.
    QString inner;
};

FocusPlace focusPlaceIn(const QWidget* page)
{
    FocusPlace place;
    const QWidget* focused = page->window()->focusWidget();
    if (!focused || !page->isAncestorOf(focused))
        return place;
    place.inner = focused->objectName();
    for (const QWidget* one = focused; one && one != page; one = one->parentWidget()) {
        if (one->objectName().contains(u':')) {
            place.holder = one->objectName();
            break;
        }
    }
    return place;
}

/// Adds what can take the focus at once, even while a dialog is in front of the window: a layout shows what
/// is added to it only later, and what is hidden does not keep the focus that it is given.
void addAtOnce(QVBoxLayout* list, QWidget* widget)
{
    list->addWidget(widget);
    widget->show();
}

void restoreFocus(QWidget* page, const FocusPlace& place)
{
    auto* holder = place.holder.isEmpty() ? nullptr : page->findChild<QWidget*>(place.holder);
    if (!holder)
        return;
    auto* inner = place.inner.isEmpty() ? nullptr : holder->findChild<QWidget*>(place.inner);
    (inner && inner->isEnabled() && inner->isVisibleTo(page) ? inner : holder)->setFocus();
}

} // namespace

DecidePage::DecidePage(service::Session& session, QWidget* parent)
    : Page(session, parent), m_list(new QVBoxLayout)
{
    installAccessibleCards();
    setObjectName(QStringLiteral("decidePage"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    buildHead(layout);
    buildBody(layout);
}

void DecidePage::buildHead(QVBoxLayout* into)
{
    auto* head = new QHBoxLayout;
    head->setContentsMargins(3 * kGridPx, 2 * kGridPx, 3 * kGridPx, kGridPx);
    head->setSpacing(kGridPx);
    head->addWidget(common::headingLabel(tr("Decide"), 4, this));
    head->addStretch();
    m_breakGlass = new QPushButton(tr("&Break the glass…"), this);
    m_breakGlass->setObjectName(QStringLiteral("breakGlass"));
    m_propose = new QPushButton(common::icon("propose"), tr("&Propose a change…"), this);
    m_propose->setObjectName(QStringLiteral("propose"));
    head->addWidget(m_breakGlass);
    head->addWidget(m_propose);
    into->addLayout(head);
    connect(m_propose, &QPushButton::clicked, this, &DecidePage::proposeRequested);
    connect(m_breakGlass, &QPushButton::clicked, this, &DecidePage::breakGlassRequested);
}

void DecidePage::buildBody(QVBoxLayout* into)
{
    m_scroll = new QScrollArea(this);
    auto* holder = new QWidget(this);
    auto* column = new QVBoxLayout(holder);
    column->setContentsMargins(3 * kGridPx, kGridPx, 3 * kGridPx, 3 * kGridPx);
    m_empty = new common::EmptyState(
        "decide", tr("Nothing to decide yet"),
        tr("A change of access starts as a proposal: what to restrict, where, and why. "
           "Those whose roles it needs find it here."),
        holder);
    m_proposeFirst = m_empty->addButton(tr("Propose a change…"));
    connect(m_proposeFirst, &QPushButton::clicked, this, &DecidePage::proposeRequested);
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
    // The Tab key stops at the cards, not at what scrolls them.
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidget(holder);
    into->addWidget(m_scroll, 1);
}

void DecidePage::refresh(const common::ViewState& state)
{
    const auto& snapshot = *session().snapshot();
    updateHead(snapshot, state);
    auto board = items::decideBoard(snapshot, state.now, state.viewer, state.incident);
    m_empty->setVisible(board.isEmpty());
    const bool isSame = isSameList(board);
    m_board = std::move(board);
    if (!isSame) {
        rebuild();
        return;
    }
    for (std::size_t i = 0; i < m_cards.size(); ++i)
        m_cards[i]->setCard(m_board.cards[i]);
}

void DecidePage::updateHead(const state::Snapshot& snapshot, const common::ViewState& state)
{
    const QString whyNot = items::whyMayNot(snapshot, state.viewer, domain::Act::Propose);
    common::applyAct(m_propose, {tr("Propose a change…"), whyNot});
    common::applyAct(m_proposeFirst, {tr("Propose a change…"), whyNot});
    common::applyAct(m_breakGlass,
                     {tr("Break the glass…"), items::whyMayNotBreakGlass(snapshot, state.viewer),
                      snapshot.charter.breakGlass.has_value()});
}

bool DecidePage::isSameList(const items::DecideBoard& board) const
{
    return board.reviews == m_board.reviews && board.gates == m_board.gates &&
           board.signatures == m_board.signatures &&
           std::equal(board.cards.begin(), board.cards.end(), m_cards.begin(), m_cards.end(),
                      [](const items::DecisionCard& card, const DecisionCardWidget* widget) {
                          return card.id == widget->card().id && card.group == widget->card().group;
                      });
}

void DecidePage::rebuild()
{
    const FocusPlace focus = focusPlaceIn(this);
    std::set<QString> open;
    for (const DecisionCardWidget* widget : m_cards) {
        if (widget->isSheetShown())
            open.insert(widget->card().id.value());
    }
    m_cards.clear();
    common::clearLayout(m_list);
    addCards(CardGroup::Unratified);
    addCards(CardGroup::NeedsYou);
    addReviews();
    addGates();
    addCards(CardGroup::WaitingForOthers);
    addCards(CardGroup::Decided);
    addSignatures();
    for (DecisionCardWidget* widget : m_cards)
        widget->setSheetShown(open.contains(widget->card().id.value()));
    chainTabs();
    restoreFocus(this, focus);
    if (!m_hasBegun && !m_cards.empty())
        m_cards.front()->setFocus(); // So that the keyboard begins at what presses most.
    m_hasBegun = m_hasBegun || !m_cards.empty();
}

void DecidePage::addCards(CardGroup group)
{
    const auto count = static_cast<int>(std::count_if(m_board.cards.begin(), m_board.cards.end(),
                                                      [&](const auto& card) { return card.group == group; }));
    if (group == CardGroup::NeedsYou && count == 0 && !m_board.isEmpty())
        addHeading(tr("Nothing needs you now"));
    if (count == 0)
        return;
    switch (group) {
    case CardGroup::Unratified:
        addHeading(tr("Glass broken, not ratified (%1)").arg(count));
        break;
    case CardGroup::NeedsYou:
        addHeading(tr("Needs you (%1)").arg(count));
        break;
    case CardGroup::WaitingForOthers:
        addHeading(tr("Waiting for others (%1)").arg(count));
        break;
    case CardGroup::Decided:
        addHeading(tr("Decided (%1)").arg(count));
        break;
    }
    for (const items::DecisionCard& card : m_board.cards) {
        if (card.group == group)
            addCard(card);
    }
}

void DecidePage::addReviews()
{
    if (!m_board.reviews.empty())
        addHeading(tr("Review due (%1)").arg(m_board.reviews.size()));
    for (const items::ReviewItem& review : m_board.reviews) {
        auto* widget = new ReviewWidget(review, this);
        addAtOnce(m_list, widget);
        connect(widget, &ReviewWidget::liftRequested, this, &DecidePage::liftRequested);
        connect(widget, &ReviewWidget::liftInPartRequested, this, &DecidePage::liftInPartRequested);
    }
}

void DecidePage::addGates()
{
    if (!m_board.gates.empty())
        addHeading(tr("Open restoration gates"));
    for (const items::GateGroup& group : m_board.gates) {
        auto* widget = new GateGroupWidget(group, this);
        addAtOnce(m_list, widget);
        connect(widget, &GateGroupWidget::confirmRequested, this, &DecidePage::confirmGateRequested);
        connect(widget, &GateGroupWidget::waiveRequested, this, &DecidePage::waiveGateRequested);
    }
}

void DecidePage::addSignatures()
{
    if (m_board.signatures.empty())
        return;
    addHeading(tr("What I have signed (%1)").arg(m_board.signatures.size()));
    auto* table = new common::TableView(common::TableView::Choose::Rows, this);
    table->setObjectName(QStringLiteral("signatures"));
    table->setAccessibleName(tr("What I have signed, the newest first"));
    table->setShares({3, 7, 3});
    m_list->addWidget(table);
    table->setTable(signatureTable(m_board.signatures));
    const int rows = std::min(kSignatureRows, static_cast<int>(m_board.signatures.size()));
    table->setFixedHeight(table->heightFor(rows));
}

void DecidePage::addHeading(const QString& text)
{
    if (m_list->count() > 0)
        m_list->addSpacing(kGridPx);
    m_list->addWidget(common::headingLabel(text, 1, this));
}

void DecidePage::addCard(const items::DecisionCard& card)
{
    auto* widget = new DecisionCardWidget(card, this);
    widget->setObjectName(QStringLiteral("card:") + card.id.value());
    m_cards.push_back(widget);
    addAtOnce(m_list, widget);
    connect(widget, &DecisionCardWidget::approveRequested, this, &DecidePage::approveRequested);
    connect(widget, &DecisionCardWidget::refuseRequested, this, &DecidePage::refuseRequested);
    connect(widget, &DecisionCardWidget::askRequested, this, &DecidePage::askRequested);
    connect(widget, &DecisionCardWidget::withdrawRequested, this, &DecidePage::withdrawRequested);
    connect(widget, &DecisionCardWidget::detailsRequested, this, &DecidePage::detailsRequested);
    connect(widget, &DecisionCardWidget::leaveRequested, this,
            [this, widget](int step) { moveFrom(widget, step); });
}

void DecidePage::chainTabs()
{
    for (DecisionCardWidget* widget : m_cards) {
        QWidget* before = nullptr;
        for (QWidget* stop : widget->tabStops()) {
            if (before)
                setTabOrder(before, stop);
            before = stop;
        }
    }
}

void DecidePage::moveFrom(const DecisionCardWidget* widget, int step)
{
    const auto at = std::find(m_cards.begin(), m_cards.end(), widget) - m_cards.begin();
    const auto next = at + step;
    if (next < 0 || next >= static_cast<std::ptrdiff_t>(m_cards.size()))
        return;
    DecisionCardWidget* chosen = m_cards[static_cast<std::size_t>(next)];
    chosen->setFocus();
    m_scroll->ensureWidgetVisible(chosen);
}

void DecidePage::showCard(const domain::ProposalId& id)
{
    const auto found = std::find_if(m_cards.begin(), m_cards.end(), [&](const DecisionCardWidget* widget) {
        return widget->card().id == id;
    });
    if (found == m_cards.end())
        return;
    (*found)->setFocus();
    m_scroll->ensureWidgetVisible(*found);
}

DecisionCardWidget* DecidePage::chosenCard() const
{
    const QWidget* focused = window()->focusWidget();
    const auto found = std::find_if(m_cards.begin(), m_cards.end(), [&](const DecisionCardWidget* widget) {
        return widget == focused || (focused && widget->isAncestorOf(focused));
    });
    return found == m_cards.end() ? nullptr : *found;
}

void DecidePage::onChosen(const items::Act items::DecisionCard::*act,
                          void (DecidePage::*request)(const domain::ProposalId&))
{
    const DecisionCardWidget* widget = chosenCard();
    if (!widget) {
        Q_EMIT said(tr("Choose a decision first: Tab goes from one to the next"));
        return;
    }
    const items::DecisionCard& card = widget->card();
    if (card.group == CardGroup::Decided)
        Q_EMIT said(tr("This is decided"));
    else if (!(card.*act).isEnabled())
        Q_EMIT said((card.*act).whyNot);
    else
        Q_EMIT(this->*request)(card.id);
}

void DecidePage::approveChosen()
{
    onChosen(&items::DecisionCard::approve, &DecidePage::approveRequested);
}

void DecidePage::refuseChosen()
{
    onChosen(&items::DecisionCard::refuse, &DecidePage::refuseRequested);
}

void DecidePage::askAboutChosen()
{
    onChosen(&items::DecisionCard::ask, &DecidePage::askRequested);
}

} // namespace keyturn::ui::decide

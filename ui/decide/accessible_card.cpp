// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/decide/accessible_card.h"

#include "ui/decide/decision_card_widget.h"

#include <QAccessible>
#include <QAccessibleWidget>

namespace keyturn::ui::decide {

namespace {

QAccessibleInterface* makeAccessibleCard(const QString&, QObject* object)
{
    auto* card = qobject_cast<DecisionCardWidget*>(object);
    return card ? new QAccessibleWidget(card, QAccessible::Grouping) : nullptr;
}

} // namespace

void installAccessibleCards()
{
    QAccessible::installFactory(makeAccessibleCard); // The same function is kept once.
}

} // namespace keyturn::ui::decide

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/decide/board_widgets.h"

#include "ui/decide/plain_cell.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace keyturn::ui::decide {

using common::kGridPx;
using items::Sign;
using items::Tone;

namespace {

QVBoxLayout* columnIn(common::Card* card)
{
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(3 * kGridPx, 2 * kGridPx, 3 * kGridPx, 2 * kGridPx);
    column->setSpacing(kGridPx / 2);
    return column;
}

/// A line of buttons, and below it why the first disabled one is.
void addActs(QVBoxLayout* column, const std::vector<std::pair<QPushButton*, items::Act>>& acts,
             const QString& subject, QWidget* parent)
{
    auto* line = new QHBoxLayout;
    line->setSpacing(kGridPx);
    QString whyNot;
    for (const auto& [button, act] : acts) {
        line->addWidget(button);
        common::applyAct(button, act);
        if (!act.text.contains(subject))
            button->setAccessibleName(QStringLiteral("%1: %2").arg(act.text, subject));
        if (whyNot.isEmpty() && act.isShown)
            whyNot = act.whyNot;
    }
    line->addStretch();
    column->addSpacing(kGridPx / 2);
    column->addLayout(line);
    if (!whyNot.isEmpty())
        column->addWidget(common::mutedLabel(whyNot, parent));
}

} // namespace

ReviewWidget::ReviewWidget(const items::ReviewItem& item, QWidget* parent) : Card(parent)
{
    setObjectName(QStringLiteral("review:") + item.change.value());
    setAccessibleName(item.headline);
    setAccessibleDescription(item.due);
    setStripe(Tone::Pending);
    auto* column = columnIn(this);
    auto* due = new common::Chip(Sign::Late, Tone::Overdue, item.due, {}, this);
    auto* top = new QHBoxLayout;
    top->addWidget(due);
    top->addStretch();
    column->addLayout(top);
    column->addWidget(common::headingLabel(item.headline, 1, this));
    column->addWidget(common::mutedLabel(item.since, this));
    auto* lift = new QPushButton(this);
    lift->setObjectName(QStringLiteral("lift"));
    auto* part = new QPushButton(this);
    part->setObjectName(QStringLiteral("liftInPart"));
    addActs(column, {{lift, item.lift}, {part, item.liftInPart}}, item.headline, this);
    connect(lift, &QPushButton::clicked, this, [this, id = item.change] { Q_EMIT liftRequested(id); });
    connect(part, &QPushButton::clicked, this, [this, id = item.change] { Q_EMIT liftInPartRequested(id); });
}

GateGroupWidget::GateGroupWidget(const items::GateGroup& group, QWidget* parent) : Card(parent)
{
    setObjectName(QStringLiteral("gates:") + group.incident.value());
    setAccessibleName(group.title);
    setAccessibleDescription(group.summary);
    auto* column = columnIn(this);
    column->addWidget(common::headingLabel(group.title, 1, this));
    column->addWidget(common::mutedLabel(group.summary, this));
    for (const items::GateItem& gate : group.gates)
        addGate(gate, column);
}

void GateGroupWidget::addGate(const items::GateItem& gate, QVBoxLayout* into)
{
    auto* holder = new QWidget(this);
    holder->setObjectName(QStringLiteral("gate:") + gate.id.value());
    auto* column = new QVBoxLayout(holder);
    column->setContentsMargins(0, kGridPx, 0, 0);
    column->setSpacing(kGridPx / 2);
    auto* top = new QHBoxLayout;
    top->setSpacing(kGridPx);
    const QString word = gate.sign == Sign::Done      ? tr("Met")
                         : gate.sign == Sign::Partial ? tr("Waived")
                                                      : tr("Open");
    top->addWidget(new common::Chip(gate.sign, gate.tone, word, gate.layer, holder), 0, Qt::AlignTop);
    top->addWidget(common::plainLabel(gate.criterion, holder), 1);
    column->addLayout(top);
    column->addWidget(common::mutedLabel(gate.outcome, holder));
    if (gate.confirm.isShown || gate.waive.isShown) {
        auto* confirm = new QPushButton(holder);
        confirm->setObjectName(QStringLiteral("confirmGate"));
        auto* waive = new QPushButton(holder);
        waive->setObjectName(QStringLiteral("waiveGate"));
        addActs(column, {{confirm, gate.confirm}, {waive, gate.waive}}, gate.criterion, holder);
        connect(confirm, &QPushButton::clicked, this, [this, id = gate.id] { Q_EMIT confirmRequested(id); });
        connect(waive, &QPushButton::clicked, this, [this, id = gate.id] { Q_EMIT waiveRequested(id); });
    }
    into->addWidget(holder);
}

items::Table signatureTable(const std::vector<items::OwnSignature>& signatures)
{
    items::Table table;
    table.headers = {ReviewWidget::tr("Signed"), ReviewWidget::tr("What"),
                     ReviewWidget::tr("What became of it")};
    for (const items::OwnSignature& one : signatures)
        table.rows.push_back({QString::number(one.seq),
                              {},
                              {plainCell(one.when), plainCell(one.what), plainCell(one.outcome)}});
    return table;
}

} // namespace keyturn::ui::decide

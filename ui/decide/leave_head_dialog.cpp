// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/decide/leave_head_dialog.h"

#include "models/base/text_safety.h"
#include "models/items/charter_draft.h"
#include "models/items/decision_cards.h"
#include "models/items/words.h"
#include "ui/common/lay_out.h"
#include "ui/common/table_view.h"
#include "ui/common/widgets.h"
#include "ui/decide/plain_cell.h"

#include <QFormLayout>
#include <QPlainTextEdit>
#include <QVBoxLayout>

#include <algorithm>
#include <map>

namespace keyturn::ui::decide {

using common::kGridPx;

namespace {

/// So many entries are shown before the table scrolls.
constexpr int kLostRows = 5;

QString entriesText(std::uint64_t count)
{
    return items::countedText(count, LeaveHeadDialog::tr("%1 entry"), LeaveHeadDialog::tr("%1 entries"));
}

QString whoOf(const state::Snapshot& snapshot, const domain::MemberId& member)
{
    return member.value().isEmpty() ? LeaveHeadDialog::tr("the program itself") : snapshot.display(member);
}

/// "2 by Sam Weiss, War-room Scribe; 1 by Noor Haddad, General Counsel", the most first.
QString countedByPerson(const state::Snapshot& snapshot, const std::vector<state::EntryLine>& entries)
{
    std::map<QString, int> counts;
    for (const state::EntryLine& line : entries)
        ++counts[whoOf(snapshot, line.member)];
    std::vector<std::pair<QString, int>> ordered(counts.begin(), counts.end());
    std::stable_sort(ordered.begin(), ordered.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    QStringList parts;
    for (const auto& [who, count] : ordered)
        parts += LeaveHeadDialog::tr("%1 by %2").arg(QString::number(count), who);
    return parts.join(QStringLiteral("; "));
}

items::Table lostTable(const state::Snapshot& snapshot, const std::vector<state::EntryLine>& entries)
{
    items::Table table;
    table.headers = {LeaveHeadDialog::tr("Entry"), LeaveHeadDialog::tr("Recorded at"),
                     LeaveHeadDialog::tr("What"), LeaveHeadDialog::tr("By whom")};
    for (const state::EntryLine& line : entries) {
        items::TableRow row;
        row.key = QString::number(line.seq);
        row.cells = {plainCell(row.key), plainCell(base::toDisplay(line.time)),
                     plainCell(items::entryKindLabel(line.kind)), plainCell(whoOf(snapshot, line.member))};
        table.rows.push_back(std::move(row));
    }
    return table;
}

} // namespace

LeaveHeadDialog::LeaveHeadDialog(service::Session& session, const domain::MemberId& proposer, QWidget* parent)
    : FormDialog(tr("Continue from this copy"), tr("Go on to sign the proposal…"), parent),
      m_session(session), m_here(common::plainLabel({}, this)), m_there(common::plainLabel({}, this)),
      m_lost(common::plainLabel({}, this)),
      m_entries(new common::TableView(common::TableView::Choose::Rows, this)),
      m_reason(new QPlainTextEdit(this))
{
    setObjectName(QStringLiteral("leaveHeadDialog"));
    body()->addWidget(common::mutedLabel(
        tr("This machine has seen this ledger with entries that are not in the copy open here. Only one of "
           "the two can go on, so nothing can be added here until the people of the charter decide to go on "
           "without those entries. If the other copy is the right one, cancel and open that instead."),
        this));
    for (QLabel* unknown : {m_here, m_there, m_lost})
        unknown->setText(tr("Looking…"));
    addFact(tr("This copy, which goes on"), m_here, "headHere");
    addFact(tr("The head left behind"), m_there, "headThere");
    addFact(tr("What is lost with it"), m_lost, "headLost");
    m_entries->setObjectName(QStringLiteral("lostEntries"));
    m_entries->setAccessibleName(tr("The entries that are left behind"));
    m_entries->setShares({2, 7, 6, 9});
    m_entries->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_entries->hide();
    form()->addRow(QString(), m_entries);
    addFact(
        tr("What stays"),
        common::mutedLabel(tr("Nothing is deleted. The head that is left behind and its signed checkpoint "
                              "are kept as evidence; a copy that holds it stays frozen where this "
                              "decision is known."),
                           this),
        "headKept");
    addReason();
    setMinimumWidth(112 * kGridPx);
    connect(this, &FormDialog::actRequested, this, [this, proposer] {
        service::ChangeRequest request;
        request.abandons = m_rival->head;
        request.rationale = m_reason->toPlainText().trimmed();
        common::layOut(m_session, proposer, std::move(request), this);
    });
    common::whenDone(session.rivalHead(), this, [this](const base::Result<service::RivalHead>& rival) {
        if (rival)
            show(*rival);
        else
            showError(rival.error().sentence());
    });
    check();
    m_reason->setFocus();
}

void LeaveHeadDialog::addFact(const QString& name, QLabel* text, const char* objectName)
{
    text->setObjectName(QLatin1String(objectName));
    auto* label = new QLabel(name, this);
    label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    form()->addRow(label, text);
}

void LeaveHeadDialog::addReason()
{
    m_reason->setObjectName(QStringLiteral("reason"));
    m_reason->setTabChangesFocus(true);
    m_reason->setPlaceholderText(tr("What became of the other copy, and why this one is to go on"));
    m_reason->setFixedHeight(12 * kGridPx);
    auto* label = new QLabel(tr("&Because"), this);
    label->setBuddy(m_reason);
    form()->addRow(label, m_reason);
    connect(m_reason, &QPlainTextEdit::textChanged, this, &LeaveHeadDialog::check);
}

void LeaveHeadDialog::show(const service::RivalHead& rival)
{
    m_rival = rival;
    m_here->setText(
        tr("%1, the newest of %2. Its head is %3.")
            .arg(entriesText(rival.ownSize), base::toDisplay(rival.ownNewest), rival.ownRoot.shortCode()));
    QStringList there{
        tr("%1. Its head is %2.").arg(entriesText(rival.head.size), rival.head.root.shortCode())};
    if (rival.isOfThisFile)
        there += tr("It was seen in this very file before.");
    else if (!rival.where.isEmpty())
        there += tr("It was seen in %1.").arg(base::harmlessText(rival.where));
    there += rival.signedBy.isEmpty()
                 ? tr("No signed checkpoint of it was kept.")
                 : tr("A checkpoint of it is kept, signed by %1 of this ledger.")
                       .arg(items::countedText(static_cast<std::uint64_t>(rival.signedBy.size()),
                                               tr("%1 seat or witness"), tr("%1 seats and witnesses")));
    m_there->setText(there.join(u' '));
    m_there->setToolTip(rival.signedBy.join(u'\n'));
    showLost(rival);
    check();
    // As high as its wrapped texts are at its width, which adjustSize() does not go by.
    layout()->activate();
    setMinimumHeight(layout()->totalHeightForWidth(minimumWidth()));
    resize(minimumSize());
}

void LeaveHeadDialog::showLost(const service::RivalHead& rival)
{
    if (!rival.only) {
        m_lost->setText(
            tr("At least %1. The copy that held them cannot be read from here, so who signed them "
               "and what they say is not known.")
                .arg(entriesText(rival.fewest)));
        return;
    }
    const auto& snapshot = *m_session.liveSnapshot();
    m_lost->setText(
        tr("%1: %2.").arg(entriesText(rival.only->size()), countedByPerson(snapshot, *rival.only)));
    m_entries->setTable(lostTable(snapshot, *rival.only));
    m_entries->setFixedHeight(
        m_entries->heightFor(std::min(kLostRows, static_cast<int>(rival.only->size()))));
    m_entries->show();
}

void LeaveHeadDialog::check()
{
    setWhyNot(!m_rival                                      ? tr("Looking at both heads…")
              : m_reason->toPlainText().trimmed().isEmpty() ? tr("Say why: the reason is signed with it")
                                                            : QString());
}

} // namespace keyturn::ui::decide

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/people/let_stand_dialog.h"

#include "models/items/charter_draft.h"
#include "ui/common/lay_out.h"
#include "ui/common/widgets.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace keyturn::ui::people {

using common::kGridPx;

LetStandDialog::LetStandDialog(service::Session& session, const domain::MemberId& proposer, QWidget* parent)
    : FormDialog(tr("Let disputed entries stand"), {}, parent), m_rationale(new QPlainTextEdit(this))
{
    setObjectName(QStringLiteral("letStandDialog"));
    body()->addWidget(common::mutedLabel(
        tr("Each was signed with a key that is revoked. Propose only those that its owner says they signed; "
           "the others stay disputed."),
        this));
    auto* list = new QWidget(this);
    auto* layout = new QVBoxLayout(list);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGridPx);
    const auto& snapshot = *session.liveSnapshot();
    std::vector<quint64> entries(snapshot.disputed.begin(), snapshot.disputed.end());
    std::sort(entries.begin(), entries.end());
    for (const quint64 seq : entries) {
        auto* box =
            new QCheckBox(tr("Entry %1: %2")
                              .arg(QString::number(seq),
                                   items::entryInWords(snapshot, seq).replace(u'&', QStringLiteral("&&"))),
                          list);
        box->setObjectName(QStringLiteral("entry:%1").arg(seq));
        layout->addWidget(box);
        m_entries.emplace_back(seq, box);
        connect(box, &QCheckBox::toggled, this, &LetStandDialog::check);
    }
    layout->addStretch();
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(list);
    scroll->setAccessibleName(tr("Disputed entries"));
    scroll->setMinimumSize(72 * kGridPx, 20 * kGridPx);
    body()->addWidget(scroll, 1);

    m_rationale->setObjectName(QStringLiteral("rationale"));
    m_rationale->setTabChangesFocus(true);
    m_rationale->setPlaceholderText(tr("How you know that they are genuine"));
    m_rationale->setFixedHeight(10 * kGridPx);
    auto* label = new QLabel(tr("&Because"), this);
    label->setBuddy(m_rationale);
    form()->addRow(label, m_rationale);
    connect(m_rationale, &QPlainTextEdit::textChanged, this, &LetStandDialog::check);
    connect(this, &FormDialog::actRequested, this, [this, &session, proposer] {
        service::ChangeRequest request;
        request.ratifiesEntries = chosen();
        request.rationale = m_rationale->toPlainText().trimmed();
        common::layOut(session, proposer, std::move(request), this);
    });
    check();
}

void LetStandDialog::check()
{
    const auto count = static_cast<int>(chosen().size());
    setAct(count == 1 ? tr("Propose to let one entry stand…")
                      : tr("Propose to let %n entries stand…", nullptr, count));
    setWhyNot(count == 0                                       ? tr("Choose the entries that are genuine")
              : m_rationale->toPlainText().trimmed().isEmpty() ? tr("Say why: the reason is signed with it")
                                                               : QString());
}

std::vector<std::uint64_t> LetStandDialog::chosen() const
{
    std::vector<std::uint64_t> entries;
    for (const auto& [seq, box] : m_entries) {
        if (box->isChecked())
            entries.push_back(seq);
    }
    return entries;
}

} // namespace keyturn::ui::people

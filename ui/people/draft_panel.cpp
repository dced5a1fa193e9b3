// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/people/draft_panel.h"

#include "ui/common/widgets.h"

#include <QVBoxLayout>

namespace keyturn::ui::people {

using common::kGridPx;

DraftPanel::DraftPanel(QWidget* parent)
    : QScrollArea(parent), m_filled(new QWidget), m_wrongTitle(common::headingLabel({}, 0, m_filled)),
      m_wrong(common::plainLabel({}, m_filled)), m_changesTitle(common::headingLabel({}, 0, m_filled)),
      m_changes(common::plainLabel({}, m_filled)), m_fragileTitle(common::headingLabel({}, 0, m_filled)),
      m_fragile(common::mutedLabel({}, m_filled))
{
    setObjectName(QStringLiteral("draftPanel"));
    setAccessibleName(tr("What the draft changes, what is wrong with it, what is fragile"));
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    m_wrong->setObjectName(QStringLiteral("draftProblems"));
    m_changes->setObjectName(QStringLiteral("draftChanges"));
    m_fragile->setObjectName(QStringLiteral("draftFragile"));
    QPalette red = m_wrong->palette();
    red.setColor(QPalette::WindowText, common::Colors::of(palette()).tone(common::Tone::Severe));
    m_wrong->setPalette(red);
    m_wrongTitle->setPalette(red);
    auto* layout = new QVBoxLayout(m_filled);
    layout->setContentsMargins(2 * kGridPx, 0, kGridPx, 0);
    layout->setSpacing(kGridPx / 2);
    for (QLabel* label : {m_wrongTitle, m_wrong, m_changesTitle, m_changes, m_fragileTitle, m_fragile}) {
        label->setWordWrap(true);
        layout->addWidget(label);
        const bool endsPart = label == m_wrong || label == m_changes;
        if (endsPart)
            layout->addSpacing(kGridPx);
    }
    layout->addStretch();
    setWidget(m_filled);
    show({});
}

void DraftPanel::show(const items::DraftWords& words)
{
    m_wrongTitle->setText(tr("What is wrong"));
    m_wrong->setText(words.problems.join(QStringLiteral("\n\n")));
    m_wrongTitle->setVisible(!words.problems.isEmpty());
    m_wrong->setVisible(!words.problems.isEmpty());
    m_changesTitle->setText(tr("What changes, as the sheet will say"));
    QStringList changes;
    for (const QString& change : words.changes)
        changes += QStringLiteral("%1. ").arg(changes.size() + 1) + change;
    m_changes->setText(changes.isEmpty()
                           ? tr("Nothing yet. Change members, rules or other powers on the left.")
                           : changes.join(u'\n'));
    m_fragileTitle->setText(tr("What would be fragile"));
    m_fragile->setText(words.fragile.isEmpty() ? tr("Nothing: any two people can be spared.")
                                               : words.fragile.join(QStringLiteral("\n\n")));
}

} // namespace keyturn::ui::people

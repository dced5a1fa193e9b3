// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/people/member_pane.h"

#include "ui/common/widgets.h"
#include "ui/people/key_list.h"

#include <QVBoxLayout>

namespace keyturn::ui::people {

using common::kGridPx;

MemberPane::MemberPane(QWidget* parent)
    : QScrollArea(parent), m_filled(new QWidget), m_name(common::headingLabel({}, 1, m_filled)),
      m_roles(common::plainLabel({}, m_filled)), m_since(common::mutedLabel({}, m_filled)),
      m_id(common::mutedLabel({}, m_filled)), m_keys(new KeyList(m_filled)),
      m_nothing(common::mutedLabel(tr("Choose a member to see since when and with which keys they sign."),
                                   m_filled))
{
    setObjectName(QStringLiteral("memberPane"));
    setAccessibleName(tr("The chosen member"));
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* layout = new QVBoxLayout(m_filled);
    layout->setContentsMargins(2 * kGridPx, kGridPx, kGridPx, kGridPx);
    layout->setSpacing(kGridPx / 2);
    for (QWidget* part : std::initializer_list<QWidget*>{m_nothing, m_name, m_roles, m_since, m_id})
        layout->addWidget(part);
    layout->addSpacing(kGridPx);
    layout->addWidget(m_keys);
    layout->addStretch();
    setWidget(m_filled);
    showNothing();
}

void MemberPane::show(const items::MemberWords& words)
{
    // What is shown already keeps the keyboard's place in it.
    if (words == m_shown)
        return;
    m_shown = words;
    m_name->setText(words.display);
    m_roles->setText(words.roles);
    m_since->setText(words.since);
    m_id->setText(tr("Known in files as %1").arg(words.id.value()));
    std::vector<KeyRow> rows;
    for (const items::KeyWords& key : words.keys)
        rows.push_back({KeyRow::Offers::Nothing, key});
    m_keys->setKeys(rows);
    m_nothing->hide();
    for (QWidget* part : std::initializer_list<QWidget*>{m_name, m_roles, m_since, m_id, m_keys})
        part->show();
}

void MemberPane::showNothing()
{
    m_shown = {};
    m_nothing->show();
    for (QWidget* part : std::initializer_list<QWidget*>{m_name, m_roles, m_since, m_id, m_keys})
        part->hide();
}

} // namespace keyturn::ui::people

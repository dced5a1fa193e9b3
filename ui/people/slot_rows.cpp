// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/people/slot_rows.h"

#include "models/items/words.h"
#include "ui/common/widgets.h"
#include "ui/people/role_boxes.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace keyturn::ui::people {

using common::kGridPx;

SlotRows::SlotRows(QWidget* parent)
    : QWidget(parent), m_rows(new QVBoxLayout), m_add(new QPushButton(tr("Add a si&gnature"), this))
{
    setAccessibleName(tr("Signatures"));
    m_rows->setSpacing(kGridPx);
    m_add->setObjectName(QStringLiteral("addSignature"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGridPx);
    layout->addLayout(m_rows);
    layout->addWidget(m_add, 0, Qt::AlignLeft);
    connect(m_add, &QPushButton::clicked, this, [this] {
        addRow(domain::Role::Executive);
        m_boxes.back()->setFocus();
        Q_EMIT changed();
    });
}

void SlotRows::addRow(domain::Role role)
{
    auto* box = new QComboBox(this);
    box->setObjectName(QStringLiteral("signature%1").arg(m_boxes.size() + 1));
    box->setAccessibleName(tr("Signature as"));
    for (const domain::Role each : rolesOfPeople())
        box->addItem(items::capitalised(items::label(each)), static_cast<int>(each));
    // A role that no person can hold stays visible as what it is; the check refuses it in words.
    if (box->findData(static_cast<int>(role)) < 0)
        box->addItem(items::capitalised(items::label(role)), static_cast<int>(role));
    box->setCurrentIndex(box->findData(static_cast<int>(role)));
    auto* remove = new QPushButton(tr("Remove"), this);
    remove->setAccessibleName(tr("Remove this signature"));
    auto* holder = new QWidget(this);
    auto* row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGridPx);
    row->addWidget(box, 1);
    row->addWidget(remove);
    m_rows->addWidget(holder);
    m_boxes.push_back(box);
    connect(box, &QComboBox::currentIndexChanged, this, &SlotRows::changed);
    connect(remove, &QPushButton::clicked, this, [this, holder, box] {
        std::erase(m_boxes, box);
        // The focus would else go wherever the window puts it.
        m_add->setFocus();
        m_rows->removeWidget(holder);
        holder->hide();
        holder->deleteLater();
        Q_EMIT changed();
    });
}

void SlotRows::setRoles(const std::vector<domain::Role>& roles)
{
    const QSignalBlocker quiet(this);
    m_boxes.clear();
    common::clearLayout(m_rows);
    for (const domain::Role role : roles)
        addRow(role);
}

std::vector<domain::Role> SlotRows::roles() const
{
    std::vector<domain::Role> roles;
    for (const QComboBox* box : m_boxes)
        roles.push_back(static_cast<domain::Role>(box->currentData().toInt()));
    return roles;
}

} // namespace keyturn::ui::people

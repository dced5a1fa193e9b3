// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/people/revoke_dialog.h"

#include "models/items/charter_draft.h"
#include "ui/common/widgets.h"

#include <QFormLayout>
#include <QLineEdit>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <limits>

namespace keyturn::ui::people {

using common::kGridPx;

RevokeDialog::RevokeDialog(const state::SnapshotPointer& snapshot, const domain::Member& member,
                           const base::Digest& key, QWidget* parent)
    : FormDialog(tr("Revoke a key of %1").arg(member.name), tr("Revoke the key %1").arg(key.shortCode()),
                 parent),
      m_snapshot(snapshot), m_key(key), m_from(new QSpinBox(this)), m_entry(common::plainLabel({}, this)),
      m_reason(new QLineEdit(this)), m_consequence(common::plainLabel({}, this))
{
    setObjectName(QStringLiteral("revokeDialog"));
    body()->addWidget(common::mutedLabel(
        tr("For a key that somebody else may have had. A key that is only replaced is retired: what it "
           "signed then stands."),
        this));
    constexpr std::uint64_t kMostShown = std::numeric_limits<int>::max();
    m_from->setObjectName(QStringLiteral("fromEntry"));
    m_from->setRange(0, static_cast<int>(std::min(snapshot->size, kMostShown)));
    m_from->setValue(static_cast<int>(std::min(items::firstEntryOf(*snapshot, key), kMostShown)));
    auto* from = new QLabel(tr("&From entry"), this);
    from->setBuddy(m_from);
    form()->addRow(from, m_from);
    m_entry->setObjectName(QStringLiteral("entryChosen"));
    form()->addRow(QString(), m_entry);
    m_reason->setObjectName(QStringLiteral("reason"));
    m_reason->setPlaceholderText(tr("What happened to it"));
    auto* reason = new QLabel(tr("&Reason"), this);
    reason->setBuddy(m_reason);
    form()->addRow(reason, m_reason);
    m_consequence->setObjectName(QStringLiteral("consequence"));
    m_consequence->setMinimumHeight(6 * kGridPx);
    form()->addRow(m_consequence);
    connect(m_from, &QSpinBox::valueChanged, this, &RevokeDialog::tell);
    connect(m_reason, &QLineEdit::textChanged, this, &RevokeDialog::tell);
    connect(this, &FormDialog::actRequested, this, [this, id = member.id] {
        const domain::RevokedKey made{m_key, id, static_cast<std::uint64_t>(m_from->value()),
                                      m_reason->text().trimmed()};
        accept();
        Q_EMIT revoked(made);
    });
    tell();
}

void RevokeDialog::tell()
{
    const auto from = static_cast<std::uint64_t>(m_from->value());
    m_entry->setText(items::entryInWords(*m_snapshot, from));
    m_consequence->setText(items::revocationInWords(*m_snapshot, m_key, from));
    setWhyNot(m_reason->text().trimmed().isEmpty() ? tr("Say why: the reason stands in the charter")
                                                   : QString());
}

} // namespace keyturn::ui::people

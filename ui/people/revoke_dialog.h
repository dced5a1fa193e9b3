// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/session.h"
#include "ui/common/form_dialog.h"

class QLabel;
class QLineEdit;
class QSpinBox;

namespace keyturn::ui::people {

/// Asks from which entry on a key does not count any more, and why; says what becomes disputed.
class RevokeDialog final : public common::FormDialog
{
    Q_OBJECT
public:
    RevokeDialog(const state::SnapshotPointer& snapshot, const domain::Member& member,
                 const base::Digest& key, QWidget* parent);

Q_SIGNALS:
    void revoked(const keyturn::domain::RevokedKey& revoked);

private:
    void tell();

    state::SnapshotPointer m_snapshot;
    base::Digest m_key;
    QSpinBox* m_from;
    QLabel* m_entry;
    QLineEdit* m_reason;
    QLabel* m_consequence;
};

} // namespace keyturn::ui::people

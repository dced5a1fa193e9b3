// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/charter.h"

#include <QWidget>

#include <vector>

class QComboBox;
class QPushButton;
class QVBoxLayout;

namespace keyturn::ui::people {

/// The signatures that a rule asks for, one row each: as what somebody signs.
class SlotRows final : public QWidget
{
    Q_OBJECT
public:
    explicit SlotRows(QWidget* parent);
    /// Shows @p roles without a signal.
    void setRoles(const std::vector<domain::Role>& roles);
    [[nodiscard]] std::vector<domain::Role> roles() const;

Q_SIGNALS:
    /// A person added, removed or changed one.
    void changed();

private:
    void addRow(domain::Role role);

    QVBoxLayout* m_rows;
    QPushButton* m_add;
    std::vector<QComboBox*> m_boxes;
};

} // namespace keyturn::ui::people

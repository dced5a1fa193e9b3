// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/charter.h"

#include <QCheckBox>
#include <QWidget>

#include <utility>
#include <vector>

namespace keyturn::ui::people {

/// Check boxes for the roles of a member, of an act, of a power.
class RoleBoxes final : public QWidget
{
    Q_OBJECT
public:
    enum class Which { All, OfPeople };
    /// @param name what the roles are for, spoken before each.
    RoleBoxes(Which which, const QString& name, QWidget* parent);

    /// Shows @p roles without a signal. @p standing is the list they replace: an order is part of what is
    /// signed, so what is checked again takes its old place.
    void setRoles(const std::vector<domain::Role>& roles, const std::vector<domain::Role>& standing);
    [[nodiscard]] std::vector<domain::Role> roles() const;

Q_SIGNALS:
    /// A person checked or cleared one.
    void changed();

private:
    std::vector<std::pair<domain::Role, QCheckBox*>> m_boxes;
    std::vector<domain::Role> m_standing;
};

/// The roles that people may hold.
[[nodiscard]] std::vector<domain::Role> rolesOfPeople();

} // namespace keyturn::ui::people

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/people/role_boxes.h"

#include "models/items/words.h"
#include "ui/common/flow_layout.h"
#include "ui/common/theme.h"

#include <QSignalBlocker>

#include <algorithm>

namespace keyturn::ui::people {

using domain::Role;

std::vector<Role> rolesOfPeople()
{
    using enum Role;
    return {Executive, SafetyLead, SecurityLead, Legal, Scribe, Auditor};
}

RoleBoxes::RoleBoxes(Which which, const QString& name, QWidget* parent) : QWidget(parent)
{
    auto* layout = new common::FlowLayout(this);
    layout->setSpacing(2 * common::kGridPx);
    setAccessibleName(name);
    std::vector<Role> roles = rolesOfPeople();
    if (which == Which::All) {
        roles.push_back(Role::Intake);
        roles.push_back(Role::Gateway);
    }
    for (const Role role : roles) {
        auto* box = new QCheckBox(items::capitalised(items::label(role)), this);
        box->setObjectName(domain::toWord(role));
        box->setAccessibleName(tr("%1: %2").arg(name, items::label(role)));
        layout->addWidget(box);
        m_boxes.emplace_back(role, box);
        connect(box, &QCheckBox::toggled, this, &RoleBoxes::changed);
    }
    setFocusProxy(m_boxes.front().second);
}

void RoleBoxes::setRoles(const std::vector<Role>& roles, const std::vector<Role>& standing)
{
    m_standing = standing;
    for (const auto& [role, box] : m_boxes) {
        const QSignalBlocker quiet(box);
        box->setChecked(std::find(roles.begin(), roles.end(), role) != roles.end());
    }
}

std::vector<Role> RoleBoxes::roles() const
{
    std::vector<Role> chosen;
    for (const auto& [role, box] : m_boxes) {
        if (box->isChecked())
            chosen.push_back(role);
    }
    std::stable_sort(chosen.begin(), chosen.end(), [&](Role a, Role b) {
        return std::find(m_standing.begin(), m_standing.end(), a) <
               std::find(m_standing.begin(), m_standing.end(), b);
    });
    return chosen;
}

} // namespace keyturn::ui::people

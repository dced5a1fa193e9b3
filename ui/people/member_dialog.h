// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/form_dialog.h"
#include "ui/people/charter_in_work.h"

class QComboBox;
class QLabel;
class QLineEdit;

namespace keyturn::ui::people {

/// Asks for a new member's name and title. The id follows from the name, or is the one that their enrolment
/// file was made for.
class MemberDialog final : public common::FormDialog
{
    Q_OBJECT
public:
    /// @param id the enrolment's, where there is one.
    MemberDialog(const CharterInWork& work, const std::optional<domain::MemberId>& id, QWidget* parent);

Q_SIGNALS:
    /// A member without roles and keys.
    void named(const keyturn::domain::Member& member);

private:
    void check();

    const CharterInWork& m_work;
    std::optional<domain::MemberId> m_given;
    QLineEdit* m_name;
    QLineEdit* m_title;
    QComboBox* m_kind;
    QLabel* m_id;
};

} // namespace keyturn::ui::people

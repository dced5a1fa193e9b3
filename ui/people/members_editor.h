// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/people/charter_in_work.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace keyturn::ui::people {

class KeyList;
class RoleBoxes;

/// The members of a draft: who they are, their roles, their keys.
class MembersEditor final : public QWidget
{
    Q_OBJECT
public:
    MembersEditor(CharterInWork& work, QWidget* parent);
    /// Takes an enrolment file: its key goes to the member that it names, who is added where they are new.
    void addEnrolment(const QString& path);

Q_SIGNALS:
    /// The draft is another.
    void changed();
    /// Something could not be done, in one sentence; empty once something could.
    void refused(const QString& sentence);

private:
    void build();
    [[nodiscard]] domain::Member* chosen();
    void fillList(const std::optional<domain::MemberId>& choose);
    void showMember();
    void showKeys();
    void takeFields();
    void addMember(const std::optional<service::Enrolment>& enrolment);
    void removeMember();
    void addKey(const service::Enrolment& enrolment);
    void revoke(const base::Digest& key);
    void takeBack(const base::Digest& key);
    void browse();

    CharterInWork& m_work;
    QListWidget* m_list;
    QPushButton* m_add;
    QPushButton* m_remove;
    QWidget* m_fields;
    QLineEdit* m_name;
    QLineEdit* m_title;
    QComboBox* m_kind;
    RoleBoxes* m_roles;
    QLabel* m_id;
    KeyList* m_keys;
    QPushButton* m_enrol;
    bool m_isFilling = false; ///< Fields are being filled, not edited.
};

} // namespace keyturn::ui::people

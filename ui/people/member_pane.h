// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/charter_words.h"

#include <QScrollArea>

class QLabel;

namespace keyturn::ui::people {

class KeyList;

/// One member: roles, since when the charter names them, keys with copy buttons.
class MemberPane final : public QScrollArea
{
    Q_OBJECT
public:
    explicit MemberPane(QWidget* parent);
    void show(const items::MemberWords& words);
    void showNothing();

private:
    items::MemberWords m_shown;
    QWidget* m_filled;
    QLabel* m_name;
    QLabel* m_roles;
    QLabel* m_since;
    QLabel* m_id;
    KeyList* m_keys;
    QLabel* m_nothing;
};

} // namespace keyturn::ui::people

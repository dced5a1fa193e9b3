// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace keyturn::ui::people {

/// Lays @p editor out: a list with its buttons on the left, and the fields of what is chosen in it on the
/// right, scrolled where there is not room for all.
void layListBesideFields(QWidget* editor, QWidget* list, QWidget* add, QWidget* remove, QWidget* fields);

} // namespace keyturn::ui::people

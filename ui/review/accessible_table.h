// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace keyturn::ui::review {

/// Makes tables of events speak: the line that the keyboard is at, and every cell to who asks for it. Cells
/// of text far from what is in view are empty until they have been in view. Any number of calls.
void installAccessibleTable();

} // namespace keyturn::ui::review

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace keyturn::ui::review {

/// Makes tables of events speak the line that the keyboard is at. Any number of calls.
void installAccessibleTable();

} // namespace keyturn::ui::review

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace keyturn::ui::charts {

/// Makes charts speak the bar that the keyboard is at. Any number of calls.
void installAccessibleChart();

} // namespace keyturn::ui::charts

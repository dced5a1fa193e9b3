// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace keyturn::ui::decide {

/// Makes screen readers take a decision card for one group of things with a name. May be called again and
/// again.
void installAccessibleCards();

} // namespace keyturn::ui::decide

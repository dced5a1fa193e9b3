// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace keyturn::ui::timeline {

/// Makes timelines speak: their name with the item the keyboard is at, and a summary of what is in view. May
/// be called again and again.
void installAccessibleTimeline();

} // namespace keyturn::ui::timeline

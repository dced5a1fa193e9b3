// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/state/snapshot.h"
#include "models/timeline/overlay.h"

namespace keyturn::items {

/// @p overlay as a room may see it: of a confidential request nothing is left but that there is one.
[[nodiscard]] timeline::Overlay presentable(timeline::Overlay overlay, const state::Snapshot& snapshot);

} // namespace keyturn::items

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/box_algebra.h"
#include "models/domain/preview.h"

#include <span>
#include <vector>

namespace keyturn::domain {

/// The leaks of previewChange: routes of the grid's @p catalogue that would still serve what @p stops means
/// to stop once the layers @p after are in force. Tiers and capabilities are decided for all at once (Plane),
/// so the work is routes times layers.
[[nodiscard]] std::vector<Leak> leaksOf(const Restriction& stops, std::span<const Layered> after,
                                        const Grid& grid, const Catalogue& catalogue);

} // namespace keyturn::domain

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/preview.h"

namespace keyturn::tests {

/// previewChange as its comment reads, word for word, over every cell: slow, and simple enough to be
/// believed.
domain::ChangePreview literalPreview(const std::vector<domain::Layered>& before,
                                     const std::vector<domain::Layered>& after,
                                     const std::optional<domain::Restriction>& stops,
                                     const domain::Catalogue& catalogue,
                                     const std::vector<domain::Dependent>& dependents);

/// shadowedBy over every cell.
std::vector<domain::ChangeId> literalShadows(const std::vector<domain::Layered>& layers,
                                             const domain::ChangeId& change,
                                             const domain::Catalogue& catalogue);

/// loosensAny over every cell.
bool literallyLoosens(const std::vector<domain::Layered>& before, const std::vector<domain::Layered>& after,
                      const domain::Catalogue& catalogue);

} // namespace keyturn::tests

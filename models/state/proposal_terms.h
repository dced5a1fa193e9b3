// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/payload.h"

namespace keyturn::state {

/// What @p change is governed as: which rule of the charter it falls under.
[[nodiscard]] domain::Governed governedAs(const domain::ChangeProposed& change,
                                          const domain::Catalogue& catalogue);

/// Of the catalogue, the names that the sheet of @p proposal needs and no more: those that its restriction
/// (or the one it lifts) lists in scope, tiers and fallback, and the models of its effect. In the catalogue's
/// order, without routes.
[[nodiscard]] domain::Catalogue namesFor(const domain::ChangeProposed& proposal,
                                         const domain::Catalogue& catalogue);

} // namespace keyturn::state

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/access.h"

#include <vector>

namespace keyturn::domain {

/// The order in which changes were authorised: "C-2" before "C-10".
[[nodiscard]] bool isEarlier(const ChangeId& a, const ChangeId& b);

/// Sorted by isEarlier, each once.
[[nodiscard]] std::vector<ChangeId> inChangeOrder(std::vector<ChangeId> changes);

/// What a cell's access is under a restriction of this kind that touches it.
[[nodiscard]] Access accessOf(RestrictionKind kind);

} // namespace keyturn::domain

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/charter.h"

#include <optional>
#include <vector>

// Who could meet a charter's rules. For models/domain only.

namespace keyturn::domain {

using People = std::vector<const Member*>;

/// Those whose signature can count in a decision.
[[nodiscard]] People peopleWhoSign(const Charter& charter);
/// Every rule can be met by its people. @return CharterUnsatisfiable.
[[nodiscard]] base::Result<void> checkSatisfiable(const Charter& charter);
/// The names of one or two people whose absence locks @p rule; nothing where any two can be spared.
[[nodiscard]] std::optional<QString> lockedBy(const Charter& charter, const Rule& rule);

} // namespace keyturn::domain

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"

namespace keyturn::storage {

class SqlConnection;

/// The layout this program writes. Layout N is made by migrations 1 to N.
inline constexpr int kNewestLayout = 3;

/// Runs the migrations after @p fromLayout (0: nothing is there yet) up to @p toLayout inside the caller's
/// transaction.
[[nodiscard]] base::Result<void> migrate(SqlConnection& connection, int fromLayout,
                                         int toLayout = kNewestLayout);

} // namespace keyturn::storage

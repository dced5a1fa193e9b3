// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"

#include <QString>

namespace keyturn::storage {

/// A path or server name, harmless to show.
[[nodiscard]] QString shownLocation(const QString& location);
/// What the system says of an errno value, harmless to show.
[[nodiscard]] QString systemWords(int systemError);
/// The error of a failed file call: StoreFull, StoreReadOnly (a read-only medium), StoreExists, StoreMissing,
/// StoreFailure.
[[nodiscard]] base::Error fileError(const QString& path, int systemError);

} // namespace keyturn::storage

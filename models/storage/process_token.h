// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace keyturn::storage {

/// Names this process so that others can tell whether it still runs: the kernel's boot, the process
/// namespace, the process id and when it started, in letters, digits, '-' and '_'.
[[nodiscard]] QString ownProcessToken();

/// What became of the process a token names.
enum class OwnerFate {
    Running,
    Gone,
    OutOfSight ///< In a container of its own: it cannot be told from here.
};

/// Looks a token up. A text that is no token is Gone, for no process of ours wrote it.
[[nodiscard]] OwnerFate ownerFate(const QString& token);

} // namespace keyturn::storage

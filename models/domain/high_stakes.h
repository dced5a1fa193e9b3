// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/payload.h"

namespace keyturn::domain {

/// Whether a statement decides something, rather than records a fact: it is signed only with a key that was
/// asked for afresh, never with the one that a sign-in left unlocked.
[[nodiscard]] bool isHighStakes(const Payload& payload);

} // namespace keyturn::domain

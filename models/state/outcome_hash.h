// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/state/snapshot.h"

namespace keyturn::state {

/// SHA-256 over what was decided: each proposal, change and gate with its status, what it says in one line,
/// when and by whom. No key, signature, nonce or hash of bytes that hold one goes into it, so that two
/// workspaces in which the same people decided the same at the same times have the same outcome.
/// stateSha256() is the one that tells whether two seats hold the same ledger.
[[nodiscard]] base::Digest outcomeSha256(const Snapshot& snapshot);

} // namespace keyturn::state

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/table_model.h"
#include "models/state/snapshot.h"

namespace keyturn::items {

/// Members: name and title, roles, keys, since when the charter names them; a member with a revoked key is
/// marked. Keys are member ids.
[[nodiscard]] Table memberTable(const state::Snapshot& snapshot);
/// The charter's rules in words: what they govern, signatures needed, who could give them, how they fare.
/// Keys are rule ids.
[[nodiscard]] Table ruleTable(const domain::Charter& charter);
/// Every charter that stood, the newest first: version, when, who signed, what it changed. Keys are versions.
[[nodiscard]] Table charterTable(const state::Snapshot& snapshot, base::UtcTime now);
/// Entries that do not count because somebody else may have signed them, in ledger order. Keys are entries.
[[nodiscard]] Table disputedTable(const state::Snapshot& snapshot);

} // namespace keyturn::items

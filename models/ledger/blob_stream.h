// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/ledger/ledger_store.h"

#include <functional>

namespace keyturn::ledger {

/// Gives @p take every chunk of a kept file in order, one at a time in memory, and holds all of them to the
/// file's hash and size. What was taken counts only when this succeeds.
/// @return BlobDamaged, StoreCorrupt for a chunk that is missing, store errors, and what @p take fails with.
[[nodiscard]] base::Result<void> streamBlob(LedgerStore& store, const BlobInfo& blob,
                                            const std::function<base::Result<void>(const QByteArray&)>& take);

} // namespace keyturn::ledger

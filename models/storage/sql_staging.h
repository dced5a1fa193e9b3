// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/time.h"
#include "models/storage/sql_connection.h"

namespace keyturn::storage {

/// LedgerStore::beginStaging: remembers this process as the owner.
[[nodiscard]] base::Result<ledger::StagingId> startStaging(SqlConnection& connection, base::UtcTime now);
/// LedgerStore::stageBlock, in a transaction of its own that waits for no sync: the one that adopts syncs
/// all.
[[nodiscard]] base::Result<void> stageBlock(SqlConnection& connection, const ledger::StagingId& staging,
                                            std::uint32_t index, const ledger::BlockParts& parts,
                                            base::UtcTime now);
/// Notes, in the caller's transaction, that the owner of a set is at work on it. @return StoreFailure where
/// it was dropped.
[[nodiscard]] base::Result<void> touchStaging(SqlConnection& connection, const ledger::StagingId& staging,
                                              base::UtcTime now);
/// Ends a set whose contents were adopted, in the caller's transaction. @return StoreFailure where it was
/// dropped.
[[nodiscard]] base::Result<void> endStaging(SqlConnection& connection, const ledger::StagingId& staging);
/// LedgerTransaction::adopt, in the caller's transaction.
[[nodiscard]] base::Result<void> adoptStaged(SqlConnection& connection, const ledger::StagingId& staging,
                                             qlonglong batchSeq);
/// LedgerStore::dropStaging, a block or chunk at a time, so that others can append meanwhile. Nothing to drop
/// is no error.
[[nodiscard]] base::Result<void> dropStaged(SqlConnection& connection, const QString& token);
/// Drops every staged set whose owner is gone.
[[nodiscard]] base::Result<void> dropAbandoned(SqlConnection& connection, base::UtcTime now);

} // namespace keyturn::storage

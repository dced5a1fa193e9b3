// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/time.h"
#include "models/storage/sql_connection.h"

#include <optional>
#include <vector>

namespace keyturn::storage {

/// LedgerStore::stageBlobChunk, in a transaction of its own that waits for no sync: the one that adopts syncs
/// all.
[[nodiscard]] base::Result<void> stageChunk(SqlConnection& connection, const ledger::StagingId& staging,
                                            const QByteArray& bytes, base::UtcTime now);
/// LedgerTransaction::adoptBlob, in the caller's transaction.
[[nodiscard]] base::Result<void> adoptStagedBlob(SqlConnection& connection, const ledger::StagedBlob& blob);
/// LedgerStore::blobs.
[[nodiscard]] base::Result<std::vector<ledger::BlobInfo>> readBlobs(SqlConnection& connection);
/// LedgerStore::blob.
[[nodiscard]] base::Result<std::optional<ledger::BlobInfo>> readBlob(SqlConnection& connection,
                                                                     const base::Digest& sha256);
/// LedgerStore::blobChunk.
[[nodiscard]] base::Result<QByteArray> readChunk(SqlConnection& connection, const base::Digest& sha256,
                                                 std::uint32_t index);

} // namespace keyturn::storage

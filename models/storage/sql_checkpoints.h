// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/storage/sql_connection.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace keyturn::storage {

/// LedgerStore::newestCheckpoint.
[[nodiscard]] base::Result<std::optional<ledger::LedgerStore::StoredCheckpoint>>
readNewestCheckpoint(SqlConnection& connection);
/// LedgerStore::checkpoints.
[[nodiscard]] base::Result<std::vector<ledger::LedgerStore::StoredCheckpoint>>
readCheckpoints(SqlConnection& connection);
/// LedgerStore::addCosignatures.
[[nodiscard]] base::Result<void> addCosignatures(SqlConnection& connection, std::uint64_t size,
                                                 const QByteArray& note);
/// LedgerStore::addToken.
[[nodiscard]] base::Result<void> addToken(SqlConnection& connection, std::uint64_t size,
                                          const QByteArray& token);
/// LedgerStore::tokens.
[[nodiscard]] base::Result<std::vector<ledger::LedgerStore::StoredToken>>
readTokens(SqlConnection& connection);

} // namespace keyturn::storage

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/storage/sql_connection.h"

#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

namespace keyturn::storage {

/// The number of entries, in or outside a transaction.
[[nodiscard]] base::Result<std::uint64_t> entryCount(SqlConnection& connection);
/// Up to @p count entries from @p from. @return StoreCorrupt where one is missing.
[[nodiscard]] base::Result<std::vector<QByteArray>>
readEntries(SqlConnection& connection, std::uint64_t from,
            std::uint64_t count = std::numeric_limits<std::uint64_t>::max());
/// LedgerStore::begin.
[[nodiscard]] base::Result<std::unique_ptr<ledger::LedgerTransaction>> beginAppend(SqlConnection& connection);

/// A count or position as SQL knows it; engines have signed 64 bits.
[[nodiscard]] inline qlonglong sqlNumber(std::uint64_t number)
{
    constexpr auto kLargest = std::numeric_limits<qlonglong>::max();
    return number > static_cast<std::uint64_t>(kLargest) ? kLargest : static_cast<qlonglong>(number);
}

} // namespace keyturn::storage

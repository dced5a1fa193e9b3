// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/event_reader.h"
#include "models/timeline/event_columns.h"

#include <optional>
#include <vector>

namespace keyturn::service {

/// Finds rows of records by where they stand in their blocks. Most are where the blocks themselves would put
/// them; for the others the time is looked up in the block's columns.
class RowFinder
{
public:
    /// All of them outlive it.
    RowFinder(ledger::LedgerStore& store, const BlockDirectory& directory,
              const timeline::EventColumns& columns);

    /// The row of record @p record of the block at place @p index; nothing where the columns lack it: it came
    /// after them. @return store errors.
    [[nodiscard]] base::Result<std::optional<timeline::EventRow>> rowOf(std::size_t index,
                                                                        std::uint32_t record);

private:
    [[nodiscard]] std::optional<timeline::EventRow> rowAt(std::int64_t timeUs, const timeline::EventKey& key,
                                                          std::size_t index);
    std::optional<timeline::EventRow> found(timeline::EventRow row, std::uint32_t record);

    ledger::LedgerStore& m_store;
    const BlockDirectory& m_directory;
    const timeline::EventColumns& m_columns;
    std::vector<timeline::EventRow> m_firstRows; ///< By place, as if nothing overlapped.
    std::optional<std::size_t> m_lastOf;
    std::int64_t m_lastRow = 0;
    std::int64_t m_lastRecord = 0;
    std::optional<std::size_t> m_timesOf;
    std::vector<std::int64_t> m_times;
};

} // namespace keyturn::service

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/event_reader.h"

#include <atomic>

namespace keyturn::service {

/// Whether stored columns are compared with what each batch entry commits to.
enum class ColumnTrust {
    Checked,  ///< A batch whose stored columns or filters differ is derived anew from its records.
    AsStored, ///< Quicker by half: for whoever checks with columnsAreSound() right after.
};

/// Loads the columns of every block, on two threads with stores of their own. A block that cannot be read as
/// columns is derived anew. @return store errors, RecordDamaged, Cancelled.
[[nodiscard]] base::Result<timeline::EventColumnsPointer> loadColumns(ledger::LedgerStore& store,
                                                                      const BlockDirectory& directory,
                                                                      ColumnTrust trust,
                                                                      const std::atomic_bool& cancel);

/// The same for the blocks from place @p firstPlace on, checked, behind what is in @p earlier.
[[nodiscard]] base::Result<timeline::EventColumnsPointer>
appendColumns(ledger::LedgerStore& store, const BlockDirectory& directory, std::size_t firstPlace,
              const timeline::EventColumns& earlier, const std::atomic_bool& cancel);

/// Whether all stored columns and filters are what the batch entries commit to. @return store errors,
/// Cancelled.
[[nodiscard]] base::Result<bool> columnsAreSound(ledger::LedgerStore& store, const BlockDirectory& directory,
                                                 const std::atomic_bool& cancel);

} // namespace keyturn::service

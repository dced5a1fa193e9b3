// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/ledger/ledger_store.h"

#include <QString>

#include <functional>
#include <memory>

namespace keyturn::storage {

/// What a ledger file is opened for. Reading never changes the file.
enum class OpenMode { ReadOnly, ReadWrite };

/// What tests and unusual places need to change; the defaults are for everybody else.
struct StoreOptions
{
    int busyTimeoutMs = 5'000;          ///< How long to wait for another writer before StoreLocked.
    QString vfs;                        ///< Name of the SQLite file layer; empty for the system's.
    const base::Clock* clock = nullptr; ///< Lives as long as the store; the machine's own where absent.
};

/// Opens a workspace file. The store may be used on any one thread at a time; it connects again on a change
/// of thread. Opening for writing also removes staged blocks whose owner is gone.
/// @return StoreMissing, StoreNotAWorkspace, StoreNewer, StoreCorrupt, StoreLocked, StoreReadOnly (the file
/// cannot be written here; it may still be read), StoreFailure.
[[nodiscard]] base::Result<std::unique_ptr<ledger::LedgerStore>>
openLedgerFile(const QString& path, OpenMode mode, const StoreOptions& options = {});

/// Puts the first contents into a ledger that has no name yet.
using LedgerFiller = std::function<base::Result<void>(ledger::LedgerStore&)>;

/// Makes a workspace file that was not there, and opens it for writing. It gets its name only when it is
/// complete and synced, so a kill leaves no half workspace. @p fill, where given, runs before that: what it
/// stores is there from the first moment, and its failure leaves no file.
/// @return StoreExists, StoreFull, StoreReadOnly, StoreFailure, and the filler's errors.
[[nodiscard]] base::Result<std::unique_ptr<ledger::LedgerStore>>
createLedgerFile(const QString& path, const LedgerFiller& fill = {}, const StoreOptions& options = {});

} // namespace keyturn::storage

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/ledger_file.h"

#include "models/storage/durable_file.h"
#include "models/storage/sql_ledger_store.h"
#include "models/storage/sqlite_dialect.h"
#include "models/storage/store_words.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace keyturn::storage {

using ledger::LedgerError;

namespace {

const base::Clock& clockOf(const StoreOptions& options)
{
    static const base::SystemClock systemClock;
    return options.clock ? *options.clock : systemClock;
}

std::unique_ptr<SqlLedgerStore> makeStore(const QString& path, OpenMode mode, const StoreOptions& options)
{
    // Absolute, so that the store opens the same file again whatever the working folder is then.
    return std::make_unique<SqlLedgerStore>(
        [absolute = QFileInfo(path).absoluteFilePath(), mode, options] {
            return std::make_unique<SqliteDialect>(absolute, mode, options);
        },
        clockOf(options));
}

/// What could not be cleared away for want of room, lock or leave is cleared at a later opening.
bool mayWait(const base::Error& error)
{
    return error.is(LedgerError::StoreLocked) || error.is(LedgerError::StoreFull) ||
           error.is(LedgerError::StoreReadOnly);
}

/// Lets @p fill write into the file at @p path, and leaves that file whole, without companions.
base::Result<void> fillNew(const QString& path, const LedgerFiller& fill, const StoreOptions& options)
{
    {
        const auto store = makeStore(path, OpenMode::ReadWrite, options);
        KEYTURN_TRY(store->connect());
        KEYTURN_TRY(fill(*store));
    }
    SqliteDialect dialect(path, OpenMode::ReadWrite, options);
    KEYTURN_TRY_LET(connection, SqlConnection::open(dialect));
    return SqliteDialect::foldWriteAheadFile(*connection);
}

/// People know the file by the name it is for, not by the one it has in the making.
template <typename T>
base::Result<T> inNameOf(base::Result<T> result, const QString& making, const QString& target)
{
    if (!result) {
        for (QString& word : result.error().context)
            word.replace(shownLocation(making), shownLocation(target));
    }
    return result;
}

} // namespace

base::Result<std::unique_ptr<ledger::LedgerStore>> openLedgerFile(const QString& path, OpenMode mode,
                                                                  const StoreOptions& options)
{
    auto store = makeStore(path, mode, options);
    KEYTURN_TRY(store->connect());
    if (mode == OpenMode::ReadWrite) {
        if (const auto removed = store->removeAbandonedStaging(); !removed && !mayWait(removed.error()))
            return base::passOn(removed);
    }
    return store;
}

base::Result<std::unique_ptr<ledger::LedgerStore>>
createLedgerFile(const QString& path, const LedgerFiller& fill, const StoreOptions& options)
{
    {
        KEYTURN_TRY_LET(file, UnnamedFile::make(path));
        KEYTURN_TRY(
            inNameOf(SqliteDialect(file.path(), OpenMode::ReadWrite, options).layOut(), file.path(), path));
        if (fill)
            KEYTURN_TRY(inNameOf(fillNew(file.path(), fill, options), file.path(), path));
        KEYTURN_TRY(file.publish());
    }
    return openLedgerFile(path, OpenMode::ReadWrite, options);
}

} // namespace keyturn::storage

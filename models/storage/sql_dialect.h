// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/ledger/ledger_store.h"

#include <QSqlError>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <functional>

namespace keyturn::storage {

class SqlConnection;

/// Whether a commit waits until the device has it.
enum class Durability {
    Synced,  ///< It does.
    Deferred ///< The next synced commit on the same data makes it durable too.
};

/// What differs between database engines; all other SQL is shared. Knows where the data is. One a store.
class SqlDialect
{
public:
    virtual ~SqlDialect() = default;

    /// For people: file path or server and database.
    [[nodiscard]] virtual QString location() const = 0;
    [[nodiscard]] virtual bool isReadOnly() const = 0;
    /// Qt's name of the driver.
    [[nodiscard]] virtual QString driverName() const = 0;
    /// Fills the {{markers}} of a shared migration.
    [[nodiscard]] virtual QString migrationText(QString shared) const = 0;

    /// Connects, applies the settings and checks that this is a workspace of a layout we know.
    [[nodiscard]] virtual base::Result<void> open(SqlConnection& connection) = 0;
    /// The layout of what was opened: for reading only it may be older than the newest.
    [[nodiscard]] virtual int layout() const = 0;
    /// Clears away what only an open connection needs; called once it is closed.
    virtual void closed() {}
    /// Checks before each use that what was opened is still what is there.
    [[nodiscard]] virtual base::Result<void> checkStillValid(SqlConnection& connection) = 0;
    /// The statement that starts a transaction which holds the write lock.
    [[nodiscard]] virtual const char* beginWriteStatement() const = 0;
    /// False when the engine has ended the transaction by itself.
    [[nodiscard]] virtual bool isInTransaction(SqlConnection& connection) const = 0;
    /// Outside transactions only.
    [[nodiscard]] virtual base::Result<void> setDurability(SqlConnection& connection,
                                                           Durability durability) = 0;
    /// The engine's error as one of ours.
    [[nodiscard]] virtual base::Error errorOf(const QSqlError& error, SqlConnection& connection) const = 0;

    /// Reads the `bytes` of the row @p id of @p table without passing them through the query layer.
    [[nodiscard]] virtual base::Result<QByteArray> readBytes(SqlConnection& connection, const char* table,
                                                             std::int64_t id) = 0;
    /// LedgerStore::backupTo.
    [[nodiscard]] virtual base::Result<void> backupTo(SqlConnection& connection, const QString& path,
                                                      const std::function<bool(int, int)>& progress) = 0;
    /// LedgerStore::engineFaults.
    [[nodiscard]] virtual base::Result<QStringList> faults(SqlConnection& connection) = 0;
};

} // namespace keyturn::storage

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/storage/sql_dialect.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

class QThread;

namespace keyturn::storage {

/// The rows of one execution. The statement is reset when this goes out of scope: an unfinished one would
/// keep an old snapshot alive, and with it the write-ahead file.
class SqlRows
{
public:
    SqlRows(SqlConnection& connection, QSqlQuery& query) : m_connection(&connection), m_query(&query) {}
    SqlRows(SqlRows&& other) noexcept;
    SqlRows& operator=(SqlRows&&) = delete;
    ~SqlRows();

    /// Steps to the next row; false after the last.
    [[nodiscard]] base::Result<bool> next();
    /// The integer in @p column. @return StoreCorrupt where it holds anything else.
    [[nodiscard]] base::Result<std::int64_t> integer(int column) const;
    /// The bytes in @p column. @return StoreCorrupt where it holds anything else.
    [[nodiscard]] base::Result<QByteArray> bytes(int column) const;
    /// The text in @p column; empty where it holds none.
    [[nodiscard]] QString text(int column) const;

private:
    SqlConnection* m_connection;
    QSqlQuery* m_query; ///< Null once moved from.
};

/// One connection under a name of its own, with its prepared statements. Belongs to the thread that opened
/// it.
class SqlConnection
{
public:
    /// Opens by way of @p dialect, which must outlive the connection.
    [[nodiscard]] static base::Result<std::unique_ptr<SqlConnection>> open(SqlDialect& dialect);
    /// A connection that is not open yet, for dialects that have their own way to.
    [[nodiscard]] static base::Result<std::unique_ptr<SqlConnection>> prepare(SqlDialect& dialect);
    ~SqlConnection();
    SqlConnection(const SqlConnection&) = delete;
    SqlConnection& operator=(const SqlConnection&) = delete;

    [[nodiscard]] QSqlDatabase& database() { return m_database; }
    [[nodiscard]] SqlDialect& dialect() { return m_dialect; }
    /// True on the thread that opened it.
    [[nodiscard]] bool belongsToThisThread() const;

    /// Sees to it that commits from here on are as durable as asked. Outside transactions only.
    [[nodiscard]] base::Result<void> setDurability(Durability durability);
    /// Runs one statement as it stands, without keeping it.
    [[nodiscard]] base::Result<void> run(const QString& sql);
    /// The first column of the first row of a statement as it stands; an invalid value where there is none.
    [[nodiscard]] base::Result<QVariant> valueOf(const QString& sql);
    /// Runs a statement that is kept prepared. @p sql must be a literal. Values are bound in order.
    [[nodiscard]] base::Result<SqlRows> query(const char* sql, std::initializer_list<QVariant> values = {});
    /// The same for a change; gives the number of rows changed.
    [[nodiscard]] base::Result<int> change(const char* sql, std::initializer_list<QVariant> values = {});
    /// The error of @p error in our words.
    [[nodiscard]] base::Error errorOf(const QSqlError& error) { return m_dialect.errorOf(error, *this); }
    /// StoreCorrupt for this place.
    [[nodiscard]] base::Error corrupt(const QString& reason) const;
    /// StoreFailure for this place.
    [[nodiscard]] base::Error failure(const QString& reason) const;

private:
    explicit SqlConnection(SqlDialect& dialect);
    [[nodiscard]] base::Result<QSqlQuery*> execute(const char* sql, std::initializer_list<QVariant> values);

    SqlDialect& m_dialect;
    QString m_name;
    QSqlDatabase m_database;
    QThread* m_thread;
    std::optional<Durability> m_durability; ///< Nothing: as the dialect left it.
    std::unordered_map<std::string, std::unique_ptr<QSqlQuery>> m_prepared;
};

/// A write transaction: rolled back unless committed.
class WriteTransaction
{
public:
    /// Takes the write lock. @return StoreReadOnly, StoreLocked …
    [[nodiscard]] static base::Result<WriteTransaction> begin(SqlConnection& connection,
                                                              Durability durability = Durability::Synced);
    WriteTransaction(WriteTransaction&& other) noexcept;
    WriteTransaction& operator=(WriteTransaction&&) = delete;
    ~WriteTransaction();

    [[nodiscard]] SqlConnection& connection() { return *m_connection; }
    [[nodiscard]] bool isOpen() const { return m_connection != nullptr; }
    /// Ends it for good; after a failure it is rolled back. (Where the device took the change but failed to
    /// sync it and never works again, the next opening may find the change after all, and whole.)
    [[nodiscard]] base::Result<void> commit();

private:
    explicit WriteTransaction(SqlConnection& connection) : m_connection(&connection) {}
    void rollBack();

    SqlConnection* m_connection; ///< Null once ended or moved from.
};

/// A blob to bind: a null QByteArray would become NULL, where an empty value is meant.
[[nodiscard]] QVariant blobValue(const QByteArray& bytes);

} // namespace keyturn::storage

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/sql_connection.h"

#include "models/storage/store_words.h"

#include <QCoreApplication>
#include <QSqlDriver>
#include <QThread>
#include <QUuid>

#include <mutex>
#include <utility>

namespace keyturn::storage {

namespace {

/// Qt's table of drivers is filled without a lock on first use.
std::mutex& registryMutex()
{
    static std::mutex mutex;
    return mutex;
}

} // namespace

SqlRows::SqlRows(SqlRows&& other) noexcept
    : m_connection(other.m_connection), m_query(std::exchange(other.m_query, nullptr))
{
}

SqlRows::~SqlRows()
{
    if (m_query)
        m_query->finish();
}

base::Result<bool> SqlRows::next()
{
    if (m_query->next())
        return true;
    if (m_query->lastError().isValid())
        return tl::make_unexpected(m_connection->errorOf(m_query->lastError()));
    return false;
}

base::Result<std::int64_t> SqlRows::integer(int column) const
{
    const QVariant value = m_query->value(column);
    if (value.typeId() == QMetaType::LongLong || value.typeId() == QMetaType::Int)
        return value.toLongLong();
    return tl::make_unexpected(m_connection->corrupt(
        QCoreApplication::translate("errors", "a number is missing where one must be")));
}

base::Result<QByteArray> SqlRows::bytes(int column) const
{
    const QVariant value = m_query->value(column);
    if (value.typeId() == QMetaType::QByteArray)
        return value.toByteArray();
    return tl::make_unexpected(
        m_connection->corrupt(QCoreApplication::translate("errors", "bytes are missing where some must be")));
}

QString SqlRows::text(int column) const
{
    return m_query->value(column).toString();
}

SqlConnection::SqlConnection(SqlDialect& dialect)
    : m_dialect(dialect), m_name(QStringLiteral("keyturn-") + QUuid::createUuid().toString(QUuid::Id128)),
      m_thread(QThread::currentThread())
{
    const std::lock_guard lock(registryMutex());
    m_database = QSqlDatabase::addDatabase(dialect.driverName(), m_name);
}

SqlConnection::~SqlConnection()
{
    m_prepared.clear();
    m_database.close();
    m_database = QSqlDatabase();
    {
        const std::lock_guard lock(registryMutex());
        QSqlDatabase::removeDatabase(m_name);
    }
    m_dialect.closed();
}

base::Result<std::unique_ptr<SqlConnection>> SqlConnection::open(SqlDialect& dialect)
{
    auto connection = prepare(dialect);
    if (connection)
        KEYTURN_TRY(dialect.open(**connection));
    return connection;
}

base::Result<std::unique_ptr<SqlConnection>> SqlConnection::prepare(SqlDialect& dialect)
{
    std::unique_ptr<SqlConnection> connection(new SqlConnection(dialect));
    if (!connection->m_database.isValid()) {
        return base::fail(ledger::LedgerError::StoreFailure, shownLocation(dialect.location()),
                          QCoreApplication::translate("errors", "Qt's database driver %1 is not installed")
                              .arg(dialect.driverName()));
    }
    return connection;
}

bool SqlConnection::belongsToThisThread() const
{
    return m_thread == QThread::currentThread();
}

base::Result<void> SqlConnection::setDurability(Durability durability)
{
    if (m_durability == durability)
        return {};
    m_durability.reset();
    KEYTURN_TRY(m_dialect.setDurability(*this, durability));
    m_durability = durability;
    return {};
}

base::Result<void> SqlConnection::run(const QString& sql)
{
    QSqlQuery query(m_database);
    if (!query.exec(sql))
        return tl::make_unexpected(errorOf(query.lastError()));
    return {};
}

base::Result<QVariant> SqlConnection::valueOf(const QString& sql)
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.exec(sql))
        return tl::make_unexpected(errorOf(query.lastError()));
    if (query.next())
        return query.value(0);
    if (query.lastError().isValid())
        return tl::make_unexpected(errorOf(query.lastError()));
    return QVariant();
}

base::Result<QSqlQuery*> SqlConnection::execute(const char* sql, std::initializer_list<QVariant> values)
{
    auto& slot = m_prepared[sql];
    if (!slot) {
        auto query = std::make_unique<QSqlQuery>(m_database);
        query->setForwardOnly(true);
        if (!query->prepare(QString::fromLatin1(sql)))
            return tl::make_unexpected(errorOf(query->lastError()));
        slot = std::move(query);
    }
    int position = 0;
    for (const QVariant& value : values)
        slot->bindValue(position++, value);
    if (!slot->exec()) {
        const base::Error error = errorOf(slot->lastError());
        slot->finish();
        return tl::make_unexpected(error);
    }
    return slot.get();
}

base::Result<SqlRows> SqlConnection::query(const char* sql, std::initializer_list<QVariant> values)
{
    KEYTURN_TRY_LET(executed, execute(sql, values));
    return SqlRows(*this, *executed);
}

base::Result<int> SqlConnection::change(const char* sql, std::initializer_list<QVariant> values)
{
    KEYTURN_TRY_LET(executed, execute(sql, values));
    const int count = executed->numRowsAffected();
    executed->finish();
    return count;
}

base::Error SqlConnection::corrupt(const QString& reason) const
{
    return base::makeError(ledger::LedgerError::StoreCorrupt, shownLocation(m_dialect.location()), reason);
}

base::Error SqlConnection::failure(const QString& reason) const
{
    return base::makeError(ledger::LedgerError::StoreFailure, shownLocation(m_dialect.location()), reason);
}

base::Result<WriteTransaction> WriteTransaction::begin(SqlConnection& connection, Durability durability)
{
    if (connection.dialect().isReadOnly())
        return base::fail(ledger::LedgerError::StoreReadOnly, shownLocation(connection.dialect().location()));
    if (connection.dialect().isInTransaction(connection)) {
        return tl::make_unexpected(connection.failure(
            QCoreApplication::translate("errors", "another change of this program is still being written")));
    }
    KEYTURN_TRY(connection.setDurability(durability));
    KEYTURN_TRY(connection.change(connection.dialect().beginWriteStatement()));
    return WriteTransaction(connection);
}

WriteTransaction::WriteTransaction(WriteTransaction&& other) noexcept
    : m_connection(std::exchange(other.m_connection, nullptr))
{
}

WriteTransaction::~WriteTransaction()
{
    if (m_connection)
        rollBack();
}

base::Result<void> WriteTransaction::commit()
{
    if (!m_connection)
        return {};
    if (const auto committed = m_connection->change("COMMIT"); !committed) {
        rollBack();
        m_connection = nullptr;
        return base::passOn(committed);
    }
    m_connection = nullptr;
    return {};
}

void WriteTransaction::rollBack()
{
    // After some failures (a full disk, a lost device) the engine has rolled back already. If this fails too,
    // the next begin() finds the transaction still open and refuses.
    if (m_connection->dialect().isInTransaction(*m_connection))
        static_cast<void>(m_connection->change("ROLLBACK"));
}

QVariant blobValue(const QByteArray& bytes)
{
    return bytes.isNull() ? QVariant(QByteArray("")) : QVariant(bytes);
}

} // namespace keyturn::storage

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/sqlite_dialect.h"

#include "models/storage/migrations.h"
#include "models/storage/sqlite_handle.h"
#include "models/storage/store_words.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlDriver>
#include <QUrl>

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace keyturn::storage {

using ledger::LedgerError;

namespace {

/// Measured over 400 MB of blocks: a fifth less processor time than with 4 KiB. Larger pages gain little
/// more, and every small append writes whole ones.
constexpr int kPageBytes = 16'384;
/// The write-ahead file is folded back after this many pages (16 MiB), and cut back to that size: what is
/// left of it at the end of an import is folded while nothing else is left to do.
constexpr int kFoldAfterPages = 1'024;
constexpr int kCacheKiB = 16'384;

/// The layout that a file says it has, and the tables that it has.
struct FoundLayout
{
    std::int64_t layout = 0;
    QString tables;
};

/// Asks in one statement: another seat may bring the file up to date at any moment.
base::Result<FoundLayout> findLayout(SqlConnection& connection)
{
    KEYTURN_TRY_LET(rows,
                    connection.query(
                        "SELECT user_version, (SELECT group_concat("
                        "type || ' ' || name || ' ' || tbl_name || ' ' || coalesce(sql, ''), char(10))"
                        " FROM (SELECT * FROM sqlite_schema ORDER BY type, name)) FROM pragma_user_version"));
    KEYTURN_TRY(rows.next());
    KEYTURN_TRY_LET(layout, rows.integer(0));
    return FoundLayout{layout, rows.text(1)};
}

/// Lets the file say that it has the newest layout; part of the transaction like any change.
base::Result<void> noteLayout(SqlConnection& connection)
{
    return connection.run(QStringLiteral("PRAGMA user_version = %1").arg(kNewestLayout));
}

bool canWriteFolderOf(const QString& path)
{
    return ::faccessat(AT_FDCWD, QFile::encodeName(QFileInfo(path).absolutePath()).constData(), W_OK,
                       AT_EACCESS) == 0;
}

} // namespace

sqlite3* sqliteHandle(const QSqlDatabase& database)
{
    const QVariant handle = database.driver()->handle();
    if (!handle.isValid() || qstrcmp(handle.typeName(), "sqlite3*") != 0)
        return nullptr;
    return *static_cast<sqlite3* const*>(handle.constData());
}

SqliteDialect::SqliteDialect(QString path, OpenMode mode, StoreOptions options)
    : m_path(std::move(path)), m_mode(mode), m_options(std::move(options))
{
    // As opened, whatever the working folder is later. ":memory:" is the engine's own word.
    if (m_path != QLatin1String(":memory:"))
        m_path = QDir::cleanPath(QFileInfo(m_path).absoluteFilePath());
}

QString SqliteDialect::driverName() const
{
    return QStringLiteral("QSQLITE");
}

QString SqliteDialect::migrationText(QString shared) const
{
    return shared.replace(QLatin1String("{{integer}}"), QLatin1String("INTEGER"))
        .replace(QLatin1String("{{bytes}}"), QLatin1String("BLOB"))
        .replace(QLatin1String("{{identity}}"), QLatin1String("INTEGER NOT NULL PRIMARY KEY"))
        .replace(QLatin1String("{{options}}"), QLatin1String(" STRICT"));
}

SqliteDialect::Stamp SqliteDialect::stamp() const
{
    const QFileInfo file(m_path);
    const QFileInfo writeAhead(m_path + QStringLiteral("-wal"));
    return {file.size(), file.lastModified(), writeAhead.exists() && writeAhead.size() > 0};
}

base::Result<void> SqliteDialect::connect(SqlConnection& connection, Access access)
{
    QSqlDatabase& database = connection.database();
    database.close();
    QString uri = QStringLiteral("file:") + QString::fromLatin1(QUrl::toPercentEncoding(m_path, "/"));
    switch (access) {
    case Access::ReadWrite:
        uri += QStringLiteral("?mode=rw");
        break;
    case Access::ReadOnly:
        uri += QStringLiteral("?mode=ro");
        break;
    case Access::Unchanging:
        uri += QStringLiteral("?mode=ro&immutable=1");
        break;
    }
    if (!m_options.vfs.isEmpty())
        uri += QStringLiteral("&vfs=") + m_options.vfs;
    database.setDatabaseName(m_path == QLatin1String(":memory:") ? m_path : uri);
    database.setConnectOptions(
        QStringLiteral("QSQLITE_OPEN_URI;QSQLITE_BUSY_TIMEOUT=%1").arg(m_options.busyTimeoutMs));
    if (!database.open())
        return tl::make_unexpected(errorOf(database.lastError(), connection));
    sqlite3* handle = sqliteHandle(database);
    if (!handle) {
        return tl::make_unexpected(connection.failure(QCoreApplication::translate(
            "errors", "Qt's SQLite driver and this program use different libraries")));
    }
    // A damaged file must not be able to make the engine run or rewrite what it was not asked to.
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    KEYTURN_TRY(connection.run(QStringLiteral("PRAGMA cell_size_check = ON")));
    // No memory mapping: a failing device would end the program with a signal instead of an error.
    KEYTURN_TRY(connection.run(QStringLiteral("PRAGMA mmap_size = 0")));
    KEYTURN_TRY(connection.run(QStringLiteral("PRAGMA cache_size = -%1").arg(kCacheKiB)));
    // Opening alone reads nothing; this does.
    KEYTURN_TRY(connection.valueOf(QStringLiteral("SELECT count(*) FROM sqlite_schema")));
    return {};
}

base::Result<void> SqliteDialect::open(SqlConnection& connection)
{
    const QFileInfo file(m_path);
    if (!file.exists())
        return base::fail(LedgerError::StoreMissing, shownLocation(m_path));
    if (!file.isFile())
        return base::fail(LedgerError::StoreNotAWorkspace, shownLocation(m_path));
    // Asked without opening it: closing any descriptor of the file would drop the locks that this process's
    // other connections hold on it (POSIX record locks).
    if (::faccessat(AT_FDCWD, QFile::encodeName(m_path).constData(), R_OK, AT_EACCESS) != 0)
        return tl::make_unexpected(fileError(m_path, errno));
    m_isUnchanging = false;
    if (m_mode == OpenMode::ReadWrite) {
        auto connected = connect(connection, Access::ReadWrite);
        sqlite3* handle = sqliteHandle(connection.database());
        const bool isReadOnly = handle && sqlite3_db_readonly(handle, "main") == 1;
        // Writing also takes companion files.
        if (isReadOnly || (!connected && !canWriteFolderOf(m_path)))
            return base::fail(LedgerError::StoreReadOnly, shownLocation(m_path));
        KEYTURN_TRY(connected);
        // First make sure that it is ours: settings are written into the file.
        KEYTURN_TRY(checkLayout(connection));
        KEYTURN_TRY(applySettings(connection));
        return bringUpToDate(connection);
    }
    m_madeCompanions = !QFileInfo::exists(m_path + QStringLiteral("-wal"));
    if (auto connected = connect(connection, Access::ReadOnly); !connected) {
        sqlite3* handle = sqliteHandle(connection.database());
        const int code = handle ? sqlite3_errcode(handle) & 0xff : SQLITE_OK;
        if (code != SQLITE_CANTOPEN && code != SQLITE_READONLY)
            return connected;
        // Where no companion can be made (read-only medium, another's folder), the file alone is the whole
        // truth as long as there is no write-ahead file.
        m_opened = stamp();
        if (m_opened.hasWriteAheadFile) {
            return tl::make_unexpected(connection.failure(QCoreApplication::translate(
                "errors",
                "it was not closed properly, and its -wal file cannot be used in this folder; copy both "
                "files to a folder that you may write to and open it there")));
        }
        KEYTURN_TRY(connect(connection, Access::Unchanging));
        m_isUnchanging = true;
    }
    return checkLayout(connection);
}

base::Result<void> SqliteDialect::applySettings(SqlConnection& connection)
{
    KEYTURN_TRY_LET(journal, connection.valueOf(QStringLiteral("PRAGMA journal_mode = WAL")));
    if (journal.toString() != QLatin1String("wal")) {
        return tl::make_unexpected(connection.failure(QCoreApplication::translate(
            "errors",
            "this file system cannot share a database safely; keep the workspace on a local disk")));
    }
    KEYTURN_TRY(connection.run(QStringLiteral("PRAGMA synchronous = FULL")));
    KEYTURN_TRY(connection.run(QStringLiteral("PRAGMA foreign_keys = ON")));
    KEYTURN_TRY(connection.run(QStringLiteral("PRAGMA secure_delete = ON")));
    KEYTURN_TRY(connection.run(QStringLiteral("PRAGMA wal_autocheckpoint = %1").arg(kFoldAfterPages)));
    KEYTURN_TRY(connection.run(
        QStringLiteral("PRAGMA journal_size_limit = %1").arg(qint64{kFoldAfterPages} * kPageBytes)));
    return {};
}

base::Result<void> SqliteDialect::checkLayout(SqlConnection& connection)
{
    if (!m_isLaidOut)
        return {};
    KEYTURN_TRY_LET(application, connection.valueOf(QStringLiteral("PRAGMA application_id")));
    if (application.toInt() != kApplicationId)
        return base::fail(LedgerError::StoreNotAWorkspace, shownLocation(m_path));
    KEYTURN_TRY_LET(found, findLayout(connection));
    if (found.layout > kNewestLayout)
        return base::fail(LedgerError::StoreNewer, shownLocation(m_path), QString::number(found.layout));
    if (found.layout < 1) {
        return tl::make_unexpected(
            connection.corrupt(QCoreApplication::translate("errors", "it does not say which layout it has")));
    }
    // Made once, in memory, by the same migrations: whatever differs from it was not made by us.
    static const auto expected = []() -> base::Result<QStringList> {
        SqliteDialect dialect(QStringLiteral(":memory:"), OpenMode::ReadWrite, {});
        dialect.m_isLaidOut = false;
        KEYTURN_TRY_LET(memory, SqlConnection::prepare(dialect));
        KEYTURN_TRY(dialect.connect(*memory, Access::ReadWrite));
        QStringList texts;
        for (int older = 0; older < kNewestLayout; ++older) {
            KEYTURN_TRY(migrate(*memory, older, older + 1));
            KEYTURN_TRY_LET(made, findLayout(*memory));
            texts += made.tables;
        }
        return texts;
    }();
    KEYTURN_TRY(expected);
    if (found.tables != expected->at(found.layout - 1)) {
        return tl::make_unexpected(connection.corrupt(
            QCoreApplication::translate("errors", "its tables are not those of a workspace")));
    }
    return {};
}

base::Result<void> SqliteDialect::bringUpToDate(SqlConnection& connection)
{
    KEYTURN_TRY_LET(found, layout(connection));
    if (!m_isLaidOut || found == kNewestLayout)
        return {};
    KEYTURN_TRY_LET(transaction, WriteTransaction::begin(connection));
    // Another seat may have done it since.
    KEYTURN_TRY_LET(now, layout(connection));
    if (now > kNewestLayout)
        return base::fail(LedgerError::StoreNewer, shownLocation(m_path), QString::number(now));
    KEYTURN_TRY(migrate(connection, now));
    KEYTURN_TRY(noteLayout(connection));
    return transaction.commit();
}

base::Result<int> SqliteDialect::layout(SqlConnection& connection)
{
    KEYTURN_TRY_LET(layout, connection.valueOf(QStringLiteral("PRAGMA user_version")));
    return layout.toInt();
}

void SqliteDialect::closed()
{
    // A reader may make the companion files but, by SQLite's rules, not remove them. A writer that finds
    // nothing in them does, under the locks that this needs, and leaves the file itself as it is. Where it
    // fails they just stay.
    if (!std::exchange(m_madeCompanions, false) || m_isUnchanging || stamp().hasWriteAheadFile)
        return;
    const QByteArray vfs = m_options.vfs.toUtf8();
    sqlite3* opened = nullptr;
    const int code = sqlite3_open_v2(QFile::encodeName(m_path).constData(), &opened, SQLITE_OPEN_READWRITE,
                                     vfs.isEmpty() ? nullptr : vfs.constData());
    const SqliteOwner writer(opened);
    if (code == SQLITE_OK)
        sqlite3_exec(writer.get(), "SELECT count(*) FROM sqlite_schema", nullptr, nullptr, nullptr);
}

base::Result<void> SqliteDialect::checkStillValid(SqlConnection& connection)
{
    if (m_isUnchanging) {
        if (stamp() == m_opened)
            return {};
        return tl::make_unexpected(connection.failure(QCoreApplication::translate(
            "errors", "another program changed it while it was open for reading only; open it again")));
    }
    int hasMoved = 0;
    const int code =
        sqlite3_file_control(sqliteHandle(connection.database()), "main", SQLITE_FCNTL_HAS_MOVED, &hasMoved);
    // File layers that cannot tell say NOTFOUND.
    if (code == SQLITE_OK && hasMoved != 0) {
        return tl::make_unexpected(connection.failure(
            QCoreApplication::translate("errors", "it was moved, removed or replaced while it was open")));
    }
    return {};
}

bool SqliteDialect::isInTransaction(SqlConnection& connection) const
{
    sqlite3* handle = sqliteHandle(connection.database());
    return handle && sqlite3_get_autocommit(handle) == 0;
}

base::Result<void> SqliteDialect::setDurability(SqlConnection& connection, Durability durability)
{
    // NORMAL in write-ahead mode: the commit is not synced, but the file is before it is folded back, and a
    // later synced commit syncs all of it.
    return connection.run(durability == Durability::Synced ? QStringLiteral("PRAGMA synchronous = FULL")
                                                           : QStringLiteral("PRAGMA synchronous = NORMAL"));
}

base::Result<QByteArray> SqliteDialect::readBytes(SqlConnection& connection, const char* table,
                                                  std::int64_t id)
{
    sqlite3* handle = sqliteHandle(connection.database());
    sqlite3_blob* opened = nullptr;
    int code = sqlite3_blob_open(handle, "main", table, "bytes", id, 0, &opened);
    const SqliteBlobOwner blob(opened);
    if (code != SQLITE_OK)
        return tl::make_unexpected(errorOfCode(code, handle));
    QByteArray bytes(sqlite3_blob_bytes(blob.get()), Qt::Uninitialized);
    code = sqlite3_blob_read(blob.get(), bytes.data(), static_cast<int>(bytes.size()), 0);
    if (code != SQLITE_OK)
        return tl::make_unexpected(errorOfCode(code, handle));
    return bytes;
}

base::Result<QStringList> SqliteDialect::faults(SqlConnection& connection)
{
    QStringList faults;
    const auto check = [&](const char* statement) -> base::Result<void> {
        KEYTURN_TRY_LET(rows, connection.query(statement));
        for (;;) {
            KEYTURN_TRY_LET(more, rows.next());
            if (!more)
                return {};
            if (const QString row = rows.text(0); row != QLatin1String("ok"))
                faults += shownLocation(row);
        }
    };
    for (const char* statement : {"PRAGMA integrity_check(100)",
                                  "SELECT 'a row of ' || \"table\" || ' belongs to nothing in ' || parent"
                                  " FROM pragma_foreign_key_check LIMIT 100"}) {
        // Damage may be so great that the check itself cannot go on: that is a finding, too.
        if (const auto checked = check(statement); !checked) {
            if (!checked.error().is(LedgerError::StoreCorrupt))
                return base::passOn(checked);
            faults += checked.error().sentence();
        }
    }
    return faults;
}

base::Result<void> SqliteDialect::layOut()
{
    m_isLaidOut = false;
    KEYTURN_TRY_LET(connection, SqlConnection::prepare(*this));
    KEYTURN_TRY(connect(*connection, Access::ReadWrite));
    KEYTURN_TRY(connection->run(QStringLiteral("PRAGMA page_size = %1").arg(kPageBytes)));
    KEYTURN_TRY(applySettings(*connection));
    KEYTURN_TRY_LET(transaction, WriteTransaction::begin(*connection));
    KEYTURN_TRY(migrate(*connection, 0));
    KEYTURN_TRY(connection->run(QStringLiteral("PRAGMA application_id = %1").arg(kApplicationId)));
    KEYTURN_TRY(noteLayout(*connection));
    KEYTURN_TRY(transaction.commit());
    KEYTURN_TRY(foldWriteAheadFile(*connection));
    m_isLaidOut = true;
    return {};
}

base::Result<void> SqliteDialect::foldWriteAheadFile(SqlConnection& connection)
{
    KEYTURN_TRY_LET(isBusy, connection.valueOf(QStringLiteral("PRAGMA wal_checkpoint(TRUNCATE)")));
    if (isBusy.toInt() != 0)
        return base::fail(LedgerError::StoreLocked, shownLocation(connection.dialect().location()));
    return {};
}

} // namespace keyturn::storage

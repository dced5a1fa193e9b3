// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/durable_file.h"
#include "models/storage/sqlite_dialect.h"
#include "models/storage/sqlite_handle.h"
#include "models/storage/store_words.h"

#include <QFile>

namespace keyturn::storage {

using ledger::LedgerError;

namespace {

constexpr int kPagesAStep = 256;

/// A read transaction that pins what is copied, so that writers cannot make the copy start again for ever.
class PinnedSnapshot
{
public:
    explicit PinnedSnapshot(SqlConnection& connection) : m_connection(connection) {}
    ~PinnedSnapshot()
    {
        // It only read: there is nothing that ending it could lose.
        if (m_connection.dialect().isInTransaction(m_connection))
            static_cast<void>(m_connection.change("ROLLBACK"));
    }
    PinnedSnapshot(const PinnedSnapshot&) = delete;
    PinnedSnapshot& operator=(const PinnedSnapshot&) = delete;

    [[nodiscard]] base::Result<void> pin()
    {
        KEYTURN_TRY(m_connection.change("BEGIN"));
        KEYTURN_TRY(m_connection.valueOf(QStringLiteral("SELECT count(*) FROM meta")));
        return {};
    }

private:
    SqlConnection& m_connection;
};

struct BackupCloser
{
    void operator()(sqlite3_backup* backup) const { sqlite3_backup_finish(backup); }
};
using BackupOwner = std::unique_ptr<sqlite3_backup, BackupCloser>;

/// Takes staged blocks and files out of the copy: they are on their way into the original, not into it. Files
/// go with their set.
int removeStaged(sqlite3* copy)
{
    return sqlite3_exec(copy,
                        "PRAGMA journal_mode = OFF; PRAGMA foreign_keys = ON;"
                        "DELETE FROM blocks WHERE staging IS NOT NULL; DELETE FROM staging;"
                        "PRAGMA journal_mode = WAL;",
                        nullptr, nullptr, nullptr);
}

} // namespace

base::Result<void> SqliteDialect::backupTo(SqlConnection& connection, const QString& path,
                                           const std::function<bool(int, int)>& progress)
{
    KEYTURN_TRY_LET(file, UnnamedFile::make(path));
    SqliteDialect copyDialect(file.path(), OpenMode::ReadOnly, m_options);
    const auto copyError = [&](int code, sqlite3* handle) {
        base::Error error = copyDialect.errorOfCode(code, handle);
        error.context[0] = shownLocation(path);
        return tl::make_unexpected(error);
    };
    sqlite3* opened = nullptr;
    const QByteArray vfs = m_options.vfs.toUtf8();
    int code = sqlite3_open_v2(QFile::encodeName(file.path()).constData(), &opened,
                               SQLITE_OPEN_READWRITE | SQLITE_OPEN_PRIVATECACHE,
                               vfs.isEmpty() ? nullptr : vfs.constData());
    SqliteOwner copy(opened);
    if (code != SQLITE_OK)
        return copyError(code, copy.get());
    // No journal and no syncs on the way: nobody sees the file before it is complete and synced as a whole.
    code = sqlite3_exec(copy.get(), "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;", nullptr, nullptr,
                        nullptr);
    if (code != SQLITE_OK)
        return copyError(code, copy.get());
    {
        PinnedSnapshot snapshot(connection);
        KEYTURN_TRY(snapshot.pin());
        const BackupOwner backup(
            sqlite3_backup_init(copy.get(), "main", sqliteHandle(connection.database()), "main"));
        if (!backup)
            return copyError(sqlite3_errcode(copy.get()), copy.get());
        do {
            code = sqlite3_backup_step(backup.get(), kPagesAStep);
            const int total = sqlite3_backup_pagecount(backup.get());
            if (code != SQLITE_OK && code != SQLITE_DONE)
                break;
            if (progress && !progress(total - sqlite3_backup_remaining(backup.get()), total))
                return base::fail(LedgerError::Cancelled);
        } while (code == SQLITE_OK);
        if ((code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB || code == SQLITE_IOERR_READ)
            return tl::make_unexpected(errorOfCode(code, sqliteHandle(connection.database())));
        if (code != SQLITE_DONE)
            return copyError(code, copy.get());
    }
    code = removeStaged(copy.get());
    if (code != SQLITE_OK)
        return copyError(code, copy.get());
    if (sqlite3_close(copy.release()) != SQLITE_OK)
        return tl::make_unexpected(connection.failure(QStringLiteral("sqlite3_close")));
    {
        // A copy that does not open is no copy.
        KEYTURN_TRY_LET(check, SqlConnection::open(copyDialect));
        KEYTURN_TRY(check->valueOf(QStringLiteral("SELECT max(seq) FROM entries")));
    }
    return file.publish();
}

} // namespace keyturn::storage

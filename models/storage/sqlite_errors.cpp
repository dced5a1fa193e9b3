// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/text_safety.h"
#include "models/storage/sqlite_dialect.h"
#include "models/storage/sqlite_handle.h"
#include "models/storage/store_words.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <cerrno>

namespace keyturn::storage {

using ledger::LedgerError;

namespace {

base::Error storeError(const QString& path, int code, int systemError, const QString& engineWords)
{
    const QString shown = shownLocation(path);
    const auto failure = [&](const QString& reason) {
        return base::makeError(LedgerError::StoreFailure, shown, reason);
    };
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
        return base::makeError(LedgerError::StoreLocked, shown);
    case SQLITE_FULL:
        return base::makeError(LedgerError::StoreFull, shown);
    case SQLITE_READONLY:
        return base::makeError(LedgerError::StoreReadOnly, shown);
    case SQLITE_CORRUPT:
    case SQLITE_MISMATCH:
    case SQLITE_ERROR: // "no such table", "no such column": our statements are right, so the file is not.
        return base::makeError(LedgerError::StoreCorrupt, shown, engineWords);
    case SQLITE_NOTADB:
        return base::makeError(LedgerError::StoreNotAWorkspace, shown);
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        if (!QFileInfo::exists(path))
            return base::makeError(LedgerError::StoreMissing, shown);
        return failure(systemError != 0 ? systemWords(systemError) : engineWords);
    case SQLITE_IOERR:
        if (systemError == ENOSPC || systemError == EDQUOT || systemError == EFBIG)
            return base::makeError(LedgerError::StoreFull, shown);
        return failure(
            systemError != 0
                ? QCoreApplication::translate("errors", "the device failed: %1").arg(systemWords(systemError))
                : QCoreApplication::translate("errors", "the device failed: %1").arg(engineWords));
    default:
        return failure(engineWords);
    }
}

} // namespace

base::Error SqliteDialect::errorOf(const QSqlError& error, SqlConnection& connection) const
{
    bool isNumber = false;
    const int code = error.nativeErrorCode().toInt(&isNumber);
    if (!isNumber)
        return base::makeError(LedgerError::StoreFailure, shownLocation(m_path),
                               base::harmlessText(error.text()));
    sqlite3* handle = sqliteHandle(connection.database());
    return storeError(m_path, code, handle ? sqlite3_system_errno(handle) : 0,
                      base::harmlessText(error.databaseText()));
}

base::Error SqliteDialect::errorOfCode(int code, sqlite3* handle) const
{
    return storeError(m_path, code, handle ? sqlite3_system_errno(handle) : 0,
                      base::harmlessText(QString::fromUtf8(handle && sqlite3_errcode(handle) == code
                                                               ? sqlite3_errmsg(handle)
                                                               : sqlite3_errstr(code))));
}

} // namespace keyturn::storage

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSqlDatabase>

#include <memory>
#include <sqlite3.h>

namespace keyturn::storage {

struct SqliteCloser
{
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
};
/// Owns a connection of the C interface.
using SqliteOwner = std::unique_ptr<sqlite3, SqliteCloser>;

struct SqliteBlobCloser
{
    void operator()(sqlite3_blob* blob) const { sqlite3_blob_close(blob); }
};
/// Owns an open blob; while it lives, a read transaction does.
using SqliteBlobOwner = std::unique_ptr<sqlite3_blob, SqliteBlobCloser>;

/// The engine's own handle of an open Qt connection; null where there is none. Qt's driver and this program
/// load the same libsqlite3.
[[nodiscard]] sqlite3* sqliteHandle(const QSqlDatabase& database);

} // namespace keyturn::storage

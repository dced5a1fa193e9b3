// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <sqlite3.h>

namespace keyturn::tests {

/// A database file as another program has it open: for locks, odd contents and looking behind the store.
class RawSqlite
{
public:
    explicit RawSqlite(const QString& path);
    ~RawSqlite() { sqlite3_close(m_handle); }
    RawSqlite(const RawSqlite&) = delete;
    RawSqlite& operator=(const RawSqlite&) = delete;
    /// Runs statements; a failure ends the program.
    void run(const QString& sql);
    /// The rows of a statement, columns joined by '|'.
    [[nodiscard]] QStringList rows(const QString& sql);

private:
    sqlite3* m_handle = nullptr;
};

} // namespace keyturn::tests

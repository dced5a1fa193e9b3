// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/storage/raw_sqlite.h"

#include <QFile>

namespace keyturn::tests {

RawSqlite::RawSqlite(const QString& path)
{
    if (sqlite3_open(QFile::encodeName(path).constData(), &m_handle) != SQLITE_OK)
        qFatal("%s", sqlite3_errmsg(m_handle));
}

void RawSqlite::run(const QString& sql)
{
    if (sqlite3_exec(m_handle, sql.toUtf8().constData(), nullptr, nullptr, nullptr) != SQLITE_OK)
        qFatal("%s: %s", qPrintable(sql), sqlite3_errmsg(m_handle));
}

QStringList RawSqlite::rows(const QString& sql)
{
    QStringList rows;
    const auto take = [](void* to, int count, char** values, char**) {
        QStringList row;
        for (int i = 0; i < count; ++i)
            row += QString::fromUtf8(values[i]);
        *static_cast<QStringList*>(to) += row.join(QLatin1Char('|'));
        return 0;
    };
    if (sqlite3_exec(m_handle, sql.toUtf8().constData(), take, &rows, nullptr) != SQLITE_OK)
        qFatal("%s: %s", qPrintable(sql), sqlite3_errmsg(m_handle));
    return rows;
}

} // namespace keyturn::tests

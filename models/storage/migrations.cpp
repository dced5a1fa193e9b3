// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/migrations.h"

#include "models/storage/sql_connection.h"

#include <QCoreApplication>
#include <QFile>

#include <array>

/// Makes sure that the linker keeps the migrations. Outside the namespace because the macro needs it.
static void keepStorageResources()
{
    Q_INIT_RESOURCE(storage_sql);
}

namespace keyturn::storage {

namespace {

/// Migration N makes layout N of layout N - 1.
constexpr std::array kMigrationFiles{":/sql/0001_ledger.sql", ":/sql/0002_blobs.sql",
                                     ":/sql/0003_tokens.sql"};
static_assert(kMigrationFiles.size() == kNewestLayout);

/// The statements of a migration: comment lines are left out, and a line that ends with a semicolon ends one.
QStringList statementsOf(const QString& text)
{
    QStringList statements;
    QString statement;
    const QStringList lines = text.split(QLatin1Char('\n'));
    for (const QString& line : lines) {
        if (line.startsWith(QLatin1String("--")) || line.trimmed().isEmpty())
            continue;
        statement += line;
        if (line.endsWith(QLatin1Char(';'))) {
            statement.chop(1);
            statements += statement;
            statement.clear();
        } else {
            statement += QLatin1Char('\n');
        }
    }
    return statements;
}

} // namespace

base::Result<void> migrate(SqlConnection& connection, int fromLayout, int toLayout)
{
    keepStorageResources();
    for (int layout = fromLayout; layout < toLayout; ++layout) {
        QFile file(QLatin1String(kMigrationFiles.at(static_cast<std::size_t>(layout))));
        if (!file.open(QIODevice::ReadOnly)) {
            return tl::make_unexpected(connection.failure(
                QCoreApplication::translate("errors", "the program lacks its own table layout")));
        }
        const QString text = connection.dialect().migrationText(QString::fromUtf8(file.readAll()));
        const QStringList statements = statementsOf(text);
        for (const QString& statement : statements)
            KEYTURN_TRY(connection.run(statement));
    }
    return {};
}

} // namespace keyturn::storage

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/storage/ledger_file.h"
#include "models/storage/migrations.h"
#include "models/storage/sql_connection.h"
#include "models/storage/sql_dialect.h"

#include <QDateTime>

struct sqlite3;

namespace keyturn::storage {

/// "Keyt": what a workspace file carries as its application id.
inline constexpr int kApplicationId = 0x4b657974;

/// A ledger in one SQLite file.
class SqliteDialect final : public SqlDialect
{
public:
    SqliteDialect(QString path, OpenMode mode, StoreOptions options);

    [[nodiscard]] QString location() const override { return m_path; }
    [[nodiscard]] bool isReadOnly() const override { return m_mode == OpenMode::ReadOnly; }
    [[nodiscard]] QString driverName() const override;
    [[nodiscard]] QString migrationText(QString shared) const override;
    [[nodiscard]] base::Result<void> open(SqlConnection& connection) override;
    [[nodiscard]] int layout() const override { return m_layout; }
    void closed() override;
    [[nodiscard]] base::Result<void> checkStillValid(SqlConnection& connection) override;
    [[nodiscard]] const char* beginWriteStatement() const override { return "BEGIN IMMEDIATE"; }
    [[nodiscard]] bool isInTransaction(SqlConnection& connection) const override;
    [[nodiscard]] base::Result<void> setDurability(SqlConnection& connection, Durability durability) override;
    [[nodiscard]] base::Error errorOf(const QSqlError& error, SqlConnection& connection) const override;
    [[nodiscard]] base::Result<QByteArray> readBytes(SqlConnection& connection, const char* table,
                                                     std::int64_t id) override;
    [[nodiscard]] base::Result<void> backupTo(SqlConnection& connection, const QString& path,
                                              const std::function<bool(int, int)>& progress) override;
    [[nodiscard]] base::Result<QStringList> faults(SqlConnection& connection) override;

    /// Makes the tables in the empty file at the dialect's path, and leaves no companion file.
    [[nodiscard]] base::Result<void> layOut();
    /// Moves everything from the write-ahead file into the file itself. @return StoreLocked while others
    /// read.
    [[nodiscard]] static base::Result<void> foldWriteAheadFile(SqlConnection& connection);
    /// The error of a result code of the C interface on @p handle, which may be null.
    [[nodiscard]] base::Error errorOfCode(int code, sqlite3* handle) const;

private:
    enum class Access { ReadWrite, ReadOnly, Unchanging };
    struct Stamp
    {
        qint64 sizeBytes = -1;
        QDateTime changed;
        bool hasWriteAheadFile = false;
        friend bool operator==(const Stamp&, const Stamp&) = default;
    };

    [[nodiscard]] Stamp stamp() const;
    [[nodiscard]] base::Result<void> connect(SqlConnection& connection, Access access);
    [[nodiscard]] base::Result<void> applySettings(SqlConnection& connection);
    [[nodiscard]] base::Result<void> checkLayout(SqlConnection& connection);
    /// The tables of @p layout as text.
    [[nodiscard]] static base::Result<QString> expectedLayout(int layout);
    /// Runs the migrations that an older file lacks.
    [[nodiscard]] base::Result<void> bringUpToDate(SqlConnection& connection);

    QString m_path; ///< Absolute.
    OpenMode m_mode;
    StoreOptions m_options;
    bool m_isUnchanging = false;   ///< Opened as a file that nobody can change, without locks.
    bool m_madeCompanions = false; ///< Opened for reading where there were no companion files.
    bool m_isLaidOut = true;       ///< False only while layOut() makes the tables.
    int m_layout = kNewestLayout;  ///< Of the file.
    Stamp m_opened;                ///< What the file looked like then.
};

} // namespace keyturn::storage

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/common/store_provider.h"
#include "models/service/import_job.h"
#include "models/service/workspace.h"
#include "tests/support/ledger_harness.h"
#include "tests/support/test_registry.h"

#include <QFuture>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

namespace keyturn::tests {

/// Ends the program with the reason where a step of the test's own preparation fails.
template <typename T>
T must(base::Result<T> result)
{
    if (!result)
        qFatal("a preparation failed: %s", qPrintable(result.error().sentence()));
    return std::move(*result);
}

/// What a future brings, while the event loop runs on.
template <typename T>
T brought(QFuture<T> future)
{
    constexpr int kMostMs = 60'000;
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, kMostMs))
        qFatal("no answer came");
    return future.takeResult();
}

/// A folder with a seat of its own, the harness's members and keys, and a clock that stands still: all that a
/// workspace needs, and nothing of the user's.
class ServiceBench
{
public:
    /// @param edit changes the charter before it is signed.
    explicit ServiceBench(const std::function<void(domain::Charter&)>& edit = {})
        : harness(LedgerHarness::Start::Empty, edit)
    {
        if (!folder.isValid())
            qFatal("no temporary folder: %s", qPrintable(folder.errorString()));
        options.provider = app::storeProvider();
        options.seat.path = folder.filePath(QStringLiteral("seat"));
        options.clock = clock;
        // The charter is marked DEMO; here the test sets the time.
        options.scenarioTimeForDemo = false;
    }

    [[nodiscard]] QString path(const char* name = "war-room.keyturn") const
    {
        return folder.filePath(QLatin1String(name));
    }
    [[nodiscard]] std::vector<QByteArray> founding(const std::vector<const char*>& members)
    {
        const domain::Statement statement = harness.charterStatement();
        std::vector<QByteArray> envelopes;
        for (const char* member : members)
            envelopes.push_back(harness.envelope(statement, harness.keyOf(member)));
        return envelopes;
    }
    [[nodiscard]] std::unique_ptr<service::Workspace> found()
    {
        return must(service::Workspace::found(path(), founding({"ceo", "coo", "counsel"}), options));
    }
    [[nodiscard]] std::unique_ptr<service::Workspace> open(const char* name = "war-room.keyturn") const
    {
        return must(service::Workspace::open(path(name), options));
    }
    [[nodiscard]] base::Result<service::Appended> say(service::Workspace& workspace, const char* member,
                                                      domain::Payload payload)
    {
        return workspace.execute(domain::MemberId(QLatin1String(member)), std::move(payload),
                                 harness.keyOf(member));
    }
    [[nodiscard]] static domain::NoteAdded note(const QString& title)
    {
        domain::NoteAdded out;
        out.title = title;
        out.text = QStringLiteral("Written down in the war room.");
        return out;
    }
    [[nodiscard]] base::Result<service::ImportOutcome>
    import(service::Workspace& workspace, const QString& file, const service::Progress& progress = {},
           const std::atomic_bool& cancel = std::atomic_bool{false})
    {
        service::ImportRequest request;
        request.path = file;
        return service::importFile(workspace, domain::MemberId(QStringLiteral("feed")), harness.keyOf("feed"),
                                   request, progress, cancel);
    }
    /// Rewrites one stored value behind the program's back.
    void tamper(const QString& select, const QString& update,
                const std::function<void(QByteArray&)>& change) const
    {
        {
            QSqlDatabase database =
                QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("tamper"));
            database.setDatabaseName(path());
            if (!database.open())
                qFatal("cannot open: %s", qPrintable(database.lastError().text()));
            QSqlQuery read(database);
            if (!read.exec(select) || !read.next())
                qFatal("cannot read: %s", qPrintable(read.lastError().text()));
            QByteArray bytes = read.value(0).toByteArray();
            read.finish();
            change(bytes);
            QSqlQuery write(database);
            write.prepare(update);
            write.addBindValue(bytes);
            if (!write.exec() || write.numRowsAffected() != 1)
                qFatal("cannot write: %s", qPrintable(write.lastError().text()));
        }
        QSqlDatabase::removeDatabase(QStringLiteral("tamper"));
    }

    /// Does to the stored tables what whoever has the file can do.
    void change(const QStringList& statements) const
    {
        {
            QSqlDatabase database =
                QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("change"));
            database.setDatabaseName(path());
            if (!database.open())
                qFatal("cannot open: %s", qPrintable(database.lastError().text()));
            for (const QString& statement : statements) {
                QSqlQuery write(database);
                if (!write.exec(statement) || write.numRowsAffected() != 1)
                    qFatal("cannot write: %s", qPrintable(write.lastError().text()));
            }
        }
        QSqlDatabase::removeDatabase(QStringLiteral("change"));
    }

    /// The one number that a query of the stored tables gives.
    [[nodiscard]] int number(const QString& select) const
    {
        int out = -1;
        {
            QSqlDatabase database =
                QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("count"));
            database.setDatabaseName(path());
            if (!database.open())
                qFatal("cannot open: %s", qPrintable(database.lastError().text()));
            QSqlQuery read(database);
            if (!read.exec(select) || !read.next())
                qFatal("cannot read: %s", qPrintable(read.lastError().text()));
            out = read.value(0).toInt();
        }
        QSqlDatabase::removeDatabase(QStringLiteral("count"));
        return out;
    }

    QTemporaryDir folder;
    LedgerHarness harness;
    std::shared_ptr<MockClock> clock = std::make_shared<MockClock>();
    service::OpenOptions options;
};

/// The file of the intake samples with three plain log lines.
inline QString threeLogLines()
{
    return dataFile(QStringLiteral("intake/valid/timesketch/sigma_events.jsonl"));
}

} // namespace keyturn::tests

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/storage/killed_child.h"
#include "tests/unit/storage/raw_sqlite.h"
#include "tests/unit/storage/store_fixture.h"

#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QRandomGenerator>
#include <QThread>

using namespace keyturn;
using namespace keyturn::tests;
using storage::OpenMode;

/// Programs that are killed (SIGKILL) at any moment.
class TestKills : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsEveryReportedAppend();
    void leavesNoHalfNewFile();
};
KEYTURN_TEST(TestKills);

namespace {

/// Runs this program as a child doing @p work, kills it at a random moment, and gives what it reported.
QList<QByteArray> reportedUntilKilled(const QByteArray& work, const QString& place)
{
    QProcess child;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QString::fromLatin1(kChildWorkVariable), QString::fromLatin1(work));
    environment.insert(QString::fromLatin1(kChildPlaceVariable), place);
    child.setProcessEnvironment(environment);
    child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    child.start(QCoreApplication::applicationFilePath(), QStringList());
    if (!child.waitForStarted() || !child.waitForReadyRead())
        qFatal("the child does not work");
    QThread::usleep(QRandomGenerator::global()->bounded(40'000u));
    child.kill();
    if (!child.waitForFinished() || child.exitStatus() != QProcess::CrashExit)
        qFatal("the child ended by itself");
    QList<QByteArray> lines = child.readAllStandardOutput().split('\n');
    if (lines.takeFirst() != "ready" || !lines.takeLast().isEmpty())
        qFatal("the child said something else");
    return lines;
}

} // namespace

void TestKills::keepsEveryReportedAppend()
{
    // As many rounds as it takes on a slow disk until enough was appended between the kills to say anything.
    constexpr int kRounds = 6;
    constexpr int kMostRounds = 60;
    constexpr std::uint64_t kEnough = 100;
    std::uint64_t reportedInAll = 0;
    for (int round = 0; round < kRounds || (reportedInAll <= kEnough && round < kMostRounds); ++round) {
        const StoreFolder folder;
        QVERIFY(storage::createLedgerFile(folder.path()).has_value());
        std::uint64_t expected = 0;
        for (int kill = 0; kill < 8; ++kill) {
            const QList<QByteArray> reported = reportedUntilKilled("appends", folder.path());
            const auto store = storage::openLedgerFile(folder.path(), OpenMode::ReadWrite);
            VERIFY_OK(store);
            for (const QByteArray& line : reported)
                QCOMPARE(line.toULongLong(), expected++);
            const std::uint64_t size = (*store)->size().value();
            // The last one may have been committed, but not yet reported.
            QVERIFY2(size == expected || size == expected + 1, qPrintable(QString::number(size)));
            QCOMPARE(faultOf(**store), QString());
            expected = size;
            reportedInAll += static_cast<std::uint64_t>(reported.size());
            // Of imports that did not come to an end, nothing is left.
            RawSqlite raw(folder.path());
            QCOMPARE(raw.rows("SELECT count(*) FROM staging"), QStringList{"0"});
            QCOMPARE(raw.rows("SELECT count(*) FROM block_text WHERE block_id NOT IN"
                              " (SELECT id FROM blocks WHERE batch_seq IS NOT NULL)"),
                     QStringList{"0"});
            QCOMPARE(raw.rows("SELECT count(*) FROM blobs WHERE sha256 IS NULL"), QStringList{"0"});
            QCOMPARE(raw.rows("SELECT count(*) FROM blob_chunks WHERE blob_id NOT IN (SELECT id FROM blobs)"),
                     QStringList{"0"});
        }
    }
    QVERIFY2(reportedInAll > kEnough, qPrintable(QString::number(reportedInAll)));
}

void TestKills::leavesNoHalfNewFile()
{
    const StoreFolder folder;
    for (int kill = 0; kill < 12; ++kill) {
        const QList<QByteArray> reported = reportedUntilKilled("creates", folder.path({}));
        for (const QByteArray& path : reported)
            QVERIFY(QFile::exists(QString::fromUtf8(path)));
        for (const QString& name : folder.names()) {
            if (name.startsWith(QLatin1Char('.')) || name.endsWith("-wal") || name.endsWith("-shm"))
                continue;
            const auto store = storage::openLedgerFile(folder.path(name), OpenMode::ReadWrite);
            VERIFY_OK(store);
            QCOMPARE((*store)->size().value(), 1u);
            QCOMPARE(faultOf(**store), QString());
        }
        // The next file made in the folder clears away what is left of the unfinished one.
        QVERIFY(storage::createLedgerFile(folder.path("after"),
                                          [](ledger::LedgerStore& made) -> base::Result<void> {
                                              KEYTURN_TRY(appendBatch(made, 2));
                                              return {};
                                          })
                    .has_value());
        QCOMPARE(folder.names().filter("keyturn-new"), QStringList());
        for (const QString& name : folder.names())
            QVERIFY(QFile::remove(folder.path(name)));
    }
}

#include "test_kills.moc"

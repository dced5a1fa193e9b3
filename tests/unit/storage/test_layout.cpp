// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/migrations.h"
#include "tests/support/test_registry.h"
#include "tests/unit/storage/failing_vfs.h"
#include "tests/unit/storage/raw_sqlite.h"
#include "tests/unit/storage/store_fixture.h"

#include <QFile>
#include <QThread>

#include <atomic>
#include <memory>
#include <vector>

using namespace keyturn;
using namespace keyturn::tests;
using storage::OpenMode;

/// Layouts of the past stay readable: each has a fixture, written once and never changed again.
class TestLayout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void opensAFileOfEveryLayout_data();
    void opensAFileOfEveryLayout();
    void readsAnOlderLayoutWithoutChangingIt();
    void bringsAFilledWorkspaceUpToDate();
    void letsSeatsThatOpenItAtOnceBringItUpToDate();
    void makesTheNewestLayoutAsReleased();
    void bringsUpToDateWhollyOrNotAtAll();
    void refusesAnOlderLayoutWithTablesOfANewer();
};
KEYTURN_TEST(TestLayout);

namespace {

/// All that distinguishes an empty workspace file, as SQL that makes it.
QString dumpOf(const QString& path)
{
    RawSqlite raw(path);
    QStringList lines;
    for (const char* pragma : {"page_size", "application_id", "user_version", "journal_mode", "encoding"})
        lines += QStringLiteral("PRAGMA %1 = '%2';")
                     .arg(QLatin1String(pragma),
                          raw.rows(QLatin1String("PRAGMA ") + QLatin1String(pragma)).value(0));
    lines += raw.rows("SELECT sql || ';' FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid");
    lines +=
        raw.rows("SELECT 'INSERT INTO meta VALUES (' || quote(name) || ', ' || quote(value) || ');' FROM meta"
                 " ORDER BY name");
    for (const char* table : {"entries", "checkpoints", "staging", "blocks", "block_columns", "block_filter",
                              "block_salts", "block_text", "blobs", "blob_chunks", "checkpoint_tokens"}) {
        if (raw.rows(QStringLiteral("SELECT count(*) FROM %1").arg(QLatin1String(table))) != QStringList{"0"})
            lines += QStringLiteral("-- %1 is not empty").arg(QLatin1String(table));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

QString fixtureOf(int layout)
{
    return dataFile(QStringLiteral("storage/empty_layout_%1.sql").arg(layout));
}

QString textOf(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(path));
    return QString::fromUtf8(file.readAll());
}

} // namespace

void TestLayout::opensAFileOfEveryLayout_data()
{
    QTest::addColumn<QString>("fixture");
    for (int layout = 1; layout <= storage::kNewestLayout; ++layout)
        QTest::addRow("layout %d", layout) << fixtureOf(layout);
}

void TestLayout::opensAFileOfEveryLayout()
{
    QFETCH(QString, fixture);
    const StoreFolder folder;
    RawSqlite(folder.path()).run(textOf(fixture));
    {
        const auto store = storage::openLedgerFile(folder.path(), OpenMode::ReadWrite);
        VERIFY_OK(store);
        QCOMPARE(faultOf(**store), QString());
    }
    // Brought up to date, it cannot be told from a new one.
    QVERIFY(storage::createLedgerFile(folder.path("new")).has_value());
    QCOMPARE(dumpOf(folder.path()), dumpOf(folder.path("new")));
    const auto store = storage::openLedgerFile(folder.path(), OpenMode::ReadWrite).value();
    VERIFY_OK(appendBatch(*store, 2));
    VERIFY_OK(appendBlob(*store, {10, 20}));
    QCOMPARE(faultOf(*store), QString());
}

void TestLayout::readsAnOlderLayoutWithoutChangingIt()
{
    const StoreFolder folder;
    RawSqlite(folder.path()).run(textOf(fixtureOf(1)));
    const auto reader = storage::openLedgerFile(folder.path(), OpenMode::ReadOnly);
    VERIFY_OK(reader);
    QCOMPARE(faultOf(**reader), QString());
    QVERIFY(!(*reader)->blob(base::Digest{}).value().has_value());
    QVERIFY((*reader)->tokens().value().empty());
    QCOMPARE(outcomeOf((*reader)->blobChunk(base::Digest{}, 0)), "ledger/store-corrupt");
    VERIFY_OK((*reader)->backupTo(folder.path("copy"), {}));
    for (const char* name : {"w.keyturn", "copy"})
        QCOMPARE(RawSqlite(folder.path(name)).rows("PRAGMA user_version"), QStringList{"1"});
    // It sees at once what a writer makes of the file.
    const auto writer = storage::openLedgerFile(folder.path(), OpenMode::ReadWrite).value();
    VERIFY_OK(appendBlob(*writer, {10, 20}));
    QCOMPARE((*reader)->blobs().value().size(), 1u);
    QCOMPARE(faultOf(**reader), QString());
}

void TestLayout::bringsAFilledWorkspaceUpToDate()
{
    const StoreFolder folder;
    {
        RawSqlite raw(folder.path());
        raw.run(textOf(fixtureOf(1)));
        for (std::uint64_t seq = 0; seq < 3; ++seq)
            raw.run(QStringLiteral("INSERT INTO entries VALUES (%1, x'%2'); INSERT INTO checkpoints VALUES"
                                   " (%1 + 1, x'00')")
                        .arg(seq)
                        .arg(QString::fromLatin1(sampleEntry(seq).toHex())));
    }
    const auto store = storage::openLedgerFile(folder.path(), OpenMode::ReadWrite);
    VERIFY_OK(store);
    QCOMPARE((*store)->size().value(), 3u);
    VERIFY_OK((*store)->addToken(3, "token"));
    QCOMPARE((*store)->tokens().value().size(), 1u);
    QCOMPARE(faultOf(**store), QString());
    VERIFY_OK(appendBlob(**store, {10, 20}));
    QCOMPARE(faultOf(**store), QString());
}

void TestLayout::letsSeatsThatOpenItAtOnceBringItUpToDate()
{
    for (int round = 0; round < 20; ++round) {
        const StoreFolder folder;
        RawSqlite(folder.path()).run(textOf(fixtureOf(1)));
        std::atomic<int> failures = 0;
        std::vector<std::unique_ptr<QThread>> seats;
        for (const OpenMode mode : {OpenMode::ReadWrite, OpenMode::ReadOnly, OpenMode::ReadWrite}) {
            seats.emplace_back(QThread::create([&, mode] {
                const auto store = storage::openLedgerFile(folder.path(), mode);
                if (!store || !faultOf(**store).isEmpty())
                    ++failures;
            }));
            seats.back()->start();
        }
        for (const auto& seat : seats)
            QVERIFY(seat->wait());
        QCOMPARE(failures.load(), 0);
        QCOMPARE(RawSqlite(folder.path()).rows("PRAGMA user_version"),
                 QStringList{QString::number(storage::kNewestLayout)});
    }
}

void TestLayout::makesTheNewestLayoutAsReleased()
{
    const StoreFolder folder;
    QVERIFY(storage::createLedgerFile(folder.path()).has_value());
    QCOMPARE(dumpOf(folder.path()), textOf(fixtureOf(storage::kNewestLayout)));
}

void TestLayout::bringsUpToDateWhollyOrNotAtAll()
{
    for (int passed = 0;; ++passed) {
        const StoreFolder folder;
        RawSqlite(folder.path()).run(textOf(fixtureOf(1)));
        storage::StoreOptions options;
        options.vfs = FailingVfs::name();
        FailingVfs::failAfter(passed, DeviceFault::WriteError, FailingVfs::Lasting::Once);
        const bool isOpened =
            storage::openLedgerFile(folder.path(), OpenMode::ReadWrite, options).has_value();
        const bool hasFailed = FailingVfs::stopFailing();
        const QStringList layout = RawSqlite(folder.path()).rows("PRAGMA user_version");
        const QStringList newest{QString::number(storage::kNewestLayout)};
        QVERIFY(layout == QStringList{"1"} || layout == newest);
        QVERIFY(!isOpened || layout == newest);
        // Whichever it is, it is whole, and the next writer goes on.
        const auto store = storage::openLedgerFile(folder.path(), OpenMode::ReadWrite);
        VERIFY_OK(store);
        QCOMPARE(faultOf(**store), QString());
        VERIFY_OK(appendOne(**store));
        VERIFY_OK((*store)->addToken(1, "token"));
        if (!hasFailed) {
            QVERIFY(passed > 0);
            return;
        }
    }
}

void TestLayout::refusesAnOlderLayoutWithTablesOfANewer()
{
    const StoreFolder folder;
    RawSqlite(folder.path()).run(textOf(fixtureOf(storage::kNewestLayout)));
    RawSqlite(folder.path()).run("PRAGMA user_version = 1");
    QCOMPARE(openOutcome(folder.path(), OpenMode::ReadWrite), "ledger/store-corrupt");
}

#include "test_layout.moc"

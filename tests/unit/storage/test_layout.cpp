// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/storage/failing_vfs.h"
#include "tests/unit/storage/raw_sqlite.h"
#include "tests/unit/storage/store_fixture.h"

#include <QFile>

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
    void makesTheNewestLayoutAsReleased();
    void readsAnOlderLayoutWithoutChangingIt();
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
                              "block_salts", "block_text", "checkpoint_tokens"}) {
        if (raw.rows(QStringLiteral("SELECT count(*) FROM %1").arg(QLatin1String(table))) != QStringList{"0"})
            lines += QStringLiteral("-- %1 is not empty").arg(QLatin1String(table));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
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
    QTest::newRow("layout 1") << dataFile("storage/empty_layout_1.sql");
    QTest::newRow("layout 2") << dataFile("storage/empty_layout_2.sql");
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
    QCOMPARE(faultOf(*store), QString());
}

void TestLayout::makesTheNewestLayoutAsReleased()
{
    const StoreFolder folder;
    QVERIFY(storage::createLedgerFile(folder.path()).has_value());
    QCOMPARE(dumpOf(folder.path()), textOf(dataFile("storage/empty_layout_2.sql")));
}

void TestLayout::readsAnOlderLayoutWithoutChangingIt()
{
    const StoreFolder folder;
    RawSqlite(folder.path()).run(textOf(dataFile("storage/empty_layout_1.sql")));
    RawSqlite(folder.path())
        .run("INSERT INTO entries VALUES (0, x'61'); INSERT INTO checkpoints VALUES (1, x'62')");
    {
        const auto store = storage::openLedgerFile(folder.path(), OpenMode::ReadOnly);
        VERIFY_OK(store);
        QCOMPARE((*store)->checkpoints().value().size(), 1u);
        QVERIFY((*store)->tokens().value().empty());
    }
    QCOMPARE(RawSqlite(folder.path()).rows("PRAGMA user_version"), QStringList{"1"});
    // Brought up to date by a writer, it holds what it held, and takes what is new.
    const auto store = storage::openLedgerFile(folder.path(), OpenMode::ReadWrite);
    VERIFY_OK(store);
    QCOMPARE((*store)->entries(0, 10).value(), std::vector<QByteArray>{"a"});
    QCOMPARE((*store)->newestCheckpoint().value()->note, QByteArray("b"));
    VERIFY_OK((*store)->addToken(1, "token"));
    QCOMPARE((*store)->tokens().value().size(), 1u);
    QCOMPARE(RawSqlite(folder.path()).rows("PRAGMA user_version"), QStringList{"2"});
}

void TestLayout::bringsUpToDateWhollyOrNotAtAll()
{
    for (int passed = 0;; ++passed) {
        const StoreFolder folder;
        RawSqlite(folder.path()).run(textOf(dataFile("storage/empty_layout_1.sql")));
        storage::StoreOptions options;
        options.vfs = FailingVfs::name();
        FailingVfs::failAfter(passed, DeviceFault::WriteError, FailingVfs::Lasting::Once);
        const bool isOpened =
            storage::openLedgerFile(folder.path(), OpenMode::ReadWrite, options).has_value();
        const bool hasFailed = FailingVfs::stopFailing();
        const QStringList layout = RawSqlite(folder.path()).rows("PRAGMA user_version");
        QVERIFY(layout == QStringList{"1"} || layout == QStringList{"2"});
        QVERIFY(!isOpened || layout == QStringList{"2"});
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
    RawSqlite(folder.path()).run(textOf(dataFile("storage/empty_layout_2.sql")));
    RawSqlite(folder.path()).run("PRAGMA user_version = 1");
    QCOMPARE(openOutcome(folder.path(), OpenMode::ReadWrite), "ledger/store-corrupt");
}

#include "test_layout.moc"

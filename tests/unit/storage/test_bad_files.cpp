// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/storage/raw_sqlite.h"
#include "tests/unit/storage/store_fixture.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <random>

using namespace keyturn;
using namespace keyturn::tests;
using storage::OpenMode;

class TestBadFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysThatAFileIsMissing();
    void saysThatAFileIsNoWorkspace_data();
    void saysThatAFileIsNoWorkspace();
    void saysThatAFileIsFromALaterVersion();
    void refusesTablesThatAreNotOurs_data();
    void refusesTablesThatAreNotOurs();
    void reportsAGapInTheEntries();
    void reportsValuesOfAnotherKind();
    void reportsBlocksThatBelongToNothing();
    void namesOrSurvivesEveryFlippedBit_data();
    void namesOrSurvivesEveryFlippedBit();
    void namesEveryCutFile();
    void waitsForALockAndThenSaysSo();
    void opensForReadingWhileAnotherWrites();
    void noticesThatTheFileWasReplaced();
};
KEYTURN_TEST(TestBadFiles);

namespace {

void writeFile(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(path));
}

QByteArray readFile(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(path));
    return file.readAll();
}

} // namespace

void TestBadFiles::saysThatAFileIsMissing()
{
    const StoreFolder folder;
    for (const OpenMode mode : {OpenMode::ReadOnly, OpenMode::ReadWrite}) {
        QCOMPARE(openOutcome(folder.path(), mode), "ledger/store-missing");
        QCOMPARE(openOutcome(folder.path("no/such/folder"), mode), "ledger/store-missing");
    }
    QCOMPARE(outcomeOf(storage::createLedgerFile(folder.path("no/such/folder"))), "ledger/store-missing");
    QCOMPARE(folder.names(), QStringList());
}

void TestBadFiles::saysThatAFileIsNoWorkspace_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray("Dear all,\n").repeated(500);
    QTest::newRow("the first words of a database") << QByteArray("SQLite format 3\0", 16);
    QTest::newRow("zeros") << QByteArray(100'000, '\0');
}

void TestBadFiles::saysThatAFileIsNoWorkspace()
{
    QFETCH(QByteArray, bytes);
    const StoreFolder folder;
    writeFile(folder.path(), bytes);
    for (const OpenMode mode : {OpenMode::ReadOnly, OpenMode::ReadWrite})
        QCOMPARE(openOutcome(folder.path(), mode), "ledger/store-not-a-workspace");
    QCOMPARE(readFile(folder.path()), bytes);
    QCOMPARE(openOutcome(QFileInfo(folder.path()).path(), OpenMode::ReadWrite),
             "ledger/store-not-a-workspace");
    const QString other = folder.path("other.db");
    RawSqlite(other).run("CREATE TABLE entries (seq INTEGER PRIMARY KEY, bytes BLOB)");
    const QByteArray before = readFile(other);
    QCOMPARE(openOutcome(other, OpenMode::ReadWrite), "ledger/store-not-a-workspace");
    QCOMPARE(readFile(other), before);
}

void TestBadFiles::saysThatAFileIsFromALaterVersion()
{
    const StoreFolder folder;
    makeWorkspace(folder.path());
    RawSqlite(folder.path()).run("PRAGMA user_version = 3");
    for (const OpenMode mode : {OpenMode::ReadOnly, OpenMode::ReadWrite}) {
        const auto store = storage::openLedgerFile(folder.path(), mode);
        QCOMPARE(outcomeOf(store), "ledger/store-newer");
        QVERIFY(store.error().sentence().contains("format 3"));
    }
}

void TestBadFiles::refusesTablesThatAreNotOurs_data()
{
    QTest::addColumn<QString>("change");
    QTest::newRow("a table is missing") << "DROP TABLE checkpoints";
    QTest::newRow("an index is missing") << "DROP INDEX blocks_by_batch";
    QTest::newRow("a trigger hides entries")
        << "CREATE TRIGGER hide AFTER INSERT ON entries BEGIN DELETE FROM checkpoints; END";
    QTest::newRow("a view stands for a table")
        << "ALTER TABLE entries RENAME TO kept; CREATE VIEW entries AS SELECT * FROM kept WHERE seq < 3";
    QTest::newRow("one table more") << "CREATE TABLE more (x)";
    QTest::newRow("one column more") << "ALTER TABLE checkpoints ADD COLUMN more TEXT";
    QTest::newRow("no version") << "PRAGMA user_version = 0";
}

void TestBadFiles::refusesTablesThatAreNotOurs()
{
    QFETCH(QString, change);
    const StoreFolder folder;
    makeWorkspace(folder.path());
    RawSqlite(folder.path()).run(change);
    for (const OpenMode mode : {OpenMode::ReadOnly, OpenMode::ReadWrite})
        QCOMPARE(openOutcome(folder.path(), mode), "ledger/store-corrupt");
}

void TestBadFiles::reportsAGapInTheEntries()
{
    const StoreFolder folder;
    makeWorkspace(folder.path());
    RawSqlite(folder.path()).run("DELETE FROM entries WHERE seq = 3");
    const auto store = storage::openLedgerFile(folder.path(), OpenMode::ReadWrite).value();
    const auto entries = store->entries(0, 100);
    QCOMPARE(outcomeOf(entries), "ledger/store-corrupt");
    QCOMPARE(entries.error().outcome(), base::Outcome::Integrity);
    QCOMPARE(outcomeOf(store->entries(3, 1)), "ledger/store-corrupt");
    QCOMPARE(outcomeOf(store->begin().value()->entriesFrom(2)), "ledger/store-corrupt");
    QCOMPARE(store->entries(0, 3).value().size(), 3u);
}

void TestBadFiles::reportsValuesOfAnotherKind()
{
    const StoreFolder folder;
    makeWorkspace(folder.path());
    {
        // STRICT tables refuse these, so the layout is changed and put back: what a damaged byte can do as
        // well.
        RawSqlite raw(folder.path());
        raw.run("PRAGMA writable_schema = ON;"
                "UPDATE sqlite_schema SET sql = replace(sql, ' STRICT', '') WHERE name IN ('entries', "
                "'checkpoints')");
    }
    {
        RawSqlite raw(folder.path());
        raw.run(
            "UPDATE entries SET bytes = 'text' WHERE seq = 1; UPDATE checkpoints SET note = 5 WHERE size = 7;"
            "PRAGMA writable_schema = ON;"
            "UPDATE sqlite_schema SET sql = sql || ' STRICT' WHERE name IN ('entries', 'checkpoints')");
    }
    const auto store = storage::openLedgerFile(folder.path(), OpenMode::ReadWrite).value();
    QCOMPARE(outcomeOf(store->entries(0, 3)), "ledger/store-corrupt");
    QCOMPARE(outcomeOf(store->newestCheckpoint()), "ledger/store-corrupt");
    QCOMPARE(outcomeOf(store->checkpoints()), "ledger/store-corrupt");
}

void TestBadFiles::reportsBlocksThatBelongToNothing()
{
    const StoreFolder folder;
    makeWorkspace(folder.path());
    RawSqlite(folder.path()).run("UPDATE blocks SET batch_seq = 99 WHERE idx = 1");
    const auto store = storage::openLedgerFile(folder.path(), OpenMode::ReadOnly).value();
    QCOMPARE(store->engineFaults().value().size(), 1);
}

void TestBadFiles::namesOrSurvivesEveryFlippedBit_data()
{
    QTest::addColumn<quint32>("seed");
    QTest::newRow("the header") << 0u;
    for (quint32 seed = 1; seed <= 3; ++seed)
        QTest::addRow("anywhere, seed %u", seed) << seed;
}

void TestBadFiles::namesOrSurvivesEveryFlippedBit()
{
    QFETCH(quint32, seed);
    const StoreFolder folder;
    makeWorkspace(folder.path("made"));
    const QByteArray bytes = readFile(folder.path("made"));
    std::mt19937 random(seed);
    int found = 0;
    for (int round = 0; round < 150; ++round) {
        const auto offset = seed == 0 ? round : static_cast<qsizetype>(random() % bytes.size());
        QByteArray flipped = bytes;
        flipped[offset] = static_cast<char>(flipped[offset] ^ (1 << (random() % 8)));
        const QString path = folder.path(QString::number(round));
        writeFile(path, flipped);
        // Writing first: it must neither crash nor make an entry disappear.
        if (const auto store = storage::openLedgerFile(path, OpenMode::ReadWrite))
            static_cast<void>(appendOne(**store));
        writeFile(path, flipped);
        const auto store = storage::openLedgerFile(path, OpenMode::ReadOnly);
        // faultOf() compares all contents: an empty answer is only given to what was not changed.
        if (!store || !faultOf(**store).isEmpty())
            ++found;
        else
            QCOMPARE((*store)->size().value(), 7u);
    }
    QVERIFY2(found > 10, qPrintable(QString::number(found)));
}

void TestBadFiles::namesEveryCutFile()
{
    const StoreFolder folder;
    makeWorkspace(folder.path("made"));
    const QByteArray bytes = readFile(folder.path("made"));
    for (qsizetype length = 0; length < bytes.size(); length += 4'096 + 7) {
        const QString path = folder.path(QString::number(length));
        writeFile(path, bytes.first(length));
        const auto store = storage::openLedgerFile(path, OpenMode::ReadWrite);
        QVERIFY2(!store || !faultOf(**store).isEmpty(), qPrintable(path));
    }
}

void TestBadFiles::waitsForALockAndThenSaysSo()
{
    const StoreFolder folder;
    makeWorkspace(folder.path());
    storage::StoreOptions impatient;
    impatient.busyTimeoutMs = 20;
    const auto store = storage::openLedgerFile(folder.path(), OpenMode::ReadWrite, impatient).value();
    const auto staging = store->beginStaging().value();
    {
        RawSqlite other(folder.path());
        other.run("BEGIN IMMEDIATE");
        QCOMPARE(outcomeOf(store->begin()), "ledger/store-locked");
        QCOMPARE(outcomeOf(store->beginStaging()), "ledger/store-locked");
        QCOMPARE(outcomeOf(store->stageBlock(staging, 0, sampleBlock(0))), "ledger/store-locked");
        QCOMPARE(outcomeOf(store->dropStaging(staging)), "ledger/store-locked");
        QCOMPARE(outcomeOf(store->replaceDerived(1, "c", "f")), "ledger/store-locked");
        // Readers are not held up, and opening is not either.
        QCOMPARE(faultOf(*store), QString());
        QCOMPARE(outcomeOf(storage::openLedgerFile(folder.path(), OpenMode::ReadWrite, impatient)), "ok");
    }
    VERIFY_OK(appendOne(*store));
    VERIFY_OK(store->stageBlock(staging, 0, sampleBlock(0)));
}

void TestBadFiles::opensForReadingWhileAnotherWrites()
{
    const StoreFolder folder;
    makeWorkspace(folder.path());
    const auto writer = storage::openLedgerFile(folder.path(), OpenMode::ReadWrite).value();
    const auto transaction = writer->begin().value();
    VERIFY_OK(transaction->append(7, sampleEntry(7)));
    const auto reader = storage::openLedgerFile(folder.path(), OpenMode::ReadOnly).value();
    QCOMPARE(reader->size().value(), 7u);
    VERIFY_OK(transaction->commit());
    QCOMPARE(reader->size().value(), 8u);
}

void TestBadFiles::noticesThatTheFileWasReplaced()
{
    const StoreFolder folder;
    makeWorkspace(folder.path());
    makeWorkspace(folder.path("other"));
    const auto store = storage::openLedgerFile(folder.path(), OpenMode::ReadWrite).value();
    VERIFY_OK(appendOne(*store));
    QVERIFY(QFile::rename(folder.path(), folder.path("moved")));
    QCOMPARE(outcomeOf(store->begin()), "ledger/store-failure");
    QVERIFY(QFile::rename(folder.path("other"), folder.path()));
    QCOMPARE(outcomeOf(store->begin()), "ledger/store-failure");
    QCOMPARE(outcomeOf(store->size()), "ledger/store-failure");
}

#include "test_bad_files.moc"

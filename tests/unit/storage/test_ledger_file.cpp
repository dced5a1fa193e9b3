// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/storage/store_fixture.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QThread>

using namespace keyturn;
using namespace keyturn::tests;
using ledger::LedgerError;
using storage::OpenMode;

class TestLedgerFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void createsAnEmptyLedgerAndNothingBesideIt();
    void neverCreatesOverAnExistingFile();
    void neverCreatesBesideTheRestsOfAnother();
    void leavesNoFileWhenTheFillerFails();
    void hasItsFirstContentsFromTheFirstMoment();
    void keepsWhatWasCommittedAcrossOpenings();
    void rollsBackWhatWasNotCommitted();
    void refusesASequenceNumberThatIsNotTheSize();
    void refusesACheckpointBeyondTheHead();
    void keepsTheNewerNoteForTheSameSize();
    void givesEntriesInRangesAndCheckpointsInOrder();
    void worksOnAnotherThreadThanItWasOpenedOn();
    void reopensOnAnotherThreadWhileInUse_data();
    void reopensOnAnotherThreadWhileInUse();
    void reopensTheSameFileInAnotherWorkingFolder();
    void cutsTheWriteAheadFileAtClose();
    void showsNewEntriesToAnOpenReader();
    void takesPathsWithMarksOfUris();
    void readsButNeverWritesWhenOpenedForReading();
};
KEYTURN_TEST(TestLedgerFile);

void TestLedgerFile::createsAnEmptyLedgerAndNothingBesideIt()
{
    const StoreFolder folder;
    {
        const auto store = created(folder);
        QCOMPARE(store->location(), folder.path());
        QVERIFY(!store->isReadOnly());
        QCOMPARE(store->size().value(), 0u);
        QVERIFY(store->entries(0, 10).value().empty());
        QVERIFY(!store->newestCheckpoint().value().has_value());
        QVERIFY(store->checkpoints().value().empty());
        QVERIFY(store->blocks().value().empty());
        QCOMPARE(store->engineFaults().value(), QStringList());
    }
    QCOMPARE(folder.names(), QStringList{"w.keyturn"});
    QCOMPARE(QFileInfo(folder.path()).permissions() & (QFile::ReadGroup | QFile::ReadOther),
             QFile::Permissions());
}

void TestLedgerFile::neverCreatesOverAnExistingFile()
{
    const StoreFolder folder;
    VERIFY_OK(appendOne(*created(folder)));
    QCOMPARE(outcomeOf(storage::createLedgerFile(folder.path())), "ledger/store-exists");
    // A name that leads nowhere is taken, too.
    QVERIFY(QFile::link("/nowhere/at/all", folder.path("link")));
    QCOMPARE(outcomeOf(storage::createLedgerFile(folder.path("link"))), "ledger/store-exists");
    QCOMPARE(faultOf(*storage::openLedgerFile(folder.path(), OpenMode::ReadOnly).value()), QString());
}

void TestLedgerFile::neverCreatesBesideTheRestsOfAnother()
{
    const StoreFolder folder;
    {
        const auto store = created(folder);
        VERIFY_OK(appendOne(*store));
        QVERIFY(QFile::copy(folder.path("w.keyturn-wal"), folder.path("kept")));
    }
    QVERIFY(QFile::remove(folder.path()));
    QVERIFY(QFile::rename(folder.path("kept"), folder.path("w.keyturn-wal")));
    const auto store = storage::createLedgerFile(folder.path());
    QCOMPARE(outcomeOf(store), "ledger/store-exists");
    QVERIFY(store.error().sentence().contains("w.keyturn-wal"));
    QCOMPARE(folder.names(), QStringList{"w.keyturn-wal"});
}

void TestLedgerFile::leavesNoFileWhenTheFillerFails()
{
    const StoreFolder folder;
    const auto store =
        storage::createLedgerFile(folder.path(), [](ledger::LedgerStore& made) -> base::Result<void> {
            KEYTURN_TRY(appendOne(made));
            return base::fail(LedgerError::Cancelled);
        });
    QVERIFY(store.error().is(LedgerError::Cancelled));
    QCOMPARE(folder.names(), QStringList());
}

void TestLedgerFile::hasItsFirstContentsFromTheFirstMoment()
{
    const StoreFolder folder;
    bool wasNamed = true;
    const auto store =
        storage::createLedgerFile(folder.path(), [&](ledger::LedgerStore& made) -> base::Result<void> {
            KEYTURN_TRY(appendBatch(made, 2));
            wasNamed = QFileInfo::exists(folder.path());
            return {};
        });
    VERIFY_OK(store);
    QVERIFY(!wasNamed);
    QCOMPARE((*store)->size().value(), 1u);
    QCOMPARE(faultOf(**store), QString());
}

void TestLedgerFile::keepsWhatWasCommittedAcrossOpenings()
{
    const StoreFolder folder;
    for (std::uint64_t round = 0; round < 4; ++round) {
        const auto store = round == 0 ? created(folder)
                                      : storage::openLedgerFile(folder.path(), OpenMode::ReadWrite).value();
        QCOMPARE(appendOne(*store).value(), 2 * round);
        QCOMPARE(appendBatch(*store, 3).value(), 2 * round + 1);
    }
    const auto store = storage::openLedgerFile(folder.path(), OpenMode::ReadOnly).value();
    QCOMPARE(store->size().value(), 8u);
    QCOMPARE(store->blocks().value().size(), 12u);
    QCOMPARE(store->blocksFrom(5).value().size(), 6u);
    QCOMPARE(store->blocksFrom(5).value().front().batchSeq, 5u);
    QCOMPARE(faultOf(*store), QString());
}

void TestLedgerFile::rollsBackWhatWasNotCommitted()
{
    const StoreFolder folder;
    const auto store = created(folder);
    VERIFY_OK(appendOne(*store));
    const auto staging = store->beginStaging().value();
    VERIFY_OK(store->stageBlock(staging, 0, sampleBlock(0)));
    {
        const auto transaction = store->begin().value();
        VERIFY_OK(transaction->append(1, "lost"));
        VERIFY_OK(transaction->putCheckpoint(2, "lost"));
        VERIFY_OK(transaction->adopt(staging, 1));
        QCOMPARE(transaction->size().value(), 2u);
        QCOMPARE(transaction->entriesFrom(0).value().size(), 2u);
        QCOMPARE(outcomeOf(store->begin()), "ledger/store-failure");
        QCOMPARE(outcomeOf(store->stageBlock(staging, 1, sampleBlock(1))), "ledger/store-failure");
    }
    QCOMPARE(faultOf(*store), QString());
    QCOMPARE(store->size().value(), 1u);
    QVERIFY(store->blocks().value().empty());
    VERIFY_OK(store->stageBlock(staging, 1, sampleBlock(1)));
}

void TestLedgerFile::refusesASequenceNumberThatIsNotTheSize()
{
    const StoreFolder folder;
    const auto store = created(folder);
    VERIFY_OK(appendOne(*store));
    for (const std::uint64_t seq : {std::uint64_t{0}, std::uint64_t{2}, ~std::uint64_t{0}}) {
        const auto transaction = store->begin().value();
        QVERIFY(transaction->append(seq, "x").error().is(LedgerError::HeadMoved));
    }
    const auto transaction = store->begin().value();
    VERIFY_OK(transaction->append(1, sampleEntry(1)));
    VERIFY_OK(transaction->append(2, sampleEntry(2)));
    VERIFY_OK(transaction->commit());
    QCOMPARE(outcomeOf(transaction->append(3, "x")), "ledger/store-failure");
    QCOMPARE(outcomeOf(transaction->commit()), "ledger/store-failure");
    QCOMPARE(store->size().value(), 3u);
}

void TestLedgerFile::refusesACheckpointBeyondTheHead()
{
    const StoreFolder folder;
    const auto store = created(folder);
    VERIFY_OK(appendOne(*store));
    {
        const auto transaction = store->begin().value();
        QCOMPARE(outcomeOf(transaction->putCheckpoint(2, "x")), "ledger/store-failure");
        QCOMPARE(outcomeOf(transaction->putCheckpoint(0, "x")), "ledger/store-failure");
    }
    QCOMPARE(store->checkpoints().value().size(), 1u);
}

void TestLedgerFile::keepsTheNewerNoteForTheSameSize()
{
    const StoreFolder folder;
    const auto store = created(folder);
    VERIFY_OK(appendOne(*store));
    const auto transaction = store->begin().value();
    VERIFY_OK(transaction->putCheckpoint(1, "cosigned"));
    VERIFY_OK(transaction->commit());
    QCOMPARE(store->newestCheckpoint().value()->note, QByteArray("cosigned"));
    QCOMPARE(store->checkpoints().value().size(), 1u);
}

void TestLedgerFile::givesEntriesInRangesAndCheckpointsInOrder()
{
    const StoreFolder folder;
    const auto store = created(folder);
    for (int i = 0; i < 12; ++i)
        VERIFY_OK(appendOne(*store));
    const auto some = store->entries(3, 4).value();
    QCOMPARE(some.size(), 4u);
    QCOMPARE(some.front(), sampleEntry(3));
    QCOMPARE(some.back(), sampleEntry(6));
    QCOMPARE(store->entries(10, 100).value().size(), 2u);
    QVERIFY(store->entries(12, 100).value().empty());
    QVERIFY(store->entries(~std::uint64_t{0}, ~std::uint64_t{0}).value().empty());
    QVERIFY(store->entries(3, 0).value().empty());
    const auto checkpoints = store->checkpoints().value();
    QCOMPARE(checkpoints.size(), 12u);
    for (std::size_t i = 0; i < checkpoints.size(); ++i)
        QCOMPARE(checkpoints[i].size, i + 1);
    QCOMPARE(store->newestCheckpoint().value()->note, QByteArray("note 12"));
}

void TestLedgerFile::worksOnAnotherThreadThanItWasOpenedOn()
{
    const StoreFolder folder;
    const auto store = created(folder);
    const auto second = store->reopen().value();
    VERIFY_OK(appendOne(*store));
    QString fault = "not run";
    const std::unique_ptr<QThread> thread(QThread::create([&] {
        const auto appended = appendOne(*second);
        fault = appended && appendOne(*store) ? faultOf(*second) : QStringLiteral("cannot append");
    }));
    thread->start();
    QVERIFY(thread->wait());
    QCOMPARE(fault, QString());
    VERIFY_OK(appendOne(*store));
    QCOMPARE(second->size().value(), 4u);
}

void TestLedgerFile::reopensOnAnotherThreadWhileInUse_data()
{
    QTest::addColumn<OpenMode>("mode");
    QTest::newRow("for writing") << OpenMode::ReadWrite;
    QTest::newRow("for reading") << OpenMode::ReadOnly;
}

void TestLedgerFile::reopensOnAnotherThreadWhileInUse()
{
    QFETCH(OpenMode, mode);
    const StoreFolder folder;
    VERIFY_OK(appendBatch(*created(folder), 8));
    const auto store = storage::openLedgerFile(folder.path(), mode).value();
    QStringList faults;
    const std::unique_ptr<QThread> thread(QThread::create([&] {
        for (int i = 0; i < 20; ++i) {
            const auto own = store->reopen();
            faults += own ? faultOf(**own) : own.error().sentence();
        }
    }));
    thread->start();
    QStringList ownFaults;
    for (int i = 0; i < 20; ++i)
        ownFaults += faultOf(*store);
    QVERIFY(thread->wait());
    const QStringList none(20, QString());
    QCOMPARE(faults, none);
    QCOMPARE(ownFaults, none);
}

void TestLedgerFile::reopensTheSameFileInAnotherWorkingFolder()
{
    const StoreFolder folder;
    const StoreFolder elsewhere;
    VERIFY_OK(appendOne(*created(folder)));
    const QString before = QDir::currentPath();
    QVERIFY(QDir::setCurrent(QFileInfo(folder.path()).path()));
    const auto store = storage::openLedgerFile(QFileInfo(folder.path()).fileName(), OpenMode::ReadOnly);
    const bool hasMoved = QDir::setCurrent(QFileInfo(elsewhere.path()).path());
    const QString outcome = store ? outcomeOf((*store)->reopen().value()->size()) : outcomeOf(store);
    QVERIFY(QDir::setCurrent(before));
    QVERIFY(hasMoved);
    QCOMPARE(outcome, "ok");
}

void TestLedgerFile::cutsTheWriteAheadFileAtClose()
{
    const StoreFolder folder;
    {
        const auto store = created(folder);
        VERIFY_OK(appendBatch(*store, 20));
        QVERIFY(QFileInfo(folder.path("w.keyturn-wal")).size() > 400'000);
    }
    QCOMPARE(folder.names(), QStringList{"w.keyturn"});
    QVERIFY(QFileInfo(folder.path()).size() > 400'000);
}

void TestLedgerFile::showsNewEntriesToAnOpenReader()
{
    const StoreFolder folder;
    const auto writer = created(folder);
    const auto reader = storage::openLedgerFile(folder.path(), OpenMode::ReadOnly).value();
    for (std::uint64_t i = 0; i < 5; ++i) {
        QCOMPARE(reader->size().value(), i);
        VERIFY_OK(appendOne(*writer));
    }
    QCOMPARE(faultOf(*reader), QString());
}

void TestLedgerFile::takesPathsWithMarksOfUris()
{
    const StoreFolder folder;
    for (const char* name :
         {"a?mode=memory", "b#c", "d%41", "é ü.keyturn", "e&f=g;QSQLITE_OPEN_READONLY", "100%"}) {
        const QString path = folder.path(QString::fromUtf8(name));
        VERIFY_OK(appendOne(*storage::createLedgerFile(path).value()));
        QVERIFY(QFileInfo::exists(path));
        QCOMPARE(storage::openLedgerFile(path, OpenMode::ReadOnly).value()->size().value(), 1u);
    }
    QCOMPARE(folder.names().size(), 6);
}

void TestLedgerFile::readsButNeverWritesWhenOpenedForReading()
{
    const StoreFolder folder;
    VERIFY_OK(appendBatch(*created(folder), 2));
    {
        const auto store = storage::openLedgerFile(folder.path(), OpenMode::ReadOnly).value();
        QVERIFY(store->isReadOnly());
        QCOMPARE(outcomeOf(store->begin()), "ledger/store-read-only");
        QCOMPARE(outcomeOf(store->beginStaging()), "ledger/store-read-only");
        QCOMPARE(outcomeOf(store->stageBlock({"x"}, 0, {})), "ledger/store-read-only");
        QCOMPARE(outcomeOf(store->dropStaging({"x"})), "ledger/store-read-only");
        QCOMPARE(outcomeOf(store->replaceDerived(1, {}, {})), "ledger/store-read-only");
        QVERIFY(store->reopen().value()->isReadOnly());
        QCOMPARE(faultOf(*store), QString());
    }
    QCOMPARE(folder.names(), QStringList{"w.keyturn"});
}

#include "test_ledger_file.moc"

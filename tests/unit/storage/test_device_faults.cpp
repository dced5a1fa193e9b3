// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/storage/failing_vfs.h"
#include "tests/unit/storage/raw_sqlite.h"
#include "tests/unit/storage/store_fixture.h"

#include <QFile>
#include <QFileInfo>

#include <csignal>
#include <functional>
#include <sys/resource.h>

using namespace keyturn;
using namespace keyturn::tests;
using ledger::LedgerError;
using storage::OpenMode;

/// Every change of a file that an operation makes is made to fail once, in every way.
class TestDeviceFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void appendsWhollyOrNotAtAll_data() { everyFault(); }
    void appendsWhollyOrNotAtAll();
    void importsWhollyOrNotAtAll_data() { everyFault(); }
    void importsWhollyOrNotAtAll();
    void keepsAFileWhollyOrNotAtAll_data() { everyFault(); }
    void keepsAFileWhollyOrNotAtAll();
    void mendsDerivedPartsWhollyOrNotAtAll_data() { everyFault(); }
    void mendsDerivedPartsWhollyOrNotAtAll();
    void dropsStagedBlocksWithoutHarm_data() { everyFault(); }
    void dropsStagedBlocksWithoutHarm();
    void createsAWholeFileOrNone_data() { everyFault(); }
    void createsAWholeFileOrNone();
    void backsUpWhollyOrNotAtAll_data() { everyFault(); }
    void backsUpWhollyOrNotAtAll();
    void losesNothingWhenClosingFails_data() { everyFault(); }
    void losesNothingWhenClosingFails();
    void opensOrSaysWhyWhenTheDeviceFails_data() { everyFault(); }
    void opensOrSaysWhyWhenTheDeviceFails();
    void bringsUpToDateWhollyOrNotAtAll_data() { everyFault(); }
    void bringsUpToDateWhollyOrNotAtAll();
    void saysThatTheDiskIsFull();
    void createsNothingOnAFullDisk();

private:
    static void everyFault();
};
KEYTURN_TEST(TestDeviceFaults);

namespace {

using Lasting = FailingVfs::Lasting;

storage::StoreOptions failingOptions()
{
    storage::StoreOptions options;
    options.vfs = FailingVfs::name();
    options.busyTimeoutMs = 0;
    return options;
}

/// True for an error that a failing device may lead to.
bool isDeviceError(const base::Error& error)
{
    return error.is(LedgerError::StoreFull) || error.is(LedgerError::StoreFailure);
}

/// A workspace of two entries and two blocks in @p folder, opened on the failing device.
StorePointer openedStore(const StoreFolder& folder)
{
    const QString made = folder.path(QStringLiteral("made"));
    if (!QFileInfo::exists(made)) {
        const auto store =
            storage::createLedgerFile(made, [](ledger::LedgerStore& filled) -> base::Result<void> {
                KEYTURN_TRY(appendOne(filled));
                KEYTURN_TRY(appendBatch(filled, 2));
                return {};
            });
        if (!store)
            qFatal("%s", qPrintable(store.error().sentence()));
    }
    for (const char* suffix : {"", "-wal", "-shm"})
        QFile::remove(folder.path() + QLatin1String(suffix));
    QFile::copy(made, folder.path());
    auto store = storage::openLedgerFile(folder.path(), OpenMode::ReadWrite, failingOptions());
    if (!store)
        qFatal("%s", qPrintable(store.error().sentence()));
    return std::move(*store);
}

/// What the file holds once everything works again.
QString faultAfterwards(const StoreFolder& folder, std::uint64_t& size)
{
    const auto store = storage::openLedgerFile(folder.path(), OpenMode::ReadWrite);
    if (!store)
        return store.error().sentence();
    size = (*store)->size().value_or(0);
    return faultOf(**store);
}

/// Runs @p operation on a fresh workspace again and again, with the device failing one change later each
/// time, until it does not fail. Checks that a reported change is there, that a failed one is not, and that
/// work can go on.
/// @param grows whether the operation appends an entry.
void failEverywhere(DeviceFault fault, Lasting lasting, bool grows,
                    const std::function<base::Result<void>(ledger::LedgerStore&)>& operation)
{
    const StoreFolder folder;
    for (int passed = 0;; ++passed) {
        auto store = openedStore(folder);
        const std::uint64_t before = store->size().value();
        FailingVfs::failAfter(passed, fault, lasting);
        const auto result = operation(*store);
        const QString at = QStringLiteral("after %1 changes").arg(passed);
        if (!result)
            QVERIFY2(isDeviceError(result.error()), qPrintable(at + result.error().sentence()));
        std::uint64_t expected = result && grows ? before + 1 : before;
        bool hasFailed = false;
        if (lasting == Lasting::Once) {
            hasFailed = FailingVfs::stopFailing();
            QCOMPARE(faultOf(*store), QString());
            QCOMPARE(store->size().value(), expected);
            VERIFY_OK(appendOne(*store));
            ++expected;
            store.reset();
        } else {
            store.reset();
            hasFailed = FailingVfs::stopFailing();
        }
        std::uint64_t size = 0;
        QVERIFY2(faultAfterwards(folder, size).isEmpty(), qPrintable(at + faultAfterwards(folder, size)));
        // Where the device never managed to sync, what it had of the change may come to light, whole.
        const bool mayShow = !result && grows && lasting == Lasting::ForGood && size == before + 1;
        QVERIFY2(size == expected || mayShow, qPrintable(at));
        if (!hasFailed) {
            VERIFY_OK(result);
            QVERIFY2(passed > 0, "nothing was made to fail");
            return;
        }
    }
}

} // namespace

Q_DECLARE_METATYPE(keyturn::tests::DeviceFault)
Q_DECLARE_METATYPE(keyturn::tests::FailingVfs::Lasting)

void TestDeviceFaults::everyFault()
{
    QTest::addColumn<DeviceFault>("fault");
    QTest::addColumn<Lasting>("lasting");
    QTest::newRow("full once") << DeviceFault::Full << Lasting::Once;
    QTest::newRow("full for good") << DeviceFault::Full << Lasting::ForGood;
    QTest::newRow("broken once") << DeviceFault::WriteError << Lasting::Once;
    QTest::newRow("broken for good") << DeviceFault::WriteError << Lasting::ForGood;
    QTest::newRow("not syncing") << DeviceFault::SyncError << Lasting::Once;
    QTest::newRow("never syncing again") << DeviceFault::SyncError << Lasting::ForGood;
}

void TestDeviceFaults::appendsWhollyOrNotAtAll()
{
    QFETCH(DeviceFault, fault);
    QFETCH(Lasting, lasting);
    failEverywhere(fault, lasting, true, [](ledger::LedgerStore& store) -> base::Result<void> {
        KEYTURN_TRY(appendOne(store));
        return {};
    });
}

void TestDeviceFaults::importsWhollyOrNotAtAll()
{
    QFETCH(DeviceFault, fault);
    QFETCH(Lasting, lasting);
    failEverywhere(fault, lasting, true, [](ledger::LedgerStore& store) -> base::Result<void> {
        KEYTURN_TRY(appendBatch(store, 2));
        return {};
    });
}

void TestDeviceFaults::keepsAFileWhollyOrNotAtAll()
{
    QFETCH(DeviceFault, fault);
    QFETCH(Lasting, lasting);
    failEverywhere(fault, lasting, true, [](ledger::LedgerStore& store) -> base::Result<void> {
        KEYTURN_TRY(appendBlob(store, {20'000, 20'000, 1}));
        return {};
    });
}

void TestDeviceFaults::mendsDerivedPartsWhollyOrNotAtAll()
{
    QFETCH(DeviceFault, fault);
    QFETCH(Lasting, lasting);
    // Mended to what it is: faultOf() then finds any half of it.
    failEverywhere(fault, lasting, false, [](ledger::LedgerStore& store) -> base::Result<void> {
        KEYTURN_TRY_LET(blocks, store.blocks());
        KEYTURN_TRY(store.replaceDerived(blocks[1].id, sampleBlock(1).columns, sampleBlock(1).filter));
        return {};
    });
}

void TestDeviceFaults::dropsStagedBlocksWithoutHarm()
{
    QFETCH(DeviceFault, fault);
    QFETCH(Lasting, lasting);
    failEverywhere(fault, lasting, false, [](ledger::LedgerStore& store) -> base::Result<void> {
        KEYTURN_TRY_LET(staging, store.beginStaging());
        KEYTURN_TRY(store.stageBlock(staging, 0, sampleBlock(0)));
        KEYTURN_TRY(store.stageBlock(staging, 1, sampleBlock(1)));
        KEYTURN_TRY(store.stageBlobChunk(staging, sampleBytes(20'000, 1)));
        return store.dropStaging(staging);
    });
}

void TestDeviceFaults::createsAWholeFileOrNone()
{
    QFETCH(DeviceFault, fault);
    QFETCH(Lasting, lasting);
    const StoreFolder folder;
    for (int passed = 0;; ++passed) {
        QFile::remove(folder.path());
        FailingVfs::failAfter(passed, fault, lasting);
        auto store = storage::createLedgerFile(
            folder.path(),
            [](ledger::LedgerStore& made) -> base::Result<void> {
                KEYTURN_TRY(appendOne(made));
                return {};
            },
            failingOptions());
        const bool hasFailed = FailingVfs::stopFailing();
        if (store) {
            QCOMPARE(faultOf(**store), QString());
            QCOMPARE((*store)->size().value(), 1u);
            store->reset();
            QCOMPARE(folder.names(), QStringList{"w.keyturn"});
        } else {
            QVERIFY2(isDeviceError(store.error()), qPrintable(store.error().sentence()));
            QVERIFY2(!store.error().sentence().contains("keyturn-new"), qPrintable(store.error().sentence()));
            // It may fail to open once it has its name: then it is whole.
            if (QFileInfo::exists(folder.path())) {
                std::uint64_t size = 0;
                QCOMPARE(faultAfterwards(folder, size), QString());
                QCOMPARE(size, 1u);
            } else {
                QCOMPARE(folder.names(), QStringList());
            }
        }
        if (!hasFailed) {
            VERIFY_OK(store);
            QVERIFY(passed > 0);
            return;
        }
    }
}

void TestDeviceFaults::backsUpWhollyOrNotAtAll()
{
    QFETCH(DeviceFault, fault);
    QFETCH(Lasting, lasting);
    const StoreFolder folder;
    const QString copy = folder.path("copy");
    for (int passed = 0;; ++passed) {
        auto store = openedStore(folder);
        QFile::remove(copy);
        FailingVfs::failAfter(passed, fault, lasting);
        const auto result = store->backupTo(copy, {});
        const bool hasFailed = FailingVfs::stopFailing();
        QCOMPARE(faultOf(*store), QString());
        QCOMPARE(QFileInfo::exists(copy), result.has_value());
        if (!result) {
            QVERIFY2(isDeviceError(result.error()), qPrintable(result.error().sentence()));
            QVERIFY2(result.error().sentence().contains(copy), qPrintable(result.error().sentence()));
        } else {
            QCOMPARE(faultOf(*storage::openLedgerFile(copy, OpenMode::ReadOnly).value()), QString());
        }
        store.reset();
        QCOMPARE(folder.names().filter("keyturn-new"), QStringList());
        if (!hasFailed) {
            VERIFY_OK(result);
            // The copy is synced once, as a whole, and not by SQLite.
            QVERIFY(passed > 5 || fault == DeviceFault::SyncError);
            return;
        }
    }
}

void TestDeviceFaults::losesNothingWhenClosingFails()
{
    QFETCH(DeviceFault, fault);
    QFETCH(Lasting, lasting);
    const StoreFolder folder;
    for (int passed = 0;; ++passed) {
        auto store = openedStore(folder);
        VERIFY_OK(appendBatch(*store, 2));
        FailingVfs::failAfter(passed, fault, lasting);
        store.reset();
        const bool hasFailed = FailingVfs::stopFailing();
        std::uint64_t size = 0;
        QCOMPARE(faultAfterwards(folder, size), QString());
        QCOMPARE(size, 3u);
        if (!hasFailed) {
            QVERIFY(passed > 0);
            return;
        }
    }
}

void TestDeviceFaults::opensOrSaysWhyWhenTheDeviceFails()
{
    QFETCH(DeviceFault, fault);
    QFETCH(Lasting, lasting);
    const StoreFolder folder;
    openedStore(folder).reset();
    for (int passed = 0;; ++passed) {
        FailingVfs::failAfter(passed, fault, lasting);
        for (const OpenMode mode : {OpenMode::ReadWrite, OpenMode::ReadOnly}) {
            const auto store = storage::openLedgerFile(folder.path(), mode, failingOptions());
            if (store)
                QCOMPARE(faultOf(**store), QString());
            else
                QVERIFY2(isDeviceError(store.error()) || store.error().is(LedgerError::StoreReadOnly),
                         qPrintable(store.error().sentence()));
        }
        if (!FailingVfs::stopFailing())
            break;
    }
    std::uint64_t size = 0;
    QCOMPARE(faultAfterwards(folder, size), QString());
    QCOMPARE(size, 2u);
}

void TestDeviceFaults::bringsUpToDateWhollyOrNotAtAll()
{
    QFETCH(DeviceFault, fault);
    QFETCH(Lasting, lasting);
    QFile fixture(dataFile("storage/empty_layout_1.sql"));
    QVERIFY(fixture.open(QIODevice::ReadOnly));
    const QString older = QString::fromUtf8(fixture.readAll());
    for (int passed = 0;; ++passed) {
        const StoreFolder folder;
        RawSqlite(folder.path()).run(older);
        FailingVfs::failAfter(passed, fault, lasting);
        const QString outcome =
            outcomeOf(storage::openLedgerFile(folder.path(), OpenMode::ReadWrite, failingOptions()));
        const bool hasFailed = FailingVfs::stopFailing();
        QVERIFY2(QStringList({"ok", "ledger/store-full", "ledger/store-failure"}).contains(outcome),
                 qPrintable(outcome));
        std::uint64_t size = 0;
        QCOMPARE(faultAfterwards(folder, size), QString());
        if (!hasFailed) {
            QCOMPARE(outcome, "ok");
            QVERIFY(passed > 5 || fault == DeviceFault::SyncError);
            return;
        }
    }
}

void TestDeviceFaults::saysThatTheDiskIsFull()
{
    const StoreFolder folder;
    auto store = openedStore(folder);
    FailingVfs::failAfter(0, DeviceFault::Full, Lasting::ForGood);
    const auto appended = appendOne(*store);
    QVERIFY(FailingVfs::stopFailing());
    QVERIFY(appended.error().is(LedgerError::StoreFull));
    QCOMPARE(appended.error().outcome(), base::Outcome::Storage);
    QVERIFY(appended.error().sentence().contains(folder.path()));
    QCOMPARE(faultOf(*store), QString());
}

void TestDeviceFaults::createsNothingOnAFullDisk()
{
    const StoreFolder folder;
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{50'000, before.rlim_max};
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
    const auto store = storage::createLedgerFile(folder.path());
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
    std::signal(SIGXFSZ, handler);
    QVERIFY2(store.error().is(LedgerError::StoreFull), qPrintable(store.error().sentence()));
    QCOMPARE(folder.names(), QStringList());
}

#include "test_device_faults.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/process_token.h"
#include "tests/support/test_registry.h"
#include "tests/unit/storage/raw_sqlite.h"
#include "tests/unit/storage/store_fixture.h"

#include <QFile>
#include <QProcess>
#include <QThread>

#include <atomic>
#include <set>

using namespace keyturn;
using namespace keyturn::tests;
using ledger::LedgerError;
using storage::OpenMode;
using storage::OwnerFate;

namespace {

/// A clock that stands where it is put.
class StandingClock final : public base::Clock
{
public:
    explicit StandingClock(base::UtcTime time) : m_time(time) {}
    [[nodiscard]] base::UtcTime now() const override { return m_time; }

private:
    base::UtcTime m_time;
};

} // namespace

/// Several seats on one file.
class TestSeats : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void appendsOfTwoStoresFollowEachOther();
    void losesAndDoublesNothingWhenTwoThreadsAppend();
    void letsOthersAppendWhileBlocksAreStaged();
    void tellsTheLateSeatThatTheHeadMoved();
    void backsUpWholeCopiesWhileAnotherWrites();
    void leavesStagedBlocksOutOfACopy();
    void neverBacksUpOverAFile();
    void leavesNothingOfACancelledBackup();
    void tellsProcessesApart();
    void removesStagedBlocksOfTheDead();
    void waitsADayForAnOwnerOutOfSight();
};
KEYTURN_TEST(TestSeats);

void TestSeats::appendsOfTwoStoresFollowEachOther()
{
    const StoreFolder folder;
    const auto first = storage::createLedgerFile(folder.path()).value();
    const auto second = storage::openLedgerFile(folder.path(), OpenMode::ReadWrite).value();
    for (std::uint64_t i = 0; i < 20; ++i) {
        ledger::LedgerStore& writer = i % 2 == 0 ? *first : *second;
        ledger::LedgerStore& reader = i % 2 == 0 ? *second : *first;
        const auto transaction = writer.begin().value();
        QCOMPARE(transaction->size().value(), i);
        if (i > 0)
            QCOMPARE(transaction->entriesFrom(i - 1).value().front(), sampleEntry(i - 1));
        VERIFY_OK(transaction->append(i, sampleEntry(i)));
        VERIFY_OK(transaction->putCheckpoint(i + 1, "note"));
        QCOMPARE(reader.size().value(), i);
        VERIFY_OK(transaction->commit());
        QCOMPARE(reader.size().value(), i + 1);
    }
    QCOMPARE(faultOf(*first), QString());
}

void TestSeats::losesAndDoublesNothingWhenTwoThreadsAppend()
{
    const StoreFolder folder;
    const auto store = storage::createLedgerFile(folder.path()).value();
    constexpr std::uint64_t kEach = 150;
    std::atomic<int> failures = 0;
    std::array<std::vector<std::uint64_t>, 3> reported;
    std::vector<std::unique_ptr<QThread>> threads;
    for (std::size_t author = 0; author < reported.size(); ++author) {
        threads.emplace_back(QThread::create([&, author] {
            const auto own =
                author == 0 ? store->reopen() : storage::openLedgerFile(folder.path(), OpenMode::ReadWrite);
            for (std::uint64_t i = 0; own && i < kEach; ++i) {
                const auto seq = appendOne(**own, QByteArray::number(qulonglong{author}));
                if (seq)
                    reported[author].push_back(*seq);
                else
                    ++failures;
            }
        }));
        threads.back()->start();
    }
    for (const auto& thread : threads)
        QVERIFY(thread->wait());
    QCOMPARE(failures.load(), 0);
    const auto entries = store->entries(0, ~std::uint64_t{0}).value();
    QCOMPARE(entries.size(), 3 * kEach);
    std::set<std::uint64_t> all;
    for (std::size_t author = 0; author < reported.size(); ++author) {
        QCOMPARE(reported[author].size(), kEach);
        for (const std::uint64_t seq : reported[author]) {
            QVERIFY(all.insert(seq).second);
            QCOMPARE(entries[seq], sampleEntry(seq, QByteArray::number(qulonglong{author})));
        }
    }
}

void TestSeats::letsOthersAppendWhileBlocksAreStaged()
{
    const StoreFolder folder;
    const auto importer = storage::createLedgerFile(folder.path()).value();
    const auto seat = storage::openLedgerFile(folder.path(), OpenMode::ReadWrite).value();
    const auto staging = importer->beginStaging().value();
    for (std::uint32_t i = 0; i < 5; ++i) {
        VERIFY_OK(importer->stageBlock(staging, i, sampleBlock(i)));
        QCOMPARE(appendOne(*seat).value(), i);
        QVERIFY(seat->blocks().value().empty());
    }
    const auto transaction = importer->begin().value();
    VERIFY_OK(transaction->append(5, sampleEntry(5)));
    VERIFY_OK(transaction->adopt(staging, 5));
    VERIFY_OK(transaction->putCheckpoint(6, "note 6"));
    VERIFY_OK(transaction->commit());
    QCOMPARE(seat->blocksFrom(5).value().size(), 5u);
    QCOMPARE(faultOf(*seat), QString());
}

void TestSeats::tellsTheLateSeatThatTheHeadMoved()
{
    const StoreFolder folder;
    const auto first = storage::createLedgerFile(folder.path()).value();
    const auto second = storage::openLedgerFile(folder.path(), OpenMode::ReadWrite).value();
    const std::uint64_t judged = second->size().value();
    VERIFY_OK(appendOne(*first));
    const auto transaction = second->begin().value();
    QVERIFY(transaction->append(judged, "late").error().is(LedgerError::HeadMoved));
}

void TestSeats::backsUpWholeCopiesWhileAnotherWrites()
{
    const StoreFolder folder;
    const auto store = storage::createLedgerFile(folder.path()).value();
    VERIFY_OK(appendBatch(*store, 200));
    std::atomic<bool> stop = false;
    std::atomic<int> failures = 0;
    const std::unique_ptr<QThread> writer(QThread::create([&] {
        const auto own = storage::openLedgerFile(folder.path(), OpenMode::ReadWrite);
        while (own && !stop) {
            if (!appendOne(**own) || !appendBatch(**own, 1))
                ++failures;
        }
    }));
    writer->start();
    std::uint64_t last = 0;
    for (int i = 0; i < 4; ++i) {
        const QString copy = folder.path(QStringLiteral("copy %1").arg(i));
        const std::uint64_t before = store->size().value();
        int calls = 0;
        int total = 0;
        const auto result = store->backupTo(copy, [&](int done, int pages) {
            ++calls;
            total = pages;
            return done <= pages;
        });
        const std::uint64_t after = store->size().value();
        VERIFY_OK(result);
        QVERIFY(calls > 1 && total > 100);
        const auto opened = storage::openLedgerFile(copy, OpenMode::ReadWrite).value();
        QCOMPARE(faultOf(*opened), QString());
        last = opened->size().value();
        QVERIFY(last >= before && last <= after);
        // It lives on by itself.
        QCOMPARE(appendOne(*opened).value(), last);
    }
    stop = true;
    QVERIFY(writer->wait());
    QCOMPARE(failures.load(), 0);
    QCOMPARE(faultOf(*store), QString());
    QVERIFY(last > 1);
    QCOMPARE(folder.names().filter("keyturn-new"), QStringList());
}

void TestSeats::leavesStagedBlocksOutOfACopy()
{
    const StoreFolder folder;
    const auto store = storage::createLedgerFile(folder.path()).value();
    VERIFY_OK(appendBatch(*store, 2));
    const auto staging = store->beginStaging().value();
    VERIFY_OK(store->stageBlock(staging, 0, sampleBlock(0)));
    VERIFY_OK(storage::openLedgerFile(folder.path(), OpenMode::ReadOnly)
                  .value()
                  ->backupTo(folder.path("copy"), {}));
    RawSqlite copy(folder.path("copy"));
    QCOMPARE(copy.rows("SELECT count(*) FROM blocks"), QStringList{"2"});
    QCOMPARE(copy.rows("SELECT count(*) FROM block_text"), QStringList{"2"});
    QCOMPARE(copy.rows("SELECT count(*) FROM staging"), QStringList{"0"});
    VERIFY_OK(store->stageBlock(staging, 1, sampleBlock(1)));
}

void TestSeats::neverBacksUpOverAFile()
{
    const StoreFolder folder;
    const auto store = storage::createLedgerFile(folder.path()).value();
    QFile precious(folder.path("precious"));
    QVERIFY(precious.open(QIODevice::WriteOnly) && precious.write("x") == 1);
    precious.close();
    QCOMPARE(outcomeOf(store->backupTo(folder.path("precious"), {})), "ledger/store-exists");
    QCOMPARE(outcomeOf(store->backupTo(folder.path(), {})), "ledger/store-exists");
    QCOMPARE(outcomeOf(store->backupTo(folder.path("no/folder"), {})), "ledger/store-missing");
    QCOMPARE(precious.size(), 1);
    QCOMPARE(faultOf(*store), QString());
}

void TestSeats::leavesNothingOfACancelledBackup()
{
    const StoreFolder folder;
    auto store = storage::createLedgerFile(folder.path()).value();
    VERIFY_OK(appendBatch(*store, 2));
    const auto result = store->backupTo(folder.path("copy"), [](int, int) { return false; });
    QVERIFY(result.error().is(LedgerError::Cancelled));
    VERIFY_OK(appendOne(*store));
    store.reset();
    QCOMPARE(folder.names(), QStringList{"w.keyturn"});
}

void TestSeats::tellsProcessesApart()
{
    const QString own = storage::ownProcessToken();
    QCOMPARE(storage::ownerFate(own), OwnerFate::Running);
    QStringList parts = own.split(QLatin1Char('_'));
    QCOMPARE(parts.size(), 4);
    const auto changed = [&](int index, const QString& value) {
        QStringList others = parts;
        others[index] = value;
        return storage::ownerFate(others.join(QLatin1Char('_')));
    };
    QCOMPARE(changed(0, "4e15d8a5-0000-4f76-ac35-257a49eb92cd"), OwnerFate::Gone);
    QCOMPARE(changed(1, "1"), OwnerFate::OutOfSight);
    QCOMPARE(changed(2, "4194305"), OwnerFate::Gone);
    QCOMPARE(changed(2, "-1"), OwnerFate::Gone);
    QCOMPARE(changed(2, "self"), OwnerFate::Gone);
    QCOMPARE(changed(3, "1"), OwnerFate::Gone);
    QCOMPARE(storage::ownerFate({}), OwnerFate::Gone);
    QCOMPARE(storage::ownerFate("../../etc"), OwnerFate::Gone);

    QProcess sleeper;
    sleeper.start("sleep", {"60"});
    QVERIFY(sleeper.waitForStarted());
    QFile stat(QStringLiteral("/proc/%1/stat").arg(sleeper.processId()));
    QVERIFY(stat.open(QIODevice::ReadOnly));
    parts[2] = QString::number(sleeper.processId());
    parts[3] = QString::fromLatin1(stat.readAll().split(' ').value(21));
    const QString other = parts.join(QLatin1Char('_'));
    QCOMPARE(storage::ownerFate(other), OwnerFate::Running);
    sleeper.kill();
    QVERIFY(sleeper.waitForFinished());
    QCOMPARE(storage::ownerFate(other), OwnerFate::Gone);
}

void TestSeats::removesStagedBlocksOfTheDead()
{
    const StoreFolder folder;
    auto store = storage::createLedgerFile(folder.path()).value();
    VERIFY_OK(appendBatch(*store, 2));
    const auto dead = store->beginStaging().value();
    const auto alive = store->beginStaging().value();
    for (std::uint32_t i = 0; i < 3; ++i) {
        VERIFY_OK(store->stageBlock(dead, i, sampleBlock(i)));
        VERIFY_OK(store->stageBlock(alive, i, sampleBlock(i)));
    }
    RawSqlite raw(folder.path());
    raw.run(
        QStringLiteral("UPDATE staging SET owner = replace(owner, '_%1_', '_4194305_') WHERE token = '%2'")
            .arg(QCoreApplication::applicationPid())
            .arg(QString::fromLatin1(dead.value)));
    // A reader removes nothing.
    QVERIFY(storage::openLedgerFile(folder.path(), OpenMode::ReadOnly).has_value());
    QCOMPARE(raw.rows("SELECT count(*) FROM blocks"), QStringList{"8"});
    store = storage::openLedgerFile(folder.path(), OpenMode::ReadWrite).value();
    QCOMPARE(raw.rows("SELECT token FROM staging"), QStringList{QString::fromLatin1(alive.value)});
    for (const char* table : {"blocks", "block_columns", "block_filter", "block_salts", "block_text"})
        QCOMPARE(raw.rows(QStringLiteral("SELECT count(*) FROM %1").arg(table)), QStringList{"5"});
    QCOMPARE(faultOf(*store), QString());
    QCOMPARE(outcomeOf(store->stageBlock(dead, 3, sampleBlock(3))), "ledger/store-failure");
    VERIFY_OK(store->stageBlock(alive, 3, sampleBlock(3)));
}

void TestSeats::waitsADayForAnOwnerOutOfSight()
{
    const StoreFolder folder;
    const base::UtcTime start{1'781'257'267'000'000};
    const StandingClock atStart(start);
    storage::StoreOptions options;
    options.clock = &atStart;
    auto store = storage::createLedgerFile(folder.path(), {}, options).value();
    VERIFY_OK(store->beginStaging());
    store.reset();
    RawSqlite raw(folder.path());
    QStringList parts = storage::ownProcessToken().split(QLatin1Char('_'));
    raw.run(QStringLiteral("UPDATE staging SET owner = '%1_1_%2_%3'").arg(parts[0], parts[2], parts[3]));
    for (const auto& [later, left] : {std::pair{base::kUsPerDay, "1"}, std::pair{base::kUsPerDay + 1, "0"}}) {
        const StandingClock clock(start.plusUs(later));
        options.clock = &clock;
        QVERIFY(storage::openLedgerFile(folder.path(), OpenMode::ReadWrite, options).has_value());
        QCOMPARE(raw.rows("SELECT count(*) FROM staging"), QStringList{left});
    }
}

#include "test_seats.moc"

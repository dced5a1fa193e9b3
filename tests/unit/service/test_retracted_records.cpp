// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/column_loading.h"
#include "models/service/event_search.h"
#include "models/service/session.h"
#include "models/service/verify.h"
#include "tests/unit/service/service_bench.h"

#include <QSignalSpy>
#include <QTest>

#include <set>
#include <utility>

namespace keyturn::tests {

namespace {

constexpr int kSessionPatienceMs = 60'000;
const std::atomic_bool kNotCancelled{false};

/// Imports @p count lines that say @p word, a minute after what was last said. @return the entry.
std::uint64_t importLines(ServiceBench& bench, service::Workspace& workspace, const char* word, int count)
{
    bench.clock->advanceMinutes(1);
    QByteArray lines;
    for (int i = 0; i < count; ++i)
        lines += QByteArray("{\"message\":\"") + word + " " + QByteArray::number(i) +
                 "\",\"datetime\":\"2026-01-02T03:04:05Z\"}\n";
    const QString path = bench.folder.filePath(QLatin1String(word) + QStringLiteral(".jsonl"));
    return must(bench.import(workspace, writeTestFile(path, lines))).entry;
}

void retract(ServiceBench& bench, service::Workspace& workspace, std::uint64_t batch)
{
    bench.clock->advanceMinutes(1);
    must(bench.say(workspace, "feed", domain::BatchRetracted{batch, QStringLiteral("The wrong file")}));
}

service::BlockDirectory directoryOf(service::Workspace& workspace)
{
    return must(service::BlockDirectory::read(workspace.store(), workspace.snapshot()));
}

/// How many records of the directory say @p word.
std::uint64_t hitsIn(service::Workspace& workspace, const service::BlockDirectory& directory,
                     const char* word)
{
    const auto query = must(records::parseQuery(QString::fromLatin1(word)));
    const auto take = [](std::span<const service::FoundEvent>) { return true; };
    return must(service::searchEvents(workspace.store(), directory, query, {}, take, kNotCancelled)).hits;
}

std::set<std::uint64_t> batchesIn(const timeline::EventColumns& columns)
{
    std::set<std::uint64_t> seqs;
    for (std::size_t row = 0; row < columns.size(); ++row)
        seqs.insert(columns.batchOf(static_cast<timeline::EventRow>(row)).seq);
    return seqs;
}

} // namespace

/// The records of imports that are taken back: nowhere from then on, and there before.
class TestRetractedRecords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void areFoundNoLongerAndStillRead();
    void areThereInWhatWasKnownBefore();
    void aDirectoryThatFollowsIsTheOneReadAnew();
    void verifyLikeAnyOther();
    void comeBackWithTheSameFile();
    void leaveTheConsoleAndComeBackInARewind();
    void leaveTheConsoleWhenAnotherSeatRetractsThem();
};

void TestRetractedRecords::areFoundNoLongerAndStillRead()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    const std::uint64_t wrong = importLines(bench, *workspace, "wrong", 5);
    const std::uint64_t right = importLines(bench, *workspace, "right", 3);
    QCOMPARE(hitsIn(*workspace, directoryOf(*workspace), "wrong"), std::uint64_t{5});
    retract(bench, *workspace, wrong);

    const service::BlockDirectory directory = directoryOf(*workspace);
    QCOMPARE(hitsIn(*workspace, directory, "wrong"), std::uint64_t{0});
    QCOMPARE(hitsIn(*workspace, directory, "right"), std::uint64_t{3});
    const auto columns = must(
        service::loadColumns(workspace->store(), directory, service::ColumnTrust::Checked, kNotCancelled));
    QCOMPARE(batchesIn(*columns), std::set{right});
    QVERIFY(must(service::columnsAreSound(workspace->store(), directory, kNotCancelled)));
    // Whatever cites one of them leads to it all the same.
    service::EventReader reader(workspace->store(), directory);
    QCOMPARE(must(reader.event(wrong, 4)).title, QStringLiteral("wrong 4"));
    QCOMPARE(must(reader.event(right, 2)).title, QStringLiteral("right 2"));
    QVERIFY(!reader.event(wrong, 5));
}

void TestRetractedRecords::areThereInWhatWasKnownBefore()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    const std::uint64_t wrong = importLines(bench, *workspace, "wrong", 5);
    const base::UtcTime imported = workspace->snapshot()->lastTime;
    retract(bench, *workspace, wrong);
    const base::UtcTime retracted = workspace->snapshot()->lastTime;
    for (const auto& [time, hits] :
         {std::pair{imported.plusUs(-1), 0}, {imported, 5}, {retracted.plusUs(-1), 5}, {retracted, 0}}) {
        const auto known = must(workspace->asKnownAt(time));
        const auto directory = must(service::BlockDirectory::read(workspace->store(), known));
        QCOMPARE(hitsIn(*workspace, directory, "wrong"), static_cast<std::uint64_t>(hits));
    }
}

void TestRetractedRecords::aDirectoryThatFollowsIsTheOneReadAnew()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    const std::uint64_t first = importLines(bench, *workspace, "first", 2);
    const std::uint64_t second = importLines(bench, *workspace, "second", 2);
    service::BlockDirectory followed = directoryOf(*workspace);
    const auto follow = [&] {
        const auto next =
            must(service::BlockDirectory::continued(workspace->store(), followed, workspace->snapshot()));
        const service::BlockDirectory anew = directoryOf(*workspace);
        const auto ids = [](const std::vector<service::BlockDirectory::Place>& places) {
            std::vector<std::int64_t> all;
            for (const auto& place : places)
                all.push_back(place.info.id);
            return all;
        };
        if (ids(next.places) != ids(anew.places) || ids(next.retracted) != ids(anew.retracted))
            qFatal("what follows differs from what is read anew");
        const bool goesOn = next.continues(followed);
        followed = next;
        return goesOn;
    };
    importLines(bench, *workspace, "third", 2);
    QVERIFY(follow());
    retract(bench, *workspace, second);
    QVERIFY(!follow());
    importLines(bench, *workspace, "fourth", 2);
    retract(bench, *workspace, first);
    QVERIFY(!follow());
    importLines(bench, *workspace, "fifth", 2);
    QVERIFY(follow());
    // Those that were retracted later, behind all that stand, each still found.
    const service::BlockDirectory then = followed.withRetracted({0});
    QCOMPARE(then.behind, std::size_t{1});
    QCOMPARE(then.places.back().info.batchSeq, first);
    for (const std::uint64_t batch : {first, second, followed.places.front().info.batchSeq})
        QVERIFY(then.find(batch, 1) != nullptr);
}

void TestRetractedRecords::verifyLikeAnyOther()
{
    ServiceBench bench;
    {
        const auto workspace = bench.found();
        retract(bench, *workspace, importLines(bench, *workspace, "wrong", 5));
    }
    const auto verified = [&] {
        return must(service::verifyLocation(bench.path(), bench.options, {}, kNotCancelled));
    };
    QVERIFY(verified().ok());
    QCOMPARE(verified().records, std::uint64_t{5});
    bench.tamper(QStringLiteral("SELECT bytes FROM block_text"),
                 QStringLiteral("UPDATE block_text SET bytes = ?"),
                 [](QByteArray& bytes) { bytes[bytes.size() - 1] = static_cast<char>(~bytes.back()); });
    QVERIFY(!verified().ok());
}

void TestRetractedRecords::comeBackWithTheSameFile()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    retract(bench, *workspace, importLines(bench, *workspace, "wrong", 5));
    const std::uint64_t again = importLines(bench, *workspace, "wrong", 5);
    QVERIFY(!workspace->snapshot()->batch(again)->retracted);
    QCOMPARE(hitsIn(*workspace, directoryOf(*workspace), "wrong"), std::uint64_t{5});
}

void TestRetractedRecords::leaveTheConsoleAndComeBackInARewind()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    const std::uint64_t first = importLines(bench, *workspace, "first", 4);
    const base::UtcTime onlyFirst = workspace->snapshot()->lastTime;
    const std::uint64_t second = importLines(bench, *workspace, "second", 3);
    const base::UtcTime both = workspace->snapshot()->lastTime;
    retract(bench, *workspace, first);
    const base::UtcTime oneRetracted = workspace->snapshot()->lastTime;
    const std::uint64_t third = importLines(bench, *workspace, "third", 2);
    retract(bench, *workspace, second);

    service::Session session(bench.options);
    session.open(bench.path());
    const auto shows = [&](const std::set<std::uint64_t>& batches) {
        return QTest::qWaitFor([&] { return session.columns() && batchesIn(*session.columns()) == batches; },
                               kSessionPatienceMs);
    };
    const auto finds = [&](const char* word) {
        return must(brought(session.find(QLatin1String(word)))).count;
    };
    QVERIFY(shows({third}));
    QCOMPARE(finds("first"), std::uint64_t{0});
    session.setKnownAt(both);
    QVERIFY(shows({third, first, second}));
    QCOMPARE(finds("first"), std::uint64_t{4});
    QCOMPARE(finds("second"), std::uint64_t{3});
    // Those that came and went later are none of what was known.
    session.setKnownAt(onlyFirst);
    QVERIFY(shows({third, first}));
    session.setKnownAt(oneRetracted);
    // At no moment is something shown that was retracted by then.
    QVERIFY(!batchesIn(*session.columns()).contains(first));
    QVERIFY(shows({third, second}));
    QCOMPARE(finds("first"), std::uint64_t{0});
    session.setKnownAt(std::nullopt);
    QCOMPARE(batchesIn(*session.columns()), std::set{third});
    QCOMPARE(finds("second"), std::uint64_t{0});
    QCOMPARE(must(brought(session.event(service::recordId(first, 0)))).title, QStringLiteral("first 0"));
}

void TestRetractedRecords::leaveTheConsoleWhenAnotherSeatRetractsThem()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    const std::uint64_t wrong = importLines(bench, *workspace, "wrong", 4);
    const std::uint64_t right = importLines(bench, *workspace, "right", 4);
    const base::UtcTime before = workspace->snapshot()->lastTime;
    service::Session session(bench.options);
    session.open(bench.path());
    const auto shows = [&](const std::set<std::uint64_t>& batches) {
        return QTest::qWaitFor([&] { return session.columns() && batchesIn(*session.columns()) == batches; },
                               kSessionPatienceMs);
    };
    QVERIFY(shows({wrong, right}));
    const timeline::EventColumnsPointer earlier = session.columns();
    retract(bench, *workspace, wrong);
    QVERIFY(shows({right}));
    QVERIFY(!session.columns()->continues(*earlier));
    // What comes in while one looks back is behind what is shown there.
    session.setKnownAt(before);
    QVERIFY(shows({wrong, right}));
    const std::uint64_t late = importLines(bench, *workspace, "late", 2);
    QVERIFY(shows({wrong, right, late}));
    session.setKnownAt(std::nullopt);
    QVERIFY(shows({right, late}));
}

KEYTURN_TEST(TestRetractedRecords);

} // namespace keyturn::tests

#include "test_retracted_records.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/records/block.h"
#include "models/service/event_reader.h"
#include "models/service/session.h"
#include "tests/unit/service/service_bench.h"

#include <QFile>
#include <QSignalSpy>
#include <QTest>

#include <set>

namespace keyturn::tests {

namespace {

using service::Session;

constexpr int kSearchPatienceMs = 60'000;
constexpr int kBatches = 3;
constexpr int kLinesInBatch = 5'000; ///< More than a block holds.
static_assert(kLinesInBatch > static_cast<int>(records::kRecordsPerBlock));

/// Lines whose times interleave with those of the other batches: a row of the columns is never where the
/// blocks alone would put it.
QString linesOfBatch(const ServiceBench& bench, int batch, int lines = kLinesInBatch)
{
    const QString path = bench.path(qPrintable(QStringLiteral("batch-%1.jsonl").arg(batch)));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        qFatal("the lines could not be written");
    for (int i = 0; i < lines; ++i)
        file.write(QStringLiteral("{\"message\": \"%1 %2 in batch %3\", \"timestamp\": %4, "
                                  "\"datetime\": \"2015-07-24T19:01:01+00:00\", "
                                  "\"timestamp_desc\": \"Write time\"}\n")
                       .arg(i % 3 == 0 ? QStringLiteral("Harbour") : QStringLiteral("Inland"))
                       .arg(i)
                       .arg(batch)
                       .arg(1'437'764'461'000'000 + std::int64_t{i} * 10 + batch)
                       .toUtf8());
    return path;
}

/// An open session over kBatches batches, and all that it says of its searches.
struct Searching
{
    ServiceBench bench;
    std::unique_ptr<Session> session;
    struct Said
    {
        quint64 search = 0;
        Session::Found found;
    };
    std::vector<Said> said;
    std::vector<std::pair<quint64, QString>> failed;

    Searching()
    {
        {
            const auto workspace = bench.found();
            for (int batch = 0; batch < kBatches; ++batch)
                must(bench.import(*workspace, linesOfBatch(bench, batch)));
        }
        session = std::make_unique<Session>(bench.options);
        QObject::connect(session.get(), &Session::foundSome, session.get(),
                         [this](quint64 search, const Session::Found& found) {
                             said.push_back({search, found});
                         });
        QObject::connect(
            session.get(), &Session::searchFailed, session.get(),
            [this](quint64 search, const QString& sentence) { failed.emplace_back(search, sentence); });
        session->open(bench.path());
        if (!QTest::qWaitFor([this] { return session->columns() != nullptr; }, kSearchPatienceMs))
            qFatal("the columns were not loaded");
    }
    [[nodiscard]] bool isComplete(quint64 search) const
    {
        return std::any_of(said.begin(), said.end(), [search](const Said& one) {
            return one.search == search && one.found.isComplete;
        });
    }
    /// All that a search finds, once it has.
    [[nodiscard]] Session::Found completed(quint64 search) const
    {
        if (!QTest::qWaitFor([&] { return isComplete(search); }, kSearchPatienceMs))
            qFatal("the search did not end");
        return said.back().found;
    }
};

std::set<timeline::EventRow> rowsOf(const Session::Found& found)
{
    std::set<timeline::EventRow> rows;
    found.rows->forEach([&](timeline::EventRow row) { rows.insert(row); });
    return rows;
}

/// The rows whose records @p query holds for, each record read and asked by itself.
std::set<timeline::EventRow> rowsOneByOne(const ServiceBench& bench, const timeline::EventColumns& columns,
                                          const char* query)
{
    const auto parsed = must(records::parseQuery(QString::fromLatin1(query)));
    const auto workspace = bench.open();
    service::EventReader reader(
        workspace->store(), must(service::BlockDirectory::read(workspace->store(), workspace->snapshot())));
    std::set<timeline::EventRow> rows;
    for (const auto& place : reader.directory().places) {
        for (std::uint64_t leaf = place.firstLeaf; leaf < place.firstLeaf + place.info.recordCount; ++leaf) {
            if (!records::matches(parsed, must(reader.event(place.info.batchSeq, leaf))))
                continue;
            const auto row = columns.find({place.info.batchSeq, static_cast<std::uint32_t>(leaf)});
            if (!row)
                qFatal("the columns lack a record");
            rows.insert(*row);
        }
    }
    return rows;
}

} // namespace

/// Searches as they are watched: results as they come, of the latest search alone.
class TestEventSearch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theNewestBlockIsToldOfBeforeTheRest();
    void allThatIsFoundIsWhatALoopOverTheRecordsFinds();
    void aSearchThatFindsNothingSaysSo();
    void aNewerSearchDropsTheOlder();
    void nothingIsHeardOfASearchThatWasGivenUp();
    void whatArrivedSinceOpeningIsFound();
    void aMalformedQueryIsNamed();
    void aSearchBeforeThereAreEventsFails();
    void closingEndsASearchUnderWay();
};

void TestEventSearch::theNewestBlockIsToldOfBeforeTheRest()
{
    Searching searching;
    const quint64 number = searching.session->search(QStringLiteral("harbour"));
    const Session::Found all = searching.completed(number);
    QVERIFY(searching.said.size() >= 2);
    const Session::Found& first = searching.said.front().found;
    QVERIFY(!first.isComplete);
    const timeline::EventColumns& columns = *first.columns;
    std::uint64_t newestBatch = 0;
    for (const timeline::EventBatch& batch : columns.batches())
        newestBatch = std::max(newestBatch, batch.seq);
    std::set<timeline::EventRow> ofNewestBlock;
    for (const timeline::EventRow row : rowsOf(all)) {
        const timeline::EventKey key = columns.keyOf(row);
        if (key.batchSeq == newestBatch && key.leaf >= records::kRecordsPerBlock)
            ofNewestBlock.insert(row);
    }
    QVERIFY(!ofNewestBlock.empty());
    QCOMPARE(rowsOf(first), ofNewestBlock);
    QCOMPARE(first.count, static_cast<std::uint64_t>(ofNewestBlock.size()));
    // What was told once stays, and the count is of what is told.
    for (std::size_t i = 0; i < searching.said.size(); ++i) {
        const Session::Found& found = searching.said[i].found;
        QCOMPARE(found.count, static_cast<std::uint64_t>(found.rows->count()));
        QCOMPARE(found.isComplete, i + 1 == searching.said.size());
        if (i > 0) {
            const auto before = rowsOf(searching.said[i - 1].found);
            const auto now = rowsOf(found);
            QVERIFY(std::includes(now.begin(), now.end(), before.begin(), before.end()));
        }
    }
}

void TestEventSearch::allThatIsFoundIsWhatALoopOverTheRecordsFinds()
{
    Searching searching;
    for (const char* query : {"harbour", "\"batch 1\"", "harbour -\"batch 2\"", "4999", "title:inland",
                              "after:2015-07-24T19:01:01.02Z before:2015-07-24T19:01:01.03Z"}) {
        const Session::Found found = searching.completed(searching.session->search(QLatin1String(query)));
        const auto expected = rowsOneByOne(searching.bench, *found.columns, query);
        QVERIFY2(!expected.empty() && expected.size() < found.columns->size(), query);
        QVERIFY2(rowsOf(found) == expected, query);
        QCOMPARE(found.count, static_cast<std::uint64_t>(expected.size()));
        const auto asked = must([&] {
            auto future = searching.session->find(QLatin1String(query));
            if (!QTest::qWaitFor([&] { return future.isFinished(); }, kSearchPatienceMs))
                qFatal("the session did not answer");
            return future.takeResult();
        }());
        QVERIFY2(rowsOf(asked) == expected, query);
    }
}

void TestEventSearch::aSearchThatFindsNothingSaysSo()
{
    Searching searching;
    const Session::Found found = searching.completed(searching.session->search(QStringLiteral("xylograph")));
    QCOMPARE(found.count, std::uint64_t{0});
    QCOMPARE(found.rows->count(), std::size_t{0});
    QCOMPARE(searching.said.size(), std::size_t{1});
}

void TestEventSearch::aNewerSearchDropsTheOlder()
{
    Searching searching;
    // One that has not begun to tell, and one that has.
    const quint64 never = searching.session->search(QStringLiteral("inland"));
    const quint64 older = searching.session->search(QStringLiteral("harbour"));
    QVERIFY(never != older);
    std::optional<quint64> newer;
    connect(searching.session.get(), &Session::foundSome, this, [&] {
        if (!newer)
            newer = searching.session->search(QStringLiteral("\"batch 0\""));
    });
    QVERIFY(QTest::qWaitFor([&] { return newer && searching.isComplete(*newer); }, kSearchPatienceMs));
    QCOMPARE(searching.said.front().search, older);
    for (std::size_t i = 1; i < searching.said.size(); ++i)
        QCOMPARE(searching.said[i].search, *newer);
    QCOMPARE(searching.said.back().found.count, std::uint64_t{kLinesInBatch});
    QVERIFY(searching.failed.empty());
}

void TestEventSearch::nothingIsHeardOfASearchThatWasGivenUp()
{
    Searching searching;
    searching.session->search(QStringLiteral("harbour"));
    searching.session->stopSearch();
    const quint64 begun = searching.session->search(QStringLiteral("inland"));
    connect(searching.session.get(), &Session::foundSome, this, [&] { searching.session->stopSearch(); });
    QTRY_VERIFY_WITH_TIMEOUT(!searching.said.empty(), kSearchPatienceMs);
    QCOMPARE(searching.said.front().search, begun);
    // Searches take their turn: by the end of another one all before it have ended.
    auto after = searching.session->find(QStringLiteral("xylograph"));
    QTRY_VERIFY_WITH_TIMEOUT(after.isFinished(), kSearchPatienceMs);
    QCoreApplication::sendPostedEvents();
    QCOMPARE(searching.said.size(), std::size_t{1});
    QVERIFY(!searching.isComplete(begun));
    QVERIFY(searching.failed.empty());
}

void TestEventSearch::whatArrivedSinceOpeningIsFound()
{
    Searching searching;
    const auto before = searching.completed(searching.session->search(QStringLiteral("harbour")));
    // Imported at another seat, some before and some among what stood.
    constexpr int kArrivals = 30;
    must(searching.bench.import(*searching.bench.open(), linesOfBatch(searching.bench, kBatches, kArrivals)));
    QTRY_COMPARE_WITH_TIMEOUT(searching.session->columns()->size(), before.columns->size() + kArrivals,
                              kSearchPatienceMs);
    const auto found = searching.completed(searching.session->search(QStringLiteral("harbour")));
    QCOMPARE(found.columns, searching.session->columns());
    QCOMPARE(found.count, before.count + kArrivals / 3);
    QVERIFY(rowsOf(found) == rowsOneByOne(searching.bench, *found.columns, "harbour"));
    // They are the newest: told of first.
    const auto firstOfLast = std::find_if(searching.said.begin(), searching.said.end(), [&](const auto& one) {
        return one.search == searching.said.back().search;
    });
    for (const timeline::EventRow row : rowsOf(firstOfLast->found))
        QCOMPARE(found.columns->keyOf(row).batchSeq, found.columns->batches().back().seq);
}

void TestEventSearch::aMalformedQueryIsNamed()
{
    Searching searching;
    const quint64 number = searching.session->search(QStringLiteral("harbour severity:loud"));
    QTRY_COMPARE_WITH_TIMEOUT(searching.failed.size(), std::size_t{1}, kSearchPatienceMs);
    QCOMPARE(searching.failed[0].first, number);
    QVERIFY2(searching.failed[0].second.contains(QStringLiteral("loud")),
             qPrintable(searching.failed[0].second));
    QVERIFY(searching.said.empty());
}

void TestEventSearch::aSearchBeforeThereAreEventsFails()
{
    ServiceBench bench;
    Session session(bench.options);
    QSignalSpy failed(&session, &Session::searchFailed);
    const quint64 number = session.search(QStringLiteral("harbour"));
    QCOMPARE(failed.count(), 0); // Whoever asks knows the number before anything is said.
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, kSearchPatienceMs);
    QCOMPARE(failed.at(0).at(0).toULongLong(), number);
    QVERIFY(!failed.at(0).at(1).toString().isEmpty());
}

void TestEventSearch::closingEndsASearchUnderWay()
{
    Searching searching;
    searching.session->search(QStringLiteral("harbour"));
    searching.session.reset();
    QCoreApplication::processEvents();
    QVERIFY(searching.said.empty());
    QVERIFY(searching.failed.empty());
}

KEYTURN_TEST(TestEventSearch);

} // namespace keyturn::tests

#include "test_event_search.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/records/search_reference.h"

#include <limits>
#include <thread>

using namespace keyturn;
using records::Query;
using records::RecordsError;
using records::SearchHit;
using records::SearchOptions;
using records::SearchSummary;
using namespace keyturn::tests;

class TestSearchRun : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void newestComeFirstAndTimelessLast()
    {
        std::vector<domain::NormalisedRecord> source;
        for (int i = 0; i < 10; ++i)
            source.push_back(tests::plainRecord("word", i * 7 % 10));
        source[3].occurredAt = {};
        const auto blocks = MemoryBlocks::of(source, 20);
        const auto columns = records::decodeColumns(blocks.block(0).columns);
        const auto hits = search(blocks, queryOf("word"));
        QCOMPARE(hits.size(), std::size_t{10});
        for (std::size_t i = 1; i < 9; ++i)
            QVERIFY(columns->timeUs[hits[i].second] < columns->timeUs[hits[i - 1].second]);
        QCOMPARE(columns->timeUs[hits.back().second], std::numeric_limits<std::int64_t>::max());
    }

    void limitGivesTheFirstAndStopsReading()
    {
        std::vector<domain::NormalisedRecord> source;
        for (int i = 0; i < 6400; ++i)
            source.push_back(tests::plainRecord("word", i));
        for (const unsigned workers : {1u, 2u}) {
            const auto blocks = MemoryBlocks::of(source, 10);
            const auto all = searchNaively(readAll(blocks), queryOf("word"));
            blocks.textsRead = 0;
            SearchOptions options = onWorkers(workers);
            options.maximumHits = 25;
            SearchSummary summary;
            const auto hits = search(blocks, queryOf("word"), options, &summary);
            QCOMPARE(hits, std::vector<Place>(all.begin(), all.begin() + 25));
            QVERIFY(!summary.complete);
            QVERIFY(blocks.textsRead < 100);
        }
    }

    void countsWithoutHandingOver()
    {
        const auto blocks = MemoryBlocks::of(randomRecords(65, 500), 50);
        const auto read = readAll(blocks);
        for (const char* text : {"agent", "severity>=high", "severity>=high agent", "", "-agent"}) {
            SearchOptions options;
            options.searchFor = records::SearchFor::CountOnly;
            options.maximumHits = 1;
            SearchSummary summary;
            QVERIFY(search(blocks, queryOf(text), options, &summary).empty());
            QCOMPARE(summary.hits, searchNaively(read, queryOf(text)).size());
            QCOMPARE(summary.records, std::uint64_t{500});
            QCOMPARE(summary.blocks, std::uint64_t{10});
            QVERIFY(summary.complete);
        }
    }

    void blocksThatCannotMatchAreNotRead()
    {
        std::vector<domain::NormalisedRecord> source;
        for (int i = 0; i < 1000; ++i)
            source.push_back(tests::plainRecord(i == 555 ? "xylograph" : "tool call refused", i));
        const auto blocks = MemoryBlocks::of(source, 100);
        SearchSummary summary;
        QCOMPARE(search(blocks, queryOf("xylograph"), {}, &summary), (std::vector<Place>{{5, 55}}));
        QCOMPARE(summary.blocksSkipped, std::uint64_t{9});
        QCOMPARE(blocks.textsRead.load(), 1);
        QVERIFY(search(blocks, queryOf("severity:high tool")).empty());
        QCOMPARE(blocks.textsRead.load(), 1);
    }

    void receiverEndsTheSearch()
    {
        const auto blocks = MemoryBlocks::of(randomRecords(66, 400), 10);
        for (const unsigned workers : {1u, 2u, 4u}) {
            int calls = 0;
            const std::atomic_bool cancel{false};
            const auto result = records::searchBlocks(
                blocks, Query(), onWorkers(workers), [&](auto) { return ++calls < 3; }, cancel);
            QVERIFY(result);
            QCOMPARE(calls, 3);
            QVERIFY(!result->complete);
            QCOMPARE(result->blocks, std::uint64_t{3});
        }
    }

    void cancelEndsTheSearchFromAnywhere()
    {
        const auto blocks = MemoryBlocks::of(randomRecords(67, 2000), 10);
        for (const unsigned workers : {1u, 2u, 4u}) {
            std::atomic_bool cancel{true};
            int calls = 0;
            const auto count = [&](auto) {
                ++calls;
                return true;
            };
            const auto before = records::searchBlocks(blocks, Query(), onWorkers(workers), count, cancel);
            QVERIFY(!before && before.error().is(RecordsError::Cancelled));
            QCOMPARE(calls, 0);

            cancel = false;
            const auto duringCall = [&](auto) {
                if (++calls == 5)
                    cancel = true;
                return true;
            };
            const auto during =
                records::searchBlocks(blocks, Query(), onWorkers(workers), duringCall, cancel);
            QVERIFY(!during && during.error().is(RecordsError::Cancelled));
            QCOMPARE(calls, 5);
        }
    }

    void callsComeOnTheCallersThread()
    {
        const auto blocks = MemoryBlocks::of(randomRecords(68, 300), 10);
        const auto caller = std::this_thread::get_id();
        const std::atomic_bool cancel{false};
        bool elsewhere = false;
        const auto take = [&](auto) {
            elsewhere |= std::this_thread::get_id() != caller;
            return true;
        };
        QVERIFY(records::searchBlocks(blocks, Query(), onWorkers(3), take, cancel));
        QVERIFY(!elsewhere);
    }

    void damagedBlockIsAnErrorAfterTheHitsBeforeIt()
    {
        for (const unsigned workers : {1u, 2u}) {
            auto blocks = MemoryBlocks::of(randomRecords(69, 100), 10);
            blocks.block(4).text.chop(3);
            std::size_t lastBlock = 0;
            const std::atomic_bool cancel{false};
            const auto take = [&](std::span<const SearchHit> hits) {
                lastBlock = hits.back().block;
                return true;
            };
            const auto result = records::searchBlocks(blocks, Query(), onWorkers(workers), take, cancel);
            QVERIFY(!result && result.error().is(RecordsError::BlockDamaged));
            QCOMPARE(lastBlock, std::size_t{3});
        }
    }

    void noBlocksGiveNothing()
    {
        SearchSummary summary;
        QVERIFY(search(MemoryBlocks(), queryOf("x"), {}, &summary).empty());
        QCOMPARE(summary.records, std::uint64_t{0});
        QVERIFY(summary.complete);
    }
};
KEYTURN_TEST(TestSearchRun);
#include "test_search_run.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/formats/formats_support.h"

using namespace keyturn;
using namespace keyturn::tests;

class TestTimesketchJsonl : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesEveryLineOfTimesketchsOwnFiles()
    {
        const Outcome sigma = readFile("timesketch-jsonl", "valid/timesketch/sigma_events.jsonl");
        QVERIFY(!sigma.error && sigma.rejections.empty());
        QCOMPARE(sigma.records.size(), size_t{5});
        // Its timestamp is text there; datetime states microseconds.
        QCOMPARE(sigma.records[4].occurredAt.toIso(), QStringLiteral("2022-01-22T23:07:43.502205Z"));
        QCOMPARE(sigma.records[4].source, std::string("winevtx"));
        QVERIFY(sigma.records[0].assumptions.at(0).starts_with("timestamp says 1970"));
        const Outcome large = readFile("timesketch-jsonl", "valid/timesketch/large_field_event.jsonl");
        QCOMPARE(large.records.size(), size_t{3});
        QCOMPARE(large.records[1].reference, std::string("test-uuid-12345"));
        QVERIFY(large.records[1].raw.size() > 38'000);
        QVERIFY(!large.records[1].rawIsCut);
    }

    void numbersRecordsByLine()
    {
        const Outcome outcome =
            readText("timesketch-jsonl", "\xEF\xBB\xBF\n{\"message\":\"a\"}\r\n   \n{\"message\":\"b\"}");
        QCOMPARE(outcome.records.size(), size_t{2});
        QCOMPARE(outcome.records[0].number, std::uint64_t{2});
        QCOMPARE(outcome.records[0].raw, std::string("{\"message\":\"a\"}"));
        QCOMPARE(outcome.records[1].number, std::uint64_t{4});
        QVERIFY(!outcome.records[1].occurredAt.isKnown());
    }

    void rejectsFaultyLinesAndKeepsTheRest()
    {
        const Outcome outcome = readFile("timesketch-jsonl", "invalid/timesketch-faulty-lines.jsonl");
        QVERIFY(!outcome.error);
        std::vector<std::uint64_t> kept;
        for (const auto& record : outcome.records)
            kept.push_back(record.number);
        QCOMPARE(kept, (std::vector<std::uint64_t>{1, 9}));
        QCOMPARE(outcome.rejections.size(), size_t{7});
        QVERIFY(outcome.rejections[1].reason.contains(QStringLiteral("“message” twice")));
        for (const auto& rejection : outcome.rejections) {
            QVERIFY(rejection.reason.endsWith(QLatin1Char('.')));
            QVERIFY(rejection.offset > 0);
        }
    }

    void takesTextNumbersAndNothingForWhatTheyAre()
    {
        const auto record =
            readText("timesketch-jsonl",
                     R"({"message":{"a":1},"timestamp":1437764461000000,"datetime":null,"id":7})")
                .records.at(0);
        QCOMPARE(record.title, std::string(R"({"a":1})"));
        QCOMPARE(record.reference, std::string("7"));
        QCOMPARE(base::toRfc3339(record.occurredAt.start), QStringLiteral("2015-07-24T19:01:01Z"));
        const Outcome far =
            readText("timesketch-jsonl", R"({"message":"m","timestamp":9000000000000000000})");
        QVERIFY(!far.records.at(0).occurredAt.isKnown());
    }

    void titlesAnEventWithoutMessageByItsTimestampDesc()
    {
        const auto record = readText("timesketch-jsonl", R"({"timestamp_desc":"Login"})").records.at(0);
        QCOMPARE(record.title, std::string("Login"));
        QVERIFY(record.description.empty());
        QVERIFY(!record.assumptions.empty());
    }

    void rejectsADepthBombAndReadsOn()
    {
        const QByteArray bomb = R"({"message":)" + QByteArray(100'000, '[') + "\n";
        const Outcome outcome = readText("timesketch-jsonl", bomb + R"({"message":"after"})");
        QCOMPARE(outcome.rejections.size(), size_t{1});
        QCOMPARE(outcome.records.at(0).title, std::string("after"));
        const QByteArray closed =
            R"({"message":)" + QByteArray(100'000, '[') + QByteArray(100'000, ']') + "}\n";
        QVERIFY(
            readText("timesketch-jsonl", closed).rejections.at(0).reason.contains(QStringLiteral("deep")));
    }

    void skipsALineBeyondMeasureAndSaysItsSize()
    {
        EndlessDevice device("{\"message\":\"before\"}\n{\"message\":\"", "x", 40LL * 1024 * 1024,
                             "\"}\n{\"message\":\"after\"}\n");
        const Outcome outcome = readDevice("timesketch-jsonl", device);
        QCOMPARE(outcome.records.size(), size_t{2});
        QCOMPARE(outcome.records[1].number, std::uint64_t{3});
        QVERIFY(outcome.rejections.at(0).reason.contains(QStringLiteral("40.0 MiB")));
    }

    void readsALineOfManyMebibytes()
    {
        const QByteArray text = "{\"message\":\"big\",\"x\":\"" + QByteArray(5 * 1024 * 1024, 'y') +
                                "\"}\n{\"message\":\"after\"}\n";
        const Outcome outcome = readText("timesketch-jsonl", text);
        QCOMPARE(outcome.records.size(), size_t{2});
        QVERIFY(outcome.records[0].rawIsCut);
        QCOMPARE(outcome.records[0].raw.size(), size_t{64 * 1024});
    }

    void replacesBytesThatAreNotUtf8AndSaysSo()
    {
        const auto record = readText("timesketch-jsonl", "{\"message\":\"a\xFF b\"}").records.at(0);
        QCOMPARE(record.title, std::string("a\xEF\xBF\xBD b"));
        QVERIFY(!record.assumptions.empty());
    }
};

KEYTURN_TEST(TestTimesketchJsonl);
#include "test_timesketch_jsonl.moc"

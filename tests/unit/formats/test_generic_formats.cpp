// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/record_builder.h"
#include "models/intake/record_text.h"
#include "tests/unit/formats/formats_support.h"

using namespace keyturn;
using namespace keyturn::tests;

namespace {

QString chosenFor(const QByteArray& text)
{
    const auto chosen = formats::chooseAdapter(
        QStringLiteral("auto"), {text.constData(), static_cast<size_t>(text.size())}, QStringLiteral("f"));
    return chosen ? (*chosen)->format() : QString();
}

} // namespace

class TestGenericFormats : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheColumnsOfATableByNameAndValue()
    {
        const QByteArray text = "Ticket ID;Opened on;Reporter;What happened;Severity\n"
                                "T-1;2026-06-12 09:41;Desk;\"Login; failed\";high\n"
                                "T-2;2026-06-13;Desk;Model wrote code;none of ours\n";
        QCOMPARE(chosenFor(text), QStringLiteral("generic-csv"));
        const Outcome outcome = readText("generic-csv", text);
        QVERIFY(!outcome.error && outcome.rejections.empty());
        QCOMPARE(outcome.records.size(), size_t{2});
        const auto& first = outcome.records[0];
        QCOMPARE(first.title, std::string("Login; failed"));
        QCOMPARE(first.occurredAt.precision, base::TimePrecision::Minute);
        QCOMPARE(first.severity, domain::Severity::High);
        QCOMPARE(first.reference, std::string("T-1"));
        QCOMPARE(first.source, std::string("Desk"));
        QCOMPARE(outcome.records[1].occurredAt.precision, base::TimePrecision::Day);
        QCOMPARE(outcome.records[1].severity, domain::Severity::NotStated);
    }

    void joinsADateAndATimeOfDayBesideEachOther()
    {
        const Outcome outcome =
            readText("generic-csv", "9/27/2013\t2:42:26 PM\tBlocked\n9/28/2013\t12:05:00 AM\tBlocked too\n");
        QCOMPARE(outcome.records.size(), size_t{2});
        QCOMPARE(outcome.records[0].occurredAt.toIso(), QStringLiteral("2013-09-27T14:42:26Z"));
        QCOMPARE(outcome.records[1].occurredAt.toIso(), QStringLiteral("2013-09-28T00:05:00Z"));
        QCOMPARE(outcome.records[0].title, std::string("Blocked"));
        QVERIFY(outcome.records[0].occurredAt.zone.isEmpty());
    }

    void saysWhereTheOrderOfMonthAndDayIsNotCertain()
    {
        const auto assumptionsOf = [](const char* second) {
            const QByteArray text = QByteArray("date,title\n03/04/2026,a\n") + second + ",b\n";
            return readText("generic-csv", text).records.at(0).assumptions;
        };
        const auto saysSo = [](const std::vector<std::string>& assumptions) {
            return std::any_of(assumptions.begin(), assumptions.end(), [](const std::string& one) {
                return one.find("the other way round") != std::string::npos;
            });
        };
        QVERIFY(saysSo(assumptionsOf("05/06/2026")));
        QVERIFY(!saysSo(assumptionsOf("05/26/2026")));
        QVERIFY(!saysSo(assumptionsOf("26/05/2026")));
        QCOMPARE(readText("generic-csv", "date,title\n03/04/2026,a\n26/05/2026,b\n")
                     .records.at(0)
                     .occurredAt.toIso(),
                 QStringLiteral("2026-04-03"));
    }

    void neverMakesADayOfAYear()
    {
        const Outcome outcome = readText("generic-csv", "year,date,title\n2018,2018,a\n2019,2019-05,b\n");
        QCOMPARE(outcome.records.at(0).occurredAt.precision, base::TimePrecision::Year);
        QCOMPARE(outcome.records.at(1).occurredAt.precision, base::TimePrecision::Month);
    }

    void takesTheUnitOfACountByItsMagnitude()
    {
        for (const auto& [count, unit] :
             {std::pair("1781257267", "seconds"), std::pair("1781257267000", "milliseconds"),
              std::pair("1781257267000000", "microseconds"),
              std::pair("1781257267000000000", "nanoseconds")}) {
            const auto record =
                readText("generic-jsonl", QByteArray("{\"time\":") + count + ",\"message\":\"m\"}\n")
                    .records.at(0);
            QCOMPARE(base::toRfc3339(record.occurredAt.start), QStringLiteral("2026-06-12T09:41:07Z"));
            QVERIFY(record.assumptions.at(0).find(unit) != std::string::npos);
        }
        // A number in a column that is called nothing like a time is none.
        QVERIFY(!readText("generic-csv", "amount,title\n1781257267,a\n").records.at(0).occurredAt.isKnown());
    }

    void readsASpreadsheetsDays()
    {
        const auto record = readText("generic-csv", "Date,Title\n44197.5,a\n44198,b\n").records.at(0);
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2021-01-01T12:00:00Z"));
        QVERIFY(record.assumptions.back().find("spreadsheet") != std::string::npos);
    }

    void mapsEachJsonRecordByItsOwnMembers()
    {
        const Outcome outcome =
            readText("generic-jsonl", R"({"event":{"time":"2026-01-02T03:04:05Z"},"msg":"a"})"
                                      "\n"
                                      R"({"timestamp":"2026-01-03","summary":"b","id":9})"
                                      "\n[1]\n");
        QCOMPARE(outcome.records.size(), size_t{2});
        QCOMPARE(outcome.records[0].title, std::string("a"));
        QCOMPARE(outcome.records[0].occurredAt.toIso(), QStringLiteral("2026-01-02T03:04:05Z"));
        QCOMPARE(outcome.records[1].reference, std::string("9"));
        QCOMPARE(outcome.rejections.size(), size_t{1});
    }

    void findsTheListWhereverAnAnswerHoldsIt()
    {
        const QByteArray one = R"({"created":"2026-01-02T03:04:05Z","title":"a"})";
        const QByteArray two = R"({"created":"2026-01-03","title":"b"})";
        for (const QByteArray& text :
             {R"({"took":1,"hits":{"total":{"value":2},"hits":[{"_id":"1","_source":)" + one +
                  R"(},{"_id":"2","_source":)" + two + "}]}}",
              R"({"Whatever":[)" + one + ',' + two + "]}",
              R"({"status":"ok","answer":{"page":1,"found":[)" + one + ',' + two + "]}}",
              R"({"preview":false,"result":)" + one + "}\n" + R"({"preview":false,"result":)" + two +
                  "}\n"}) {
            QCOMPARE(chosenFor(text), QStringLiteral("generic-jsonl"));
            const Outcome outcome = readText("generic-jsonl", text);
            QVERIFY(!outcome.error && outcome.rejections.empty());
            QCOMPARE(outcome.records.size(), size_t{2});
            QCOMPARE(outcome.records[0].title, std::string("a"));
            QCOMPARE(outcome.records[1].occurredAt.toIso(), QStringLiteral("2026-01-03"));
        }
        // What in a list is no record is said, and a list behind the first value is looked at as well.
        const Outcome faulty =
            readText("generic-jsonl", R"({"list":[)" + one + R"(,7]})" + '\n' + R"({"list":[)" + two + "]}");
        QCOMPARE(faulty.records.size(), size_t{2});
        QCOMPARE(faulty.rejections.size(), size_t{1});
        // A record that has a result is no export of Splunk's, and keeps its bytes.
        const QByteArray withResult = R"({"created": "2026-01-02", "title": "a", "result": {"code": 1}})";
        QCOMPARE(readText("generic-jsonl", withResult).records.at(0).raw, withResult.toStdString());
        // A record that holds a list is still one.
        QCOMPARE(readText("generic-jsonl", R"({"created":"2026-01-02","title":"a","tags":[{"n":1},{"n":2}]})")
                     .records.size(),
                 size_t{1});
    }

    void findsTheListOfAnAnswerThatCannotBeReadWhole()
    {
        const QByteArray hit = QByteArray(R"({"_source":{"created":"2026-01-02","title":"a","text":"%"}})")
                                   .replace('%', QByteArray(100'000, 'x'));
        const auto answerOf = [&hit](std::size_t count, const QByteArray& between) {
            QByteArray text = R"({"took":1,"hits":{"total":{"value":2},"max":null,"hits":[)" + hit;
            for (std::size_t i = 1; i < count; ++i)
                text += between + ',' + hit;
            return text + "]," + between + R"("more":{"hits":[{"title":"b"}]}},"others":[{"title":"c"}]})";
        };
        const std::size_t count = intake::kMaximumRecordBytes / 100'000 + 1;
        const Outcome tooLong = readText("generic-jsonl", answerOf(count, {}));
        QVERIFY(!tooLong.error && tooLong.rejections.empty());
        QCOMPARE(tooLong.records.size(), count);
        QCOMPARE(tooLong.records.back().title, std::string("a"));
        // Cut short, all that is whole is kept, and the end is said.
        for (const QByteArray& between : {QByteArray(), QByteArray("\n  ")}) {
            const Outcome cut = readText("generic-jsonl", answerOf(3, between).first(250'000));
            QCOMPARE(cut.records.size(), size_t{2});
            QCOMPARE(cut.rejections.size(), size_t{1});
            QCOMPARE(readText("generic-jsonl", answerOf(3, between)).records.size(), size_t{3});
        }
    }

    void takesALongRecordThatHoldsAListForOneRecord()
    {
        // What tells that it is a record stands behind all that is looked at of a file.
        const QByteArray record =
            QByteArray(R"({"steps":[{"title":"%"}],"created":"2026-01-02","title":"a"})")
                .replace('%', QByteArray(100'000, 'x'));
        for (const QByteArray& text : {record, record + '\n' + record}) {
            const Outcome outcome = readText("generic-jsonl", text);
            QVERIFY(!outcome.error && outcome.rejections.empty());
            for (const auto& taken : outcome.records)
                QCOMPARE(taken.title, std::string("a"));
        }
    }

    void takesATableWhoseLastColumnsHaveNoName()
    {
        const QByteArray text =
            "Level,Date and Time,Source,Event ID,Task Category\r\n"
            "Information,2020-09-20 16:38:20,Auditing,4624,Logon,\"An account was logged on.\"\r\n"
            "Error,2020-09-20 16:38:21,Auditing,4625,Logon,\"An account failed.\"\r\n";
        QCOMPARE(chosenFor(text), QStringLiteral("generic-csv"));
        const Outcome outcome = readText("generic-csv", text);
        QVERIFY(!outcome.error && outcome.rejections.empty());
        QCOMPARE(outcome.records.size(), size_t{2});
        QCOMPARE(outcome.records[1].title, std::string("An account failed."));
        QCOMPARE(outcome.records[1].source, std::string("Auditing"));
    }

    void joinsTheLinesThatFollowATime()
    {
        const QByteArray text =
            "20100720 183814 File belongs to a virus\n  at C:\\x\n\n20160923 084229 Control\n";
        QCOMPARE(chosenFor(text), QStringLiteral("generic-lines"));
        const Outcome outcome = readText("generic-lines", text);
        QCOMPARE(outcome.records.size(), size_t{2});
        QCOMPARE(outcome.records[0].title, std::string("File belongs to a virus"));
        QVERIFY(outcome.records[0].description.find("at C:\\x") != std::string::npos);
        QCOMPARE(outcome.records[1].number, std::uint64_t{4});
        QCOMPARE(outcome.records[1].occurredAt.toIso(), QStringLiteral("2016-09-23T08:42:29Z"));
    }
};

KEYTURN_TEST(TestGenericFormats);
#include "test_generic_formats.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/formats/hostile_members.h"

using namespace keyturn;
using namespace keyturn::tests;
using domain::Severity;

namespace {

/// An export request with these log records.
QByteArray otlp(const QByteArray& records)
{
    return R"({"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"gateway"}}]},)"
           R"("scopeLogs":[{"scope":{"name":"lib"},"logRecords":[)" +
           records + "]}]}]}";
}

domain::NormalisedRecord onlyOtelRecord(const QByteArray& record)
{
    const Outcome outcome = readText("otel-logs", otlp(record));
    return outcome.records.size() == 1 ? outcome.records[0] : domain::NormalisedRecord();
}

} // namespace

class TestOtelLogs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesALogRecordWhole()
    {
        const QByteArray text = otlp(
            R"({"timeUnixNano":"1544712660300000000","observedTimeUnixNano":"1544712660400000000","severityNumber":10,)"
            R"("severityText":"Information","traceId":"5B8EFFF798038103D269B633813FC60C","spanId":"EEE19B7EC3C1B174",)"
            R"("body":{"stringValue":"Example log record\nwith more"},"attributes":[)"
            R"({"key":"gen_ai.request.model","value":{"stringValue":"larch-3"}},{"key":"n","value":{"intValue":"10"}},)"
            R"({"key":"list","value":{"arrayValue":{"values":[{"stringValue":"a"},{"boolValue":true}]}}},)"
            R"({"key":"map","value":{"kvlistValue":{"values":[{"key":"k","value":{"doubleValue":1.5}}]}}}]})");
        QCOMPARE(recognisedIn(text), QStringLiteral("otel-logs"));
        const Outcome outcome = readText("otel-logs", text);
        QVERIFY(!outcome.error && outcome.rejections.empty());
        const auto& record = outcome.records.at(0);
        QCOMPARE(record.title, std::string("Example log record"));
        QVERIFY(record.description.starts_with(
            "Example log record\nwith more\n\nSeverity: Information\nScope: lib"));
        QVERIFY(record.description.find("n: 10\nlist: a, true\nmap: k=1.5") != std::string::npos);
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2018-12-13T14:51:00.300000Z"));
        QCOMPARE(record.source, std::string("gateway"));
        QCOMPARE(record.severity, Severity::Informational);
        QCOMPARE(record.reference, std::string("5B8EFFF798038103D269B633813FC60C EEE19B7EC3C1B174"));
        QCOMPARE(record.models, std::vector<std::string>{"larch-3"});
        QVERIFY(record.assumptions.empty());
    }

    void numbersLogRecordsThroughScopesResourcesAndLines()
    {
        const QByteArray two = otlp(R"({"body":{"stringValue":"a"}},{"body":{"stringValue":"b"}})");
        const Outcome outcome = readText("otel-logs", two + '\n' + two + '\n');
        QCOMPARE(outcome.records.size(), size_t{4});
        for (size_t i = 0; i < 4; ++i) {
            QCOMPARE(outcome.records[i].number, std::uint64_t{i + 1});
            QCOMPARE(outcome.records[i].title, std::string(i % 2 == 0 ? "a" : "b"));
            QCOMPARE(outcome.records[i].source, std::string("gateway"));
        }
        QCOMPARE(outcome.records[1].raw, std::string(R"({"body":{"stringValue":"b"}})"));
    }

    void readsEveryLineHoweverLongTheFirstIs()
    {
        QByteArray many = R"({"body":{"stringValue":"a"}})";
        for (int i = 1; i < 60'000; ++i)
            many += R"(,{"body":{"stringValue":"a"}})";
        const QByteArray line = otlp(many);
        QVERIFY(line.size() > 1'500'000);
        const Outcome outcome =
            readText("otel-logs", line + '\n' + line + '\n' + otlp(R"({"body":{"stringValue":"b"}})"));
        QVERIFY(outcome.rejections.empty());
        QCOMPARE(outcome.records.size(), size_t{120'001});
        QCOMPARE(outcome.records.back().number, std::uint64_t{120'001});
        QCOMPARE(outcome.records.back().title, std::string("b"));
        const Outcome other = readText("otel-logs", line + "\n{\"other\":1}\n");
        QCOMPARE(other.records.size(), size_t{60'000});
        QCOMPARE(other.rejections.size(), size_t{1});
    }

    void readsPrettyPrintedFilesArraysAndOlderNames()
    {
        const QByteArray indented = QJsonDocument::fromJson(otlp(R"({"body":{"stringValue":"a"}})")).toJson();
        const QByteArray older =
            R"({"resourceLogs":[{"instrumentationLibraryLogs":[{"instrumentationLibrary":{"name":"l"},)"
            R"("logs":[{"body":{"stringValue":"a"}}]}]}]})";
        const QByteArray snake =
            R"({"resource_logs":[{"scope_logs":[{"log_records":[{"time_unix_nano":"1544712660300000000",)"
            R"("body":{"string_value":"a"}}]}]}]})";
        for (const QByteArray& text :
             {indented, '[' + otlp(R"({"body":{"stringValue":"a"}})") + ']', older, snake}) {
            QCOMPARE(recognisedIn(text), QStringLiteral("otel-logs"));
            const Outcome outcome = readText("otel-logs", text);
            QVERIFY(outcome.rejections.empty());
            QCOMPARE(outcome.records.size(), size_t{1});
            QCOMPARE(outcome.records[0].title, std::string("a"));
        }
    }

    void readsTimesAsTextOrNumberAndKeepsNanoseconds()
    {
        const auto read = [](const char* members) {
            return onlyOtelRecord(R"({"body":{"stringValue":"a"},)" + QByteArray(members) + '}');
        };
        QCOMPARE(read(R"("timeUnixNano":1544712660300000000)").occurredAt.toIso(),
                 QStringLiteral("2018-12-13T14:51:00.300000Z"));
        const auto fine = read(R"("timeUnixNano":"1544712660300000789")");
        QCOMPARE(fine.assumptions, std::vector<std::string>{"time as written: 1544712660300000789"});
        const auto observed = read(R"("timeUnixNano":"0","observedTimeUnixNano":"1544712660300000000")");
        QCOMPARE(observed.occurredAt.toIso(), QStringLiteral("2018-12-13T14:51:00.300000Z"));
        QCOMPARE(observed.assumptions.size(), size_t{1});
        QVERIFY(!read(R"("timeUnixNano":0)").occurredAt.isKnown());
        QVERIFY(!read(R"("timeUnixNano":"soon")").occurredAt.isKnown());
    }

    void mapsEverySeverityNumber()
    {
        const auto severityOf = [](const QByteArray& member) {
            return onlyOtelRecord(R"({"body":{"stringValue":"a"},)" + member + '}').severity;
        };
        for (int number = 0; number <= 25; ++number) {
            const Severity expected = number == 0 || number == 25 ? Severity::NotStated
                                      : number <= 12              ? Severity::Informational
                                      : number <= 16              ? Severity::Low
                                      : number <= 20              ? Severity::Medium
                                                                  : Severity::High;
            QCOMPARE(severityOf(R"("severityNumber":)" + QByteArray::number(number)), expected);
        }
        QCOMPARE(severityOf(R"("severityNumber":"SEVERITY_NUMBER_ERROR3")"), Severity::Medium);
        QCOMPARE(severityOf(R"("severityNumber":0,"severityText":"WARN")"), Severity::Low);
        QCOMPARE(severityOf(R"("severityText":"strange")"), Severity::NotStated);
    }

    void titlesRecordsWithoutATextBody()
    {
        QCOMPARE(onlyOtelRecord(R"({"eventName":"gen_ai.choice"})").title, std::string("gen_ai.choice"));
        QCOMPARE(onlyOtelRecord(R"({"attributes":[{"key":"exception.type","value":{"stringValue":"E"}},)"
                                R"({"key":"exception.message","value":{"stringValue":"m"}}]})")
                     .title,
                 std::string("E: m"));
        QCOMPARE(onlyOtelRecord(R"({"body":{"kvlistValue":{"values":[{"key":"x","value":{"intValue":1}},)"
                                R"({"key":"message","value":{"stringValue":"inner"}}]}}})")
                     .title,
                 std::string("inner"));
        const auto nameless = onlyOtelRecord(R"({"severityNumber":9})");
        QCOMPARE(nameless.title, std::string("Log record of lib"));
        QCOMPARE(nameless.assumptions.size(), size_t{1});
    }

    void namesTheModelOfACodingAgentButNoCars()
    {
        const auto modelsOf = [](const QByteArray& body) {
            return onlyOtelRecord(R"({"body":{"stringValue":)" + body +
                                  R"(},"attributes":[{"key":"model","value":{"stringValue":"larch-3"}}]})")
                .models;
        };
        QCOMPARE(modelsOf("\"claude_code.api_request\""), std::vector<std::string>{"larch-3"});
        QVERIFY(modelsOf("\"car sold\"").empty());
    }

    void rejectsWhatStandsInALogRecordsPlaceAndLosesNothing()
    {
        const Outcome outcome = readText("otel-logs", otlp(R"(7,{"body":{"stringValue":"a"}},[],{},null)"));
        QCOMPARE(outcome.records.size(), size_t{1});
        QCOMPARE(outcome.records[0].number, std::uint64_t{2});
        QCOMPARE(outcome.rejections.size(), size_t{4});
        const Outcome scopes =
            readText("otel-logs", R"({"resourceLogs":[{"scopeLogs":[7,{"logRecords":{}}]},3,)"
                                  R"({"scopeLogs":"x"}]})");
        QCOMPARE(scopes.records.size(), size_t{0});
        QCOMPARE(scopes.rejections.size(), size_t{4});
        QCOMPARE(readText("otel-logs", R"({"resourceSpans":[]})").rejections.size(), size_t{1});
        QVERIFY(readText("otel-logs", R"({"resourceLogs":[]})").rejections.empty());
    }

    void survivesMembersOfEveryWrongType()
    {
        const QByteArray text = otlp(
            R"({"timeUnixNano":"1544712660300000000","severityNumber":9,"severityText":"x","traceId":"aa",)"
            R"("body":{"kvlistValue":{"values":[{"key":"message","value":{"stringValue":"m"}}]}},)"
            R"("attributes":[{"key":"event.name","value":{"arrayValue":{"values":[{"intValue":1}]}}}]})");
        QCOMPARE(unsoundlyRead("otel-logs", text, true), QByteArray());
        QByteArray deep = R"({"stringValue":"a"})";
        for (int i = 0; i < 60; ++i)
            deep = R"({"arrayValue":{"values":[)" + deep + "]}}";
        QCOMPARE(readText("otel-logs", otlp(R"({"body":)" + deep + '}')).records.size() +
                     readText("otel-logs", otlp(R"({"body":)" + deep + '}')).rejections.size(),
                 size_t{1});
    }
};

KEYTURN_TEST(TestOtelLogs);
#include "test_otel_logs.moc"

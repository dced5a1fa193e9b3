// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/record_builder.h"
#include "models/intake/record_text.h"
#include "tests/unit/formats/hostile_members.h"

using namespace keyturn;
using namespace keyturn::tests;

namespace {

const QByteArray kMispEvent =
    R"({"info":"Phishing","date":"2024-05-01","threat_level_id":"2","analysis":"1","uuid":"u-1","id":"7",)"
    R"("timestamp":"1714600000","publish_timestamp":"0","distribution":"3","Orgc":{"name":"A team"},)"
    R"("Attribute":[{"category":"Network activity","type":"url","to_ids":true,"value":"http://x.example"},)"
    R"({"category":"Network activity","to_ids":false},{"category":"Other"},7],)"
    R"("Object":[{"name":"file","Attribute":[{"category":"Other","to_ids":true}]},{"name":"file"}],)"
    R"("Tag":[{"name":"tlp:green"}]})";

domain::NormalisedRecord misp(const QByteArray& members)
{
    return readText("misp", R"({"Event":{"info":"i",)" + members + "}}").records.at(0);
}

} // namespace

class TestMisp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAnEventOfAnAnswer()
    {
        const Outcome outcome = readFile("misp", "valid/misp/misp-turla-crutch-event.json");
        QVERIFY(!outcome.error && outcome.rejections.empty());
        QCOMPARE(outcome.records.size(), size_t{1});
        const auto& record = outcome.records[0];
        QCOMPARE(record.title, std::string("Turla Crutch: Keeping the “back door” open"));
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2020-11-30"));
        QCOMPARE(record.source, std::string("ESET"));
        QCOMPARE(record.severity, domain::Severity::High);
        QCOMPARE(record.reference, std::string("47b9e2de-7283-4fd3-bf41-dcf9f19d8c62"));
        QVERIFY(record.description.find("Attributes: 20 (Antivirus detection 3, Artifacts dropped 11, "
                                        "External analysis 1, Network activity 5)") != std::string::npos);
    }

    void readsEventsWhateverIsAroundThem()
    {
        const QByteArray wrapped = R"({"Event":)" + kMispEvent + '}';
        for (const QByteArray& text :
             {kMispEvent, wrapped, R"({"response":[)" + wrapped + "]}", R"({"response":)" + wrapped + '}',
              '[' + wrapped + ']', '[' + kMispEvent + ']', wrapped + '\n' + wrapped}) {
            QCOMPARE(recognisedIn(text), QStringLiteral("misp"));
            const Outcome outcome = readText("misp", text);
            QVERIFY(!outcome.error && outcome.rejections.empty() && !outcome.records.empty());
            for (const auto& record : outcome.records) {
                QCOMPARE(record.title, std::string("Phishing"));
                QCOMPARE(record.description,
                         std::string("Threat level: medium\nAnalysis: ongoing\nObjects: file ×2\n"
                                     "Attributes: 4 (Network activity 2, Other 2)\nFor detection: 2\n"
                                     "Tags: tlp:green"));
            }
        }
    }

    void takesATimeOfEditingOnlyWithoutADate()
    {
        const auto record = misp(R"("timestamp":"1714600000","publish_timestamp":"0")");
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2024-05-01T21:46:40Z"));
        QCOMPARE(record.assumptions,
                 std::vector<std::string>{"the time is the event's timestamp; it states no date"});
        QVERIFY(!misp(R"("date":"0000-00-00")").occurredAt.isKnown());
        QVERIFY(!misp(R"("timestamp":"soon")").occurredAt.isKnown());
    }

    void countsThreatFromTheWorst()
    {
        const auto severityOf = [](const QByteArray& level) {
            return misp(R"("threat_level_id":)" + level).severity;
        };
        QCOMPARE(severityOf("\"1\""), domain::Severity::High);
        QCOMPARE(severityOf("2"), domain::Severity::Medium);
        QCOMPARE(severityOf("\"3\""), domain::Severity::Low);
        for (const char* level : {"\"4\"", "0", "5", "-1", "\"high\"", "null", "[1]"})
            QCOMPARE(severityOf(level), domain::Severity::NotStated);
    }

    void namesTheInstanceWhereTheMakerIsUnknown()
    {
        QCOMPARE(misp(R"("Org":{"name":"B"},"Orgc":{})").source, std::string("B"));
        QCOMPARE(misp(R"("id":9)").reference, std::string("9"));
    }

    void rejectsAnEventWithoutInfo()
    {
        const Outcome outcome = readText("misp", R"([{"Event":{"uuid":"1"}},{"Event":7},{"info":"x"}])");
        QCOMPARE(outcome.records.size(), size_t{1});
        QCOMPARE(outcome.rejections.size(), size_t{2});
    }

    void survivesWrongTypes()
    {
        QCOMPARE(unsoundlyRead("misp", R"({"Event":)" + kMispEvent + '}'), QByteArray());
        QCOMPARE(recognisedIn(R"({"Event":{"id":"1"}})"), QString());
    }

    void takesTheHeadOfEachEventOfAManifest()
    {
        const QByteArray text =
            R"({"5f3c6a39-9d5c-4d12-8bdc-0c4ac0a80a17":{"info":"A","date":"2020-08-19","threat_level_id":"1",)"
            R"("Orgc":{"name":"A team"}},)"
            R"("5f3c6a39-9d5c-4d12-8bdc-0c4ac0a80a18":{"info":"B","date":"2020-08-20","analysis":"2"}})";
        QCOMPARE(recognisedIn(text), QStringLiteral("misp"));
        const Outcome outcome = readText("misp", text);
        QVERIFY(!outcome.error && outcome.rejections.empty());
        QCOMPARE(outcome.records.size(), size_t{2});
        QCOMPARE(outcome.records[0].title, std::string("A"));
        QCOMPARE(outcome.records[0].severity, domain::Severity::High);
        QCOMPARE(outcome.records[1].reference, std::string("5f3c6a39-9d5c-4d12-8bdc-0c4ac0a80a18"));
        QCOMPARE(outcome.records[1].occurredAt.toIso(), QStringLiteral("2020-08-20"));
    }

    void takesEachAttributeThatASearchFound()
    {
        const QByteArray text =
            R"({"response":{"Attribute":[{"type":"ip-dst","value":"198.51.100.3","category":"Network activity",)"
            R"("uuid":"u-1","timestamp":"1597843001","to_ids":true,"comment":"c","Event":{"info":"Campaign"}},)"
            R"({"type":"url","value":"http://x.example","category":"Payload delivery",)"
            R"("first_seen":"2020-08-01T10:00:00.123456+00:00","timestamp":"1597843001"},)"
            R"({"type":"url","category":"Other"},7]}})";
        QCOMPARE(recognisedIn(text), QStringLiteral("misp"));
        const Outcome outcome = readText("misp", text);
        QCOMPARE(outcome.records.size(), size_t{2});
        QCOMPARE(outcome.records[0].title, std::string("ip-dst: 198.51.100.3"));
        QCOMPARE(outcome.records[0].description,
                 std::string("Category: Network activity\nComment: c\nEvent: Campaign\nFor detection: yes"));
        QCOMPARE(outcome.records[0].assumptions,
                 std::vector<std::string>{
                     "the time is when the attribute was last edited; it states no first_seen"});
        QCOMPARE(outcome.records[1].occurredAt.toIso(), QStringLiteral("2020-08-01T10:00:00.123456Z"));
        QVERIFY(outcome.records[1].assumptions.empty());
        QCOMPARE(outcome.rejections.size(), size_t{2});
        QCOMPARE(outcome.rejections[0].record, std::uint64_t{3});
        QVERIFY(outcome.rejections[0].reason.contains(QLatin1String("value")));
        QCOMPARE(outcome.rejections[1].record, std::uint64_t{4});
        // An answer a line, and the attributes by themselves.
        QCOMPARE(readText("misp", text + '\n' + text).records.size(), size_t{4});
        const QByteArray list = text.mid(text.indexOf('['), text.lastIndexOf(']') - text.indexOf('[') + 1);
        QCOMPARE(recognisedIn(list), QStringLiteral("misp"));
        QCOMPARE(readText("misp", list).records.size(), size_t{2});
    }

    void takesTheAttributesOfASearchOfAnySize()
    {
        const QByteArray attribute =
            QByteArray(R"({"type":"text","category":"Other","value":"%","to_ids":false})")
                .replace('%', QByteArray(50'000, 'x'));
        QByteArray text = R"({"response":{"Attribute":[)" + attribute;
        std::size_t count = 1;
        for (; text.size() <= static_cast<qsizetype>(intake::kMaximumRecordBytes); ++count)
            text += ',' + attribute;
        const Outcome outcome = readText("misp", text + "]}}");
        QVERIFY(!outcome.error && outcome.rejections.empty());
        QCOMPARE(outcome.records.size(), count);
    }
};

KEYTURN_TEST(TestMisp);
#include "test_misp.moc"

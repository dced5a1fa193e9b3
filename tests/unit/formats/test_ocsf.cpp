// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/formats/hostile_members.h"

using namespace keyturn;
using namespace keyturn::tests;
using domain::Credibility;
using domain::Severity;

namespace {

domain::NormalisedRecord onlyOcsfRecord(const QByteArray& json)
{
    const Outcome outcome = readText("ocsf", json);
    return outcome.records.size() == 1 ? outcome.records[0] : domain::NormalisedRecord();
}

/// An event with @p members beside what every event has.
QByteArray ocsfEvent(const QByteArray& members)
{
    return R"({"class_uid":2004,"category_uid":2,"metadata":{"version":"1.4.0","product":{"name":"P"}},)" +
           members + '}';
}

} // namespace

class TestOcsf : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesAndRecognisesEveryRealFile()
    {
        const std::vector<std::pair<const char*, size_t>> files{
            {"prowler_aws.ocsf.json", 5},
            {"java-tools_crowdstrike_falcon_dns_request.ocsf.json", 1},
            {"java-tools_microsoft_windows_xml_4688.ocsf.json", 1},
            {"guardduty_sample.ocsf.jsonl", 4},
            {"mcp_prompt_injection_findings.ocsf.jsonl", 1},
            {"mcp_proxy_sample.ocsf.jsonl", 7},
        };
        for (const auto& [name, count] : files) {
            const QByteArray bytes = fileBytes(QStringLiteral("valid/ocsf/") + QLatin1String(name));
            QCOMPARE(recognisedIn(bytes), QStringLiteral("ocsf"));
            const Outcome outcome = readText("ocsf", bytes);
            QVERIFY2(!outcome.error && outcome.rejections.empty(), name);
            QCOMPARE(outcome.records.size(), count);
            for (const auto& record : outcome.records) {
                QVERIFY(record.occurredAt.isKnown());
                QVERIFY(!record.source.empty() && !record.reference.empty());
                QCOMPARE(record.sourceKind, domain::SourceKind::Monitoring);
            }
        }
    }

    void takesADetectionFindingWhole()
    {
        const auto record = readFile("ocsf", "valid/ocsf/guardduty_sample.ocsf.jsonl").records.at(0);
        QCOMPARE(record.title, std::string("Credentials for role Admin were used from outside AWS."));
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2026-04-10T05:13:00.000Z"));
        QCOMPARE(record.severity, Severity::Critical);
        QCOMPARE(record.credibility, Credibility::NotStated);
        QCOMPARE(record.reference, std::string("det-gd-eabf6fd8"));
        QVERIFY(record.description.find("First seen: 2026-04-10T05:01:00.000Z") != std::string::npos);
        QVERIFY(record.description.find("Attacks: T1552.005 Cloud Instance Metadata API") !=
                std::string::npos);
        QVERIFY(record.assumptions.empty());
    }

    void takesTimeInSecondsBySizeAndNotesTheContradictingTimeDt()
    {
        const auto record = readFile("ocsf", "valid/ocsf/prowler_aws.ocsf.json").records.at(0);
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2025-02-14T13:27:03Z"));
        QCOMPARE(record.assumptions.size(), size_t{2});
        QVERIFY(record.assumptions[1].find("2025-02-14T14:27:03.913874 without a zone") != std::string::npos);
    }

    void refinesTimeByATimeDtThatAgrees()
    {
        const auto timeOf = [](const QByteArray& members) { return onlyOcsfRecord(ocsfEvent(members)); };
        QCOMPARE(timeOf(R"("time":1700000000123,"time_dt":"2023-11-14T22:13:20.123456Z")").occurredAt.toIso(),
                 QStringLiteral("2023-11-14T22:13:20.123456Z"));
        QVERIFY(timeOf(R"("time":1700000000123,"time_dt":"2023-11-14 22:13:20.123456")").assumptions.empty());
        const auto apart = timeOf(R"("time":1700000000123,"time_dt":"2023-11-14T23:13:20Z")");
        QCOMPARE(apart.occurredAt.toIso(), QStringLiteral("2023-11-14T22:13:20.123Z"));
        QCOMPARE(apart.assumptions.size(), size_t{1});
        QCOMPARE(timeOf(R"("time":"1700000000123")").occurredAt.toIso(),
                 QStringLiteral("2023-11-14T22:13:20.123Z"));
        QCOMPARE(timeOf(R"("time":"2023-11-14T22:13:20Z")").occurredAt.toIso(),
                 QStringLiteral("2023-11-14T22:13:20Z"));
        QCOMPARE(timeOf(R"("time_dt":"2023-11-14T22:13:20+02:00")").occurredAt.zone,
                 QStringLiteral("+02:00"));
    }

    void fallsBackToTheFindingsTimesAndSaysSo()
    {
        const auto record =
            onlyOcsfRecord(ocsfEvent(R"("finding_info":{"title":"t","created_time":1700000000000})"));
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2023-11-14T22:13:20.000Z"));
        QCOMPARE(record.assumptions,
                 std::vector<std::string>{"it states no time of its own; created_time is taken"});
        QVERIFY(!onlyOcsfRecord(ocsfEvent(R"("message":"m")")).occurredAt.isKnown());
    }

    void knowsEverySeverityIdAndPrefersItToTheWord()
    {
        const auto severityOf = [](const QByteArray& members) {
            return onlyOcsfRecord(ocsfEvent(R"("message":"m",)" + members)).severity;
        };
        const std::array<Severity, 7> expected{
            Severity::NotStated, Severity::Informational, Severity::Low,     Severity::Medium,
            Severity::High,      Severity::Critical,      Severity::Critical};
        for (size_t id = 0; id < expected.size(); ++id)
            QCOMPARE(severityOf(R"("severity_id":)" + QByteArray::number(static_cast<int>(id))),
                     expected[id]);
        QCOMPARE(severityOf(R"("severity_id":99,"severity":"Whatever")"), Severity::NotStated);
        QCOMPARE(severityOf(R"("severity_id":99,"severity":"high")"), Severity::High);
        QCOMPARE(severityOf(R"("severity":"Fatal")"), Severity::Critical);
        const auto contradicting =
            onlyOcsfRecord(ocsfEvent(R"("message":"m","severity_id":2,"severity":"High")"));
        QCOMPARE(contradicting.severity, Severity::Low);
        QCOMPARE(contradicting.assumptions,
                 std::vector<std::string>{"severity says High; severity_id 2 is taken"});
    }

    void takesLogsForObservedAndFindingsByTheirVerdict()
    {
        const auto credibilityOf = [](const QByteArray& json) { return onlyOcsfRecord(json).credibility; };
        QCOMPARE(credibilityOf(R"({"class_uid":6003,"message":"m"})"), Credibility::ObservedBehaviour);
        QCOMPARE(credibilityOf(R"({"class_uid":2005,"message":"m","verdict_id":2})"),
                 Credibility::ObservedBehaviour);
        QCOMPARE(credibilityOf(R"({"class_uid":2005,"message":"m","verdict_id":4})"),
                 Credibility::Unverified);
        QCOMPARE(credibilityOf(R"({"class_uid":2005,"message":"m","verdict_id":1})"), Credibility::NotStated);
        QCOMPARE(credibilityOf(R"({"class_uid":0,"message":"m"})"), Credibility::NotStated);
    }

    void titlesEventsOfAllGenerations()
    {
        const auto titleOf = [](const QByteArray& json) { return onlyOcsfRecord(json).title; };
        QCOMPARE(titleOf(R"({"class_uid":2001,"finding":{"title":"old","uid":"1"}})"), std::string("old"));
        QCOMPARE(titleOf(R"({"class_uid":2005,"finding_info_list":[{"title":"first"},{"title":"second"}]})"),
                 std::string("first"));
        QCOMPARE(titleOf(R"({"class_uid":6003,"api":{"operation":"Delete","service":{"name":"s3"}}})"),
                 std::string("API Activity: Delete of s3"));
        QCOMPARE(titleOf(R"({"class_uid":4003,"activity_name":"Query","query":{"hostname":"a.example"}})"),
                 std::string("DNS Activity, Query: a.example"));
        QCOMPARE(titleOf(R"({"type_uid":300201,"user":{"name":"eve"}})"), std::string("Authentication: eve"));
        QCOMPARE(titleOf(R"({"class_uid":99001})"), std::string("OCSF event of class 99001"));
    }

    void namesTheModelsOfTheAiProfile()
    {
        const auto record =
            onlyOcsfRecord(ocsfEvent(R"("message":"m","ai_model":{"name":"larch-3","ai_provider":"x"},)"
                                     R"("ai_agent":{"uid":"a","ai_model":{"model_name":"larch-4"}})"));
        QCOMPARE(record.models, (std::vector<std::string>{"larch-3", "larch-4"}));
    }

    void readsAnArrayLinesListsAndEventBridgeAlike()
    {
        const QByteArray event = ocsfEvent(R"("message":"m","time":1700000000000)");
        for (const QByteArray& text : {'[' + event + ']', event + '\n', R"({"Findings":[)" + event + "]}",
                                       R"({"Records":[)" + event + "]}", R"({"findings": [)" + event + "]}",
                                       R"({"version":"0","detail":{"findings":[)" + event + "]}}"}) {
            QCOMPARE(recognisedIn(text), QStringLiteral("ocsf"));
            QCOMPARE(onlyOcsfRecord(text).title, std::string("m"));
        }
    }

    void rejectsWhatIsNoEventAndReadsOn()
    {
        const Outcome outcome =
            readText("ocsf", "{\"a\":1}\n[]\n{\"class_uid\":\"x\"}\n{\"class_uid\":1007}\n");
        QCOMPARE(outcome.rejections.size(), size_t{3});
        QCOMPARE(outcome.records.size(), size_t{1});
        QCOMPARE(outcome.records[0].number, std::uint64_t{4});
        const Outcome wrapped =
            readText("ocsf", R"({"detail":{"findings":[7,{"class_uid":2004,"message":"m"}]}})");
        QCOMPARE(wrapped.rejections.size(), size_t{1});
        QCOMPARE(wrapped.records.size(), size_t{1});
    }

    void numbersRiseWhereSomeRecordsStandWithinOthers()
    {
        const Outcome outcome =
            readText("ocsf", "{\"class_uid\":1007}\n{\"class_uid\":1007}\n"
                             "{\"detail\":{\"findings\":[{\"class_uid\":1},7,{\"class_uid\":2}]}}\n"
                             "{\"class_uid\":1007}\n{\n{\"class_uid\":1007}\n");
        std::vector<std::uint64_t> numbers;
        for (const auto& record : outcome.records)
            numbers.push_back(record.number);
        QCOMPARE(numbers, (std::vector<std::uint64_t>{1, 2, 3, 5, 6, 8}));
        QCOMPARE(outcome.rejections.size(), size_t{2});
        QCOMPARE(outcome.rejections[0].record, std::uint64_t{4});
        QCOMPARE(outcome.rejections[1].record, std::uint64_t{7});
    }

    void survivesMembersOfEveryWrongType()
    {
        QCOMPARE(unsoundlyRead("ocsf", fileBytes(QStringLiteral(
                                           "valid/ocsf/mcp_prompt_injection_findings.ocsf.jsonl"))),
                 QByteArray());
        QCOMPARE(unsoundlyRead("ocsf",
                               R"({"class_uid":6003,"time":1,"time_dt":"x","severity_id":3,"severity":"Low",)"
                               R"("finding_info_list":[{"title":"t","attacks":[{"technique":{"uid":"T"}}]}],)"
                               R"("api":{"operation":"o","service":{"name":"s"}},"ai_model":{"name":"m"},)"
                               R"("src_endpoint":{"ip":"1","port":2},"metadata":{"product":{"name":"p"}}})"),
                 QByteArray());
    }
};

KEYTURN_TEST(TestOcsf);
#include "test_ocsf.moc"

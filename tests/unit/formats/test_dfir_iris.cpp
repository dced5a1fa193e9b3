// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/record_builder.h"
#include "tests/unit/formats/hostile_members.h"

using namespace keyturn;
using namespace keyturn::tests;
using domain::Severity;

namespace {

const QByteArray kIrisAlert =
    R"({"alert_id":3,"alert_uuid":"u-3","alert_title":"Odd sign-in","alert_description":"From afar",)"
    R"("alert_source":"Wazuh","alert_source_ref":"W-9","alert_source_event_time":"2023-03-26T03:00:30.123456",)"
    R"("alert_creation_time":"2023-03-26T04:00:00","severity":{"severity_name":"Medium"},"alert_severity_id":1,)"
    R"("status":{"status_name":"New"},"resolution_status":{"resolution_status_name":"True Positive With Impact"},)"
    R"("assets":[{"asset_name":"a"}],"iocs":[],"alert_tags":"x,y","customer":{"customer_name":"C"}})";
const QByteArray kIrisExport =
    R"({"case":{"name":"#7 - Ransom","description":"Files locked","for_customer":"C","opened_by":"ann",)"
    R"("open_date":"2023-01-27","close_date":null,"soc_id":"SOC-7","custom_attributes":null},"evidences":[],)"
    R"("timeline":[{"event_id":1,"event_title":"First mail","event_date":"2023-01-26T22:00:00.000000",)"
    R"("event_date_wtz":"2023-01-27T00:00:00.000000","event_tz":"+02:00","event_content":"Opened","event_tags":"",)"
    R"("event_source":"Mail log","event_raw":"","category":"Initial Access","assets":["pc, Windows"]
},)"
    R"({"event_id":2,"event_title":"Encryption","event_date":"2023-01-27T05:00:00","event_source":""}],)"
    R"("iocs":[],"assets":[],"tasks":[],"notes":[],"export_date":"2023-02-01T00:00:00"})";

} // namespace

class TestDfirIris : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAlertsWhateverIsAroundThem()
    {
        for (const QByteArray& text :
             {kIrisAlert, '[' + kIrisAlert + ']', kIrisAlert + '\n' + kIrisAlert,
              R"({"status":"success","data":{"total":1,"alerts":[)" + kIrisAlert + "]}}",
              R"({"status":"success","message":"","data":)" + kIrisAlert + '}',
              R"({"total":1,"data":[)" + kIrisAlert + R"(],"last_page":1})"}) {
            QCOMPARE(recognisedIn(text), QStringLiteral("dfir-iris"));
            const Outcome outcome = readText("dfir-iris", text);
            QVERIFY(!outcome.error && outcome.rejections.empty() && !outcome.records.empty());
            for (const auto& record : outcome.records) {
                QCOMPARE(record.title, std::string("Odd sign-in"));
                QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2023-03-26T03:00:30.123456Z"));
                QVERIFY(record.occurredAt.zone.isEmpty());
                QCOMPARE(record.assumptions,
                         std::vector<std::string>{std::string(intake::kNoZoneAssumption)});
                QCOMPARE(record.source, std::string("Wazuh"));
                QCOMPARE(record.reference, std::string("W-9"));
                QCOMPARE(record.severity, Severity::Medium);
                QCOMPARE(record.credibility, domain::Credibility::ObservedBehaviour);
            }
        }
    }

    void takesACaseApartIntoItselfAndItsTimeline()
    {
        QCOMPARE(recognisedIn(kIrisExport), QStringLiteral("dfir-iris"));
        const Outcome outcome = readText("dfir-iris", kIrisExport);
        QVERIFY(!outcome.error && outcome.rejections.empty());
        QCOMPARE(outcome.records.size(), size_t{3});
        const auto& own = outcome.records[0];
        QCOMPARE(own.title, std::string("#7 - Ransom"));
        QCOMPARE(own.occurredAt.toIso(), QStringLiteral("2023-01-27"));
        QCOMPARE(own.reference, std::string("SOC-7"));
        QCOMPARE(own.source, std::string("DFIR-IRIS"));
        const auto& first = outcome.records[1];
        QCOMPARE(first.title, std::string("First mail"));
        QCOMPARE(first.occurredAt.toIso(), QStringLiteral("2023-01-26T22:00:00.000000Z"));
        QCOMPARE(first.occurredAt.zone, QStringLiteral("+02:00"));
        QVERIFY(first.assumptions.empty());
        QCOMPARE(first.source, std::string("Mail log"));
        QVERIFY(first.description.starts_with("Opened\n\nCase: #7 - Ransom\nCategory: Initial Access\n"));
        QCOMPARE(outcome.records[2].occurredAt.toIso(), QStringLiteral("2023-01-27T05:00:00Z"));
        QCOMPARE(outcome.records[2].number, std::uint64_t{3});
    }

    void readsListsOfCasesAndOfEvents()
    {
        const QByteArray cases =
            R"({"status":"success","data":[{"case_id":4,"case_name":"#4","case_open_date":"01/27/2023",)"
            R"("case_description":"d","client_name":"C","case_soc_id":"","opened_by":"ann"}]})";
        QCOMPARE(recognisedIn(cases), QStringLiteral("dfir-iris"));
        const auto own = readText("dfir-iris", cases).records.at(0);
        QCOMPARE(own.occurredAt.toIso(), QStringLiteral("2023-01-27"));
        QCOMPARE(own.reference, std::string("4"));
        QCOMPARE(own.assumptions.size(), size_t{3});
        const QByteArray events =
            R"({"status":"success","data":{"timeline":[{"event_title":"E","event_uuid":"u",)"
            R"("event_date":"2023-01-27T05:00:00"}],"state":{}}})";
        QCOMPARE(recognisedIn(events), QStringLiteral("dfir-iris"));
        QCOMPARE(readText("dfir-iris", events).records.at(0).reference, std::string("u"));
    }

    void doesNotReadTheNumberOfASeverity()
    {
        const auto record =
            readText("dfir-iris",
                     R"({"alert_title":"A","alert_severity_id":5,"alert_creation_time":"2023-01-02"})")
                .records.at(0);
        QCOMPARE(record.severity, Severity::NotStated);
        QCOMPARE(record.assumptions.size(), size_t{3});
        QCOMPARE(readText("dfir-iris", R"({"alert_title":"A","severity":{"severity_name":"Unspecified"}})")
                     .records.at(0)
                     .severity,
                 Severity::NotStated);
    }

    void knowsAnExportWhoseAssetsComeFirst()
    {
        const QByteArray head =
            R"({"assets":[{"asset_id":1,"asset_ioc":[],"asset_name":"pc",)"
            R"("analysis_status":"To be done","light_asset_description":"x"},{"asset_id":2,)";
        QCOMPARE(recognisedIn(head + QByteArray(60'000, ' ')), QStringLiteral("dfir-iris"));
    }

    void rejectsWhatHasNoTitle()
    {
        const Outcome outcome =
            readText("dfir-iris", R"({"case":{"name":"N"},"timeline":[{"event_title":""},7,{"event_id":3}],)"
                                  R"("evidences":[]})");
        QCOMPARE(outcome.records.size(), size_t{1});
        QCOMPARE(outcome.rejections.size(), size_t{3});
        QCOMPARE(readText("dfir-iris", R"({"alert_title":7})").rejections.size(), size_t{1});
    }

    void survivesWrongTypes()
    {
        QCOMPARE(unsoundlyRead("dfir-iris", kIrisAlert), QByteArray());
        QCOMPARE(unsoundlyRead("dfir-iris", kIrisExport), QByteArray());
        QCOMPARE(recognisedIn(R"({"status":"success","data":[{"id":1}]})"), QString());
    }
};

KEYTURN_TEST(TestDfirIris);
#include "test_dfir_iris.moc"

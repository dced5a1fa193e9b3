// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/record_builder.h"
#include "tests/unit/formats/formats_support.h"

using namespace keyturn;
using namespace keyturn::tests;

class TestSuricataEve : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesEveryAlertOfAHoneypot()
    {
        const Outcome outcome = readFile("suricata-eve", "valid/suricata-eve/honeypot-2018_alerts-only.json");
        QVERIFY(!outcome.error && outcome.rejections.empty());
        QCOMPARE(outcome.records.size(), size_t{44});
        const auto& first = outcome.records[0];
        QCOMPARE(first.occurredAt.toIso(), QStringLiteral("2019-01-02T03:50:11.315110Z"));
        QVERIFY(first.occurredAt.zone.isEmpty());
        QCOMPARE(first.assumptions, std::vector<std::string>{std::string(intake::kNoZoneAssumption)});
        QVERIFY(first.description.find("From: 8.42.77.171 port 49678\nTo: 138.68.3.71 port 22") == 0);
        QCOMPARE(first.source, std::string("Suricata"));
    }

    void readsLinesAnArrayAndOneEventAlike()
    {
        const QByteArray event = R"({"timestamp":"2017-03-25T16:49:58.856335-0600","event_type":"dns",)"
                                 R"("dns":{"type":"query","rrname":"a.example"},"flow_id":7})";
        for (const QByteArray& text :
             {event, event + '\n' + event, '[' + event + ']', "\x1e" + event + "\n\x1e" + event}) {
            const Outcome outcome = readText("suricata-eve", text);
            QVERIFY(!outcome.error && outcome.rejections.empty());
            QVERIFY(!outcome.records.empty());
            for (const auto& record : outcome.records) {
                QCOMPARE(record.title, std::string("DNS query a.example"));
                QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2017-03-25T22:49:58.856335Z"));
                QCOMPARE(record.reference, std::string("7"));
            }
        }
    }

    void countsSeverityFromTheWorst()
    {
        const auto severityOf = [](const char* alert) {
            return readText("suricata-eve", QByteArray(R"({"event_type":"alert","alert":)") + alert + '}')
                .records.at(0)
                .severity;
        };
        QCOMPARE(severityOf(R"({"severity":1})"), domain::Severity::High);
        QCOMPARE(severityOf(R"({"severity":2})"), domain::Severity::Medium);
        QCOMPARE(severityOf(R"({"severity":3})"), domain::Severity::Low);
        QCOMPARE(severityOf(R"({"severity":255})"), domain::Severity::Informational);
        QCOMPARE(severityOf(R"({"severity":"worst"})"), domain::Severity::NotStated);
        QCOMPARE(severityOf("{}"), domain::Severity::NotStated);
    }

    void readsTheAlertsOfTheFastLog()
    {
        const Outcome outcome = readFile("suricata-fast", "valid/suricata-eve/suricata_alert_fast.log");
        QVERIFY(!outcome.error && outcome.rejections.empty());
        QCOMPARE(outcome.records.size(), size_t{5});
        QCOMPARE(outcome.records[0].occurredAt.toIso(), QStringLiteral("2010-10-05T10:08:59.667372Z"));
        QCOMPARE(outcome.records[0].reference, std::string("1:2009187:4"));
        QCOMPARE(outcome.records[0].severity, domain::Severity::Low);
        // Only as year, month, day is this a date.
        QCOMPARE(outcome.records[1].occurredAt.toIso(), QStringLiteral("2021-12-28T12:55:38.765402Z"));
        QCOMPARE(outcome.records[2].severity, domain::Severity::NotStated);
        const auto full =
            readText("suricata-fast", "06/12/2026-09:41:07.5 [**] [1:2:3] Alert [**] [Priority: 1]\n"
                                      "06/12-09:41:07.5  [**] [1:2:3] No year [**] [Priority: 1]\n");
        QCOMPARE(full.records.at(0).occurredAt.toIso(), QStringLiteral("2026-06-12T09:41:07.500Z"));
        QVERIFY(!full.records.at(1).occurredAt.isKnown());
        QVERIFY(full.records.at(1).assumptions.at(0).find("no year") != std::string::npos);
    }

    void rejectsAFastAlertOfNoSignature()
    {
        const Outcome outcome =
            readText("suricata-fast", "06/12/2026-09:41:07.5 [**] [] [**] [Priority: 1]\n"
                                      "06/12/2026-09:41:07.5 [**] [1:2:3] [**] [Priority: 1]\n");
        QCOMPARE(outcome.records.size(), size_t{1});
        QCOMPARE(outcome.records[0].title, std::string("1:2:3"));
        QCOMPARE(outcome.rejections.size(), size_t{1});
    }

    void rejectsWhatIsNoEventAndReadsOn()
    {
        const Outcome outcome =
            readText("suricata-eve", "{\"a\":1}\n{\"event_type\":7}\n[]\n{\"event_type\":\"stats\"}\n");
        QCOMPARE(outcome.records.size(), size_t{1});
        QCOMPARE(outcome.records[0].number, std::uint64_t{4});
        QCOMPARE(outcome.rejections.size(), size_t{3});
    }

    void titlesEachTypeByWhatItNames()
    {
        const auto titleOf = [](const QByteArray& type, const QByteArray& members) {
            return readText("suricata-eve", "{\"event_type\":\"" + type + "\"," + members + "}")
                .records.at(0)
                .title;
        };
        QCOMPARE(
            titleOf(
                "dns",
                R"("dns":{"version":3,"type":"request","queries":[{"rrname":"a.example","rrtype":"A"}]})"),
            std::string("DNS request A a.example"));
        QCOMPARE(titleOf("dns", R"("dns":[])"), std::string("DNS"));
        QCOMPARE(titleOf("anomaly", R"("anomaly":{"type":"stream","event":"stream.pkt_broken_ack"})"),
                 std::string("stream.pkt_broken_ack"));
        QCOMPARE(titleOf("anomaly", R"("anomaly":{"type":"decode","code":7})"),
                 std::string("anomaly decode"));
        QCOMPARE(titleOf("engine", R"("engine":{"message":"rule reload complete"})"),
                 std::string("rule reload complete"));
        QCOMPARE(titleOf("flow", R"("src_ip":"10.0.0.1","dest_ip":"10.0.0.2","app_proto":"failed")"),
                 std::string("flow 10.0.0.1 to 10.0.0.2"));
        QCOMPARE(titleOf("ssh", R"("app_proto":"ssh","src_ip":"a","dest_ip":"b")"),
                 std::string("ssh a to b"));
        QCOMPARE(titleOf("stats", R"("stats":{"uptime":8})"), std::string("stats"));
    }

    void namesAnAlertOnlyByWhatItStates()
    {
        const auto referenceOf = [](const QByteArray& members) {
            return readText("suricata-eve", "{\"event_type\":\"alert\"," + members + "}")
                .records.at(0)
                .reference;
        };
        QCOMPARE(referenceOf(R"("flow_id":18446744073709551615,"alert":{"gid":1,"signature_id":2,"rev":3})"),
                 std::string("18446744073709551615 1:2:3"));
        QCOMPARE(referenceOf(R"("alert":{"signature_id":2})"), std::string("?:2:?"));
        QCOMPARE(referenceOf(R"("flow_id":7,"alert":{})"), std::string("7"));
        QCOMPARE(referenceOf(R"("alert":"none")"), std::string());
    }

    void keepsTheActionOfALineOfTheFastLog()
    {
        const auto record =
            readText(
                "suricata-fast",
                "06/12/2026-09:41:07.5  [wDrop] [**] [1:2:3] Alert [x] [**] [Priority: 4] {TCP} a -> b\n")
                .records.at(0);
        QCOMPARE(record.title, std::string("Alert [x]"));
        QVERIFY(record.description.find("Action: wDrop") != std::string::npos);
        QCOMPARE(record.severity, domain::Severity::Informational);
    }

    void readsLinesBehindTheCookieOfSyslog()
    {
        const QByteArray event = R"({"timestamp":"2017-04-07T22:24:37.251547+0100","event_type":"alert",)"
                                 R"("src_ip":"192.0.2.1","alert":{"signature":"S","severity":2}})";
        for (const QByteArray& text : {"@cee: " + event + '\n' + "@cee:" + event + '\n', "@cee:" + event}) {
            QCOMPARE(recognisedIn(text), QStringLiteral("suricata-eve"));
            const Outcome outcome = readText("suricata-eve", text);
            QVERIFY(!outcome.error && outcome.rejections.empty() && !outcome.records.empty());
            for (const auto& record : outcome.records) {
                QCOMPARE(record.title, std::string("S"));
                QVERIFY(record.raw.starts_with("@cee:"));
            }
        }
    }
};

KEYTURN_TEST(TestSuricataEve);
#include "test_suricata_eve.moc"

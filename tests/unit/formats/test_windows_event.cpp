// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/record_builder.h"
#include "tests/unit/formats/hostile_members.h"

using namespace keyturn;
using namespace keyturn::tests;
using domain::Severity;

namespace {

domain::NormalisedRecord onlyWindowsRecord(const QByteArray& json)
{
    const Outcome outcome = readText("windows-event", json);
    return outcome.records.size() == 1 ? outcome.records[0] : domain::NormalisedRecord();
}

/// An event as NXLog and Logstash hand it on: the collector's clock is four hours behind UTC.
QByteArray nxlogEvent(const QByteArray& members)
{
    return R"({"EventID":5158,"Channel":"Security","Hostname":"ws5.example","SourceName":"Microsoft-Windows-Security",)"
           R"("RecordNumber":7,)" +
           members + '}';
}

} // namespace

class TestWindowsEvent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesAndRecognisesEveryRealFile()
    {
        const std::vector<std::pair<const char*, size_t>> files{{"AADAuditEvents.json", 4},
                                                                {"Microsoft365DefenderEvents.json", 9},
                                                                {"OfficeActivityEvents.json", 1}};
        for (const auto& [name, count] : files) {
            const QByteArray bytes = fileBytes(QStringLiteral("valid/windows-event/") + QLatin1String(name));
            QCOMPARE(recognisedIn(bytes), QStringLiteral("windows-event"));
            const Outcome outcome = readText("windows-event", bytes);
            QVERIFY2(!outcome.error && outcome.rejections.empty(), name);
            QCOMPARE(outcome.records.size(), count);
            for (const auto& record : outcome.records)
                QVERIFY(record.occurredAt.isKnown() && !record.reference.empty() && !record.source.empty());
        }
        const auto audit = readFile("windows-event", "valid/windows-event/AADAuditEvents.json").records.at(0);
        QCOMPARE(audit.title,
                 std::string("Update application – Certificates and secrets management: SimuLandApp"));
        QCOMPARE(audit.occurredAt.toIso(), QStringLiteral("2021-08-02T13:29:25.983Z"));
        QCOMPARE(audit.source, std::string("Core Directory"));
        QVERIFY(audit.description.find("Initiated by: pgustavo@simulandlabs.com") != std::string::npos);
        const auto hunting =
            readFile("windows-event", "valid/windows-event/Microsoft365DefenderEvents.json").records.at(0);
        QCOMPARE(hunting.title, std::string("LdapSearch: adfs01.simulandlabs.com"));
        QCOMPARE(hunting.assumptions,
                 std::vector<std::string>{"time as written: 2021-08-02T13:11:39.7724491Z"});
    }

    void prefersSysmonsOwnTime()
    {
        const auto record = onlyWindowsRecord(nxlogEvent(
            R"("UtcTime":"2020-10-12 22:32:46.069","EventTime":"2020-10-12 18:32:46","@timestamp":"2020-10-12T22:32:48.9Z",)"
            R"("Message":"Process accessed:\r\nRuleName: -","SourceImage":"a.exe","TargetImage":"b.exe")"));
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2020-10-12T22:32:46.069Z"));
        QVERIFY(record.assumptions.empty());
        QCOMPARE(record.title, std::string("Process accessed: a.exe to b.exe"));
        QCOMPARE(record.reference, std::string("ws5.example/Security/7"));
    }

    void readsALocalEventTimeByTheCollectorsClock()
    {
        const auto record = onlyWindowsRecord(
            nxlogEvent(R"("EventTime":"2020-10-12 18:02:50","EventReceivedTime":"2020-10-12 18:32:52",)"
                       R"("@timestamp":"2020-10-12T22:32:52.980Z","Message":"m")"));
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2020-10-12T22:02:50Z"));
        QVERIFY(record.occurredAt.zone.isEmpty());
        QCOMPARE(record.assumptions.size(), size_t{1});
        QVERIFY(record.assumptions[0].find("UTC-04:00") != std::string::npos);
    }

    void leavesAnEventTimeAloneWhereNothingTellsItsZone()
    {
        const auto alone =
            onlyWindowsRecord(nxlogEvent(R"("EventTime":"2020-10-12 18:02:50","Message":"m")"));
        QCOMPARE(alone.occurredAt.toIso(), QStringLiteral("2020-10-12T18:02:50Z"));
        QCOMPARE(alone.assumptions, std::vector<std::string>{std::string(intake::kNoZoneAssumption)});
        const auto late = onlyWindowsRecord(nxlogEvent(
            R"("EventTime":"2020-10-12 18:02:50","@timestamp":"2020-10-12T22:11:00Z","Message":"m")"));
        QCOMPARE(late.occurredAt.toIso(), QStringLiteral("2020-10-12T18:02:50Z"));
        QCOMPARE(late.assumptions.size(), size_t{2});
        const auto zoned = onlyWindowsRecord(nxlogEvent(
            R"("EventTime":"2020-10-12T18:02:50.123+02:00","@timestamp":"2020-10-12T22:11:00Z","Message":"m")"));
        QCOMPARE(zoned.occurredAt.toIso(), QStringLiteral("2020-10-12T16:02:50.123Z"));
        QVERIFY(zoned.assumptions.empty());
        const auto first = onlyWindowsRecord(
            nxlogEvent(R"("EventTime":"0001-01-01 00:00:00","EventReceivedTime":"2026-01-01 14:00:00",)"
                       R"("@timestamp":"2026-01-01T00:00:00Z","Message":"m")"));
        QCOMPARE(first.occurredAt.toIso(), QStringLiteral("0001-01-01T00:00:00Z"));
    }

    void notesOwnTimesThatContradictEachOther()
    {
        const auto record = onlyWindowsRecord(
            R"({"ActivityDisplayName":"a","ActivityDateTime":"2021-08-02T13:00:00Z","AADTenantId":"t",)"
            R"("TimeGenerated":"2021-08-02T15:00:00Z"})");
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2021-08-02T13:00:00Z"));
        QCOMPARE(record.assumptions, std::vector<std::string>{"TimeGenerated says 2021-08-02T15:00:00Z; "
                                                              "ActivityDateTime is taken"});
    }

    void believesSysmonWhereAnExportMislabelsLocalTimes()
    {
        const auto record = onlyWindowsRecord(
            nxlogEvent(R"("UtcTime":"2022-09-22 16:31:14.070","TimeCreated":"2022-09-22T12:31:14.074Z",)"
                       R"("TimeGenerated":"2022-09-22T04:31:14.074Z","Message":"m")"));
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2022-09-22T16:31:14.070Z"));
        QCOMPARE(record.assumptions.size(), size_t{2});
        QVERIFY(record.assumptions[0].starts_with("TimeCreated says 2022-09-22T12:31:14.074Z"));
    }

    void readsXmlTurnedToJson()
    {
        const QByteArray event =
            R"({"Event":{"#attributes":{"xmlns":"x"},"System":{"Provider":{"#attributes":{"Name":"Sysmon"}},)"
            R"("EventID":{"#attributes":{"Qualifiers":1},"#text":7045},"Level":2,"TimeCreated":)"
            R"({"#attributes":{"SystemTime":"2019-03-19T23:35:07.524200Z"}},"EventRecordID":9,"Channel":"System",)"
            R"("Computer":"pc1"},"EventData":{"ServiceName":"evil","ImagePath":"c:\\x"}}})";
        QCOMPARE(recognisedIn(event), QStringLiteral("windows-event"));
        const auto record = onlyWindowsRecord(event);
        QCOMPARE(record.title, std::string("Event 7045 of Sysmon"));
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2019-03-19T23:35:07.524200Z"));
        QCOMPARE(record.source, std::string("Sysmon"));
        QCOMPARE(record.severity, Severity::Medium);
        QCOMPARE(record.reference, std::string("pc1/System/9"));
        QVERIFY(record.description.find("Target: evil") != std::string::npos);
        // Velociraptor's way with the same XML.
        const auto other = onlyWindowsRecord(
            R"({"System":{"Provider":{"Name":"P"},"EventID":{"Value":4624},"Computer":"pc","Channel":"Security",)"
            R"("TimeCreated":{"SystemTime":1602541968.5}},"EventData":{"TargetUserName":"eve"}})");
        QCOMPARE(other.title, std::string("Event 4624 of P"));
        QCOMPARE(other.occurredAt.toIso(), QStringLiteral("2020-10-12T22:32:48.500Z"));
    }

    void readsNamedDataElementsOfXml()
    {
        const auto record = onlyWindowsRecord(
            R"({"Event":{"System":{"Provider":{"@Name":"Sysmon"},"EventID":"1","Channel":"Sysmon/Operational",)"
            R"("TimeCreated":{"@SystemTime":"2020-10-12T22:40:00.1234567Z"},"Computer":"pc","EventRecordID":"3"},)"
            R"("EventData":{"Data":[{"@Name":"UtcTime","Value":"2020-10-12 22:32:46.069"},7,{"@Name":"x"},)"
            R"({"@Name":"CommandLine","Value":"cmd /c a"}]}}})");
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2020-10-12T22:32:46.069Z"));
        QCOMPARE(record.source, std::string("Sysmon"));
        QVERIFY(record.description.find("Process: cmd /c a") != std::string::npos);
    }

    void readsWinlogbeatOfBothGenerations()
    {
        const QByteArray newer =
            R"({"@timestamp":"2023-01-02T03:04:05.678Z","message":"An account was logged on.\n\nSubject:",)"
            R"("log":{"level":"information"},"event":{"code":"4624"},"winlog":{"event_id":4624,"channel":"Security",)"
            R"("provider_name":"Auditing","computer_name":"pc","record_id":5,"event_data":{"IpAddress":"192.0.2.1"}}})";
        const QByteArray older =
            R"({"@timestamp":"2023-01-02T03:04:05.678Z","message":"An account was logged on.","event_id":4624,)"
            R"("level":"Information","log_name":"Security","source_name":"Auditing","computer_name":"pc",)"
            R"("record_number":"5","event_data":{"IpAddress":"192.0.2.1"}})";
        for (const QByteArray& event : {newer, older, R"({"_index":"i","_source":)" + newer + '}'}) {
            QCOMPARE(recognisedIn(event), QStringLiteral("windows-event"));
            const auto record = onlyWindowsRecord(event);
            QCOMPARE(record.title, std::string("An account was logged on."));
            QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2023-01-02T03:04:05.678Z"));
            QCOMPARE(record.source, std::string("Auditing"));
            QCOMPARE(record.severity, Severity::Informational);
            QCOMPARE(record.reference, std::string("pc/Security/5"));
            QVERIFY(record.description.find("From: 192.0.2.1") != std::string::npos);
            QVERIFY(record.assumptions.empty());
        }
    }

    void readsWhatPowerShellWrites()
    {
        for (const char* time : {R"("/Date(1602541968123)/")", R"("/Date(1602541968123-0400)/")",
                                 R"({"value":"/Date(1602541968123)/","DateTime":"Monday"})",
                                 R"("2020-10-12T18:32:48.123-04:00")"}) {
            const QByteArray event =
                R"({"Id":4688,"ProviderName":"P","LogName":"Security","MachineName":"pc",)"
                R"("LevelDisplayName":"Warning","Message":"New process","TimeCreated":)" +
                QByteArray(time) + '}';
            QCOMPARE(recognisedIn(event), QStringLiteral("windows-event"));
            const auto record = onlyWindowsRecord(event);
            QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2020-10-12T22:32:48.123Z"));
            QCOMPARE(record.severity, Severity::Low);
        }
    }

    void readsAlertsAndTheListsOfGraph()
    {
        const QByteArray alert =
            R"({"id":"da1","title":"Suspicious sign-in","description":"d","severity":"medium","serviceSource":"Defender",)"
            R"("createdDateTime":"2024-05-06T07:08:09Z","alertWebUrl":"https://x","classification":"truePositive"})";
        const QByteArray list = R"({"@odata.context":"c","value":[)" + alert + "]}";
        QCOMPARE(recognisedIn(list), QStringLiteral("windows-event"));
        const auto record = onlyWindowsRecord(list);
        QCOMPARE(record.title, std::string("Suspicious sign-in"));
        QCOMPARE(record.description.substr(0, 1), std::string("d"));
        QCOMPARE(record.severity, Severity::Medium);
        QCOMPARE(record.credibility, domain::Credibility::ObservedBehaviour);
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2024-05-06T07:08:09Z"));
        const auto sentinel =
            onlyWindowsRecord(R"({"SystemAlertId":"s","AlertName":"n","AlertSeverity":"High",)"
                              R"("TimeGenerated":"2024-05-06T07:08:09Z"})");
        QCOMPARE(sentinel.severity, Severity::High);
        QCOMPARE(sentinel.credibility, domain::Credibility::NotStated);
    }

    void readsSignInsAndStreamedRows()
    {
        QCOMPARE(onlyWindowsRecord(
                     R"({"id":"1","createdDateTime":"2024-05-06T07:08:09Z","userPrincipalName":"u@x",)"
                     R"("appDisplayName":"Portal","ipAddress":"192.0.2.9"})")
                     .title,
                 std::string("Sign-in to Portal"));
        const QByteArray streamed =
            R"({"time":"2024-05-06T07:08:10Z","tenantId":"t","operationName":"Publish","category":"AdvancedHunting",)"
            R"("properties":{"Timestamp":"2024-05-06T07:08:09Z","ActionType":"ProcessCreated","DeviceId":"d","FileName":"a.exe"}})";
        QCOMPARE(recognisedIn(streamed), QStringLiteral("windows-event"));
        QCOMPARE(onlyWindowsRecord(streamed).title, std::string("ProcessCreated: a.exe"));
        const auto office =
            onlyWindowsRecord(R"({"CreationTime":"2024-05-06T07:08:09","Id":"o","Operation":"FileDeleted",)"
                              R"("OrganizationId":"g","RecordType":6,"Workload":"SharePoint"})");
        QCOMPARE(office.occurredAt.zone, QStringLiteral("Z"));
        QCOMPARE(office.source, std::string("SharePoint"));
    }

    void takesLevelsOneStepLessThanAlerts()
    {
        const auto severityOf = [](const QByteArray& member) {
            return onlyWindowsRecord(nxlogEvent(R"("Message":"m",)" + member)).severity;
        };
        QCOMPARE(severityOf(R"("Severity":"CRITICAL")"), Severity::High);
        QCOMPARE(severityOf(R"("Severity":"ERROR")"), Severity::Medium);
        QCOMPARE(severityOf(R"("Severity":"WARNING")"), Severity::Low);
        QCOMPARE(severityOf(R"("Severity":"INFO")"), Severity::Informational);
        QCOMPARE(severityOf(R"("Level":1)"), Severity::High);
        QCOMPARE(severityOf(R"("Level":"3")"), Severity::Low);
        QCOMPARE(severityOf(R"("Level":"16")"), Severity::NotStated);
    }

    void leavesTimesketchAndOthersAlone()
    {
        QVERIFY(recognisedIn(R"({"EventID":1,"a":2})").isEmpty());
        QCOMPARE(recognisedIn(R"({"Event":{"id":"1","info":"a MISP event","Attribute":[]}})"),
                 QStringLiteral("misp"));
        QCOMPARE(
            recognisedIn(
                R"({"message":"m","datetime":"2020-01-01T00:00:00Z","timestamp_desc":"d","EventID":4624,)"
                R"("Computer":"pc","Channel":"Security"})"),
            QStringLiteral("timesketch-jsonl"));
    }

    void rejectsWhatNamesNothing()
    {
        const Outcome outcome = readText("windows-event", "{\"a\":1}\n{\"EventID\":[],\"Computer\":7}\n7\n"
                                                          "{\"EventID\":1,\"Computer\":\"pc\"}\n");
        QCOMPARE(outcome.rejections.size(), size_t{3});
        QCOMPARE(outcome.records.size(), size_t{1});
        QVERIFY(!outcome.records[0].occurredAt.isKnown());
    }

    void survivesMembersOfEveryWrongType()
    {
        for (
            const char* event :
            {R"({"EventID":1,"Computer":"pc","Channel":"c","SourceName":"s","EventTime":"2020-10-12 18:02:50",)"
             R"("EventReceivedTime":"2020-10-12 18:02:50","@timestamp":"2020-10-12T22:02:50Z","Message":"m:","Level":2})",
             R"({"Event":{"System":{"Provider":{"#attributes":{"Name":"P"}},"EventID":{"#text":1},"Level":2,)"
             R"("TimeCreated":{"#attributes":{"SystemTime":"2020"}},"Channel":"c","Computer":"p"},"EventData":{"Image":"i"}}})",
             R"({"winlog":{"event_id":1,"channel":"c","provider_name":"p","event_data":{"Image":"i"}},"message":"m"})",
             R"({"Timestamp":"2020","ActionType":"a","DeviceId":"d","properties":{"Timestamp":"x"}})",
             R"({"OperationName":"o","InitiatedBy":"{}","AADTenantId":"t","TimeGenerated":"2020"})",
             R"({"AlertId":"a","Severity":"High","Title":"t","TimeCreated":{"value":"/Date(1)/"}})"})
            QCOMPARE(unsoundlyRead("windows-event", event), QByteArray());
    }

    void readsTheDottedNamesOfASearchEngine()
    {
        const QByteArray text =
            R"({"@timestamp":"2020-10-18T05:28:01.123Z","winlog.event_id":4688,"winlog.channel":"Security",)"
            R"("winlog.provider_name":"Microsoft-Windows-Security-Auditing","winlog.computer_name":"WS1",)"
            R"("winlog.record_id":77,"winlog.event_data.NewProcessName":"C:\\a.exe","log.level":"error",)"
            R"("message":"A new process has been created:"})";
        QCOMPARE(recognisedIn(text), QStringLiteral("windows-event"));
        const auto record = readText("windows-event", text).records.at(0);
        QCOMPARE(record.title, std::string("A new process has been created: C:\\a.exe"));
        QCOMPARE(record.source, std::string("Microsoft-Windows-Security-Auditing"));
        QCOMPARE(record.reference, std::string("WS1/Security/77"));
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2020-10-18T05:28:01.123Z"));
        QVERIFY(record.severity != domain::Severity::NotStated);
    }

    void readsWhatEvtxEcmdWrites()
    {
        const QByteArray text =
            R"({"PayloadData1":"Target: X","MapDescription":"Successful logon","Computer":"PC1",)"
            R"("Channel":"Security","Provider":"Microsoft-Windows-Security-Auditing","EventId":4624,)"
            R"("EventRecordId":"100","Level":"LogAlways","TimeCreated":"2020-10-18T05:28:01.1234567+00:00"})";
        QCOMPARE(recognisedIn(text), QStringLiteral("windows-event"));
        const auto record = readText("windows-event", text).records.at(0);
        QCOMPARE(record.title, std::string("Successful logon"));
        QCOMPARE(record.source, std::string("Microsoft-Windows-Security-Auditing"));
        QCOMPARE(record.reference, std::string("PC1/Security/100"));
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2020-10-18T05:28:01.123456Z"));
    }
};

KEYTURN_TEST(TestWindowsEvent);
#include "test_windows_event.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/record_builder.h"
#include "tests/unit/formats/formats_support.h"

using namespace keyturn;
using namespace keyturn::tests;

class TestSyslog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesTheMessagesOfRealFiles()
    {
        const Outcome outcome = readFile("syslog", "valid/syslog/syslog");
        QVERIFY(!outcome.error);
        QCOMPARE(outcome.records.size(), size_t{16});
        QCOMPARE(outcome.records[0].title, std::string("INFO No new content in \xC3\xADmynd.dd."));
        QCOMPARE(outcome.records[0].source, std::string("myhostname.myhost.com"));
        QVERIFY(outcome.records[0].description.find("Application: client\nProcess: 30840") !=
                std::string::npos);
        const auto two = std::find_if(outcome.records.begin(), outcome.records.end(), [](const auto& record) {
            return record.title.starts_with("This is a multi-line message");
        });
        QVERIFY(two != outcome.records.end());
        QVERIFY(two->description.find("many syslog parsers.") != std::string::npos);
        QCOMPARE(outcome.rejections.size(), size_t{1});
        QCOMPARE(outcome.rejections[0].record, std::uint64_t{8});
    }

    void inventsNoYear()
    {
        const auto record =
            readText("syslog", "<34>Oct 11 22:14:15 mymachine su: 'su root' failed\n").records.at(0);
        QVERIFY(!record.occurredAt.isKnown());
        QVERIFY(record.assumptions.at(0).find("Oct 11 22:14:15") != std::string::npos);
        QCOMPARE(record.severity, domain::Severity::High);
        QCOMPARE(record.title, std::string("'su root' failed"));
    }

    void readsRfc5424WithStructuredData()
    {
        const QByteArray text =
            "<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 "
            "[exampleSDID@32473 iut=\"3\" eventSource=\"App\\\"]lication\"][x@1 a=\"b\"] \xEF\xBB\xBF"
            "An application event\n<13>1 - - - - - -\n";
        const Outcome outcome = readText("syslog", text);
        const auto& record = outcome.records.at(0);
        QCOMPARE(record.title, std::string("An application event"));
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2003-10-11T22:14:15.003Z"));
        QCOMPARE(record.reference, std::string("ID47"));
        QCOMPARE(record.severity, domain::Severity::Informational);
        QVERIFY(record.description.find("[x@1 a=\"b\"]") != std::string::npos);
        // It says nothing at all.
        QCOMPARE(outcome.records.size(), size_t{1});
        QCOMPARE(outcome.rejections.size(), size_t{1});
    }

    void gradesByTheSeverityOfThePriority()
    {
        const auto severityOf = [](int priority) {
            return readText("syslog", '<' + QByteArray::number(priority) + ">Oct 11 22:14:15 h a: m\n")
                .records.at(0)
                .severity;
        };
        QCOMPARE(severityOf(8), domain::Severity::High);
        QCOMPARE(severityOf(11), domain::Severity::Medium);
        QCOMPARE(severityOf(12), domain::Severity::Low);
        QCOMPARE(severityOf(15), domain::Severity::Informational);
        QCOMPARE(severityOf(191), domain::Severity::Informational);
        QCOMPARE(severityOf(3444), domain::Severity::NotStated);
    }

    void readsRsyslogsTimesAndOctetCounts()
    {
        const auto iso =
            readText("syslog", "2026-06-12T09:41:07.123456+02:00 host app[7]: m\n").records.at(0);
        QCOMPARE(iso.occurredAt.toIso(), QStringLiteral("2026-06-12T07:41:07.123456Z"));
        const auto counted =
            readText("syslog", "44 <34>1 2026-06-12T09:41:07Z h app - - - counted\n").records.at(0);
        QCOMPARE(counted.title, std::string("counted"));
    }

    void leavesWhatIsNoMessageAlone()
    {
        const Outcome outcome = readText("syslog", "no message\n<34>\n<x>Oct 11 22:14:15 h a: m\n<34>1\n");
        QVERIFY(outcome.records.empty());
        QCOMPARE(outcome.rejections.size(), size_t{4});
    }

    void readsTheTimesWithAYearThatDevicesWrite()
    {
        struct Case
        {
            const char* line;
            const char* time;
            const char* host;
            const char* title;
        };
        // The second and third are of RFC 3164, section 5.4; then Cisco's ASA, NX-OS and IOS.
        for (const Case& c : {
                 Case{"<166>Oct 11 2003 22:14:15 fw app: m", "2003-10-11T22:14:15Z", "fw", "m"},
                 Case{"<0>1990 Oct 22 10:52:01 TZ-6 scapegoat.dmz.example.org 10.1.2.3 sched[0]: That's All!",
                      "1990-10-22T10:52:01Z", "scapegoat.dmz.example.org", "10.1.2.3 sched[0]: That's All!"},
                 Case{"<165>Aug 24 05:34:00 CST 1987 mymachine myproc[10]: %% It's time",
                      "1987-08-24T05:34:00Z", "mymachine", "%% It's time"},
                 Case{"<166>Oct 11 2003 22:14:15: %ASA-6-302013: Built", "2003-10-11T22:14:15Z", "",
                      "%ASA-6-302013: Built"},
                 Case{"<190>sw01: 2017 Jul 28 14:42:46 UTC: %AUTHPRIV-6-SYSTEM_MSG: x",
                      "2017-07-28T14:42:46Z", "sw01", "%AUTHPRIV-6-SYSTEM_MSG: x"},
                 Case{"<189>46: *Mar  1 18:48:50.483 UTC: %SYS-5-CONFIG_I: x", "", "", "%SYS-5-CONFIG_I: x"},
                 Case{"<13>Feb 30 2020 10:00:00 h a: m", "", "h", "m"},
             }) {
            const auto record = readText("syslog", QByteArray(c.line) + '\n').records.at(0);
            QCOMPARE(record.occurredAt.toIso(), QString::fromLatin1(c.time));
            QCOMPARE(record.source, std::string(c.host));
            QCOMPARE(record.title, std::string(c.title));
        }
        const auto named = readText("syslog", "<165>Aug 24 05:34:00 CST 1987 h a: m\n").records.at(0);
        QVERIFY(named.occurredAt.zone.isEmpty());
        QVERIFY(std::any_of(named.assumptions.begin(), named.assumptions.end(),
                            [](const std::string& note) { return note.find("CST") != std::string::npos; }));
    }

    void cutsTheNameOfAZoneBetweenTwoCharacters()
    {
        const auto noteOf = [](const QByteArray& zone) {
            return readText("syslog", "<165>1987 Aug 24 05:34:00 " + zone + " h a: m\n")
                .records.at(0)
                .assumptions.back();
        };
        QCOMPARE(noteOf("TZ-789012345678901ü90"), std::string("the zone is written as TZ-789012345678901ü"));
        QCOMPARE(noteOf("TZ-7890123456789012ü0"), std::string("the zone is written as TZ-7890123456789012"));
    }

    void takesAMessageWithAPriorityAndNoTime()
    {
        const auto record = readText("syslog", "<34>Use the BFG!\n").records.at(0);
        QCOMPARE(record.title, std::string("Use the BFG!"));
        QCOMPARE(record.severity, domain::Severity::High);
        QVERIFY(!record.occurredAt.isKnown());
        QCOMPARE(record.assumptions.at(0), std::string("it states no time"));
        QVERIFY(record.description.find("Facility: auth") != std::string::npos);
        // Such lines alone do not make a file one of syslog.
        QCOMPARE(adapterFor("syslog").recognises(std::string_view("<1>a</1>\n<2>b</2>\n")), 0);
    }

    void namesTheFacility()
    {
        const auto facilityOf = [](int priority) {
            return readText("syslog", '<' + QByteArray::number(priority) + ">Oct 11 22:14:15 h a: m\n")
                .records.at(0)
                .description;
        };
        QVERIFY(facilityOf(0).find("Facility: kern") != std::string::npos);
        QVERIFY(facilityOf(127).find("Facility: clock") != std::string::npos);
        QVERIFY(facilityOf(128).find("Facility: local0") != std::string::npos);
        QVERIFY(facilityOf(191).find("Facility: local7") != std::string::npos);
        QVERIFY(facilityOf(192).find("Facility") == std::string::npos);
    }

    void dividesCountedMessagesThatShareALineOrTakeSeveral()
    {
        const auto counted = [](const QByteArray& message) {
            return QByteArray::number(message.size()) + ' ' + message;
        };
        const QByteArray head = "<34>1 2026-06-12T09:41:07Z h app - - - ";
        const Outcome outcome =
            readText("syslog", counted(head + "one") + counted(head + "two\nlines\n\nof it") +
                                   counted(head + "three") + '\n' + counted(head + "four\n") +
                                   counted("<x>") + counted(head + "five") + '\n');
        QCOMPARE(outcome.records.size(), size_t{5});
        QCOMPARE(outcome.records[0].title, std::string("one"));
        QVERIFY(outcome.records[1].description.find("two\nlines\n\nof it") == 0);
        QCOMPARE(outcome.records[2].title, std::string("three"));
        QCOMPARE(outcome.records[2].number, std::uint64_t{4});
        QCOMPARE(outcome.records[3].title, std::string("four"));
        QCOMPARE(outcome.records[4].title, std::string("five"));
        QCOMPARE(outcome.rejections.size(), size_t{1});
    }

    void believesNoCountThatWouldHideLaterMessages()
    {
        const Outcome outcome = readText("syslog", "99999999 <34>1 2026-06-12T09:41:07Z h app - - - first\n"
                                                   "<34>Oct 11 22:14:15 h a: second\n"
                                                   "Oct 11 22:14:16 h a: third\n"
                                                   "10 <34>1 2026-06-12T09:41:07Z h app - - - fourth\n");
        QCOMPARE(outcome.records.size(), size_t{4});
        QCOMPARE(outcome.records[3].title, std::string("fourth"));
        QVERIFY(outcome.records[3].assumptions.at(0).find("counts") != std::string::npos);
    }

    void keepsDigitsThatAreCut()
    {
        const auto record =
            readText("syslog", "<34>1 2026-06-12T09:41:07.123456789Z h app - - - m\n").records.at(0);
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2026-06-12T09:41:07.123456Z"));
        QCOMPARE(record.assumptions.at(0), std::string("time as written: 2026-06-12T09:41:07.123456789Z"));
    }
};

KEYTURN_TEST(TestSyslog);
#include "test_syslog.moc"

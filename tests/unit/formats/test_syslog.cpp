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
};

KEYTURN_TEST(TestSyslog);
#include "test_syslog.moc"

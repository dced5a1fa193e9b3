// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/formats/formats_support.h"

using namespace keyturn;
using namespace keyturn::tests;

namespace {

domain::NormalisedRecord cefOf(const QByteArray& severity, const QByteArray& extension)
{
    return readText("cef", "CEF:0|Vendor|Product|1|100|Name|" + severity + '|' + extension + '\n')
        .records.at(0);
}

} // namespace

class TestCef : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesTheMessagesOfARealFile()
    {
        const Outcome outcome = readFile("cef", "valid/cef/cef.out");
        QVERIFY(!outcome.error);
        QCOMPARE(outcome.records.size(), size_t{13});
        QCOMPARE(outcome.rejections.size(), size_t{1});
        QCOMPARE(outcome.records[2].title, std::string("Eicar_test_file"));
        QCOMPARE(outcome.records[2].source, std::string("Trend Micro Deep Security Agent"));
    }

    void undoesTheEscapesOfHeaderAndExtension()
    {
        const auto record = readText("cef", "CEF:0|a\\|b|c\\\\d|1|2|detected a \\| in message|5|"
                                            "msg=a \\= b\\nsecond act=blocked a b=c\n")
                                .records.at(0);
        QCOMPARE(record.title, std::string("detected a | in message"));
        QCOMPARE(record.source, std::string("a|b c\\d"));
        QVERIFY(record.description.find("a = b\nsecond") == 0);
        QVERIFY(record.description.find("Action: blocked a") != std::string::npos);
    }

    void readsTimesAsMillisecondsAndAsDates()
    {
        QCOMPARE(cefOf("5", "rt=1453290121336").occurredAt.toIso(),
                 QStringLiteral("2016-01-20T11:42:01.336Z"));
        QCOMPARE(cefOf("5", "rt=Nov 08 2020 12:30:00.111 UTC").occurredAt.toIso(),
                 QStringLiteral("2020-11-08T12:30:00.111Z"));
        const auto named = cefOf("5", "rt=Nov 19, 2014 18:21:13 IST");
        QVERIFY(named.occurredAt.zone.isEmpty());
        QVERIFY(named.assumptions.back().find("IST") != std::string::npos);
        const auto none = cefOf("5", "rt=%EVENT_TIME%");
        QVERIFY(!none.occurredAt.isKnown() && none.assumptions.size() == 1);
        // The event's own time goes before the device's receipt of it.
        QCOMPARE(cefOf("5", "rt=1453290121336 start=1453290000000").occurredAt.toIso(),
                 QStringLiteral("2016-01-20T11:40:00.000Z"));
    }

    void takesTheTimeOfTheSyslogLineWhereTheMessageHasNone()
    {
        const auto record =
            readText("cef",
                     "<189>1 2021-06-18T10:55:50.000003Z host app - - - CEF:0|E|V|1|18|Web request|low|a=b\n")
                .records.at(0);
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2021-06-18T10:55:50.000003Z"));
        QCOMPARE(record.severity, domain::Severity::Low);
    }

    void gradesByTheSpecificationsBands()
    {
        QCOMPARE(cefOf("0", {}).severity, domain::Severity::Low);
        QCOMPARE(cefOf("3", {}).severity, domain::Severity::Low);
        QCOMPARE(cefOf("6", {}).severity, domain::Severity::Medium);
        QCOMPARE(cefOf("8", {}).severity, domain::Severity::High);
        QCOMPARE(cefOf("10", {}).severity, domain::Severity::Critical);
        QCOMPARE(cefOf("Very-High", {}).severity, domain::Severity::Critical);
        QCOMPARE(cefOf("Unknown", {}).severity, domain::Severity::NotStated);
        QCOMPARE(cefOf("11", {}).severity, domain::Severity::NotStated);
    }

    void namesTheDevicesOwnFieldsByTheirLabels()
    {
        const auto record = cefOf("5", "cs1=Block all cs1Label=Policy cn2=7 deviceCustomDate1Label=Expiry "
                                       "deviceCustomDate1=1893456000000 cs2Label=Empty");
        QVERIFY(record.description.find("Policy: Block all") != std::string::npos);
        QVERIFY(record.description.find("Empty") == std::string::npos);
        // What a device calls a date of its own is not when it happened.
        QVERIFY(record.description.find("Expiry: 1893456000000") != std::string::npos);
        QVERIFY(!record.occurredAt.isKnown());
    }

    void inventsNoYearAndNotesOtherUnits()
    {
        const auto yearless = cefOf("5", "rt=Nov 08 12:30:00 UTC");
        QVERIFY(!yearless.occurredAt.isKnown());
        QVERIFY(yearless.assumptions.at(0).find("rt names no year") == 0);
        const auto seconds = cefOf("5", "rt=1453290121");
        QCOMPARE(seconds.occurredAt.toIso(), QStringLiteral("2016-01-20T11:42:01Z"));
        QVERIFY(seconds.assumptions.at(0).find("seconds") != std::string::npos);
        QVERIFY(cefOf("5", "rt=1453290121336").assumptions.empty());
        const auto zoneless = cefOf("5", "rt=Nov 08 2020 12:30:00 dtz=Europe/Berlin");
        QVERIFY(zoneless.assumptions.back().find("Europe/Berlin") != std::string::npos);
        QCOMPARE(cefOf("5", "start=2020-11-08T12:30:00Z").occurredAt.toIso(),
                 QStringLiteral("2020-11-08T12:30:00Z"));
        QVERIFY(!cefOf("5", "start=2020").occurredAt.isKnown());
    }
};

KEYTURN_TEST(TestCef);
#include "test_cef.moc"

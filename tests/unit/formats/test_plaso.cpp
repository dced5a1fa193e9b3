// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/formats/formats_support.h"

using namespace keyturn;
using namespace keyturn::tests;

namespace {

/// A table of log2timeline's: its header, and a row behind its date, time and timezone.
const QByteArray kL2tHeader =
    "date,time,timezone,MACB,source,sourcetype,type,user,host,short,desc,version,filename,"
    "inode,notes,format,extra\n";
const QByteArray kL2tRest = ",M...,LOG,Log File,t,-,h,short,desc,2,f,-,-,p,-\n";

} // namespace

class TestPlaso : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesTheSameTimelineInEachOfItsOutputs()
    {
        for (const auto& [format, file, count] :
             {std::tuple("plaso-dynamic", "valid/plaso/dynamic.log", 20),
              std::tuple("l2tcsv", "valid/plaso/l2tcsv.log", 19),
              std::tuple("tln", "valid/plaso/tln.log", 20),
              std::tuple("plaso-json", "valid/plaso/json_line.log", 20)}) {
            const Outcome outcome = readFile(format, file);
            QVERIFY2(!outcome.error && outcome.rejections.empty(), format);
            QCOMPARE(outcome.records.size(), static_cast<size_t>(count));
            QCOMPARE(outcome.records[0].occurredAt.toIso(), QStringLiteral("2012-01-22T07:52:33Z"));
            QVERIFY2(outcome.records[0].title.find("INFO No ") != std::string::npos, format);
        }
    }

    void knowsTheColumnsOfItsDynamicOutputInAnyLetterCase()
    {
        const QByteArray text =
            "Datetime,Timestamp_Desc,Source,Source_Long,Message,Parser,Display_Name,Tag\n"
            "2012-01-22T07:52:33+00:00,Content Modification Time,LOG,System,Started,syslog,"
            "OS:/a,-\n";
        const auto record = readText("plaso-dynamic", text).records.at(0);
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2012-01-22T07:52:33Z"));
        QCOMPARE(record.title, std::string("Started"));
        QCOMPARE(record.source, std::string("System"));
    }

    void statesNoFinerTimeThanTheEventDoes()
    {
        const auto precisionOf = [](const char* className) {
            const QByteArray text =
                QByteArray("{\"__container_type__\":\"event\",\"timestamp\":1327218753123456,"
                           "\"timestamp_desc\":\"d\",\"message\":\"m\",\"date_time\":"
                           "{\"__class_name__\":\"") +
                className + "\"}}";
            return readText("plaso-json", text).records.at(0).occurredAt.precision;
        };
        QCOMPARE(precisionOf("TimeElements"), base::TimePrecision::Second);
        QCOMPARE(precisionOf("TimeElementsInMilliseconds"), base::TimePrecision::Millisecond);
        QCOMPARE(precisionOf("Filetime"), base::TimePrecision::Microsecond);
        QCOMPARE(precisionOf("SemanticTime"), base::TimePrecision::Unknown);
    }

    void readsTheObjectOfEventsThatPsortsJsonIs()
    {
        const QByteArray event =
            R"({"__container_type__":"event","timestamp":1327218753000000,"timestamp_desc":"d","message":"m"})";
        const QByteArray text = "{\"event_0\": " + event + ", \"event_1\": " + event + "}";
        const Outcome outcome = readText("plaso-json", text);
        QCOMPARE(outcome.records.size(), size_t{2});
        QCOMPARE(outcome.records[1].number, std::uint64_t{2});
    }

    void takesAnEmptyDateForNoTime()
    {
        const Outcome outcome = readText("l2tcsv", kL2tHeader + "00/00/0000,--:--:--,UTC" + kL2tRest +
                                                       "01/22/2012,07:52:33,EST5EDT" + kL2tRest +
                                                       "13/40/2012,07:52:33,UTC" + kL2tRest);
        QCOMPARE(outcome.records.size(), size_t{3});
        QVERIFY(!outcome.records[0].occurredAt.isKnown() && outcome.records[0].assumptions.empty());
        QVERIFY(outcome.records[1].occurredAt.zone.isEmpty());
        QVERIFY(outcome.records[1].assumptions.back().find("EST5EDT") != std::string::npos);
        QVERIFY(!outcome.records[2].occurredAt.isKnown() && outcome.records[2].assumptions.size() == 1);
        QVERIFY(!readText("tln", "0|FILE|-|-|what\n").records.at(0).occurredAt.isKnown());
    }

    void keepsBarsInADescriptionAndReadsSevenFields()
    {
        const Outcome outcome = readText(
            "tln", "1327218753|LOG|h|u|a|b|c|d|e\n1327218753|LOG|h|u|desc|UTC|notes\nx|LOG|h|u|d\n1|2\n");
        QCOMPARE(outcome.records.size(), size_t{2});
        QCOMPARE(outcome.records[0].title, std::string("a|b|c|d|e"));
        QCOMPARE(outcome.records[1].title, std::string("desc"));
        QVERIFY(outcome.records[1].description.find("Notes: notes") != std::string::npos);
        QCOMPARE(outcome.rejections.size(), size_t{2});
    }

    void inventsNoTimeWherePlasoPutsNought()
    {
        const auto eventWith = [](const QByteArray& members) {
            return readText("plaso-json", "{\"__container_type__\":\"event\",\"timestamp_desc\":\"d\","
                                          "\"message\":\"m\",\"timestamp\":0" +
                                              members + "}")
                .records.at(0);
        };
        for (const char* className : {"NotSet", "Never", "InvalidTime", "SemanticTime"}) {
            const auto record = eventWith(QByteArray(",\"date_time\":{\"__class_name__\":\"") + className +
                                          "\",\"__type__\":\"DateTimeValues\",\"string\":\"Not set\"}");
            QVERIFY2(!record.occurredAt.isKnown(), className);
            QVERIFY(record.assumptions.at(0).find("Not set") != std::string::npos);
        }
        QVERIFY(!eventWith({}).occurredAt.isKnown());
        // A count of 0 that the event itself states is the year 1970.
        QCOMPARE(
            eventWith(",\"date_time\":{\"__class_name__\":\"PosixTime\",\"timestamp\":0}").occurredAt.toIso(),
            QStringLiteral("1970-01-01T00:00:00Z"));
        QVERIFY(!eventWith(",\"date_time\":7,\"tag\":[1]").title.empty());
    }

    void keepsWhatTheEventsOwnTimeSays()
    {
        const auto notesOf = [](const QByteArray& dateTime) {
            const auto record =
                readText("plaso-json",
                         "{\"__container_type__\":\"event\",\"timestamp\":1783014477955519,"
                         "\"timestamp_desc\":\"d\",\"message\":\"m\",\"tag\":{\"labels\":[\"malware\"]},"
                         "\"date_time\":" +
                             dateTime + "}")
                    .records.at(0);
            QByteArray notes;
            for (const std::string& note : record.assumptions)
                notes += QByteArray::fromStdString(note) + '\n';
            return record.description.find("Tag: malware") == std::string::npos ? QByteArray() : notes;
        };
        QVERIFY(notesOf(R"({"__class_name__":"PosixTimeInNanoseconds","timestamp":1783014477955519754})")
                    .contains("time as written: 1783014477955519754"));
        QVERIFY(notesOf(R"({"__class_name__":"Filetime","timestamp":134274880779555197})")
                    .contains("134274880779555197"));
        QVERIFY(!notesOf(R"({"__class_name__":"Filetime","timestamp":134274880779555190})")
                     .contains("as written"));
        QVERIFY(notesOf(R"({"__class_name__":"TimeElements","is_delta":true})").contains("plaso added"));
        const QByteArray local =
            notesOf(R"({"__class_name__":"TimeElements","is_local_time":true,"time_zone_hint":"CET"})");
        QVERIFY(local.contains("CET") && local.contains("no zone"));
    }

    void leavesTheDayWhereOnlyTheTimeOfDayIsMissing()
    {
        const Outcome outcome = readText("l2tcsv", kL2tHeader + "01/22/2012,--:--:--,UTC" + kL2tRest +
                                                       "01/22/2012,07:52:33,+02:00" + kL2tRest);
        QCOMPARE(outcome.records.at(0).occurredAt.toIso(), QStringLiteral("2012-01-22"));
        QCOMPARE(outcome.records.at(1).occurredAt.toIso(), QStringLiteral("2012-01-22T05:52:33Z"));
    }

    void readsTheClockOfTheZoneThatARowNames()
    {
        const Outcome outcome =
            readText("l2tcsv", kL2tHeader + "06/01/2023,13:37:00,America/New_York" + kL2tRest +
                                   "11/05/2023,01:30:00,America/New_York" + kL2tRest +
                                   "06/01/2023,13:37:00,Middle/Earth" + kL2tRest);
        QCOMPARE(outcome.records.size(), size_t{3});
        QCOMPARE(outcome.records[0].occurredAt.toIso(), QStringLiteral("2023-06-01T17:37:00Z"));
        QCOMPARE(outcome.records[0].assumptions,
                 std::vector<std::string>{"the time names no zone; 2023-06-01T13:37:00 is taken to be in "
                                          "America/New_York, as another field says"});
        QVERIFY(outcome.records[1].assumptions.at(0).find("twice") != std::string::npos);
        QCOMPARE(outcome.records[2].occurredAt.toIso(), QStringLiteral("2023-06-01T13:37:00Z"));
        QVERIFY(outcome.records[2].assumptions.back().find("Middle/Earth") != std::string::npos);
    }

    void takesNoOtherTableBetweenBarsForTln()
    {
        const auto isTln = [](const QByteArray& text) {
            return adapterFor("tln").recognises(std::string_view(text.toStdString())) > 0;
        };
        QVERIFY(!isTln("0|/etc/passwd|12|r/rrw-r--r--|0|0|1024|1327218753|1327218753|1327218753|0\n"));
        QVERIFY(!isTln("1|apple|red|5|x\n2|pear|green|6|y\n"));
        QVERIFY(isTln("1327218753|LOG|h|u|d\n0|LOG|h|u|no time\n"));
        QVERIFY(!isTln("0|LOG|h|u|no time\n"));
    }

    void splitsAsTheHeadingSays()
    {
        const QByteArray line = "1327218753|LOG|h|u|a|b|c\n";
        QCOMPARE(readText("tln", "Time|Source|Host|User|Description\n" + line).records.at(0).title,
                 std::string("a|b|c"));
        QCOMPARE(readText("tln", "Time|Source|Host|User|Description|TZ|Notes\n" + line).records.at(0).title,
                 std::string("a"));
    }
};

KEYTURN_TEST(TestPlaso);
#include "test_plaso.moc"

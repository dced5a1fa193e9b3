// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/formats/formats_support.h"

using namespace keyturn;
using namespace keyturn::tests;

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
        const QByteArray header =
            "date,time,timezone,MACB,source,sourcetype,type,user,host,short,desc,version,filename,"
            "inode,notes,format,extra\n";
        const QByteArray rest = ",M...,LOG,Log File,t,-,h,short,desc,2,f,-,-,p,-\n";
        const Outcome outcome =
            readText("l2tcsv", header + "00/00/0000,--:--:--,UTC" + rest + "01/22/2012,07:52:33,EST5EDT" +
                                   rest + "13/40/2012,07:52:33,UTC" + rest);
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
};

KEYTURN_TEST(TestPlaso);
#include "test_plaso.moc"

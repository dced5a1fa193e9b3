// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/stated_times.h"
#include "tests/unit/formats/formats_support.h"

using namespace keyturn;
using namespace keyturn::tests;
using formats::EpochUnit;
using formats::StatedTimeReader;

namespace {

QString isoOf(const formats::StatedTime& stated)
{
    return stated.time ? stated.time->toIso() : QStringLiteral("none");
}

} // namespace

class TestStatedTimes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsACountInItsDocumentedUnitNoFinerThanWritten()
    {
        const auto read = [](const char* digits, EpochUnit unit) {
            return isoOf(StatedTimeReader::fromCount(digits, unit, "time"));
        };
        QCOMPARE(read("1700000000", EpochUnit::Seconds), QStringLiteral("2023-11-14T22:13:20Z"));
        QCOMPARE(read("1700000000.5", EpochUnit::Seconds), QStringLiteral("2023-11-14T22:13:20.500Z"));
        QCOMPARE(read("1700000000.1234", EpochUnit::Seconds), QStringLiteral("2023-11-14T22:13:20.123400Z"));
        QCOMPARE(read("1700000000100", EpochUnit::Milliseconds), QStringLiteral("2023-11-14T22:13:20.100Z"));
        QCOMPARE(read("1700000000100200", EpochUnit::Microseconds),
                 QStringLiteral("2023-11-14T22:13:20.100200Z"));
        QCOMPARE(read("1.7e9", EpochUnit::Seconds), QStringLiteral("2023-11-14T22:13:20Z"));
        QCOMPARE(read("0", EpochUnit::Milliseconds), QStringLiteral("1970-01-01T00:00:00.000Z"));
    }

    void cutsNanosecondsAndKeepsWhatWasWritten()
    {
        const auto fine = StatedTimeReader::fromCount("1544712660300000001", EpochUnit::Nanoseconds, "t");
        QCOMPARE(isoOf(fine), QStringLiteral("2018-12-13T14:51:00.300000Z"));
        QCOMPARE(fine.notes, std::vector<std::string>{"time as written: 1544712660300000001"});
        QVERIFY(
            StatedTimeReader::fromCount("1544712660300000000", EpochUnit::Nanoseconds, "t").notes.empty());
        QCOMPARE(isoOf(StatedTimeReader::fromCount("-1", EpochUnit::Nanoseconds, "t")),
                 QStringLiteral("1969-12-31T23:59:59.999999Z"));
        StatedTimeReader reader;
        QCOMPARE(reader.fromText("2021-08-02T13:11:39.7724491Z", "t").notes.size(), size_t{1});
        QVERIFY(reader.fromText("2021-08-02T13:11:39.7724490Z", "t").notes.empty());
    }

    void takesAnotherUnitWhereOnlyThatGivesAnEventOfOurTime()
    {
        const auto seconds = StatedTimeReader::fromCount("1739539623", EpochUnit::Milliseconds, "time");
        QCOMPARE(isoOf(seconds), QStringLiteral("2025-02-14T13:27:03Z"));
        QCOMPARE(seconds.notes, std::vector<std::string>{
                                    "time is read as seconds, by its size; the format means milliseconds"});
        QCOMPARE(isoOf(StatedTimeReader::fromCount("1739539623000", EpochUnit::Seconds, "time")),
                 QStringLiteral("2025-02-14T13:27:03.000Z"));
    }

    void refusesWhatIsNoTimeAndSaysSo()
    {
        for (const char* digits :
             {"", "soon", "12x", "1.", ".5", "99999999999999999999", "1e400", "nan", "9223372036854775807",
              "9223372036854.999999", "-9223372036854.999999", "1.2.3", "--1"}) {
            const auto stated = StatedTimeReader::fromCount(digits, EpochUnit::Seconds, "time");
            QVERIFY2(!stated.time, digits);
            QCOMPARE(stated.notes.size(), size_t{1});
        }
        StatedTimeReader reader;
        QVERIFY(!reader.fromText("yesterday", "time").time);
        QVERIFY(reader.fromText("  ", "time").notes.empty());
    }

    void keepsADayADayAndUtcOnlyWhereItIsDefined()
    {
        StatedTimeReader reader;
        QCOMPARE(isoOf(reader.fromText("2018-05", "t")), QStringLiteral("2018-05"));
        QVERIFY(reader.fromText("2018-05-03 10:00:00", "t").time->zone.isEmpty());
        QCOMPARE(reader.fromUtcText("2018-05-03 10:00:00", "t").time->zone, QStringLiteral("Z"));
        QVERIFY(reader.fromUtcText("2018", "t").time->zone.isEmpty());
    }
};

KEYTURN_TEST(TestStatedTimes);
#include "test_stated_times.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/clock.h"
#include "models/base/text_safety.h"
#include "models/base/time.h"
#include "tests/support/test_registry.h"

#include <QDateTime>

#include <random>

using namespace keyturn;
using namespace Qt::Literals::StringLiterals;
using base::SourceTime;
using base::TimeError;
using base::TimePrecision;
using base::UtcTime;

Q_DECLARE_METATYPE(keyturn::base::TimeError)

namespace {

SourceTime read(const char* text)
{
    return base::parseRfc3339(std::string_view(text)).value_or(SourceTime());
}

SourceTime readLenient(const char* text)
{
    return base::parseLenientIso(text).value_or(SourceTime());
}

/// From 0001-01-01 to 9999-12-31.
UtcTime randomInstant(std::mt19937_64& random)
{
    const std::int64_t first = base::fromCivil({1, 1, 1, 0, 0, 0, 0})->us;
    const std::int64_t last = base::fromCivil({9999, 12, 31, 23, 59, 59, 999'999})->us;
    return {first + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(last - first + 1))};
}

} // namespace

class TestTime : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheExamplesOfRfc3339();
    void keepsPrecisionAndZoneAsWritten_data();
    void keepsPrecisionAndZoneAsWritten();
    void refusesWhatIsNoTime_data();
    void refusesWhatIsNoTime();
    void showsHostileTimesHarmless();
    void readsDatesCutShortOnlyWhereLenient();
    void readsAMissingZoneAsUtcAndSaysNotStated();
    void coversTheSpanThatWasStated_data();
    void coversTheSpanThatWasStated();
    void readsTheOffsetOfAZone();
    void agreesWithQtOnTheCalendar();
    void writesWhatItReadsBack();
    void writesOnlyTheFractionDigitsNeeded();
    void showsPeopleAsMuchAsWasStated();
    void comparesAllThatWasStated();
    void holdsTheStartButNotTheEndOfARange();
    void namesPrecisionsByWordsThatReadBack();
    void keepsTheClocksTime();
};
KEYTURN_TEST(TestTime);

void TestTime::readsTheExamplesOfRfc3339()
{
    // Section 5.8.
    QCOMPARE(base::toRfc3339(read("1985-04-12T23:20:50.52Z").start), u"1985-04-12T23:20:50.520Z"_s);
    QCOMPARE(read("1996-12-19T16:39:57-08:00").start, read("1996-12-20T00:39:57Z").start);
    QCOMPARE(read("1990-12-31T23:59:60Z").toIso(), u"1990-12-31T23:59:59Z"_s);
    QCOMPARE(read("1990-12-31T15:59:60-08:00").toIso(), u"1990-12-31T23:59:59Z"_s);
    QVERIFY(read("1990-12-31T15:59:60-08:00").isLeapSecond);
    QVERIFY(!read("1990-12-31T15:59:59-08:00").isLeapSecond);
    QCOMPARE(read("1937-01-01T12:00:27.87+00:20").start, read("1937-01-01T11:40:27.87Z").start);
}

void TestTime::keepsPrecisionAndZoneAsWritten_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("precision");
    QTest::addColumn<QString>("zone");
    QTest::addColumn<QString>("iso");
    const auto row = [](const char* text, const char* precision, const char* zone, const char* iso) {
        QTest::newRow(text) << QByteArray(text) << QString::fromLatin1(precision) << QString::fromLatin1(zone)
                            << QString::fromLatin1(iso);
    };
    row("2018-07-27T10:58:07Z", "second", "Z", "2018-07-27T10:58:07Z");
    row("2018-07-27t10:58:07z", "second", "Z", "2018-07-27T10:58:07Z");
    row("2018-07-27 10:58:07+02:00", "second", "+02:00", "2018-07-27T08:58:07Z");
    row("2018-07-27T10:58:07.1Z", "millisecond", "Z", "2018-07-27T10:58:07.100Z");
    row("2018-07-27T10:58:07.123Z", "millisecond", "Z", "2018-07-27T10:58:07.123Z");
    row("2018-07-27T10:58:07.1234Z", "microsecond", "Z", "2018-07-27T10:58:07.123400Z");
    row("2018-07-27T10:58:07.123456789Z", "microsecond", "Z", "2018-07-27T10:58:07.123456Z");
    row("2018-07-27T00:30:00-00:00", "second", "-00:00", "2018-07-27T00:30:00Z");
    row("2018-12-31T23:30:00-05:30", "second", "-05:30", "2019-01-01T05:00:00Z");
    row("2020-02-29T12:00:00Z", "second", "Z", "2020-02-29T12:00:00Z");
    row("0001-01-01T00:00:00Z", "second", "Z", "0001-01-01T00:00:00Z");
    row("9999-12-31T23:59:59.999999Z", "microsecond", "Z", "9999-12-31T23:59:59.999999Z");
}

void TestTime::keepsPrecisionAndZoneAsWritten()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, precision);
    QFETCH(QString, zone);
    QFETCH(QString, iso);
    const auto time = base::parseRfc3339(QStringView(QString::fromLatin1(text)));
    QVERIFY2(time, time ? "" : qPrintable(time.error().sentence()));
    QCOMPARE(toWord(time->precision), precision);
    QCOMPARE(time->zone, zone);
    QCOMPARE(time->toIso(), iso);
    std::string appended = "at ";
    base::appendIso(appended, *time);
    QCOMPARE(appended, "at " + iso.toStdString());
}

void TestTime::refusesWhatIsNoTime_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<TimeError>("error");
    const auto row = [](const QByteArray& text, TimeError error) {
        QTest::newRow(text.isEmpty() ? "nothing" : text.constData()) << text << error;
    };
    row("", TimeError::NotATime);
    row("now", TimeError::NotATime);
    row("2018", TimeError::NotATime);
    row("2018-07-27", TimeError::NoTime);
    row("2018-07-27T10:58:07", TimeError::NoZone);
    row("2018-07-27T10:58Z", TimeError::NotATime);
    row("2018-7-27T10:58:07Z", TimeError::NotATime);
    row("18-07-27T10:58:07Z", TimeError::NotATime);
    row("2018-02-30T10:58:07Z", TimeError::NotATime);
    row("2019-02-29T10:58:07Z", TimeError::NotATime);
    row("2018-00-10T10:58:07Z", TimeError::NotATime);
    row("2018-13-10T10:58:07Z", TimeError::NotATime);
    row("2018-07-27T24:00:00Z", TimeError::NotATime);
    row("2018-07-27T10:60:00Z", TimeError::NotATime);
    row("2018-07-27T10:58:61Z", TimeError::NotATime);
    row("2018-07-27T10:58:07.Z", TimeError::NotATime);
    row("2018-07-27T10:58:07,5Z", TimeError::NotATime);
    row("2018-07-27T10:58:07+2:00", TimeError::NotATime);
    row("2018-07-27T10:58:07+0200", TimeError::NotATime);
    row("2018-07-27T10:58:07+24:00", TimeError::NotATime);
    row("2018-07-27T10:58:07+01:60", TimeError::NotATime);
    row("2018-07-27T10:58:07ZZ", TimeError::NotATime);
    row("2018-07-27T10:58:07 Z", TimeError::NotATime);
    row("2018-07-27T10:58:07 UTC", TimeError::NotATime);
    row(" 2018-07-27T10:58:07Z", TimeError::NotATime);
    row("-018-07-27T10:58:07Z", TimeError::NotATime);
    row("0000-07-27T10:58:07Z", TimeError::NotATime);
    row("\xd9\xa2\xd9\xa0"
        "18-07-27T10:58:07Z",
        TimeError::NotATime);
    row("0001-01-01T00:00:00+00:01", TimeError::OutOfRange);
    row("9999-12-31T23:59:59-00:01", TimeError::OutOfRange);
}

void TestTime::refusesWhatIsNoTime()
{
    QFETCH(QByteArray, text);
    QFETCH(TimeError, error);
    const auto time =
        base::parseRfc3339(std::string_view(text.constData(), static_cast<std::size_t>(text.size())));
    QVERIFY(!time);
    QVERIFY2(time.error().is(error), qPrintable(time.error().name()));
}

void TestTime::showsHostileTimesHarmless()
{
    const auto time = base::parseRfc3339(std::string_view("\x1b[2J\xe2\x80\xae"
                                                          "2018"));
    QVERIFY(!time);
    QVERIFY(!base::hasForbiddenCharacter(time.error().sentence()));
}

void TestTime::readsDatesCutShortOnlyWhereLenient()
{
    QCOMPARE(readLenient("2018").precision, TimePrecision::Year);
    QCOMPARE(readLenient("2018-07").precision, TimePrecision::Month);
    QCOMPARE(readLenient("2018-07-27").precision, TimePrecision::Day);
    QCOMPARE(readLenient("2018-07-27T10:58").precision, TimePrecision::Minute);
    QCOMPARE(readLenient("2018-07-27 10:58:07+0200").start, read("2018-07-27T08:58:07Z").start);
    QCOMPARE(readLenient("2018-07-27 10:58:07,5").toIso(), u"2018-07-27T10:58:07.500Z"_s);
    QCOMPARE(readLenient("2018-07-27 10:58:07+02").start, read("2018-07-27T08:58:07Z").start);
    for (const char* text :
         {"2018-", "2018-07-", "2018-07-27T", "2018-07-27T10", "2018-13", "27.07.2018", "2018-07-27Z"})
        QVERIFY2(!base::parseLenientIso(text), text);
}

void TestTime::readsAMissingZoneAsUtcAndSaysNotStated()
{
    const SourceTime time = readLenient("2018-07-27T10:58:07");
    QCOMPARE(time.start, read("2018-07-27T10:58:07Z").start);
    QVERIFY(time.zone.isEmpty());
    QVERIFY(time.isKnown() && !SourceTime().isKnown());
}

void TestTime::coversTheSpanThatWasStated_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("end");
    QTest::newRow("year") << QByteArray("2019") << QByteArray("2020-01-01T00:00:00Z");
    QTest::newRow("leap month") << QByteArray("2020-02") << QByteArray("2020-03-01T00:00:00Z");
    QTest::newRow("December") << QByteArray("2020-12") << QByteArray("2021-01-01T00:00:00Z");
    QTest::newRow("day") << QByteArray("2018-07-31") << QByteArray("2018-08-01T00:00:00Z");
    QTest::newRow("minute") << QByteArray("2018-07-27T23:59Z") << QByteArray("2018-07-28T00:00:00Z");
    QTest::newRow("second") << QByteArray("2018-07-27T23:59:59Z") << QByteArray("2018-07-28T00:00:00Z");
    QTest::newRow("millisecond") << QByteArray("2018-07-27T23:59:59.5Z")
                                 << QByteArray("2018-07-27T23:59:59.501Z");
    QTest::newRow("microsecond") << QByteArray("2018-07-27T23:59:59.5000Z")
                                 << QByteArray("2018-07-27T23:59:59.500001Z");
    QTest::newRow("last year but one") << QByteArray("9998") << QByteArray("9999-01-01T00:00:00Z");
}

void TestTime::coversTheSpanThatWasStated()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, end);
    const SourceTime time = readLenient(text.constData());
    QVERIFY(time.isKnown());
    QCOMPARE(time.extent().start, time.start);
    QCOMPARE(time.extent().end, read(end.constData()).start);
    // A month of another zone than UTC: its days are counted there.
    const SourceTime february{read("2016-01-31T10:00:00Z").start, TimePrecision::Month,
                              QStringLiteral("+14:00")};
    QCOMPARE(february.extent().end, read("2016-02-29T10:00:00Z").start);
    const SourceTime year{read("2016-01-01T05:00:00Z").start, TimePrecision::Year, QStringLiteral("-0500")};
    QCOMPARE(year.extent().end, read("2017-01-01T05:00:00Z").start);
    QVERIFY(!readLenient("9999").extent().isEmpty());
    QVERIFY(!readLenient("9999-12").extent().isEmpty());
    QVERIFY(SourceTime().extent().isEmpty());
}

void TestTime::readsTheOffsetOfAZone()
{
    QCOMPARE(base::zoneOffsetUs(u"+02:00"), 2 * base::kUsPerHour);
    QCOMPARE(base::zoneOffsetUs(u"-0730"), -(7 * base::kUsPerHour + 30 * base::kUsPerMinute));
    QCOMPARE(base::zoneOffsetUs(u"+05"), 5 * base::kUsPerHour);
    for (const QStringView none : {u"", u"Z", u"-00:00", u"+", u"+2", u"CEST"})
        QCOMPARE(base::zoneOffsetUs(none), std::int64_t{0});
}

void TestTime::agreesWithQtOnTheCalendar()
{
    std::mt19937_64 random(1);
    for (int i = 0; i < 20'000; ++i) {
        const UtcTime instant = randomInstant(random);
        const base::CivilTime civil = base::toCivil(instant);
        const QDate date(civil.year, civil.month, civil.day);
        const QTime time(civil.hour, civil.minute, civil.second, civil.microsecond / 1000);
        QVERIFY(date.isValid() && time.isValid());
        std::int64_t ms = QDateTime(date, time, Qt::UTC).toMSecsSinceEpoch();
        QCOMPARE(ms * 1000 + civil.microsecond % 1000, instant.us);
        QCOMPARE(base::fromCivil(civil), instant);
    }
}

void TestTime::writesWhatItReadsBack()
{
    std::mt19937_64 random(2);
    for (int i = 0; i < 20'000; ++i) {
        const UtcTime instant = randomInstant(random);
        QCOMPARE(base::parseRfc3339(QStringView(base::toRfc3339(instant))).value().start, instant);
        const UtcTime ms = base::parseRfc3339(QStringView(base::toRfc3339Ms(instant))).value().start;
        QVERIFY(ms <= instant && instant < ms.plusUs(1000));
        for (const auto precision : {TimePrecision::Year, TimePrecision::Month, TimePrecision::Day,
                                     TimePrecision::Second, TimePrecision::Microsecond}) {
            const SourceTime whole{instant, precision, u"Z"_s};
            const auto back = base::parseLenientIso(whole.toIso().toStdString());
            QVERIFY(back);
            QCOMPARE(back->precision, precision);
            QCOMPARE(back->toIso(), whole.toIso());
        }
    }
}

void TestTime::writesOnlyTheFractionDigitsNeeded()
{
    const UtcTime second = read("2026-06-12T09:41:07Z").start;
    QCOMPARE(base::toRfc3339(second), u"2026-06-12T09:41:07Z"_s);
    QCOMPARE(base::toRfc3339(second.plusUs(70'000)), u"2026-06-12T09:41:07.070Z"_s);
    QCOMPARE(base::toRfc3339(second.plusUs(7)), u"2026-06-12T09:41:07.000007Z"_s);
    QCOMPARE(base::toRfc3339Ms(second.plusUs(7)), u"2026-06-12T09:41:07.000Z"_s);
    QCOMPARE(base::toRfc3339Ms({-1}), u"1969-12-31T23:59:59.999Z"_s);
}

void TestTime::showsPeopleAsMuchAsWasStated()
{
    QCOMPARE(base::toDisplay(readLenient("2018")), u"2018"_s);
    QCOMPARE(base::toDisplay(readLenient("2018-07")), u"2018-07"_s);
    QCOMPARE(base::toDisplay(readLenient("2018-07-27")), u"2018-07-27"_s);
    QCOMPARE(base::toDisplay(readLenient("2018-07-27T10:58Z")), u"2018-07-27 10:58 UTC"_s);
    QCOMPARE(base::toDisplay(read("2018-07-27T10:58:07.123Z")), u"2018-07-27 10:58:07 UTC"_s);
    QCOMPARE(base::toDisplay(read("2018-07-27T10:58:07Z").start), u"2018-07-27 10:58:07 UTC"_s);
    QCOMPARE(base::toDisplay(SourceTime()), QString());
}

void TestTime::comparesAllThatWasStated()
{
    const SourceTime utc = read("2018-07-27T10:00:00Z");
    const SourceTime zoned = read("2018-07-27T12:00:00+02:00");
    QCOMPARE(utc.start, zoned.start);
    QVERIFY(utc != zoned);
    QVERIFY(readLenient("2018") != readLenient("2018-01"));
}

void TestTime::holdsTheStartButNotTheEndOfARange()
{
    const base::TimeRange range{{10}, {20}};
    QVERIFY(range.contains({10}) && range.contains({19}) && !range.contains({20}) && !range.contains({9}));
    QCOMPARE(range.lengthUs(), std::int64_t{10});
    QVERIFY((base::TimeRange{{20}, {20}}.isEmpty()));
}

void TestTime::namesPrecisionsByWordsThatReadBack()
{
    for (int i = 0; i <= static_cast<int>(TimePrecision::Microsecond); ++i) {
        const auto precision = static_cast<TimePrecision>(i);
        QCOMPARE(base::timePrecisionFromWord(toWord(precision)), precision);
    }
    QVERIFY(!base::timePrecisionFromWord(u"fortnight"));
}

void TestTime::keepsTheClocksTime()
{
    const auto before = QDateTime::currentMSecsSinceEpoch();
    const UtcTime now = base::SystemClock().now();
    const auto after = QDateTime::currentMSecsSinceEpoch();
    QVERIFY(now.us / 1000 >= before && now.us / 1000 <= after);
}

#include "test_time.moc"

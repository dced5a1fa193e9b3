// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/counted_times.h"
#include "models/intake/loose_times.h"
#include "models/intake/record_text.h"
#include "models/intake/source_times.h"
#include "tests/support/test_registry.h"

#include <QRandomGenerator>

using namespace keyturn;
using base::TimePrecision;

class TestSourceTimes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatTheGeneralReaderReads()
    {
        QRandomGenerator random(20260612);
        intake::TimeReader reader;
        const std::vector<std::string> zones{"Z",      "+00:00", "",    "+0000",  "+02:00", "-0730",
                                             "-07:30", "z",      "+02", "+24:00", "UTC",    "+02:"};
        int known = 0;
        for (int i = 0; i < 20'000; ++i) {
            const auto number = [&](int low, int high) { return random.bounded(low, high + 1); };
            std::string text = QString::asprintf("%04d-%02d-%02d%c%02d:%02d:%02d", number(0, 9999),
                                                 number(0, 13), number(0, 32), "T t_"[random.bounded(4)],
                                                 number(0, 24), number(0, 60), number(0, 61))
                                   .toStdString();
            if (number(0, 1) == 1)
                text += '.' + std::to_string(random.generate()).substr(0, static_cast<size_t>(number(0, 9)));
            text += zones[static_cast<size_t>(random.bounded(static_cast<int>(zones.size())))];
            if (number(0, 9) == 0)
                text[static_cast<size_t>(random.bounded(static_cast<int>(text.size())))] =
                    "x:-0 "[random.bounded(5)];
            // Twice, as the second may come from what the first left behind.
            for (int time = 0; time < 2; ++time) {
                const auto ours = reader.read(text);
                const auto general = base::parseLenientIso(intake::trimmed(text));
                QVERIFY2(ours.has_value() == general.has_value(), text.c_str());
                if (ours)
                    QVERIFY2(*ours == *general, text.c_str());
                known += ours ? 1 : 0;
            }
        }
        QVERIFY(known > 10'000);
    }

    void coarsensInTheTimesOwnZone()
    {
        const auto time = *base::parseLenientIso("2024-01-01T00:30:00+02:00");
        const auto day = intake::coarsened(time, TimePrecision::Day);
        QCOMPARE(base::toRfc3339(day.start), QStringLiteral("2023-12-31T22:00:00Z"));
        QCOMPARE(day.zone, QStringLiteral("+02:00"));
        const auto year = *base::parseLenientIso("2024");
        QVERIFY(intake::coarsened(year, TimePrecision::Day) == year);
    }

    void bytesThatAreNoDateAreNone()
    {
        intake::TimeReader reader;
        QVERIFY(!reader.read(std::string(10, '\0') + "T09:41:07Z"));
        QCOMPARE(reader.read("1970-01-01T09:41:07Z")->toIso(), QStringLiteral("1970-01-01T09:41:07Z"));
    }

    void noOffsetLeadsOutOfTheYearsThatCanBeWritten()
    {
        intake::TimeReader reader;
        QVERIFY(reader.read("2026-06-12T09:41:07+14:00")); // whose offset it remembers
        QVERIFY(!reader.read("0001-01-01T00:00:00+14:00"));
        QVERIFY(!intake::LooseTimes(intake::TimeStyle::MonthFirst).read("01/01/0001 00:00 +14:00"));
        QVERIFY(!intake::LooseTimes(intake::TimeStyle::DayFirst).read("31/12/9999 23:59 -14:00"));
        const auto early = *base::parseLenientIso("0001-01-01T06:00:00+05:00");
        const auto day = intake::coarsened(early, TimePrecision::Day);
        QCOMPARE(day.toIso(), QStringLiteral("0001-01-01"));
        QVERIFY(day.start == early.start);
    }

    void whatIsNotANumberIsNoCount()
    {
        for (const char* text : {"nan", "-nan", "inf", "-inf", "infinity", "nan(1)"}) {
            QVERIFY2(!intake::countedTime(text), text);
            QVERIFY2(!intake::spreadsheetTime(text), text);
        }
        QVERIFY(intake::countedTime("1781257267") && intake::spreadsheetTime("45000"));
    }

    void readsCountsOfMicroseconds()
    {
        QCOMPARE(intake::timeFromEpoch(1437764461000001)->toIso(),
                 QStringLiteral("2015-07-24T19:01:01.000001Z"));
        QVERIFY(!intake::timeFromEpoch(INT64_MAX));
        QVERIFY(!intake::timeFromEpoch(INT64_MIN));
        QCOMPARE(intake::timeFromEpoch(-62'135'596'800'000'000)->toIso(),
                 QStringLiteral("0001-01-01T00:00:00.000000Z"));
        QVERIFY(!intake::readInteger("12x"));
        QVERIFY(!intake::readInteger(""));
        QVERIFY(!intake::readInteger("99999999999999999999"));
        QCOMPARE(*intake::readInteger(" -12 "), std::int64_t{-12});
    }

    void replacesIllFormedPartsAsUnicodeSays()
    {
        // Unicode 15, section 3.9, tables 3-8 to 3-11.
        const std::vector<std::pair<std::string, std::string>> examples{
            {"\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41", "########A"},
            {"\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41", "########A"},
            {"\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42", "#####A##B"},
            {"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", "####A"},
        };
        for (const auto& [bytes, expected] : examples) {
            std::string repaired;
            intake::appendRepaired(bytes, repaired);
            QVERIFY(intake::isUtf8(repaired));
            const QString shown = QString::fromStdString(repaired).replace(QChar(0xFFFD), QLatin1Char('#'));
            QCOMPARE(shown, QString::fromStdString(expected));
            QVERIFY(!intake::isUtf8(bytes));
        }
        QCOMPARE(std::string(intake::cutAtCharacter("a\xE2\x80\xAE", 3)), std::string("a"));
    }
};

KEYTURN_TEST(TestSourceTimes);
#include "test_source_times.moc"

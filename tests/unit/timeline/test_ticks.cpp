// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/ticks.h"
#include "tests/support/test_registry.h"
#include "tests/unit/timeline/event_samples.h"

#include <QSet>

using namespace keyturn;
using timeline::TickStep;
using timeline::TickUnit;
using timeline::TimeAxis;

class TestTicks : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void picksTheFinestStepThatKeepsTheSpacing();
    void keepsTheSpacingAtEveryZoom();
    void followsTheCalendarForMonthsAndYears();
    void beginsWeeksOnMondays();
    void marksWhereTheLargerUnitBegins();
    void neverNamesAYearZero();
    void labelsWhatTheStepTellsApart();
    void labelsInAnotherZone();
};

KEYTURN_TEST(TestTicks);

namespace {

TimeAxis axisOf(const char* start, const char* end, int widthPx = 1'000)
{
    return {{tests::instant(start), tests::instant(end)}, widthPx};
}

QStringList texts(const TimeAxis& axis, TickStep step)
{
    QStringList all;
    for (const auto& tick : timeline::ticksOf(axis, step))
        all << base::SourceTime{tick.at, base::TimePrecision::Second, {}}.toIso();
    return all;
}

} // namespace

void TestTicks::picksTheFinestStepThatKeepsTheSpacing()
{
    QCOMPARE(timeline::tickStepFor(axisOf("2026-06-12T00:00:00Z", "2026-06-12T10:00:00Z"), 100),
             (TickStep{TickUnit::Hour, 1}));
    QCOMPARE(timeline::tickStepFor(axisOf("2026-06-12T00:00:00Z", "2026-06-12T10:00:01Z"), 100),
             (TickStep{TickUnit::Hour, 2}));
    QCOMPARE(timeline::tickStepFor(axisOf("2026-06-01", "2026-06-11"), 100), (TickStep{TickUnit::Day, 1}));
    QCOMPARE(timeline::tickStepFor(axisOf("2016", "2026"), 90), (TickStep{TickUnit::Year, 1}));
    QCOMPARE(timeline::tickStepFor({{timeline::kEarliestTime, timeline::kLatestTime}, 1'000}, 100),
             (TickStep{TickUnit::Year, 1000}));
    QCOMPARE(timeline::tickStepFor({{{0}, {100}}, 1'000}, 100), (TickStep{TickUnit::Microsecond, 10}));
}

void TestTicks::keepsTheSpacingAtEveryZoom()
{
    TimeAxis axis(
        {{tests::instant("2026-06-12T09:41:07Z")}, {tests::instant("2026-06-12T09:41:07Z").plusUs(100)}},
        1'280);
    QSet<int> units;
    for (int i = 0; i < 120; ++i) {
        const TickStep step = timeline::tickStepFor(axis, 90);
        units.insert(static_cast<int>(step.unit));
        const auto ticks = timeline::ticksOf(axis, step);
        QVERIFY(ticks.size() <= 16);
        for (std::size_t t = 1; t < ticks.size(); ++t) {
            // February is 8% shorter than the mean month.
            QVERIFY(axis.xOf(ticks[t].at) - axis.xOf(ticks[t - 1].at) >= 90 * 0.9);
        }
        axis = axis.zoomed(1 / 1.4, 640);
    }
    QCOMPARE(units.size(), 9);
}

void TestTicks::followsTheCalendarForMonthsAndYears()
{
    QCOMPARE(texts(axisOf("2024-01-15", "2024-05-02"), {TickUnit::Month, 1}),
             (QStringList{"2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z", "2024-04-01T00:00:00Z",
                          "2024-05-01T00:00:00Z"}));
    QCOMPARE(texts(axisOf("2023-12-15", "2025-01-02"), {TickUnit::Month, 6}),
             (QStringList{"2024-01-01T00:00:00Z", "2024-07-01T00:00:00Z", "2025-01-01T00:00:00Z"}));
    QCOMPARE(texts(axisOf("1968-03", "1981"), {TickUnit::Year, 5}),
             (QStringList{"1970-01-01T00:00:00Z", "1975-01-01T00:00:00Z", "1980-01-01T00:00:00Z"}));
}

void TestTicks::beginsWeeksOnMondays()
{
    QCOMPARE(texts(axisOf("2026-06-10", "2026-06-23"), {TickUnit::Week, 1}),
             (QStringList{"2026-06-15T00:00:00Z", "2026-06-22T00:00:00Z"}));
    QCOMPARE(texts(axisOf("1969-12-20", "1970-01-06"), {TickUnit::Week, 1}),
             (QStringList{"1969-12-22T00:00:00Z", "1969-12-29T00:00:00Z", "1970-01-05T00:00:00Z"}));
}

void TestTicks::marksWhereTheLargerUnitBegins()
{
    for (const auto& tick :
         timeline::ticksOf(axisOf("2026-06-12T18:00:00Z", "2026-06-13T06:00:00Z"), {TickUnit::Hour, 1}))
        QCOMPARE(tick.isMajor, tick.at == tests::instant("2026-06-13"));
    for (const auto& tick : timeline::ticksOf(axisOf("2025-10", "2026-04"), {TickUnit::Month, 1}))
        QCOMPARE(tick.isMajor, tick.at == tests::instant("2026"));
}

void TestTicks::neverNamesAYearZero()
{
    const TimeAxis axis({timeline::kEarliestTime, tests::instant("2026")}, 1'000);
    const auto ticks = timeline::ticksOf(axis, {TickUnit::Year, 500});
    QCOMPARE(ticks.size(), std::size_t{4});
    QCOMPARE(ticks.front().at, tests::instant("0500"));
}

void TestTicks::labelsWhatTheStepTellsApart()
{
    const QLocale c = QLocale::c();
    const base::UtcTime time = tests::instant("2026-06-12T09:41:07Z").plusUs(250'125);
    QCOMPARE(timeline::tickLabel(time, {TickUnit::Microsecond, 5}, c), QStringLiteral("07.250125"));
    QCOMPARE(timeline::tickLabel(time, {TickUnit::Millisecond, 5}, c), QStringLiteral("07.250"));
    QCOMPARE(timeline::tickLabel(time, {TickUnit::Second, 5}, c), QStringLiteral("09:41:07"));
    QCOMPARE(timeline::tickLabel(time, {TickUnit::Minute, 5}, c), QStringLiteral("09:41"));
    QCOMPARE(timeline::tickLabel(time, {TickUnit::Day, 1}, c), QStringLiteral("Fri 12 Jun"));
    QCOMPARE(timeline::tickLabel(time, {TickUnit::Week, 1}, c), QStringLiteral("12 Jun"));
    QCOMPARE(timeline::tickLabel(time, {TickUnit::Month, 1}, c), QStringLiteral("Jun 2026"));
    QCOMPARE(timeline::tickLabel(time, {TickUnit::Year, 1}, c), QStringLiteral("2026"));
    QCOMPARE(timeline::tickContext(time, {TickUnit::Microsecond, 5}, c),
             QStringLiteral("Fri 2026-06-12 09:41:07"));
    QCOMPARE(timeline::tickContext(time, {TickUnit::Hour, 1}, c), QStringLiteral("Fri 2026-06-12"));
    QCOMPARE(timeline::tickContext(time, {TickUnit::Day, 1}, c), QStringLiteral("2026"));
    QVERIFY(timeline::tickContext(time, {TickUnit::Year, 1}, c).isEmpty());
}

void TestTicks::labelsInAnotherZone()
{
    const base::UtcTime time = tests::instant("2026-06-12T22:30:00Z");
    QCOMPARE(timeline::tickLabel(time, {TickUnit::Minute, 30}, QLocale::c(), 2 * 3600),
             QStringLiteral("00:30"));
    QCOMPARE(timeline::tickContext(time, {TickUnit::Minute, 30}, QLocale::c(), 2 * 3600),
             QStringLiteral("Sat 2026-06-13"));
    QCOMPARE(timeline::tickLabel(timeline::kLatestTime, {TickUnit::Year, 1}, QLocale::c(), 14 * 3600),
             QStringLiteral("9999"));
}

#include "test_ticks.moc"

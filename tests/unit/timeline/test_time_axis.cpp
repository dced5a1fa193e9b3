// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/time_axis.h"
#include "tests/support/test_registry.h"

#include <cmath>
#include <random>

using namespace keyturn;
using timeline::TimeAxis;

class TestTimeAxis : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void givesBackTheTimeOfAPixel();
    void keepsTheTimeUnderTheCursorWhileZooming();
    void undoesAPan();
    void neverLeavesTheCalendar();
    void neverShowsLessThanTheShortestSpan();
    void isExactToTheMicrosecondFarFromTheEpoch();
    void movesNoMoreThanShowingATimeNeeds();
};

KEYTURN_TEST(TestTimeAxis);

void TestTimeAxis::givesBackTheTimeOfAPixel()
{
    const TimeAxis axis({{1'000'000}, {3'000'000}}, 1'000);
    QCOMPARE(axis.usPerPx(), 2'000.0);
    QCOMPARE(axis.xOf({1'000'000}), 0.0);
    QCOMPARE(axis.xOf({2'000'000}), 500.0);
    QCOMPARE(axis.xOf({3'000'000}), 1'000.0);
    QCOMPARE(axis.timeAt(500).us, 2'000'000);
    QCOMPARE(axis.timeAt(0).us, 1'000'000);
}

void TestTimeAxis::keepsTheTimeUnderTheCursorWhileZooming()
{
    std::mt19937 random(1);
    TimeAxis axis({{0}, {365 * base::kUsPerDay}}, 1'280);
    for (int i = 0; i < 2'000; ++i) {
        const double x = std::uniform_real_distribution<double>(0, 1'280)(random);
        const base::UtcTime before = axis.timeAt(x);
        const TimeAxis zoomed = axis.zoomed(std::uniform_real_distribution<double>(0.5, 2.0)(random), x);
        if (zoomed.visible().start == timeline::kEarliestTime ||
            zoomed.visible().end == timeline::kLatestTime)
            continue;
        const double moved = std::abs(zoomed.xOf(before) - x);
        QVERIFY2(moved <= 1.0 + 2.0 / zoomed.usPerPx(), qPrintable(QString::number(moved)));
        axis = zoomed;
    }
}

void TestTimeAxis::undoesAPan()
{
    const TimeAxis axis({{5'000'000}, {9'000'000}}, 800);
    QCOMPARE(axis.panned(123).panned(-123), axis);
    QVERIFY(axis.panned(10).visible().start > axis.visible().start);
    QCOMPARE(axis.panned(10).visible().lengthUs(), axis.visible().lengthUs());
}

void TestTimeAxis::neverLeavesTheCalendar()
{
    TimeAxis axis({{0}, {base::kUsPerDay}}, 1'000);
    for (int i = 0; i < 200; ++i)
        axis = axis.zoomed(0.3, 990);
    QCOMPARE(axis.visible().start, timeline::kEarliestTime);
    QCOMPARE(axis.visible().end, timeline::kLatestTime);
    axis = TimeAxis({{0}, {base::kUsPerDay}}, 1'000).panned(1e18);
    QCOMPARE(axis.visible().end, timeline::kLatestTime);
    QCOMPARE(axis.visible().lengthUs(), base::kUsPerDay);
    axis = axis.panned(-1e18);
    QCOMPARE(axis.visible().start, timeline::kEarliestTime);
    QCOMPARE(axis.visible().lengthUs(), base::kUsPerDay);
    const TimeAxis wild({{INT64_MIN}, {INT64_MAX}}, -5);
    QCOMPARE(wild.visible().start, timeline::kEarliestTime);
    QCOMPARE(wild.visible().end, timeline::kLatestTime);
    QCOMPARE(wild.widthPx(), 1);
}

void TestTimeAxis::neverShowsLessThanTheShortestSpan()
{
    TimeAxis axis({{1'000'000}, {2'000'000}}, 1'000);
    for (int i = 0; i < 100; ++i)
        axis = axis.zoomed(3, 400);
    QCOMPARE(axis.visible().lengthUs(), timeline::kShortestSpanUs);
    QCOMPARE(axis.zoomed(0, 1), axis);
    QCOMPARE(axis.zoomed(-2, 1), axis);
    QCOMPARE(axis.zoomed(std::nan(""), 1), axis);
}

void TestTimeAxis::isExactToTheMicrosecondFarFromTheEpoch()
{
    // 2026 in microseconds is beyond what a double tells apart at this zoom if it were taken absolutely.
    const std::int64_t startUs = 1'781'257'267'123'456;
    const TimeAxis axis({{startUs}, {startUs + 1'000}}, 1'000);
    for (int i = 0; i < 1'000; ++i) {
        QCOMPARE(axis.xOf({startUs + i}), static_cast<double>(i));
        QCOMPARE(axis.timeAt(i).us, startUs + i);
    }
}

void TestTimeAxis::movesNoMoreThanShowingATimeNeeds()
{
    const TimeAxis axis({{0}, {1'000'000}}, 1'000);
    QCOMPARE(axis.showing({500'000}), axis);
    QCOMPARE(axis.showing({2'000'000}).xOf({2'000'000}), 900.0);
    QCOMPARE(axis.showing({-500'000}).xOf({-500'000}), 100.0);
}

#include "test_time_axis.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/timeline/shown_timeline.h"
#include "tests/gui/timeline/timeline_week.h"
#include "tests/support/test_registry.h"
#include "tests/unit/timeline/event_samples.h"
#include "tests/unit/timeline/frame_reference.h"
#include "ui/timeline/timeline_view.h"

#include <QAccessible>
#include <QApplication>
#include <QHelpEvent>
#include <QScrollBar>
#include <QSignalSpy>
#include <QToolTip>
#include <QWheelEvent>

using namespace keyturn;
using tests::drag;
using tests::sendWheel;
using tests::ShownTimeline;
using tests::waitUntilSettled;
using timeline::LaneId;
using ui::timeline::TimelineView;

class TestTimelineView : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void zoomsAboutThePointer();
    void pansByDraggingAndByShiftWheel();
    void tellsWhichEventWasClicked();
    void choosesTheWorstOfSeveralDrawnAsOne();
    void tellsWhichOverlayItemWasClicked();
    void travelsThroughEveryEventOfALaneInOrder();
    void keepsTheSelectionWhenDataGrows();
    void takesMarkupInTitlesAsText();
    void marksTheRewindAllAround();
    void endsWhatLastsAtTheRewind();
    void speaksASummaryAndTheItemAtTheKeyboard();
    void neverShowsFramesOfFormerData();
    void listsEventsWithoutTimeApart();
};

KEYTURN_TEST(TestTimelineView);

void TestTimelineView::zoomsAboutThePointer()
{
    ShownTimeline shown(42);
    QVERIFY(shown.isReady);
    const double x = shown.view.scene().canvas.left() + 333;
    const base::UtcTime before = shown.view.scene().timeAt(x);
    const std::int64_t lengthUs = shown.view.visibleRange().lengthUs();
    QSignalSpy moved(&shown.view, &TimelineView::visibleRangeChanged);
    sendWheel(shown.view, {x, 300}, {0, 360});
    QCOMPARE(moved.count(), 1);
    QVERIFY(shown.view.visibleRange().lengthUs() < lengthUs / 1.8);
    QVERIFY(std::abs(shown.view.scene().xOf(before) - x) <= 1);
    sendWheel(shown.view, {x, 300}, {0, -360}, Qt::ControlModifier);
    QVERIFY(std::abs(shown.view.visibleRange().lengthUs() - lengthUs) < 10);
}

void TestTimelineView::pansByDraggingAndByShiftWheel()
{
    ShownTimeline shown(43);
    QVERIFY(shown.isReady);
    const QPoint from(600, 200);
    const base::UtcTime grabbed = shown.view.scene().timeAt(from.x());
    drag(shown.view, from, {450, 200});
    QVERIFY(std::abs(shown.view.scene().xOf(grabbed) - 450) <= 1);
    const base::TimeRange before = shown.view.visibleRange();
    sendWheel(shown.view, from, {0, -120}, Qt::ShiftModifier);
    QVERIFY(shown.view.visibleRange().start > before.start);
    QCOMPARE(shown.view.visibleRange().lengthUs(), before.lengthUs());
}

void TestTimelineView::tellsWhichEventWasClicked()
{
    ShownTimeline shown(44, 120);
    QVERIFY(shown.isReady);
    QSignalSpy chosen(&shown.view, &TimelineView::eventSelected);
    const auto& scene = shown.view.scene();
    int clicked = 0;
    for (const auto& lane : shown.view.frame()->lanes) {
        QCOMPARE(lane.drawing, timeline::EventDrawing::Points);
        for (const auto& point : lane.points) {
            const QPoint at = scene.centerOf(point, lane.id, *scene.placeOf(lane.id)).toPoint();
            const auto item = scene.itemAt(at);
            if (item != ui::timeline::TimelineItem{ui::timeline::EventItem{point.row}} ||
                !scene.canvas.contains(at))
                continue; // Another one lies upon it.
            QTest::mouseClick(&shown.view, Qt::LeftButton, {}, at);
            const timeline::EventKey key = shown.sample.columns->keyOf(point.row);
            QCOMPARE(chosen.last().at(0).toULongLong(), key.batchSeq);
            QCOMPARE(chosen.last().at(1).toUInt(), key.leaf);
            ++clicked;
        }
    }
    QVERIFY(clicked > 30);
}

void TestTimelineView::choosesTheWorstOfSeveralDrawnAsOne()
{
    ShownTimeline shown(45, 30'000);
    QVERIFY(shown.isReady);
    QSignalSpy chosen(&shown.view, &TimelineView::eventSelected);
    const auto& scene = shown.view.scene();
    const auto* lane = shown.view.frame()->lane(LaneId::System);
    QCOMPARE(lane->drawing, timeline::EventDrawing::Density);
    const auto fullest = std::max_element(lane->buckets.begin(), lane->buckets.end(),
                                          [](const auto& a, const auto& b) { return a.count < b.count; });
    const auto span = shown.view.frame()->spanOf(*fullest);
    const QRect ground = scene.densityRectOf(*scene.placeOf(LaneId::System));
    const QPoint at(qRound((scene.xOf(span.start) + scene.xOf(span.end)) / 2), ground.bottom());
    QTest::mouseClick(&shown.view, Qt::LeftButton, {}, at);
    QCOMPARE(chosen.count(), 1);
    const timeline::EventKey key = shown.sample.columns->keyOf(fullest->worstEvent);
    QCOMPARE(chosen[0][0].toULongLong(), key.batchSeq);
    QCOMPARE(chosen[0][1].toUInt(), key.leaf);
    QSignalSpy cleared(&shown.view, &TimelineView::selectionCleared);
    QTest::keyClick(&shown.view, Qt::Key_Escape);
    QCOMPARE(cleared.count(), 1);
}

void TestTimelineView::tellsWhichOverlayItemWasClicked()
{
    const auto week = tests::TimelineWeek::make(500);
    TimelineView view;
    view.resize(1'280, 800);
    view.setData(week.columns, week.overlay);
    view.setVisibleRange(week.range);
    view.setNow(week.now);
    view.show();
    QVERIFY(waitUntilSettled(view));
    QSignalSpy chosen(&view, &TimelineView::overlayItemSelected);
    const auto click = [&](const QPointF& at) { QTest::mouseClick(&view, Qt::LeftButton, {}, at.toPoint()); };
    const auto& scene = view.scene();
    for (const auto& placed : view.frame()->lane(LaneId::Requests)->bars) {
        const auto& bar = week.overlay->bars[placed.index];
        click(scene.rectOf(bar, placed.row, *scene.placeOf(LaneId::Requests)).center());
        QCOMPARE(chosen.last().at(1).toString(), bar.id);
        QCOMPARE(chosen.last().at(0).value<timeline::OverlayKind>(), bar.kind);
    }
    QCOMPARE(chosen.count(), 4);
    for (const auto& placed : view.frame()->lane(LaneId::Decisions)->marks) {
        const auto& mark = week.overlay->marks[placed.index];
        if (mark.id == QLatin1String("P-2/Security lead")) {
            click(scene.centerOf(mark, placed.row, *scene.placeOf(LaneId::Decisions)));
            QCOMPARE(chosen.last().at(1).toString(), mark.id);
        }
    }
    QCOMPARE(chosen.count(), 5);
}

void TestTimelineView::travelsThroughEveryEventOfALaneInOrder()
{
    ShownTimeline shown(46, 150);
    QVERIFY(shown.isReady);
    std::vector<timeline::EventKey> expected;
    for (timeline::EventRow row = 0; row < shown.sample.columns->timedCount(); ++row) {
        if (shown.sample.columns->lanes()[row] == LaneId::ModelBehaviour)
            expected.push_back(shown.sample.columns->keyOf(row));
    }
    QSignalSpy chosen(&shown.view, &TimelineView::eventSelected);
    QTest::keyClick(&shown.view, Qt::Key_Home);
    for (std::size_t i = 0; i < expected.size(); ++i) {
        QTest::keyClick(&shown.view, Qt::Key_Return);
        QTest::keyClick(&shown.view, Qt::Key_Right);
    }
    QCOMPARE(chosen.count(), static_cast<int>(expected.size()));
    for (int i = 0; i < chosen.count(); ++i) {
        QCOMPARE(chosen[i][0].toULongLong(), expected[static_cast<std::size_t>(i)].batchSeq);
        QCOMPARE(chosen[i][1].toUInt(), expected[static_cast<std::size_t>(i)].leaf);
    }
    const QString last = shown.view.focusedItemText();
    QTest::keyClick(&shown.view, Qt::Key_Right); // Beyond the last one stays.
    QCOMPARE(shown.view.focusedItemText(), last);
    QTest::keyClick(&shown.view, Qt::Key_Left);
    QTest::keyClick(&shown.view, Qt::Key_Return);
    QCOMPARE(chosen.last().at(1).toUInt(), expected[expected.size() - 2].leaf);
}

void TestTimelineView::keepsTheSelectionWhenDataGrows()
{
    ShownTimeline shown(47, 300);
    QVERIFY(shown.isReady);
    const timeline::EventKey key = shown.sample.columns->keyOf(150);
    shown.view.selectEvent(key.batchSeq, key.leaf);
    QTRY_VERIFY(shown.view.isSettled());
    const QString before = shown.view.focusedItemText();
    QVERIFY(!before.isEmpty());
    const base::TimeRange range = shown.view.visibleRange();
    const auto grown = tests::sampleEvents(47, {});
    // The same batch and leaf in other columns is the same record.
    const auto row = grown.columns->find(key);
    QVERIFY(row && *row < grown.columns->timedCount());
    shown.view.setData(grown.columns, std::make_shared<timeline::Overlay>());
    QVERIFY(waitUntilSettled(shown.view));
    QCOMPARE(shown.view.frame()->index->columns(), grown.columns);
    QCOMPARE(shown.view.visibleRange(), range);
    QVERIFY(shown.view.focusedItemText().contains(base::toDisplay(
        base::SourceTime{{grown.columns->timesUs()[*row]}, grown.columns->precisions()[*row], {}})));
}

void TestTimelineView::takesMarkupInTitlesAsText()
{
    ShownTimeline shown(48, 100);
    QVERIFY(shown.isReady);
    shown.view.setTitler([](quint64, quint32) { return QStringLiteral("<img src=x><b>bold</b>"); });
    const auto& scene = shown.view.scene();
    for (const auto& lane : shown.view.frame()->lanes) {
        if (lane.points.empty())
            continue;
        const QPoint at = scene.centerOf(lane.points[0], lane.id, *scene.placeOf(lane.id)).toPoint();
        QHelpEvent help(QEvent::ToolTip, at, shown.view.mapToGlobal(at));
        QApplication::sendEvent(&shown.view, &help);
        QVERIFY(QToolTip::text().contains(QLatin1String("&lt;img src=x&gt;&lt;b&gt;bold")));
        QVERIFY(!QToolTip::text().contains(QLatin1String("<img")));
        return;
    }
    QFAIL("no single event on screen");
}

void TestTimelineView::marksTheRewindAllAround()
{
    ShownTimeline shown(49, 100);
    QVERIFY(shown.isReady);
    const QImage before = shown.view.grab().toImage();
    shown.view.setKnownAt(base::UtcTime{3 * base::kUsPerDay});
    const QImage rewound = shown.view.grab().toImage();
    const QRgb color = shown.view.scene().theme.knownAt.rgb();
    for (const QPoint& edge :
         {QPoint(1, 300), QPoint(rewound.width() - 2, 300), QPoint(500, rewound.height() - 2)}) {
        QCOMPARE(rewound.pixel(edge), color);
        QVERIFY(before.pixel(edge) != color);
    }
    const int x = qRound(shown.view.scene().xOf({3 * base::kUsPerDay}));
    QCOMPARE(rewound.pixel(x, shown.view.scene().canvas.bottom() - 6), color);
    shown.view.setKnownAt(std::nullopt);
    QCOMPARE(shown.view.grab().toImage(), before);
}

void TestTimelineView::endsWhatLastsAtTheRewind()
{
    const auto week = tests::TimelineWeek::make(100);
    TimelineView view;
    view.resize(1'280, 800);
    view.setData(week.columns, week.overlay);
    view.setNow(week.now);
    view.show();
    QVERIFY(waitUntilSettled(view));
    const auto lasting =
        std::find_if(week.overlay->bars.begin(), week.overlay->bars.end(),
                     [](const timeline::OverlayBar& bar) { return bar.id == QLatin1String("R-2"); });
    const auto& scene = view.scene();
    const auto right = [&] { return scene.rectOf(*lasting, 0, *scene.placeOf(LaneId::Requests)).right(); };
    QCOMPARE(right(), scene.xOf(week.now));
    const base::UtcTime known = tests::instant("2026-06-11T12:00Z");
    view.setKnownAt(known);
    QCOMPARE(right(), scene.xOf(known));
    view.setKnownAt(std::nullopt);
    view.setNow(std::nullopt);
    QCOMPARE(right(), scene.canvas.right() + 1.0);
}

void TestTimelineView::speaksASummaryAndTheItemAtTheKeyboard()
{
    ShownTimeline shown(50, 1'204);
    QVERIFY(shown.isReady);
    QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(&shown.view);
    QVERIFY(spoken);
    QCOMPARE(spoken->role(), QAccessible::Chart);
    QCOMPARE(spoken->text(QAccessible::Name), QStringLiteral("Timeline"));
    QCOMPARE(spoken->text(QAccessible::Description), shown.view.summary());
    QVERIFY(shown.view.summary().contains(QLatin1String("worst critical")));
    QTest::keyClick(&shown.view, Qt::Key_Home);
    QVERIFY(spoken->text(QAccessible::Name).startsWith(QLatin1String("Timeline: ")));
    QCOMPARE(spoken->text(QAccessible::Value), shown.view.focusedItemText());
    TimelineView empty;
    QCOMPARE(QAccessible::queryAccessibleInterface(&empty)->text(QAccessible::Description),
             QStringLiteral("Nothing on the timeline yet"));
}

void TestTimelineView::neverShowsFramesOfFormerData()
{
    ShownTimeline shown(51, 50'000);
    QVERIFY(shown.isReady);
    QSignalSpy frames(&shown.view, &TimelineView::frameShown);
    const auto other = tests::sampleEvents(52, {});
    timeline::EventFilter filter;
    filter.atLeast = domain::Severity::High;
    connect(&shown.view, &TimelineView::frameShown, this,
            [&] { QCOMPARE(shown.view.frame()->index->columns(), other.columns); });
    shown.view.setFilter(filter); // Under way when the data changes.
    shown.view.setVisibleRange({{0}, {base::kUsPerHour}});
    shown.view.setData(other.columns, std::make_shared<timeline::Overlay>());
    QVERIFY(waitUntilSettled(shown.view));
    QVERIFY(frames.count() >= 1);
    const QString difference = tests::differenceFromReference(*shown.view.frame(), filter);
    QVERIFY2(difference.isEmpty(), qPrintable(difference));
}

void TestTimelineView::listsEventsWithoutTimeApart()
{
    ShownTimeline shown(53, 2'000);
    QVERIFY(shown.isReady);
    QSignalSpy asked(&shown.view, &TimelineView::withoutTimeRequested);
    QTest::mouseClick(&shown.view, Qt::LeftButton, {}, shown.view.scene().footer.center());
    QCOMPARE(asked.count(), 0);
    QTest::mouseClick(&shown.view, Qt::LeftButton, {},
                      QPoint(shown.view.width() - 40, shown.view.scene().footer.center().y()));
    QCOMPARE(asked.count(), 1);
}

#include "test_timeline_view.moc"

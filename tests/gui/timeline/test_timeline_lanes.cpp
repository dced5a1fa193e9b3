// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/timeline/shown_timeline.h"
#include "tests/support/test_registry.h"
#include "tests/unit/timeline/frame_reference.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QMenu>
#include <QSignalSpy>

using namespace keyturn;
using tests::drag;
using tests::ShownTimeline;
using tests::waitUntilSettled;
using timeline::LaneId;
using timeline::LaneKey;
using ui::timeline::TimelineView;

class TestTimelineLanes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void movesALaneByDraggingItsHeader();
    void movesTheLaneOneIsInByAltAndArrows();
    void foldsALaneByDoubleClickAndByKey();
    void splitsHidesAndShowsByTheHeadersMenu();
    void splitsOnlyWhatHoldsSignals();
    void splitsLanesOfBarsByTheKeyboard();
    void placesEveryEventByWhenItWasRecorded();
    void keepsTheFoundSetWhileRowsStay();
};

KEYTURN_TEST(TestTimelineLanes);

namespace {

QPoint headerOf(const TimelineView& view, LaneId lane)
{
    const auto& scene = view.scene();
    return (scene.stripOf(*scene.placeOf(lane)) & scene.headers).center();
}

QAction* actionOf(TimelineView& view, LaneId lane, const QString& text)
{
    const QPoint at = headerOf(view, lane);
    QContextMenuEvent event(QContextMenuEvent::Mouse, at, view.mapToGlobal(at));
    QApplication::sendEvent(&view, &event);
    const auto menus = view.findChildren<QMenu*>(QStringLiteral("laneMenu"));
    for (QMenu* menu : menus) {
        for (QAction* action : menu->actions()) {
            if (menu->isVisible() && action->text() == text)
                return action;
        }
    }
    return nullptr;
}

void choose(TimelineView& view, LaneId lane, const QString& text)
{
    QAction* action = actionOf(view, lane, text);
    QVERIFY(action && action->isEnabled());
    action->trigger();
    for (QMenu* menu : view.findChildren<QMenu*>(QStringLiteral("laneMenu")))
        menu->close();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QVERIFY(waitUntilSettled(view));
}

} // namespace

void TestTimelineLanes::movesALaneByDraggingItsHeader()
{
    ShownTimeline shown(60);
    QVERIFY(shown.isReady);
    QSignalSpy changed(&shown.view, &TimelineView::laneLayoutChanged);
    const auto before = shown.view.laneLayout().shown();
    QCOMPARE(before[1], LaneId::System);
    const base::TimeRange range = shown.view.visibleRange();
    drag(shown.view, headerOf(shown.view, LaneId::System), headerOf(shown.view, LaneId::ModelBehaviour));
    QVERIFY(waitUntilSettled(shown.view));
    QCOMPARE(shown.view.laneLayout().shown()[0], LaneId::System);
    QCOMPARE(shown.view.laneLayout().shown()[1], LaneId::ModelBehaviour);
    QCOMPARE(shown.view.frame()->lanes[0].id, LaneId::System);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(shown.view.visibleRange(), range); // Dragging a header pans nothing.
}

void TestTimelineLanes::movesTheLaneOneIsInByAltAndArrows()
{
    ShownTimeline shown(61);
    QVERIFY(shown.isReady);
    QTest::keyClick(&shown.view, Qt::Key_Down);
    QTest::keyClick(&shown.view, Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(shown.view.laneLayout().shown()[2], LaneId::System);
    QTest::keyClick(&shown.view, Qt::Key_Up, Qt::AltModifier);
    QTest::keyClick(&shown.view, Qt::Key_Up, Qt::AltModifier);
    QTest::keyClick(&shown.view, Qt::Key_Up, Qt::AltModifier); // At the top it stays.
    QCOMPARE(shown.view.laneLayout().shown()[0], LaneId::System);
}

void TestTimelineLanes::foldsALaneByDoubleClickAndByKey()
{
    ShownTimeline shown(62);
    QVERIFY(shown.isReady);
    QTest::mouseDClick(&shown.view, Qt::LeftButton, {}, headerOf(shown.view, LaneId::DataPrivacy));
    QVERIFY(waitUntilSettled(shown.view));
    QVERIFY(shown.view.frame()->lane(LaneId::DataPrivacy)->isCollapsed);
    QTest::keyClick(&shown.view, Qt::Key_C);
    QVERIFY(waitUntilSettled(shown.view));
    QVERIFY(shown.view.frame()->lane(LaneId::ModelBehaviour)->isCollapsed ||
            !shown.view.frame()->lane(LaneId::DataPrivacy)->isCollapsed);
}

void TestTimelineLanes::splitsHidesAndShowsByTheHeadersMenu()
{
    ShownTimeline shown(63);
    QVERIFY(shown.isReady);
    TimelineView& view = shown.view;
    choose(view, LaneId::System, QStringLiteral("Split by kind of source"));
    QCOMPARE(view.frame()->index->partsOf(LaneId::System).size(), std::size_t{8});
    QVERIFY(tests::differenceFromReference(*view.frame(), {}).isEmpty());
    QVERIFY(actionOf(view, LaneId::System, QStringLiteral("Split by kind of source"))->isChecked());

    view.setSourceNamer([](const timeline::EventKey& key) {
        return QStringLiteral("source of %1:%2").arg(key.batchSeq).arg(key.leaf);
    });
    choose(view, LaneId::System, QStringLiteral("Split by source"));
    const auto parts = view.frame()->index->partsOf(LaneId::System);
    QCOMPARE(parts.size(), timeline::kMostSourceParts);
    QCOMPARE(parts.back().part, LaneKey::kOtherSources);
    const timeline::LaneFrame* part = view.frame()->lane(parts.front());
    QVERIFY(part && part->example != timeline::kNoEvent);
    QCOMPARE(shown.sample.columns->sourceHashes()[part->example], parts.front().part);
    QVERIFY(ui::timeline::headerTitle(*part, view.scene()).startsWith(QStringLiteral("source of ")));
    QVERIFY(tests::differenceFromReference(*view.frame(), {}).isEmpty());

    choose(view, LaneId::System, QStringLiteral("Hide lane"));
    QVERIFY(!view.frame()->lane(LaneId::System));
    choose(view, LaneId::DataPrivacy, QStringLiteral("Show all lanes"));
    QVERIFY(view.frame()->lane(LaneId::System));
}

void TestTimelineLanes::splitsLanesOfBarsByTheKeyboard()
{
    ShownTimeline shown(65);
    QVERIFY(shown.isReady);
    TimelineView& view = shown.view;
    QSignalSpy changed(&view, &TimelineView::laneLayoutChanged);
    const auto shownLanes = view.laneLayout().shown();
    const auto at = std::find(shownLanes.begin(), shownLanes.end(), LaneId::Requests) - shownLanes.begin();
    for (std::ptrdiff_t i = 0; i < at; ++i)
        QTest::keyClick(&view, Qt::Key_Down);
    QContextMenuEvent event(QContextMenuEvent::Keyboard, {}, {});
    QApplication::sendEvent(&view, &event);
    auto* menu = view.findChild<QMenu*>(QStringLiteral("laneMenu"));
    QVERIFY(menu);
    QStringList ways;
    for (const QAction* action : menu->actions()) {
        if (action->isCheckable())
            ways << action->text();
    }
    QCOMPARE(ways, (QStringList{QStringLiteral("Not split"), QStringLiteral("Split by jurisdiction"),
                                QStringLiteral("Split by authority")}));
    for (int i = 0; i < 20; ++i) {
        QTest::keyClick(menu, Qt::Key_Down);
        if (menu->activeAction() && menu->activeAction()->text() == ways[1])
            break;
    }
    QTest::keyClick(menu, Qt::Key_Return);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(view.laneLayout().splitOf(LaneId::Requests), timeline::SplitBy::Jurisdiction);
    auto overlay = std::make_shared<timeline::Overlay>(*shown.overlay);
    tests::splitBars(*overlay, LaneId::Requests, 3);
    view.setData(shown.sample.columns, overlay);
    QVERIFY(waitUntilSettled(view));
    // One lane still, its events together, its bars under the titles of their parts.
    QCOMPARE(view.frame()->index->partsOf(LaneId::Requests).size(), std::size_t{1});
    QVERIFY(!view.frame()->lane(LaneId::Requests)->barRowTitles.empty());
    const QString difference = tests::differenceFromReference(*view.frame(), {});
    QVERIFY2(difference.isEmpty(), qPrintable(difference));
}

void TestTimelineLanes::splitsOnlyWhatHoldsSignals()
{
    ShownTimeline shown(64);
    QVERIFY(shown.isReady);
    QVERIFY(!actionOf(shown.view, LaneId::Decisions, QStringLiteral("Split by source")));
    timeline::LaneLayout layout = shown.view.laneLayout();
    layout.split(LaneId::Decisions, timeline::SplitBy::Source);
    QCOMPARE(layout, shown.view.laneLayout());
}

void TestTimelineLanes::placesEveryEventByWhenItWasRecorded()
{
    ShownTimeline shown(65);
    QVERIFY(shown.isReady);
    TimelineView& view = shown.view;
    QVERIFY(view.frame()->index->withoutTime() > 0);
    view.setTimeKey(timeline::TimeKey::RecordedAt);
    view.fitAll();
    QVERIFY(waitUntilSettled(view));
    QCOMPARE(view.frame()->index->withoutTime(), std::uint64_t{0});
    std::uint64_t events = 0;
    for (const auto& lane : view.frame()->lanes) {
        QVERIFY(lane.bands.empty());
        for (const auto& bucket : lane.buckets)
            events += bucket.count;
    }
    QCOMPARE(events, std::uint64_t{shown.sample.columns->size()});
    QVERIFY(tests::differenceFromReference(*view.frame(), {}).isEmpty());
    // Travel goes by the same axis.
    QTest::keyClick(&view, Qt::Key_Home);
    QVERIFY(!view.focusedItemText().isEmpty());
}

void TestTimelineLanes::keepsTheFoundSetWhileRowsStay()
{
    ShownTimeline shown(66);
    QVERIFY(shown.isReady);
    auto found = std::make_shared<timeline::EventSet>(shown.sample.columns->size());
    for (timeline::EventRow row = 0; row < 100; ++row)
        found->add(row);
    timeline::EventFilter filter;
    filter.found = found;
    shown.view.setFilter(filter);
    timeline::EventColumnsBuilder builder;
    tests::SampleEvent later = shown.sample.events.front();
    builder.add(tests::blockOf({later}), {90, {5}, timeline::kNoIncident}, 0);
    const auto grown = builder.finish(*shown.sample.columns);
    shown.view.setData(grown, shown.overlay);
    QVERIFY(waitUntilSettled(shown.view));
    QCOMPARE(shown.view.filter().found.get(), found.get());
    QVERIFY(tests::differenceFromReference(*shown.view.frame(), filter).isEmpty());
    shown.view.setData(tests::sampleEvents(67, {}).columns, shown.overlay);
    QVERIFY(!shown.view.filter().found);
}

#include "test_timeline_lanes.moc"

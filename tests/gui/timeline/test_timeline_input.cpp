// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/timeline/shown_timeline.h"
#include "tests/support/test_registry.h"
#include "tests/unit/timeline/frame_reference.h"

#include <QApplication>

using namespace keyturn;
using tests::drag;
using tests::sendWheel;
using tests::ShownTimeline;
using tests::waitUntilSettled;
using timeline::LaneId;
using ui::timeline::TimelineView;

/// The real widget under random wheels, drags, clicks, keys, sizes, filters, rewinds and lanes.
class TestTimelineInput : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void showsTheReferenceAfterAnyInput();
};

KEYTURN_TEST(TestTimelineInput);

void TestTimelineInput::showsTheReferenceAfterAnyInput()
{
    ShownTimeline shown(41);
    QVERIFY(shown.isReady);
    TimelineView& view = shown.view;
    std::mt19937 random(41);
    const auto pick = [&random](int low, int high) {
        return std::uniform_int_distribution<int>(low, high)(random);
    };
    constexpr Qt::Key kKeys[] = {Qt::Key_Left,   Qt::Key_Right,  Qt::Key_Up,      Qt::Key_Down, Qt::Key_Plus,
                                 Qt::Key_Minus,  Qt::Key_Home,   Qt::Key_End,     Qt::Key_0,    Qt::Key_Enter,
                                 Qt::Key_Escape, Qt::Key_PageUp, Qt::Key_PageDown};
    timeline::EventFilter filter;
    int compared = 0;
    for (int step = 0; step < 2'000; ++step) {
        const QPoint at(pick(0, view.width() - 1), pick(0, view.height() - 1));
        const QPoint to(pick(0, view.width() - 1), pick(0, view.height() - 1));
        switch (pick(0, 11)) {
        case 0:
        case 1:
        case 2:
            sendWheel(view, at, {0, pick(-480, 480)});
            break;
        case 3:
            sendWheel(view, at, {pick(-240, 240), pick(-240, 240)},
                      pick(0, 1) ? Qt::ShiftModifier : Qt::ControlModifier);
            break;
        case 4:
            drag(view, at, to);
            break;
        case 5:
            QTest::mouseClick(&view, Qt::LeftButton, {}, at);
            break;
        case 6:
            QTest::mouseDClick(&view, Qt::LeftButton, {}, at);
            break;
        case 7:
        case 8:
            QTest::keyClick(&view, kKeys[pick(0, std::size(kKeys) - 1)],
                            pick(0, 3) ? Qt::NoModifier : Qt::ShiftModifier);
            break;
        case 9:
            if (step % 4 == 0)
                view.resize(pick(300, 1'500), pick(150, 1'000));
            break;
        case 10:
            filter.atLeast = static_cast<domain::Severity>(pick(0, 4));
            if (pick(0, 2) == 0)
                filter.recordedBy = base::UtcTime{pick(0, 3) * base::kUsPerDay};
            else
                filter.recordedBy.reset();
            view.setFilter(filter);
            view.setKnownAt(filter.recordedBy);
            break;
        case 11: {
            timeline::LaneLayout layout = view.laneLayout();
            const auto lane = static_cast<LaneId>(pick(0, timeline::kLaneCount - 1));
            if (layout.hidden.contains(lane))
                layout.hidden.remove(lane);
            else if (pick(0, 1))
                layout.hidden.add(lane);
            else
                layout.move(lane, static_cast<std::size_t>(pick(0, timeline::kLaneCount)));
            view.setLaneLayout(layout);
            break;
        }
        }
        QVERIFY(view.visibleRange().start >= timeline::kEarliestTime &&
                view.visibleRange().end <= timeline::kLatestTime);
        if (step % 20 != 0)
            continue;
        view.grab();
        QVERIFY(waitUntilSettled(view));
        const QString difference = tests::differenceFromReference(*view.frame(), filter);
        QVERIFY2(difference.isEmpty(), qPrintable(difference));
        const base::TimeRange& covered = view.frame()->covered;
        QVERIFY(covered.start <= view.visibleRange().start && view.visibleRange().end <= covered.end);
        QCOMPARE(view.frame()->lanes.size(), view.laneLayout().shown().size());
        ++compared;
    }
    QCOMPARE(compared, 100);
}

#include "test_timeline_input.moc"

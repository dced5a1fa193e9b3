// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/console/find_widgets.h"
#include "tests/gui/console/reviewed_night.h"
#include "tests/support/test_registry.h"
#include "ui/review/minimap.h"
#include "ui/review/query_bar.h"
#include "ui/review/query_edit.h"
#include "ui/review/span_panel.h"
#include "ui/review/timeline_entries.h"
#include "ui/review/timeline_page.h"
#include "ui/review/views_menu.h"
#include "ui/timeline/timeline_view.h"

#include <QAccessible>
#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace keyturn;
using tests::dialogNamed;
using tests::kNightStart;
using tests::minutesIn;
using tests::named;
using tests::pressAct;
using tests::ReviewedNight;
using ui::review::Minimap;
using ui::review::QueryBar;
using ui::review::QueryEdit;
using ui::review::SpanPanel;
using ui::review::TimelinePage;
using ui::review::ViewsMenu;
using ui::shell::MainWindow;
using ui::shell::View;
using ui::timeline::TimelineView;

namespace {

constexpr int kToolPatienceMs = 20'000;

/// Drags with the left button from one place to another.
void dragOver(QWidget* widget, const QPoint& from, const QPoint& to, Qt::KeyboardModifiers modifiers)
{
    QTest::mousePress(widget, Qt::LeftButton, modifiers, from);
    for (int step = 1; step <= 4; ++step) {
        const QPoint at = from + (to - from) * step / 4;
        QMouseEvent move(QEvent::MouseMove, QPointF(at), QPointF(widget->mapToGlobal(at)), Qt::NoButton,
                         Qt::LeftButton, modifiers);
        QApplication::sendEvent(widget, &move);
    }
    QTest::mouseRelease(widget, Qt::LeftButton, modifiers, to);
}

/// The action of a menu whose text begins so.
QAction* actionOf(QMenu* menu, const QString& begin)
{
    for (QAction* action : menu->actions()) {
        if (action->text().startsWith(begin))
            return action;
    }
    qFatal("the menu has no such action");
}

} // namespace

class TestReviewTools : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSavedViewIsThereInAnotherSession()
    {
        ReviewedNight night;
        const base::TimeRange hour{minutesIn(30), minutesIn(90)};
        {
            const auto window = night.window("safety", View::Timeline);
            night.signIn(*window, "safety");
            auto* view = named<TimelineView>(*window, "timelineView");
            view->setVisibleRange(hour);
            auto layout = view->laneLayout();
            layout.move(timeline::LaneId::System, 0);
            layout.collapsed.add(timeline::LaneId::Requests);
            layout.split(timeline::LaneId::System, timeline::SplitBy::Source);
            view->setLaneLayout(layout);
            named<QueryBar>(*window, "queryBar")->setText(QStringLiteral("severity>=high"));
            auto* menu = named<ViewsMenu>(*window, "views")->menu();
            Q_EMIT menu->aboutToShow();
            actionOf(menu, QStringLiteral("Save this view"))->trigger();
            QDialog* dialog = dialogNamed(*window, "saveViewDialog");
            QVERIFY(dialog);
            named<QLineEdit>(*dialog, "viewName")->setText(QStringLiteral("Night & day"));
            pressAct(dialog);
            QTRY_COMPARE_WITH_TIMEOUT(window->session().snapshot()->notes.size(), 1, kToolPatienceMs);
        }
        QSettings().remove(QStringLiteral("lanes")); // Another person's machine.
        const auto window = night.window("ceo", View::Timeline);
        auto* view = named<TimelineView>(*window, "timelineView");
        QVERIFY(view->visibleRange() != hour);
        QCOMPARE(view->laneLayout(), timeline::LaneLayout::usual());
        auto* menu = named<ViewsMenu>(*window, "views")->menu();
        Q_EMIT menu->aboutToShow();
        actionOf(menu, QStringLiteral("Night && day"))->trigger();
        QCOMPARE(view->visibleRange(), hour);
        QCOMPARE(named<QueryBar>(*window, "queryBar")->text(), QStringLiteral("severity>=high"));
        QCOMPARE(view->laneLayout().order.front(), timeline::LaneId::System);
        QVERIFY(view->laneLayout().collapsed.contains(timeline::LaneId::Requests));
        QCOMPARE(view->laneLayout().splitOf(timeline::LaneId::System), timeline::SplitBy::Source);
        // On the timeline itself it is no note.
        QTRY_VERIFY_WITH_TIMEOUT(view->isSettled(), kToolPatienceMs);
        QVERIFY(view->frame()->overlay->marks.empty());
    }

    void aViewIsRemovedForAllAndNobodySavesUnsigned()
    {
        ReviewedNight night;
        domain::NoteAdded note;
        note.title = QStringLiteral("Night");
        note.view = domain::SavedView{QStringLiteral("tool"), {}, {}, {}};
        night.say("safety", note);
        const auto window = night.window("safety", View::Timeline);
        auto* menu = named<ViewsMenu>(*window, "views")->menu();
        Q_EMIT menu->aboutToShow();
        actionOf(menu, QStringLiteral("Save this view"))->trigger();
        QDialog* saving = dialogNamed(*window, "saveViewDialog");
        QVERIFY(saving);
        named<QLineEdit>(*saving, "viewName")->setText(QStringLiteral("Other"));
        for (auto* button : saving->findChildren<QPushButton*>())
            QVERIFY(!button->isDefault() || !button->isEnabled());
        saving->reject();
        night.signIn(*window, "safety");
        Q_EMIT menu->aboutToShow();
        QMenu* removing = actionOf(menu, QStringLiteral("Remove"))->menu();
        removing->actions().first()->trigger();
        QDialog* dialog = dialogNamed(*window, "removeViewDialog");
        QVERIFY(dialog);
        pressAct(dialog);
        QTRY_VERIFY_WITH_TIMEOUT(state::standingViews(*window->session().snapshot()).empty(),
                                 kToolPatienceMs);
    }

    void spanFiguresEqualACountOverTheColumns()
    {
        ReviewedNight night;
        const auto window = night.window("safety", View::Timeline);
        auto* view = named<TimelineView>(*window, "timelineView");
        view->setVisibleRange({minutesIn(0), minutesIn(180)});
        QTRY_VERIFY_WITH_TIMEOUT(view->isSettled(), kToolPatienceMs);
        const auto& scene = view->scene();
        const int y = scene.canvas.center().y();
        dragOver(view, {qRound(scene.xOf(minutesIn(31))), y}, {qRound(scene.xOf(minutesIn(118))), y},
                 Qt::ShiftModifier);
        auto* panel = named<SpanPanel>(*window, "spanPanel");
        QTRY_VERIFY_WITH_TIMEOUT(panel->isVisible() && panel->isSettled(), kToolPatienceMs);
        // Records 11 (33 minutes in) to 39 (117 minutes in).
        const auto columns = window->session().columns();
        std::map<QString, std::uint64_t> counted;
        std::uint64_t all = 0;
        for (std::size_t row = 0; row < columns->size(); ++row) {
            const std::int64_t us = columns->timesUs()[row];
            if (us < minutesIn(33).us || us > minutesIn(117).us)
                continue;
            ++all;
            ++counted[domain::toWord(columns->severities()[row])];
        }
        QCOMPARE(all, std::uint64_t{29});
        const auto& words = panel->words();
        QVERIFY2(words.summary.startsWith(QStringLiteral("29 events, worst critical")),
                 qPrintable(words.summary));
        QCOMPARE(words.groups.at(0).lines.size(), counted.size());
        for (const auto& line : words.groups.at(0).lines)
            QCOMPARE(line.count, counted[line.name.toLower()]);
        QCOMPARE(words.groups.size(), std::size_t{4}); // With source names.
        std::uint64_t bySource = 0;
        for (const auto& line : words.groups.at(3).lines)
            bySource += line.count;
        QCOMPARE(bySource, all);
        named<QPushButton>(*panel, "spanCopy")->click();
        QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("Northgate Security\t14")));
        named<QPushButton>(*panel, "spanFilter")->click();
        QTRY_VERIFY_WITH_TIMEOUT(
            named<QLabel>(*window, "queryTold")->text().startsWith(QStringLiteral("29 found")),
            kToolPatienceMs);
        QTest::keyClick(view, Qt::Key_Escape);
        QVERIFY(!panel->isVisible());
    }

    void aSpanIsSelectedByKeyboard()
    {
        ReviewedNight night;
        const auto window = night.window("safety", View::Timeline);
        auto* view = named<TimelineView>(*window, "timelineView");
        view->setVisibleRange({minutesIn(-1), minutesIn(180)});
        QTRY_VERIFY_WITH_TIMEOUT(view->isSettled(), kToolPatienceMs);
        view->setFocus();
        QTest::keyClick(view, Qt::Key_Home); // To the first of the lane.
        QTest::keyClick(view, Qt::Key_S);
        QTest::keyClick(view, Qt::Key_Right);
        QTest::keyClick(view, Qt::Key_Right);
        QTest::keyClick(view, Qt::Key_S);
        auto* panel = named<SpanPanel>(*window, "spanPanel");
        QTRY_VERIFY_WITH_TIMEOUT(panel->isVisible() && panel->isSettled(), kToolPatienceMs);
        // Every fourth record is of that lane: 0, 4 and 8, which is twenty-four minutes.
        QVERIFY2(panel->words().span.contains(QStringLiteral("24 min 0 s")), qPrintable(panel->words().span));
    }

    void silencesAndBurstsAreFound()
    {
        ReviewedNight night;
        std::vector<domain::NormalisedRecord> flood;
        for (int i = 0; i < 200; ++i) {
            domain::NormalisedRecord record = tests::nightRecords().front();
            record.occurredAt.start = minutesIn(600).plusUs(i * base::kUsPerSecond / 4);
            record.number = static_cast<std::uint64_t>(i) + 1;
            flood.push_back(std::move(record));
        }
        night.enter("safety", std::move(flood));
        const auto window = night.window("safety", View::Timeline);
        auto* view = named<TimelineView>(*window, "timelineView");
        view->fitAll();
        QTRY_VERIFY_WITH_TIMEOUT(view->isSettled(), kToolPatienceMs);
        view->setFocus();
        auto* panel = named<SpanPanel>(*window, "spanPanel");
        QTest::keyClick(view, Qt::Key_G);
        QTRY_VERIFY_WITH_TIMEOUT(panel->isVisible() && panel->isSettled(), kToolPatienceMs);
        // From the last of the night to the first of the flood.
        QVERIFY2(panel->words().span.contains(QStringLiteral("2026-06-12 08:57:00 to 16:00:00 UTC")),
                 qPrintable(panel->words().span));
        QTest::keyClick(view, Qt::Key_Escape);
        view->fitAll();
        QTest::keyClick(view, Qt::Key_B);
        QTRY_VERIFY_WITH_TIMEOUT(panel->isVisible() && panel->isSettled() &&
                                     panel->words().summary.startsWith(QStringLiteral("200 events")),
                                 kToolPatienceMs);
    }

    void theMinimapMovesTheRange()
    {
        ReviewedNight night;
        const auto window = night.window("safety", View::Timeline);
        auto* view = named<TimelineView>(*window, "timelineView");
        auto* map = named<Minimap>(*window, "minimap");
        QTRY_VERIFY_WITH_TIMEOUT(window->isSettled(), kToolPatienceMs);
        view->setVisibleRange({minutesIn(30), minutesIn(60)});
        const QRectF before = map->windowRect();
        const QPoint from = before.center().toPoint();
        dragOver(map, from, from + QPoint(80, 0), Qt::NoModifier);
        QCOMPARE(view->visibleRange().lengthUs(), 30 * base::kUsPerMinute);
        const double movedUs = static_cast<double>(view->visibleRange().start.us - minutesIn(30).us);
        QVERIFY(qAbs(movedUs - 80 * map->axis().usPerPx()) < 2 * map->axis().usPerPx());
        // The right edge alone.
        const base::TimeRange range = view->visibleRange();
        const QRectF rect = map->windowRect();
        const QPoint edge(qRound(rect.right()), qRound(rect.center().y()));
        dragOver(map, edge, edge + QPoint(40, 0), Qt::NoModifier);
        QCOMPARE(view->visibleRange().start, range.start);
        QVERIFY(view->visibleRange().end > range.end);
        map->setFocus();
        const base::TimeRange wide = view->visibleRange();
        QTest::keyClick(map, Qt::Key_Left);
        QVERIFY(view->visibleRange().start < wide.start);
        QCOMPARE(view->visibleRange().lengthUs(), wide.lengthUs());
        const QString described = QAccessible::queryAccessibleInterface(map)->text(QAccessible::Description);
        QVERIFY2(described.contains(base::toDisplay(view->visibleRange().start)), qPrintable(described));
    }

    void goesToTheTimeThatIsWritten()
    {
        ReviewedNight night;
        const auto window = night.window("safety", View::Timeline);
        auto* view = named<TimelineView>(*window, "timelineView");
        view->setFocus();
        QTest::keyClick(view, Qt::Key_G, Qt::ControlModifier);
        QDialog* dialog = dialogNamed(*window, "goToTimeDialog");
        QVERIFY(dialog);
        auto* text = named<QLineEdit>(*dialog, "goToText");
        text->setText(QStringLiteral("soon"));
        for (auto* button : dialog->findChildren<QPushButton*>())
            QVERIFY(!button->isDefault() || !button->isEnabled());
        text->setText(QStringLiteral("2026-06-13"));
        pressAct(dialog);
        QVERIFY(view->visibleRange().contains(kNightStart.plusUs(base::kUsPerDay)));
        QVERIFY(view->visibleRange().lengthUs() >= base::kUsPerDay);
        QVERIFY(view->visibleRange().lengthUs() < 2 * base::kUsPerDay);
    }

    void theDistanceOfTwoEventsIsTold()
    {
        ReviewedNight night;
        const auto window = night.window("safety", View::Timeline);
        auto* view = named<TimelineView>(*window, "timelineView");
        auto* page = named<TimelinePage>(*window, "timelinePage");
        QSignalSpy told(page, &TimelinePage::said);
        view->setVisibleRange({minutesIn(-1), minutesIn(60)});
        QTRY_VERIFY_WITH_TIMEOUT(view->isSettled(), kToolPatienceMs);
        view->setFocus();
        QTest::keyClick(view, Qt::Key_Home);
        QTest::keyClick(view, Qt::Key_D);
        QTest::keyClick(view, Qt::Key_Right);
        QTest::keyClick(view, Qt::Key_D);
        QCOMPARE(told.last().first().toString(), QStringLiteral("12 min 0 s later"));
    }
};

KEYTURN_TEST(TestReviewTools);
#include "test_review_tools.moc"

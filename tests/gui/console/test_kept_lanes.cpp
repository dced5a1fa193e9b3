// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/saved_views.h"
#include "tests/gui/console/find_widgets.h"
#include "tests/gui/console/reviewed_night.h"
#include "tests/support/test_registry.h"
#include "ui/timeline/timeline_view.h"

#include <QAction>
#include <QApplication>
#include <QContextMenuEvent>
#include <QMenu>
#include <QSettings>
#include <QTest>
#include <QToolButton>

#include <algorithm>

using namespace keyturn;
using tests::named;
using tests::ReviewedNight;
using timeline::LaneId;
using ui::shell::View;
using ui::timeline::TimelineView;

namespace {

constexpr int kLanesPatienceMs = 20'000;

QString keptKey(const ReviewedNight& night)
{
    return QStringLiteral("lanes/") + night.log().hex();
}

QAction* laneAction(QWidget& window, LaneId lane)
{
    for (QAction* action : named<QToolButton>(window, "lanes")->menu()->actions()) {
        if (action->text() == timeline::laneTitle(lane))
            return action;
    }
    qFatal("the menu has no such lane");
}

} // namespace

class TestKeptLanes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QSettings().remove(QStringLiteral("lanes")); }

    void lanesAreAsTheyWereLeft()
    {
        ReviewedNight night;
        timeline::LaneLayout left;
        {
            const auto window = night.window("safety", View::Timeline);
            auto* view = named<TimelineView>(*window, "timelineView");
            QCOMPARE(view->laneLayout(), timeline::LaneLayout::usual());
            QTRY_VERIFY_WITH_TIMEOUT(view->isSettled() && view->frame(), kLanesPatienceMs);
            view->setFocus();
            QTest::keyClick(view, Qt::Key_C); // The lane one is in is folded, and moved down.
            QTest::keyClick(view, Qt::Key_Down, Qt::AltModifier);
            laneAction(*window, LaneId::Notes)->trigger();
            left = view->laneLayout();
            QVERIFY(left.collapsed != timeline::LaneSet{});
            QVERIFY(left.order != timeline::LaneLayout::usual().order);
            QVERIFY(left.hidden.contains(LaneId::Notes));
        }
        const auto window = night.window("safety", View::Timeline);
        auto* view = named<TimelineView>(*window, "timelineView");
        QCOMPARE(view->laneLayout(), left);
        // The filter and the menu are told as well.
        QVERIFY(!view->filter().lanes.contains(LaneId::Notes));
        QVERIFY(!laneAction(*window, LaneId::Notes)->isChecked());
        QVERIFY(laneAction(*window, LaneId::Requests)->isChecked());
    }

    void barsOfASplitLaneAreToldAnew()
    {
        ReviewedNight night;
        night.suspend({"EU"});
        const auto window = night.window("safety", View::Timeline);
        auto* view = named<TimelineView>(*window, "timelineView");
        const auto rows = [view] {
            const auto* lane = view->frame() ? view->frame()->lane(LaneId::ModelStates) : nullptr;
            return lane != nullptr ? lane->barRowTitles : std::vector<QString>();
        };
        QTRY_COMPARE_WITH_TIMEOUT(rows().size(), std::size_t{3}, kLanesPatienceMs);
        const QRect header =
            view->scene().stripOf(*view->scene().placeOf(LaneId::ModelStates)) & view->scene().headers;
        QContextMenuEvent event(QContextMenuEvent::Mouse, header.center(),
                                view->mapToGlobal(header.center()));
        QApplication::sendEvent(view, &event);
        auto* menu = view->findChild<QMenu*>(QStringLiteral("laneMenu"));
        QVERIFY(menu);
        for (QAction* action : menu->actions()) {
            if (action->text() == QStringLiteral("Split by region"))
                action->trigger();
        }
        menu->close();
        QTRY_COMPARE_WITH_TIMEOUT(rows().size(), std::size_t{9}, kLanesPatienceMs);
        const std::vector<QString> titles = rows();
        QVERIFY(std::find(titles.begin(), titles.end(), QStringLiteral("Larch 4 · European Union")) !=
                titles.end());
    }

    void anotherWorkspaceHasLanesOfItsOwn()
    {
        QSettings().setValue(QStringLiteral("lanes/") + QString(64, u'0'),
                             QStringList{QStringLiteral("notes:hidden:open:")});
        ReviewedNight night;
        const QString key = keptKey(night);
        const auto window = night.window("safety", View::Timeline);
        QCOMPARE(named<TimelineView>(*window, "timelineView")->laneLayout(), timeline::LaneLayout::usual());
        QVERIFY(!QSettings().contains(key)); // Nobody changed anything.
    }

    void lanesOfALaterVersionAreReadAsFarAsTheyAreKnown()
    {
        ReviewedNight night;
        QSettings().setValue(keptKey(night), QStringList{QStringLiteral("weather:shown:open:"),
                                                         QStringLiteral("decisions:hidden:folded:phase"),
                                                         QStringLiteral("system:shown:open:source")});
        const auto window = night.window("safety", View::Timeline);
        const auto& layout = named<TimelineView>(*window, "timelineView")->laneLayout();
        QCOMPARE(layout.order.size(), timeline::kLaneCount);
        QCOMPARE(layout.order[0], LaneId::Decisions);
        QCOMPARE(layout.order[1], LaneId::System);
        QVERIFY(layout.hidden.contains(LaneId::Decisions) && layout.collapsed.contains(LaneId::Decisions));
        QCOMPARE(layout.splitOf(LaneId::System), timeline::SplitBy::Source);
    }
};

KEYTURN_TEST(TestKeptLanes);
#include "test_kept_lanes.moc"

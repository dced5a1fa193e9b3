// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/console/find_widgets.h"
#include "tests/gui/console/reviewed_night.h"
#include "tests/support/test_registry.h"
#include "ui/review/query_bar.h"
#include "ui/review/query_edit.h"
#include "ui/timeline/timeline_view.h"

#include <QAbstractItemView>
#include <QAccessible>
#include <QLabel>
#include <QTest>
#include <QToolButton>

using namespace keyturn;
using tests::named;
using tests::ReviewedNight;
using ui::review::QueryBar;
using ui::review::QueryEdit;
using ui::shell::MainWindow;
using ui::shell::View;
using ui::timeline::TimelineView;

namespace {

constexpr int kQueryPatienceMs = 20'000;

/// The events that pass what the timeline shows.
std::uint64_t shownEvents(const TimelineView& view)
{
    std::uint64_t count = 0;
    for (const auto& lane : timeline::laneSpecs())
        count += view.frame()->index->countOf(lane.id).total();
    return count;
}

/// Types as a person does, and waits until what is found is shown.
void look(MainWindow& window, const QString& query)
{
    auto* edit = named<QueryEdit>(window, "query");
    edit->setFocus();
    edit->clear();
    QTest::keyClicks(edit, query);
    QTest::keyClick(edit, Qt::Key_Return);
    if (!QTest::qWaitFor([&] { return window.isSettled(); }, kQueryPatienceMs))
        qFatal("the search did not come to an end");
}

} // namespace

class TestReviewQuery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void filtersByTheQuery()
    {
        ReviewedNight night;
        const auto window = night.window("safety", View::Timeline);
        const auto* view = named<TimelineView>(*window, "timelineView");
        QTRY_COMPARE_WITH_TIMEOUT(shownEvents(*view), std::uint64_t{60}, kQueryPatienceMs);
        look(*window, QStringLiteral("severity>=high source:northgate"));
        // Every second record is of that source; two of five are high or critical.
        QTRY_COMPARE_WITH_TIMEOUT(shownEvents(*view), std::uint64_t{12}, kQueryPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(
            named<QLabel>(*window, "queryTold")->text().startsWith(QStringLiteral("12 found")),
            kQueryPatienceMs);
        look(*window, QStringLiteral("\"tool use\" after:2026-06-12T07:00:00Z"));
        QTRY_COMPARE_WITH_TIMEOUT(shownEvents(*view), std::uint64_t{6}, kQueryPatienceMs);
    }

    void completesByKeyboardAlone()
    {
        ReviewedNight night;
        const auto window = night.window("safety", View::Timeline);
        auto* edit = named<QueryEdit>(*window, "query");
        edit->setFocus();
        QTest::keyClicks(edit, QStringLiteral("sev"));
        QVERIFY(edit->isOffering());
        QAbstractItemView* list = edit->list();
        QCOMPARE(list->model()->index(0, 0).data().toString(), QStringLiteral("severity>="));
        QTest::keyClick(list, Qt::Key_Tab);
        QCOMPARE(edit->text(), QStringLiteral("severity>="));
        QVERIFY(edit->isOffering()); // Its words come at once.
        QTest::keyClicks(list, QStringLiteral("cri"));
        QTest::keyClick(list, Qt::Key_Down);
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(edit->text(), QStringLiteral("severity>=critical "));
        QVERIFY(!edit->isOffering());
        QTest::keyClicks(edit, QStringLiteral("source:"));
        QTRY_VERIFY_WITH_TIMEOUT(edit->isOffering(), kQueryPatienceMs); // Names come from the records.
        QTRY_COMPARE_WITH_TIMEOUT(list->model()->rowCount(), 2, kQueryPatienceMs);
        QTest::keyClicks(list, QStringLiteral("nor"));
        QTest::keyClick(list, Qt::Key_Tab);
        QCOMPARE(edit->text(), QStringLiteral("severity>=critical source:\"Northgate Security\" "));
        QTest::keyClick(edit, Qt::Key_Escape);
        const auto* view = named<TimelineView>(*window, "timelineView");
        QTRY_COMPARE_WITH_TIMEOUT(shownEvents(*view), std::uint64_t{6}, kQueryPatienceMs);
    }

    void showsAFaultAtItsPlaceAndLeavesTheTimelineAlone()
    {
        ReviewedNight night;
        const auto window = night.window("safety", View::Timeline);
        const auto* view = named<TimelineView>(*window, "timelineView");
        look(*window, QStringLiteral("severity>=high"));
        QTRY_COMPARE_WITH_TIMEOUT(shownEvents(*view), std::uint64_t{24}, kQueryPatienceMs);
        look(*window, QStringLiteral("tool severity>=hgh"));
        auto* edit = named<QueryEdit>(*window, "query");
        QCOMPARE(edit->reading().faults.size(), std::size_t{1});
        QCOMPARE(edit->text().mid(static_cast<int>(edit->reading().faults[0].start),
                                  static_cast<int>(edit->reading().faults[0].length)),
                 QStringLiteral("hgh"));
        const QString told = named<QLabel>(*window, "queryTold")->text();
        QVERIFY2(told.contains(QStringLiteral("hgh")), qPrintable(told));
        QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(edit);
        QCOMPARE(spoken->text(QAccessible::Description), told);
        QCOMPARE(shownEvents(*view), std::uint64_t{24});
    }

    void marksWhatIsFoundAndGoesFromHitToHit()
    {
        ReviewedNight night;
        const auto window = night.window("safety", View::Timeline);
        auto* view = named<TimelineView>(*window, "timelineView");
        named<QueryBar>(*window, "queryBar")->setMode(ui::review::QueryMode::Mark);
        look(*window, QStringLiteral("\"tool use\""));
        QTRY_VERIFY_WITH_TIMEOUT(
            named<QLabel>(*window, "queryTold")->text().startsWith(QStringLiteral("9 found")),
            kQueryPatienceMs);
        QCOMPARE(shownEvents(*view), std::uint64_t{60});
        view->fitAll();
        view->setFocus();
        QList<quint32> visited;
        for (int i = 0; i < 10; ++i) {
            QTest::keyClick(view, Qt::Key_F3);
            const auto* chosen = std::get_if<ui::timeline::EventItem>(&view->selectedItem());
            QVERIFY(chosen);
            visited += view->frame()->index->columns()->keyOf(chosen->row).leaf;
        }
        // After the last comes the first again.
        QCOMPARE(visited, (QList<quint32>{0, 7, 14, 21, 28, 35, 42, 49, 56, 0}));
        QTest::keyClick(view, Qt::Key_F3, Qt::ShiftModifier);
        const auto* chosen = std::get_if<ui::timeline::EventItem>(&view->selectedItem());
        QVERIFY(chosen);
        QCOMPARE(view->frame()->index->columns()->keyOf(chosen->row).leaf, quint32{56});
    }

    void tellsHowManyAreOutsideAndShowsThem()
    {
        ReviewedNight night;
        const auto window = night.window("safety", View::Timeline);
        auto* view = named<TimelineView>(*window, "timelineView");
        look(*window, QStringLiteral("\"tool use\""));
        // The first hour: records 0 to 19 and three of the nine.
        view->setVisibleRange({tests::kNightStart, tests::kNightStart.plusUs(base::kUsPerHour)});
        auto* show = named<QToolButton>(*window, "showOutside");
        QTRY_COMPARE_WITH_TIMEOUT(named<QLabel>(*window, "queryTold")->text(),
                                  QStringLiteral("9 found, 6 outside the shown time"), kQueryPatienceMs);
        QVERIFY(show->isVisible());
        show->click();
        QTRY_COMPARE_WITH_TIMEOUT(named<QLabel>(*window, "queryTold")->text(), QStringLiteral("9 found"),
                                  kQueryPatienceMs);
        QVERIFY(!show->isVisible());
    }
};

KEYTURN_TEST(TestReviewQuery);
#include "test_review_query.moc"

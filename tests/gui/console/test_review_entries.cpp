// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/console/find_widgets.h"
#include "tests/gui/console/reviewed_night.h"
#include "tests/support/test_registry.h"
#include "ui/review/timeline_entries.h"
#include "ui/timeline/timeline_view.h"

#include <QAccessible>
#include <QLineEdit>
#include <QTest>

using namespace keyturn;
using tests::dialogNamed;
using tests::minutesIn;
using tests::named;
using tests::pressAct;
using tests::ReviewedNight;
using ui::shell::View;
using ui::timeline::TimelineView;

namespace {

constexpr int kEntryPatienceMs = 20'000;

} // namespace

class TestReviewEntries : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aMilestoneIsAddedWhereOneLooks()
    {
        ReviewedNight night;
        const auto window = night.window("safety", View::Timeline);
        night.signIn(*window, "safety");
        auto* view = named<TimelineView>(*window, "timelineView");
        view->setVisibleRange({minutesIn(0), minutesIn(60)});
        QTRY_VERIFY_WITH_TIMEOUT(view->isSettled(), kEntryPatienceMs);
        view->setFocus();
        QTest::keyClick(view, Qt::Key_M);
        QDialog* dialog = dialogNamed(*window, "entryDialog");
        QVERIFY(dialog);
        named<QLineEdit>(*dialog, "entryTitle")->setText(QStringLiteral("War room opened"));
        pressAct(dialog);
        QTRY_COMPARE_WITH_TIMEOUT(window->session().snapshot()->notes.size(), 1, kEntryPatienceMs);
        const auto& facts = window->session().snapshot()->notes.first().facts;
        QVERIFY(facts.milestone);
        QCOMPARE(facts.occurredAt, std::optional(minutesIn(30))); // The middle of what is in view.
    }

    void aRecordIsMarkedForReportsAndTakenOut()
    {
        ReviewedNight night;
        const auto window = night.window("safety", View::Timeline);
        night.signIn(*window, "safety");
        auto* view = named<TimelineView>(*window, "timelineView");
        view->setVisibleRange({minutesIn(-1), minutesIn(180)});
        QTRY_VERIFY_WITH_TIMEOUT(view->isSettled(), kEntryPatienceMs);
        view->setFocus();
        QTest::keyClick(view, Qt::Key_Home);
        QTest::keyClick(view, Qt::Key_Return);
        QTest::keyClick(view, Qt::Key_R);
        QTRY_COMPARE_WITH_TIMEOUT(state::standingMarks(*window->session().snapshot()).size(), std::size_t{1},
                                  kEntryPatienceMs);
        auto* entries = view->findChild<ui::review::TimelineEntries*>();
        QVERIFY(entries);
        QTRY_COMPARE_WITH_TIMEOUT(entries->flaggedRows().size(), std::size_t{1}, kEntryPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(window->isSettled(), kEntryPatienceMs);
        QTest::keyClick(view, Qt::Key_R);
        QTRY_VERIFY_WITH_TIMEOUT(state::standingMarks(*window->session().snapshot()).empty(),
                                 kEntryPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(entries->flaggedRows().empty(), kEntryPatienceMs);
    }

    void aPresentationHidesWhatARoomMayNotSee()
    {
        ReviewedNight night;
        domain::RequestReceived request;
        request.authority = QStringLiteral("Office for AI Safety");
        request.description = QStringLiteral("Sealed order");
        request.confidential = true;
        request.receivedAt = minutesIn(10);
        request.demanded = {domain::EvidenceItem::Auditability};
        night.say("safety", request);
        const auto window = night.window("safety", View::Timeline);
        night.signIn(*window, "safety");
        auto* view = named<TimelineView>(*window, "timelineView");
        const QList<const char*> hidden{"details", "queryBar", "person", "organisation"};
        const QFont usual = view->font();
        view->setVisibleRange({minutesIn(-1), minutesIn(180)});
        QTRY_VERIFY_WITH_TIMEOUT(view->isSettled(), kEntryPatienceMs);
        const std::int64_t lengthUs = view->visibleRange().lengthUs();
        view->setFocus();
        for (const auto key : {Qt::Key_Home, Qt::Key_S, Qt::Key_Right, Qt::Key_S})
            QTest::keyClick(view, key);
        auto* figures = named<QWidget>(*window, "spanPanel");
        QTRY_VERIFY_WITH_TIMEOUT(figures->isVisible(), kEntryPatienceMs);
        QTest::keyClick(view, Qt::Key_F11);
        QVERIFY(!figures->isVisible());
        for (const char* name : hidden)
            QVERIFY2(!named<QWidget>(*window, name)->isVisible(), name);
        QVERIFY(view->font().pointSizeF() > usual.pointSizeF());
        // Now is at nine tenths of the axis, and stays there as time goes on.
        const auto share = [&] {
            const base::TimeRange& range = view->visibleRange();
            return static_cast<double>(window->session().now().us - range.start.us) /
                   static_cast<double>(range.lengthUs());
        };
        QVERIFY(qAbs(share() - 0.9) < 0.01);
        night.clock().advanceMinutes(30);
        QTRY_VERIFY_WITH_TIMEOUT(qAbs(share() - 0.9) < 0.01, kEntryPatienceMs);
        QVERIFY(qAbs(view->visibleRange().lengthUs() - lengthUs) <= 1);
        QTRY_VERIFY_WITH_TIMEOUT(view->isSettled(), kEntryPatienceMs);
        for (const auto& bar : view->frame()->overlay->bars) {
            if (bar.kind == timeline::OverlayKind::Request)
                QCOMPARE(bar.title, QStringLiteral("Confidential request"));
        }
        QTest::keyClick(view, Qt::Key_Escape);
        QVERIFY(named<QWidget>(*window, "person")->isVisible());
        QVERIFY(named<QWidget>(*window, "queryBar")->isVisible());
        QVERIFY(figures->isVisible());
        QCOMPARE(view->font(), usual);
    }

    void whatIsInViewIsSpoken()
    {
        ReviewedNight night;
        const auto window = night.window("safety", View::Timeline);
        auto* view = named<TimelineView>(*window, "timelineView");
        view->setVisibleRange({minutesIn(0), minutesIn(60)});
        QTRY_VERIFY_WITH_TIMEOUT(view->isSettled(), kEntryPatienceMs);
        QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(view);
        const QString summary = spoken->text(QAccessible::Description) + spoken->text(QAccessible::Value) +
                                spoken->text(QAccessible::Name);
        QVERIFY2(summary.contains(QStringLiteral("20 events, worst critical")), qPrintable(summary));
        view->setFocus();
        QTest::keyClick(view, Qt::Key_Home);
        const QString first = spoken->text(QAccessible::Description) + spoken->text(QAccessible::Value) +
                              spoken->text(QAccessible::Name);
        QTest::keyClick(view, Qt::Key_Right);
        const QString second = spoken->text(QAccessible::Description) + spoken->text(QAccessible::Value) +
                               spoken->text(QAccessible::Name);
        QVERIFY(first != second);
        QTest::keyClick(view, Qt::Key_Down);
        const QString third = spoken->text(QAccessible::Description) + spoken->text(QAccessible::Value) +
                              spoken->text(QAccessible::Name);
        QVERIFY(second != third);
    }
};

KEYTURN_TEST(TestReviewEntries);
#include "test_review_entries.moc"

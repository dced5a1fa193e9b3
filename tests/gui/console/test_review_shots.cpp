// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/console/find_widgets.h"
#include "tests/gui/console/reviewed_night.h"
#include "tests/support/test_registry.h"
#include "ui/common/theme.h"
#include "ui/review/minimap.h"
#include "ui/review/query_bar.h"
#include "ui/review/query_edit.h"
#include "ui/review/span_panel.h"
#include "ui/review/span_selector.h"
#include "ui/timeline/timeline_view.h"

#include <QAbstractItemView>
#include <QAccessible>
#include <QApplication>
#include <QDir>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

using namespace keyturn;
using tests::minutesIn;
using tests::named;
using tests::ReviewedNight;
using ui::common::ThemeChoice;
using ui::review::QueryBar;
using ui::review::QueryEdit;
using ui::review::QueryMode;
using ui::review::SpanPanel;
using ui::review::SpanSelector;
using ui::shell::View;
using ui::timeline::TimelineView;

namespace {

constexpr int kShotPatienceMs = 20'000;

/// With KEYTURN_SHOTS naming a folder the pictures are kept there.
void keep(QWidget& widget, const QString& name)
{
    const QString folder = qEnvironmentVariable("KEYTURN_SHOTS");
    if (folder.isEmpty())
        return;
    QDir().mkpath(folder);
    QVERIFY(widget.grab().save(folder + QLatin1Char('/') + name + QStringLiteral(".png")));
}

/// What a person could not read or reach of the buttons and fields on the page; empty when all is well.
QString whatIsCutOff(const QWidget& window)
{
    const auto* page = named<QWidget>(window, "timelinePage");
    for (const auto* button : page->findChildren<QAbstractButton*>()) {
        if (!button->isVisible() || qobject_cast<const QLineEdit*>(button->parentWidget()))
            continue; // What a line edit holds is its own affair.
        if (button->width() < button->minimumSizeHint().width())
            return QStringLiteral("%1 is too narrow").arg(button->objectName());
        if (!page->rect().contains(QRect(button->mapTo(page, QPoint()), button->size())))
            return QStringLiteral("%1 lies outside").arg(button->objectName());
        const QAccessibleInterface* spoken =
            QAccessible::queryAccessibleInterface(const_cast<QAbstractButton*>(button)); // NOLINT
        if (spoken == nullptr || spoken->text(QAccessible::Name).isEmpty())
            return QStringLiteral("%1 has no name to be spoken").arg(button->objectName());
    }
    return {};
}

} // namespace

class TestReviewShots : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup()
    {
        QApplication::setLayoutDirection(Qt::LeftToRight);
        ui::common::applyTheme(*qApp, ThemeChoice::Light);
    }

    void nothingIsCutOffInAnyLook_data()
    {
        QTest::addColumn<ThemeChoice>("theme");
        QTest::addColumn<Qt::LayoutDirection>("direction");
        QTest::newRow("light") << ThemeChoice::Light << Qt::LeftToRight;
        QTest::newRow("dark") << ThemeChoice::Dark << Qt::LeftToRight;
        QTest::newRow("right-to-left") << ThemeChoice::Light << Qt::RightToLeft;
    }
    void nothingIsCutOffInAnyLook()
    {
        QFETCH(const ThemeChoice, theme);
        QFETCH(const Qt::LayoutDirection, direction);
        const QString look = QString::fromLatin1(QTest::currentDataTag());
        ui::common::applyTheme(*qApp, theme);
        QApplication::setLayoutDirection(direction);
        ReviewedNight night;
        const auto window = night.window("safety", View::Timeline);
        auto* view = named<TimelineView>(*window, "timelineView");
        view->setVisibleRange({minutesIn(-10), minutesIn(200)});
        named<QueryBar>(*window, "queryBar")->setMode(QueryMode::Mark);
        named<QueryBar>(*window, "queryBar")
            ->setText(QStringLiteral("severity>=medium -source:gateway-3 \"tool use\" after:2026-06-12"));
        view->findChild<SpanSelector*>()->setSpan(base::TimeRange{minutesIn(31), minutesIn(118)});
        const auto* panel = named<SpanPanel>(*window, "spanPanel");
        QTRY_VERIFY_WITH_TIMEOUT(window->isSettled() && panel->words().groups.size() == 4, kShotPatienceMs);
        QCOMPARE(whatIsCutOff(*window), QString());
        keep(*window, QStringLiteral("review-") + look);

        auto* edit = named<QueryEdit>(*window, "query");
        edit->setFocus();
        edit->setText(QStringLiteral("severity>=hgh layer:"));
        edit->offer();
        QVERIFY(edit->isOffering());
        keep(*edit->list(), QStringLiteral("review-offers-") + look);
        edit->list()->hide();
        QTRY_VERIFY_WITH_TIMEOUT(!named<QueryBar>(*window, "queryBar")->isPausing(), kShotPatienceMs);
        keep(*window, QStringLiteral("review-fault-") + look);
        edit->clear();

        view->setFocus();
        QTest::keyClick(view, Qt::Key_Escape);
        QTest::keyClick(view, Qt::Key_F11);
        QTRY_VERIFY_WITH_TIMEOUT(window->isSettled(), kShotPatienceMs);
        QCOMPARE(whatIsCutOff(*window), QString());
        keep(*window, QStringLiteral("review-presentation-") + look);
    }
};

KEYTURN_TEST(TestReviewShots);
#include "test_review_shots.moc"

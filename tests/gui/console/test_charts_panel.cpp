// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/console/entered_signals.h"
#include "tests/support/test_registry.h"
#include "ui/charts/chart_widget.h"
#include "ui/common/table_view.h"
#include "ui/common/theme.h"
#include "ui/review/charts_panel.h"
#include "ui/timeline/timeline_view.h"

#include <QAccessible>
#include <QCheckBox>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTabBar>
#include <QTest>
#include <QToolButton>
#include <QXmlStreamReader>

using namespace keyturn;
using items::ChartData;
using items::ChartKind;
using tests::ConsoleFixture;
using tests::named;
using ui::charts::ChartWidget;
using ui::review::ChartsPanel;
using ui::shell::View;

namespace {

constexpr int kChartPatienceMs = 20'000;

/// A window whose timeline has the charts open over a day and a half of signals, and a proposal.
struct ShownCharts
{
    ConsoleFixture fixture;
    std::unique_ptr<ui::shell::MainWindow> window;
    ChartsPanel* panel = nullptr;
    ChartWidget* chart = nullptr;
    ui::timeline::TimelineView* view = nullptr;

    ShownCharts()
    {
        QSettings().remove(QStringLiteral("charts"));
        fixture.proposeSuspension();
        window = fixture.window("safety", View::Timeline);
        tests::enterSignals(fixture, *window, 108);
        view = named<ui::timeline::TimelineView>(*window, "timelineView");
        view->setVisibleRange({tests::kSignalsStart, tests::kSignalsStart.plusUs(36 * base::kUsPerHour)});
        named<QToolButton>(*window, "chartsPanelButton")->click();
        panel = named<ChartsPanel>(*window, "chartsPanel");
        chart = named<ChartWidget>(*window, "chart");
        settle();
    }
    void settle() const
    {
        if (!QTest::qWaitFor([&] { return window->isSettled() && panel->isSettled(); }, kChartPatienceMs))
            qFatal("the charts did not settle");
    }
    void show(ChartKind kind) const
    {
        panel->showPart(QLatin1String(items::chartSpec(kind).word));
        settle();
    }
    /// What the pure function makes of what the window shows.
    [[nodiscard]] ChartData expected(ChartKind kind) const
    {
        items::ChartInput input;
        input.snapshot = window->session().snapshot();
        input.columns = window->session().columns();
        input.filter = view->filter();
        input.visible = view->visibleRange();
        input.now = window->session().now();
        return items::makeChart(kind, input).value();
    }
};

bool isWellFormed(const QByteArray& xml, const QString& root)
{
    QXmlStreamReader reader(xml);
    bool isRoot = false;
    while (!reader.atEnd()) {
        reader.readNext();
        isRoot = isRoot || (reader.isStartElement() && reader.name() == root);
    }
    return isRoot && !reader.hasError();
}

QByteArray contentsOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestChartsPanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyChartShowsWhatThePureFunctionsSay()
    {
        const ShownCharts shown;
        for (const items::ChartSpec& spec : items::chartSpecs()) {
            shown.show(spec.kind);
            QVERIFY2(*shown.panel->data() == shown.expected(spec.kind), spec.word);
        }
    }

    void theyFollowTheFilterOfTheTimeline()
    {
        const ShownCharts shown;
        shown.show(ChartKind::SignalRate);
        const ChartData all = *shown.panel->data();
        Q_EMIT shown.panel->queryChosen(QStringLiteral("source:Harrow"));
        QTRY_VERIFY_WITH_TIMEOUT(*shown.panel->data() != all, kChartPatienceMs);
        shown.settle();
        QVERIFY(*shown.panel->data() == shown.expected(ChartKind::SignalRate));
    }

    void aClickOnABarShowsItsTimeOnTheTimeline()
    {
        const ShownCharts shown;
        shown.show(ChartKind::SignalRate);
        const ChartData data = *shown.panel->data();
        const std::size_t category = data.categories.size() / 2;
        QSignalSpy ranges(shown.panel, &ChartsPanel::rangeChosen);
        const QRect bar = shown.chart->rectOf(category);
        QVERIFY(shown.chart->rect().contains(bar.center()));
        QWidget* target = shown.chart->childAt(bar.center());
        QTest::mouseClick(target, Qt::LeftButton, {}, target->mapFrom(shown.chart, bar.center()));
        QCOMPARE(ranges.count(), 1);
        const auto range = ranges.first().first().value<base::TimeRange>();
        QVERIFY(range == data.categories[category].span);
        QVERIFY(shown.view->visibleRange().start <= range.start &&
                range.end <= shown.view->visibleRange().end);
        QVERIFY(shown.view->visibleRange().lengthUs() < 4 * range.lengthUs());
    }

    void aClickWithCtrlMeansOnlyThatLayer()
    {
        const ShownCharts shown;
        shown.show(ChartKind::SignalRate);
        const ChartData data = *shown.panel->data();
        std::size_t category = 0;
        constexpr auto kLayer = static_cast<std::size_t>(domain::Layer::AbuseAtScale);
        while (data.series[kLayer].values[category] <= 0)
            ++category;
        QSignalSpy queries(shown.panel, &ChartsPanel::queryChosen);
        const QPoint at = shown.chart->rectOf(category, kLayer).center();
        QWidget* target = shown.chart->childAt(at);
        QTest::mouseClick(target, Qt::LeftButton, Qt::ControlModifier, target->mapFrom(shown.chart, at));
        QCOMPARE(queries.count(), 1);
        QCOMPARE(queries.first().first().toString(), QStringLiteral("kind:signal layer:abuse-at-scale"));
    }

    void theKeyboardReachesEveryBarAndItsParts()
    {
        const ShownCharts shown;
        shown.show(ChartKind::SignalRate);
        const ChartData data = *shown.panel->data();
        shown.chart->setFocus();
        QTest::keyClick(shown.chart, Qt::Key_Home);
        QTest::keyClick(shown.chart, Qt::Key_Right);
        QCOMPARE(shown.chart->currentCategory(), std::optional<std::size_t>(1));
        QTest::keyClick(shown.chart, Qt::Key_PageUp);
        QVERIFY(shown.chart->currentSeries());
        QVERIFY(data.series[*shown.chart->currentSeries()].values[1] > 0);
        QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(shown.chart);
        QVERIFY(spoken);
        QCOMPARE(spoken->role(), QAccessible::Chart);
        QVERIFY(spoken->text(QAccessible::Value).startsWith(data.categories[1].label));
        QSignalSpy ranges(shown.panel, &ChartsPanel::rangeChosen);
        QTest::keyClick(shown.chart, Qt::Key_Return);
        QCOMPARE(ranges.count(), 1);
        QVERIFY(ranges.first().first().value<base::TimeRange>() == data.categories[1].span);
        QTest::keyClick(shown.chart, Qt::Key_End);
    }

    void theNumbersAreThereAsATable()
    {
        const ShownCharts shown;
        shown.show(ChartKind::SignalRate);
        named<QCheckBox>(*shown.panel, "chartAsTable")->setChecked(true);
        auto* table = named<ui::common::TableView>(*shown.panel, "chartTable");
        QVERIFY(table->isVisible());
        QVERIFY(!shown.chart->isVisible());
        QVERIFY(table->model().table() == items::chartTable(*shown.panel->data()));
        QSignalSpy ranges(shown.panel, &ChartsPanel::rangeChosen);
        Q_EMIT table->activated(table->model().index(2, 0));
        QCOMPARE(ranges.count(), 1);
        QVERIFY(ranges.first().first().value<base::TimeRange>() == shown.panel->data()->categories[2].span);
    }

    void everyChartIsWrittenAsSvgAndPng()
    {
        const ShownCharts shown;
        QTemporaryDir folder;
        for (const items::ChartSpec& spec : items::chartSpecs()) {
            shown.show(spec.kind);
            if (shown.panel->data()->isEmpty())
                continue;
            const QString svg = folder.filePath(QLatin1String(spec.word) + QStringLiteral(".svg"));
            const QString png = folder.filePath(QLatin1String(spec.word) + QStringLiteral(".png"));
            shown.panel->exportTo(svg);
            shown.panel->exportTo(png);
            const QByteArray xml = contentsOf(svg);
            QVERIFY2(isWellFormed(xml, QStringLiteral("svg")), spec.word);
            QVERIFY(xml.size() > 5'000);
            QVERIFY(xml.contains(items::chartTitle(spec.kind).toUtf8()));
            const QImage image(png);
            QCOMPARE(image.size(), QSize(2400, 1350));
            // The same chart gives the same bytes.
            shown.panel->exportTo(svg);
            QCOMPARE(contentsOf(svg), xml);
        }
        QSignalSpy said(shown.panel, &ChartsPanel::said);
        shown.show(ChartKind::SignalRate);
        shown.panel->exportTo(folder.filePath(QStringLiteral("none/chart.svg")));
        QVERIFY(said.first().first().toString().contains(QStringLiteral("could not be used")));
    }

    void anEmptyChartSaysWhy()
    {
        const ShownCharts shown;
        shown.show(ChartKind::OpenRequests);
        QVERIFY(shown.panel->data()->isEmpty());
        QVERIFY(!named<QPushButton>(*shown.panel, "exportChart")->isEnabled());
        QStringList texts;
        for (const QLabel* label : shown.panel->findChildren<QLabel*>()) {
            if (label->isVisible())
                texts += label->text();
        }
        QVERIFY(texts.contains(QStringLiteral("No regulatory requests")));
    }

    void theChartThatWasShownLastComesBack()
    {
        {
            const ShownCharts shown;
            shown.show(ChartKind::Signatures);
        }
        QCOMPARE(QSettings().value(QStringLiteral("charts/shown")).toString(), QStringLiteral("signatures"));
        QSettings().remove(QStringLiteral("charts"));
    }
};

KEYTURN_TEST(TestChartsPanel);
#include "test_charts_panel.moc"

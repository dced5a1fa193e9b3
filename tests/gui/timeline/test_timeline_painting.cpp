// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/frame_builder.h"
#include "tests/gui/timeline/shown_timeline.h"
#include "tests/support/test_registry.h"
#include "tests/unit/timeline/event_samples.h"
#include "ui/timeline/density_image.h"
#include "ui/timeline/item_text.h"
#include "ui/timeline/timeline_theme.h"

#include <QApplication>

#include <cmath>

using namespace keyturn;
using ui::timeline::TimelineTheme;

class TestTimelinePainting : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsInLightAndDark_data();
    void readsInLightAndDark();
    void letsTheWorstWinAPixel();
    void showsTheWorstOfAColumnHoweverFew();
    void makesHigherColumnsOfMoreEvents();
    void saysRangesShortly();
    void paintsAFrameThatCameByItself();
};

KEYTURN_TEST(TestTimelinePainting);

namespace {

QPalette paletteOf(const QColor& window, const QColor& base, const QColor& text)
{
    QPalette palette;
    palette.setColor(QPalette::Window, window);
    palette.setColor(QPalette::Base, base);
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::Highlight, QColor(0x30, 0x8c, 0xc6));
    return palette;
}

/// Counts how often a widget is painted.
class PaintCounter : public QObject
{
public:
    explicit PaintCounter(QWidget& widget) { widget.installEventFilter(this); }
    bool eventFilter(QObject*, QEvent* event) override
    {
        count += event->type() == QEvent::Paint ? 1 : 0;
        return false;
    }
    int count = 0;
};

} // namespace

void TestTimelinePainting::readsInLightAndDark_data()
{
    QTest::addColumn<QPalette>("palette");
    QTest::addColumn<bool>("isDark");
    QTest::newRow("light") << paletteOf(QColor(0xf4, 0xf6, 0xf8), Qt::white, QColor(0x1b, 0x22, 0x2a))
                           << false;
    QTest::newRow("fusion") << paletteOf(QColor(0xef, 0xef, 0xef), Qt::white, Qt::black) << false;
    QTest::newRow("dark") << paletteOf(QColor(0x22, 0x26, 0x2b), QColor(0x1a, 0x1d, 0x21),
                                       QColor(0xe6, 0xea, 0xee))
                          << true;
    QTest::newRow("black") << paletteOf(Qt::black, Qt::black, Qt::white) << true;
}

void TestTimelinePainting::readsInLightAndDark()
{
    QFETCH(QPalette, palette);
    QFETCH(bool, isDark);
    const TimelineTheme theme = TimelineTheme::of(palette);
    QCOMPARE(theme.isDark, isDark);
    const auto ratio = [](const QColor& a, const QColor& b) { return ui::timeline::contrastRatio(a, b); };
    QVERIFY(ratio(theme.text, theme.canvas) >= 4.5);
    QVERIFY(ratio(theme.text, theme.header) >= 4.5);
    QVERIFY(ratio(theme.mutedText, theme.header) >= 4.5);
    QVERIFY(ratio(theme.mutedText, theme.canvas) >= 4.5);
    QVERIFY(ratio(theme.onAccent, theme.accent) >= 4.5);
    QVERIFY(ratio(theme.onKnownAt, theme.knownAt) >= 4.5);
    QVERIFY(ratio(theme.accent, theme.canvas) >= 3);
    QVERIFY(ratio(theme.knownAt, theme.canvas) >= 3);
    for (const QColor& color : theme.severities) {
        QVERIFY2(ratio(color, theme.canvas) >= 3, qPrintable(color.name()));
        QVERIFY2(ratio(color, theme.canvasOther) >= 3, qPrintable(color.name()));
    }
    for (const auto tone : {timeline::Tone::Neutral, timeline::Tone::Pending, timeline::Tone::Good,
                            timeline::Tone::Limited, timeline::Tone::Severe, timeline::Tone::Overdue}) {
        QVERIFY(ratio(theme.onToneFill(tone), theme.toneFill(tone)) >= 4.5);
        QVERIFY(ratio(theme.tone(tone), theme.canvas) >= 3);
    }
}

void TestTimelinePainting::letsTheWorstWinAPixel()
{
    tests::EventSampleRules rules;
    rules.events = 20'000;
    rules.coarseShare = 0;
    const auto sample = tests::sampleEvents(31, rules);
    timeline::FrameBuilder builder;
    const auto frame = builder.build(sample.columns, std::make_shared<timeline::Overlay>(), {}, rules.span,
                                     900, timeline::LaneLayout::usual(), 1);
    // The scale it was made for, stretched, squeezed, and beside.
    for (const auto& axis :
         {timeline::TimeAxis(rules.span, 900), timeline::TimeAxis(rules.span, 900).zoomed(2.7, 300),
          timeline::TimeAxis(rules.span, 900).zoomed(0.31, 500),
          timeline::TimeAxis(rules.span, 900).panned(-450)}) {
        const auto& lane = frame->lanes[1];
        const auto columns = ui::timeline::densityColumns(*frame, lane, axis);
        QCOMPARE(columns.size(), std::size_t{900});
        for (int x = 0; x < 900; ++x) {
            const timeline::Bucket* expected = nullptr;
            for (const auto& bucket : lane.buckets) {
                const auto span = frame->spanOf(bucket);
                const int first = static_cast<int>(std::floor(axis.xOf(span.start)));
                const int end =
                    std::max(static_cast<int>(std::floor(axis.xOf(span.end))), std::max(first, 0) + 1);
                if (axis.xOf(span.end) <= 0 || x < first || x >= end)
                    continue;
                if (!expected || bucket.worst > expected->worst ||
                    (bucket.worst == expected->worst && bucket.count > expected->count))
                    expected = &bucket;
            }
            QCOMPARE(columns[static_cast<std::size_t>(x)].bucket, expected);
        }
    }
}

void TestTimelinePainting::showsTheWorstOfAColumnHoweverFew()
{
    timeline::Bucket bucket;
    bucket.count = 10'000;
    bucket.bySeverity = {0, 9'990, 0, 0, 9, 1};
    bucket.worst = domain::Severity::Critical;
    const TimelineTheme theme = TimelineTheme::of(paletteOf(Qt::white, Qt::white, Qt::black));
    const QImage image = ui::timeline::densityImage({{&bucket}, {nullptr}}, 10'000, 40, theme);
    QCOMPARE(image.size(), QSize(2, 40));
    for (int y = 0; y < 3; ++y)
        QCOMPARE(image.pixel(0, y), theme.severity(domain::Severity::Critical).rgb());
    for (int y = 3; y < 6; ++y)
        QCOMPARE(image.pixel(0, y), theme.severity(domain::Severity::High).rgb());
    for (int y = 6; y < 40; ++y)
        QCOMPARE(image.pixel(0, y), theme.severity(domain::Severity::Informational).rgb());
    for (int y = 0; y < 40; ++y)
        QCOMPARE(qAlpha(image.pixel(1, y)), 0);
}

void TestTimelinePainting::makesHigherColumnsOfMoreEvents()
{
    int last = 0;
    for (std::uint32_t count = 0; count < 1'000; ++count) {
        const int height = ui::timeline::densityHeightPx(count, 999, 60);
        QVERIFY(height >= last);
        last = height;
    }
    QCOMPARE(ui::timeline::densityHeightPx(0, 999, 60), 0);
    QVERIFY(ui::timeline::densityHeightPx(1, 4'000'000'000, 60) >= 2);
    QCOMPARE(ui::timeline::densityHeightPx(999, 999, 60), 60);
    QCOMPARE(ui::timeline::densityHeightPx(2'000, 999, 60), 60);
}

void TestTimelinePainting::saysRangesShortly()
{
    using ui::timeline::rangeText;
    const auto range = [](const char* start, const char* end) {
        return rangeText({tests::instant(start), tests::instant(end)});
    };
    QCOMPARE(range("2026-06-12T09:00Z", "2026-06-12T10:00Z"),
             QStringLiteral("2026-06-12 09:00 to 10:00 UTC"));
    QCOMPARE(range("2026-06-12T09:00Z", "2026-06-12T09:05Z"),
             QStringLiteral("2026-06-12 09:00:00 to 09:05:00 UTC"));
    QCOMPARE(range("2026-06-12T09:00Z", "2026-06-13T10:00Z"),
             QStringLiteral("2026-06-12 09:00 to 2026-06-13 10:00 UTC"));
    QCOMPARE(range("2025-06-12", "2026-06-13"), QStringLiteral("2025-06-12 to 2026-06-13"));
    timeline::SeverityCounts counts;
    counts.bySeverity = {1'000, 0, 203, 0, 0, 1};
    QCOMPARE(ui::timeline::summaryText(
                 counts, {tests::instant("2026-06-12T09:00Z"), tests::instant("2026-06-12T10:00Z")},
                 QLocale(QLocale::English, QLocale::UnitedKingdom)),
             QStringLiteral("1,204 events, worst critical, 2026-06-12 09:00 to 10:00 UTC"));
}

void TestTimelinePainting::paintsAFrameThatCameByItself()
{
    tests::ShownTimeline shown(3);
    QVERIFY(shown.isReady);
    shown.view.repaint();
    PaintCounter painted(shown.view);
    QSignalSpy frames(&shown.view, &ui::timeline::TimelineView::frameShown);
    timeline::EventFilter filter;
    filter.atLeast = domain::Severity::High;
    shown.view.setFilter(filter);
    QVERIFY(frames.wait());
    QTRY_VERIFY(painted.count > 0);
}

#include "test_timeline_painting.moc"

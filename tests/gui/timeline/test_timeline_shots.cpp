// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/timeline/timeline_week.h"
#include "tests/support/test_registry.h"
#include "tests/unit/timeline/event_samples.h"
#include "ui/timeline/timeline_view.h"

#include <QApplication>
#include <QDir>
#include <QMouseEvent>
#include <QStyleFactory>

using namespace keyturn;
using ui::timeline::TimelineView;

/// Paints the made-up week as people will see it. With KEYTURN_SHOTS naming a folder the pictures are kept
/// there.
class TestTimelineShots : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void paintsTheWeekInEveryLook_data();
    void paintsTheWeekInEveryLook();
};

KEYTURN_TEST(TestTimelineShots);

namespace {

QPalette darkPalette()
{
    QPalette palette;
    palette.setColor(QPalette::Window, QColor(0x22, 0x26, 0x2b));
    palette.setColor(QPalette::Base, QColor(0x1a, 0x1d, 0x21));
    palette.setColor(QPalette::AlternateBase, QColor(0x20, 0x24, 0x29));
    palette.setColor(QPalette::Text, QColor(0xe6, 0xea, 0xee));
    palette.setColor(QPalette::WindowText, QColor(0xe6, 0xea, 0xee));
    palette.setColor(QPalette::Button, QColor(0x2b, 0x30, 0x36));
    palette.setColor(QPalette::ButtonText, QColor(0xe6, 0xea, 0xee));
    palette.setColor(QPalette::Highlight, QColor(0x4a, 0x9e, 0xff));
    return palette;
}

QPalette lightPalette()
{
    QPalette palette;
    palette.setColor(QPalette::Window, QColor(0xf4, 0xf6, 0xf8));
    palette.setColor(QPalette::Base, QColor(0xff, 0xff, 0xff));
    palette.setColor(QPalette::Text, QColor(0x1b, 0x22, 0x2a));
    palette.setColor(QPalette::WindowText, QColor(0x1b, 0x22, 0x2a));
    palette.setColor(QPalette::Highlight, QColor(0x1c, 0x6d, 0xd0));
    return palette;
}

void save(const QImage& image, const QString& name)
{
    const QString folder = qEnvironmentVariable("KEYTURN_SHOTS");
    if (folder.isEmpty())
        return;
    QDir().mkpath(folder);
    QVERIFY(image.save(folder + QLatin1Char('/') + name + QStringLiteral(".png")));
}

} // namespace

void TestTimelineShots::initTestCase()
{
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
}

void TestTimelineShots::paintsTheWeekInEveryLook_data()
{
    QTest::addColumn<QString>("view");
    QTest::addColumn<bool>("isDark");
    QTest::addColumn<QSize>("size");
    for (const char* view : {"week", "day", "hour", "year", "rewind", "zone", "empty", "noise"}) {
        for (const bool isDark : {false, true}) {
            for (const QSize size : {QSize(1280, 800), QSize(1920, 1080)})
                QTest::addRow("%s-%s-%d", view, isDark ? "dark" : "light", size.width())
                    << QString::fromLatin1(view) << isDark << size;
        }
    }
}

void TestTimelineShots::paintsTheWeekInEveryLook()
{
    QFETCH(QString, view);
    QFETCH(bool, isDark);
    QFETCH(QSize, size);
    TimelineView timeline;
    timeline.setPalette(isDark ? darkPalette() : lightPalette());
    timeline.setLocalZone(QTimeZone(view == QLatin1String("zone") ? "America/New_York" : "UTC"));
    timeline.resize(size);
    timeline.setTitler(&tests::TimelineWeek::titleOf);
    const auto week = tests::TimelineWeek::make(view == QLatin1String("noise") ? 400'000 : 5'000);
    if (view != QLatin1String("empty"))
        timeline.setData(week.columns, week.overlay);
    timeline.setNow(week.now);
    if (view == QLatin1String("day"))
        timeline.setVisibleRange({tests::instant("2026-06-09T06:00Z"), tests::instant("2026-06-10T06:00Z")});
    if (view == QLatin1String("hour"))
        timeline.setVisibleRange({tests::instant("2026-06-11T18:00Z"), tests::instant("2026-06-11T19:10Z")});
    if (view == QLatin1String("year"))
        timeline.setVisibleRange({tests::instant("2026-01-01"), tests::instant("2026-12-31")});
    if (view == QLatin1String("rewind"))
        timeline.setKnownAt(tests::instant("2026-06-11T12:00Z"));
    if (view == QLatin1String("week") || view == QLatin1String("zone") || view == QLatin1String("noise"))
        timeline.setVisibleRange({tests::instant("2026-06-07T18:00Z"), tests::instant("2026-06-14T06:00Z")});
    timeline.show();
    QTRY_VERIFY(timeline.isSettled() && timeline.frame());
    if (view == QLatin1String("week"))
        timeline.selectOverlayItem(timeline::OverlayKind::Proposal, QStringLiteral("P-3"));
    if (view == QLatin1String("day")) {
        QMouseEvent move(QEvent::MouseMove, QPointF(700, 180), timeline.mapToGlobal(QPointF(700, 180)),
                         Qt::NoButton, Qt::NoButton, Qt::NoModifier);
        QApplication::sendEvent(&timeline, &move);
    }
    const QImage image = timeline.grab().toImage();
    QCOMPARE(image.size(), size);
    // Something is on it: the canvas is not of one colour.
    QSet<QRgb> colors;
    const QRect canvas = timeline.scene().canvas;
    for (int y = canvas.top(); y < canvas.bottom(); y += 3) {
        for (int x = canvas.left(); x < canvas.right(); x += 3)
            colors.insert(image.pixel(x, y));
    }
    QVERIFY(colors.size() > (view == QLatin1String("empty") ? 2 : 12));
    save(image, QString::fromLatin1(QTest::currentDataTag()));
}

#include "test_timeline_shots.moc"

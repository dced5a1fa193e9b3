// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "ui/common/theme.h"

#include <QTest>

using namespace keyturn::ui::common;

class TestPalette : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textIsReadableInBothThemes_data()
    {
        QTest::addColumn<bool>("isDark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void textIsReadableInBothThemes()
    {
        QFETCH(const bool, isDark);
        const QPalette palette = isDark ? darkPalette() : lightPalette();
        const Colors colors = Colors::of(palette);
        QCOMPARE(colors.isDark, isDark);
        const auto has = [](const char* what, const QColor& ink, const QColor& ground) {
            const double ratio = contrast(ink, ground);
            if (ratio < 4.5)
                qWarning("%s has only %.2f:1", what, ratio);
            return ratio >= 4.5;
        };
        const QColor window = palette.color(QPalette::Window);
        const QColor base = palette.color(QPalette::Base);
        for (const QColor& ground : {window, base, palette.color(QPalette::AlternateBase), colors.rail}) {
            QVERIFY(has("text", palette.color(QPalette::Text), ground));
            QVERIFY(has("muted", colors.muted, ground));
            QVERIFY(has("accent", colors.accent, ground));
            QVERIFY(has("link", palette.color(QPalette::Link), ground));
        }
        QVERIFY(has("button", palette.color(QPalette::ButtonText), palette.color(QPalette::Button)));
        QVERIFY(
            has("highlight", palette.color(QPalette::HighlightedText), palette.color(QPalette::Highlight)));
        QVERIFY(has("tooltip", palette.color(QPalette::ToolTipText), palette.color(QPalette::ToolTipBase)));
        QVERIFY(has("primary button", colors.onAccent, colors.accent));
        QVERIFY(has("banner", colors.onBanner, colors.banner));
        QVERIFY(has("alarm", colors.onAlarm, colors.alarm));
        QVERIFY(has("disabled primary button", colors.muted, mixed(colors.card, colors.muted, 0.14)));
        for (const Tone tone :
             {Tone::Neutral, Tone::Pending, Tone::Good, Tone::Limited, Tone::Severe, Tone::Overdue}) {
            for (const QColor& ground : {window, base, colors.toneFill(tone)})
                QVERIFY2(has("tone", colors.tone(tone), ground), qPrintable(colors.tone(tone).name()));
            QVERIFY(has("text on tone", palette.color(QPalette::Text), colors.toneFill(tone)));
        }
    }
};

KEYTURN_TEST(TestPalette);
#include "test_palette.moc"

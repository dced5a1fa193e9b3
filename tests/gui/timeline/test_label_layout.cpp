// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "ui/timeline/label_layout.h"
#include "ui/timeline/timeline_theme.h"

#include <QPalette>
#include <QTest>

#include <random>

namespace keyturn::tests {

using ui::timeline::LabelPlace;
using ui::timeline::LabelRow;
using ui::timeline::LabelWish;
using ui::timeline::placeLabels;

/// Labels beside marks give way only to what needs the room.
class TestLabelLayout : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aLabelAloneIsWholeWhereverItsMarkIs()
    {
        LabelRow row;
        row.rightPx = 500;
        for (double mark = 0; mark <= 500; mark += 5) {
            const std::vector<LabelWish> wishes{{mark, 220}};
            const auto places = placeLabels(wishes, row);
            QCOMPARE(places[0].widthPx, 220.0);
            QVERIFY(places[0].leftPx >= 0 && places[0].leftPx + 220 <= 500);
        }
    }

    void anElidedLabelHasItsNeighbourOrTheEndAtItsSide()
    {
        LabelRow row;
        row.rightPx = 300;
        const std::vector<LabelWish> wishes{{10, 200}, {120, 60}};
        const auto places = placeLabels(wishes, row);
        QVERIFY(places[0].isBelow); // Beside its mark there is no room for all of it.
        QCOMPARE(places[0].leftPx, 10.0);
        QCOMPARE(places[0].widthPx, 200.0);
        QCOMPARE(places[1].widthPx, 60.0);
        QVERIFY(!places[1].isBelow);
        const std::vector<LabelWish> more{{10, 200}, {60, 250}, {120, 400}};
        const auto elided = placeLabels(more, row);
        QVERIFY(elided[0].isBelow && elided[0].widthPx == 200.0);
        QCOMPARE(elided[1].widthPx, 40.0); // Up to the next mark, less what both take.
        QCOMPARE(elided[2].widthPx, 166.0);
    }

    void labelsNeverMeetEachOtherNorMarksNorTheEnds()
    {
        std::mt19937 dice(3);
        for (int round = 0; round < 2'000; ++round) {
            LabelRow row;
            row.leftPx = 100;
            row.rightPx = 900;
            std::vector<LabelWish> wishes(1 + dice() % 12);
            for (LabelWish& wish : wishes)
                wish = {90.0 + dice() % 820, 10.0 + dice() % 260};
            std::sort(wishes.begin(), wishes.end(),
                      [](const LabelWish& a, const LabelWish& b) { return a.markPx < b.markPx; });
            const auto places = placeLabels(wishes, row);
            double takenBy[2] = {row.leftPx, row.leftPx};
            for (std::size_t i = 0; i < places.size(); ++i) {
                const LabelPlace& place = places[i];
                QVERIFY(place.widthPx <= wishes[i].wantedPx);
                if (place.widthPx <= 0)
                    continue;
                double& takenPx = takenBy[place.isBelow ? 1 : 0];
                QVERIFY(place.leftPx >= takenPx);
                takenPx = place.leftPx + place.widthPx;
                QVERIFY(takenPx <= row.rightPx);
                for (const LabelWish& wish : wishes)
                    QVERIFY(place.isBelow || wish.markPx <= place.leftPx || wish.markPx >= takenPx);
            }
        }
    }

    void textInBarsIsReadableInEveryTone_data()
    {
        QTest::addColumn<QColor>("base");
        QTest::addColumn<QColor>("text");
        QTest::newRow("light") << QColor(Qt::white) << QColor(0x1b, 0x22, 0x2a);
        QTest::newRow("dark") << QColor(0x1a, 0x1d, 0x21) << QColor(0xe6, 0xea, 0xee);
    }
    void textInBarsIsReadableInEveryTone()
    {
        QFETCH(QColor, base);
        QFETCH(QColor, text);
        QPalette palette;
        palette.setColor(QPalette::Base, base);
        palette.setColor(QPalette::Text, text);
        const auto theme = ui::timeline::TimelineTheme::of(palette);
        using timeline::Tone;
        for (const Tone tone :
             {Tone::Neutral, Tone::Pending, Tone::Good, Tone::Limited, Tone::Severe, Tone::Overdue})
            QVERIFY(ui::timeline::contrastRatio(theme.onToneFill(tone), theme.toneFill(tone)) >= 4.5);
    }
};

KEYTURN_TEST(TestLabelLayout);

} // namespace keyturn::tests

#include "test_label_layout.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "ui/review/line_selection.h"

#include <random>
#include <set>

using keyturn::ui::review::LineSelection;

class TestLineSelection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void holdsTheSameLinesAsASetOfThem()
    {
        std::mt19937 random(3);
        for (int round = 0; round < 200; ++round) {
            LineSelection selection;
            std::set<std::int64_t> lines;
            for (int step = 0; step < 30; ++step) {
                const std::int64_t a = random() % 40;
                const std::int64_t b = random() % 40;
                switch (random() % 4) {
                case 0:
                    selection.setTo(a, b);
                    lines.clear();
                    [[fallthrough]];
                case 1:
                    if (lines.empty() || random() % 2) {
                        selection.add(a, b);
                        for (std::int64_t line = std::min(a, b); line <= std::max(a, b); ++line)
                            lines.insert(line);
                    }
                    break;
                default:
                    selection.toggle(a);
                    if (!lines.erase(a))
                        lines.insert(a);
                }
                QCOMPARE(selection.count(), static_cast<std::int64_t>(lines.size()));
                for (std::int64_t line = -1; line < 42; ++line)
                    QCOMPARE(selection.contains(line), lines.count(line) == 1);
            }
        }
    }

    void linesThatAreAppendedJoin()
    {
        LineSelection appended;
        LineSelection added;
        for (const std::int64_t line : {2, 3, 4, 7, 9, 10}) {
            appended.append(line);
            added.add(line, line);
        }
        QCOMPARE(appended, added);
        QCOMPARE(appended.ranges().size(), std::size_t{3});
    }

    void choosingTenMillionIsOneRange()
    {
        LineSelection selection;
        selection.setTo(0, 9'999'999);
        QCOMPARE(selection.count(), std::int64_t{10'000'000});
        selection.toggle(5'000'000);
        QCOMPARE(selection.ranges().size(), std::size_t{2});
        QVERIFY(!selection.contains(5'000'000));
    }
};

KEYTURN_TEST(TestLineSelection);
#include "test_line_selection.moc"

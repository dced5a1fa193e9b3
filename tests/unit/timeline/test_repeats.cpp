// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/repeats.h"
#include "tests/support/test_registry.h"

#include <algorithm>
#include <numeric>
#include <random>

using namespace keyturn;
using namespace keyturn::timeline;

/// Events that say the same, as one line with their number.
class TestRepeats : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void foldingLeavesTheFirstOfEachAndCountsTheRest();
    void eventsThatNobodyLookedThroughStandForThemselves();
    void nothingRepeatsInAnEmptyList();
};
KEYTURN_TEST(TestRepeats);

void TestRepeats::foldingLeavesTheFirstOfEachAndCountsTheRest()
{
    std::mt19937 dice(7);
    for (int round = 0; round < 200; ++round) {
        std::vector<std::uint64_t> fingerprints(1 + dice() % 300);
        for (std::uint64_t& fingerprint : fingerprints)
            fingerprint = dice() % 40 * 0x1'0000'0001ull;
        const Repeats repeats = repeatsBy(nullptr, fingerprints);
        QCOMPARE(repeats.firsts.size(), fingerprints.size());
        // Some of the rows, in any order.
        std::vector<EventRow> rows(fingerprints.size());
        std::iota(rows.begin(), rows.end(), EventRow{0});
        std::shuffle(rows.begin(), rows.end(), dice);
        rows.resize(dice() % (rows.size() + 1));
        std::vector<EventRow> kept;
        std::vector<std::uint32_t> counts;
        for (const EventRow row : rows) {
            const auto before = std::find_if(kept.begin(), kept.end(), [&](EventRow other) {
                return fingerprints[other] == fingerprints[row];
            });
            if (before == kept.end()) {
                kept.push_back(row);
                counts.push_back(1);
            } else {
                ++counts[static_cast<std::size_t>(before - kept.begin())];
            }
        }
        const FoldedRows folded = foldRepeats(rows, repeats);
        QCOMPARE(*folded.rows, kept);
        QCOMPARE(*folded.counts, counts);
    }
}

void TestRepeats::eventsThatNobodyLookedThroughStandForThemselves()
{
    const Repeats repeats = repeatsBy(nullptr, {5, 5});
    const FoldedRows folded = foldRepeats({2, 1, 3, 0, 2}, repeats);
    QCOMPARE(*folded.rows, (std::vector<EventRow>{2, 1, 3, 2}));
    QCOMPARE(*folded.counts, (std::vector<std::uint32_t>{1, 2, 1, 1}));
}

void TestRepeats::nothingRepeatsInAnEmptyList()
{
    QVERIFY(repeatsBy(nullptr, {}).firsts.empty());
    QVERIFY(foldRepeats({}, repeatsBy(nullptr, {})).rows->empty());
}

#include "test_repeats.moc"

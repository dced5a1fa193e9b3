// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/column_counts.h"
#include "tests/support/test_registry.h"
#include "tests/unit/timeline/event_samples.h"

using namespace keyturn;

class TestColumnCounts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void countsAsLookingAtEachEventDoes();
};

KEYTURN_TEST(TestColumnCounts);

void TestColumnCounts::countsAsLookingAtEachEventDoes()
{
    for (std::uint32_t seed = 1; seed <= 12; ++seed) {
        tests::EventSampleRules rules;
        rules.coarseShare = 0.3;
        rules.laterBatches = seed % 3;
        const auto sample = tests::sampleEvents(seed, rules);
        timeline::EventFilter filter;
        filter.atLeast = seed % 2 == 0 ? domain::Severity::Low : domain::Severity::NotStated;
        const auto index = timeline::LaneIndex::build(sample.columns, filter);
        // The whole, a part of it, and what lies before any.
        for (const base::TimeRange& range :
             {base::TimeRange{{-400 * base::kUsPerDay}, {400 * base::kUsPerDay}},
              base::TimeRange{{base::kUsPerDay + 7}, {2 * base::kUsPerDay + 3}},
              base::TimeRange{{-4'000 * base::kUsPerDay}, {-3'000 * base::kUsPerDay}}}) {
            const timeline::TimeAxis axis(range, 333);
            std::vector<std::uint32_t> expected(333, 0);
            for (const tests::SampleEvent& event : sample.events) {
                if (event.precision == base::TimePrecision::Unknown || event.severity < filter.atLeast)
                    continue;
                for (std::size_t i = 0; i < expected.size(); ++i) {
                    const base::UtcTime start = axis.timeAt(static_cast<double>(i));
                    const base::UtcTime end = i + 1 < expected.size()
                                                  ? axis.timeAt(static_cast<double>(i + 1))
                                                  : axis.visible().end;
                    if (start.us <= event.timeUs && event.timeUs < end.us)
                        ++expected[i];
                }
            }
            QCOMPARE(timeline::columnCounts(*index, axis), expected);
        }
    }
}

#include "test_column_counts.moc"

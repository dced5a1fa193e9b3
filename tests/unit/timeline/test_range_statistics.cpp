// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/range_statistics.h"
#include "tests/support/test_registry.h"
#include "tests/unit/timeline/event_samples.h"

#include <map>

using namespace keyturn;
using timeline::EventRow;
using timeline::LaneIndex;

class TestRangeStatistics : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void countsAsLookingAtEachEventDoes();
    void givesNothingWhenCancelled();
};

KEYTURN_TEST(TestRangeStatistics);

void TestRangeStatistics::countsAsLookingAtEachEventDoes()
{
    for (std::uint32_t seed = 1; seed <= 12; ++seed) {
        tests::EventSampleRules rules;
        rules.coarseShare = 0.3;
        rules.laterBatches = seed % 3;
        const auto sample = tests::sampleEvents(seed, rules);
        timeline::EventFilter filter;
        filter.atLeast = seed % 2 == 0 ? domain::Severity::Low : domain::Severity::NotStated;
        timeline::LaneSet lanes = timeline::LaneSet::all();
        lanes.remove(timeline::LaneId::System);
        const base::TimeRange range{{base::kUsPerDay + 5}, {3 * base::kUsPerDay}};

        timeline::RangeStatistics expected;
        std::map<std::uint32_t, std::uint64_t> sources;
        std::optional<std::tuple<std::int64_t, std::uint64_t, std::uint32_t>> first;
        std::optional<std::tuple<std::int64_t, std::uint64_t, std::uint32_t>> last;
        for (const tests::SampleEvent& event : sample.events) {
            const auto lane = timeline::laneOf(event.kind, event.layer);
            if (event.precision == base::TimePrecision::Unknown || event.severity < filter.atLeast ||
                !lanes.contains(lane))
                continue;
            const bool isCoarse = event.precision <= base::TimePrecision::Hour;
            const base::TimeRange span = isCoarse ? timeline::statedSpan(event.timeUs, event.precision)
                                                  : base::TimeRange{{event.timeUs}, {event.timeUs + 1}};
            if (span.end <= range.start || range.end <= span.start)
                continue;
            ++expected.severities.bySeverity[static_cast<std::size_t>(event.severity)];
            ++expected.lanes[static_cast<std::size_t>(lane)]
                  .bySeverity[static_cast<std::size_t>(event.severity)];
            ++expected.layers[static_cast<std::size_t>(event.layer)];
            ++expected.sourceKinds[static_cast<std::size_t>(event.sourceKind)];
            expected.coarse += isCoarse ? 1 : 0;
            ++sources[event.sourceHash];
            const std::tuple identity(event.timeUs, event.batch.seq, event.leaf);
            first = first ? std::min(*first, identity) : identity;
            last = last ? std::max(*last, identity) : identity;
        }
        const auto index = LaneIndex::build(sample.columns, filter);
        const auto counted = timeline::rangeStatistics(*index, lanes, range);
        QVERIFY(counted);
        QVERIFY(counted->events() > 50);
        QCOMPARE(counted->severities, expected.severities);
        QCOMPARE(counted->lanes, expected.lanes);
        QCOMPARE(counted->layers, expected.layers);
        QCOMPARE(counted->sourceKinds, expected.sourceKinds);
        QCOMPARE(counted->coarse, expected.coarse);
        QCOMPARE(counted->sources.size(), sources.size());
        std::uint64_t before = UINT64_MAX;
        for (const auto& source : counted->sources) {
            QCOMPARE(source.count, sources[source.sourceHash]);
            QCOMPARE(sample.columns->sourceHashes()[source.example], source.sourceHash);
            QVERIFY(source.count <= before);
            before = source.count;
        }
        const auto identityOf = [&](EventRow row) {
            const auto key = sample.columns->keyOf(row);
            return std::tuple(sample.columns->timesUs()[row], key.batchSeq, key.leaf);
        };
        QCOMPARE(identityOf(counted->first), *first);
        QCOMPARE(identityOf(counted->last), *last);
        QCOMPARE(sample.columns->severities()[counted->worstEvent], counted->severities.worst());
    }
}

void TestRangeStatistics::givesNothingWhenCancelled()
{
    const auto sample = tests::sampleEvents(3, {});
    const auto index = LaneIndex::build(sample.columns, {});
    QVERIFY(!timeline::rangeStatistics(*index, timeline::LaneSet::all(), {{0}, {base::kUsPerDay}},
                                       [] { return true; }));
}

#include "test_range_statistics.moc"

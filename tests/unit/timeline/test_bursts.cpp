// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/bursts.h"
#include "tests/support/test_registry.h"
#include "tests/unit/timeline/event_samples.h"

#include <algorithm>

using namespace keyturn;
using timeline::Burst;
using timeline::EventRow;
using timeline::Gap;
using timeline::LaneIndex;
using timeline::Stretch;

class TestBursts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void findsEverySilenceAsLookingAtEachNeighbourDoes();
    void takesCoarseTimesForNoEndOfASilence();
    void callsNothingASilenceThatIsUsual();
    void findsTheBurstsThatWerePutIn();
    void findsNoBurstInAnEvenFlow();
    void countsWhatLiesInABurst();
    void givesNothingWhenCancelled();
};

KEYTURN_TEST(TestBursts);

namespace {

tests::EventSample sampleOf(std::uint32_t seed, std::size_t laterBatches = 1)
{
    tests::EventSampleRules rules;
    rules.events = 2'000;
    rules.laterBatches = laterBatches;
    return tests::sampleEvents(seed, rules);
}

/// Exact events of some lanes in order of time, looked at one by one.
std::vector<std::pair<std::int64_t, EventRow>> exactEvents(const LaneIndex& index, const Stretch& stretch)
{
    const timeline::EventColumns& columns = *index.columns();
    std::vector<std::pair<std::int64_t, EventRow>> events;
    for (EventRow row = 0; row < columns.size(); ++row) {
        if (columns.precisions()[row] > base::TimePrecision::Hour &&
            stretch.lanes.contains(columns.lanes()[row]) && index.contains(row) &&
            stretch.range.contains({columns.timesUs()[row]}))
            events.emplace_back(columns.timesUs()[row], row);
    }
    std::sort(events.begin(), events.end());
    return events;
}

/// One event a second, all day.
std::vector<tests::SampleEvent> evenFlow(std::int64_t count)
{
    std::vector<tests::SampleEvent> events;
    for (std::int64_t i = 0; i < count; ++i) {
        tests::SampleEvent event;
        event.timeUs = i * base::kUsPerSecond;
        event.precision = base::TimePrecision::Second;
        event.severity = domain::Severity::Low;
        events.push_back(event);
    }
    return events;
}

timeline::LaneIndexPointer indexOf(const std::vector<tests::SampleEvent>& events)
{
    timeline::EventColumnsBuilder builder;
    builder.add(tests::blockOf(events), {3, {0}, timeline::kNoIncident}, 0);
    return LaneIndex::build(builder.finish(), {});
}

} // namespace

void TestBursts::findsEverySilenceAsLookingAtEachNeighbourDoes()
{
    std::mt19937_64 random(5);
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
        const auto sample = sampleOf(seed);
        timeline::EventFilter filter;
        filter.atLeast = seed % 2 == 0 ? domain::Severity::Low : domain::Severity::NotStated;
        const auto index = LaneIndex::build(sample.columns, filter);
        Stretch stretch;
        stretch.range = {{base::kUsPerDay}, {6 * base::kUsPerDay}};
        if (seed % 3 == 0)
            stretch.lanes = {timeline::LaneId::System, timeline::LaneId::AbuseAtScale};
        const auto leastUs = std::uniform_int_distribution<std::int64_t>(1, 20 * base::kUsPerMinute)(random);
        const auto events = exactEvents(*index, stretch);
        std::vector<base::TimeRange> expected;
        for (std::size_t i = 1; i < events.size(); ++i) {
            if (events[i].first - events[i - 1].first >= leastUs)
                expected.push_back({{events[i - 1].first}, {events[i].first}});
        }
        const auto gaps = timeline::findGaps(*index, stretch, leastUs);
        QVERIFY(gaps);
        QCOMPARE(gaps->size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) {
            QCOMPARE((*gaps)[i].span, expected[i]);
            QCOMPARE(sample.columns->timesUs()[(*gaps)[i].before], expected[i].start.us);
            QCOMPARE(sample.columns->timesUs()[(*gaps)[i].after], expected[i].end.us);
        }
        QVERIFY(!expected.empty());
    }
}

void TestBursts::takesCoarseTimesForNoEndOfASilence()
{
    auto events = evenFlow(2);
    events[1].timeUs = 2 * base::kUsPerDay;
    tests::SampleEvent day = events[0];
    day.timeUs = base::kUsPerDay;
    day.precision = base::TimePrecision::Day;
    events.insert(events.begin() + 1, day);
    const auto gaps =
        timeline::findGaps(*indexOf(events), {timeline::LaneSet::all(), {{0}, {3 * base::kUsPerDay}}}, 1);
    QVERIFY(gaps);
    QCOMPARE(gaps->size(), std::size_t{1});
    QCOMPARE(gaps->front().span, (base::TimeRange{{0}, {2 * base::kUsPerDay}}));
}

void TestBursts::callsNothingASilenceThatIsUsual()
{
    const Stretch hour{timeline::LaneSet::all(), {{0}, {base::kUsPerHour}}};
    const auto index = indexOf(evenFlow(3'600));
    QCOMPARE(timeline::usualGapUs(*index, hour), 20 * base::kUsPerSecond);
    QVERIFY(timeline::findGaps(*index, hour, timeline::usualGapUs(*index, hour))->empty());
    // Of few events the stretch itself says what is long.
    QCOMPARE(timeline::usualGapUs(*indexOf({}), hour), base::kUsPerHour / 256);
}

void TestBursts::findsTheBurstsThatWerePutIn()
{
    auto events = evenFlow(3'600);
    for (int i = 0; i < 400; ++i) {
        tests::SampleEvent event = events[0];
        event.timeUs = 1'000 * base::kUsPerSecond + i * 10 * base::kUsPerMs;
        event.severity = i == 7 ? domain::Severity::Critical : domain::Severity::Low;
        events.push_back(event);
    }
    const auto index = indexOf(events);
    const auto found =
        timeline::findBursts(*index, {timeline::LaneSet::all(), {{0}, {base::kUsPerHour}}}, 512);
    QVERIFY(found);
    QCOMPARE(found->bursts.size(), std::size_t{1});
    const Burst& burst = found->bursts.front();
    QVERIFY(burst.span.start.us <= 1'000 * base::kUsPerSecond &&
            burst.span.end.us > 1'003 * base::kUsPerSecond);
    QVERIFY(burst.span.lengthUs() <= 3 * found->bucketUs);
    QVERIFY(burst.count >= 400 && burst.count < 430);
    QCOMPARE(burst.worst, domain::Severity::Critical);
    QCOMPARE(index->columns()->timesUs()[burst.worstEvent], 1'000 * base::kUsPerSecond + 70 * base::kUsPerMs);
}

void TestBursts::findsNoBurstInAnEvenFlow()
{
    const auto found = timeline::findBursts(*indexOf(evenFlow(3'600)),
                                            {timeline::LaneSet::all(), {{0}, {base::kUsPerHour}}}, 512);
    QVERIFY(found && found->bursts.empty());
    QVERIFY(found->usualCount >= 7);
}

void TestBursts::countsWhatLiesInABurst()
{
    std::size_t seen = 0;
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
        const auto sample = sampleOf(seed, 2);
        const auto index = LaneIndex::build(sample.columns, {});
        const Stretch stretch{timeline::LaneSet::all(), {{0}, {7 * base::kUsPerDay}}};
        const auto found = timeline::findBursts(*index, stretch, 300);
        QVERIFY(found);
        for (const Burst& burst : found->bursts) {
            const auto events = exactEvents(*index, {stretch.lanes, burst.span});
            QCOMPARE(burst.count, std::uint64_t{events.size()});
            auto worst = domain::Severity::NotStated;
            for (const auto& [us, row] : events)
                worst = std::max(worst, sample.columns->severities()[row]);
            QCOMPARE(burst.worst, worst);
            QCOMPARE(sample.columns->severities()[burst.worstEvent], worst);
            QVERIFY(burst.tallest >= found->leastCount);
            ++seen;
        }
    }
    QVERIFY(seen >= 20); // The samples hold bursts.
}

void TestBursts::givesNothingWhenCancelled()
{
    const auto sample = sampleOf(3);
    const auto index = LaneIndex::build(sample.columns, {});
    const Stretch stretch{timeline::LaneSet::all(), {{0}, {7 * base::kUsPerDay}}};
    QVERIFY(!timeline::findGaps(*index, stretch, 1, [] { return true; }));
    QVERIFY(!timeline::findBursts(*index, stretch, 100, [] { return true; }));
}

#include "test_bursts.moc"

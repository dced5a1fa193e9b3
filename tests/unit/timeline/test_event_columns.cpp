// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/event_columns.h"
#include "tests/support/test_registry.h"
#include "tests/unit/timeline/event_samples.h"

using namespace keyturn;
using timeline::EventBatch;
using timeline::EventColumnsBuilder;
using timeline::LaneId;

class TestEventColumns : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void mergesBlocksAsSortingEverythingWould();
    void mergesBlocksThatFollowEachOther();
    void namesEveryRecordByBatchAndLeaf();
    void listsEventsWithoutTimeApart();
    void takesTimesOutsideTheCalendarAsUnknown();
    void sortsABlockThatCameUnsorted();
    void putsKindsAndLayersIntoTheirLanes();
    void reachesToTheEndOfTheLastStatedSpan();
    void addsWhatArrivesBehindWithoutMovingWhatIsThere();
    void mergesWhatArrivedWhenItIsMuch();
    void findsARecordByItsTimeToo();
    void holdsNothingWhenNothingWasAdded();
    void statesSpansThatGrowWithTheirStart();
};

KEYTURN_TEST(TestEventColumns);

namespace {

void compare(const tests::EventSample& sample)
{
    const auto& columns = *sample.columns;
    QCOMPARE(columns.size(), sample.events.size());
    for (std::size_t i = 0; i < sample.events.size(); ++i) {
        const tests::SampleEvent& event = sample.events[i];
        QCOMPARE(columns.timesUs()[i], event.timeUs);
        QCOMPARE(columns.precisions()[i], event.precision);
        QCOMPARE(columns.severities()[i], event.severity);
        QCOMPARE(columns.layers()[i], event.layer);
        QCOMPARE(columns.lanes()[i], timeline::laneOf(event.kind, event.layer));
        QCOMPARE(columns.sourceHashes()[i], event.sourceHash);
        QCOMPARE(columns.batchOf(static_cast<timeline::EventRow>(i)), event.batch);
        QCOMPARE(columns.leaves()[i], event.leaf);
    }
}

tests::SampleEvent eventAt(std::int64_t timeUs, base::TimePrecision precision = base::TimePrecision::Second)
{
    tests::SampleEvent event;
    event.timeUs = timeUs;
    event.precision = precision;
    return event;
}

} // namespace

void TestEventColumns::mergesBlocksAsSortingEverythingWould()
{
    for (std::uint32_t seed = 1; seed <= 12; ++seed) {
        tests::EventSampleRules rules;
        rules.events = 500 * seed;
        rules.recordsPerBlock = 1 + 37 * seed;
        rules.batches = 1 + seed % 4;
        if (seed % 3 == 0)
            rules.span.end = rules.span.start.plusUs(50); // Nearly all times equal: batch and leaf decide.
        compare(tests::sampleEvents(seed, rules));
    }
}

void TestEventColumns::mergesBlocksThatFollowEachOther()
{
    EventColumnsBuilder builder;
    const EventBatch batch{1, {0}, timeline::kNoIncident};
    for (int block = 9; block >= 0; --block) {
        std::vector<tests::SampleEvent> events;
        for (int i = 0; i < 100; ++i)
            events.push_back(eventAt((block * 100 + i) * base::kUsPerSecond));
        builder.add(tests::blockOf(events), batch, static_cast<std::uint32_t>(block) * 100);
    }
    const auto columns = builder.finish();
    QCOMPARE(columns->size(), std::size_t{1'000});
    for (std::uint32_t i = 0; i < 1'000; ++i) {
        QCOMPARE(columns->timesUs()[i], i * base::kUsPerSecond);
        QCOMPARE(columns->leaves()[i], i);
    }
    QCOMPARE(columns->batches().size(), std::size_t{1});
}

void TestEventColumns::namesEveryRecordByBatchAndLeaf()
{
    const auto sample = tests::sampleEvents(5, {});
    for (timeline::EventRow row = 0; row < sample.columns->size(); row += 97) {
        const timeline::EventKey key = sample.columns->keyOf(row);
        QCOMPARE(key.batchSeq, sample.events[row].batch.seq);
        QCOMPARE(key.leaf, sample.events[row].leaf);
        QCOMPARE(sample.columns->find(key), std::optional(row));
    }
    QVERIFY(!sample.columns->find({999, 0}));
    QVERIFY(!sample.columns->find({40, 1'000'000}));
}

void TestEventColumns::listsEventsWithoutTimeApart()
{
    tests::EventSampleRules rules;
    rules.withoutTimeShare = 0.3;
    const auto sample = tests::sampleEvents(6, rules);
    QVERIFY(sample.columns->timedCount() < sample.columns->size());
    for (std::size_t i = 0; i < sample.columns->size(); ++i)
        QCOMPARE(sample.columns->precisions()[i] == base::TimePrecision::Unknown,
                 i >= sample.columns->timedCount());
}

void TestEventColumns::takesTimesOutsideTheCalendarAsUnknown()
{
    EventColumnsBuilder builder;
    builder.add(tests::blockOf({eventAt(INT64_MIN), eventAt(5), eventAt(7, base::TimePrecision::Unknown),
                                eventAt(INT64_MAX - 1)}),
                {3, {0}, timeline::kNoIncident}, 0);
    const auto columns = builder.finish();
    QCOMPARE(columns->size(), std::size_t{4});
    QCOMPARE(columns->timedCount(), std::size_t{1});
    QCOMPARE(columns->timesUs()[0], 5);
    QCOMPARE(columns->leaves()[0], 1u);
    for (std::size_t i = 1; i < 4; ++i)
        QCOMPARE(columns->precisions()[i], base::TimePrecision::Unknown);
    QCOMPARE(columns->extent(), std::optional(base::TimeRange{{5}, {6}}));
}

void TestEventColumns::sortsABlockThatCameUnsorted()
{
    EventColumnsBuilder builder;
    builder.add(tests::blockOf({eventAt(30), eventAt(10), eventAt(20)}), {3, {0}, timeline::kNoIncident},
                100);
    const auto columns = builder.finish();
    QCOMPARE(columns->timesUs()[0], 10);
    QCOMPARE(columns->leaves()[0], 101u);
    QCOMPARE(columns->leaves()[1], 102u);
    QCOMPARE(columns->leaves()[2], 100u);
}

void TestEventColumns::putsKindsAndLayersIntoTheirLanes()
{
    using domain::Layer;
    using domain::RecordKind;
    QCOMPARE(timeline::laneOf(RecordKind::Signal, Layer::ModelBehaviour), LaneId::ModelBehaviour);
    QCOMPARE(timeline::laneOf(RecordKind::Signal, Layer::System), LaneId::System);
    QCOMPARE(timeline::laneOf(RecordKind::Signal, Layer::DataPrivacy), LaneId::DataPrivacy);
    QCOMPARE(timeline::laneOf(RecordKind::Signal, Layer::AbuseAtScale), LaneId::AbuseAtScale);
    QCOMPARE(timeline::laneOf(RecordKind::Signal, Layer::NotStated), LaneId::NotStated);
    QCOMPARE(timeline::laneOf(RecordKind::Escalation, Layer::System), LaneId::Escalations);
    QCOMPARE(timeline::laneOf(RecordKind::Request, Layer::NotStated), LaneId::Requests);
    QCOMPARE(timeline::laneOf(RecordKind::Milestone, Layer::NotStated), LaneId::Notes);
    QCOMPARE(timeline::laneOf(RecordKind::Note, Layer::NotStated), LaneId::Notes);
    const auto sample = tests::sampleEvents(8, {});
    std::size_t total = 0;
    for (const auto& spec : timeline::laneSpecs()) {
        std::size_t count = 0;
        for (const auto& event : sample.events)
            count += timeline::laneOf(event.kind, event.layer) == spec.id ? 1 : 0;
        QCOMPARE(sample.columns->countOf(spec.id), count);
        total += count;
    }
    QCOMPARE(total, sample.events.size());
}

void TestEventColumns::reachesToTheEndOfTheLastStatedSpan()
{
    EventColumnsBuilder builder;
    builder.add(tests::blockOf({eventAt(tests::instant("2024").us, base::TimePrecision::Year),
                                eventAt(tests::instant("2024-05-01").us)}),
                {3, {0}, timeline::kNoIncident}, 0);
    QCOMPARE(builder.finish()->extent(),
             std::optional(base::TimeRange{tests::instant("2024"), tests::instant("2025")}));
}

void TestEventColumns::addsWhatArrivesBehindWithoutMovingWhatIsThere()
{
    tests::EventSampleRules rules;
    rules.batches = 8;
    rules.laterBatches = 3;
    for (std::uint32_t seed = 1; seed <= 5; ++seed) {
        const auto sample = tests::sampleEvents(seed, rules);
        QCOMPARE(sample.columns->bulkSize(), std::size_t{625});
        compare(sample);
        const auto order = sample.columns->tailOrder();
        QCOMPARE(order.size(), std::size_t{375});
        for (std::size_t i = 1; i < order.size(); ++i)
            QVERIFY(sample.columns->precedes(order[i - 1], order[i]));

        // Everything put in at once holds the same.
        rules.laterBatches = 0;
        const auto whole = tests::sampleEvents(seed, rules);
        rules.laterBatches = 3;
        QCOMPARE(whole.columns->bulkSize(), std::size_t{1'000});
        QCOMPARE(sample.columns->extent(), whole.columns->extent());
        QCOMPARE(sample.columns->extent(timeline::TimeKey::RecordedAt),
                 whole.columns->extent(timeline::TimeKey::RecordedAt));
        QCOMPARE(sample.columns->timedCount(), whole.columns->timedCount());
        for (const auto& spec : timeline::laneSpecs())
            QCOMPARE(sample.columns->countOf(spec.id), whole.columns->countOf(spec.id));
    }
}

void TestEventColumns::mergesWhatArrivedWhenItIsMuch()
{
    tests::EventSampleRules rules;
    rules.batches = 4;
    rules.laterBatches = 3;
    const auto sample = tests::sampleEvents(9, rules);
    // 250, then 250 behind them, then 500 behind 250: merged; then 250 behind 750.
    QCOMPARE(sample.columns->bulkSize(), std::size_t{750});
    compare(sample);
    EventColumnsBuilder builder;
    builder.add(tests::blockOf({eventAt(1)}), {99, {0}, timeline::kNoIncident}, 0);
    const auto grown = builder.finish(*sample.columns);
    QVERIFY(grown->continues(*sample.columns));
    QVERIFY(!sample.columns->continues(*grown));
    QVERIFY(!grown->continues(*tests::sampleEvents(9, rules).columns));
}

void TestEventColumns::findsARecordByItsTimeToo()
{
    tests::EventSampleRules rules;
    rules.batches = 8;
    rules.laterBatches = 2;
    const auto sample = tests::sampleEvents(10, rules);
    for (timeline::EventRow row = 0; row < sample.columns->size(); ++row) {
        const timeline::EventKey key = sample.columns->keyOf(row);
        QCOMPARE(sample.columns->find(key, sample.columns->timesUs()[row]), std::optional(row));
        QCOMPARE(sample.columns->find(key), std::optional(row));
    }
    QVERIFY(!sample.columns->find({40, 0}, 12'345));
}

void TestEventColumns::holdsNothingWhenNothingWasAdded()
{
    EventColumnsBuilder builder;
    builder.add({}, {3, {0}, timeline::kNoIncident}, 0);
    const auto columns = builder.finish();
    QCOMPARE(columns->size(), std::size_t{0});
    QVERIFY(!columns->extent());
    QVERIFY(!columns->find({3, 0}));
}

void TestEventColumns::statesSpansThatGrowWithTheirStart()
{
    using base::TimePrecision;
    QCOMPARE(timeline::statedSpan(tests::instant("2024-02-01").us, TimePrecision::Month).end,
             tests::instant("2024-03-01"));
    QCOMPARE(timeline::statedSpan(tests::instant("2024-12-01").us, TimePrecision::Month).end,
             tests::instant("2025-01-01"));
    QCOMPARE(timeline::statedSpan(tests::instant("2023-01-31T22:00:00Z").us, TimePrecision::Month).end,
             tests::instant("2023-03-01"));
    QCOMPARE(timeline::statedSpan(tests::instant("2024-02-29").us, TimePrecision::Year).end,
             tests::instant("2025-03-01"));
    for (const TimePrecision precision : {TimePrecision::Month, TimePrecision::Year}) {
        base::UtcTime last{INT64_MIN};
        for (std::int64_t us = tests::instant("2023-01-01").us; us < tests::instant("2025-03-05").us;
             us += 5 * base::kUsPerHour) {
            const base::UtcTime end = timeline::statedSpan(us, precision).end;
            QVERIFY(end >= last);
            QVERIFY(end.us > us);
            last = end;
        }
        const std::int64_t late = tests::instant("9999-12-05").us;
        QVERIFY(timeline::statedSpan(late, precision).end.us > late);
    }
}

#include "test_event_columns.moc"

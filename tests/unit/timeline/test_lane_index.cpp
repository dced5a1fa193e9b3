// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/lane_index.h"
#include "tests/support/test_registry.h"
#include "tests/unit/timeline/event_samples.h"

using namespace keyturn;
using timeline::EventFilter;
using timeline::EventRow;
using timeline::LaneId;
using timeline::LaneIndex;

class TestLaneIndex : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void passesWhatTheFilterSaysAndNothingElse();
    void countsWhatMayHaveHappenedInASpan();
    void walksALaneEventByEvent();
    void givesNothingWhenCancelled();
};

KEYTURN_TEST(TestLaneIndex);

namespace {

bool passes(const EventFilter& filter, const tests::SampleEvent& event, EventRow row)
{
    if (!filter.lanes.contains(timeline::laneOf(event.kind, event.layer)) || event.severity < filter.atLeast)
        return false;
    if (filter.found && !filter.found->contains(row))
        return false;
    if (filter.incident && event.batch.incident != *filter.incident)
        return false;
    return !filter.recordedBy || event.batch.recordedAt <= *filter.recordedBy;
}

std::vector<EventFilter> filtersFor(const tests::EventSample& sample)
{
    std::vector<EventFilter> filters(7);
    filters[1].atLeast = domain::Severity::High;
    filters[2].lanes.remove(LaneId::System);
    auto found = std::make_shared<timeline::EventSet>(sample.events.size());
    for (EventRow row = 3; row < sample.events.size(); row += 7)
        found->add(row);
    filters[3].found = found;
    filters[4].incident = 0;
    filters[5].recordedBy = base::UtcTime{base::kUsPerDay};
    filters[6].atLeast = domain::Severity::Low;
    filters[6].found = found;
    filters[6].recordedBy = base::UtcTime{0};
    return filters;
}

} // namespace

void TestLaneIndex::passesWhatTheFilterSaysAndNothingElse()
{
    const auto sample = tests::sampleEvents(11, {});
    for (const EventFilter& filter : filtersFor(sample)) {
        const auto index = LaneIndex::build(sample.columns, filter);
        std::uint64_t withoutTime = 0;
        std::uint64_t timed = 0;
        for (EventRow row = 0; row < sample.events.size(); ++row) {
            const bool isPassed = passes(filter, sample.events[row], row);
            if (row >= sample.columns->timedCount()) {
                withoutTime += isPassed ? 1 : 0;
                QVERIFY(!index->contains(row));
                continue;
            }
            timed += isPassed ? 1 : 0;
            QCOMPARE(index->contains(row), isPassed);
        }
        QCOMPARE(index->withoutTime(), withoutTime);
        std::uint64_t total = 0;
        for (const auto& spec : timeline::laneSpecs())
            total += index->countOf(spec.id).total();
        QCOMPARE(total, timed);
        QVERIFY(timed > 0);
    }
}

void TestLaneIndex::countsWhatMayHaveHappenedInASpan()
{
    tests::EventSampleRules rules;
    rules.coarseShare = 0.4;
    const auto sample = tests::sampleEvents(12, rules);
    const auto index = LaneIndex::build(sample.columns, {});
    std::mt19937 random(12);
    for (int i = 0; i < 200; ++i) {
        const std::int64_t startUs =
            std::uniform_int_distribution<std::int64_t>(-base::kUsPerDay, 8 * base::kUsPerDay)(random);
        const base::TimeRange range{
            {startUs},
            {startUs + std::uniform_int_distribution<std::int64_t>(1, 2 * base::kUsPerDay)(random)}};
        for (const auto& spec : timeline::laneSpecs()) {
            timeline::SeverityCounts expected;
            for (std::size_t row = 0; row < sample.columns->timedCount(); ++row) {
                const tests::SampleEvent& event = sample.events[row];
                const bool isExact = event.precision > base::TimePrecision::Hour;
                const base::TimeRange span = isExact ? base::TimeRange{{event.timeUs}, {event.timeUs + 1}}
                                                     : timeline::statedSpan(event.timeUs, event.precision);
                if (timeline::laneOf(event.kind, event.layer) == spec.id && span.start < range.end &&
                    range.start < span.end)
                    ++expected.bySeverity[static_cast<std::size_t>(event.severity)];
            }
            QCOMPARE(index->countIn(spec.id, range), expected);
            QCOMPARE(index->countIn(spec.id, range).worst(), expected.worst());
        }
    }
}

void TestLaneIndex::walksALaneEventByEvent()
{
    const auto sample = tests::sampleEvents(13, {});
    EventFilter filter;
    filter.atLeast = domain::Severity::Low;
    const auto index = LaneIndex::build(sample.columns, filter);
    for (const auto& spec : timeline::laneSpecs()) {
        std::vector<EventRow> expected;
        for (EventRow row = 0; row < sample.columns->timedCount(); ++row) {
            if (sample.columns->lanes()[row] == spec.id && sample.events[row].severity >= filter.atLeast)
                expected.push_back(row);
        }
        std::vector<EventRow> forward;
        for (auto row = index->nextIn(spec.id, timeline::kNoEvent); row; row = index->nextIn(spec.id, *row))
            forward.push_back(*row);
        QCOMPARE(forward, expected);
        std::vector<EventRow> backward;
        for (auto row = index->lastBefore(spec.id, {INT64_MAX}); row; row = index->previousIn(spec.id, *row))
            backward.insert(backward.begin(), *row);
        QCOMPARE(backward, expected);
        if (!expected.empty()) {
            const base::UtcTime middle{sample.columns->timesUs()[expected[expected.size() / 2]]};
            const auto from = index->firstFrom(spec.id, middle);
            QVERIFY(from && sample.columns->timesUs()[*from] == middle.us);
            const auto before = index->lastBefore(spec.id, middle);
            QVERIFY(!before || sample.columns->timesUs()[*before] < middle.us);
        }
    }
}

void TestLaneIndex::givesNothingWhenCancelled()
{
    const auto sample = tests::sampleEvents(14, {});
    QVERIFY(!LaneIndex::build({sample.columns, {}, timeline::TimeKey::OccurredAt, {}}, nullptr,
                              [] { return true; }));
}

#include "test_lane_index.moc"

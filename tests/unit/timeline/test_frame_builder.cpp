// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/frame_builder.h"
#include "models/timeline/time_axis.h"
#include "tests/support/test_registry.h"
#include "tests/unit/timeline/event_samples.h"
#include "tests/unit/timeline/frame_reference.h"

using namespace keyturn;
using timeline::EventFilter;
using timeline::FrameBuilder;
using timeline::FrameRequest;
using timeline::LaneId;

class TestFrameBuilder : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void equalsTheLiteralReferenceOnRandomData();
    void equalsTheReferenceWhereBucketsAreSearchedNotScanned();
    void equalsTheReferenceOnBothAxesWithTailsSplitsAndQueries();
    void neverMakesABucketNarrowerThanAPixel();
    void coversThreeTimesWhatIsVisible();
    void givesTheSameBucketsForTheSameScaleWhereverItLooks();
    void drawsSingleEventsWhenFewAndDensityWhenMany();
    void drawsCoarseTimesAsBandsUntilTheyAreNarrowerThanABucket();
    void showsTheLanesOfTheLayoutInItsOrder();
    void placesTheOverlayThatMeetsTheSpan();
    void givesNothingForASupersededGeneration();
    void followsNewColumnsAndFilters();
};

KEYTURN_TEST(TestFrameBuilder);

namespace {

FrameRequest requestFor(const timeline::EventColumnsPointer& columns, const base::TimeRange& visible,
                        int widthPx)
{
    FrameRequest request;
    request.columns = columns;
    request.overlay = std::make_shared<timeline::Overlay>();
    request.visible = visible;
    request.widthPx = widthPx;
    request.layout = timeline::LaneLayout::usual();
    return request;
}

} // namespace

void TestFrameBuilder::equalsTheLiteralReferenceOnRandomData()
{
    std::mt19937_64 random(21);
    for (std::uint32_t seed = 1; seed <= 10; ++seed) {
        tests::EventSampleRules rules;
        rules.events = 3'000;
        rules.coarseShare = seed % 2 == 0 ? 0.4 : 0.05;
        rules.span = {tests::instant("2025-11-20"),
                      tests::instant("2025-11-20").plusUs((std::int64_t{1} << (4 * seed)) * 1'000)};
        const auto sample = tests::sampleEvents(seed, rules);
        FrameBuilder builder;
        timeline::TimeAxis axis(rules.span, 300);
        for (int step = 0; step < 25; ++step) {
            FrameRequest request = requestFor(sample.columns, axis.visible(), axis.widthPx());
            if (step % 5 == 4) {
                request.filter.atLeast = domain::Severity::Medium;
                request.filter.incident = 1;
            }
            const auto frame = builder.build(request);
            QVERIFY(frame);
            const QString difference = tests::differenceFromReference(*frame, request.filter);
            QVERIFY2(difference.isEmpty(), qPrintable(difference));
            const double x = std::uniform_real_distribution<double>(0, 300)(random);
            axis = axis.zoomed(std::uniform_real_distribution<double>(0.3, 4)(random), x).panned(x - 150);
        }
    }
}

void TestFrameBuilder::equalsTheReferenceOnBothAxesWithTailsSplitsAndQueries()
{
    std::mt19937_64 random(22);
    const auto pick = [&random](int low, int high) {
        return std::uniform_int_distribution<int>(low, high)(random);
    };
    for (std::uint32_t seed = 1; seed <= 8; ++seed) {
        tests::EventSampleRules rules;
        rules.events = 3'000;
        rules.coarseShare = 0.2;
        rules.batches = 9;
        rules.laterBatches = seed % 5;
        rules.span = {{0}, {8 * base::kUsPerDay}};
        const auto sample = tests::sampleEvents(seed, rules);
        QCOMPARE(sample.columns->bulkSize() < sample.columns->size(), rules.laterBatches > 0);
        auto found = std::make_shared<timeline::EventSet>(sample.columns->size());
        for (timeline::EventRow row = 0; row < sample.columns->size(); row += seed % 2 == 0 ? 3 : 101)
            found->add(row);
        FrameBuilder builder;
        timeline::TimeAxis axis({{-base::kUsPerDay}, {9 * base::kUsPerDay}}, 300);
        for (int step = 0; step < 60; ++step) {
            FrameRequest request = requestFor(sample.columns, axis.visible(), axis.widthPx());
            request.timeKey = pick(0, 1) == 0 ? timeline::TimeKey::OccurredAt : timeline::TimeKey::RecordedAt;
            auto overlay = tests::sampleOverlay(seed, 60, rules.span);
            for (const auto& spec : timeline::laneSpecs()) {
                const auto ways = timeline::splitsOf(spec.id);
                const int way = pick(0, static_cast<int>(ways.size()));
                if (way == 0)
                    continue;
                request.layout.split(spec.id, ways[static_cast<std::size_t>(way - 1)]);
                if (!spec.isSignals)
                    tests::splitBars(overlay, spec.id, seed);
            }
            request.overlay = std::make_shared<const timeline::Overlay>(std::move(overlay));
            if (pick(0, 2) == 0)
                request.filter.found = found;
            if (pick(0, 2) == 0)
                request.filter.query =
                    *records::parseQuery(u"severity>=low layer:system,abuse-at-scale -kind:note");
            if (pick(0, 2) == 0)
                request.filter.query.before = base::UtcTime{4 * base::kUsPerDay};
            if (pick(0, 2) == 0)
                request.filter.sources = {7, 3, 2};
            if (pick(0, 2) == 0)
                request.filter.recordedBy = base::UtcTime{pick(0, 5) * base::kUsPerDay};
            const auto frame = builder.build(request);
            QVERIFY(frame);
            QVERIFY(frame->lanes.size() >= request.layout.shown().size());
            const QString difference = tests::differenceFromReference(*frame, request.filter);
            QVERIFY2(difference.isEmpty(), qPrintable(difference));
            const double x = std::uniform_real_distribution<double>(0, 300)(random);
            axis = axis.zoomed(std::uniform_real_distribution<double>(0.3, 3)(random), x).panned(x - 150);
        }
    }
}

void TestFrameBuilder::equalsTheReferenceWhereBucketsAreSearchedNotScanned()
{
    // Many events on few pixels: every list has far more events than there are buckets.
    tests::EventSampleRules rules;
    rules.events = 60'000;
    rules.recordsPerBlock = 4'096;
    rules.coarseShare = 0.2;
    const auto sample = tests::sampleEvents(22, rules);
    FrameBuilder builder;
    for (const int widthPx : {1, 2, 7, 20}) {
        const auto frame = builder.build(requestFor(sample.columns, rules.span, widthPx));
        const QString difference = tests::differenceFromReference(*frame, {});
        QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }
}

void TestFrameBuilder::neverMakesABucketNarrowerThanAPixel()
{
    for (double usPerPx = 0.01; usPerPx < 4e17; usPerPx *= 1.7) {
        const int shift = timeline::bucketShiftFor(usPerPx);
        const double bucketUs = std::ldexp(1.0, shift);
        QVERIFY(bucketUs >= usPerPx);
        QVERIFY(bucketUs < 2 * usPerPx || shift == 0);
    }
}

void TestFrameBuilder::coversThreeTimesWhatIsVisible()
{
    const base::TimeRange visible{tests::instant("2026-06-12"), tests::instant("2026-06-13")};
    const auto covered = timeline::prefetchRange(visible, 26);
    QVERIFY(covered.start <= tests::instant("2026-06-11"));
    QVERIFY(covered.end >= tests::instant("2026-06-14"));
    QCOMPARE(covered.start.us % (1 << 26), 0);
    QCOMPARE(covered.end.us % (1 << 26), 0);
    QVERIFY(covered.lengthUs() < 3 * base::kUsPerDay + 3 * (1 << 26));
    const auto whole = timeline::prefetchRange({timeline::kEarliestTime, timeline::kLatestTime}, 48);
    QVERIFY(whole.start <= timeline::kEarliestTime && whole.end > timeline::kLatestTime);
}

void TestFrameBuilder::givesTheSameBucketsForTheSameScaleWhereverItLooks()
{
    const auto sample = tests::sampleEvents(23, {});
    FrameBuilder builder;
    const timeline::TimeAxis axis({{0}, {base::kUsPerDay}}, 400);
    const auto first = builder.build(requestFor(sample.columns, axis.visible(), 400));
    const auto second = builder.build(requestFor(sample.columns, axis.panned(133).visible(), 400));
    QCOMPARE(first->shift, second->shift);
    std::size_t shared = 0;
    for (const auto& bucket : first->lanes[0].buckets) {
        for (const auto& other : second->lanes[0].buckets) {
            if (other.slot == bucket.slot) {
                QCOMPARE(other, bucket);
                ++shared;
            }
        }
    }
    QVERIFY(shared > 10);
}

void TestFrameBuilder::drawsSingleEventsWhenFewAndDensityWhenMany()
{
    tests::EventSampleRules rules;
    rules.events = 20'000;
    const auto sample = tests::sampleEvents(24, rules);
    FrameBuilder builder;
    const auto wide = builder.build(requestFor(sample.columns, rules.span, 1'000));
    for (const auto& lane : wide->lanes) {
        QCOMPARE(lane.drawing, timeline::EventDrawing::Density);
        QVERIFY(lane.points.empty());
    }
    const auto narrow = builder.build(requestFor(sample.columns, {{0}, {base::kUsPerHour}}, 1'000));
    QCOMPARE(narrow->lanes[0].drawing, timeline::EventDrawing::Points);
    QVERIFY(!narrow->lanes[0].points.empty());
}

void TestFrameBuilder::drawsCoarseTimesAsBandsUntilTheyAreNarrowerThanABucket()
{
    timeline::EventColumnsBuilder columnsBuilder;
    tests::SampleEvent event;
    event.precision = base::TimePrecision::Month;
    event.timeUs = tests::instant("2026-06").us;
    columnsBuilder.add(tests::blockOf({event, event}), {1, {0}, timeline::kNoIncident}, 0);
    const auto columns = columnsBuilder.finish();
    FrameBuilder builder;
    // The last day of June is within what "2026-06" states.
    const auto day = builder.build(
        requestFor(columns, {tests::instant("2026-06-30"), tests::instant("2026-07-01")}, 1'000));
    const auto* lane = day->lane(LaneId::NotStated);
    QCOMPARE(lane->bands.size(), std::size_t{1});
    QCOMPARE(lane->bands[0].count, 2u);
    QCOMPARE(lane->bands[0].span, (base::TimeRange{tests::instant("2026-06"), tests::instant("2026-07")}));
    QVERIFY(lane->buckets.empty() && lane->points.empty());
    QCOMPARE(lane->bandRows, std::vector{timeline::TimeClass::Month});
    const auto centuries =
        builder.build(requestFor(columns, {tests::instant("1900"), tests::instant("2100")}, 1'000));
    lane = centuries->lane(LaneId::NotStated);
    QVERIFY(lane->bands.empty());
    QCOMPARE(lane->buckets.size(), std::size_t{1});
    QCOMPARE(lane->buckets[0].count, 2u);
}

void TestFrameBuilder::showsTheLanesOfTheLayoutInItsOrder()
{
    const auto sample = tests::sampleEvents(25, {});
    FrameBuilder builder;
    FrameRequest request = requestFor(sample.columns, {{0}, {base::kUsPerDay}}, 100);
    request.layout.move(LaneId::Decisions, 0);
    request.layout.hidden.add(LaneId::System);
    request.layout.collapsed.add(LaneId::Notes);
    const auto frame = builder.build(request);
    QCOMPARE(frame->lanes.size(), timeline::kLaneCount - 1);
    QCOMPARE(frame->lanes[0].id, LaneId::Decisions);
    QVERIFY(!frame->lane(LaneId::System));
    QVERIFY(frame->lane(LaneId::Notes)->isCollapsed);
    QVERIFY(!frame->lane(LaneId::Requests)->isCollapsed);
}

void TestFrameBuilder::placesTheOverlayThatMeetsTheSpan()
{
    const base::TimeRange week{{0}, {7 * base::kUsPerDay}};
    const auto overlay = std::make_shared<timeline::Overlay>(tests::sampleOverlay(26, 120, week));
    const auto rows = timeline::packOverlay(*overlay);
    const auto sample = tests::sampleEvents(26, {});
    FrameBuilder builder;
    FrameRequest request =
        requestFor(sample.columns, {{base::kUsPerDay}, {base::kUsPerDay + base::kUsPerHour}}, 500);
    request.overlay = overlay;
    const auto frame = builder.build(request);
    for (std::uint32_t i = 0; i < overlay->bars.size(); ++i) {
        const auto span = timeline::rowSpanOf(overlay->bars[i]);
        const bool meets = span.start < frame->covered.end && frame->covered.start < span.end;
        const auto& placed = frame->lane(overlay->bars[i].lane)->bars;
        const auto found = std::find(placed.begin(), placed.end(), timeline::PlacedItem{i, rows.barRows[i]});
        QCOMPARE(found != placed.end(), meets);
    }
    for (std::uint32_t i = 0; i < overlay->marks.size(); ++i) {
        const auto& placed = frame->lane(overlay->marks[i].lane)->marks;
        const auto found = std::find(placed.begin(), placed.end(), timeline::PlacedItem{i, rows.markRows[i]});
        QCOMPARE(found != placed.end(), frame->covered.contains(overlay->marks[i].at));
    }
}

void TestFrameBuilder::givesNothingForASupersededGeneration()
{
    const auto sample = tests::sampleEvents(27, {});
    FrameBuilder builder;
    FrameRequest request = requestFor(sample.columns, {{0}, {base::kUsPerDay}}, 100);
    request.generation = 4;
    builder.supersede(5);
    QVERIFY(!builder.build(request));
    builder.supersede(3); // An older word takes nothing back.
    QVERIFY(!builder.build(request));
    request.generation = 5;
    const auto frame = builder.build(request);
    QVERIFY(frame);
    QCOMPARE(frame->generation, std::uint64_t{5});
}

void TestFrameBuilder::followsNewColumnsAndFilters()
{
    const auto first = tests::sampleEvents(28, {});
    const auto second = tests::sampleEvents(29, {});
    FrameBuilder builder;
    for (const auto& columns : {first.columns, second.columns, first.columns}) {
        for (const auto severity : {domain::Severity::NotStated, domain::Severity::High}) {
            FrameRequest request = requestFor(columns, {{0}, {7 * base::kUsPerDay}}, 200);
            request.filter.atLeast = severity;
            const auto frame = builder.build(request);
            const QString difference = tests::differenceFromReference(*frame, request.filter);
            QVERIFY2(difference.isEmpty(), qPrintable(difference));
            QCOMPARE(frame->index->columns(), columns);
        }
    }
}

#include "test_frame_builder.moc"

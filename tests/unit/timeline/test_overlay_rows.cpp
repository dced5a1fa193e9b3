// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/frame.h"
#include "models/timeline/lane_places.h"
#include "models/timeline/overlay_rows.h"
#include "models/timeline/time_axis.h"
#include "tests/support/test_registry.h"
#include "tests/unit/timeline/event_samples.h"

using namespace keyturn;
using timeline::LaneId;

class TestOverlayRows : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void neverOverlapsTwoBarsOfARow();
    void usesNoMoreRowsThanBarsOverlapAtOnce();
    void givesEachModelItsRow();
    void givesEachPartOfALaneRowsOfItsOwn();
    void neverMixesPartsOfALane();
    void putsSignaturesOnTheirProposal();
    void keepsARowWhileABarLasts();
    void placesLanesBelowEachOtherWithoutOverlap();
    void sharesSpareRoomAmongSignalLanes();
    void measuresTheOverlayFromFirstToLast();
};

KEYTURN_TEST(TestOverlayRows);

namespace {

const base::TimeRange kWeek{{0}, {7 * base::kUsPerDay}};

timeline::OverlayBar barOf(LaneId lane, const QString& id, std::int64_t startUs,
                           std::optional<std::int64_t> endUs)
{
    timeline::OverlayBar bar;
    bar.lane = lane;
    bar.id = id;
    bar.start = {startUs};
    if (endUs)
        bar.end = base::UtcTime{*endUs};
    return bar;
}

timeline::Frame frameOf(int barRows)
{
    timeline::Frame frame;
    for (const auto& spec : timeline::laneSpecs()) {
        timeline::LaneFrame lane;
        lane.id = spec.id;
        lane.holdsEvents = spec.isSignals && spec.id != LaneId::System;
        lane.holdsMarks = spec.id == LaneId::Notes;
        lane.barRowCount = spec.packing == timeline::BarPacking::None ? 0 : barRows;
        if (spec.id == LaneId::DataPrivacy)
            lane.bandRows = {timeline::TimeClass::Year, timeline::TimeClass::Day};
        frame.lanes.push_back(lane);
    }
    return frame;
}

int heightOf(const std::vector<timeline::LanePlace>& places)
{
    return places.back().topPx + places.back().heightPx;
}

} // namespace

void TestOverlayRows::neverOverlapsTwoBarsOfARow()
{
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
        const auto overlay = tests::sampleOverlay(seed, 150, kWeek);
        const auto rows = timeline::packOverlay(overlay);
        for (std::size_t a = 0; a < overlay.bars.size(); ++a) {
            const auto lane = overlay.bars[a].lane;
            QVERIFY(rows.barRows[a] < rows.lanes[static_cast<std::size_t>(lane)].rowCount);
            for (std::size_t b = 0; b < a; ++b) {
                if (overlay.bars[b].lane != lane || rows.barRows[a] != rows.barRows[b] ||
                    lane == LaneId::ModelStates)
                    continue;
                const auto one = timeline::rowSpanOf(overlay.bars[a]);
                const auto other = timeline::rowSpanOf(overlay.bars[b]);
                QVERIFY(one.end <= other.start || other.end <= one.start);
            }
        }
    }
}

void TestOverlayRows::usesNoMoreRowsThanBarsOverlapAtOnce()
{
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
        const auto overlay = tests::sampleOverlay(seed, 150, kWeek);
        const auto rows = timeline::packOverlay(overlay);
        for (const LaneId lane : {LaneId::Requests, LaneId::Decisions}) {
            int most = 0;
            for (const auto& bar : overlay.bars) {
                int together = 0;
                for (const auto& other : overlay.bars) {
                    if (bar.lane == lane && other.lane == lane &&
                        timeline::rowSpanOf(other).contains(bar.start))
                        ++together;
                }
                most = std::max(most, together);
            }
            QCOMPARE(rows.lanes[static_cast<std::size_t>(lane)].rowCount, most);
        }
    }
}

void TestOverlayRows::givesEachModelItsRow()
{
    timeline::Overlay overlay;
    for (const char* model : {"larch-4", "larch-3", "larch-4"}) {
        auto bar = barOf(LaneId::ModelStates, QLatin1String(model), 10, 20);
        bar.row = QLatin1String(model);
        overlay.bars.push_back(bar);
    }
    const auto rows = timeline::packOverlay(overlay);
    QCOMPARE(rows.barRows, (std::vector<std::int32_t>{0, 1, 0}));
    const auto& lane = rows.lanes[static_cast<std::size_t>(LaneId::ModelStates)];
    QCOMPARE(lane.titles, (std::vector<QString>{QStringLiteral("larch-4"), QStringLiteral("larch-3")}));
    QCOMPARE(lane.rowCount, 2);
}

void TestOverlayRows::givesEachPartOfALaneRowsOfItsOwn()
{
    timeline::Overlay overlay;
    const auto add = [&overlay](const char* id, const char* group, std::int64_t startUs, std::int64_t endUs) {
        overlay.bars.push_back(barOf(LaneId::Requests, QLatin1String(id), startUs, endUs));
        overlay.bars.back().group = QLatin1String(group);
    };
    add("R-1", "EU", 50, 60);
    add("R-2", "UK", 0, 10); // Would have its place before R-1.
    add("R-3", "EU", 0, 55);
    add("R-4", "UK", 20, 30);
    const auto rows = timeline::packOverlay(overlay);
    QCOMPARE(rows.barRows, (std::vector<std::int32_t>{1, 2, 0, 2}));
    const auto& lane = rows.lanes[static_cast<std::size_t>(LaneId::Requests)];
    QCOMPARE(lane.rowCount, 3);
    QCOMPARE(lane.titles, (std::vector<QString>{QStringLiteral("EU"), QString(), QStringLiteral("UK")}));
    for (auto& bar : overlay.bars)
        bar.group.clear();
    const auto together = timeline::packOverlay(overlay);
    QVERIFY(together.lanes[static_cast<std::size_t>(LaneId::Requests)].titles.empty());
    QCOMPARE(together.lanes[static_cast<std::size_t>(LaneId::Requests)].rowCount, 2);
}

void TestOverlayRows::neverMixesPartsOfALane()
{
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
        auto overlay = tests::sampleOverlay(seed, 150, kWeek);
        tests::splitBars(overlay, LaneId::Requests, seed);
        const auto rows = timeline::packOverlay(overlay);
        for (std::size_t a = 0; a < overlay.bars.size(); ++a) {
            for (std::size_t b = 0; b < a; ++b) {
                const auto& one = overlay.bars[a];
                const auto& other = overlay.bars[b];
                if (one.lane != LaneId::Requests || other.lane != one.lane ||
                    rows.barRows[a] != rows.barRows[b])
                    continue;
                QCOMPARE(one.group, other.group);
                QVERIFY(timeline::rowSpanOf(one).end <= other.start ||
                        timeline::rowSpanOf(other).end <= one.start);
            }
        }
    }
}

void TestOverlayRows::putsSignaturesOnTheirProposal()
{
    timeline::Overlay overlay;
    overlay.bars = {barOf(LaneId::Decisions, QStringLiteral("P-1"), 0, 100),
                    barOf(LaneId::Decisions, QStringLiteral("P-2"), 50, 100)};
    timeline::OverlayMark mark;
    mark.lane = LaneId::Decisions;
    mark.onBar = QStringLiteral("P-2");
    overlay.marks.push_back(mark);
    auto rows = timeline::packOverlay(overlay);
    QCOMPARE(rows.markRows[0], 1);
    QVERIFY(!rows.lanes[static_cast<std::size_t>(LaneId::Decisions)].holdsMarks);
    overlay.marks[0].onBar = QStringLiteral("P-9");
    rows = timeline::packOverlay(overlay);
    QCOMPARE(rows.markRows[0], timeline::kStripRow);
    QVERIFY(rows.lanes[static_cast<std::size_t>(LaneId::Decisions)].holdsMarks);
}

void TestOverlayRows::keepsARowWhileABarLasts()
{
    timeline::Overlay overlay;
    overlay.bars = {barOf(LaneId::Requests, QStringLiteral("R-1"), 0, std::nullopt),
                    barOf(LaneId::Requests, QStringLiteral("R-2"), 5'000'000'000, 5'000'000'001)};
    QCOMPARE(timeline::packOverlay(overlay).barRows, (std::vector<std::int32_t>{0, 1}));
    overlay.bars[0].end = base::UtcTime{10};
    QCOMPARE(timeline::packOverlay(overlay).barRows, (std::vector<std::int32_t>{0, 0}));
    overlay.bars[0].dueAt = base::UtcTime{6'000'000'000}; // Its due mark is still to come.
    QCOMPARE(timeline::packOverlay(overlay).barRows, (std::vector<std::int32_t>{0, 1}));
}

void TestOverlayRows::placesLanesBelowEachOtherWithoutOverlap()
{
    for (const int availablePx : {0, 300, 700, 3'000}) {
        int y = 0;
        for (const auto& place : timeline::placeLanes(frameOf(3), {}, availablePx)) {
            QCOMPARE(place.topPx, y);
            int inner = y;
            const auto follows = [&inner](int topPx, int heightPx) {
                if (heightPx == 0)
                    return true;
                const bool isBelow = topPx >= inner;
                inner = topPx + heightPx;
                return isBelow;
            };
            QVERIFY(follows(place.marksTopPx, place.marksHeightPx));
            QVERIFY(follows(place.eventsTopPx, place.eventsHeightPx));
            QVERIFY(follows(place.bandsTopPx, place.bandsHeightPx));
            QVERIFY(follows(place.barsTopPx, place.barsHeightPx));
            y += place.heightPx;
            QVERIFY(inner <= y);
        }
    }
}

void TestOverlayRows::sharesSpareRoomAmongSignalLanes()
{
    const timeline::LaneMetrics metrics;
    const auto frame = frameOf(1);
    const int usualPx = heightOf(timeline::placeLanes(frame, metrics, 0));
    QVERIFY(usualPx <= heightOf(timeline::placeLanes(frame, metrics, 10'000)));
    // Between least and most the lanes fill the height to the pixel.
    QCOMPARE(heightOf(timeline::placeLanes(frame, metrics, usualPx + 101)), usualPx + 101);
    const auto wide = timeline::placeLanes(frame, metrics, 10'000);
    QCOMPARE(wide[0].eventsHeightPx, metrics.mostEventsPx);
    QCOMPARE(timeline::placeLanes(frame, metrics, 0)[0].eventsHeightPx, metrics.leastEventsPx);
    QVERIFY(timeline::placeLanes({}, metrics, 100).empty());
}

void TestOverlayRows::measuresTheOverlayFromFirstToLast()
{
    timeline::Overlay overlay;
    QVERIFY(!overlay.extent());
    overlay.bars = {barOf(LaneId::Requests, QStringLiteral("R-1"), 50, std::nullopt)};
    overlay.bars[0].dueAt = base::UtcTime{90};
    QCOMPARE(overlay.extent(), std::optional(base::TimeRange{{50}, {91}}));
    timeline::OverlayMark mark;
    mark.at = {10};
    overlay.marks.push_back(mark);
    QCOMPARE(overlay.extent(), std::optional(base::TimeRange{{10}, {91}}));
}

#include "test_overlay_rows.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/overlay_rows.h"

#include "models/timeline/frame.h"
#include "models/timeline/time_axis.h"

#include <QHash>

#include <algorithm>

namespace keyturn::timeline {

base::TimeRange rowSpanOf(const OverlayBar& bar)
{
    base::UtcTime end = bar.end.value_or(kLatestTime);
    if (bar.dueAt)
        end = std::max(end, bar.dueAt->plusUs(1));
    return {bar.start, std::max(end, bar.start.plusUs(1))};
}

namespace {

/// Bars of a lane that share rows among themselves.
struct BarGroup
{
    QString title;
    std::vector<base::UtcTime> ends; ///< Where each of its rows is taken to.
};

/// Gives the bars of lanes with BarPacking::SubLanes their rows.
void packGroups(const Overlay& overlay, OverlayRows& rows)
{
    std::array<std::vector<BarGroup>, kLaneCount> groups;
    std::vector<std::size_t> groupOf(overlay.bars.size(), 0);
    std::vector<std::uint32_t> order;
    for (std::uint32_t i = 0; i < overlay.bars.size(); ++i) {
        const OverlayBar& bar = overlay.bars[i];
        if (laneSpec(bar.lane).packing == BarPacking::RowPerKey)
            continue;
        auto& ofLane = groups[static_cast<std::size_t>(bar.lane)];
        auto group = std::find_if(ofLane.begin(), ofLane.end(),
                                  [&bar](const BarGroup& one) { return one.title == bar.group; });
        if (group == ofLane.end())
            group = ofLane.insert(ofLane.end(), {bar.group, {}});
        groupOf[i] = static_cast<std::size_t>(group - ofLane.begin());
        order.push_back(i);
    }
    std::stable_sort(order.begin(), order.end(), [&overlay](std::uint32_t a, std::uint32_t b) {
        return overlay.bars[a].start < overlay.bars[b].start;
    });
    for (const std::uint32_t i : order) {
        auto& taken = groups[static_cast<std::size_t>(overlay.bars[i].lane)][groupOf[i]].ends;
        const base::TimeRange span = rowSpanOf(overlay.bars[i]);
        auto free =
            std::find_if(taken.begin(), taken.end(), [&](base::UtcTime end) { return end <= span.start; });
        if (free == taken.end())
            free = taken.insert(taken.end(), span.end);
        *free = span.end;
        rows.barRows[i] = static_cast<std::int32_t>(free - taken.begin());
    }
    std::array<std::vector<std::int32_t>, kLaneCount> firstRows; // Of each group.
    for (std::size_t laneNumber = 0; laneNumber < kLaneCount; ++laneNumber) {
        OverlayRows::Lane& lane = rows.lanes[laneNumber];
        const auto& ofLane = groups[laneNumber];
        const bool isSplit = std::any_of(ofLane.begin(), ofLane.end(),
                                         [](const BarGroup& group) { return !group.title.isEmpty(); });
        for (const BarGroup& group : ofLane) {
            firstRows[laneNumber].push_back(lane.rowCount);
            lane.rowCount += static_cast<std::int32_t>(group.ends.size());
            if (isSplit) {
                lane.titles.push_back(group.title);
                lane.titles.resize(static_cast<std::size_t>(lane.rowCount));
            }
        }
    }
    for (const std::uint32_t i : order)
        rows.barRows[i] += firstRows[static_cast<std::size_t>(overlay.bars[i].lane)][groupOf[i]];
}

} // namespace

OverlayRows packOverlay(const Overlay& overlay)
{
    OverlayRows rows;
    rows.barRows.resize(overlay.bars.size(), 0);
    rows.markRows.resize(overlay.marks.size(), kStripRow);
    packGroups(overlay, rows);
    for (std::size_t i = 0; i < overlay.bars.size(); ++i) {
        const OverlayBar& bar = overlay.bars[i];
        if (laneSpec(bar.lane).packing != BarPacking::RowPerKey)
            continue;
        OverlayRows::Lane& lane = rows.lanes[static_cast<std::size_t>(bar.lane)];
        auto title = std::find(lane.titles.begin(), lane.titles.end(), bar.row);
        if (title == lane.titles.end())
            title = lane.titles.insert(lane.titles.end(), bar.row);
        rows.barRows[i] = static_cast<std::int32_t>(title - lane.titles.begin());
        lane.rowCount = static_cast<std::int32_t>(lane.titles.size());
    }

    QHash<std::pair<int, QString>, std::int32_t> rowOfBar;
    for (std::size_t i = 0; i < overlay.bars.size(); ++i)
        rowOfBar.insert({static_cast<int>(overlay.bars[i].lane), overlay.bars[i].id}, rows.barRows[i]);
    for (std::size_t i = 0; i < overlay.marks.size(); ++i) {
        const OverlayMark& mark = overlay.marks[i];
        if (!mark.onBar.isEmpty())
            rows.markRows[i] = rowOfBar.value({static_cast<int>(mark.lane), mark.onBar}, kStripRow);
        OverlayRows::Lane& lane = rows.lanes[static_cast<std::size_t>(mark.lane)];
        (rows.markRows[i] == kStripRow ? lane.holdsMarks : lane.holdsBarMarks) = true;
    }
    return rows;
}

} // namespace keyturn::timeline

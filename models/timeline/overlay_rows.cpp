// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/overlay_rows.h"

#include "models/timeline/frame.h"
#include "models/timeline/time_axis.h"

#include <QHash>

#include <algorithm>
#include <numeric>

namespace keyturn::timeline {

base::TimeRange rowSpanOf(const OverlayBar& bar)
{
    base::UtcTime end = bar.end.value_or(kLatestTime);
    if (bar.dueAt)
        end = std::max(end, bar.dueAt->plusUs(1));
    return {bar.start, std::max(end, bar.start.plusUs(1))};
}

OverlayRows packOverlay(const Overlay& overlay)
{
    OverlayRows rows;
    rows.barRows.resize(overlay.bars.size(), 0);
    rows.markRows.resize(overlay.marks.size(), kStripRow);

    std::vector<std::uint32_t> order(overlay.bars.size());
    std::iota(order.begin(), order.end(), 0u);
    std::stable_sort(order.begin(), order.end(), [&overlay](std::uint32_t a, std::uint32_t b) {
        return overlay.bars[a].start < overlay.bars[b].start;
    });
    std::array<std::vector<base::UtcTime>, kLaneCount> ends; // Where each row of a lane is taken to.
    for (const std::uint32_t i : order) {
        const OverlayBar& bar = overlay.bars[i];
        const auto laneNumber = static_cast<std::size_t>(bar.lane);
        OverlayRows::Lane& lane = rows.lanes[laneNumber];
        if (laneSpec(bar.lane).packing == BarPacking::RowPerKey)
            continue;
        auto& taken = ends[laneNumber];
        const base::TimeRange span = rowSpanOf(bar);
        auto free =
            std::find_if(taken.begin(), taken.end(), [&](base::UtcTime end) { return end <= span.start; });
        if (free == taken.end())
            free = taken.insert(taken.end(), span.end);
        *free = span.end;
        rows.barRows[i] = static_cast<std::int32_t>(free - taken.begin());
        lane.rowCount = static_cast<std::int32_t>(taken.size());
    }
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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/column_counts.h"

#include <algorithm>

namespace keyturn::timeline {

namespace {

/// The first of @p rows from @p from on that begins at @p timeUs or later; looks near @p from first.
std::size_t firstAt(const LaneIndex& index, std::span<const EventRow> rows, std::size_t from,
                    std::int64_t timeUs)
{
    const auto isBefore = [&](std::size_t at) { return index.timeUs(rows[at]) < timeUs; };
    std::size_t step = 1;
    std::size_t low = from;
    while (low + step < rows.size() && isBefore(low + step)) {
        low += step;
        step *= 2;
    }
    const auto begin = rows.begin() + static_cast<std::ptrdiff_t>(low);
    const auto end = rows.begin() + static_cast<std::ptrdiff_t>(std::min(rows.size(), low + step + 1));
    const auto found =
        std::partition_point(begin, end, [&](EventRow row) { return index.timeUs(row) < timeUs; });
    return static_cast<std::size_t>(found - rows.begin());
}

} // namespace

std::vector<std::uint32_t> columnCounts(const LaneIndex& index, const TimeAxis& axis)
{
    const auto width = static_cast<std::size_t>(axis.widthPx());
    std::vector<std::int64_t> edgesUs(width + 1);
    for (std::size_t i = 0; i < width; ++i)
        edgesUs[i] = axis.timeAt(static_cast<double>(i)).us;
    edgesUs[width] = axis.visible().end.us;
    std::vector<std::uint32_t> counts(width, 0);
    for (const LaneSpec& lane : laneSpecs()) {
        for (std::size_t c = 0; c < kTimeClassCount; ++c) {
            index.forEachList(lane.id, static_cast<TimeClass>(c),
                              [&](domain::Severity, std::span<const EventRow> rows) {
                                  std::size_t at = firstAt(index, rows, 0, edgesUs[0]);
                                  for (std::size_t i = 0; i < width && at < rows.size(); ++i) {
                                      const std::size_t next = firstAt(index, rows, at, edgesUs[i + 1]);
                                      counts[i] += static_cast<std::uint32_t>(next - at);
                                      at = next;
                                  }
                              });
        }
    }
    return counts;
}

} // namespace keyturn::timeline

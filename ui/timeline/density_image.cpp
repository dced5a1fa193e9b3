// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/density_image.h"

#include <algorithm>
#include <cmath>

namespace keyturn::ui::timeline {

namespace kt = keyturn::timeline;

namespace {

constexpr int kLeastWorstPx = 3;

/// From where on, counted from the ground, each severity's part of a column begins; the last is the column's
/// top.
using PartEdges = std::array<int, kt::kSeverityCount + 1>;

PartEdges partEdges(const kt::Bucket& bucket, int columnPx)
{
    std::array<int, kt::kSeverityCount> parts{};
    int usedPx = 0;
    for (std::size_t s = kt::kSeverityCount; s-- > 0;) {
        if (bucket.bySeverity[s] == 0)
            continue;
        int px = static_cast<int>(
            std::lround(static_cast<double>(columnPx) * bucket.bySeverity[s] / bucket.count));
        if (s >= static_cast<std::size_t>(domain::Severity::High))
            px = std::max(px, kLeastWorstPx);
        parts[s] = std::min(px, columnPx - usedPx);
        usedPx += parts[s];
    }
    // What rounding left over goes to the least severe that is there.
    for (std::size_t s = 0; s < kt::kSeverityCount && usedPx < columnPx; ++s) {
        if (bucket.bySeverity[s] > 0) {
            parts[s] += columnPx - usedPx;
            usedPx = columnPx;
        }
    }
    PartEdges edges{};
    for (std::size_t s = 0; s < kt::kSeverityCount; ++s)
        edges[s + 1] = edges[s] + parts[s];
    return edges;
}

} // namespace

std::vector<DensityColumn> densityColumns(const kt::Frame& frame, const kt::LaneFrame& lane,
                                          const kt::TimeAxis& axis)
{
    std::vector<DensityColumn> columns(static_cast<std::size_t>(axis.widthPx()));
    const double width = axis.widthPx();
    for (const kt::Bucket& bucket : lane.buckets) {
        const base::TimeRange span = frame.spanOf(bucket);
        const double left = axis.xOf(span.start);
        const double right = axis.xOf(span.end);
        if (right <= 0 || left >= width)
            continue;
        const auto first = static_cast<std::size_t>(std::max(0.0, std::floor(left)));
        const auto end =
            static_cast<std::size_t>(std::clamp(std::floor(right), static_cast<double>(first + 1), width));
        for (std::size_t x = first; x < end; ++x) {
            const kt::Bucket* held = columns[x].bucket;
            if (held == nullptr || bucket.worst > held->worst ||
                (bucket.worst == held->worst && bucket.count > held->count))
                columns[x].bucket = &bucket;
        }
    }
    return columns;
}

int densityHeightPx(std::uint32_t count, std::uint32_t tallest, int heightPx)
{
    if (count == 0 || heightPx <= 0)
        return 0;
    const double share = std::log1p(count) / std::log1p(std::max(count, tallest));
    return std::clamp(static_cast<int>(std::lround(heightPx * share)), std::min(2, heightPx), heightPx);
}

QImage densityImage(const std::vector<DensityColumn>& columns, std::uint32_t tallest, int heightPx,
                    const TimelineTheme& theme)
{
    const auto widthPx = static_cast<int>(columns.size());
    QImage image(widthPx, heightPx, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    if (image.isNull())
        return image;
    std::vector<PartEdges> edges(columns.size(), PartEdges{});
    for (std::size_t x = 0; x < columns.size(); ++x) {
        // Neighbours of one wide bucket share their parts.
        if (x > 0 && columns[x].bucket == columns[x - 1].bucket)
            edges[x] = edges[x - 1];
        else if (const kt::Bucket* bucket = columns[x].bucket)
            edges[x] = partEdges(*bucket, densityHeightPx(bucket->count, tallest, heightPx));
    }
    std::array<QRgb, kt::kSeverityCount> colors{};
    for (std::size_t s = 0; s < colors.size(); ++s)
        colors[s] = theme.severities[s].rgb();
    for (int y = 0; y < heightPx; ++y) {
        const int aboveGroundPx = heightPx - 1 - y;
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = 0; x < widthPx; ++x) {
            const PartEdges& column = edges[static_cast<std::size_t>(x)];
            if (aboveGroundPx >= column.back())
                continue;
            std::size_t part = 0;
            while (aboveGroundPx >= column[part + 1])
                ++part;
            line[x] = colors[part];
        }
    }
    return image;
}

} // namespace keyturn::ui::timeline

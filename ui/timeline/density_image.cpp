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

void fillDensity(QImage& target, const QPoint& topLeftPx, const QRect& clipPx,
                 const std::vector<DensityColumn>& columns, std::uint32_t tallest, int heightPx,
                 const TimelineTheme& theme)
{
    std::array<QRgb, kt::kSeverityCount> colors{};
    for (std::size_t s = 0; s < colors.size(); ++s)
        colors[s] = theme.severities[s].rgb();
    const QRect within = QRect(topLeftPx, QSize(static_cast<int>(columns.size()), heightPx)) & clipPx &
                         QRect(QPoint(0, 0), target.size());
    if (within.isEmpty())
        return;
    const int groundY = topLeftPx.y() + heightPx; // Below the last line.
    auto* const pixels = reinterpret_cast<QRgb*>(target.bits());
    const qsizetype perLine = target.bytesPerLine() / qsizetype{sizeof(QRgb)};
    for (int x = within.left(); x <= within.right();) {
        const kt::Bucket* bucket = columns[static_cast<std::size_t>(x - topLeftPx.x())].bucket;
        int end = x + 1; // Neighbours of one wide bucket share their parts.
        while (end <= within.right() &&
               columns[static_cast<std::size_t>(end - topLeftPx.x())].bucket == bucket)
            ++end;
        if (bucket) {
            const PartEdges edges = partEdges(*bucket, densityHeightPx(bucket->count, tallest, heightPx));
            for (std::size_t part = 0; part < colors.size(); ++part) {
                const int top = std::max(within.top(), groundY - edges[part + 1]);
                const int bottom = std::min(within.bottom(), groundY - 1 - edges[part]);
                for (int y = top; y <= bottom; ++y)
                    std::fill(pixels + y * perLine + x, pixels + y * perLine + end, colors[part]);
            }
        }
        x = end;
    }
}

QImage densityImage(const std::vector<DensityColumn>& columns, std::uint32_t tallest, int heightPx,
                    const TimelineTheme& theme)
{
    QImage image(static_cast<int>(columns.size()), heightPx, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    if (!image.isNull())
        fillDensity(image, {0, 0}, image.rect(), columns, tallest, heightPx, theme);
    return image;
}

} // namespace keyturn::ui::timeline

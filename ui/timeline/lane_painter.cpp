// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/lane_painter.h"

#include "models/timeline/ticks.h"
#include "ui/timeline/density_image.h"
#include "ui/timeline/ruler_painter.h"

#include <QPainter>

#include <algorithm>

namespace keyturn::ui::timeline {

namespace kt = keyturn::timeline;

namespace {

constexpr double kSignCellPx = 22;

void paintGrid(QPainter& painter, const TimelineScene& scene)
{
    const kt::TickStep step = kt::tickStepFor(scene.axis, kTickSpacingPx);
    for (const kt::Tick& tick : kt::ticksOf(scene.axis, step)) {
        const int x = qRound(scene.xOf(tick.at));
        painter.fillRect(QRect(x, scene.canvas.top(), 1, scene.canvas.height()),
                         tick.isMajor ? scene.theme.gridMajor : scene.theme.grid);
    }
}

/// Signs of what is high or critical above its column: the worst of every so many pixels, none upon another.
void paintWorstSigns(QPainter& painter, const TimelineScene& scene, const std::vector<DensityColumn>& columns,
                     std::uint32_t tallest, const QRect& ground)
{
    const double dpr = scene.devicePixelRatio;
    const auto cellPx = static_cast<std::size_t>(std::max(1.0, kSignCellPx * dpr));
    const auto leastApartPx = static_cast<std::ptrdiff_t>(Sprites::kSizePx * dpr);
    std::ptrdiff_t last = -leastApartPx;
    for (std::size_t cell = 0; cell < columns.size(); cell += cellPx) {
        const kt::Bucket* worst = nullptr;
        std::size_t at = cell;
        for (std::size_t x = cell; x < std::min(columns.size(), cell + cellPx); ++x) {
            const kt::Bucket* bucket = columns[x].bucket;
            if (bucket && (!worst || bucket->worst > worst->worst)) {
                worst = bucket;
                at = x;
            }
        }
        if (!worst || worst->worst < domain::Severity::High ||
            static_cast<std::ptrdiff_t>(at) - last < leastApartPx)
            continue;
        last = static_cast<std::ptrdiff_t>(at);
        const int heightPx = densityHeightPx(worst->count, tallest, ground.height());
        std::size_t end = at; // The sign stands over the middle of its column.
        while (end < columns.size() && columns[end].bucket == worst)
            ++end;
        const QPointF center(ground.left() + static_cast<double>(at + end) / 2 / dpr,
                             ground.bottom() + 1 - heightPx - Sprites::kSizePx / 2.0);
        painter.drawPixmap(center - QPointF(Sprites::kSizePx / 2.0, Sprites::kSizePx / 2.0),
                           scene.sprites->severity(worst->worst));
    }
}

void paintDensity(QPainter& painter, const TimelineScene& scene, const kt::LaneFrame& lane,
                  const kt::LanePlace& place)
{
    const QRect ground = scene.densityRectOf(place);
    if (lane.buckets.empty() || ground.height() <= 0)
        return;
    const double dpr = scene.devicePixelRatio;
    const kt::TimeAxis deviceAxis = scene.axis.resized(qRound(scene.axis.widthPx() * dpr));
    const auto columns = densityColumns(*scene.frame, lane, deviceAxis);
    const int heightPx = qRound(ground.height() * dpr);
    const auto* device = painter.device();
    if (device->devType() == QInternal::Image && device->depth() == 32) {
        // Straight into the picture: nothing needs mixing, and most of the lane is empty.
        const QRect canvas = scene.canvas;
        fillDensity(*static_cast<QImage*>(painter.device()),
                    {qRound(ground.left() * dpr), qRound(ground.top() * dpr)},
                    {qRound(canvas.left() * dpr), qRound(canvas.top() * dpr), qRound(canvas.width() * dpr),
                     qRound(canvas.height() * dpr)},
                    columns, lane.tallest, heightPx, scene.theme);
    } else {
        QImage image = densityImage(columns, lane.tallest, heightPx, scene.theme);
        image.setDevicePixelRatio(dpr);
        painter.drawImage(ground.topLeft(), image);
    }
    if (!lane.isCollapsed && ground.top() > scene.yOf(place.eventsTopPx))
        paintWorstSigns(painter, scene, columns, lane.tallest, ground);
}

void paintPoints(QPainter& painter, const TimelineScene& scene, const kt::LaneFrame& lane,
                 const kt::LanePlace& place)
{
    // The less severe first: the worst lies on top.
    std::vector<std::vector<QPointF>> centers(kt::kSeverityCount);
    const double left = scene.canvas.left() - Sprites::kSizePx;
    const double right = scene.canvas.right() + Sprites::kSizePx;
    for (const kt::Point& point : lane.points) {
        const QPointF center = scene.centerOf(point, lane.id, place);
        if (center.x() > left && center.x() < right)
            centers[static_cast<std::size_t>(point.severity)].push_back(center);
    }
    const QPointF half(Sprites::kSizePx / 2.0, Sprites::kSizePx / 2.0);
    for (std::size_t s = 0; s < centers.size(); ++s) {
        const QPixmap& sprite = scene.sprites->severity(static_cast<domain::Severity>(s));
        for (const QPointF& center : centers[s])
            painter.drawPixmap(center - half, sprite);
    }
}

/// Coarse times: as wide as the statement, hatched, so that nobody takes the edge for the moment.
void paintBands(QPainter& painter, const TimelineScene& scene, const kt::LaneFrame& lane,
                const kt::LanePlace& place)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    for (const kt::Band& band : lane.bands) {
        const QRectF rect = scene.rectOf(band, lane, place);
        if (rect.right() < scene.canvas.left() || rect.left() > scene.canvas.right() || rect.height() < 2)
            continue;
        const QColor color = scene.theme.severity(band.worst);
        const double radius = std::min(rect.height(), rect.width()) / 2;
        painter.setPen(Qt::NoPen);
        painter.setBrush(blended(scene.theme.canvas, color, 0.28));
        painter.drawRoundedRect(rect, radius, radius);
        painter.setBrush(QBrush(color, Qt::BDiagPattern));
        painter.drawRoundedRect(rect, radius, radius);
    }
    painter.restore();
}

} // namespace

void paintLanes(QPainter& painter, const TimelineScene& scene)
{
    painter.fillRect(scene.canvas, scene.theme.canvas);
    bool isOther = false;
    for (const kt::LanePlace& place : scene.places) {
        if (isOther)
            painter.fillRect(scene.stripOf(place) & scene.canvas, scene.theme.canvasOther);
        isOther = !isOther;
    }
    paintGrid(painter, scene);
    for (const kt::LanePlace& place : scene.places) {
        const kt::LaneFrame* lane = scene.frame->lane(place.key());
        const QRect strip = scene.stripOf(place);
        if (lane == nullptr || !strip.intersects(scene.canvas))
            continue;
        painter.fillRect(QRect(scene.canvas.left(), strip.bottom(), scene.canvas.width(), 1),
                         scene.theme.separator);
        if (lane->drawing == kt::EventDrawing::Points && !lane->isCollapsed)
            paintPoints(painter, scene, *lane, place);
        else
            paintDensity(painter, scene, *lane, place);
        if (!lane->isCollapsed)
            paintBands(painter, scene, *lane, place);
    }
}

} // namespace keyturn::ui::timeline

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/item_text.h"
#include "ui/timeline/lane_painter.h"

#include <QFontMetrics>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace keyturn::ui::timeline {

namespace kt = keyturn::timeline;

namespace {

constexpr int kTextMarginPx = 8;
constexpr double kCornerPx = 4;

Tone toneOf(const kt::OverlayBar& bar)
{
    if (!bar.status)
        return bar.tone;
    switch (*bar.status) {
    case domain::ModelStatus::Available:
        return Tone::Good;
    case domain::ModelStatus::UnderReview:
        return Tone::Pending;
    case domain::ModelStatus::Limited:
        return Tone::Limited;
    case domain::ModelStatus::Suspended:
        return Tone::Severe;
    }
    return bar.tone;
}

/// The sign a tone has besides its colour: how the bar is filled and edged.
void paintBarShape(QPainter& painter, const TimelineScene& scene, const QRectF& rect, Tone tone,
                   bool isOpenEnded)
{
    const QColor edge = scene.theme.tone(tone);
    painter.setPen(Qt::NoPen);
    painter.setBrush(scene.theme.toneFill(tone));
    painter.drawRoundedRect(rect, kCornerPx, kCornerPx);
    if (tone == Tone::Limited || tone == Tone::Overdue) {
        QColor hatch = edge;
        hatch.setAlphaF(0.35f);
        painter.setBrush(QBrush(hatch, tone == Tone::Overdue ? Qt::DiagCrossPattern : Qt::BDiagPattern));
        painter.drawRoundedRect(rect, kCornerPx, kCornerPx);
    }
    QPen pen(edge, 1);
    if (tone == Tone::Pending)
        pen.setDashPattern({3, 2});
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), kCornerPx, kCornerPx);
    if (isOpenEnded && rect.width() > 12) { // It still lasts: an arrow where others have an end.
        const QPointF tip = rect.topRight() + QPointF(6, rect.height() / 2);
        painter.setPen(Qt::NoPen);
        painter.setBrush(edge);
        painter.drawPolygon(QPolygonF({tip, tip + QPointF(-6, -5), tip + QPointF(-6, 5)}));
    }
}

void paintDue(QPainter& painter, const TimelineScene& scene, const kt::OverlayBar& bar, const QRectF& rect)
{
    const double x = scene.xOf(*bar.dueAt);
    const QColor color = scene.theme.tone(toneOf(bar) == Tone::Overdue ? Tone::Overdue : Tone::Neutral);
    if (x > rect.right()) {
        painter.setPen(QPen(color, 1, Qt::DotLine));
        painter.drawLine(QPointF(std::max(rect.right(), scene.canvas.left() - 1.0), rect.center().y()),
                         QPointF(std::min(x, scene.canvas.right() + 1.0), rect.center().y()));
    }
    if (x < scene.canvas.left() - 8 || x > scene.canvas.right() + 8)
        return;
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawRect(QRectF(x - 1, rect.top() - 1, 2, rect.height() + 2));
    painter.drawPolygon(QPolygonF(
        {QPointF(x - 5, rect.top() - 1), QPointF(x + 5, rect.top() - 1), QPointF(x, rect.top() + 6)}));
}

/// The bar's words: in it where they fit, else right of it where nothing else of its row is near.
void paintBarText(QPainter& painter, const TimelineScene& scene, const kt::OverlayBar& bar,
                  const QRectF& rect, double nextX)
{
    const QFontMetrics metrics(scene.smallFont);
    const QString text = bar.status ? modelStatusText(*bar.status) : bar.title;
    const double leastPx = metrics.horizontalAdvance(QStringLiteral("MMMMM"));
    const double left = std::max(rect.left(), static_cast<double>(scene.canvas.left())) + kTextMarginPx;
    const double right =
        std::min(rect.right(), static_cast<double>(scene.canvas.right())) - kTextMarginPx / 2.0;
    const double wantedPx = metrics.horizontalAdvance(text);
    const double besidePx = std::min(nextX, scene.canvas.right() + 1.0) - rect.right() - 2 * kTextMarginPx;
    const bool isBeside = bar.end && right - left < 0.6 * wantedPx && besidePx > right - left &&
                          besidePx > leastPx && rect.right() > scene.canvas.left() && !bar.status;
    const QRectF room = isBeside ? QRectF(rect.right() + kTextMarginPx, rect.top(), besidePx, rect.height())
                                 : QRectF(left, rect.top(), right - left, rect.height());
    if (room.width() < std::min(leastPx / 2, wantedPx))
        return;
    painter.setFont(scene.smallFont);
    painter.setPen(isBeside ? scene.theme.text : scene.theme.onToneFill(toneOf(bar)));
    painter.drawText(room, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                     metrics.elidedText(text, Qt::ElideRight, static_cast<int>(room.width())));
}

void paintBar(QPainter& painter, const TimelineScene& scene, const kt::PlacedItem& placed,
              const kt::LanePlace& place, double nextX)
{
    const kt::OverlayBar& bar = scene.frame->overlay->bars[placed.index];
    const QRectF rect = scene.rectOf(bar, placed.row, place);
    const bool isInView = rect.right() >= scene.canvas.left() && rect.left() <= scene.canvas.right();
    if (isInView)
        paintBarShape(painter, scene, rect, toneOf(bar), !bar.end);
    if (bar.dueAt) {
        paintDue(painter, scene, bar, rect);
        nextX = std::min(nextX, *bar.dueAt > bar.start ? scene.xOf(*bar.dueAt) : nextX);
    }
    if (isInView)
        paintBarText(painter, scene, bar, rect, nextX);
}

void paintBars(QPainter& painter, const TimelineScene& scene, const kt::LaneFrame& lane,
               const kt::LanePlace& place)
{
    const auto& bars = scene.frame->overlay->bars;
    std::vector<kt::PlacedItem> ordered = lane.bars;
    std::stable_sort(ordered.begin(), ordered.end(),
                     [&bars](const kt::PlacedItem& a, const kt::PlacedItem& b) {
                         return std::pair(a.row, bars[a.index].start) < std::pair(b.row, bars[b.index].start);
                     });
    for (std::size_t i = 0; i < ordered.size(); ++i) {
        const bool hasNext = i + 1 < ordered.size() && ordered[i + 1].row == ordered[i].row;
        paintBar(painter, scene, ordered[i], place,
                 hasNext ? scene.xOf(bars[ordered[i + 1].index].start) : scene.canvas.right() + 400.0);
    }
}

/// Signatures are small discs at the foot of their bar, ticked or crossed; other marks are pennants with a
/// text.
void paintSignature(QPainter& painter, const TimelineScene& scene, const kt::OverlayMark& mark,
                    const QPointF& center)
{
    constexpr double kRadiusPx = 5;
    painter.setPen(QPen(scene.theme.canvas, 1.5));
    painter.setBrush(scene.theme.tone(mark.tone));
    painter.drawEllipse(center, kRadiusPx + 0.75, kRadiusPx + 0.75);
    painter.setPen(QPen(scene.theme.canvas, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    if (mark.tone == Tone::Severe || mark.tone == Tone::Overdue) {
        painter.drawLine(center + QPointF(-2, -2), center + QPointF(2, 2));
        painter.drawLine(center + QPointF(-2, 2), center + QPointF(2, -2));
    } else if (mark.tone != Tone::Pending) {
        painter.drawPolyline(
            QPolygonF({center + QPointF(-2.4, 0.2), center + QPointF(-0.7, 2), center + QPointF(2.4, -1.8)}));
    }
}

void paintPennant(QPainter& painter, const TimelineScene& scene, const kt::OverlayMark& mark,
                  const QPointF& center, double roomPx, const kt::LanePlace& place)
{
    const bool isNote = mark.kind == kt::OverlayKind::Note;
    const QColor color =
        mark.tone == Tone::Neutral && !isNote ? scene.theme.accent : scene.theme.tone(mark.tone);
    const double top = scene.yOf(place.marksTopPx) + 2;
    const double foot = scene.yOf(place.marksTopPx + place.marksHeightPx) - 1;
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawRect(QRectF(center.x() - 0.75, top, 1.5, foot - top));
    if (isNote)
        painter.drawEllipse(QPointF(center.x(), top + 4), 4, 4);
    else
        painter.drawPolygon(QPolygonF(
            {QPointF(center.x(), top), QPointF(center.x() + 10, top + 4.5), QPointF(center.x(), top + 9)}));
    constexpr double kTextOffsetPx = 14;
    const QFontMetrics metrics(scene.smallFont);
    const int widthPx = static_cast<int>(std::min(roomPx, 240.0) - kTextOffsetPx - 6);
    if (widthPx < metrics.horizontalAdvance(QStringLiteral("MMM")))
        return;
    painter.setFont(scene.smallFont);
    painter.setPen(scene.theme.text);
    painter.drawText(QRectF(center.x() + kTextOffsetPx, top - 2, widthPx, foot - top + 2),
                     Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                     metrics.elidedText(mark.title, Qt::ElideRight, widthPx));
}

void paintMarks(QPainter& painter, const TimelineScene& scene, const kt::LaneFrame& lane,
                const kt::LanePlace& place)
{
    const auto& marks = scene.frame->overlay->marks;
    std::vector<kt::PlacedItem> strip;
    for (const kt::PlacedItem& placed : lane.marks) {
        const QPointF center = scene.centerOf(marks[placed.index], placed.row, place);
        if (placed.row == kt::kStripRow)
            strip.push_back(placed);
        else if (center.x() > scene.canvas.left() - 8 && center.x() < scene.canvas.right() + 8)
            paintSignature(painter, scene, marks[placed.index], center);
    }
    std::stable_sort(strip.begin(), strip.end(), [&marks](const kt::PlacedItem& a, const kt::PlacedItem& b) {
        return marks[a.index].at < marks[b.index].at;
    });
    for (std::size_t i = 0; i < strip.size(); ++i) {
        const kt::OverlayMark& mark = marks[strip[i].index];
        const QPointF center = scene.centerOf(mark, kt::kStripRow, place);
        if (center.x() < scene.canvas.left() - 240 || center.x() > scene.canvas.right() + 8)
            continue;
        const double next =
            i + 1 < strip.size() ? scene.xOf(marks[strip[i + 1].index].at) : scene.canvas.right() + 240.0;
        paintPennant(painter, scene, mark, center, next - center.x(), place);
    }
}

} // namespace

void paintOverlay(QPainter& painter, const TimelineScene& scene)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    for (const kt::LanePlace& place : scene.places) {
        const kt::LaneFrame* lane = scene.frame->lane(place.id);
        if (lane == nullptr || lane->isCollapsed || !scene.stripOf(place).intersects(scene.canvas))
            continue;
        paintBars(painter, scene, *lane, place);
        paintMarks(painter, scene, *lane, place);
    }
    painter.restore();
}

} // namespace keyturn::ui::timeline

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/item_text.h"
#include "ui/timeline/label_layout.h"
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

bool isHatched(Tone tone)
{
    return tone == Tone::Limited || tone == Tone::Overdue;
}

/// The sign a tone has besides its colour: how the bar is filled and edged.
void paintBarShape(QPainter& painter, const TimelineScene& scene, const QRectF& rect, Tone tone)
{
    const QColor edge = scene.theme.tone(tone);
    painter.setPen(Qt::NoPen);
    painter.setBrush(scene.theme.toneFill(tone));
    painter.drawRoundedRect(rect, kCornerPx, kCornerPx);
    if (isHatched(tone)) {
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
}

/// A stretch of a bar that is of one tone.
struct BarPart
{
    QRectF rect;
    Tone tone;
};

/// A decision waits until its quorum and is something else from there on.
std::vector<BarPart> partsOf(const TimelineScene& scene, const kt::OverlayBar& bar, const QRectF& rect)
{
    if (!bar.settledAt)
        return {{rect, toneOf(bar)}};
    const double x = std::clamp(scene.xOf(*bar.settledAt), rect.left(), rect.right());
    return {{QRectF(rect.topLeft(), QPointF(x, rect.bottom())), bar.toneBefore},
            {QRectF(QPointF(x, rect.top()), rect.bottomRight()), toneOf(bar)}};
}

void paintBarParts(QPainter& painter, const TimelineScene& scene, const kt::OverlayBar& bar,
                   const QRectF& rect)
{
    for (const BarPart& part : partsOf(scene, bar, rect)) {
        if (part.rect.width() <= 0)
            continue;
        painter.save();
        painter.setClipRect(part.rect, Qt::IntersectClip);
        paintBarShape(painter, scene, rect, part.tone);
        painter.restore();
    }
    if (!bar.end && rect.width() > 12) { // It still lasts: an arrow where others have an end.
        const QPointF tip = rect.topRight() + QPointF(6, rect.height() / 2);
        painter.setPen(Qt::NoPen);
        painter.setBrush(scene.theme.tone(toneOf(bar)));
        painter.drawPolygon(QPolygonF({tip, tip + QPointF(-6, -5), tip + QPointF(-6, 5)}));
    }
}

/// A small flag at the due time, with a line to it from the bar. In the bar itself it is a notch at its upper
/// edge, so that the words stay readable; it gives way to the next bar of the row.
void paintDue(QPainter& painter, const TimelineScene& scene, const kt::OverlayBar& bar, const QRectF& rect,
              double nextX)
{
    const double x = scene.xOf(*bar.dueAt);
    const QColor color = scene.theme.tone(toneOf(bar) == Tone::Overdue ? Tone::Overdue : Tone::Neutral);
    const bool isBeyond = x > rect.right();
    if (isBeyond) {
        painter.setPen(QPen(color, 1, Qt::DotLine));
        painter.drawLine(QPointF(std::max(rect.right(), scene.canvas.left() - 1.0), rect.center().y()),
                         QPointF(std::min({x, nextX, scene.canvas.right() + 1.0}), rect.center().y()));
    }
    if (x < scene.canvas.left() - 8 || x > scene.canvas.right() + 8)
        return;
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    const double rightPx = std::clamp(nextX - x - 1, 0.0, 5.0);
    if (isBeyond)
        painter.drawRect(QRectF(x - 1, rect.top(), 1 + std::min(1.0, rightPx), rect.height()));
    painter.drawPolygon(QPolygonF(
        {QPointF(x - 5, rect.top()), QPointF(x + rightPx, rect.top()), QPointF(x, rect.top() + 6)}));
}

/// Draws @p text so that it is readable on whatever the bar is filled with.
void paintTextIn(QPainter& painter, const TimelineScene& scene, const QRectF& room, const QString& text,
                 Tone tone)
{
    const QFontMetrics metrics(scene.smallFont);
    const QString shown = metrics.elidedText(text, Qt::ElideRight, static_cast<int>(room.width()));
    if (isHatched(tone)) { // No lines through the letters.
        painter.setPen(Qt::NoPen);
        painter.setBrush(scene.theme.toneFill(tone));
        painter.drawRect(QRectF(room.left() - 3, room.top() + 2, metrics.horizontalAdvance(shown) + 6.0,
                                room.height() - 4));
    }
    painter.setPen(scene.theme.onToneFill(tone));
    painter.drawText(room, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, shown);
}

/// The bar's words: in the widest part of it where they fit, else right of it (and of its due mark) where
/// nothing else of its row is near.
void paintBarText(QPainter& painter, const TimelineScene& scene, const kt::OverlayBar& bar,
                  const QRectF& rect, double nextX)
{
    const QFontMetrics metrics(scene.smallFont);
    const QString text = bar.status ? modelStatusText(*bar.status) : bar.title;
    const double wantedPx = metrics.horizontalAdvance(text) + 1.0;
    const double leastPx = std::min<double>(wantedPx, metrics.horizontalAdvance(QStringLiteral("MMM")));
    const QRectF canvas(scene.canvas);
    BarPart widest{{}, Tone::Neutral};
    for (const BarPart& part : partsOf(scene, bar, rect)) {
        const double left = std::max(part.rect.left(), canvas.left()) + kTextMarginPx;
        const double right = std::min(part.rect.right(), canvas.right()) - kTextMarginPx / 2.0;
        if (right - left > widest.rect.width())
            widest = {QRectF(left, rect.top(), right - left, rect.height()), part.tone};
    }
    double besideLeft = rect.right() + kTextMarginPx;
    if (!bar.end)
        besideLeft += kTextMarginPx; // Beyond its arrow.
    if (bar.dueAt && scene.xOf(*bar.dueAt) > rect.right())
        besideLeft = scene.xOf(*bar.dueAt) + kTextMarginPx;
    const double besidePx = std::min(nextX, canvas.right() + 1.0) - besideLeft - kTextMarginPx;
    painter.setFont(scene.smallFont);
    if (widest.rect.width() < wantedPx && besidePx > widest.rect.width() && !bar.status) {
        if (besidePx < leastPx || rect.right() < canvas.left())
            return;
        painter.setPen(scene.theme.text);
        painter.drawText(QRectF(besideLeft, rect.top(), besidePx, rect.height()),
                         Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                         metrics.elidedText(text, Qt::ElideRight, static_cast<int>(besidePx)));
        return;
    }
    if (widest.rect.width() >= leastPx)
        paintTextIn(painter, scene, widest.rect, text, widest.tone);
}

void paintBar(QPainter& painter, const TimelineScene& scene, const kt::PlacedItem& placed,
              const kt::LanePlace& place, double nextX)
{
    const kt::OverlayBar& bar = scene.frame->overlay->bars[placed.index];
    const QRectF rect = scene.rectOf(bar, placed.row, place);
    const bool isInView = rect.right() >= scene.canvas.left() && rect.left() <= scene.canvas.right();
    if (isInView)
        paintBarParts(painter, scene, bar, rect);
    if (bar.dueAt)
        paintDue(painter, scene, bar, rect, nextX);
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

/// Signatures are small discs at the foot of their bar, ticked or crossed.
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

/// The instant a decision was made: a lozenge on its bar.
void paintOutcome(QPainter& painter, const TimelineScene& scene, const kt::OverlayMark& mark,
                  const QPointF& center)
{
    constexpr double kReachPx = 5.5;
    painter.setPen(QPen(scene.theme.canvas, 1.5));
    painter.setBrush(scene.theme.tone(mark.tone));
    painter.drawPolygon(QPolygonF({center + QPointF(0, -kReachPx), center + QPointF(kReachPx, 0),
                                   center + QPointF(0, kReachPx), center + QPointF(-kReachPx, 0)}));
}

/// A mark that stands by itself: a flag, for notes a pin, for gates a frame, for evidence a sheet.
void paintPennant(QPainter& painter, const TimelineScene& scene, const kt::OverlayMark& mark, double x,
                  const kt::LanePlace& place)
{
    const QColor color = mark.tone == Tone::Neutral && mark.kind == kt::OverlayKind::Milestone
                             ? scene.theme.accent
                             : scene.theme.tone(mark.tone);
    const double top = scene.yOf(place.marksTopPx) + 2;
    const double foot = scene.yOf(place.marksTopPx) + place.marksHeightPx / 2.0 - 1;
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawRect(QRectF(x - 0.75, top, 1.5, foot - top));
    switch (mark.kind) {
    case kt::OverlayKind::Note:
        painter.drawEllipse(QPointF(x, top + 4), 4, 4);
        break;
    case kt::OverlayKind::Gate:
        painter.setBrush(scene.theme.canvas);
        painter.setPen(QPen(color, 1.5));
        painter.drawRect(QRectF(x - 3.75, top + 0.75, 7.5, 7.5));
        break;
    case kt::OverlayKind::Evidence:
        painter.drawRect(QRectF(x - 3, top, 6, 9));
        break;
    default:
        painter.drawPolygon(QPolygonF({QPointF(x, top), QPointF(x + 10, top + 4.5), QPointF(x, top + 9)}));
        break;
    }
}

void paintStrip(QPainter& painter, const TimelineScene& scene, std::vector<kt::PlacedItem> strip,
                const kt::LanePlace& place)
{
    const auto& marks = scene.frame->overlay->marks;
    std::stable_sort(strip.begin(), strip.end(), [&marks](const kt::PlacedItem& a, const kt::PlacedItem& b) {
        return marks[a.index].at < marks[b.index].at;
    });
    // Labels belong to marks that one sees.
    std::erase_if(strip, [&](const kt::PlacedItem& placed) {
        const double x = scene.centerOf(marks[placed.index], kt::kStripRow, place).x();
        return x < scene.canvas.left() - 8 || x > scene.canvas.right() + 8;
    });
    const QFontMetrics metrics(scene.smallFont);
    std::vector<LabelWish> wishes;
    for (const kt::PlacedItem& placed : strip) {
        const kt::OverlayMark& mark = marks[placed.index];
        wishes.push_back(
            {scene.centerOf(mark, kt::kStripRow, place).x(), metrics.horizontalAdvance(mark.title) + 1.0});
    }
    LabelRow row;
    row.leftPx = scene.canvas.left() + 4;
    row.rightPx = scene.canvas.right() - 4;
    row.leastPx = metrics.horizontalAdvance(QStringLiteral("MMM"));
    const auto places = placeLabels(wishes, row);
    painter.setFont(scene.smallFont);
    for (std::size_t i = 0; i < strip.size(); ++i) {
        const kt::OverlayMark& mark = marks[strip[i].index];
        paintPennant(painter, scene, mark, wishes[i].markPx, place);
        if (places[i].widthPx <= 0)
            continue;
        painter.setPen(scene.theme.text);
        const double rowPx = place.marksHeightPx / 2.0;
        painter.drawText(QRectF(places[i].leftPx,
                                scene.yOf(place.marksTopPx) + (places[i].isBelow ? rowPx : 0),
                                places[i].widthPx, rowPx),
                         Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                         metrics.elidedText(mark.title, Qt::ElideRight, static_cast<int>(places[i].widthPx)));
    }
}

void paintMarks(QPainter& painter, const TimelineScene& scene, const kt::LaneFrame& lane,
                const kt::LanePlace& place)
{
    const auto& marks = scene.frame->overlay->marks;
    std::vector<kt::PlacedItem> strip;
    for (const kt::PlacedItem& placed : lane.marks) {
        const kt::OverlayMark& mark = marks[placed.index];
        const QPointF center = scene.centerOf(mark, placed.row, place);
        if (placed.row == kt::kStripRow)
            strip.push_back(placed);
        else if (center.x() < scene.canvas.left() - 8 || center.x() > scene.canvas.right() + 8)
            continue;
        else if (mark.kind == kt::OverlayKind::Change)
            paintOutcome(painter, scene, mark, center);
        else
            paintSignature(painter, scene, mark, center);
    }
    if (!strip.empty())
        paintStrip(painter, scene, std::move(strip), place);
}

} // namespace

void paintOverlay(QPainter& painter, const TimelineScene& scene)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    for (const kt::LanePlace& place : scene.places) {
        const kt::LaneFrame* lane = scene.frame->lane(place.key());
        if (lane == nullptr || lane->isCollapsed || !scene.stripOf(place).intersects(scene.canvas))
            continue;
        paintBars(painter, scene, *lane, place);
        paintMarks(painter, scene, *lane, place);
    }
    painter.restore();
}

} // namespace keyturn::ui::timeline

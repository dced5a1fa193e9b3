// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/causal_arrows.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace keyturn::ui::timeline {

namespace kt = keyturn::timeline;

namespace {

/// More would be a ball of wool; the details pane lists all of them.
constexpr std::size_t kMostLinks = 96;
constexpr double kLeastArrowPx = 14;
constexpr double kLeastCanvasPx = 64; ///< In less there is no room for any.
constexpr double kEdgeMarginPx = 3;
constexpr std::size_t kMostStacked = 3;
constexpr int kMostNamePx = 240;

enum class ArrowEnd { Tail, Head };

/// Where an item is joined: a bar at its start, all else beside its sign, which stays readable. Nothing where
/// it is not shown at all.
std::optional<QPointF> jointOf(const TimelineScene& scene, const TimelineItem& item, ArrowEnd end)
{
    const QRectF outline = scene.outlineOf(item);
    if (outline.isEmpty())
        return std::nullopt;
    if (std::holds_alternative<BarItem>(item))
        return QPointF(outline.left(), outline.center().y());
    const double besidePx = std::min(7.0, outline.width() / 2);
    return outline.center() + QPointF(end == ArrowEnd::Tail ? besidePx : -besidePx, 0);
}

/// Moves @p point onto the canvas. False where it was not on it.
bool bringInSight(QPointF& point, const QRectF& canvas)
{
    const QPointF inside(
        std::clamp(point.x(), canvas.left() + kEdgeMarginPx, canvas.right() - kEdgeMarginPx),
        std::clamp(point.y(), canvas.top() + kEdgeMarginPx, canvas.bottom() - kEdgeMarginPx));
    const bool wasInSight = canvas.contains(point);
    if (!wasInSight)
        point = inside;
    return wasInSight;
}

} // namespace

void CausalArrows::select(const kt::ItemName& selected, const Find& find)
{
    m_links.clear();
    const auto self = m_graph ? m_graph->find(selected) : std::nullopt;
    if (!self)
        return;
    std::unordered_map<std::uint32_t, TimelineItem> items; // Looking an event up may take a while: once each.
    const auto itemOf = [&](std::uint32_t node) {
        const auto [place, isNew] = items.try_emplace(node);
        if (isNew)
            place->second = find(m_graph->node(node));
        return place->second;
    };
    const auto take = [&](const std::vector<kt::CausalLink>& links, ArrowKind kind) {
        const std::size_t most = m_links.size() + kMostLinks / 2;
        for (const kt::CausalLink& link : links) {
            if (m_links.size() >= most)
                return;
            m_links.push_back({kind, link, link.cause == *self || link.effect == *self, itemOf(link.cause),
                               itemOf(link.effect)});
        }
    };
    take(m_graph->linksTo(selected), ArrowKind::Cause);
    take(m_graph->linksFrom(selected), ArrowKind::Effect);
}

std::vector<CausalArrow> CausalArrows::arrows(const TimelineScene& scene) const
{
    std::vector<CausalArrow> arrows;
    const QRectF canvas(scene.canvas);
    if (canvas.width() < kLeastCanvasPx || canvas.height() < kLeastCanvasPx)
        return arrows;
    for (const Link& link : m_links) {
        const auto from = jointOf(scene, link.cause, ArrowEnd::Tail);
        const auto to = jointOf(scene, link.effect, ArrowEnd::Head);
        if (!from || !to)
            continue;
        CausalArrow arrow{link.kind, link.link, link.isDirect, *from, *to, true, true};
        arrow.isFromInSight = bringInSight(arrow.from, canvas);
        arrow.isToInSight = bringInSight(arrow.to, canvas);
        const QPointF way = arrow.to - arrow.from;
        if ((!arrow.isFromInSight && !arrow.isToInSight) || std::hypot(way.x(), way.y()) < kLeastArrowPx)
            continue;
        arrows.push_back(arrow);
    }
    return arrows;
}

QPainterPath arrowPath(const CausalArrow& arrow)
{
    const QPointF way = arrow.to - arrow.from;
    const double alongPx = std::clamp(std::abs(way.x()) * 0.45, 16.0, 160.0);
    // Between things of one row the arrow goes in a bow above them.
    const double bowPx = std::abs(way.y()) < 8 ? std::min(22.0, 8 + std::abs(way.x()) / 6) : 0;
    QPainterPath path(arrow.from);
    path.cubicTo(arrow.from + QPointF(alongPx, -bowPx), arrow.to - QPointF(alongPx, bowPx), arrow.to);
    return path;
}

void CausalArrows::paint(QPainter& painter, const TimelineScene& scene, const EventTitler& titler) const
{
    const auto shown = arrows(scene);
    if (shown.empty())
        return;
    painter.save();
    painter.setClipRect(scene.canvas);
    painter.setRenderHint(QPainter::Antialiasing);
    // Nearer ones lie on top.
    for (const bool isDirect : {false, true}) {
        for (const CausalArrow& arrow : shown) {
            if (arrow.isDirect != isDirect)
                continue;
            const QPainterPath path = arrowPath(arrow);
            QColor color = arrow.kind == ArrowKind::Cause ? scene.theme.text : scene.theme.accent;
            if (!isDirect)
                color = blended(scene.theme.canvas, color, 0.6);
            QColor halo = scene.theme.canvas;
            halo.setAlphaF(0.6f);
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(halo, isDirect ? 4 : 3));
            painter.drawPath(path);
            QPen pen(color, isDirect ? 2 : 1.25);
            if (arrow.kind == ArrowKind::Cause)
                pen.setDashPattern({4, 3});
            painter.setPen(pen);
            painter.drawPath(path);
            const double lengthPx = path.length();
            const QPointF before = path.pointAtPercent(lengthPx > 0 ? std::max(0.0, 1 - 8 / lengthPx) : 0);
            const QPointF way = arrow.to - before;
            const double norm = std::max(0.001, std::hypot(way.x(), way.y()));
            const QPointF along = way / norm;
            const QPointF across(-along.y(), along.x());
            const double headPx = isDirect ? 9 : 7;
            painter.setPen(Qt::NoPen);
            painter.setBrush(color);
            painter.drawPolygon(QPolygonF({arrow.to, arrow.to - along * headPx + across * headPx / 2,
                                           arrow.to - along * headPx - across * headPx / 2}));
        }
    }
    paintEdgeNames(painter, scene, titler, shown);
    painter.restore();
}

void CausalArrows::paintEdgeNames(QPainter& painter, const TimelineScene& scene, const EventTitler& titler,
                                  const std::vector<CausalArrow>& arrows) const
{
    struct EdgeName
    {
        std::uint32_t node;
        QPointF at;
    };
    std::vector<EdgeName> names;
    for (const CausalArrow& arrow : arrows) {
        if (arrow.isFromInSight && arrow.isToInSight)
            continue;
        const EdgeName name = arrow.isFromInSight ? EdgeName{arrow.link.effect, arrow.to}
                                                  : EdgeName{arrow.link.cause, arrow.from};
        const bool isThere = std::any_of(names.begin(), names.end(),
                                         [&](const EdgeName& other) { return other.node == name.node; });
        if (!isThere)
            names.push_back(name);
    }
    std::stable_sort(names.begin(), names.end(),
                     [](const EdgeName& a, const EdgeName& b) { return a.at.y() < b.at.y(); });
    const QRectF canvas(scene.canvas);
    const QFontMetrics metrics(scene.smallFont);
    const double heightPx = metrics.height() + 4;
    std::vector<QRectF> taken;
    painter.setFont(scene.smallFont);
    for (const EdgeName& name : names) {
        const kt::CausalNode& node = m_graph->node(name.node);
        QString text = node.title;
        if (const auto* event = std::get_if<kt::EventKey>(&node.name); event && titler)
            text = titler(event->batchSeq, event->leaf);
        if (text.isEmpty())
            text = node.kind;
        text = metrics.elidedText(text, Qt::ElideRight, kMostNamePx);
        const double widthPx = metrics.horizontalAdvance(text) + 16.0;
        const double rightmost = std::max(canvas.left() + 2, canvas.right() - widthPx - 12);
        QRectF tag(std::clamp(name.at.x() + 12, canvas.left() + 2, rightmost),
                   std::clamp(name.at.y() - heightPx / 2, canvas.top() + 2, canvas.bottom() - heightPx - 2),
                   widthPx, heightPx);
        // Names in one place are stacked, away from the edge; of very many the details pane tells.
        const double stepPx = name.at.y() > canvas.center().y() ? -heightPx - 2 : heightPx + 2;
        const auto isTaken = [&] {
            return std::any_of(taken.begin(), taken.end(),
                               [&](const QRectF& other) { return other.intersects(tag); });
        };
        std::size_t tries = 0;
        while (isTaken() && ++tries < kMostStacked)
            tag.translate(0, stepPx);
        if (isTaken() || !canvas.contains(tag))
            continue;
        taken.push_back(tag);
        painter.setPen(QPen(scene.theme.separator, 1));
        painter.setBrush(scene.theme.header);
        painter.drawRoundedRect(tag, 4, 4);
        painter.setPen(scene.theme.text);
        painter.drawText(tag, Qt::AlignCenter | Qt::TextSingleLine, text);
    }
}

} // namespace keyturn::ui::timeline

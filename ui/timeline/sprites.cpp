// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/sprites.h"

#include <QPainter>
#include <QPainterPath>

namespace keyturn::ui::timeline {

namespace {

QPainterPath severityOutline(domain::Severity severity, const QPointF& c, double sizePx)
{
    const double r = sizePx / 2;
    QPainterPath path;
    switch (severity) {
    case domain::Severity::Critical:
        path.addPolygon(
            QPolygonF({c + QPointF(0, -r), c + QPointF(r, 0), c + QPointF(0, r), c + QPointF(-r, 0)}));
        break;
    case domain::Severity::High:
        path.addPolygon(QPolygonF(
            {c + QPointF(0, -0.9 * r), c + QPointF(0.95 * r, 0.8 * r), c + QPointF(-0.95 * r, 0.8 * r)}));
        break;
    case domain::Severity::Medium:
        path.addRect(QRectF(c.x() - 0.72 * r, c.y() - 0.72 * r, 1.44 * r, 1.44 * r));
        break;
    case domain::Severity::Low:
    case domain::Severity::Informational:
        path.addEllipse(c, 0.72 * r, 0.72 * r);
        break;
    case domain::Severity::NotStated:
        path.addRoundedRect(QRectF(c.x() - 0.72 * r, c.y() - 0.28 * r, 1.44 * r, 0.56 * r), 1, 1);
        break;
    }
    path.closeSubpath();
    return path;
}

} // namespace

void drawSeveritySign(QPainter& painter, domain::Severity severity, const QPointF& center, double sizePx,
                      const TimelineTheme& theme)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QPainterPath outline = severityOutline(severity, center, sizePx);
    const QColor color = theme.severity(severity);
    if (severity == domain::Severity::Informational) {
        painter.setPen(QPen(color, 1.6));
        painter.setBrush(theme.canvas);
        painter.drawEllipse(center, 0.72 * sizePx / 2 - 0.6, 0.72 * sizePx / 2 - 0.6);
    } else {
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawPath(outline);
    }
    if (severity == domain::Severity::Critical) {
        painter.setPen(QPen(theme.canvas, 1.4, Qt::SolidLine, Qt::FlatCap));
        painter.drawLine(center + QPointF(0, -0.42 * sizePx / 2), center + QPointF(0, 0.42 * sizePx / 2));
    }
    painter.restore();
}

Sprites::Sprites(const TimelineTheme& theme, double devicePixelRatio)
{
    for (std::size_t s = 0; s < m_severities.size(); ++s) {
        const auto severity = static_cast<domain::Severity>(s);
        QPixmap pixmap(qRound(kSizePx * devicePixelRatio), qRound(kSizePx * devicePixelRatio));
        pixmap.setDevicePixelRatio(devicePixelRatio);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        const QPointF center(kSizePx / 2.0, kSizePx / 2.0);
        const double sizePx = kSizePx - 2.0;
        painter.setPen(QPen(theme.canvas, 1.5));
        painter.setBrush(theme.canvas);
        painter.drawPath(severityOutline(severity, center, sizePx));
        drawSeveritySign(painter, severity, center, sizePx, theme);
        m_severities[s] = pixmap;
    }
}

const QPixmap& Sprites::severity(domain::Severity severity) const
{
    return m_severities.at(static_cast<std::size_t>(severity));
}

} // namespace keyturn::ui::timeline

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/lane_painter.h"
#include "ui/timeline/ruler_painter.h"
#include "ui/timeline/timeline_view.h"

#include <QPaintEvent>
#include <QPainter>

namespace keyturn::ui::timeline {

namespace kt = keyturn::timeline;

void TimelineView::paintEvent(QPaintEvent* event)
{
    if (m_scene.devicePixelRatio != devicePixelRatioF())
        applyTheme();              // Moved to another screen.
    if (event->rect() == rect()) { // Else only a part of it is shown.
        m_paintLater->stop();
        m_sincePainted.start();
    }
    renderBase();
    QPainter painter(this);
    painter.drawImage(0, 0, m_base);
    paintLive(painter);
}

void TimelineView::renderBase()
{
    const QSize sizePx = size() * m_scene.devicePixelRatio;
    if (!m_isBaseOld && m_base.size() == sizePx)
        return;
    if (m_base.size() != sizePx)
        m_base = QImage(sizePx, QImage::Format_RGB32);
    m_base.setDevicePixelRatio(m_scene.devicePixelRatio);
    m_isBaseOld = false;
    QPainter painter(&m_base);
    painter.fillRect(rect(), m_scene.theme.canvas);
    if (m_scene.frame && !isEmpty()) {
        painter.save();
        painter.setClipRect(m_scene.canvas);
        paintLanes(painter, m_scene);
        paintOverlay(painter, m_scene);
        painter.restore();
    }
    std::optional<kt::LaneKey> focused;
    if (hasFocus())
        focused = m_focusLane;
    paintHeaders(painter, m_scene, counts(), focused);
    if (isEmpty()) {
        paintEmpty(painter);
        return;
    }
    paintRuler(painter, m_scene);
    paintFooter(painter, m_scene, counts(), isWithoutTimeAsked());
}

void TimelineView::paintEmpty(QPainter& painter)
{
    // No hours and no dates: there is no time to speak of yet.
    for (const QRect& edge : {m_scene.ruler, m_scene.footer})
        painter.fillRect(edge, m_scene.theme.header);
    const QRect& canvas = m_scene.canvas;
    QFont title = m_scene.font;
    title.setBold(true);
    painter.setFont(title);
    painter.setPen(m_scene.theme.text);
    painter.drawText(canvas.adjusted(24, 0, -24, -24), Qt::AlignCenter, tr("Nothing on the timeline yet"));
    painter.setFont(m_scene.font);
    painter.setPen(m_scene.theme.mutedText);
    painter.drawText(canvas.adjusted(24, 32, -24, 0), Qt::AlignCenter | Qt::TextWordWrap,
                     tr("Import signals or enter one by hand, and they appear here in order of time."));
}

void TimelineView::paintLive(QPainter& painter)
{
    if (isEmpty() || !m_scene.frame)
        return;
    const QRect& canvas = m_scene.canvas;
    painter.save();
    painter.setClipRect(canvas);
    if (m_scene.now && m_scene.axis.visible().contains(*m_scene.now)) {
        const int x = qRound(m_scene.xOf(*m_scene.now));
        painter.fillRect(QRect(x, canvas.top(), 2, canvas.height()), m_scene.theme.accent);
    }
    if (m_pointer && canvas.contains(*m_pointer) && !(m_press && m_press->isDrag)) {
        QColor line = m_scene.theme.text;
        line.setAlphaF(0.25f);
        painter.fillRect(QRect(m_pointer->x(), canvas.top(), 1, canvas.height()), line);
    }
    if (const auto at = m_scene.timeOf(m_selected)) {
        QColor line = m_scene.theme.accent;
        line.setAlphaF(0.45f);
        painter.fillRect(QRect(qRound(m_scene.xOf(*at)), canvas.top(), 1, canvas.height()), line);
    }
    m_arrows.paint(painter, m_scene, m_titler);
    paintRing(painter, m_hovered, false);
    if (hasFocus())
        paintRing(painter, m_focused, false);
    paintRing(painter, m_selected, true);
    painter.restore();
    for (const Painter& paint : m_painters)
        paint(painter, m_scene);
    if (m_scene.knownAt)
        paintKnownAt(painter);
    painter.setClipRect(QRect(canvas.left(), m_scene.ruler.top(), canvas.width(), m_scene.ruler.height()));
    if (m_scene.now && m_scene.axis.visible().contains(*m_scene.now))
        paintRulerTag(painter, m_scene, *m_scene.now, tr("Now"), m_scene.theme.accent,
                      m_scene.theme.onAccent);
    if (m_pointer && canvas.contains(*m_pointer)) {
        const base::UtcTime at = m_scene.timeAt(m_pointer->x());
        const QString text = m_scene.axis.visible().lengthUs() < base::kUsPerMinute
                                 ? base::SourceTime{at, base::TimePrecision::Microsecond, {}}.toIso()
                                 : base::toDisplay(at);
        paintRulerTag(painter, m_scene, at, text, m_scene.theme.text, m_scene.theme.canvas);
    }
    if (m_scene.knownAt)
        paintRulerTag(painter, m_scene, *m_scene.knownAt,
                      tr("As known at %1").arg(base::toDisplay(*m_scene.knownAt)), m_scene.theme.knownAt,
                      m_scene.theme.onKnownAt);
}

void TimelineView::paintKnownAt(QPainter& painter)
{
    const QRect& canvas = m_scene.canvas;
    const QColor color = m_scene.theme.knownAt;
    const double x = std::clamp(m_scene.xOf(*m_scene.knownAt), canvas.left() - 4.0, canvas.right() + 5.0);
    const QRectF unknown(x, canvas.top(), canvas.right() + 1 - x, canvas.height());
    painter.save();
    painter.setClipRect(canvas);
    QColor tint = color;
    tint.setAlphaF(0.10f);
    painter.fillRect(unknown, tint);
    QColor hatch = color;
    hatch.setAlphaF(0.45f);
    painter.fillRect(unknown, QBrush(hatch, Qt::BDiagPattern));
    painter.fillRect(QRectF(x - 1.5, canvas.top(), 3, canvas.height()), color);
    painter.restore();
    // A frame about everything: that this is not the present is seen from across the room.
    painter.setPen(QPen(color, 4));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rect().adjusted(2, 2, -2, -2));
}

void TimelineView::paintRing(QPainter& painter, const TimelineItem& item, bool isStrong)
{
    const QRectF outline = m_scene.outlineOf(item);
    if (outline.isEmpty())
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    const double radius = std::min({5.0, outline.width() / 2, outline.height() / 2});
    painter.setPen(QPen(m_scene.theme.canvas, isStrong ? 5 : 4));
    painter.drawRoundedRect(outline, radius, radius);
    painter.setPen(QPen(m_scene.theme.accent, isStrong ? 2.5 : 1.5));
    painter.drawRoundedRect(outline, radius, radius);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

} // namespace keyturn::ui::timeline

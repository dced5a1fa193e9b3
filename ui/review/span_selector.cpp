// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/span_selector.h"

#include "models/items/words.h"
#include "ui/timeline/timeline_view.h"

#include <QCursor>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace keyturn::ui::review {

namespace {

base::TimeRange between(base::UtcTime a, base::UtcTime b)
{
    return {std::min(a, b), std::max(a, b)};
}

} // namespace

SpanSelector::SpanSelector(timeline::TimelineView* view) : QObject(view), m_view(view)
{
    view->installEventFilter(this);
    view->addPainter(
        [this](QPainter& painter, const timeline::TimelineScene& scene) { paint(painter, scene); });
}

void SpanSelector::setSpan(const std::optional<base::TimeRange>& span)
{
    m_begun.reset();
    if (span == m_span)
        return;
    m_span = span;
    m_view->update();
    Q_EMIT spanChanged();
}

base::UtcTime SpanSelector::cursorTime() const
{
    const timeline::TimelineScene& scene = m_view->scene();
    if (const auto focused = scene.timeOf(m_view->focusedItem());
        focused && scene.axis.visible().contains(*focused))
        return *focused;
    const QPoint pointer = m_view->mapFromGlobal(QCursor::pos());
    if (m_view->underMouse() && scene.canvas.contains(pointer))
        return scene.timeAt(pointer.x());
    const base::TimeRange& visible = scene.axis.visible();
    return visible.start.plusUs(visible.lengthUs() / 2);
}

void SpanSelector::markEnd()
{
    const base::UtcTime at = cursorTime();
    if (!m_begun) {
        setSpan(std::nullopt);
        m_begun = at;
        m_view->update();
        Q_EMIT said(tr("The span begins at %1. Press S again where it ends").arg(base::toDisplay(at)));
        return;
    }
    const base::UtcTime begun = *m_begun;
    if (begun == at) {
        Q_EMIT said(tr("Go to where the span ends, and press S there"));
        return;
    }
    setSpan(between(begun, at));
}

bool SpanSelector::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_view)
        return false;
    switch (event->type()) {
    case QEvent::MouseButtonPress: {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        return mouse->button() == Qt::LeftButton && mouse->modifiers() == Qt::ShiftModifier &&
               press(mouse->pos());
    }
    case QEvent::MouseMove:
        if (!m_dragStart)
            return false;
        drag(static_cast<QMouseEvent*>(event)->pos());
        return true;
    case QEvent::MouseButtonRelease:
        if (!m_dragStart)
            return false;
        m_dragStart.reset();
        if (m_span && m_span->start == m_span->end)
            m_span.reset();
        Q_EMIT spanChanged();
        return true;
    case QEvent::KeyPress: {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_S && key->modifiers() == Qt::NoModifier) {
            markEnd();
            return true;
        }
        if (key->key() == Qt::Key_Escape && (m_span || m_begun)) {
            setSpan(std::nullopt);
            m_view->update();
            return true;
        }
        return false;
    }
    default:
        return false;
    }
}

bool SpanSelector::press(const QPoint& position)
{
    const timeline::TimelineScene& scene = m_view->scene();
    const QRect room(scene.canvas.left(), scene.ruler.top(), scene.canvas.width(),
                     scene.canvas.bottom() - scene.ruler.top());
    if (!room.contains(position))
        return false;
    m_begun.reset();
    m_dragStart = scene.timeAt(position.x());
    m_span = base::TimeRange{*m_dragStart, *m_dragStart};
    m_view->update();
    return true;
}

void SpanSelector::drag(const QPoint& position)
{
    const timeline::TimelineScene& scene = m_view->scene();
    const int x = std::clamp(position.x(), scene.canvas.left(), scene.canvas.right() + 1);
    m_span = between(*m_dragStart, scene.timeAt(x));
    m_view->update();
}

void SpanSelector::paint(QPainter& painter, const timeline::TimelineScene& scene) const
{
    const QRect room(scene.canvas.left(), scene.ruler.top(), scene.canvas.width(),
                     scene.canvas.bottom() - scene.ruler.top() + 1);
    painter.save();
    painter.setLayoutDirection(Qt::LayoutDirectionAuto); // A length is a text of its own.
    painter.setClipRect(room);
    const auto edge = [&](base::UtcTime at) {
        painter.fillRect(QRectF(scene.xOf(at) - 1, room.top(), 2, room.height()), scene.theme.accent);
    };
    if (m_begun)
        edge(*m_begun);
    if (m_span) {
        const double left = std::max<double>(room.left() - 2, scene.xOf(m_span->start));
        const double right = std::min<double>(room.right() + 3, scene.xOf(m_span->end));
        QColor tint = scene.theme.accent;
        tint.setAlphaF(0.14f);
        painter.fillRect(QRectF(left, room.top(), right - left, room.height()), tint);
        edge(m_span->start);
        edge(m_span->end);
        // How long it is, where there is room for it.
        const QString text = items::exactLengthText(m_span->lengthUs());
        painter.setFont(scene.smallFont);
        const int widthPx = painter.fontMetrics().horizontalAdvance(text) + 12;
        if (right - left > widthPx + 4) {
            const QRectF tag((left + right - widthPx) / 2, scene.canvas.top() + 4, widthPx,
                             painter.fontMetrics().height() + 4);
            painter.fillRect(tag, scene.theme.accent);
            painter.setPen(scene.theme.onAccent);
            painter.drawText(tag, Qt::AlignCenter, text);
        }
    }
    painter.restore();
}

} // namespace keyturn::ui::review

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/measure_tool.h"

#include "models/items/words.h"
#include "ui/timeline/timeline_view.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cstdlib>

namespace keyturn::ui::review {

namespace {

constexpr double kHookPx = 5;

} // namespace

MeasureTool::MeasureTool(timeline::TimelineView* view) : QObject(view), m_view(view)
{
    view->installEventFilter(this);
    view->addPainter(
        [this](QPainter& painter, const timeline::TimelineScene& scene) { paint(painter, scene); });
}

void MeasureTool::markItem()
{
    const timeline::TimelineScene& scene = m_view->scene();
    auto at = scene.timeOf(m_view->focusedItem());
    if (!at)
        at = scene.timeOf(m_view->selectedItem());
    if (!at) {
        Q_EMIT said(tr("Go to an event first: the distance is measured from it"));
        return;
    }
    if (!m_begun) {
        m_measured.reset();
        m_begun = at;
        m_view->update();
        Q_EMIT said(tr("Measuring from %1. Press D at another event").arg(base::toDisplay(*at)));
        return;
    }
    measure(*m_begun, *at);
}

void MeasureTool::measure(base::UtcTime from, base::UtcTime to)
{
    m_begun.reset();
    m_measured = {from, to};
    m_view->update();
    const QString length = items::exactLengthText(std::abs(to.us - from.us));
    Q_EMIT said(to < from ? tr("%1 earlier").arg(length) : tr("%1 later").arg(length));
}

void MeasureTool::clear()
{
    m_begun.reset();
    m_measured.reset();
    m_view->update();
}

bool MeasureTool::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_view)
        return false;
    if (event->type() == QEvent::MouseButtonPress) {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        const timeline::TimelineScene& scene = m_view->scene();
        if (mouse->button() != Qt::LeftButton || mouse->modifiers() != Qt::ControlModifier ||
            !scene.canvas.contains(mouse->pos()))
            return false;
        const auto from = scene.timeOf(m_view->selectedItem());
        const auto to = scene.timeOf(scene.itemAt(mouse->pos()));
        if (!from)
            Q_EMIT said(tr("Choose an event first, then Ctrl+click another: the distance is measured"));
        else if (to)
            measure(*from, *to);
        return true;
    }
    if (event->type() != QEvent::KeyPress)
        return false;
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_D && key->modifiers() == Qt::NoModifier) {
        markItem();
        return true;
    }
    if (key->key() == Qt::Key_Escape && (m_begun || m_measured)) {
        clear();
        return true;
    }
    return false;
}

void MeasureTool::paint(QPainter& painter, const timeline::TimelineScene& scene) const
{
    if (!m_measured && !m_begun)
        return;
    painter.save();
    painter.setLayoutDirection(Qt::LayoutDirectionAuto); // A length is a text of its own.
    painter.setClipRect(
        QRect(scene.canvas.left(), scene.ruler.top(), scene.canvas.width(), scene.ruler.height()));
    painter.setPen(QPen(scene.theme.accent, 2));
    const double y = scene.ruler.bottom() - kHookPx - 2;
    if (m_begun) {
        const double x = scene.xOf(*m_begun);
        painter.drawLine(QPointF(x, y - kHookPx), QPointF(x, scene.ruler.bottom()));
        painter.restore();
        return;
    }
    const double margin = 50;
    const double a =
        std::clamp(scene.xOf(m_measured->first), scene.canvas.left() - margin, scene.canvas.right() + margin);
    const double b = std::clamp(scene.xOf(m_measured->second), scene.canvas.left() - margin,
                                scene.canvas.right() + margin);
    painter.drawLine(QPointF(a, y), QPointF(b, y));
    for (const double x : {a, b})
        painter.drawLine(QPointF(x, y - kHookPx), QPointF(x, y + kHookPx));
    const QString text = items::exactLengthText(std::abs(m_measured->second.us - m_measured->first.us));
    painter.setFont(scene.smallFont);
    const double widthPx = painter.fontMetrics().horizontalAdvance(text) + 12;
    const double centre =
        std::clamp((a + b) / 2, scene.canvas.left() + widthPx / 2,
                   std::max(scene.canvas.left() + widthPx / 2, scene.canvas.right() - widthPx / 2));
    const double heightPx = painter.fontMetrics().height() + 2;
    const QRectF tag(centre - widthPx / 2, scene.ruler.bottom() - heightPx - 1, widthPx, heightPx);
    painter.fillRect(tag, scene.theme.accent);
    painter.setPen(scene.theme.onAccent);
    painter.drawText(tag, Qt::AlignCenter, text);
    painter.restore();
}

} // namespace keyturn::ui::review

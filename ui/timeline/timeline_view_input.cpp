// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeline_view.h"

#include <QApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>

#include <cmath>

namespace keyturn::ui::timeline {

namespace kt = keyturn::timeline;

namespace {

constexpr double kZoomPerNotch = 1.25;
constexpr double kZoomPerKey = 1.5;
constexpr double kZoomPerDoubleClick = 3;
constexpr double kWheelNotch = 120;
constexpr double kPanPerNotchPx = 96;

} // namespace

bool TimelineView::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        m_tip = {help->pos(), help->globalPos()};
        tellTip();
        return true;
    }
    return QWidget::event(event);
}

void TimelineView::tellTip()
{
    const TimelineItem item = m_scene.itemAt(m_tip->first);
    if (isNothing(item)) {
        QToolTip::hideText();
        return;
    }
    QStringList lines = itemLines(item, *m_scene.frame, m_titler, m_scene.locale);
    for (QString& line : lines)
        line = line.toHtmlEscaped(); // Titles are anybody's text: never markup.
    QToolTip::showText(m_tip->second, QStringLiteral("<p>%1</p>").arg(lines.join(QStringLiteral("<br>"))),
                       this);
}

void TimelineView::retellTitles()
{
    if (m_tip && QToolTip::isVisible() && m_pointer)
        tellTip();
    announce();
    outdate(); // Names of split lanes, and at the ends of arrows.
}

void TimelineView::wheelEvent(QWheelEvent* event)
{
    event->accept();
    const QPoint angle = event->angleDelta();
    const QPoint position = event->position().toPoint();
    if (m_scene.headers.contains(position)) {
        setScroll(m_scene.scrollPx - angle.y() / 2);
        return;
    }
    const bool isShifted = event->modifiers().testFlag(Qt::ShiftModifier);
    const int along = isShifted && angle.x() == 0 ? angle.y() : angle.x();
    if (along != 0 && (isShifted || std::abs(angle.x()) > std::abs(angle.y()))) {
        const double px =
            event->pixelDelta().x() != 0 ? event->pixelDelta().x() : along / kWheelNotch * kPanPerNotchPx;
        setAxis(m_scene.axis.panned(-px));
    } else if (angle.y() != 0) {
        const double x = position.x() - m_scene.canvas.left();
        setAxis(m_scene.axis.zoomed(std::pow(kZoomPerNotch, angle.y() / kWheelNotch), x));
    }
    hoverAt(position);
}

void TimelineView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_press = Press{event->pos(), m_scene.axis, m_scene.scrollPx, false, std::nullopt};
    if (const kt::LanePlace* place = m_scene.placeAt(event->pos().y());
        place && m_scene.headers.contains(event->pos()))
        m_press->lane = place->id;
}

void TimelineView::mouseMoveEvent(QMouseEvent* event)
{
    if (m_press && event->buttons().testFlag(Qt::LeftButton)) {
        const QPoint moved = event->pos() - m_press->position;
        const bool isOnLanes = m_press->lane || m_scene.canvas.contains(m_press->position);
        if (!m_press->isDrag && isOnLanes && moved.manhattanLength() >= QApplication::startDragDistance()) {
            m_press->isDrag = true;
            setCursor(Qt::ClosedHandCursor);
        }
        if (m_press->isDrag && m_press->lane) {
            dragLane(event->pos().y());
            return;
        }
        if (m_press->isDrag) {
            m_pointer = event->pos();
            setAxis(m_press->axis.resized(m_scene.axis.widthPx()).panned(-moved.x()));
            setScroll(m_press->scrollPx - moved.y());
            return;
        }
    }
    hoverAt(event->pos());
}

void TimelineView::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_press)
        return;
    const bool wasDrag = m_press->isDrag;
    m_press.reset();
    unsetCursor();
    if (wasDrag) {
        hoverAt(event->pos());
        return;
    }
    if (withoutTimeRect(m_scene, counts()).contains(event->pos())) {
        Q_EMIT withoutTimeRequested();
        return;
    }
    if (const kt::LanePlace* place = m_scene.placeAt(event->pos().y());
        place && (m_scene.canvas | m_scene.headers).contains(event->pos())) {
        m_focusLane = place->key();
        outdate();
    }
    if (m_scene.canvas.contains(event->pos()))
        choose(m_scene.itemAt(event->pos()));
}

void TimelineView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const kt::LanePlace* place = m_scene.placeAt(event->pos().y());
    if (place && m_scene.headers.contains(event->pos()))
        toggleCollapsed(place->id);
    if (m_scene.canvas.contains(event->pos()))
        setAxis(m_scene.axis.zoomed(kZoomPerDoubleClick, event->pos().x() - m_scene.canvas.left()));
}

void TimelineView::keyPressEvent(QKeyEvent* event)
{
    const bool pans = (event->modifiers() & (Qt::ShiftModifier | Qt::ControlModifier)) != 0;
    const double widthPx = m_scene.axis.widthPx();
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right: {
        const bool isRight = event->key() == Qt::Key_Right;
        if (pans)
            setAxis(m_scene.axis.panned(isRight ? widthPx / 10 : -widthPx / 10));
        else
            travel(isRight ? TravelDirection::Forth : TravelDirection::Back);
        break;
    }
    case Qt::Key_PageUp:
        setAxis(m_scene.axis.panned(-widthPx * 0.9));
        break;
    case Qt::Key_PageDown:
        setAxis(m_scene.axis.panned(widthPx * 0.9));
        break;
    case Qt::Key_Up:
    case Qt::Key_Down: {
        const int step = event->key() == Qt::Key_Up ? -1 : 1;
        if (event->modifiers().testFlag(Qt::AltModifier))
            moveFocusLane(step);
        else
            changeLane(step);
        break;
    }
    case Qt::Key_C:
        if (event->modifiers() != Qt::NoModifier) { // Copying and the like are others' affair.
            QWidget::keyPressEvent(event);
            return;
        }
        toggleCollapsed(m_focusLane.id);
        break;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoomByKey(kZoomPerKey);
        break;
    case Qt::Key_Minus:
        zoomByKey(1 / kZoomPerKey);
        break;
    case Qt::Key_Home:
        goToEnd(TravelDirection::Back);
        break;
    case Qt::Key_End:
        goToEnd(TravelDirection::Forth);
        break;
    case Qt::Key_0:
        fitAll();
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (!isNothing(m_focused))
            choose(m_focused);
        break;
    case Qt::Key_Escape:
        if (isNothing(m_selected) && isNothing(m_focused)) {
            event->ignore();
            return;
        }
        m_focused = {};
        choose({});
        break;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    event->accept();
}

void TimelineView::zoomByKey(double factor)
{
    double x = m_scene.axis.widthPx() / 2.0;
    if (const auto at = m_scene.timeOf(m_focused); at && m_scene.axis.visible().contains(*at))
        x = m_scene.axis.xOf(*at);
    setAxis(m_scene.axis.zoomed(factor, x));
}

void TimelineView::goToEnd(TravelDirection direction)
{
    if (!m_scene.frame)
        return;
    const bool isBack = direction == TravelDirection::Back;
    focusItem(itemNear(isBack ? kt::kEarliestTime : kt::kLatestTime, m_focusLane, *m_scene.frame,
                       isBack ? TravelDirection::Forth : TravelDirection::Back));
}

void TimelineView::travel(TravelDirection direction)
{
    if (!m_scene.frame)
        return;
    const base::TimeRange& visible = m_scene.axis.visible();
    const auto at = m_scene.timeOf(m_focused);
    if (!at || m_scene.laneOf(m_focused) != m_focusLane || !visible.contains(*at))
        // One begins with what is in view.
        focusItem(itemNear(direction == TravelDirection::Forth ? visible.start : visible.end, m_focusLane,
                           *m_scene.frame, direction));
    else
        focusItem(neighbourOf(m_focused, m_focusLane, *m_scene.frame, direction));
}

void TimelineView::changeLane(int step)
{
    if (m_scene.places.empty())
        return;
    const auto count = static_cast<int>(m_scene.places.size());
    int at = 0;
    while (at < count && m_scene.places[static_cast<std::size_t>(at)].key() != m_focusLane)
        ++at;
    const kt::LanePlace place = m_scene.places[static_cast<std::size_t>(std::clamp(at + step, 0, count - 1))];
    const auto before = m_scene.timeOf(m_focused);
    m_focusLane = place.key();
    // In the new lane one stands at the next item in view, or at none.
    const base::TimeRange& visible = m_scene.axis.visible();
    const base::UtcTime from = before && visible.contains(*before) ? *before : visible.start;
    const TimelineItem item = itemNear(from, m_focusLane, *m_scene.frame, TravelDirection::Forth);
    const auto time = m_scene.timeOf(item);
    m_focused = time && visible.contains(*time) ? item : TimelineItem{};
    if (place.topPx < m_scene.scrollPx)
        setScroll(place.topPx);
    else if (place.topPx + place.heightPx > m_scene.scrollPx + m_scene.canvas.height())
        setScroll(place.topPx + place.heightPx - m_scene.canvas.height());
    announce();
    outdate();
}

void TimelineView::focusItem(const TimelineItem& item)
{
    const auto at = m_scene.timeOf(item);
    if (!at)
        return; // Beyond the last there is nothing: one stays.
    m_focused = item;
    setAxis(m_scene.axis.showing(*at));
    announce();
    update();
}

void TimelineView::hoverAt(const QPoint& position)
{
    m_pointer = position;
    findHovered(position);
    update();
}

void TimelineView::findHovered(const QPoint& position)
{
    m_hovered = m_scene.itemAt(position);
    const bool isOnLink = isWithoutTimeAsked() && withoutTimeRect(m_scene, counts()).contains(position);
    if (isOnLink || !isNothing(m_hovered))
        setCursor(Qt::PointingHandCursor);
    else
        unsetCursor();
}

void TimelineView::leaveEvent(QEvent*)
{
    m_pointer.reset();
    m_hovered = {};
    m_tip.reset();
    update();
}

void TimelineView::focusInEvent(QFocusEvent*)
{
    outdate();
}

void TimelineView::focusOutEvent(QFocusEvent*)
{
    outdate();
}

} // namespace keyturn::ui::timeline

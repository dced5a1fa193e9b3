// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/minimap.h"

#include "models/service/background.h"
#include "models/timeline/column_counts.h"
#include "ui/common/theme.h"
#include "ui/common/when_done.h"
#include "ui/timeline/timeline_view.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace keyturn::ui::review {

namespace kt = keyturn::timeline;
using common::kGridPx;

namespace {

constexpr int kHeightPx = 5 * kGridPx;
constexpr int kOverlayPx = 6;
constexpr double kGripPx = 6;
constexpr double kLeastWindowPx = 8;
constexpr double kKeyShare = 0.1;
constexpr double kKeyZoom = 1.25;

std::optional<base::TimeRange> extentOf(const kt::EventColumns* columns, const kt::Overlay& overlay,
                                        kt::TimeKey timeKey)
{
    auto events = columns != nullptr ? columns->extent(timeKey) : std::nullopt;
    const auto told = overlay.extent();
    if (events && told)
        return base::TimeRange{std::min(events->start, told->start), std::max(events->end, told->end)};
    return events ? events : told;
}

} // namespace

Minimap::Minimap(timeline::TimelineView* view, QWidget* parent)
    : QWidget(parent), m_view(view), m_overlay(std::make_shared<kt::Overlay>())
{
    setObjectName(QStringLiteral("minimap"));
    setAccessibleName(tr("Overview of all time"));
    setToolTip(tr("All time: drag the window, or its edges. Arrow keys move it, with Shift they widen it"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(view, &timeline::TimelineView::visibleRangeChanged, this, [this] {
        describe();
        update();
    });
    // The lanes' left edge moves with fonts and scroll bars; the frame brings what counts.
    connect(view, &timeline::TimelineView::frameShown, this, [this] {
        layOut();
        weigh();
    });
}

Minimap::~Minimap() = default;

QSize Minimap::sizeHint() const
{
    return {480, kHeightPx};
}

QRect Minimap::strip() const
{
    const QRect& canvas = m_view->scene().canvas;
    return {canvas.left(), 0, std::max(1, canvas.width()), height()};
}

void Minimap::setData(const kt::EventColumnsPointer& columns,
                      const std::shared_ptr<const kt::Overlay>& overlay)
{
    if (m_columns == columns && m_overlay == overlay)
        return;
    m_columns = columns;
    m_overlay = overlay;
    layOut();
    update();
}

void Minimap::layOut()
{
    const auto extent = extentOf(m_columns.get(), *m_overlay, m_view->timeKey());
    if (!extent)
        return;
    const std::int64_t marginUs = std::max(extent->lengthUs() / 50, base::kUsPerMinute);
    const kt::TimeAxis axis({extent->start.plusUs(-marginUs), extent->end.plusUs(marginUs)}, strip().width());
    if (axis == m_axis)
        return;
    m_axis = axis;
    describe();
    m_index.reset();
    weigh();
    update();
}

void Minimap::weigh()
{
    const kt::FramePointer& frame = m_view->frame();
    if (!frame || frame->index == m_index)
        return;
    m_index = frame->index;
    ++m_weighing;
    common::whenDone(
        service::inBackground([index = m_index, axis = m_axis] { return kt::columnCounts(*index, axis); }),
        this, [this, index = m_index, axis = m_axis](const std::vector<std::uint32_t>& counts) {
            --m_weighing;
            if (index == m_index && axis == m_axis) {
                m_weights = counts;
                m_heaviest = *std::max_element(counts.begin(), counts.end());
                update();
            }
            Q_EMIT settled();
        });
}

void Minimap::describe()
{
    const base::TimeRange& all = m_axis.visible();
    const base::TimeRange& window = m_view->visibleRange();
    setAccessibleDescription(tr("%1 to %2 is shown, of %3 to %4")
                                 .arg(base::toDisplay(window.start), base::toDisplay(window.end),
                                      base::toDisplay(all.start), base::toDisplay(all.end)));
}

QRectF Minimap::windowRect() const
{
    const QRect room = strip();
    const base::TimeRange& window = m_view->visibleRange();
    double left =
        std::clamp(room.left() + m_axis.xOf(window.start), double(room.left()), double(room.right()));
    double right =
        std::clamp(room.left() + m_axis.xOf(window.end), double(room.left()), double(room.right()) + 1);
    if (right - left < kLeastWindowPx) {
        const double centre = (left + right) / 2;
        left = centre - kLeastWindowPx / 2;
        right = centre + kLeastWindowPx / 2;
    }
    return {left, 1.0, right - left, height() - 2.0};
}

void Minimap::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const auto& theme = m_view->scene().theme;
    painter.fillRect(rect(), theme.header);
    painter.fillRect(QRect(0, 0, width(), 1), theme.separator);
    painter.setFont(m_view->scene().smallFont);
    painter.setPen(theme.mutedText);
    const QRect caption(2 * kGridPx, 0, strip().left() - 3 * kGridPx, height());
    painter.drawText(caption, Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(tr("All time"), Qt::ElideRight, caption.width()));
    painter.fillRect(strip().adjusted(0, 1, 0, 0), theme.canvas);
    paintDensity(painter);
    paintOverlay(painter);
    paintWindow(painter);
}

void Minimap::paintDensity(QPainter& painter) const
{
    if (m_heaviest == 0)
        return;
    const QRect room = strip().adjusted(0, 3, 0, -kOverlayPx - 1);
    const QColor color = m_view->scene().theme.mutedText;
    for (std::size_t i = 0; i < m_weights.size(); ++i) {
        if (m_weights[i] == 0)
            continue;
        // A lone event beside a flood is still to be seen.
        const double share = std::log1p(m_weights[i]) / std::log1p(m_heaviest);
        const int barPx = std::max(2, qRound(share * room.height()));
        painter.fillRect(room.left() + static_cast<int>(i), room.bottom() - barPx + 1, 1, barPx, color);
    }
}

void Minimap::paintOverlay(QPainter& painter) const
{
    const QRect room = strip();
    const auto& theme = m_view->scene().theme;
    const int top = room.bottom() - kOverlayPx + 1;
    const auto xOf = [&](base::UtcTime at) { return room.left() + m_axis.xOf(at); };
    for (const kt::OverlayBar& bar : m_overlay->bars) {
        if (bar.kind != kt::OverlayKind::Proposal && bar.kind != kt::OverlayKind::Request)
            continue;
        const double left = xOf(bar.start);
        const double right = bar.end ? xOf(*bar.end) : left;
        painter.fillRect(QRectF(left, top, std::max(2.0, right - left), 2), theme.tone(bar.tone));
    }
    for (const kt::OverlayMark& mark : m_overlay->marks) {
        if (mark.kind != kt::OverlayKind::Signature)
            painter.fillRect(QRectF(xOf(mark.at) - 1, top + 2, 2, kOverlayPx - 2), theme.tone(mark.tone));
    }
}

void Minimap::paintWindow(QPainter& painter) const
{
    const auto& theme = m_view->scene().theme;
    const QRectF window = windowRect();
    const QRect room = strip();
    QColor shade = theme.header;
    shade.setAlphaF(0.55f);
    painter.fillRect(QRectF(room.left(), 1, window.left() - room.left(), height() - 1), shade);
    painter.fillRect(QRectF(window.right(), 1, room.right() + 1 - window.right(), height() - 1), shade);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.accent, hasFocus() ? 3 : 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(window.adjusted(0.75, 0.75, -0.75, -0.75), 3, 3);
    painter.setRenderHint(QPainter::Antialiasing, false);
    if (window.width() <= 3 * kGripPx)
        return; // No room for grips, and none is held out.
    for (const double x : {window.left(), window.right() - 3})
        painter.fillRect(QRectF(x, window.center().y() - 7, 3, 14), theme.accent);
}

Minimap::Grip Minimap::gripAt(double x) const
{
    const QRectF window = windowRect();
    if (window.width() > 3 * kGripPx) {
        if (std::abs(x - window.left()) <= kGripPx)
            return Grip::Left;
        if (std::abs(x - window.right()) <= kGripPx)
            return Grip::Right;
    }
    return x >= window.left() && x <= window.right() ? Grip::Window : Grip::None;
}

void Minimap::choose(base::TimeRange range)
{
    if (range.lengthUs() >= kt::kShortestSpanUs)
        Q_EMIT rangeChosen(range);
}

void Minimap::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !strip().contains(event->pos()))
        return;
    const double x = event->position().x();
    base::TimeRange range = m_view->visibleRange();
    Grip grip = gripAt(x);
    if (grip == Grip::None) {
        // Where one clicks is where the window goes.
        const std::int64_t half = range.lengthUs() / 2;
        const base::UtcTime at = m_axis.timeAt(x - strip().left());
        range = {at.plusUs(-half), at.plusUs(range.lengthUs() - half)};
        choose(range);
        grip = Grip::Window;
    }
    m_drag = Drag{grip, x, range};
}

void Minimap::mouseMoveEvent(QMouseEvent* event)
{
    const double x = event->position().x();
    if (!m_drag) {
        const Grip grip = gripAt(x);
        setCursor(grip == Grip::Left || grip == Grip::Right ? Qt::SizeHorCursor
                  : grip == Grip::Window                    ? Qt::OpenHandCursor
                                                            : Qt::ArrowCursor);
        return;
    }
    const auto movedUs = static_cast<std::int64_t>((x - m_drag->fromX) * m_axis.usPerPx());
    base::TimeRange range = m_drag->range;
    if (m_drag->grip != Grip::Right)
        range.start = range.start.plusUs(movedUs);
    if (m_drag->grip != Grip::Left)
        range.end = range.end.plusUs(movedUs);
    choose(range);
}

void Minimap::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        m_drag.reset();
}

void Minimap::wheelEvent(QWheelEvent* event)
{
    event->accept();
    const base::TimeRange& range = m_view->visibleRange();
    const auto stepUs = static_cast<std::int64_t>(kKeyShare * static_cast<double>(range.lengthUs()));
    const std::int64_t movedUs = event->angleDelta().y() + event->angleDelta().x() < 0 ? stepUs : -stepUs;
    choose({range.start.plusUs(movedUs), range.end.plusUs(movedUs)});
}

void Minimap::keyPressEvent(QKeyEvent* event)
{
    const base::TimeRange range = m_view->visibleRange();
    const auto length = static_cast<double>(range.lengthUs());
    const auto step = static_cast<std::int64_t>(kKeyShare * length);
    const auto zoom = [&](double factor) {
        const auto half = static_cast<std::int64_t>(length * factor / 2);
        const base::UtcTime centre = range.start.plusUs(range.lengthUs() / 2);
        choose({centre.plusUs(-half), centre.plusUs(half)});
    };
    const bool isShifted = event->modifiers().testFlag(Qt::ShiftModifier);
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right: {
        const bool isRight = event->key() == Qt::Key_Right;
        if (isShifted)
            zoom(isRight ? kKeyZoom : 1 / kKeyZoom);
        else
            choose({range.start.plusUs(isRight ? step : -step), range.end.plusUs(isRight ? step : -step)});
        break;
    }
    case Qt::Key_Up:
        zoom(1 / kKeyZoom);
        break;
    case Qt::Key_Down:
        zoom(kKeyZoom);
        break;
    case Qt::Key_Home:
        choose({m_axis.visible().start, m_axis.visible().start.plusUs(range.lengthUs())});
        break;
    case Qt::Key_End:
        choose({m_axis.visible().end.plusUs(-range.lengthUs()), m_axis.visible().end});
        break;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    event->accept();
}

void Minimap::resizeEvent(QResizeEvent*)
{
    layOut();
}

void Minimap::focusInEvent(QFocusEvent*)
{
    update();
}

void Minimap::focusOutEvent(QFocusEvent*)
{
    update();
}

} // namespace keyturn::ui::review

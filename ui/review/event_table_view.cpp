// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/event_table_view.h"

#include "ui/common/theme.h"
#include "ui/review/accessible_table.h"
#include "ui/timeline/sprites.h"

#include <QHeaderView>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>

namespace keyturn::ui::review {

using common::kGridPx;

namespace {

constexpr int kHeaderPx = 4 * kGridPx;
constexpr int kSignPx = 11;
constexpr int kLeastColumnPx = 8 * kGridPx;
constexpr int kWheelLines = 3;
/// A field's share of the width is worth no less.
constexpr int kLeastSharePx = 6;

} // namespace

EventTableView::EventTableView(items::EventTableModel& model, QWidget* parent)
    : QAbstractScrollArea(parent), m_model(model), m_header(new QHeaderView(Qt::Horizontal, this))
{
    installAccessibleTable();
    setObjectName(QStringLiteral("eventTable"));
    setAccessibleName(tr("Events"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setBackgroundRole(QPalette::Base);
    viewport()->setMouseTracking(false);
    m_header->setModel(&model);
    m_header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_header->setHighlightSections(false);
    m_header->setSectionsClickable(true);
    m_header->setSectionsMovable(true);
    m_header->setSortIndicatorShown(true);
    m_header->setMinimumSectionSize(kLeastColumnPx);
    m_header->setContextMenuPolicy(Qt::CustomContextMenu);
    m_header->setAccessibleName(tr("Columns of the table of events"));
    m_header->setStyleSheet(QStringLiteral("QHeaderView { background: palette(base); border: none; }"
                                           "QHeaderView::section { background: palette(base); border: none;"
                                           " padding-left: 8px; padding-right: 8px; font-weight: 600;"
                                           " border-bottom: 1px solid palette(mid); }"));
    setViewportMargins(0, kHeaderPx, 0, 0);
    verticalScrollBar()->setSingleStep(1);
    horizontalScrollBar()->setSingleStep(3 * kGridPx);
    connect(m_header, &QHeaderView::sectionResized, this, [this] {
        m_hasOwnWidths = m_hasOwnWidths || !m_isSharing;
        layOut();
    });
    connect(m_header, &QHeaderView::sectionMoved, viewport(), qOverload<>(&QWidget::update));
    connect(&m_model, &QAbstractItemModel::modelReset, this, &EventTableView::restart);
    connect(&m_model, &QAbstractItemModel::dataChanged, this, [this] {
        viewport()->update();
        announce(); // Texts come after their lines.
    });
    layOut();
}

void EventTableView::restart()
{
    m_selection.clear();
    m_current.reset();
    m_anchor = 0;
    shareOut();
    layOut();
    announceOthers();
    Q_EMIT selectionChanged();
    Q_EMIT visibleLinesChanged();
}

void EventTableView::layOut()
{
    m_lineHeightPx = fontMetrics().height() + kGridPx;
    m_header->setGeometry(viewport()->x(), viewport()->y() - kHeaderPx, viewport()->width(), kHeaderPx);
    const std::int64_t lines = lineCount();
    verticalScrollBar()->setRange(0, static_cast<int>(std::max<std::int64_t>(0, lines - pageLines())));
    verticalScrollBar()->setPageStep(static_cast<int>(pageLines()));
    horizontalScrollBar()->setRange(0, std::max(0, m_header->length() - viewport()->width()));
    horizontalScrollBar()->setPageStep(viewport()->width());
    m_header->setOffset(horizontalScrollBar()->value());
    viewport()->update();
}

void EventTableView::shareOut()
{
    const auto& fields = m_model.fields();
    if (m_hasOwnWidths || fields.empty() || viewport()->width() <= 0 ||
        m_header->count() != static_cast<int>(fields.size()))
        return;
    int sum = 0;
    for (const items::EventField field : fields)
        sum += items::eventField(field).share;
    m_isSharing = true;
    // Where there is less room, one scrolls.
    const int width = std::max(viewport()->width(), sum * kLeastSharePx);
    for (std::size_t i = 0; i < fields.size(); ++i)
        m_header->resizeSection(static_cast<int>(i), width * items::eventField(fields[i]).share / sum);
    m_isSharing = false;
}

std::int64_t EventTableView::pageLines() const
{
    return std::max(1, viewport()->height() / std::max(1, m_lineHeightPx));
}

LineSelection::Range EventTableView::visibleLines() const
{
    const std::int64_t first = verticalScrollBar()->value();
    return {first, std::min(lineCount(), first + pageLines() + 1)};
}

QRect EventTableView::lineRect(std::int64_t line) const
{
    return {0, static_cast<int>(line - verticalScrollBar()->value()) * m_lineHeightPx, viewport()->width(),
            m_lineHeightPx};
}

std::optional<std::int64_t> EventTableView::lineAt(const QPoint& position) const
{
    const std::int64_t line = verticalScrollBar()->value() + position.y() / m_lineHeightPx;
    return position.y() >= 0 && line < lineCount() ? std::optional(line) : std::nullopt;
}

void EventTableView::paintEvent(QPaintEvent*)
{
    const auto colors = common::Colors::of(palette());
    const auto theme = timeline::TimelineTheme::of(palette());
    QPainter painter(viewport());
    const auto [first, last] = visibleLines();
    for (std::int64_t line = first; line < last; ++line) {
        const QRect rect = lineRect(line);
        if (m_selection.contains(line))
            painter.fillRect(rect, common::mixed(colors.card, colors.accent, colors.isDark ? 0.25 : 0.12));
        else if (line % 2 == 1)
            painter.fillRect(rect, palette().color(QPalette::AlternateBase));
        for (int column = 0; column < m_model.columnCount(); ++column) {
            QRect cell(m_header->sectionViewportPosition(column), rect.top(), m_header->sectionSize(column),
                       rect.height());
            if (cell.right() < 0 || cell.left() > viewport()->width())
                continue;
            cell.adjust(kGridPx, 0, -kGridPx / 2, 0);
            const QModelIndex index = m_model.index(static_cast<int>(line), column);
            if (m_model.fields()[static_cast<std::size_t>(column)] == items::EventField::Severity) {
                const auto severity =
                    static_cast<domain::Severity>(index.data(items::EventTableModel::SeverityRole).toInt());
                painter.setRenderHint(QPainter::Antialiasing);
                timeline::drawSeveritySign(painter, severity,
                                           QPointF(cell.left() + kSignPx / 2.0, cell.center().y() + 0.5),
                                           kSignPx, theme);
                painter.setRenderHint(QPainter::Antialiasing, false);
                cell.setLeft(cell.left() + kSignPx + 6);
            }
            painter.setPen(palette().color(QPalette::Text));
            painter.drawText(cell, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                             fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, cell.width()));
        }
        if (line == m_current && hasFocus()) {
            painter.setPen(QPen(colors.accent, 2));
            painter.drawRect(rect.adjusted(1, 1, -1, -1));
        }
    }
}

void EventTableView::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    shareOut();
    layOut();
    Q_EMIT visibleLinesChanged();
}

void EventTableView::scrollContentsBy(int, int)
{
    m_header->setOffset(horizontalScrollBar()->value());
    viewport()->update();
    Q_EMIT visibleLinesChanged();
}

void EventTableView::changeEvent(QEvent* event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange)
        layOut();
}

void EventTableView::setCurrentLine(std::optional<std::int64_t> line, Reveal reveal)
{
    if (line && *line < lineCount()) {
        moveTo(*line, Reach::Move, reveal);
        return;
    }
    m_current.reset();
    m_selection.clear();
    viewport()->update();
    Q_EMIT selectionChanged();
}

void EventTableView::setTopLine(std::int64_t line)
{
    verticalScrollBar()->setValue(static_cast<int>(line));
}

void EventTableView::moveTo(std::int64_t line, Reach reach, Reveal reveal)
{
    if (lineCount() == 0)
        return;
    line = std::clamp<std::int64_t>(line, 0, lineCount() - 1);
    if (reach == Reach::Move)
        m_anchor = line;
    m_current = line;
    m_selection.setTo(m_anchor, line);
    if (reveal == Reveal::Current)
        show(line);
    viewport()->update();
    announce();
    Q_EMIT selectionChanged();
}

void EventTableView::show(std::int64_t line)
{
    const std::int64_t first = verticalScrollBar()->value();
    if (line < first)
        verticalScrollBar()->setValue(static_cast<int>(line));
    else if (line >= first + pageLines())
        verticalScrollBar()->setValue(static_cast<int>(line - pageLines() + 1));
}

void EventTableView::keyPressEvent(QKeyEvent* event)
{
    const Reach reach = event->modifiers().testFlag(Qt::ShiftModifier) ? Reach::Extend : Reach::Move;
    const std::int64_t at = m_current.value_or(verticalScrollBar()->value() - 1);
    switch (event->key()) {
    case Qt::Key_Up:
        moveTo(at - 1, reach);
        return;
    case Qt::Key_Down:
        moveTo(at + 1, reach);
        return;
    case Qt::Key_PageUp:
        moveTo(at - pageLines(), reach);
        return;
    case Qt::Key_PageDown:
        moveTo(at + pageLines(), reach);
        return;
    case Qt::Key_Home:
        moveTo(0, reach);
        return;
    case Qt::Key_End:
        moveTo(lineCount() - 1, reach);
        return;
    case Qt::Key_Left:
        horizontalScrollBar()->triggerAction(QAbstractSlider::SliderSingleStepSub);
        return;
    case Qt::Key_Right:
        horizontalScrollBar()->triggerAction(QAbstractSlider::SliderSingleStepAdd);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_current)
            Q_EMIT chosen(*m_current);
        return;
    case Qt::Key_Escape:
        if (m_selection.count() > 1) {
            moveTo(at, Reach::Move, Reveal::Nothing);
            return;
        }
        break; // Whoever holds the table may want it.
    default:
        break;
    }
    if (event->matches(QKeySequence::SelectAll) && lineCount() > 0) {
        m_selection.setTo(0, lineCount() - 1);
        viewport()->update();
        announce();
        Q_EMIT selectionChanged();
        return;
    }
    QAbstractScrollArea::keyPressEvent(event);
}

void EventTableView::mousePressEvent(QMouseEvent* event)
{
    const auto line = lineAt(event->pos());
    if (!line || event->button() != Qt::LeftButton)
        return;
    m_isPressed = event->modifiers() == Qt::NoModifier;
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        m_selection.toggle(*line);
        m_current = line;
        m_anchor = *line;
        viewport()->update();
        announce();
        Q_EMIT selectionChanged();
        return;
    }
    moveTo(*line, event->modifiers().testFlag(Qt::ShiftModifier) ? Reach::Extend : Reach::Move);
}

void EventTableView::mouseMoveEvent(QMouseEvent* event)
{
    if (const auto line = lineAt(event->pos()); line && m_isPressed && line != m_current)
        moveTo(*line, Reach::Extend);
}

void EventTableView::mouseReleaseEvent(QMouseEvent*)
{
    if (std::exchange(m_isPressed, false) && m_current && m_selection.count() == 1)
        Q_EMIT chosen(*m_current);
}

void EventTableView::wheelEvent(QWheelEvent* event)
{
    const int steps = event->angleDelta().y() / 120;
    if (steps == 0) {
        QAbstractScrollArea::wheelEvent(event);
        return;
    }
    verticalScrollBar()->setValue(verticalScrollBar()->value() - kWheelLines * steps);
    event->accept();
}

void EventTableView::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void EventTableView::focusOutEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

bool EventTableView::viewportEvent(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QAbstractScrollArea::viewportEvent(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto line = lineAt(help->pos());
    const int column = m_header->logicalIndexAt(help->pos().x());
    const QString text =
        line && column >= 0 ? m_model.index(static_cast<int>(*line), column).data().toString() : QString();
    // What a source wrote is never markup.
    QToolTip::showText(help->globalPos(), text.toHtmlEscaped(), viewport());
    return true;
}

} // namespace keyturn::ui::review

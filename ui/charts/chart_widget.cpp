// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_widget.h"

#include "ui/charts/accessible_chart.h"
#include "ui/charts/chart_maker.h"
#include "ui/common/theme.h"

#include <QAccessible>
#include <QGraphicsScene>
#include <QGraphicsView>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <QVBoxLayout>

namespace keyturn::ui::charts {

namespace {

/// Less leaves no room for axes, labels and bars together.
constexpr int kLeastHeightPx = 32 * common::kGridPx;

} // namespace

/// Shows the chart's scene, and a ring about what the keyboard is at.
class ChartWidget::View final : public QGraphicsView
{
public:
    explicit View(ChartWidget* owner) : QGraphicsView(owner), m_owner(owner)
    {
        setScene(new QGraphicsScene(this));
        setFrameShape(QFrame::NoFrame);
        setFocusPolicy(Qt::NoFocus);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setRenderHint(QPainter::Antialiasing);
    }

protected:
    void drawForeground(QPainter* painter, const QRectF&) override
    {
        if (!m_owner->m_made || !m_owner->m_category || !m_owner->hasFocus())
            return;
        const ChartStyle style = ChartStyle::of(m_owner->palette(), m_owner->font());
        painter->setPen(QPen(style.focus, 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(
            m_owner->m_made->rectOf(*m_owner->m_category, m_owner->m_series).adjusted(-3, -3, 3, 3), 3, 3);
    }

private:
    ChartWidget* m_owner;
};

ChartWidget::ChartWidget(QWidget* parent) : QWidget(parent), m_view(new View(this))
{
    installAccessibleChart();
    setFocusPolicy(Qt::StrongFocus);
    setMinimumHeight(kLeastHeightPx);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_view);
    m_view->viewport()->installEventFilter(this);
}

ChartWidget::~ChartWidget() = default;

void ChartWidget::setData(const items::ChartData& data)
{
    if (data == m_data)
        return;
    // The same bars of new numbers stay where the keyboard is.
    const bool isSameShape = m_data && m_data->kind == data.kind &&
                             m_data->categories.size() == data.categories.size() &&
                             m_data->range == data.range;
    m_data = data;
    if (!isSameShape) {
        m_category.reset();
        m_series.reset();
    }
    setAccessibleName(data.title);
    rebuild();
}

void ChartWidget::rebuild()
{
    if (!m_data || m_data->categories.empty())
        return;
    m_view->scene()->clear();
    m_made = std::make_unique<MadeChart>(*m_data, ChartStyle::of(palette(), font()), width());
    // Here a tab says which chart it is; that it is a rehearsal is said twice.
    if (!m_data->isRehearsal)
        m_made->chart()->setTitle(QString());
    m_view->scene()->addItem(m_made->chart());
    m_made->chart()->resize(m_view->viewport()->size());
    m_view->scene()->setSceneRect(QRectF(QPointF(0, 0), m_view->viewport()->size()));
    m_view->setBackgroundBrush(palette().color(QPalette::Base));
}

void ChartWidget::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    layout()->activate();
    rebuild();
}

void ChartWidget::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        rebuild();
}

void ChartWidget::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    if (!m_category && m_made && m_made->drawnCount() > 0)
        goTo(0);
    m_view->viewport()->update();
}

void ChartWidget::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    m_view->viewport()->update();
}

QRect ChartWidget::rectOf(std::size_t category, std::optional<std::size_t> series) const
{
    if (!m_made)
        return {};
    const QRect inView = m_view->mapFromScene(m_made->rectOf(category, series)).boundingRect();
    return {m_view->viewport()->mapTo(this, inView.topLeft()), inView.size()};
}

QString ChartWidget::currentText() const
{
    if (!m_data || !m_category || *m_category >= m_data->categories.size())
        return {};
    if (!m_series)
        return items::categoryText(*m_data, *m_category);
    const items::ChartSeries& series = m_data->series[*m_series];
    return QStringLiteral("%1: %2 %3")
        .arg(m_data->categories[*m_category].label, series.name,
             items::chartValueText(m_data->unit, series.values[*m_category]));
}

void ChartWidget::goTo(std::size_t category)
{
    m_category = std::min(category, m_made->drawnCount() - 1);
    m_series.reset();
    m_view->viewport()->update();
    announce();
}

void ChartWidget::stepSeries(int step)
{
    if (!m_category)
        return;
    const auto count = static_cast<int>(m_data->series.size());
    int next = m_series ? static_cast<int>(*m_series) + step : (step > 0 ? 0 : count - 1);
    // Those of which there is nothing are passed over; beyond the last the whole bar is meant again.
    while (next >= 0 && next < count &&
           m_data->series[static_cast<std::size_t>(next)].values[*m_category] <= 0)
        next += step;
    m_series = next >= 0 && next < count ? std::optional(static_cast<std::size_t>(next)) : std::nullopt;
    m_view->viewport()->update();
    announce();
}

void ChartWidget::choose(Qt::KeyboardModifiers modifiers)
{
    if (!m_category)
        return;
    if (modifiers.testFlag(Qt::ControlModifier) && m_series)
        Q_EMIT seriesChosen(static_cast<int>(*m_category), static_cast<int>(*m_series));
    else
        Q_EMIT categoryChosen(static_cast<int>(*m_category));
}

void ChartWidget::keyPressEvent(QKeyEvent* event)
{
    if (!m_made || m_made->drawnCount() == 0) {
        QWidget::keyPressEvent(event);
        return;
    }
    const std::size_t last = m_made->drawnCount() - 1;
    const std::size_t at = m_category.value_or(0);
    const bool isRows = m_data->form == items::ChartForm::RowBars;
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Up:
        if ((event->key() == Qt::Key_Up) == isRows)
            goTo(at > 0 ? at - 1 : 0);
        break;
    case Qt::Key_Right:
    case Qt::Key_Down:
        if ((event->key() == Qt::Key_Down) == isRows)
            goTo(std::min(at + 1, last));
        break;
    case Qt::Key_Home:
        goTo(0);
        break;
    case Qt::Key_End:
        goTo(last);
        break;
    case Qt::Key_PageUp:
        stepSeries(1);
        break;
    case Qt::Key_PageDown:
        stepSeries(-1);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        choose(event->modifiers());
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

bool ChartWidget::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_view->viewport() || !m_made)
        return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto category = m_made->categoryAt(m_view->mapToScene(help->pos()));
        QToolTip::showText(help->globalPos(),
                           category ? items::categoryText(*m_data, *category).toHtmlEscaped() : QString(),
                           m_view);
        return true;
    }
    const auto* mouse = static_cast<QMouseEvent*>(event);
    if (event->type() != QEvent::MouseButtonRelease || mouse->button() != Qt::LeftButton)
        return QWidget::eventFilter(watched, event);
    const QPointF scene = m_view->mapToScene(mouse->pos());
    const auto category = m_made->categoryAt(scene);
    if (!category)
        return true;
    setFocus(Qt::MouseFocusReason);
    m_category = category;
    m_series = m_made->seriesAt(*category, scene);
    announce();
    choose(mouse->modifiers());
    return true;
}

void ChartWidget::announce()
{
    if (!QAccessible::isActive())
        return;
    for (const auto change : {QAccessible::NameChanged, QAccessible::DescriptionChanged}) {
        QAccessibleEvent event(this, change);
        QAccessible::updateAccessibility(&event);
    }
}

} // namespace keyturn::ui::charts

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_maker.h"

#include "models/timeline/ticks.h"

#include <QAreaSeries>
#include <QBarCategoryAxis>
#include <QBarSet>
#include <QCategoryAxis>
#include <QCoreApplication>
#include <QGraphicsLayout>
#include <QHorizontalStackedBarSeries>
#include <QLegend>
#include <QLegendMarker>
#include <QLineSeries>
#include <QLocale>
#include <QScatterSeries>
#include <QStackedBarSeries>
#include <QValueAxis>

#include <algorithm>
#include <cmath>

namespace keyturn::ui::charts {

namespace {

using items::ChartForm;
using items::ChartUnit;

constexpr double kLabelSpacingPx = 110;
constexpr qsizetype kRowLabelCharacters = 44;

QString sayOfChart(const char* text)
{
    return QCoreApplication::translate("Charts", text);
}

/// Labels differ from each other, because Qt's axis takes no label twice.
QString timeLabel(base::UtcTime time, keyturn::timeline::TickUnit unit)
{
    using keyturn::timeline::TickUnit;
    const base::CivilTime c = base::toCivil(time);
    const QLocale locale;
    const QString month = locale.monthName(c.month, QLocale::ShortFormat);
    if (unit == TickUnit::Year)
        return QString::number(c.year);
    if (unit == TickUnit::Month)
        return QStringLiteral("%1 %2").arg(month).arg(c.year);
    if (unit == TickUnit::Day || unit == TickUnit::Week)
        return QStringLiteral("%1 %2").arg(c.day).arg(month);
    if (unit == TickUnit::Hour || unit == TickUnit::Minute)
        return QStringLiteral("%1 %2 %3:%4")
            .arg(c.day)
            .arg(month)
            .arg(c.hour, 2, 10, QLatin1Char('0'))
            .arg(c.minute, 2, 10, QLatin1Char('0'));
    return base::toDisplay(time).mid(11, 8);
}

void styleAxis(QAbstractAxis* axis, const ChartStyle& style)
{
    axis->setLabelsColor(style.text);
    axis->setTitleBrush(style.text);
    axis->setLabelsFont(style.font);
    axis->setTitleFont(style.font);
    axis->setGridLineColor(style.grid);
    axis->setLinePenColor(style.axis);
}

/// A step of 1, 2 or 5 times a power of ten that cuts @p highest into about five.
double niceStep(double highest, double least)
{
    const double rough = std::max(highest / 5, least);
    const double power = std::pow(10, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 5.0, 10.0}) {
        if (factor * power >= rough - 1e-9)
            return factor * power;
    }
    return 10 * power;
}

} // namespace

MadeChart::MadeChart(items::ChartData data, const ChartStyle& style, int widthPx)
    : m_data(std::move(data)), m_chart(new QChart)
{
    m_chart->setBackgroundBrush(style.canvas);
    m_chart->setBackgroundRoundness(0);
    m_chart->setMargins(QMargins(8, 8, 40, 0));
    m_chart->layout()->setContentsMargins(0, 0, 0, 0);
    m_chart->setTitle(m_data.title);
    QFont bold = style.font;
    bold.setBold(true);
    m_chart->setTitleFont(bold);
    m_chart->setTitleBrush(style.text);
    m_chart->legend()->setAlignment(Qt::AlignTop);
    m_chart->legend()->setFont(style.font);
    m_chart->legend()->setLabelColor(style.text);
    m_chart->setAnimationOptions(QChart::NoAnimation);
    switch (m_data.form) {
    case ChartForm::TimeBars:
        addTimeBars(style, widthPx);
        break;
    case ChartForm::RowBars:
        addRowBars(style);
        break;
    case ChartForm::Steps:
        addSteps(style, widthPx);
        break;
    }
}

std::size_t MadeChart::drawnCount() const
{
    return m_data.form == ChartForm::RowBars ? std::min(kMostRows, m_data.categories.size())
                                             : m_data.categories.size();
}

double MadeChart::placeOf(base::UtcTime time) const
{
    const auto from = static_cast<double>(time.us - m_data.range.start.us);
    if (m_data.form == ChartForm::TimeBars)
        return from / static_cast<double>(m_data.categories.front().span.lengthUs()) - 0.5;
    return from / base::kUsPerSecond;
}

QAbstractAxis* MadeChart::timeAxis(const ChartStyle& style, int widthPx) const
{
    auto* axis = new QCategoryAxis;
    axis->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
    axis->setStartValue(placeOf(m_data.range.start));
    axis->setRange(placeOf(m_data.range.start), placeOf(m_data.range.end));
    const keyturn::timeline::TimeAxis span(m_data.range, std::max(widthPx, 200));
    const auto step = keyturn::timeline::tickStepFor(span, kLabelSpacingPx);
    for (const keyturn::timeline::Tick& tick : keyturn::timeline::ticksOf(span, step))
        axis->append(timeLabel(tick.at, step.unit), placeOf(tick.at));
    axis->setTitleText(sayOfChart(QT_TRANSLATE_NOOP("Charts", "Time (UTC)")));
    styleAxis(axis, style);
    return axis;
}

QAbstractAxis* MadeChart::valueAxis(const ChartStyle& style, double highest)
{
    auto* axis = new QValueAxis;
    QString title = m_data.valueTitle;
    if (m_data.unit == ChartUnit::LengthUs) {
        const bool isDays = highest > 72.0 * base::kUsPerHour;
        const bool isMinutes = highest <= 3.0 * base::kUsPerHour;
        m_valueScale = static_cast<double>(isDays      ? base::kUsPerDay
                                           : isMinutes ? base::kUsPerMinute
                                                       : base::kUsPerHour);
        title = QStringLiteral("%1 (%2)").arg(title, isDays ? sayOfChart(QT_TRANSLATE_NOOP("Charts", "days"))
                                                     : isMinutes
                                                         ? sayOfChart(QT_TRANSLATE_NOOP("Charts", "minutes"))
                                                         : sayOfChart(QT_TRANSLATE_NOOP("Charts", "hours")));
    }
    const double top = highest / m_valueScale;
    const double step = niceStep(top, m_data.unit == ChartUnit::Count ? 1 : 0.01);
    // A little room above the highest, so that its edge is seen.
    axis->setRange(0, std::max(step, std::ceil(top * 1.02 / step) * step));
    axis->setTickType(QValueAxis::TicksDynamic);
    axis->setTickAnchor(0);
    axis->setTickInterval(step);
    axis->setLabelFormat(QStringLiteral("%g"));
    axis->setTitleText(title);
    styleAxis(axis, style);
    return axis;
}

void MadeChart::addTimeBars(const ChartStyle& style, int widthPx)
{
    auto* bars = new QStackedBarSeries;
    double highest = m_data.level.value_or(0);
    for (std::size_t i = 0; i < m_data.categories.size(); ++i)
        highest = std::max(highest, m_data.totalOf(i));
    for (std::size_t s = 0; s < m_data.series.size(); ++s) {
        auto* set = new QBarSet(m_data.series[s].name);
        for (const double value : m_data.series[s].values)
            *set << value;
        set->setBrush(style.fill(m_data.kind, s));
        set->setPen(QPen(style.edge(m_data.kind, s), 1));
        bars->append(set);
    }
    bars->setBarWidth(0.8);
    m_chart->addSeries(bars);
    m_chart->addAxis(timeAxis(style, widthPx), Qt::AlignBottom);
    m_chart->addAxis(valueAxis(style, highest), Qt::AlignLeft);
    addLevel(style);
    for (QAbstractSeries* series : m_chart->series()) {
        for (QAbstractAxis* axis : m_chart->axes())
            series->attachAxis(axis);
    }
}

void MadeChart::addLevel(const ChartStyle& style)
{
    auto* probe = new QLineSeries;
    m_probe = probe;
    const double from = placeOf(m_data.range.start);
    const double until = placeOf(m_data.range.end);
    probe->append(from, m_data.level.value_or(0));
    probe->append(until, m_data.level.value_or(0));
    probe->setPen(m_data.level ? QPen(style.level, 2, Qt::DashLine) : QPen(Qt::NoPen));
    probe->setName(sayOfChart(QT_TRANSLATE_NOOP("Charts", "Led to a restriction before")));
    m_chart->addSeries(probe);
    auto* marks = new QScatterSeries;
    marks->setName(sayOfChart(QT_TRANSLATE_NOOP("Charts", "Restriction proposed")));
    marks->setMarkerShape(QScatterSeries::MarkerShapeTriangle);
    marks->setMarkerSize(12);
    marks->setBrush(style.canvas);
    marks->setPen(QPen(style.level, 2));
    for (const items::ChartMark& mark : m_data.marks) {
        if (m_data.range.contains(mark.at))
            marks->append(placeOf(mark.at), mark.value);
    }
    const bool hasMarks = !marks->points().isEmpty();
    m_chart->addSeries(marks);
    const std::pair<QAbstractSeries*, bool> told[] = {{probe, m_data.level.has_value()}, {marks, hasMarks}};
    for (const auto& [series, isTold] : told) {
        QLegendMarker* marker = m_chart->legend()->markers(series).constFirst();
        marker->setShape(QLegend::MarkerShapeFromSeries);
        marker->setVisible(isTold);
    }
}

void MadeChart::addRowBars(const ChartStyle& style)
{
    auto* bars = new QHorizontalStackedBarSeries;
    double highest = 0;
    for (std::size_t i = 0; i < drawnCount(); ++i)
        highest = std::max(highest, m_data.totalOf(i));
    m_chart->addAxis(valueAxis(style, highest), Qt::AlignBottom);
    // Qt counts rows from below; the first of ours stands at the top.
    QStringList labels;
    for (std::size_t i = drawnCount(); i-- > 0;) {
        QString label = m_data.categories[i].label;
        if (label.size() > kRowLabelCharacters)
            label = label.left(kRowLabelCharacters - 1) + QChar(0x2026);
        while (labels.contains(label))
            label += QStringLiteral(" ′");
        labels += label;
    }
    for (std::size_t s = 0; s < m_data.series.size(); ++s) {
        auto* set = new QBarSet(m_data.series[s].name);
        for (std::size_t i = drawnCount(); i-- > 0;)
            *set << m_data.series[s].values[i] / m_valueScale;
        set->setBrush(style.fill(m_data.kind, s));
        set->setPen(QPen(style.edge(m_data.kind, s), 1));
        bars->append(set);
    }
    bars->setBarWidth(0.7);
    m_chart->addSeries(bars);
    auto* rows = new QBarCategoryAxis;
    rows->append(labels);
    styleAxis(rows, style);
    rows->setGridLineVisible(false);
    // A label that is higher than its row is left out by Qt.
    QFont small = style.font;
    if (small.pixelSize() > 0)
        small.setPixelSize(small.pixelSize() * 4 / 5);
    else
        small.setPointSizeF(small.pointSizeF() * 0.8);
    rows->setLabelsFont(small);
    m_chart->addAxis(rows, Qt::AlignLeft);
    auto* probe = new QLineSeries;
    m_probe = probe;
    probe->setPen(Qt::NoPen);
    m_chart->addSeries(probe);
    m_chart->legend()->markers(probe).constFirst()->setVisible(false);
    for (QAbstractSeries* series : m_chart->series()) {
        for (QAbstractAxis* axis : m_chart->axes())
            series->attachAxis(axis);
    }
}

void MadeChart::addSteps(const ChartStyle& style, int widthPx)
{
    double highest = 0;
    std::vector<double> below(m_data.categories.size(), 0);
    std::vector<QLineSeries*> uppers;
    for (const items::ChartSeries& series : m_data.series) {
        auto* upper = new QLineSeries(m_chart);
        for (std::size_t i = 0; i < m_data.categories.size(); ++i) {
            below[i] += series.values[i];
            highest = std::max(highest, below[i]);
            upper->append(placeOf(m_data.categories[i].span.start), below[i]);
            upper->append(placeOf(m_data.categories[i].span.end), below[i]);
        }
        uppers.push_back(upper);
    }
    // From above: where there is nothing of a series, the edge of the one below covers its own.
    for (std::size_t s = m_data.series.size(); s-- > 0;) {
        auto* area = new QAreaSeries(uppers[s], s > 0 ? uppers[s - 1] : nullptr);
        area->setName(m_data.series[s].name);
        area->setBrush(style.fill(m_data.kind, s));
        area->setPen(QPen(style.edge(m_data.kind, s), 1.5));
        m_chart->addSeries(area);
    }
    auto* probe = new QLineSeries;
    m_probe = probe;
    probe->setPen(Qt::NoPen);
    m_chart->addSeries(probe);
    m_chart->legend()->markers(probe).constFirst()->setVisible(false);
    m_chart->addAxis(timeAxis(style, widthPx), Qt::AlignBottom);
    m_chart->addAxis(valueAxis(style, highest), Qt::AlignLeft);
    for (QAbstractSeries* series : m_chart->series()) {
        for (QAbstractAxis* axis : m_chart->axes())
            series->attachAxis(axis);
    }
}

QPointF MadeChart::toScene(double category, double value) const
{
    const QPointF point =
        m_data.form == ChartForm::RowBars ? QPointF(value, category) : QPointF(category, value);
    return m_chart->mapToScene(m_chart->mapToPosition(point, m_probe));
}

QRectF MadeChart::rectOf(std::size_t category, std::optional<std::size_t> series) const
{
    double from = 0;
    double until = m_data.totalOf(category);
    if (series) {
        for (std::size_t s = 0; s < *series; ++s)
            from += m_data.series[s].values[category];
        until = from + m_data.series[*series].values[category];
    }
    double begin = static_cast<double>(category) - 0.5;
    double end = begin + 1;
    if (m_data.form == ChartForm::RowBars) {
        begin = static_cast<double>(drawnCount() - 1 - category) - 0.5;
        end = begin + 1;
    } else if (m_data.form == ChartForm::Steps) {
        begin = placeOf(m_data.categories[category].span.start);
        end = placeOf(m_data.categories[category].span.end);
    }
    return QRectF(toScene(begin, from / m_valueScale), toScene(end, until / m_valueScale)).normalized();
}

std::optional<std::size_t> MadeChart::categoryAt(const QPointF& scene) const
{
    const QPointF inChart = m_chart->mapFromScene(scene);
    if (!m_chart->plotArea().contains(inChart) || drawnCount() == 0)
        return std::nullopt;
    const QPointF value = m_chart->mapToValue(inChart, m_probe);
    if (m_data.form == ChartForm::Steps) {
        for (std::size_t i = 0; i < m_data.categories.size(); ++i) {
            if (value.x() < placeOf(m_data.categories[i].span.end))
                return i;
        }
        return std::nullopt; // The future.
    }
    const double place = m_data.form == ChartForm::RowBars ? value.y() : value.x();
    const auto last = static_cast<double>(drawnCount() - 1);
    const auto at = static_cast<std::size_t>(std::clamp(std::round(place), 0.0, last));
    return m_data.form == ChartForm::RowBars ? drawnCount() - 1 - at : at;
}

std::optional<std::size_t> MadeChart::seriesAt(std::size_t category, const QPointF& scene) const
{
    const QPointF value = m_chart->mapToValue(m_chart->mapFromScene(scene), m_probe);
    double rest = (m_data.form == ChartForm::RowBars ? value.x() : value.y()) * m_valueScale;
    for (std::size_t s = 0; s < m_data.series.size(); ++s) {
        if (rest >= 0 && rest < m_data.series[s].values[category])
            return s;
        rest -= m_data.series[s].values[category];
    }
    return std::nullopt;
}

} // namespace keyturn::ui::charts

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/charts.h"
#include "ui/charts/chart_style.h"

#include <QChart>
#include <QXYSeries>

#include <memory>
#include <optional>

namespace keyturn::ui::charts {

/// A chart as Qt draws it, and the way from its pixels to what it shows.
class MadeChart
{
public:
    /// @param widthPx about how wide it will be: for the distance of its labels.
    MadeChart(items::ChartData data, const ChartStyle& style, int widthPx);
    [[nodiscard]] QChart* chart() const { return m_chart; } ///< Belongs to the scene it is added to.
    [[nodiscard]] const items::ChartData& data() const { return m_data; }
    /// How many categories are drawn.
    [[nodiscard]] std::size_t drawnCount() const;
    /// The category at a place of the scene; nothing outside the plot.
    [[nodiscard]] std::optional<std::size_t> categoryAt(const QPointF& scene) const;
    /// Which series of it is there; nothing above or beside its bar.
    [[nodiscard]] std::optional<std::size_t> seriesAt(std::size_t category, const QPointF& scene) const;
    /// Where a category is in the scene, from the axis to the top of its bar, or of one of its series.
    [[nodiscard]] QRectF rectOf(std::size_t category, std::optional<std::size_t> series = std::nullopt) const;

private:
    void addTimeBars(const ChartStyle& style, int widthPx);
    void addRowBars(const ChartStyle& style);
    void addSteps(const ChartStyle& style, int widthPx);
    void addLevel(const ChartStyle& style);
    [[nodiscard]] QAbstractAxis* timeAxis(const ChartStyle& style, int widthPx) const;
    [[nodiscard]] QAbstractAxis* valueAxis(const ChartStyle& style, double highest);
    /// The category axis' number of a time.
    [[nodiscard]] double placeOf(base::UtcTime time) const;
    [[nodiscard]] QPointF toScene(double category, double value) const;

    items::ChartData m_data;
    QChart* m_chart;
    QXYSeries* m_probe = nullptr; ///< Unseen: maps between values and pixels.
    double m_valueScale = 1;      ///< What values are divided by on the axis.
};

} // namespace keyturn::ui::charts

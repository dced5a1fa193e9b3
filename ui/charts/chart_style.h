// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/charts.h"

#include <QBrush>
#include <QColor>
#include <QFont>
#include <QPalette>

namespace keyturn::ui::charts {

/// So many rows of decisions fit into a chart; the table beside it has all.
inline constexpr std::size_t kMostRows = 8;

/// Colours and fonts of charts for one palette. Series are told apart by colours that people who do not see
/// red and green tell apart, and by patterns besides; strong colours have 3:1 on the canvas.
struct ChartStyle
{
    bool isDark = false;
    QColor canvas;
    QColor text;
    QColor muted;
    QColor grid;
    QColor axis;
    QColor level; ///< The line across, and marks on it.
    QColor focus;
    QFont font;

    [[nodiscard]] static ChartStyle of(const QPalette& palette, const QFont& font);
    /// The edge of a series; @p series counts from 0.
    [[nodiscard]] QColor edge(items::ChartKind kind, std::size_t series) const;
    /// What its bars and areas are filled with.
    [[nodiscard]] QBrush fill(items::ChartKind kind, std::size_t series) const;
};

} // namespace keyturn::ui::charts

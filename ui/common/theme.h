// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/table_model.h"

#include <QColor>
#include <QPalette>

class QApplication;
class QPainter;
class QRectF;

namespace keyturn::ui::common {

using items::Sign;
using items::Tone;

/// Step of the grid that margins and gaps keep to, in pixels.
inline constexpr int kGridPx = 8;

/// Which palette is asked for.
enum class ThemeChoice { System, Light, Dark };

/// The program's palette in light or dark.
[[nodiscard]] QPalette lightPalette();
[[nodiscard]] QPalette darkPalette();
/// Fusion with our palette; System follows what the desktop showed when the program began.
void applyTheme(QApplication& application, ThemeChoice choice);

/// Colours beside those a palette has, for one palette. Text colours have at least 4.5:1 on what they stand
/// on.
struct Colors
{
    bool isDark = false;
    QColor muted; ///< Text of less weight, on window and base.
    QColor card;  ///< Behind cards.
    QColor cardBorder;
    QColor rail;   ///< Behind the navigation.
    QColor accent; ///< Primary buttons, the chosen page.
    QColor onAccent;
    QColor banner; ///< The rewind: amber.
    QColor onBanner;
    QColor alarm; ///< The ledger is not sound.
    QColor onAlarm;

    [[nodiscard]] static Colors of(const QPalette& palette);
    /// The strong colour of a tone, as text and sign on window, base and toneFill().
    [[nodiscard]] QColor tone(Tone tone) const;
    /// What a chip of this tone is filled with.
    [[nodiscard]] QColor toneFill(Tone tone) const;
};

/// @p share (0 to 1) of @p over on @p under.
[[nodiscard]] QColor mixed(const QColor& under, const QColor& over, double share);
/// WCAG 2.1 contrast ratio: 1 to 21.
[[nodiscard]] double contrast(const QColor& a, const QColor& b);

/// Draws the sign of a tone into @p area, so that nothing is told by colour alone.
void paintSign(QPainter& painter, Sign sign, const QRectF& area, const QColor& color);

} // namespace keyturn::ui::common

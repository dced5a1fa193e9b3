// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/timeline/timeline_scene.h"

#include <QString>

class QPainter;

namespace keyturn::ui::timeline {

/// Least distance of two ticks.
inline constexpr double kTickSpacingPx = 92;

/// Height the ruler needs: dates, hours in UTC, and hours in the reader's zone where that is another.
[[nodiscard]] int rulerHeightPx(const QFont& font, const QTimeZone& zone);
/// Whether the reader's zone is ever another than UTC.
[[nodiscard]] bool isOtherZone(const QTimeZone& zone);
/// Seconds that @p zone is ahead of UTC at @p time.
[[nodiscard]] int offsetSecondsAt(const QTimeZone& zone, base::UtcTime time);

/// Paints the axis and its corner above the lane headers.
void paintRuler(QPainter& painter, const TimelineScene& scene);
/// A small label on the ruler at @p time: the pointer's place, the present, the rewind. Kept within the
/// canvas.
void paintRulerTag(QPainter& painter, const TimelineScene& scene, base::UtcTime time, const QString& text,
                   const QColor& fill, const QColor& textColor);

} // namespace keyturn::ui::timeline

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/words.h"
#include "ui/timeline/timeline_theme.h"

#include <QPixmap>

#include <array>

class QPainter;

namespace keyturn::ui::timeline {

/// Draws the sign of a severity about @p center, @p sizePx wide: diamond with a bar for critical, triangle
/// for high, square for medium, disc for low, ring for informational, dash for not stated.
void drawSeveritySign(QPainter& painter, domain::Severity severity, const QPointF& center, double sizePx,
                      const TimelineTheme& theme);

/// The signs drawn once: ten thousand drawn shapes would cost a frame, copies of pixels do not.
class Sprites
{
public:
    /// For one theme and screen.
    Sprites(const TimelineTheme& theme, double devicePixelRatio);
    /// Sign of a severity, with a halo in the lane's colour so that neighbours stay apart.
    [[nodiscard]] const QPixmap& severity(domain::Severity severity) const;
    /// Edge length of a sprite in logical pixels; its middle is the place of the event.
    static constexpr int kSizePx = 13;

private:
    std::array<QPixmap, keyturn::timeline::kSeverityCount> m_severities;
};

} // namespace keyturn::ui::timeline

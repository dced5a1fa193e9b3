// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/words.h"
#include "models/timeline/lane_index.h"
#include "models/timeline/overlay.h"

#include <QColor>
#include <QPalette>

#include <array>

namespace keyturn::ui::timeline {

using keyturn::timeline::Tone;

/// Every colour of the timeline, for one palette. Severity is told by shape and height as well; its colours
/// keep apart for people who do not see red and green, and have 3:1 against the lanes; text has 4.5:1.
struct TimelineTheme
{
    bool isDark = false;
    QColor canvas;      ///< Behind lanes.
    QColor canvasOther; ///< Behind every other lane.
    QColor header;      ///< Behind lane titles and the axis.
    QColor grid;
    QColor gridMajor;
    QColor separator; ///< Between lanes, and beside the headers.
    QColor text;
    QColor mutedText;
    QColor accent; ///< Selection, focus, the present.
    QColor onAccent;
    QColor knownAt; ///< The rewind.
    QColor onKnownAt;
    std::array<QColor, keyturn::timeline::kSeverityCount> severities;

    /// The theme that goes with a palette; light or dark by the palette's own lightness.
    [[nodiscard]] static TimelineTheme of(const QPalette& palette);
    [[nodiscard]] const QColor& severity(domain::Severity severity) const;
    /// The strong colour of a tone: edges, signs.
    [[nodiscard]] QColor tone(Tone tone) const;
    /// What a bar of this tone is filled with.
    [[nodiscard]] QColor toneFill(Tone tone) const;
    /// Text on toneFill().
    [[nodiscard]] QColor onToneFill(Tone tone) const;

    friend bool operator==(const TimelineTheme&, const TimelineTheme&) = default;
};

/// @p share (0 to 1) of @p over on @p under, both opaque.
[[nodiscard]] QColor blended(const QColor& under, const QColor& over, double share);
/// WCAG 2.1 contrast ratio of two opaque colours: 1 to 21.
[[nodiscard]] double contrastRatio(const QColor& a, const QColor& b);

} // namespace keyturn::ui::timeline

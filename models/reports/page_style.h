// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/reports/document.h"

#include <QColor>

namespace keyturn::reports {

inline constexpr int kResolutionDpi = 1200;
inline constexpr double kTopPoints = 32;    ///< Below the page's edge: the running head stands there.
inline constexpr double kBottomPoints = 26; ///< Above the page number.
inline constexpr double kCardIndentPoints = 12;
inline constexpr double kCellGapPoints = 8;
inline constexpr double kCellPadPoints = 2.6;
inline constexpr double kTextPoints = 9.5;
inline constexpr double kCellPoints = 8.5;
inline constexpr double kCodePadPoints = 6;
inline constexpr double kNoticePadPoints = 7;
inline constexpr double kBarPoints = 3; ///< Beside notices and cards.
inline constexpr double kParagraphGapPoints = 5;
inline constexpr double kBlockGapPoints = 8;
inline constexpr double kNoLigatures = 0.02;     ///< In the writer's units.
inline constexpr double kRulePoints = 0.4;       ///< Below a row.
inline constexpr double kHeaderRulePoints = 1.5; ///< Below a table's header, with its gap.

inline constexpr QColor kInk(0x1b, 0x24, 0x30);
inline constexpr QColor kQuiet(0x5b, 0x66, 0x75);
inline constexpr QColor kLine(0xd5, 0xdb, 0xe3);
inline constexpr QColor kWash(0xf1, 0xf4, 0xf8);
inline constexpr QColor kAccent(0x1f, 0x4e, 0x79);

/// The colour of a tone; all are dark enough for small print on white and on kWash.
[[nodiscard]] QColor colourOf(Tone tone);
/// Tones that are set in bold as well, so that they do not rest on colour alone.
[[nodiscard]] inline bool isStrong(Tone tone)
{
    return tone == Tone::Good || tone == Tone::Warning || tone == Tone::Bad;
}

} // namespace keyturn::reports

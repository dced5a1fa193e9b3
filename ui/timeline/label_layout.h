// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

namespace keyturn::ui::timeline {

/// A text that is to stand beside a mark, with others.
struct LabelWish
{
    double markPx = 0;   ///< Where the mark is.
    double wantedPx = 0; ///< Width of the whole text.
};

/// Where a label stands; of width 0 where it has no room at all.
struct LabelPlace
{
    double leftPx = 0;
    double widthPx = 0;   ///< Less than was wanted: the text is elided.
    bool isBelow = false; ///< In the row below the marks, where no mark is in the way.
    friend bool operator==(const LabelPlace&, const LabelPlace&) = default;
};

/// The two rows that labels share: one with the marks, one below it.
struct LabelRow
{
    double leftPx = 0;
    double rightPx = 0;      ///< No label goes beyond either.
    double beforeMarkPx = 6; ///< What a mark takes to its left, with a gap.
    double afterMarkPx = 14; ///< And to its right.
    double leastPx = 24;     ///< A shorter text would say nothing.
};

/// Places labels right of their marks, else left of them, else below them: whole where that can be, else
/// where most of them is seen. A label gives way only to another label, to a mark or to the row's end. @p
/// wishes are in order of markPx.
[[nodiscard]] std::vector<LabelPlace> placeLabels(std::span<const LabelWish> wishes, const LabelRow& row);

} // namespace keyturn::ui::timeline

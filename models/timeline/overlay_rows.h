// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/overlay.h"

#include <array>
#include <cstdint>
#include <vector>

namespace keyturn::timeline {

/// Rows for every item of an overlay: no two bars of a row overlap in time, however far one zooms.
struct OverlayRows
{
    struct Lane
    {
        std::int32_t rowCount = 0;
        /// By row; empty for a row that goes on with the group of the row above. None at all where no row
        /// has a title.
        std::vector<QString> titles;
        bool holdsMarks = false;    ///< Some stand by themselves.
        bool holdsBarMarks = false; ///< Some lie on bars.
    };
    std::array<Lane, kLaneCount> lanes;
    std::vector<std::int32_t> barRows;  ///< By index of the bar.
    std::vector<std::int32_t> markRows; ///< By index of the mark; kStripRow for those on no bar.
};

/// Packs each lane as its spec says; groups of bars below each other, in order of first appearance. Of a
/// group bars are taken by start, then by their place in the overlay; each goes to the first row of its group
/// that is free. A bar reaches to its due time if that is later, so that the mark has its place too.
[[nodiscard]] OverlayRows packOverlay(const Overlay& overlay);

/// From where to where a bar takes its row: to the calendar's end while it lasts.
[[nodiscard]] base::TimeRange rowSpanOf(const OverlayBar& bar);

} // namespace keyturn::timeline

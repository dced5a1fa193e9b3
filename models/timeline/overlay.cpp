// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/overlay.h"

#include <algorithm>

namespace keyturn::timeline {

std::optional<base::TimeRange> Overlay::extent() const
{
    std::optional<base::TimeRange> range;
    const auto take = [&range](base::UtcTime at) {
        if (!range)
            range = base::TimeRange{at, at};
        range->start = std::min(range->start, at);
        range->end = std::max(range->end, at);
    };
    for (const OverlayBar& bar : bars) {
        take(bar.start);
        if (bar.end)
            take(*bar.end);
        if (bar.dueAt)
            take(*bar.dueAt);
    }
    for (const OverlayMark& mark : marks)
        take(mark.at);
    if (range)
        range->end = range->end.plusUs(1);
    return range;
}

} // namespace keyturn::timeline

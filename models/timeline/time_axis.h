// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/time.h"

namespace keyturn::timeline {

/// First and last instants an axis shows: 0001-01-01 and 9999-12-31.
inline constexpr base::UtcTime kEarliestTime{-62'135'596'800'000'000};
inline constexpr base::UtcTime kLatestTime{253'402'300'799'999'999};
/// No axis shows less than this.
inline constexpr std::int64_t kShortestSpanUs = 100;

/// Which span of time lies on how many pixels: the arithmetic of zooming and panning, and nothing else.
/// Always within kEarliestTime and kLatestTime, never shorter than kShortestSpanUs.
class TimeAxis
{
public:
    TimeAxis() = default;
    /// @p visible is moved and cut to the limits; @p widthPx is at least 1.
    TimeAxis(base::TimeRange visible, int widthPx);

    [[nodiscard]] const base::TimeRange& visible() const { return m_visible; }
    [[nodiscard]] int widthPx() const { return m_widthPx; }
    [[nodiscard]] double usPerPx() const;

    /// Pixel of an instant; outside 0 … widthPx for what is not visible.
    [[nodiscard]] double xOf(base::UtcTime time) const;
    /// Instant at a pixel, cut to the limits.
    [[nodiscard]] base::UtcTime timeAt(double x) const;

    /// Shows @p factor times less time (more, below 1); the instant at @p aboutX stays there unless a limit
    /// is met.
    [[nodiscard]] TimeAxis zoomed(double factor, double aboutX) const;
    /// Shows what lies @p deltaPx to the right.
    [[nodiscard]] TimeAxis panned(double deltaPx) const;
    /// The same span on another width.
    [[nodiscard]] TimeAxis resized(int widthPx) const { return {m_visible, widthPx}; }
    /// As little moved as brings @p time into view, with a tenth of the width to spare.
    [[nodiscard]] TimeAxis showing(base::UtcTime time) const;

    friend bool operator==(const TimeAxis&, const TimeAxis&) = default;

private:
    base::TimeRange m_visible{{0}, {base::kUsPerDay}};
    int m_widthPx = 1;
};

} // namespace keyturn::timeline

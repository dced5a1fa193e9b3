// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/time_axis.h"

#include <algorithm>
#include <cmath>

namespace keyturn::timeline {

namespace {

/// Moves and cuts a span into the limits, keeping its length where that fits.
base::TimeRange withinLimits(base::TimeRange range)
{
    constexpr std::int64_t kLongestUs = kLatestTime.us - kEarliestTime.us;
    constexpr std::int64_t kFarUs = 4'000'000'000'000'000'000; // Twice this still fits: no overflow below.
    const std::int64_t startUs = std::clamp(range.start.us, -kFarUs, kFarUs);
    const std::int64_t endUs = std::clamp(range.end.us, -kFarUs, kFarUs);
    const std::int64_t lengthUs = std::clamp(endUs - startUs, kShortestSpanUs, kLongestUs);
    const std::int64_t movedUs = std::clamp(startUs, kEarliestTime.us, kLatestTime.us - lengthUs);
    return {{movedUs}, {movedUs + lengthUs}};
}

/// A double as microseconds, cut to three times the limits so that sums of two never overflow.
std::int64_t rounded(double us)
{
    constexpr double kFarUs = 9.0e17;
    return std::llround(std::clamp(us, -kFarUs, kFarUs));
}

} // namespace

TimeAxis::TimeAxis(base::TimeRange visible, int widthPx)
    : m_visible(withinLimits(visible)), m_widthPx(std::max(1, widthPx))
{
}

double TimeAxis::usPerPx() const
{
    return static_cast<double>(m_visible.lengthUs()) / m_widthPx;
}

double TimeAxis::xOf(base::UtcTime time) const
{
    // The difference is taken in whole microseconds: doubles of absolute times are only good to 8 µs.
    const std::int64_t cutUs = std::clamp(time.us, kEarliestTime.us, kLatestTime.us);
    return static_cast<double>(cutUs - m_visible.start.us) / usPerPx();
}

base::UtcTime TimeAxis::timeAt(double x) const
{
    const std::int64_t us = m_visible.start.us + rounded(std::floor(x * usPerPx()));
    return {std::clamp(us, kEarliestTime.us, kLatestTime.us)};
}

TimeAxis TimeAxis::zoomed(double factor, double aboutX) const
{
    if (!(factor > 0))
        return *this;
    const double length = static_cast<double>(m_visible.lengthUs());
    const double newLength = std::max(length / factor, static_cast<double>(kShortestSpanUs));
    const double share = aboutX / m_widthPx;
    const std::int64_t startUs = m_visible.start.us + rounded(share * (length - newLength));
    return {{{startUs}, {startUs + rounded(newLength)}}, m_widthPx};
}

TimeAxis TimeAxis::panned(double deltaPx) const
{
    const std::int64_t deltaUs = rounded(deltaPx * usPerPx());
    return {{m_visible.start.plusUs(deltaUs), m_visible.end.plusUs(deltaUs)}, m_widthPx};
}

TimeAxis TimeAxis::showing(base::UtcTime time) const
{
    const double x = xOf(time);
    const double marginPx = m_widthPx * 0.1;
    if (x < marginPx)
        return panned(x - marginPx);
    if (x > m_widthPx - marginPx)
        return panned(x - (m_widthPx - marginPx));
    return *this;
}

} // namespace keyturn::timeline

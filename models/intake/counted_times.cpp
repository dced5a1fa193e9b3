// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/counted_times.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace keyturn::intake {

using base::SourceTime;
using base::TimePrecision;

std::optional<LooseTime> countedTime(std::string_view text)
{
    // Seconds reach 1e11 in the year 5138; below 1e8 they would lie before 1973.
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size() ||
        !(value >= 1e8 && value < 1e20)) // "nan" is neither
        return std::nullopt;
    struct Unit
    {
        double below;
        std::int64_t perSecond;
        TimePrecision precision;
        const char* assumption;
    };
    constexpr std::array<Unit, 4> kUnits{{
        {1e11, 1, TimePrecision::Second, "the number is taken for seconds since 1970 UTC"},
        {1e14, 1'000, TimePrecision::Millisecond, "the number is taken for milliseconds since 1970 UTC"},
        {1e17, 1'000'000, TimePrecision::Microsecond, "the number is taken for microseconds since 1970 UTC"},
        {1e20, 1'000'000'000, TimePrecision::Microsecond,
         "the number is taken for nanoseconds since 1970 UTC; what is finer than a microsecond is in the "
         "record"},
    }};
    const Unit& unit =
        *std::find_if(kUnits.begin(), kUnits.end(), [&](const Unit& u) { return value < u.below; });
    std::optional<SourceTime> time;
    const auto whole = readInteger(text);
    if (whole && unit.perSecond <= base::kUsPerSecond)
        time = timeFromEpoch(*whole * (base::kUsPerSecond / unit.perSecond));
    else if (whole)
        time = timeFromEpoch(*whole / (unit.perSecond / base::kUsPerSecond));
    else
        time = timeFromEpoch(static_cast<std::int64_t>(
            std::llround(value / static_cast<double>(unit.perSecond) * base::kUsPerSecond)));
    if (!time)
        return std::nullopt;
    time->precision = whole ? unit.precision : TimePrecision::Microsecond;
    return LooseTime{*time, unit.assumption};
}

std::optional<LooseTime> spreadsheetTime(std::string_view text)
{
    double days = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), days);
    // From 1954 to 2119: a smaller or larger number is more likely something else.
    if (text.empty() || error != std::errc() || end != text.data() + text.size() ||
        !(days >= 20'000 && days <= 80'000)) // "nan" is neither
        return std::nullopt;
    constexpr std::int64_t kDaysBefore1970 = 25'569;
    const double whole = std::floor(days);
    SourceTime time;
    time.start.us = (static_cast<std::int64_t>(whole) - kDaysBefore1970) * base::kUsPerDay;
    time.precision = TimePrecision::Day;
    if (days > whole) {
        const auto seconds = std::llround((days - whole) * 86'400);
        time.start.us += seconds * base::kUsPerSecond;
        time.precision = TimePrecision::Second;
    }
    return LooseTime{time, "the number is taken for a spreadsheet's days since 1899-12-30"};
}

} // namespace keyturn::intake

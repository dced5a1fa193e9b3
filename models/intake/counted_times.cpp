// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/counted_times.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace keyturn::intake {

using base::SourceTime;
using base::TimePrecision;

namespace {

struct CountUnit
{
    TimeStyle style;
    double below; ///< What is smaller is taken for this unit where none is stated.
    std::int64_t perSecond;
    TimePrecision precision;
    const char* assumption;
};

// Seconds reach 1e11 in the year 5138; below 1e8 they would lie before 1973.
constexpr double kLeastCount = 1e8;
constexpr std::array<CountUnit, 4> kCountUnits{{
    {TimeStyle::Seconds, 1e11, 1, TimePrecision::Second, "the number is taken for seconds since 1970 UTC"},
    {TimeStyle::Milliseconds, 1e14, 1'000, TimePrecision::Millisecond,
     "the number is taken for milliseconds since 1970 UTC"},
    {TimeStyle::Microseconds, 1e17, 1'000'000, TimePrecision::Microsecond,
     "the number is taken for microseconds since 1970 UTC"},
    {TimeStyle::Nanoseconds, 1e20, 1'000'000'000, TimePrecision::Microsecond,
     "the number is taken for nanoseconds since 1970 UTC; what is finer than a microsecond is in the "
     "record"},
}};

/// The whole of @p text as a number.
std::optional<double> numberIn(std::string_view text)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt; // "nan" and "inf" are read as numbers, too.
    return value;
}

std::optional<SourceTime> timeOfCount(std::string_view text, double value, const CountUnit& unit)
{
    // The greatest count that timeFromEpoch() takes lies far below what a 64-bit integer holds.
    if (!(std::abs(value) / static_cast<double>(unit.perSecond) < 1e12))
        return std::nullopt;
    std::optional<SourceTime> time;
    const auto whole = readInteger(text);
    if (whole && unit.perSecond <= base::kUsPerSecond)
        time = timeFromEpoch(*whole * (base::kUsPerSecond / unit.perSecond));
    else if (whole)
        time = timeFromEpoch(*whole / (unit.perSecond / base::kUsPerSecond));
    else
        time = timeFromEpoch(static_cast<std::int64_t>(
            std::llround(value / static_cast<double>(unit.perSecond) * base::kUsPerSecond)));
    if (time)
        time->precision = whole ? unit.precision : TimePrecision::Microsecond;
    return time;
}

} // namespace

std::optional<LooseTime> countedTime(std::string_view text)
{
    const auto value = numberIn(text);
    if (!value || *value < kLeastCount || *value >= kCountUnits.back().below)
        return std::nullopt;
    const CountUnit& unit = *std::find_if(kCountUnits.begin(), kCountUnits.end(),
                                          [&](const CountUnit& u) { return *value < u.below; });
    const auto time = timeOfCount(text, *value, unit);
    return time ? std::optional(LooseTime{*time, unit.assumption}) : std::nullopt;
}

std::optional<LooseTime> countedTime(std::string_view text, TimeStyle unit)
{
    const auto value = numberIn(text);
    const auto known = std::find_if(kCountUnits.begin(), kCountUnits.end(),
                                    [&](const CountUnit& u) { return u.style == unit; });
    const auto time = value && known != kCountUnits.end() ? timeOfCount(text, *value, *known) : std::nullopt;
    return time ? std::optional(LooseTime{*time, {}}) : std::nullopt;
}

std::optional<LooseTime> spreadsheetTime(std::string_view text)
{
    const auto number = numberIn(text);
    // From 1954 to 2119: a smaller or larger number is more likely something else.
    if (!number || *number < 20'000 || *number > 80'000)
        return std::nullopt;
    const double days = *number;
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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/ticks.h"

#include <QDate>

#include <algorithm>
#include <array>
#include <cmath>

namespace keyturn::timeline {

namespace {

constexpr double kUsPerMeanYear = 365.2425 * static_cast<double>(base::kUsPerDay);
/// 1970-01-05 was a Monday.
constexpr std::int64_t kFirstMondayUs = 4 * base::kUsPerDay;
/// A guard against a step that does not belong to the axis.
constexpr std::size_t kMostTicks = 20'000;

constexpr std::array kTickSteps{
    TickStep{TickUnit::Microsecond, 1},   TickStep{TickUnit::Microsecond, 2},
    TickStep{TickUnit::Microsecond, 5},   TickStep{TickUnit::Microsecond, 10},
    TickStep{TickUnit::Microsecond, 20},  TickStep{TickUnit::Microsecond, 50},
    TickStep{TickUnit::Microsecond, 100}, TickStep{TickUnit::Microsecond, 200},
    TickStep{TickUnit::Microsecond, 500}, TickStep{TickUnit::Millisecond, 1},
    TickStep{TickUnit::Millisecond, 2},   TickStep{TickUnit::Millisecond, 5},
    TickStep{TickUnit::Millisecond, 10},  TickStep{TickUnit::Millisecond, 20},
    TickStep{TickUnit::Millisecond, 50},  TickStep{TickUnit::Millisecond, 100},
    TickStep{TickUnit::Millisecond, 200}, TickStep{TickUnit::Millisecond, 500},
    TickStep{TickUnit::Second, 1},        TickStep{TickUnit::Second, 2},
    TickStep{TickUnit::Second, 5},        TickStep{TickUnit::Second, 10},
    TickStep{TickUnit::Second, 15},       TickStep{TickUnit::Second, 30},
    TickStep{TickUnit::Minute, 1},        TickStep{TickUnit::Minute, 2},
    TickStep{TickUnit::Minute, 5},        TickStep{TickUnit::Minute, 10},
    TickStep{TickUnit::Minute, 15},       TickStep{TickUnit::Minute, 30},
    TickStep{TickUnit::Hour, 1},          TickStep{TickUnit::Hour, 2},
    TickStep{TickUnit::Hour, 3},          TickStep{TickUnit::Hour, 6},
    TickStep{TickUnit::Hour, 12},         TickStep{TickUnit::Day, 1},
    TickStep{TickUnit::Day, 2},           TickStep{TickUnit::Week, 1},
    TickStep{TickUnit::Week, 2},          TickStep{TickUnit::Month, 1},
    TickStep{TickUnit::Month, 2},         TickStep{TickUnit::Month, 3},
    TickStep{TickUnit::Month, 6},         TickStep{TickUnit::Year, 1},
    TickStep{TickUnit::Year, 2},          TickStep{TickUnit::Year, 5},
    TickStep{TickUnit::Year, 10},         TickStep{TickUnit::Year, 20},
    TickStep{TickUnit::Year, 50},         TickStep{TickUnit::Year, 100},
    TickStep{TickUnit::Year, 200},        TickStep{TickUnit::Year, 500},
    TickStep{TickUnit::Year, 1000},       TickStep{TickUnit::Year, 2000},
};

/// Length of units that have one; 0 for months and years.
std::int64_t fixedUnitUs(TickUnit unit)
{
    switch (unit) {
    case TickUnit::Microsecond:
        return 1;
    case TickUnit::Millisecond:
        return base::kUsPerMs;
    case TickUnit::Second:
        return base::kUsPerSecond;
    case TickUnit::Minute:
        return base::kUsPerMinute;
    case TickUnit::Hour:
        return base::kUsPerHour;
    case TickUnit::Day:
        return base::kUsPerDay;
    case TickUnit::Week:
        return 7 * base::kUsPerDay;
    case TickUnit::Month:
    case TickUnit::Year:
        return 0;
    }
    return 0;
}

std::int64_t floorTo(std::int64_t value, std::int64_t step)
{
    const std::int64_t rest = value % step;
    return value - (rest < 0 ? rest + step : rest);
}

bool isMajor(base::UtcTime at, TickStep step)
{
    const base::CivilTime c = base::toCivil(at);
    const bool isMidnight = c.hour == 0 && c.minute == 0 && c.second == 0 && c.microsecond == 0;
    switch (step.unit) {
    case TickUnit::Microsecond:
    case TickUnit::Millisecond:
        return c.microsecond == 0;
    case TickUnit::Second:
    case TickUnit::Minute:
    case TickUnit::Hour:
        return isMidnight;
    case TickUnit::Day:
        return c.month == 1 && c.day <= step.count;
    case TickUnit::Week:
        return c.month == 1 && c.day <= 7 * step.count;
    case TickUnit::Month:
        return c.month == 1;
    case TickUnit::Year:
        return c.year % (10 * step.count) == 0;
    }
    return false;
}

QDate dateOf(const base::CivilTime& c)
{
    return {c.year, c.month, c.day};
}

base::CivilTime civilAt(base::UtcTime at, int offsetSeconds)
{
    const std::int64_t us = at.us + offsetSeconds * base::kUsPerSecond;
    return base::toCivil({std::clamp(us, kEarliestTime.us, kLatestTime.us)});
}

} // namespace

double TickStep::lengthUs() const
{
    if (unit == TickUnit::Month)
        return count * kUsPerMeanYear / 12;
    if (unit == TickUnit::Year)
        return count * kUsPerMeanYear;
    return static_cast<double>(fixedUnitUs(unit)) * count;
}

TickStep tickStepFor(const TimeAxis& axis, double spacingPx)
{
    const double leastUs = axis.usPerPx() * spacingPx;
    for (const TickStep step : kTickSteps) {
        if (step.lengthUs() >= leastUs)
            return step;
    }
    return kTickSteps.back();
}

std::vector<Tick> ticksOf(const TimeAxis& axis, TickStep step)
{
    std::vector<Tick> ticks;
    const auto [start, end] = axis.visible();
    const auto put = [&](base::UtcTime at) {
        if (at >= start)
            ticks.push_back({at, isMajor(at, step)});
    };
    if (const std::int64_t unitUs = fixedUnitUs(step.unit); unitUs > 0) {
        const std::int64_t stepUs = unitUs * step.count;
        const std::int64_t originUs = step.unit == TickUnit::Week ? kFirstMondayUs : 0;
        for (std::int64_t us = floorTo(start.us - originUs, stepUs) + originUs; us <= end.us; us += stepUs) {
            put({us});
            if (ticks.size() > kMostTicks)
                break;
        }
        return ticks;
    }
    const std::int64_t stepMonths = step.unit == TickUnit::Year ? 12LL * step.count : step.count;
    const base::CivilTime first = base::toCivil(start);
    for (std::int64_t month = floorTo(first.year * 12LL + first.month - 1, stepMonths);;
         month += stepMonths) {
        base::CivilTime civil;
        civil.year = static_cast<int>(month / 12);
        civil.month = static_cast<int>(month % 12) + 1;
        if (civil.year < 1)
            continue; // The calendar has no year 0: the first tick of a coarse step is its first multiple.
        const auto at = base::fromCivil(civil);
        if (!at || *at > end || ticks.size() > kMostTicks)
            return ticks;
        put(*at);
    }
}

QString tickLabel(base::UtcTime at, TickStep step, const QLocale& locale, int offsetSeconds)
{
    const base::CivilTime c = civilAt(at, offsetSeconds);
    switch (step.unit) {
    case TickUnit::Microsecond:
        return QString::asprintf("%02d.%06d", c.second, c.microsecond);
    case TickUnit::Millisecond:
        return QString::asprintf("%02d.%03d", c.second, c.microsecond / 1000);
    case TickUnit::Second:
        return QString::asprintf("%02d:%02d:%02d", c.hour, c.minute, c.second);
    case TickUnit::Minute:
    case TickUnit::Hour:
        return QString::asprintf("%02d:%02d", c.hour, c.minute);
    case TickUnit::Day:
        return locale.toString(dateOf(c), QStringLiteral("ddd d MMM"));
    case TickUnit::Week:
        return locale.toString(dateOf(c), QStringLiteral("d MMM"));
    case TickUnit::Month:
        return locale.toString(dateOf(c), QStringLiteral("MMM yyyy"));
    case TickUnit::Year:
        return QString::asprintf("%d", c.year);
    }
    return {};
}

QString tickContext(base::UtcTime at, TickStep step, const QLocale& locale, int offsetSeconds)
{
    const base::CivilTime c = civilAt(at, offsetSeconds);
    const QString date = locale.toString(dateOf(c), QStringLiteral("ddd yyyy-MM-dd"));
    switch (step.unit) {
    case TickUnit::Microsecond:
    case TickUnit::Millisecond:
        return date + QString::asprintf(" %02d:%02d:%02d", c.hour, c.minute, c.second);
    case TickUnit::Second:
    case TickUnit::Minute:
    case TickUnit::Hour:
        return date;
    case TickUnit::Day:
    case TickUnit::Week:
        return QString::asprintf("%d", c.year);
    case TickUnit::Month:
    case TickUnit::Year:
        return {};
    }
    return {};
}

} // namespace keyturn::timeline

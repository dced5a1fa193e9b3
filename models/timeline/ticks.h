// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/time.h"
#include "models/timeline/time_axis.h"

#include <QLocale>
#include <QString>

#include <vector>

namespace keyturn::timeline {

/// What a tick step counts in.
enum class TickUnit : std::uint8_t { Microsecond, Millisecond, Second, Minute, Hour, Day, Week, Month, Year };

/// The distance of two ticks: so many of a unit. Months and years follow the calendar, weeks begin on Monday.
struct TickStep
{
    TickUnit unit = TickUnit::Hour;
    int count = 1;
    friend bool operator==(TickStep, TickStep) = default;
    /// Length, for months and years the mean one.
    [[nodiscard]] double lengthUs() const;
};

/// A place on the axis that gets a line and, where there is room, a label.
struct Tick
{
    base::UtcTime at;
    bool isMajor = false; ///< The next larger thing begins here: a day, a year, a whole second.
    friend bool operator==(const Tick&, const Tick&) = default;
};

/// The finest step whose ticks lie at least @p spacingPx apart.
[[nodiscard]] TickStep tickStepFor(const TimeAxis& axis, double spacingPx);
/// Ticks in the visible span, in order.
[[nodiscard]] std::vector<Tick> ticksOf(const TimeAxis& axis, TickStep step);

/// Short label of a tick: "09:41", "Fri 12 Jun", "2026". @p offsetSeconds is the zone's offset there (0 for
/// UTC).
[[nodiscard]] QString tickLabel(base::UtcTime at, TickStep step, const QLocale& locale,
                                int offsetSeconds = 0);
/// What a row of such labels leaves out: "Fri 2026-06-12" above hours, "2026" above days; empty above years.
[[nodiscard]] QString tickContext(base::UtcTime at, TickStep step, const QLocale& locale,
                                  int offsetSeconds = 0);

} // namespace keyturn::timeline

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/time.h"

#include <QStringView>

#include <optional>

namespace keyturn::timeline {

/// A time that a person wrote to go to.
struct TimeEntry
{
    base::UtcTime at;
    base::TimeRange stated; ///< What the entry covers: a day for a date; empty for an instant.
    friend bool operator==(const TimeEntry&, const TimeEntry&) = default;
};

/// Reads "now"; "-2h", "+3d", "-90 min", "+1d 6h" (from @p now; units s, min or m, h, d, w); "2026",
/// "2026-06", "2026-06-12"; and date-times with `T` or a blank, of UTC unless they state a zone.
/// @return nothing for anything else, and for times that no axis shows.
[[nodiscard]] std::optional<TimeEntry> readTimeEntry(QStringView text, base::UtcTime now);

/// What to show for @p entry while @p visible is on screen: what it covers with a little margin, or the same
/// length as now with the instant in the middle.
[[nodiscard]] base::TimeRange rangeFor(const TimeEntry& entry, const base::TimeRange& visible);

} // namespace keyturn::timeline

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/time.h"

#include <QString>

#include <cstdint>
#include <vector>

namespace keyturn::base {

/// How often a zone's clocks show a time.
enum class ClockShows : std::uint8_t {
    Once,
    Twice, ///< Clocks were put back over it.
    Never  ///< Clocks were put forward over it.
};

/// The instants that a clock's reading may mean.
struct LocalReading
{
    UtcTime earlier;
    UtcTime later; ///< The same as earlier where it is shown once. Where never: by the offset before the gap.
    ClockShows shows = ClockShows::Once;
};

/// What the clocks of a zone show, by the rules of the system's time zone database for the years 1900 to
/// 2100; outside of them the nearest offset holds. A value that does not change; any thread may read it.
class LocalZone
{
public:
    /// The zone of a name in the time zone database as Qt lists them ("Europe/Berlin"; none of its older
    /// names), of "UTC", or of an offset east of UTC up to 14 hours ("+02:00", "-0530", "UTC+2").
    /// @return NotAZone.
    [[nodiscard]] static Result<LocalZone> named(const QString& name);

    /// The name it was asked for by.
    [[nodiscard]] const QString& name() const { return m_name; }
    /// What a clock's reading means. @param clockUs microseconds from 1970-01-01 00:00 as the clock shows it.
    [[nodiscard]] LocalReading read(std::int64_t clockUs) const;

private:
    /// From when on an offset holds.
    struct Rule
    {
        std::int64_t fromUs;
        std::int64_t offsetUs; ///< East of UTC.
    };
    LocalZone(QString name, std::int64_t offsetUs) : m_name(std::move(name)), m_rules{{INT64_MIN, offsetUs}}
    {
    }

    QString m_name;
    std::vector<Rule> m_rules; ///< In order of time; the first holds from ever.
};

} // namespace keyturn::base

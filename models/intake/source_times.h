// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/time.h"

#include <QString>

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace keyturn::intake {

/// Reads the times of a file, one after another. It accepts what base::parseLenientIso accepts and gives the
/// same result; it is quicker where the day and the zone are those of the time before, as in nearly every
/// log.
class TimeReader
{
public:
    /// The time that @p text states, or nothing.
    [[nodiscard]] std::optional<base::SourceTime> read(std::string_view text);

private:
    [[nodiscard]] bool readDate(const char* text);
    [[nodiscard]] bool readZone(std::string_view zone, base::SourceTime& out);
    [[nodiscard]] std::optional<base::SourceTime> readSlowly(std::string_view text);

    /// The date of m_dayUs. The first is a true one too: of anything else a file could have the bytes.
    std::array<char, 10> m_date{'1', '9', '7', '0', '-', '0', '1', '-', '0', '1'};
    std::int64_t m_dayUs = 0;
    std::array<char, 6> m_zone{}; ///< An offset other than those of UTC, met before.
    std::size_t m_zoneLength = 0;
    QString m_zoneText;
    std::int64_t m_zoneOffsetUs = 0;
};

/// The whole number that @p text writes in decimal, blanks around it allowed; nothing where it is not one or
/// overflows.
[[nodiscard]] std::optional<std::int64_t> readInteger(std::string_view text);

/// The instant @p us microseconds after 1970-01-01T00:00:00Z; nothing outside the years 0001 to 9999. Its
/// zone is "Z": such a count is one of UTC by definition.
[[nodiscard]] std::optional<base::SourceTime> timeFromEpoch(std::int64_t us);

/// @p time stated no finer than @p precision: its start moves to the start of that year, month, day …, in the
/// time's own zone, unless that lies outside the years 0001 to 9999 of UTC. A time that is already coarser
/// stays as it is.
[[nodiscard]] base::SourceTime coarsened(const base::SourceTime& time, base::TimePrecision precision);

} // namespace keyturn::intake

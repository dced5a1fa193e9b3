// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/time.h"
#include "models/intake/source_times.h"

#include <cstdint>
#include <optional>
#include <simdjson.h>
#include <string>
#include <string_view>
#include <vector>

namespace keyturn::formats {

/// What a count since 1970-01-01T00:00:00Z counts.
enum class EpochUnit : std::uint8_t { Seconds, Milliseconds, Microseconds, Nanoseconds };

/// Whether @p second, counted since 1970 UTC, lies in the years 1980 to 2199: what a count is told by.
[[nodiscard]] bool isPlausibleSecond(std::int64_t second);

/// What a member that should be a time was found to be.
struct StatedTime
{
    std::optional<base::SourceTime> time; ///< Nothing where it states none.
    std::vector<std::string> notes;       ///< What had to be assumed, or why it states none.
};

/// Reads times of JSON members, whether written as text or as a count, and says what had to be assumed:
/// digits cut, a unit that is not the documented one, something that is no time.
class StatedTimeReader
{
public:
    /// The time that @p text writes as ISO 8601. Blank text states none and needs no note. @param name the
    /// member's, for the notes.
    [[nodiscard]] StatedTime fromText(std::string_view text, std::string_view name);
    /// The same of a time that is in UTC by definition, even where no zone is written.
    [[nodiscard]] StatedTime fromUtcText(std::string_view text, std::string_view name);
    /// The time of a count in a number or in text. @param unit the documented one. Where another gives a year
    /// from 1980 to 2200 and @p unit does not, that is taken, and noted. No finer than the count is written.
    [[nodiscard]] static StatedTime fromCount(std::string_view digits, EpochUnit unit, std::string_view name);
    /// @p stated taken to be in UTC where it names no zone, because it is by definition.
    [[nodiscard]] static StatedTime asUtc(StatedTime stated);
    /// The time of @p value, a count or ISO 8601 text; null states none.
    [[nodiscard]] StatedTime fromValue(simdjson::dom::element value, EpochUnit unit, std::string_view name);

private:
    intake::TimeReader m_times;
};

} // namespace keyturn::formats

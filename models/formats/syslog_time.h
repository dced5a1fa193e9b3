// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/time.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace keyturn::formats {

/// A time with the name of its month, as syslog messages begin with.
struct SyslogTime
{
    std::optional<base::SourceTime> time; ///< Nothing where no year is written, or where it is no date.
    std::string_view asWritten;
    std::string note; ///< Why it is none, or what is not certain about it; may be empty.
};

/// Takes a time off the front of @p rest: "Oct 11 22:14:15", RFC 3164 section 4.1.2, which names no year; the
/// same with the year before or behind the day or at the end, as section 5.4 shows and many devices write,
/// with a fraction of a second, and a zone. A star or a point before it is how Cisco marks a clock that may
/// be wrong. Nothing where @p rest begins otherwise.
[[nodiscard]] std::optional<SyslogTime> takeSyslogTime(std::string_view& rest);

/// True when @p text begins with a time that names its month but no year.
[[nodiscard]] bool beginsWithYearlessTime(std::string_view text);

} // namespace keyturn::formats

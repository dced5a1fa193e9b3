// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/time.h"
#include "models/intake/source_times.h"

#include <optional>
#include <string_view>

namespace keyturn::formats {

/// A syslog message taken apart; views into the line.
struct SyslogLine
{
    std::optional<int> priority; ///< facility × 8 + severity, as written; nothing where none stands.
    bool isVersion1 = false;     ///< RFC 5424.
    std::optional<base::SourceTime> time;
    std::string_view timeAsWritten;
    std::string_view host;
    std::string_view application; ///< APP-NAME, or TAG without its process id.
    std::string_view process;     ///< PROCID.
    std::string_view messageId;
    std::string_view structuredData; ///< With its brackets.
    std::string_view message;
};

/// Takes @p line apart: RFC 5424 section 6, or RFC 3164 section 4.1, with or without the priority (files
/// mostly lack it), the time also as ISO 8601 as rsyslog writes it. Nothing where it begins with none of
/// these times.
[[nodiscard]] std::optional<SyslogLine> parseSyslog(std::string_view line, intake::TimeReader& times);

} // namespace keyturn::formats

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/time.h"
#include "models/formats/stated_times.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keyturn::formats {

/// A syslog message taken apart; views into the line.
struct SyslogLine
{
    std::optional<int> priority; ///< facility × 8 + severity, as written; nothing where none stands.
    bool isVersion1 = false;     ///< RFC 5424.
    std::optional<base::SourceTime> time;
    std::string_view timeAsWritten; ///< Empty where none is.
    std::vector<std::string> notes; ///< Why the time is none, or what is not certain about it.
    std::string_view host;
    std::string_view application; ///< APP-NAME, or TAG without its process id.
    std::string_view process;     ///< PROCID.
    std::string_view messageId;
    std::string_view structuredData; ///< With its brackets.
    std::string_view message;
};

/// Takes @p line apart: RFC 5424 section 6, or RFC 3164 section 4.1, with or without the priority (files
/// mostly lack it), the time also as ISO 8601 as rsyslog writes it, or behind a sequence number or a host as
/// Cisco does. A line with a priority and no time is all message (RFC 3164, section 4.3.2). Nothing where it
/// begins with neither.
[[nodiscard]] std::optional<SyslogLine> parseSyslog(std::string_view line, StatedTimeReader& times);

/// Octet counting (RFC 6587, section 3.4.1): how many bytes the message that @p text begins with takes, its
/// count and the blank behind it included; nothing where it begins with no such count.
[[nodiscard]] std::optional<std::size_t> countedSyslogSize(std::string_view text);

} // namespace keyturn::formats

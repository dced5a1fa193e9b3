// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/syslog_line.h"

#include "models/formats/syslog_time.h"
#include "models/intake/record_text.h"
#include "models/intake/source_times.h"

#include <algorithm>

namespace keyturn::formats {

using namespace intake;

namespace {

/// Takes the text up to the next blank off the front of @p rest.
std::string_view takeToken(std::string_view& rest)
{
    const std::size_t end = std::min(rest.find(' '), rest.size());
    const std::string_view token = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return token;
}

std::string_view nilIsEmpty(std::string_view token)
{
    return token == "-" ? std::string_view() : token;
}

/// Elements of structured data, section 6.3: brackets, with quoted values that may hold escaped brackets.
std::string_view takeStructuredData(std::string_view& rest)
{
    if (!rest.starts_with('['))
        return nilIsEmpty(takeToken(rest));
    bool isQuoted = false;
    bool isOpen = false;
    for (std::size_t i = 0; i < rest.size(); ++i) {
        const char c = rest[i];
        if (isQuoted && c == '\\') {
            ++i;
        } else if (c == '"') {
            isQuoted = !isQuoted;
        } else if (!isQuoted && c == '[') {
            isOpen = true;
        } else if (!isQuoted && c == ']') {
            isOpen = false;
        } else if (!isQuoted && !isOpen && c == ' ') {
            const std::string_view data = rest.substr(0, i);
            rest.remove_prefix(i + 1);
            return data;
        }
    }
    const std::string_view data = rest;
    rest = {};
    return data;
}

void readVersion1(std::string_view rest, SyslogLine& line)
{
    line.host = nilIsEmpty(takeToken(rest));
    line.application = nilIsEmpty(takeToken(rest));
    line.process = nilIsEmpty(takeToken(rest));
    line.messageId = nilIsEmpty(takeToken(rest));
    line.structuredData = takeStructuredData(rest);
    line.message = withoutByteOrderMark(rest);
}

/// HOSTNAME and MSG of RFC 3164, sections 4.1.2 and 4.1.3: a TAG ends at what is no letter or digit, in
/// practice at a colon or a bracket. A first word that ends with a colon is the TAG of a line without host.
void readTraditional(std::string_view rest, SyslogLine& line)
{
    while (rest.starts_with(' '))
        rest.remove_prefix(1);
    const std::string_view whole = rest;
    const std::string_view first = takeToken(rest);
    if (first.ends_with(':'))
        rest = whole;
    else
        line.host = first;
    const std::string_view message = rest;
    const std::string_view tag = takeToken(rest);
    if (!tag.ends_with(':') || tag.size() > 64) {
        line.message = trimmed(message);
        return;
    }
    line.application = tag.substr(0, tag.size() - 1);
    if (const std::size_t open = line.application.find('['); open != std::string_view::npos) {
        line.process = line.application.substr(open + 1);
        line.application = line.application.substr(0, open);
        if (line.process.ends_with(']'))
            line.process.remove_suffix(1);
    }
    line.message = trimmed(rest);
}

void setTime(SyslogLine& line, const SyslogTime& time)
{
    line.time = time.time;
    line.timeAsWritten = time.asWritten;
    if (!time.note.empty())
        line.notes.push_back(time.note);
}

/// What stands behind a time: a colon and the message, as Cisco writes it, or a host and the message.
void readBehindTime(std::string_view rest, SyslogLine& line)
{
    if (rest.starts_with(": "))
        line.message = trimmed(rest.substr(2));
    else
        readTraditional(rest, line);
}

/// A sequence number, a host, or both before the time, each with a colon: "46: Mar  1 …", "switch: 2017 …".
bool readWithWordsBefore(std::string_view rest, SyslogLine& line)
{
    std::string_view host;
    for (int words = 0; words < 2; ++words) {
        const std::string_view word = takeToken(rest);
        if (word.size() < 2 || !word.ends_with(':'))
            return false;
        const std::string_view name = word.substr(0, word.size() - 1);
        if (!readInteger(name))
            host = name;
        if (const auto time = takeSyslogTime(rest)) {
            setTime(line, *time);
            readBehindTime(rest, line);
            if (line.host.empty())
                line.host = host;
            return true;
        }
    }
    return false;
}

} // namespace

std::optional<std::size_t> countedSyslogSize(std::string_view text)
{
    constexpr std::size_t kMostDigits = 8;
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    if (digits == 0 || digits > kMostDigits || text.substr(digits, 2) != " <")
        return std::nullopt;
    const auto count = readInteger(text.substr(0, digits));
    return count ? std::optional(digits + 1 + static_cast<std::size_t>(*count)) : std::nullopt;
}

std::optional<SyslogLine> parseSyslog(std::string_view text, StatedTimeReader& times)
{
    SyslogLine line;
    std::string_view rest = withoutByteOrderMark(text);
    if (countedSyslogSize(rest))
        rest.remove_prefix(rest.find('<'));
    if (rest.starts_with('<')) {
        const std::size_t end = rest.find('>');
        if (end == std::string_view::npos || end > 6)
            return std::nullopt;
        const auto priority = readInteger(rest.substr(1, end - 1));
        if (!priority || *priority < 0)
            return std::nullopt;
        line.priority = static_cast<int>(*priority);
        rest.remove_prefix(end + 1);
    }
    if (line.priority && (rest.starts_with("1 ") || rest == "1")) {
        rest.remove_prefix(std::min<std::size_t>(rest.size(), 2));
        line.isVersion1 = true;
        line.timeAsWritten = nilIsEmpty(takeToken(rest));
        StatedTime stated = times.fromText(line.timeAsWritten, "TIMESTAMP");
        line.time = stated.time;
        line.notes = std::move(stated.notes);
        readVersion1(rest, line);
        return line;
    }
    if (const auto time = takeSyslogTime(rest)) {
        setTime(line, *time);
        readBehindTime(rest, line);
        return line;
    }
    std::string_view behind = rest;
    const std::string_view first = takeToken(behind);
    StatedTime stated =
        first.find('T') == std::string_view::npos ? StatedTime() : times.fromText(first, "the time");
    if (stated.time && stated.time->precision >= base::TimePrecision::Minute) {
        line.time = stated.time;
        line.notes = std::move(stated.notes);
        line.timeAsWritten = first;
        readTraditional(behind, line);
        return line;
    }
    if (!line.priority)
        return std::nullopt;
    if (!readWithWordsBefore(rest, line)) {
        line.message = trimmed(rest);
        line.notes.emplace_back("it states no time");
    }
    return line;
}

} // namespace keyturn::formats

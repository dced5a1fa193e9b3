// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/syslog_line.h"

#include "models/intake/record_text.h"

#include <algorithm>
#include <array>

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

/// "Oct 11 22:14:15", RFC 3164 section 4.1.2; its length, or 0.
std::size_t lengthOfYearlessTime(std::string_view text)
{
    constexpr std::size_t kLength = 15;
    constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
    if (text.size() < kLength || text[3] != ' ' || text[6] != ' ' || text[9] != ':' || text[12] != ':')
        return 0;
    const std::size_t month = kMonths.find(text.substr(0, 3));
    if (month == std::string_view::npos || month % 3 != 0)
        return 0;
    const auto isDigitAt = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
    const bool isDay = (text[4] == ' ' || isDigitAt(4)) && isDigitAt(5);
    constexpr std::array<std::size_t, 6> kClockDigits{7, 8, 10, 11, 13, 14};
    return isDay && std::all_of(kClockDigits.begin(), kClockDigits.end(), isDigitAt) ? kLength : 0;
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

} // namespace

std::optional<SyslogLine> parseSyslog(std::string_view text, TimeReader& times)
{
    SyslogLine line;
    std::string_view rest = withoutByteOrderMark(text);
    // RFC 6587, section 3.4.1: octet counting puts the length before each message.
    const std::size_t digits = rest.find_first_not_of("0123456789");
    if (digits != 0 && digits != std::string_view::npos && digits <= 8 && rest.substr(digits, 2) == " <")
        rest.remove_prefix(digits + 1);
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
    if (line.priority && rest.starts_with("1 ")) {
        rest.remove_prefix(2);
        line.isVersion1 = true;
        line.timeAsWritten = nilIsEmpty(takeToken(rest));
        line.time = line.timeAsWritten.empty() ? std::nullopt : times.read(line.timeAsWritten);
        readVersion1(rest, line);
        return line;
    }
    if (const std::size_t length = lengthOfYearlessTime(rest)) {
        // Some write a fraction, and some a colon behind the time.
        std::size_t end = length;
        if (rest.substr(end, 1) == ".")
            end = std::min(rest.find_first_not_of("0123456789", end + 1), rest.size());
        line.timeAsWritten = rest.substr(0, end);
        rest.remove_prefix(end);
        if (rest.starts_with(": "))
            line.message = trimmed(rest.substr(2));
        else
            readTraditional(rest, line);
        return line;
    }
    std::string_view behind = rest;
    const std::string_view first = takeToken(behind);
    const auto time = first.find('T') == std::string_view::npos ? std::nullopt : times.read(first);
    if (!time || time->precision < base::TimePrecision::Minute)
        return std::nullopt;
    line.time = time;
    line.timeAsWritten = first;
    readTraditional(behind, line);
    return line;
}

} // namespace keyturn::formats

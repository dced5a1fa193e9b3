// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/syslog_time.h"

#include "models/intake/loose_times.h"
#include "models/intake/record_text.h"

#include <algorithm>

namespace keyturn::formats {

using namespace intake;

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isUpper(char c)
{
    return c >= 'A' && c <= 'Z';
}

/// Takes pieces off the front of a text; a piece that does not stand there is empty and takes nothing.
class Pieces
{
public:
    explicit Pieces(std::string_view text) : m_rest(text) {}
    [[nodiscard]] std::string_view rest() const { return m_rest; }
    std::string_view take(std::size_t count)
    {
        const std::string_view taken = m_rest.substr(0, count);
        m_rest.remove_prefix(taken.size());
        return taken;
    }
    /// One or two blanks, as before a day of one digit.
    bool blanks()
    {
        const std::size_t count = std::min(m_rest.find_first_not_of(' '), m_rest.size());
        if (count < 1 || count > 2)
            return false;
        m_rest.remove_prefix(count);
        return true;
    }
    std::string_view month()
    {
        constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
        const std::size_t at = m_rest.size() < 3 ? kMonths.npos : kMonths.find(m_rest.substr(0, 3));
        return at == kMonths.npos || at % 3 != 0 ? std::string_view() : take(3);
    }
    /// From @p least to @p most digits, none behind them.
    std::string_view digits(std::size_t least, std::size_t most)
    {
        const auto end = std::find_if_not(m_rest.begin(), m_rest.end(), isDigit);
        const auto count = static_cast<std::size_t>(end - m_rest.begin());
        return count < least || count > most ? std::string_view() : take(count);
    }
    /// "22:14:15", with a fraction or without.
    std::string_view clock()
    {
        constexpr std::string_view kPattern = "00:00:00";
        if (m_rest.size() < kPattern.size())
            return {};
        for (std::size_t i = 0; i < kPattern.size(); ++i) {
            if (kPattern[i] == ':' ? m_rest[i] != ':' : !isDigit(m_rest[i]))
                return {};
        }
        std::size_t end = kPattern.size();
        if (m_rest.substr(end, 1) == "." && end + 1 < m_rest.size() && isDigit(m_rest[end + 1]))
            end = std::min(m_rest.find_first_not_of("0123456789", end + 1), m_rest.size());
        return take(end);
    }

private:
    std::string_view m_rest;
};

/// A year of four digits, no more of a word behind it.
std::string_view yearIn(Pieces& pieces)
{
    Pieces ahead = pieces;
    const std::string_view year = ahead.digits(4, 4);
    const bool isWhole = ahead.rest().empty() || ahead.rest().front() == ' ' || ahead.rest().front() == ':';
    if (year.empty() || !isWhole || (year.substr(0, 2) != "19" && year.substr(0, 2) != "20"))
        return {};
    pieces = ahead;
    return year;
}

/// What stands behind the time of day: a zone, a year, both.
struct Ending
{
    std::string_view zone;
    std::string_view year;
};

Ending takeEnding(Pieces& pieces, bool hasYear)
{
    Ending ending;
    Pieces ahead = pieces;
    if (!ahead.blanks())
        return ending;
    if (!hasYear) {
        ending.year = yearIn(ahead);
        if (!ending.year.empty()) {
            pieces = ahead;
            return ending;
        }
    }
    const std::string_view word = ahead.take(std::min(ahead.rest().find_first_of(" :"), ahead.rest().size()));
    const bool isUtc = word == "UTC" || word == "GMT" || word == "Z";
    const bool isOffset = word.size() == 5 && (word[0] == '+' || word[0] == '-') &&
                          std::all_of(word.begin() + 1, word.end(), isDigit);
    // "TZ-6", as RFC 3164 has it in an example.
    const bool isZone = isUtc || isOffset || word.starts_with("TZ-") || word.starts_with("TZ+");
    const bool isName =
        word.size() >= 2 && word.size() <= 5 && std::all_of(word.begin(), word.end(), isUpper);
    Pieces behind = ahead;
    const std::string_view year = hasYear || !behind.blanks() ? std::string_view() : yearIn(behind);
    if (!year.empty() && (isZone || isName)) {
        pieces = behind;
        return {word, year};
    }
    // Any other capital letters are a host or a program, unless what Cisco writes next follows.
    if (!isZone && !(isName && ahead.rest().starts_with(": %")))
        return ending;
    pieces = ahead;
    ending.zone = word;
    return ending;
}

struct Parts
{
    std::string_view year;
    std::string_view month;
    std::string_view day;
    std::string_view clock;
    std::string_view zone;
};

std::optional<Parts> takeParts(Pieces& pieces)
{
    Parts parts;
    parts.year = yearIn(pieces);
    if (!parts.year.empty() && !pieces.blanks())
        return std::nullopt;
    parts.month = pieces.month();
    if (parts.month.empty() || !pieces.blanks())
        return std::nullopt;
    parts.day = pieces.digits(1, 2);
    if (parts.day.empty() || !pieces.blanks())
        return std::nullopt;
    if (parts.year.empty()) {
        parts.year = yearIn(pieces);
        if (!parts.year.empty() && !pieces.blanks())
            return std::nullopt;
    }
    parts.clock = pieces.clock();
    if (parts.clock.empty())
        return std::nullopt;
    const Ending ending = takeEnding(pieces, !parts.year.empty());
    parts.zone = ending.zone;
    if (!ending.year.empty())
        parts.year = ending.year;
    return parts;
}

std::optional<base::SourceTime> timeOf(const Parts& parts, bool hasZone)
{
    std::string text(parts.month);
    for (const std::string_view part : {parts.day, parts.year, parts.clock}) {
        text += ' ';
        text += part;
    }
    if (hasZone) {
        text += ' ';
        text += parts.zone;
    }
    const auto read = LooseTimes(TimeStyle::NamedMonth).read(text);
    return read ? std::optional(read->time) : std::nullopt;
}

} // namespace

std::optional<SyslogTime> takeSyslogTime(std::string_view& rest)
{
    const bool isMarked = rest.starts_with('*') || rest.starts_with('.');
    Pieces pieces(rest.substr(isMarked ? 1 : 0));
    const auto parts = takeParts(pieces);
    if (!parts)
        return std::nullopt;
    SyslogTime out;
    out.asWritten = rest.substr(0, rest.size() - pieces.rest().size());
    rest = pieces.rest();
    const std::string written(cutAtCharacter(out.asWritten, 80));
    if (parts->year.empty()) {
        out.note = "the time names no year, so that it is none: " + written;
        return out;
    }
    out.time = parts->zone.empty() ? std::nullopt : timeOf(*parts, true);
    const bool isZoneRead = out.time.has_value();
    if (!out.time)
        out.time = timeOf(*parts, false);
    if (!out.time)
        out.note = "the time is none: " + written;
    else if (!isZoneRead && !parts->zone.empty())
        out.note = "the zone is written as " + std::string(cutAtCharacter(parts->zone, 20));
    else if (isMarked)
        out.note = "the device marks its clock as perhaps wrong: " + written;
    return out;
}

bool beginsWithYearlessTime(std::string_view text)
{
    Pieces pieces(text);
    const auto parts = takeParts(pieces);
    return parts && parts->year.empty();
}

} // namespace keyturn::formats

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/loose_times.h"

#include "models/intake/counted_times.h"
#include "models/intake/record_text.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace keyturn::intake {

namespace {

using base::TimePrecision;

bool isDecimalDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Takes pieces off the front of a text.
class Scanner
{
public:
    explicit Scanner(std::string_view text) : m_rest(text) {}
    [[nodiscard]] bool isAtEnd() const { return m_rest.empty(); }
    [[nodiscard]] std::string_view rest() const { return m_rest; }
    /// A whole number of @p least to @p most digits, no digit behind it.
    std::optional<int> number(std::size_t least, std::size_t most)
    {
        std::size_t count = 0;
        while (count < m_rest.size() && isDecimalDigit(m_rest[count]))
            ++count;
        if (count < least || count > most)
            return std::nullopt;
        return digits(count);
    }
    /// Exactly @p count digits, whatever is behind.
    std::optional<int> digits(std::size_t count)
    {
        int value = 0;
        const char* const end = m_rest.data() + std::min(count, m_rest.size());
        const auto [stop, error] = std::from_chars(m_rest.data(), end, value);
        if (m_rest.size() < count || error != std::errc() || stop != end || m_rest.front() == '-')
            return std::nullopt;
        m_rest.remove_prefix(count);
        return value;
    }
    /// Any one of @p characters.
    bool one(std::string_view characters)
    {
        if (m_rest.empty() || characters.find(m_rest.front()) == std::string_view::npos)
            return false;
        m_rest.remove_prefix(1);
        return true;
    }
    void blanks()
    {
        while (one(" \t")) {
        }
    }
    std::string_view word()
    {
        std::size_t count = 0;
        while (count < m_rest.size() && isAsciiLetter(m_rest[count]))
            ++count;
        const std::string_view taken = m_rest.substr(0, count);
        m_rest.remove_prefix(count);
        return taken;
    }

private:
    std::string_view m_rest;
};

struct Parsed
{
    base::CivilTime civil;
    TimePrecision precision = TimePrecision::Day;
    std::string zone;
    std::int64_t offsetUs = 0;
    bool yearHadTwoDigits = false;
};

/// POSIX strptime, %y: 69 to 99 are of the last century, 00 to 68 of this one.
std::optional<int> yearOf(Scanner& scanner, Parsed& parsed)
{
    const std::size_t before = scanner.rest().size();
    const auto year = scanner.number(2, 4);
    const std::size_t count = before - scanner.rest().size();
    if (!year || count == 3)
        return std::nullopt;
    if (count == 4)
        return year;
    parsed.yearHadTwoDigits = true;
    return *year + (*year >= 69 ? 1900 : 2000);
}

bool readFraction(Scanner& scanner, Parsed& parsed)
{
    int fraction = 0;
    std::size_t count = 0;
    for (; !scanner.isAtEnd() && isDecimalDigit(scanner.rest().front()); ++count) {
        const int digit = *scanner.digits(1);
        if (count < 6)
            fraction = fraction * 10 + digit;
    }
    for (std::size_t i = count; i < 6; ++i)
        fraction *= 10;
    parsed.civil.microsecond = fraction;
    parsed.precision = count <= 3 ? TimePrecision::Millisecond : TimePrecision::Microsecond;
    return count > 0;
}

bool readOffset(Scanner& scanner, Parsed& parsed)
{
    scanner.blanks();
    if (scanner.isAtEnd())
        return true;
    const std::string_view written = scanner.rest();
    if (equalsIgnoringCase(written, "Z") || equalsIgnoringCase(written, "UTC") ||
        equalsIgnoringCase(written, "GMT")) {
        parsed.zone = "Z";
        return true;
    }
    const bool isBehind = written.starts_with('-');
    if (!scanner.one("+-"))
        return false;
    const auto hours = scanner.digits(2);
    scanner.one(":");
    const auto minutes = scanner.digits(2);
    if (!hours || !minutes || *hours > 14 || *minutes > 59 || !scanner.isAtEnd())
        return false;
    parsed.offsetUs = (isBehind ? -1 : 1) * (*hours * base::kUsPerHour + *minutes * base::kUsPerMinute);
    const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    parsed.zone = (isBehind ? "-" : "+") + two(*hours) + ":" + two(*minutes);
    return true;
}

/// What follows a date: nothing, or a time of day with or without a zone.
bool readClock(Scanner& scanner, Parsed& parsed)
{
    scanner.one(",");
    scanner.blanks();
    scanner.one("T-:");
    if (scanner.isAtEnd())
        return true;
    const auto hour = scanner.number(1, 2);
    if (!hour || !scanner.one(":."))
        return false;
    const auto minute = scanner.number(2, 2);
    if (!minute)
        return false;
    parsed.civil.hour = *hour;
    parsed.civil.minute = *minute;
    parsed.precision = TimePrecision::Minute;
    if (scanner.one(":.")) {
        const auto second = scanner.number(2, 2);
        if (!second)
            return false;
        parsed.civil.second = *second;
        parsed.precision = TimePrecision::Second;
        if (scanner.one(".,") && !readFraction(scanner, parsed))
            return false;
    }
    scanner.blanks();
    if (!scanner.isAtEnd() && isAsciiLetter(scanner.rest().front())) {
        const std::string_view half = scanner.rest().substr(0, 2);
        const bool isAfternoon = equalsIgnoringCase(half, "pm");
        if (isAfternoon || equalsIgnoringCase(half, "am")) {
            if (*hour < 1 || *hour > 12)
                return false;
            parsed.civil.hour = *hour % 12 + (isAfternoon ? 12 : 0);
            scanner.word();
        }
    }
    return readOffset(scanner, parsed);
}

bool readNumericDate(Scanner& scanner, bool isDayFirst, Parsed& parsed)
{
    const auto first = scanner.number(1, 2);
    const std::string_view separator = scanner.rest().substr(0, 1);
    if (!first || !scanner.one("/.-"))
        return false;
    const auto second = scanner.number(1, 2);
    if (!second || !scanner.one(separator))
        return false;
    const auto year = yearOf(scanner, parsed);
    if (!year)
        return false;
    parsed.civil.year = *year;
    parsed.civil.month = isDayFirst ? *second : *first;
    parsed.civil.day = isDayFirst ? *first : *second;
    return readClock(scanner, parsed);
}

bool readCompact(Scanner& scanner, Parsed& parsed)
{
    const auto year = scanner.digits(4);
    const auto month = scanner.digits(2);
    const auto day = scanner.digits(2);
    if (!year || !month || !day)
        return false;
    parsed.civil.year = *year;
    parsed.civil.month = *month;
    parsed.civil.day = *day;
    if (scanner.isAtEnd())
        return true;
    if (!scanner.one(" T_-"))
        return false;
    const auto hour = scanner.digits(2);
    const auto minute = scanner.digits(2);
    if (!hour || !minute)
        return false;
    parsed.civil.hour = *hour;
    parsed.civil.minute = *minute;
    parsed.precision = TimePrecision::Minute;
    if (const auto second = scanner.digits(2)) {
        parsed.civil.second = *second;
        parsed.precision = TimePrecision::Second;
        if (scanner.one(".,") && !readFraction(scanner, parsed))
            return false;
    }
    return readOffset(scanner, parsed);
}

bool readNamedMonth(Scanner& scanner, Parsed& parsed)
{
    if (!scanner.isAtEnd() && isAsciiLetter(scanner.rest().front())) {
        std::string_view word = scanner.word();
        scanner.one(".,");
        scanner.blanks();
        auto month = monthNamed(word);
        if (!month && !scanner.isAtEnd() && isAsciiLetter(scanner.rest().front())) { // a weekday stands first
            month = monthNamed(scanner.word());
            scanner.blanks();
        }
        if (month) {
            const auto day = scanner.number(1, 2);
            scanner.one(",");
            scanner.blanks();
            const auto year = day ? scanner.number(4, 4) : std::nullopt;
            if (!year)
                return false;
            parsed.civil.year = *year;
            parsed.civil.month = *month;
            parsed.civil.day = *day;
            return readClock(scanner, parsed);
        }
    }
    const auto day = scanner.number(1, 2);
    if (!day || !scanner.one(" -/"))
        return false;
    const auto month = monthNamed(scanner.word());
    if (!month || !scanner.one(" -/,."))
        return false;
    scanner.blanks();
    const auto year = yearOf(scanner, parsed);
    if (!year)
        return false;
    parsed.civil.year = *year;
    parsed.civil.month = *month;
    parsed.civil.day = *day;
    return readClock(scanner, parsed);
}

std::optional<LooseTime> finished(const Parsed& parsed)
{
    const auto start = base::fromCivil(parsed.civil);
    // The offset may lead out of the years that can be written again.
    const auto time = start ? timeFromEpoch(start->us - parsed.offsetUs) : std::nullopt;
    if (!time)
        return std::nullopt;
    LooseTime out;
    out.time = *time;
    out.time.precision = parsed.precision;
    out.time.zone = QString::fromStdString(parsed.zone);
    if (parsed.yearHadTwoDigits)
        out.assumption =
            "the year is written with two digits; it is read as " + std::to_string(parsed.civil.year);
    return out;
}

} // namespace

std::optional<int> monthNamed(std::string_view word)
{
    constexpr std::array<std::string_view, 12> kMonths{"january",   "february", "march",    "april",
                                                       "may",       "june",     "july",     "august",
                                                       "september", "october",  "november", "december"};
    if (word.size() < 3)
        return std::nullopt;
    for (std::size_t i = 0; i < kMonths.size(); ++i) {
        const std::string_view name = kMonths[i];
        if (word.size() <= name.size() && equalsIgnoringCase(word, name.substr(0, word.size())))
            return static_cast<int>(i) + 1;
    }
    return std::nullopt;
}

std::optional<LooseTime> LooseTimes::read(std::string_view text)
{
    text = trimmed(text);
    if (m_style == TimeStyle::Iso) {
        const auto time = m_iso.read(text);
        return time ? std::optional(LooseTime{*time, {}}) : std::nullopt;
    }
    if (m_style == TimeStyle::Epoch)
        return countedTime(text);
    if (m_style == TimeStyle::Spreadsheet)
        return spreadsheetTime(text);
    if (m_style >= TimeStyle::Seconds)
        return countedTime(text, m_style);
    Parsed parsed;
    Scanner scanner(text);
    const bool isRead = m_style == TimeStyle::Compact ? readCompact(scanner, parsed)
                        : m_style == TimeStyle::NamedMonth
                            ? readNamedMonth(scanner, parsed)
                            : readNumericDate(scanner, m_style == TimeStyle::DayFirst, parsed);
    auto time = isRead ? finished(parsed) : std::nullopt;
    if (time && !m_isOrderCertain) {
        if (!time->assumption.empty())
            time->assumption += "; ";
        time->assumption += "month and day may be the other way round: nothing in the file's beginning tells";
    }
    return time;
}

std::optional<LooseTimes> LooseTimes::guess(std::span<const std::string_view> samples, bool mayBeCount)
{
    std::size_t stated = 0;
    for (const std::string_view sample : samples)
        stated += trimmed(sample).empty() ? 0 : 1;
    const auto readable = [&](TimeStyle style) {
        LooseTimes times(style);
        std::size_t count = 0;
        for (const std::string_view sample : samples)
            count += times.read(sample) ? 1 : 0;
        return count;
    };
    const auto isEnough = [&](std::size_t count) { return stated > 0 && count * 10 >= stated * 9; };
    // "2018" and "20180101" alone are numbers as well.
    const bool allAreNumbers = std::all_of(samples.begin(), samples.end(), [](std::string_view sample) {
        return std::all_of(sample.begin(), sample.end(), isDecimalDigit);
    });
    if (!allAreNumbers || mayBeCount) {
        for (const TimeStyle style : {TimeStyle::Iso, TimeStyle::Compact, TimeStyle::NamedMonth}) {
            if (isEnough(readable(style)))
                return LooseTimes(style);
        }
        const std::size_t monthFirst = readable(TimeStyle::MonthFirst);
        const std::size_t dayFirst = readable(TimeStyle::DayFirst);
        if (isEnough(std::max(monthFirst, dayFirst))) {
            LooseTimes times(dayFirst > monthFirst ? TimeStyle::DayFirst : TimeStyle::MonthFirst);
            times.m_isOrderCertain = monthFirst != dayFirst;
            return times;
        }
    }
    if (mayBeCount) {
        for (const TimeStyle style : {TimeStyle::Epoch, TimeStyle::Spreadsheet}) {
            if (isEnough(readable(style)))
                return LooseTimes(style);
        }
    }
    return std::nullopt;
}

} // namespace keyturn::intake

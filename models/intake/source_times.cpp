// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/source_times.h"

#include "models/intake/record_text.h"

#include <charconv>
#include <cstring>

namespace keyturn::intake {

namespace {

using base::SourceTime;
using base::TimePrecision;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// The two digits at @p text, or a number above 99.
unsigned twoDigits(const char* text)
{
    const unsigned tens = static_cast<unsigned char>(text[0]) - unsigned{'0'};
    const unsigned ones = static_cast<unsigned char>(text[1]) - unsigned{'0'};
    return tens > 9 || ones > 9 ? 1000 : tens * 10 + ones;
}

/// Whether @p us, since 1970 UTC, lies in the years 0001 to 9999: what can be written again.
bool liesInWrittenYears(std::int64_t us)
{
    constexpr std::int64_t kFirstUs = -62'135'596'800 * base::kUsPerSecond; // 0001-01-01T00:00:00Z
    constexpr std::int64_t kEndUs = 253'402'300'800 * base::kUsPerSecond;   // 10000-01-01T00:00:00Z
    return us >= kFirstUs && us < kEndUs;
}

} // namespace

std::optional<SourceTime> TimeReader::readSlowly(std::string_view text)
{
    auto parsed = base::parseLenientIso(text);
    if (!parsed)
        return std::nullopt;
    return *parsed;
}

bool TimeReader::readDate(const char* text)
{
    if (std::memcmp(text, m_date.data(), m_date.size()) == 0)
        return true;
    const unsigned century = twoDigits(text);
    const unsigned year = twoDigits(text + 2);
    const unsigned month = twoDigits(text + 5);
    const unsigned day = twoDigits(text + 8);
    if (century > 99 || year > 99 || month > 99 || day > 99 || text[4] != '-' || text[7] != '-')
        return false;
    base::CivilTime civil;
    civil.year = static_cast<int>(century * 100 + year);
    civil.month = static_cast<int>(month);
    civil.day = static_cast<int>(day);
    const auto start = base::fromCivil(civil);
    if (!start)
        return false;
    std::memcpy(m_date.data(), text, m_date.size());
    m_dayUs = start->us;
    return true;
}

bool TimeReader::readZone(std::string_view zone, SourceTime& out)
{
    // The literals have no reference count, so that copying them into each record costs nothing.
    if (zone.empty())
        return true;
    if (zone == "Z") {
        out.zone = QStringLiteral("Z");
        return true;
    }
    if (zone == "+00:00") {
        out.zone = QStringLiteral("+00:00");
        return true;
    }
    if (m_zoneLength == 0 || zone != std::string_view(m_zone.data(), m_zoneLength))
        return false;
    out.zone = m_zoneText;
    out.start.us -= m_zoneOffsetUs;
    return true;
}

std::optional<SourceTime> TimeReader::read(std::string_view text)
{
    text = trimmed(text);
    constexpr std::size_t kSecondsEnd = 19;
    if (text.size() < kSecondsEnd || !readDate(text.data()))
        return readSlowly(text);
    const char* t = text.data();
    const unsigned hour = twoDigits(t + 11);
    const unsigned minute = twoDigits(t + 14);
    const unsigned second = twoDigits(t + 17);
    if ((t[10] != 'T' && t[10] != ' ') || t[13] != ':' || t[16] != ':' || hour > 23 || minute > 59 ||
        second > 59)
        return readSlowly(text);
    SourceTime out;
    out.precision = TimePrecision::Second;
    std::size_t at = kSecondsEnd;
    std::int64_t fraction = 0;
    if (at < text.size() && t[at] == '.') {
        ++at;
        std::size_t count = 0;
        for (; at < text.size() && isDigit(t[at]); ++at, ++count) {
            if (count < 6)
                fraction = fraction * 10 + (t[at] - '0');
        }
        if (count == 0)
            return readSlowly(text);
        out.precision = count <= 3 ? TimePrecision::Millisecond : TimePrecision::Microsecond;
        for (; count < 6; ++count)
            fraction *= 10;
    }
    out.start.us = m_dayUs + hour * base::kUsPerHour + minute * base::kUsPerMinute +
                   second * base::kUsPerSecond + fraction;
    const std::string_view zone = text.substr(at);
    if (readZone(zone, out))
        return liesInWrittenYears(out.start.us) ? std::optional(out) : std::nullopt;
    const std::int64_t withoutZoneUs = out.start.us;
    auto slow = readSlowly(text);
    if (slow && zone.size() <= m_zone.size() && slow->zone.size() == static_cast<qsizetype>(zone.size())) {
        std::memcpy(m_zone.data(), zone.data(), zone.size());
        m_zoneLength = zone.size();
        m_zoneText = slow->zone;
        m_zoneOffsetUs = withoutZoneUs - slow->start.us;
    }
    return slow;
}

std::optional<std::int64_t> readInteger(std::string_view text)
{
    text = trimmed(text);
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

std::optional<SourceTime> timeFromEpoch(std::int64_t us)
{
    if (!liesInWrittenYears(us))
        return std::nullopt;
    SourceTime out;
    out.start.us = us;
    out.precision = TimePrecision::Microsecond;
    out.zone = QStringLiteral("Z");
    return out;
}

SourceTime coarsened(const SourceTime& time, TimePrecision precision)
{
    if (time.precision <= precision || precision == TimePrecision::Unknown)
        return time;
    const std::int64_t offsetUs = base::zoneOffsetUs(time.zone);
    base::CivilTime civil = base::toCivil(time.start.plusUs(offsetUs));
    if (precision < TimePrecision::Microsecond)
        civil.microsecond = precision == TimePrecision::Millisecond ? civil.microsecond / 1000 * 1000 : 0;
    if (precision < TimePrecision::Second)
        civil.second = 0;
    if (precision < TimePrecision::Minute)
        civil.minute = 0;
    if (precision < TimePrecision::Hour)
        civil.hour = 0;
    if (precision < TimePrecision::Day)
        civil.day = 1;
    if (precision < TimePrecision::Month)
        civil.month = 1;
    SourceTime out = time;
    out.precision = precision;
    const auto start = base::fromCivil(civil);
    if (start && liesInWrittenYears(start->us - offsetUs))
        out.start = start->plusUs(-offsetUs);
    return out;
}

} // namespace keyturn::intake

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/time.h"

#include "models/base/text_safety.h"

#include <QCoreApplication>

#include <array>
#include <chrono>
#include <cstdio>
#include <string_view>

namespace keyturn::base {

namespace {

constexpr std::array kTimeTexts{
    ErrorText{static_cast<int>(TimeError::NotATime), "not-a-time", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors",
                                "“%1” is not a time as RFC 3339 writes it, such as 2026-06-12T09:41:07Z.")},
    ErrorText{
        static_cast<int>(TimeError::NoZone), "no-zone", Outcome::Usage,
        QT_TRANSLATE_NOOP("errors", "“%1” names no time zone; end it with Z or an offset such as +02:00.")},
    ErrorText{
        static_cast<int>(TimeError::NoTime), "no-time", Outcome::Usage,
        QT_TRANSLATE_NOOP("errors", "“%1” is a date without a time of day; say which moment is meant.")},
    ErrorText{static_cast<int>(TimeError::OutOfRange), "time-out-of-range", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "“%1” lies outside the years 0001 to 9999.")},
    ErrorText{static_cast<int>(TimeError::NotAZone), "not-a-zone", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "“%1” is no time zone; name one of the time zone database, such as "
                                          "Europe/Berlin, or an offset such as +02:00.")},
};
constexpr ErrorDomain kTimeDomain{"base", kTimeTexts};

constexpr std::array kPrecisionWords{"unknown", "year",   "month",       "day",        "hour",
                                     "minute",  "second", "millisecond", "microsecond"};

QString shown(std::string_view text)
{
    constexpr qsizetype kShownCharacters = 80;
    // Four bytes at most make a character.
    const std::string_view head = text.substr(0, 4 * kShownCharacters);
    return harmlessText(QString::fromUtf8(head.data(), static_cast<qsizetype>(head.size())),
                        kShownCharacters);
}

/// Reads exactly @p count digits.
bool digits(std::string_view& text, int count, int& out)
{
    if (text.size() < static_cast<size_t>(count))
        return false;
    int value = 0;
    for (int i = 0; i < count; ++i) {
        const char c = text[static_cast<size_t>(i)];
        if (c < '0' || c > '9')
            return false;
        value = value * 10 + (c - '0');
    }
    text.remove_prefix(static_cast<size_t>(count));
    out = value;
    return true;
}

bool skip(std::string_view& text, char c)
{
    if (text.empty() || text.front() != c)
        return false;
    text.remove_prefix(1);
    return true;
}

enum class ZoneRule { Required, MayBeMissing };
enum class DateRule { FullOnly, MayBeCut };

Result<SourceTime> parseIso(std::string_view whole, ZoneRule zoneRule, DateRule dateRule)
{
    std::string_view text = whole;
    CivilTime civil;
    SourceTime out;
    const auto bad = [&] { return fail(TimeError::NotATime, shown(whole)); };
    const auto finish = [&](TimePrecision precision) -> Result<SourceTime> {
        const auto instant = fromCivil(civil);
        if (!instant)
            return fail(TimeError::NotATime, shown(whole));
        out.start = *instant;
        out.precision = precision;
        return out;
    };
    if (!digits(text, 4, civil.year))
        return bad();
    if (text.empty())
        return dateRule == DateRule::MayBeCut ? finish(TimePrecision::Year) : Result<SourceTime>(bad());
    if (!skip(text, '-') || !digits(text, 2, civil.month))
        return bad();
    if (text.empty())
        return dateRule == DateRule::MayBeCut ? finish(TimePrecision::Month) : Result<SourceTime>(bad());
    if (!skip(text, '-') || !digits(text, 2, civil.day))
        return bad();
    if (text.empty()) {
        if (dateRule == DateRule::MayBeCut)
            return finish(TimePrecision::Day);
        return fail(TimeError::NoTime, shown(whole));
    }
    if (!skip(text, 'T') && !skip(text, 't') && !skip(text, ' '))
        return bad();
    if (!digits(text, 2, civil.hour) || !skip(text, ':') || !digits(text, 2, civil.minute))
        return bad();
    TimePrecision precision = TimePrecision::Minute;
    if (skip(text, ':')) {
        if (!digits(text, 2, civil.second))
            return bad();
        precision = TimePrecision::Second;
        if (civil.second == 60) {
            civil.second = 59;
            out.isLeapSecond = true;
        }
        if (skip(text, '.') || (zoneRule == ZoneRule::MayBeMissing && skip(text, ','))) {
            int count = 0;
            int fraction = 0;
            while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
                if (count < 6)
                    fraction = fraction * 10 + (text.front() - '0');
                ++count;
                text.remove_prefix(1);
            }
            if (count == 0)
                return bad();
            for (int i = count; i < 6; ++i)
                fraction *= 10;
            civil.microsecond = fraction;
            precision = count <= 3 ? TimePrecision::Millisecond : TimePrecision::Microsecond;
        }
        if (out.isLeapSecond)
            civil.microsecond = 999'999;
    } else if (zoneRule == ZoneRule::Required) {
        return bad();
    }
    int offsetMinutes = 0;
    if (text.empty()) {
        if (zoneRule == ZoneRule::Required)
            return fail(TimeError::NoZone, shown(whole));
    } else if (text == "Z" || text == "z") {
        out.zone = QStringLiteral("Z");
    } else {
        const char sign = text.front();
        if (sign != '+' && sign != '-')
            return bad();
        const std::string_view zoneText = text;
        text.remove_prefix(1);
        int hours = 0;
        int minutes = 0;
        if (!digits(text, 2, hours))
            return bad();
        const bool colon = skip(text, ':');
        if (!colon && zoneRule == ZoneRule::Required)
            return bad();
        if (!text.empty() && !digits(text, 2, minutes))
            return bad();
        if (!text.empty() || hours > 23 || minutes > 59)
            return bad();
        offsetMinutes = (hours * 60 + minutes) * (sign == '-' ? -1 : 1);
        out.zone = QString::fromLatin1(zoneText.data(), static_cast<qsizetype>(zoneText.size()));
    }
    auto result = finish(precision);
    if (!result || offsetMinutes == 0)
        return result;
    result->start.us -= offsetMinutes * kUsPerMinute;
    // The offset may lead out of the years that can be written again.
    if (const int year = toCivil(result->start).year; year < 1 || year > 9999)
        return fail(TimeError::OutOfRange, shown(whole));
    return result;
}

} // namespace

const ErrorDomain& errorDomain(TimeError)
{
    return kTimeDomain;
}

QString toWord(TimePrecision precision)
{
    return QLatin1String(kPrecisionWords.at(static_cast<size_t>(precision)));
}

std::optional<TimePrecision> timePrecisionFromWord(QStringView word)
{
    for (size_t i = 0; i < kPrecisionWords.size(); ++i) {
        if (word == QLatin1String(kPrecisionWords[i]))
            return static_cast<TimePrecision>(i);
    }
    return std::nullopt;
}

CivilTime toCivil(UtcTime time)
{
    using namespace std::chrono;
    const sys_time<microseconds> instant{microseconds{time.us}};
    const auto dayStart = floor<days>(instant);
    const year_month_day date{dayStart};
    const auto ofDay = (instant - dayStart).count();
    CivilTime civil;
    civil.year = static_cast<int>(date.year());
    civil.month = static_cast<int>(static_cast<unsigned>(date.month()));
    civil.day = static_cast<int>(static_cast<unsigned>(date.day()));
    civil.hour = static_cast<int>(ofDay / kUsPerHour);
    civil.minute = static_cast<int>(ofDay / kUsPerMinute % 60);
    civil.second = static_cast<int>(ofDay / kUsPerSecond % 60);
    civil.microsecond = static_cast<int>(ofDay % kUsPerSecond);
    return civil;
}

std::optional<UtcTime> fromCivil(const CivilTime& civil)
{
    using namespace std::chrono;
    if (civil.year < 1 || civil.year > 9999 || civil.month < 1 || civil.month > 12 || civil.day < 1)
        return std::nullopt;
    if (civil.hour < 0 || civil.hour > 23 || civil.minute < 0 || civil.minute > 59 || civil.second < 0 ||
        civil.second > 59 || civil.microsecond < 0 || civil.microsecond > 999'999)
        return std::nullopt;
    const year_month_day date{year{civil.year}, month{static_cast<unsigned>(civil.month)},
                              day{static_cast<unsigned>(civil.day)}};
    if (!date.ok())
        return std::nullopt;
    const std::int64_t dayCount = sys_days{date}.time_since_epoch().count();
    return UtcTime{dayCount * kUsPerDay + civil.hour * kUsPerHour + civil.minute * kUsPerMinute +
                   civil.second * kUsPerSecond + civil.microsecond};
}

std::int64_t zoneOffsetUs(QStringView zone)
{
    const std::string text = zone.toString().toStdString();
    std::string_view rest = text;
    const bool isBehind = skip(rest, '-');
    int hours = 0;
    int minutes = 0;
    if ((!isBehind && !skip(rest, '+')) || !digits(rest, 2, hours))
        return 0;
    skip(rest, ':');
    digits(rest, 2, minutes); // which may be missing
    const std::int64_t us = hours * kUsPerHour + minutes * kUsPerMinute;
    return isBehind ? -us : us;
}

TimeRange SourceTime::extent() const
{
    const bool isOfCalendar = precision == TimePrecision::Year || precision == TimePrecision::Month;
    const std::int64_t offsetUs = isOfCalendar ? zoneOffsetUs(zone) : 0;
    CivilTime civil = toCivil(start.plusUs(offsetUs));
    // Year 10000 has no calendar fields here, but it starts where December 9999 ends.
    const auto shifted = [&](const CivilTime& end) {
        const auto local = fromCivil(end);
        return local ? local->plusUs(-offsetUs)
                     : start.plusUs((precision == TimePrecision::Year ? 365 : 31) * kUsPerDay);
    };
    switch (precision) {
    case TimePrecision::Unknown:
        return {start, start};
    case TimePrecision::Year:
        ++civil.year;
        return {start, shifted(civil)};
    case TimePrecision::Month:
        if (++civil.month > 12) {
            civil.month = 1;
            ++civil.year;
        }
        return {start, shifted(civil)};
    case TimePrecision::Day:
        return {start, start.plusUs(kUsPerDay)};
    case TimePrecision::Hour:
        return {start, start.plusUs(kUsPerHour)};
    case TimePrecision::Minute:
        return {start, start.plusUs(kUsPerMinute)};
    case TimePrecision::Second:
        return {start, start.plusUs(kUsPerSecond)};
    case TimePrecision::Millisecond:
        return {start, start.plusUs(kUsPerMs)};
    case TimePrecision::Microsecond:
        return {start, start.plusUs(1)};
    }
    return {start, start};
}

namespace {

QString dateText(const CivilTime& c)
{
    return QString::asprintf("%04d-%02d-%02d", c.year, c.month, c.day);
}

} // namespace

void appendIso(std::string& out, const SourceTime& time)
{
    // Volume goes through here: two digits at a time into one piece, without a format string.
    std::array<char, 32> text;
    char* at = text.data();
    const auto put = [&at](char character) { *at++ = character; };
    const auto putDigit = [&put](int value) { put(static_cast<char>('0' + value % 10)); };
    const auto putPair = [&](char before, int value) {
        put(before);
        putDigit(value / 10);
        putDigit(value);
    };
    if (time.precision == TimePrecision::Unknown)
        return;
    const CivilTime c = toCivil(time.start);
    if (c.year >= 0 && c.year <= 9999) {
        putDigit(c.year / 1000);
        putDigit(c.year / 100);
        putDigit(c.year / 10);
        putDigit(c.year);
    } else {
        at += std::snprintf(at, 12, "%04d", c.year);
    }
    if (time.precision >= TimePrecision::Month)
        putPair('-', c.month);
    if (time.precision >= TimePrecision::Day)
        putPair('-', c.day);
    if (time.precision >= TimePrecision::Hour) {
        putPair('T', c.hour);
        putPair(':', c.minute);
        if (time.precision >= TimePrecision::Second)
            putPair(':', c.second);
        if (time.precision >= TimePrecision::Millisecond) {
            putPair('.', c.microsecond / 10'000);
            putDigit(c.microsecond / 1'000);
        }
        if (time.precision >= TimePrecision::Microsecond) {
            putDigit(c.microsecond / 100);
            putDigit(c.microsecond / 10);
            putDigit(c.microsecond);
        }
        put('Z');
    }
    out.append(text.data(), static_cast<std::size_t>(at - text.data()));
}

QString SourceTime::toIso() const
{
    std::string text;
    appendIso(text, *this);
    return QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size()));
}

QString toRfc3339Ms(UtcTime time)
{
    const CivilTime c = toCivil(time);
    return dateText(c) +
           QString::asprintf("T%02d:%02d:%02d.%03dZ", c.hour, c.minute, c.second, c.microsecond / 1000);
}

QString toRfc3339(UtcTime time)
{
    SourceTime st{time, TimePrecision::Second, {}};
    if (time.us % kUsPerMs != 0)
        st.precision = TimePrecision::Microsecond;
    else if (time.us % kUsPerSecond != 0)
        st.precision = TimePrecision::Millisecond;
    return st.toIso();
}

QString toDisplay(UtcTime time)
{
    return toDisplay(SourceTime{time, TimePrecision::Second, {}});
}

QString toDisplay(const SourceTime& time)
{
    if (time.precision <= TimePrecision::Day)
        return time.toIso();
    const CivilTime c = toCivil(time.start);
    if (time.precision <= TimePrecision::Minute)
        return dateText(c) + QString::asprintf(" %02d:%02d UTC", c.hour, c.minute);
    return dateText(c) + QString::asprintf(" %02d:%02d:%02d UTC", c.hour, c.minute, c.second);
}

Result<SourceTime> parseRfc3339(std::string_view text)
{
    return parseIso(text, ZoneRule::Required, DateRule::FullOnly);
}

Result<SourceTime> parseRfc3339(QStringView text)
{
    const QByteArray bytes = text.toUtf8();
    return parseRfc3339(std::string_view(bytes.constData(), static_cast<size_t>(bytes.size())));
}

Result<SourceTime> parseLenientIso(std::string_view text)
{
    return parseIso(text, ZoneRule::MayBeMissing, DateRule::MayBeCut);
}

} // namespace keyturn::base

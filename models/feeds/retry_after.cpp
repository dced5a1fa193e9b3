// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/feeds/retry_after.h"

#include <QByteArray>
#include <QByteArrayList>

#include <algorithm>
#include <array>
#include <string_view>

namespace keyturn::feeds {

namespace {

constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// A number of exactly @p digits digits; nothing else passes, no sign and no blank.
std::optional<int> numberOf(const QByteArray& text, qsizetype digits)
{
    const bool isNumber = text.size() == digits &&
                          std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    return isNumber ? std::optional<int>(text.toInt()) : std::nullopt;
}

std::optional<int> monthOf(const QByteArray& text)
{
    const auto found = std::find(kMonths.begin(), kMonths.end(), text.toStdString());
    return found == kMonths.end() ? std::nullopt
                                  : std::optional<int>(static_cast<int>(found - kMonths.begin()) + 1);
}

std::optional<base::UtcTime> timeOf(std::optional<int> year, std::optional<int> month, std::optional<int> day,
                                    const QByteArray& clock)
{
    const QByteArrayList parts = clock.split(':');
    if (!year || !month || !day || parts.size() != 3)
        return std::nullopt;
    const auto hour = numberOf(parts[0], 2);
    const auto minute = numberOf(parts[1], 2);
    const auto second = numberOf(parts[2], 2);
    if (!hour || !minute || !second)
        return std::nullopt;
    base::CivilTime civil;
    civil.year = *year;
    civil.month = *month;
    civil.day = *day;
    civil.hour = *hour;
    civil.minute = *minute;
    civil.second = std::min(*second, 59); // second = 2DIGIT may be a leap second
    return base::fromCivil(civil);
}

std::optional<int> yearOfTwoDigits(const QByteArray& text, base::UtcTime now)
{
    const auto digits = numberOf(text, 2);
    if (!digits)
        return std::nullopt;
    const int thisYear = base::toCivil(now).year;
    int year = thisYear - thisYear % 100 + *digits;
    if (year > thisYear + 50)
        year -= 100;
    return year;
}

} // namespace

std::optional<base::UtcTime> parseHttpDate(QByteArrayView text, base::UtcTime now)
{
    const QByteArrayList words = text.toByteArray().simplified().split(' ');
    // IMF-fixdate: Sun, 06 Nov 1994 08:49:37 GMT
    if (words.size() == 6 && words[0].endsWith(',') && words[5] == "GMT")
        return timeOf(numberOf(words[3], 4), monthOf(words[2]), numberOf(words[1], 2), words[4]);
    // rfc850-date: Sunday, 06-Nov-94 08:49:37 GMT
    if (words.size() == 4 && words[0].endsWith(',') && words[3] == "GMT") {
        const QByteArrayList date = words[1].split('-');
        if (date.size() != 3)
            return std::nullopt;
        return timeOf(yearOfTwoDigits(date[2], now), monthOf(date[1]), numberOf(date[0], 2), words[2]);
    }
    // asctime-date: Sun Nov  6 08:49:37 1994
    if (words.size() == 5)
        return timeOf(numberOf(words[4], 4), monthOf(words[1]),
                      numberOf(words[2], words[2].size() == 1 ? 1 : 2), words[3]);
    return std::nullopt;
}

std::optional<base::UtcTime> retryAfter(QByteArrayView field, base::UtcTime now)
{
    const QByteArrayView text = field.trimmed();
    std::optional<base::UtcTime> until;
    if (!text.isEmpty() &&
        std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
        // More digits than these are beyond the longest wait anyway.
        const std::int64_t seconds =
            text.size() > 9 ? kLongestRetryAfterUs / base::kUsPerSecond : text.toByteArray().toLongLong();
        until = now.plusUs(seconds * base::kUsPerSecond);
    } else {
        until = parseHttpDate(text, now);
    }
    if (!until)
        return std::nullopt;
    return std::clamp(*until, now, now.plusUs(kLongestRetryAfterUs));
}

} // namespace keyturn::feeds

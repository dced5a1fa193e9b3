// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/time_entry.h"

#include "models/timeline/time_axis.h"

#include <QByteArray>

#include <array>
#include <string_view>

namespace keyturn::timeline {

namespace {

struct TimeUnit
{
    const char* word;
    std::int64_t us;
};
constexpr std::array kTimeUnits{
    TimeUnit{"s", base::kUsPerSecond},  TimeUnit{"sec", base::kUsPerSecond},
    TimeUnit{"m", base::kUsPerMinute},  TimeUnit{"min", base::kUsPerMinute},
    TimeUnit{"h", base::kUsPerHour},    TimeUnit{"d", base::kUsPerDay},
    TimeUnit{"w", 7 * base::kUsPerDay},
};
/// About thirty thousand years: more than any axis shows, and no sum of it overflows.
constexpr std::int64_t kMostAmountUs = std::int64_t{1'000'000'000'000} * base::kUsPerSecond;

/// "2h", "1d 6h": the sum, or nothing.
std::optional<std::int64_t> amountUs(QStringView text)
{
    std::int64_t sum = 0;
    bool isAny = false;
    qsizetype at = 0;
    const auto skipBlanks = [&] {
        while (at < text.size() && text[at].isSpace())
            ++at;
    };
    for (skipBlanks(); at < text.size(); skipBlanks()) {
        const qsizetype digits = at;
        while (at < text.size() && text[at] >= u'0' && text[at] <= u'9')
            ++at;
        bool isNumber = false;
        const qlonglong number = text.sliced(digits, at - digits).toLongLong(&isNumber);
        skipBlanks();
        const qsizetype letters = at;
        while (at < text.size() && text[at].isLetter())
            ++at;
        const QStringView word = text.sliced(letters, at - letters);
        const TimeUnit* unit = nullptr;
        for (const TimeUnit& known : kTimeUnits) {
            if (word == QLatin1String(known.word))
                unit = &known;
        }
        if (!isNumber || unit == nullptr || number > kMostAmountUs / unit->us)
            return std::nullopt;
        sum += number * unit->us;
        if (sum > kMostAmountUs)
            return std::nullopt;
        isAny = true;
    }
    return isAny ? std::optional(sum) : std::nullopt;
}

std::optional<TimeEntry> instantAt(base::UtcTime at)
{
    if (at < kEarliestTime || at > kLatestTime)
        return std::nullopt;
    return TimeEntry{at, {at, at}};
}

} // namespace

std::optional<TimeEntry> readTimeEntry(QStringView text, base::UtcTime now)
{
    const QString trimmed = text.trimmed().toString().toLower();
    if (trimmed == QLatin1String("now"))
        return instantAt(now);
    if (trimmed.startsWith(u'-') || trimmed.startsWith(u'+')) {
        const auto amount = amountUs(QStringView(trimmed).sliced(1));
        if (!amount)
            return std::nullopt;
        return instantAt(now.plusUs(trimmed.startsWith(u'-') ? -*amount : *amount));
    }
    const QByteArray bytes = text.trimmed().toUtf8();
    const auto time =
        base::parseLenientIso(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
    if (!time || !time->isKnown() || time->start < kEarliestTime || time->start > kLatestTime)
        return std::nullopt;
    if (time->precision > base::TimePrecision::Day)
        return instantAt(time->start);
    return TimeEntry{time->start, time->extent()};
}

base::TimeRange rangeFor(const TimeEntry& entry, const base::TimeRange& visible)
{
    if (entry.stated.lengthUs() > 0) {
        const std::int64_t marginUs = entry.stated.lengthUs() / 24;
        return {entry.stated.start.plusUs(-marginUs), entry.stated.end.plusUs(marginUs)};
    }
    const std::int64_t half = visible.lengthUs() / 2;
    return {entry.at.plusUs(-half), entry.at.plusUs(visible.lengthUs() - half)};
}

} // namespace keyturn::timeline

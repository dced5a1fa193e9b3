// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/stated_times.h"

#include "models/intake/json_record.h"
#include "models/intake/record_text.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace keyturn::formats {

using namespace intake;

namespace {

namespace dom = simdjson::dom;
using base::TimePrecision;

/// More digits of a fraction than a microsecond has.
constexpr std::size_t kKeptDigits = 6;

struct UnitFacts
{
    EpochUnit unit;
    std::string_view plural;
    std::int64_t perSecond;
    TimePrecision precision;
};

constexpr std::array<UnitFacts, 4> kUnits{{
    {EpochUnit::Seconds, "seconds", 1, TimePrecision::Second},
    {EpochUnit::Milliseconds, "milliseconds", 1'000, TimePrecision::Millisecond},
    {EpochUnit::Microseconds, "microseconds", 1'000'000, TimePrecision::Microsecond},
    {EpochUnit::Nanoseconds, "nanoseconds", 1'000'000'000, TimePrecision::Microsecond},
}};

bool isPlausible(std::int64_t count, const UnitFacts& unit)
{
    return isPlausibleSecond(count / unit.perSecond);
}

bool areDigits(std::string_view text)
{
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// A count as it is written, taken apart: whole part and the digits behind its point.
struct WrittenCount
{
    std::int64_t whole = 0;
    std::string_view fraction;
};

std::optional<WrittenCount> writtenCount(std::string_view text)
{
    WrittenCount out;
    const std::size_t point = text.find('.');
    const std::string_view whole = text.substr(0, point);
    if (point != std::string_view::npos) {
        out.fraction = text.substr(point + 1);
        if (!areDigits(out.fraction))
            return std::nullopt;
    }
    const auto number = readInteger(whole);
    if (!number)
        return std::nullopt;
    out.whole = *number;
    return out;
}

/// True when @p text writes a second's fraction finer than is kept.
bool isCut(std::string_view text)
{
    const std::size_t point = text.find('.');
    if (point == std::string_view::npos)
        return false;
    const std::size_t end = text.find_first_not_of("0123456789", point + 1);
    std::string_view fraction = text.substr(point + 1, end == std::string_view::npos ? end : end - point - 1);
    if (fraction.size() <= kKeptDigits)
        return false;
    fraction.remove_prefix(kKeptDigits);
    return fraction.find_first_not_of('0') != std::string_view::npos;
}

std::string asWritten(std::string_view text)
{
    return "time as written: " + std::string(cutAtCharacter(text, 80));
}

StatedTime noTime(std::string_view name, std::string_view text)
{
    StatedTime out;
    out.notes.push_back(std::string(name) + " is not a time: " + std::string(cutAtCharacter(text, 80)));
    return out;
}

} // namespace

bool isPlausibleSecond(std::int64_t second)
{
    constexpr std::int64_t kFrom = 315'532'800;   // 1980-01-01
    constexpr std::int64_t kUpTo = 7'258'118'400; // 2200-01-01
    return second >= kFrom && second < kUpTo;
}

StatedTime StatedTimeReader::fromText(std::string_view text, std::string_view name)
{
    text = trimmed(text);
    if (text.empty())
        return {};
    StatedTime out;
    out.time = m_times.read(text);
    if (!out.time)
        return noTime(name, text);
    if (isCut(text))
        out.notes.push_back(asWritten(text));
    return out;
}

StatedTime StatedTimeReader::fromUtcText(std::string_view text, std::string_view name)
{
    return asUtc(fromText(text, name));
}

StatedTime StatedTimeReader::asUtc(StatedTime stated)
{
    if (stated.time && stated.time->precision >= TimePrecision::Day && stated.time->zone.isEmpty())
        stated.time->zone = QStringLiteral("Z");
    return stated;
}

StatedTime StatedTimeReader::fromCount(std::string_view digits, EpochUnit unit, std::string_view name)
{
    digits = trimmed(digits);
    auto count = writtenCount(digits);
    if (!count) {
        // "1.7e9", as some writers put large numbers.
        double approximate = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), approximate);
        constexpr double kExactUpTo = 9007199254740992.0; // 2^53
        if (digits.find_first_of("eE") == std::string_view::npos || error != std::errc() ||
            end != digits.data() + digits.size() || !(approximate > -kExactUpTo && approximate < kExactUpTo))
            return noTime(name, digits);
        count = WrittenCount{static_cast<std::int64_t>(approximate), {}};
    }
    const UnitFacts* facts = &kUnits[static_cast<std::size_t>(unit)];
    StatedTime out;
    if (!isPlausible(count->whole, *facts)) {
        for (const UnitFacts& other : kUnits) {
            if (!isPlausible(count->whole, other))
                continue;
            facts = &other;
            out.notes.push_back(std::string(name) + " is read as " + std::string(other.plural) +
                                ", by its size; the format means " +
                                std::string(kUnits[static_cast<std::size_t>(unit)].plural));
            break;
        }
    }
    std::int64_t us = 0;
    if (facts->perSecond > base::kUsPerSecond) {
        const std::int64_t perUs = facts->perSecond / base::kUsPerSecond;
        const std::int64_t rest = count->whole % perUs;
        us = (count->whole - rest) / perUs - (rest < 0 ? 1 : 0);
        if (rest != 0)
            out.notes.push_back(asWritten(digits));
    } else if (__builtin_mul_overflow(count->whole, base::kUsPerSecond / facts->perSecond, &us)) {
        return noTime(name, digits);
    }
    TimePrecision precision = facts->precision;
    if (facts->unit == EpochUnit::Seconds && !count->fraction.empty()) {
        std::int64_t part = 0;
        for (std::size_t i = 0; i < kKeptDigits; ++i)
            part = part * 10 + (i < count->fraction.size() ? count->fraction[i] - '0' : 0);
        if (__builtin_add_overflow(us, digits.starts_with('-') ? -part : part, &us))
            return noTime(name, digits);
        precision = count->fraction.size() <= 3 ? TimePrecision::Millisecond : TimePrecision::Microsecond;
        if (isCut(digits))
            out.notes.push_back(asWritten(digits));
    }
    const auto time = timeFromEpoch(us);
    if (!time)
        return noTime(name, digits);
    out.time = coarsened(*time, precision);
    return out;
}

StatedTime StatedTimeReader::fromValue(dom::element value, EpochUnit unit, std::string_view name)
{
    std::string buffer;
    const std::string_view text = trimmed(jsonAsText(value, buffer));
    if (text.empty())
        return {};
    // A year alone is no count: nobody counts so little.
    constexpr std::size_t kShortestCount = 9;
    const std::string_view digits = text.substr(text.starts_with('-') ? 1 : 0);
    const bool isNumber = value.is_number();
    const bool looksLikeCount =
        digits.size() >= kShortestCount && areDigits(digits.substr(0, digits.find('.')));
    if (isNumber || looksLikeCount)
        return fromCount(text, unit, name);
    if (value.is_string())
        return fromText(text, name);
    return noTime(name, text);
}

} // namespace keyturn::formats

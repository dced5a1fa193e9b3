// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"

#include <QString>
#include <QStringView>

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

namespace keyturn::base {

enum class TimeError { NotATime = 1, NoZone, NoTime, OutOfRange, NotAZone };
/// The table behind TimeError.
const ErrorDomain& errorDomain(TimeError);

/// An instant: microseconds since 1970-01-01T00:00:00 UTC, leap seconds not counted (POSIX).
struct UtcTime
{
    std::int64_t us = 0;

    friend bool operator==(UtcTime, UtcTime) = default;
    friend auto operator<=>(UtcTime, UtcTime) = default;
    [[nodiscard]] UtcTime plusUs(std::int64_t deltaUs) const { return {us + deltaUs}; }
};

inline constexpr std::int64_t kUsPerMs = 1'000;
inline constexpr std::int64_t kUsPerSecond = 1'000'000;
inline constexpr std::int64_t kUsPerMinute = 60 * kUsPerSecond;
inline constexpr std::int64_t kUsPerHour = 60 * kUsPerMinute;
inline constexpr std::int64_t kUsPerDay = 24 * kUsPerHour;

/// A half-open span of time: from start up to, not including, end.
struct TimeRange
{
    UtcTime start;
    UtcTime end;

    friend bool operator==(const TimeRange&, const TimeRange&) = default;
    [[nodiscard]] bool contains(UtcTime t) const { return start <= t && t < end; }
    [[nodiscard]] bool isEmpty() const { return end <= start; }
    [[nodiscard]] std::int64_t lengthUs() const { return end.us - start.us; }
};

/// How finely a source states a time. Unknown: the source states none.
enum class TimePrecision : std::uint8_t {
    Unknown,
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    Millisecond,
    Microsecond
};
/// The word used in files and on the command line ("year" … "microsecond", "unknown").
QString toWord(TimePrecision precision);
/// The precision of a word, or nothing.
std::optional<TimePrecision> timePrecisionFromWord(QStringView word);

/// How far a zone such as "+02:00" or "-0730" lies ahead of UTC, in microseconds; 0 for "Z", for none and for
/// what is no offset.
[[nodiscard]] std::int64_t zoneOffsetUs(QStringView zone);

/// A time as a source gave it: its instant, how finely it was stated, and its zone as written.
/// Equality is of all that was stated, not of the instant alone.
struct SourceTime
{
    UtcTime start; ///< First instant of the stated span, in UTC.
    TimePrecision precision = TimePrecision::Unknown;
    QString zone; ///< "Z", "+02:00", … as written; empty where not stated.
    /// Stated as second 60, which POSIX time does not have; `start` is the last microsecond before its end.
    bool isLeapSecond = false;

    friend bool operator==(const SourceTime&, const SourceTime&) = default;
    [[nodiscard]] bool isKnown() const { return precision != TimePrecision::Unknown; }
    /// The span the statement covers: a year for "2018", a second for a time to the second. Years and months
    /// are those of its zone.
    [[nodiscard]] TimeRange extent() const;
    /// ISO 8601 text in UTC, cut to the stated precision: "2018", "2018-07", "2018-07-27T10:58:07Z"; empty if
    /// unknown.
    [[nodiscard]] QString toIso() const;
};

/// Appends what toIso() gives, without a QString between; for volume.
void appendIso(std::string& out, const SourceTime& time);

/// Calendar fields of an instant in UTC (proleptic Gregorian).
struct CivilTime
{
    int year = 1970;
    int month = 1;  ///< 1 to 12.
    int day = 1;    ///< 1 to 31.
    int hour = 0;   ///< 0 to 23.
    int minute = 0; ///< 0 to 59.
    int second = 0; ///< 0 to 59.
    int microsecond = 0;
};

/// Calendar fields of @p time in UTC.
[[nodiscard]] CivilTime toCivil(UtcTime time);
/// The instant of calendar fields in UTC; nothing where a field is out of range (no 30 February).
[[nodiscard]] std::optional<UtcTime> fromCivil(const CivilTime& civil);

/// RFC 3339 in UTC with 3 fraction digits: "2026-06-12T09:41:07.000Z". The ledger's own form.
[[nodiscard]] QString toRfc3339Ms(UtcTime time);
/// RFC 3339 in UTC with as many fraction digits as are needed (none, 3 or 6).
[[nodiscard]] QString toRfc3339(UtcTime time);
/// For people: "2026-06-12 09:41:07 UTC".
[[nodiscard]] QString toDisplay(UtcTime time);
/// For people: a SourceTime as far as it was stated: "2018", "2018-07", "2018-07-27", "2018-07-27 10:58:07
/// UTC".
[[nodiscard]] QString toDisplay(const SourceTime& time);

/// Reads RFC 3339 section 5.6 date-time. A zone is required. A leap second is read as the second before it
/// and marked as such.
/// Fraction digits beyond microseconds are cut. @return NotATime, NoZone (a date-time without zone), NoTime
/// (a bare date).
[[nodiscard]] Result<SourceTime> parseRfc3339(QStringView text);
/// The same over UTF-8 or ASCII bytes, without allocation but for the zone; for volume.
[[nodiscard]] Result<SourceTime> parseRfc3339(std::string_view text);
/// Reads "YYYY", "YYYY-MM", "YYYY-MM-DD", or a date-time with `T` or a blank between, with or without zone; a
/// missing zone is read as UTC and kept as "not stated" (empty zone).
[[nodiscard]] Result<SourceTime> parseLenientIso(std::string_view text);

} // namespace keyturn::base

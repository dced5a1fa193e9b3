// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/time.h"
#include "models/intake/source_times.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace keyturn::intake {

/// How the times of a file without a specification are written.
enum class TimeStyle : std::uint8_t {
    Iso, ///< "2026-06-12T09:41:07Z", a blank for the T, coarser ones: what base::parseLenientIso reads.
    MonthFirst,  ///< "9/27/2013 2:42:26 PM", "03/28/22".
    DayFirst,    ///< "27.09.2013 14:42".
    Compact,     ///< "20100720 183814", "20100720".
    NamedMonth,  ///< "27 Sep 2013 14:42:26 +0200", "Sep 27, 2013", "10/Oct/2000:13:55:36 -0700".
    Epoch,       ///< Seconds, or milli-, micro- or nanoseconds by their magnitude, since 1970 UTC.
    Spreadsheet, ///< Days since 1899-12-30 with a fraction, as spreadsheets count (ECMA-376, 18.17.4.1).
    Seconds,     ///< Since 1970 UTC, whatever their magnitude; never guessed, as the next three.
    Milliseconds,
    Microseconds,
    Nanoseconds
};

/// A time read, and what had to be assumed for it.
struct LooseTime
{
    base::SourceTime time;
    std::string assumption; ///< Empty where nothing had to be assumed.
};

/// The month, from 1, that @p word names in English, letter case apart: whole, or its first three letters or
/// more; nothing for another word.
[[nodiscard]] std::optional<int> monthNamed(std::string_view word);

/// Reads the times of one column; one thread's.
class LooseTimes
{
public:
    explicit LooseTimes(TimeStyle style) : m_style(style) {}

    /// The style that most of @p samples can be read in, all but a tenth at least; nothing where there is
    /// none. Numbers with slashes that fit both orders are taken to have the month first, and
    /// isOrderCertain() is false. @param mayBeCount whether plain numbers may be times: only where the
    /// column's name says so.
    [[nodiscard]] static std::optional<LooseTimes> guess(std::span<const std::string_view> samples,
                                                         bool mayBeCount);
    /// The time that @p text states in this style; nothing where it states none.
    [[nodiscard]] std::optional<LooseTime> read(std::string_view text);

    [[nodiscard]] TimeStyle style() const { return m_style; }
    /// False where every sample fits both month/day and day/month.
    [[nodiscard]] bool isOrderCertain() const { return m_isOrderCertain; }

private:
    TimeStyle m_style;
    bool m_isOrderCertain = true;
    TimeReader m_iso;
};

} // namespace keyturn::intake

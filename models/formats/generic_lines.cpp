// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/generic_lines.h"

#include "models/formats/json_parts.h"
#include "models/formats/sureness.h"
#include "models/intake/loose_times.h"
#include "models/intake/record_text.h"

#include <QCoreApplication>

#include <array>

namespace keyturn::formats {

using namespace intake;

namespace {

/// A time at a line's start takes no more words than these.
constexpr std::size_t kMostWords = 6;
constexpr std::array<TimeStyle, 5> kStyles{TimeStyle::Iso, TimeStyle::Compact, TimeStyle::NamedMonth,
                                           TimeStyle::MonthFirst, TimeStyle::DayFirst};

/// A line taken apart.
struct TimedLine
{
    LooseTime time;
    std::string_view rest;
};

/// The time that @p line begins with, as long as it can be, in brackets or not.
std::optional<TimedLine> timedLine(std::string_view line, LooseTimes& times)
{
    line = trimmed(line);
    const bool isBracketed = line.starts_with('[');
    std::optional<TimedLine> longest;
    std::size_t end = 0;
    for (std::size_t words = 0; words < kMostWords && end < line.size(); ++words) {
        end = line.find_first_of(isBracketed ? " \t]" : " \t", end + 1);
        end = std::min(end, line.size());
        std::string_view start = line.substr(0, end);
        if (isBracketed)
            start.remove_prefix(1);
        while (!start.empty() && (start.back() == ',' || start.back() == ':'))
            start.remove_suffix(1);
        const auto time = times.read(start);
        // A day alone is too little to tell a log by.
        if (time && time->time.precision >= base::TimePrecision::Minute)
            longest = TimedLine{*time, trimmed(line.substr(end + (end < line.size() ? 1 : 0)))};
    }
    return longest;
}

std::optional<TimeStyle> styleOf(std::span<const std::string_view> lines)
{
    for (const TimeStyle style : kStyles) {
        LooseTimes times(style);
        std::size_t timed = 0;
        for (const std::string_view line : lines)
            timed += timedLine(line, times) ? 1 : 0;
        if (timed > 0 && timed * 2 >= lines.size())
            return style;
    }
    return std::nullopt;
}

/// Tries the styles in turn until one fits the first line, and keeps to it.
class GenericLinesMapper final : public LineMapper
{
public:
    bool beginsRecord(std::string_view line) const override
    {
        settleStyle(line);
        return m_times && timedLine(line, *m_times).has_value();
    }
    LineVerdict fill(std::string_view lines, RecordBuilder& builder) override
    {
        settleStyle(lines);
        const std::string_view firstLine = lines.substr(0, lines.find('\n'));
        const auto timed = m_times ? timedLine(firstLine, *m_times) : std::nullopt;
        const std::string_view further = lines.substr(firstLine.size());
        std::string text(timed ? timed->rest : firstLine);
        text += further;
        if (!setTitleKeepingAll(builder, text) && !setTitleKeepingAll(builder, firstLine))
            return LineVerdict::refused(QCoreApplication::translate("formats", "It holds nothing."));
        if (timed)
            setLooseTime(builder, timed->time);
        builder.setSource({});
        return LineVerdict::record();
    }

private:
    /// Settles the style by the first line that has a time in one.
    void settleStyle(std::string_view lines) const
    {
        for (std::size_t i = 0; !m_times && i < kStyles.size(); ++i) {
            LooseTimes times(kStyles[i]);
            if (timedLine(lines.substr(0, lines.find('\n')), times))
                m_times = times;
        }
    }

    mutable std::optional<LooseTimes> m_times; ///< Reading remembers the last day; it changes no result.
};

} // namespace

int GenericLines::recognises(std::span<const std::string_view> lines) const
{
    return styleOf(lines) ? kGenericSureness : 0;
}

std::unique_ptr<LineMapper> GenericLines::mapper(const ImportHints&) const
{
    return std::make_unique<GenericLinesMapper>();
}

} // namespace keyturn::formats

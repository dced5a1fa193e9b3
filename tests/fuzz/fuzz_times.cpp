// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/stated_times.h"
#include "models/formats/syslog_time.h"
#include "models/intake/counted_times.h"
#include "models/intake/loose_times.h"
#include "models/intake/record_text.h"
#include "tests/fuzz/fuzz_targets.h"
#include "tests/support/intake_soundness.h"

#include <array>
#include <optional>

namespace keyturn::tests {

namespace {

using base::SourceTime;
using base::TimePrecision;
using namespace intake;

constexpr std::array<TimeStyle, 7> kStyles{TimeStyle::Iso,        TimeStyle::MonthFirst, TimeStyle::DayFirst,
                                           TimeStyle::Compact,    TimeStyle::NamedMonth, TimeStyle::Epoch,
                                           TimeStyle::Spreadsheet};
constexpr std::array<formats::EpochUnit, 4> kUnits{
    formats::EpochUnit::Seconds, formats::EpochUnit::Milliseconds, formats::EpochUnit::Microseconds,
    formats::EpochUnit::Nanoseconds};

std::vector<std::string_view> linesOf(std::string_view bytes)
{
    constexpr std::size_t kMostLines = 64;
    std::vector<std::string_view> lines;
    while (!bytes.empty() && lines.size() < kMostLines) {
        const std::size_t end = std::min(bytes.find('\n'), bytes.size());
        lines.push_back(bytes.substr(0, end));
        bytes.remove_prefix(std::min(end + 1, bytes.size()));
    }
    return lines;
}

/// What is wrong with a time that was read, and with each coarser statement of it.
std::string faultOfRead(const SourceTime& time)
{
    if (std::string fault = faultOf(time); !fault.empty())
        return fault;
    for (int word = static_cast<int>(TimePrecision::Year);
         word <= static_cast<int>(TimePrecision::Microsecond); ++word) {
        const auto precision = static_cast<TimePrecision>(word);
        const SourceTime coarse = coarsened(time, precision);
        if (std::string fault = faultOf(coarse); !fault.empty())
            return "stated coarser, " + fault;
        if (coarse.precision != std::min(precision, time.precision) || coarse.start > time.start)
            return "a coarser statement of it is no such: " + coarse.toIso().toStdString();
        if (coarse.extent().end <= time.start && precision > TimePrecision::Year)
            return "a coarser statement of it does not hold it: " + coarse.toIso().toStdString();
    }
    return {};
}

std::string faultOfRead(const std::optional<SourceTime>& time)
{
    return time ? faultOfRead(*time) : std::string();
}

/// The quick reader of a file's times has to give what the plain one does, whatever it read before.
std::string faultOfIso(std::string_view text, TimeReader& reader)
{
    const std::string_view bare = trimmed(text);
    const auto plain = base::parseLenientIso(bare);
    const auto quick = reader.read(text);
    if (plain.has_value() != quick.has_value() || (plain && *plain != *quick))
        return "the quick reader and the plain one differ";
    const auto strict = base::parseRfc3339(bare);
    if (strict && (!plain || *strict != *plain))
        return "what RFC 3339 takes is another time, or none, to the lenient reader";
    if (!strict && strict.error().sentence().isEmpty())
        return "no sentence says why it is no time of RFC 3339";
    if (isUtf8(bare)) {
        const QString wide = QString::fromUtf8(bare.data(), static_cast<qsizetype>(bare.size()));
        const auto again = base::parseRfc3339(QStringView(wide));
        if (again.has_value() != strict.has_value() || (strict && *again != *strict))
            return "RFC 3339 is another time as a QString";
    }
    return plain ? faultOfRead(*plain) : std::string();
}

std::string faultOfStated(const formats::StatedTime& stated)
{
    if (!stated.time)
        return {};
    return faultOfRead(*stated.time);
}

std::string faultOfStatedTimes(std::string_view text, formats::EpochUnit unit,
                               formats::StatedTimeReader& reader)
{
    for (const auto& stated : {reader.fromText(text, "time"), reader.fromUtcText(text, "time"),
                               formats::StatedTimeReader::fromCount(text, unit, "time")}) {
        if (std::string fault = faultOfStated(stated); !fault.empty())
            return fault;
        if (!stated.time && stated.notes.empty() && !trimmed(text).empty())
            return "nothing says why it is no time";
    }
    simdjson::dom::parser parser;
    simdjson::dom::element value;
    const std::string json(text);
    if (parser.parse(json).get(value) != simdjson::SUCCESS)
        return {};
    return faultOfStated(reader.fromValue(value, unit, "time"));
}

std::string faultOfSyslog(std::string_view text)
{
    std::string_view rest = text;
    const auto taken = formats::takeSyslogTime(rest);
    if (!taken)
        return rest == text ? std::string() : "something was taken though it is no time";
    if (!text.ends_with(rest) || rest.size() >= text.size())
        return "what is left is not the text's end";
    if (!taken->time && taken->note.empty())
        return "nothing says why it is no time";
    return faultOfRead(taken->time);
}

std::string faultOfLine(std::string_view text, formats::EpochUnit unit)
{
    for (const TimeStyle style : kStyles) {
        const auto read = LooseTimes(style).read(text);
        if (std::string fault = read ? faultOfRead(read->time) : std::string(); !fault.empty())
            return "style " + std::to_string(static_cast<int>(style)) + ": " + fault;
    }
    for (const auto& read : {countedTime(text), spreadsheetTime(text)}) {
        if (std::string fault = read ? faultOfRead(read->time) : std::string(); !fault.empty())
            return "as a count: " + fault;
    }
    if (const auto number = readInteger(text)) {
        if (std::string fault = faultOfRead(timeFromEpoch(*number)); !fault.empty())
            return "as microseconds: " + fault;
    }
    static_cast<void>(formats::beginsWithYearlessTime(text));
    if (std::string fault = faultOfSyslog(text); !fault.empty())
        return "syslog: " + fault;
    formats::StatedTimeReader fresh;
    return faultOfStatedTimes(text, unit, fresh);
}

} // namespace

std::string faultInTimes(std::string_view bytes)
{
    if (bytes.empty())
        return {};
    const auto unit = kUnits[static_cast<unsigned char>(bytes.front()) % kUnits.size()];
    const auto lines = linesOf(bytes.substr(1));
    TimeReader reader;
    formats::StatedTimeReader stated;
    for (const std::string_view line : lines) {
        if (std::string fault = faultOfIso(line, reader); !fault.empty())
            return fault;
        if (std::string fault = faultOfStatedTimes(line, unit, stated); !fault.empty())
            return fault;
        if (std::string fault = faultOfLine(line, unit); !fault.empty())
            return fault;
    }
    for (const bool mayBeCount : {false, true}) {
        auto guessed = LooseTimes::guess(lines, mayBeCount);
        for (std::size_t i = 0; guessed && i < lines.size(); ++i) {
            const auto read = guessed->read(lines[i]);
            if (std::string fault = read ? faultOfRead(read->time) : std::string(); !fault.empty())
                return "in the style guessed: " + fault;
        }
    }
    return {};
}

} // namespace keyturn::tests

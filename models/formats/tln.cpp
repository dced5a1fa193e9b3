// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/tln.h"

#include "models/formats/json_parts.h"
#include "models/intake/record_text.h"
#include "models/intake/source_times.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace keyturn::formats {

using namespace intake;

namespace {

constexpr std::size_t kTlnFields = 5;
constexpr std::size_t kL2tTlnFields = 7;

/// The fields of a line. The description may hold bars itself: with five fields, it is all that is left.
struct TlnLine
{
    std::array<std::string_view, kL2tTlnFields> fields;
    std::size_t count = 0;
};

/// @param most how many fields the line may have.
TlnLine splitTln(std::string_view line, std::size_t most)
{
    TlnLine out;
    while (out.count + 1 < most) {
        const std::size_t bar = line.find('|');
        if (bar == std::string_view::npos)
            break;
        out.fields[out.count++] = trimmed(line.substr(0, bar));
        line.remove_prefix(bar + 1);
    }
    out.fields[out.count++] = trimmed(line);
    return out;
}

/// How many fields a line is likely to have that no heading told of: seven where it has as many.
std::size_t likelyFields(std::string_view line)
{
    const auto bars = static_cast<std::size_t>(std::count(line.begin(), line.end(), '|'));
    return bars == kL2tTlnFields - 1 ? kL2tTlnFields : kTlnFields;
}

bool isTlnHeader(const TlnLine& line)
{
    return line.count >= kTlnFields && equalsIgnoringCase(line.fields[0], "Time") &&
           equalsIgnoringCase(line.fields[4], "Description");
}

class TlnMapper final : public LineMapper
{
public:
    LineVerdict fill(std::string_view text, RecordBuilder& builder) override
    {
        const TlnLine line = splitTln(text, m_fields.value_or(likelyFields(text)));
        if (isTlnHeader(line)) {
            m_fields = likelyFields(text);
            return LineVerdict::noRecord();
        }
        if (line.count < kTlnFields)
            return LineVerdict::refused(
                QCoreApplication::translate("formats", "It has fewer than the five fields of a TLN line."));
        const auto seconds = readInteger(line.fields[0]);
        if (!seconds)
            return LineVerdict::refused(QCoreApplication::translate(
                "formats", "Its first field is no time in seconds, which every TLN line begins with."));
        if (!setTitleKeepingAll(builder, line.fields[4]))
            return LineVerdict::refused(QCoreApplication::translate("formats", "Its description is empty."));
        builder.addDetail("Host", unlessDash(line.fields[2]));
        builder.addDetail("User", unlessDash(line.fields[3]));
        builder.addDetail("Notes", unlessDash(line.fields[6]));
        builder.setSource(unlessDash(line.fields[1]));
        if (*seconds == 0)
            return LineVerdict::record();
        constexpr std::int64_t kMostSeconds = 253'402'300'800; // 10000-01-01
        auto time = *seconds > -kMostSeconds && *seconds < kMostSeconds
                        ? timeFromEpoch(*seconds * base::kUsPerSecond)
                        : std::nullopt;
        if (!time) {
            builder.assume("the time lies outside the years 1 to 9999: " + std::string(line.fields[0]));
            return LineVerdict::record();
        }
        time->precision = base::TimePrecision::Second;
        builder.setTime(*time);
        return LineVerdict::record();
    }

private:
    std::optional<std::size_t> m_fields; ///< As the heading has it.
};

} // namespace

int Tln::recognises(std::span<const std::string_view> lines) const
{
    if (isTlnHeader(splitTln(lines.front(), likelyFields(lines.front()))))
        return 97;
    // Other tables between bars begin with a number too, as mactime's body file does with 0.
    std::size_t fitting = 0;
    std::size_t withTime = 0;
    for (const std::string_view text : lines) {
        const TlnLine line = splitTln(text, likelyFields(text));
        const auto seconds = readInteger(line.fields[0]);
        if (line.count < kTlnFields || !seconds || (*seconds != 0 && !isPlausibleSecond(*seconds)))
            continue;
        ++fitting;
        withTime += *seconds != 0 ? 1 : 0;
    }
    return withTime > 0 && fitting * 10 >= lines.size() * 9 ? 90 : 0;
}

std::unique_ptr<LineMapper> Tln::mapper(const ImportHints&) const
{
    return std::make_unique<TlnMapper>();
}

} // namespace keyturn::formats

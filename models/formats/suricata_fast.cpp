// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/suricata_fast.h"

#include "models/formats/json_parts.h"
#include "models/formats/suricata_eve.h"
#include "models/intake/loose_times.h"
#include "models/intake/record_text.h"

#include <QCoreApplication>

#include <algorithm>

namespace keyturn::formats {

using namespace intake;

namespace {

/// An alert's line taken apart; views into it.
struct FastAlert
{
    std::string_view time;
    std::string_view action; ///< "Drop", "wDrop"; empty where the packet passed.
    std::string_view id;
    std::string_view message;
    std::string_view classification;
    std::string_view priority;
    std::string_view protocol;
    std::string_view ends;
};

/// What stands between @p open and the next @p close in @p text.
std::string_view between(std::string_view text, std::string_view open, std::string_view close)
{
    const std::size_t start = text.find(open);
    if (start == std::string_view::npos)
        return {};
    const std::string_view inside = text.substr(start + open.size());
    return trimmed(inside.substr(0, inside.find(close)));
}

std::optional<FastAlert> parseFast(std::string_view line)
{
    constexpr std::string_view kMark = "[**]";
    const std::size_t first = line.find(kMark);
    const std::size_t second =
        first == std::string_view::npos ? first : line.find(kMark, first + kMark.size());
    if (second == std::string_view::npos)
        return std::nullopt;
    FastAlert alert;
    alert.time = trimmed(line.substr(0, std::min(first, line.find(' '))));
    alert.action = between(line.substr(0, first), "[", "]");
    const std::string_view signature =
        trimmed(line.substr(first + kMark.size(), second - first - kMark.size()));
    const std::size_t idEnd = signature.find(']');
    if (!signature.starts_with('[') || idEnd == std::string_view::npos ||
        alert.time.find(':') == std::string_view::npos)
        return std::nullopt;
    alert.id = signature.substr(1, idEnd - 1);
    alert.message = trimmed(signature.substr(idEnd + 1));
    const std::string_view rest = line.substr(second + kMark.size());
    alert.classification = between(rest, "[Classification:", "]");
    alert.priority = between(rest, "[Priority:", "]");
    alert.protocol = between(rest, "{", "}");
    alert.ends = alert.protocol.empty() ? std::string_view() : trimmed(rest.substr(rest.find('}') + 1));
    return alert;
}

class SuricataFastMapper final : public LineMapper
{
public:
    LineVerdict fill(std::string_view line, RecordBuilder& builder) override
    {
        const auto alert = parseFast(line);
        if (!alert)
            return LineVerdict::refused(QCoreApplication::translate(
                "formats", "It is no alert: a time, and a signature between two [**], make one."));
        if (!setTitleKeepingAll(builder, alert->message) && !setTitleKeepingAll(builder, alert->id))
            return LineVerdict::refused(QCoreApplication::translate(
                "formats", "It names no signature: neither its number nor its message."));
        builder.addDetail("Classification", alert->classification);
        builder.addDetail("Action", alert->action);
        builder.addDetail("Protocol", alert->protocol);
        builder.addDetail("Ends", alert->ends);
        setTime(alert->time, builder);
        setSourceAfterDefault(builder, "Suricata");
        builder.setReference(alert->id);
        domain::NormalisedRecord& record = builder.record();
        record.sourceKind = domain::SourceKind::Monitoring;
        record.credibility = domain::Credibility::ObservedBehaviour;
        record.severity = suricataSeverity(readInteger(alert->priority));
        return LineVerdict::record();
    }

private:
    void setTime(std::string_view written, RecordBuilder& builder)
    {
        if (const auto time = m_monthFirst.read(written)) {
            setLooseTime(builder, *time);
            return;
        }
        // YY/MM/DD: the year's two digits to the end, where the reader looks for them.
        const bool isYearFirst = written.size() > 8 && written[2] == '/' && written[5] == '/';
        const std::string turned = isYearFirst ? std::string(written.substr(3, 5)) + '/' +
                                                     std::string(written.substr(0, 2)) +
                                                     std::string(written.substr(8))
                                               : std::string();
        if (const auto time = m_monthFirst.read(turned)) {
            builder.setTime(time->time);
            builder.assume("the date is read as year, month, day, each of two digits");
            return;
        }
        builder.assume("the time states no year or is none: " + std::string(cutAtCharacter(written, 80)));
    }

    LooseTimes m_monthFirst{TimeStyle::MonthFirst};
};

} // namespace

int SuricataFast::recognises(std::span<const std::string_view> lines) const
{
    const auto fitting = std::count_if(lines.begin(), lines.end(),
                                       [](std::string_view line) { return parseFast(line).has_value(); });
    return fitting > 0 && static_cast<std::size_t>(fitting) * 2 >= lines.size() ? 97 : 0;
}

std::unique_ptr<LineMapper> SuricataFast::mapper(const ImportHints&) const
{
    return std::make_unique<SuricataFastMapper>();
}

} // namespace keyturn::formats

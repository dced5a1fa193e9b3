// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/cef.h"

#include "models/formats/cef_message.h"
#include "models/formats/json_parts.h"
#include "models/formats/syslog_line.h"
#include "models/intake/counted_times.h"
#include "models/intake/loose_times.h"
#include "models/intake/record_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace keyturn::formats {

using namespace intake;

namespace {

using domain::Severity;

Severity cefSeverity(std::string_view text)
{
    if (const auto number = readInteger(text)) {
        if (*number < 0 || *number > 10)
            return Severity::NotStated;
        if (*number <= 3)
            return Severity::Low;
        if (*number <= 6)
            return Severity::Medium;
        return *number <= 8 ? Severity::High : Severity::Critical;
    }
    constexpr std::array<std::pair<std::string_view, Severity>, 5> kWords{{
        {"low", Severity::Low},
        {"medium", Severity::Medium},
        {"high", Severity::High},
        {"very-high", Severity::Critical},
        {"very high", Severity::Critical},
    }};
    return severityOfWord(text, kWords);
}

class CefMapper final : public LineMapper
{
public:
    bool beginsRecord(std::string_view line) const override
    {
        // Whatever is no message of its own stands by itself, so that it is named and not swallowed.
        return !line.starts_with(' ') && !line.starts_with('\t');
    }
    LineVerdict fill(std::string_view lines, RecordBuilder& builder) override
    {
        const auto message = parseCef(lines);
        if (!message)
            return LineVerdict::refused(QCoreApplication::translate(
                "formats", "It holds no CEF message with its seven header fields."));
        const auto& header = message->header;
        if (!setTitleKeepingAll(builder, header[CefMessage::Name]) &&
            !setTitleKeepingAll(builder, header[CefMessage::EventClass]))
            return LineVerdict::refused(QCoreApplication::translate(
                "formats", "It has neither a name nor an event class, which every CEF message has."));
        builder.addDescription(message->value("msg"));
        constexpr std::array<std::pair<std::string_view, std::string_view>, 11> kDetails{{
            {"Action", "act"},
            {"Outcome", "outcome"},
            {"Reason", "reason"},
            {"Category", "cat"},
            {"Device", "dvchost"},
            {"From", "src"},
            {"To", "dst"},
            {"User", "suser"},
            {"User affected", "duser"},
            {"Request", "request"},
            {"File", "fname"},
        }};
        for (const auto& [label, key] : kDetails)
            builder.addDetail(label, message->value(key));
        setTime(*message, builder);
        const std::string product = joinedParts({header[CefMessage::Vendor], header[CefMessage::Product]});
        builder.setSource(builder.defaultSource().empty() ? std::string_view(product) : std::string_view());
        const std::string_view id = message->value("externalId");
        builder.setReference(id.empty() ? std::string_view(header[CefMessage::EventClass]) : id);
        builder.record().severity = cefSeverity(header[CefMessage::Severity]);
        builder.record().sourceKind = domain::SourceKind::Monitoring;
        return LineVerdict::record();
    }

private:
    void setTime(const CefMessage& message, RecordBuilder& builder)
    {
        for (const std::string_view key : {"start", "rt", "end", "deviceCustomDate1"}) {
            const std::string_view written = trimmed(message.value(key));
            if (written.empty())
                continue;
            if (setWritten(written, builder))
                return;
            builder.assume(std::string(key) +
                           " is no time as CEF writes it: " + std::string(cutAtCharacter(written, 80)));
        }
        TimeReader times;
        const std::string line = std::string(message.before) + " CEF:";
        const auto syslog = message.before.empty() ? std::nullopt : parseSyslog(line, times);
        if (syslog && syslog->time)
            builder.setTime(*syslog->time);
        else if (!message.before.empty() && setStart(message.before, builder))
            return;
        else if (syslog && !syslog->timeAsWritten.empty())
            builder.assume("the time names no year, so that it is none: " +
                           std::string(syslog->timeAsWritten));
    }
    bool setWritten(std::string_view written, RecordBuilder& builder)
    {
        auto read = countedTime(written);
        const bool isCount = read.has_value();
        if (!isCount)
            read = m_dates.read(written);
        const std::size_t blank = written.rfind(' ');
        std::string zone;
        if (!read && blank != std::string_view::npos) {
            zone = written.substr(blank + 1);
            const bool isName =
                std::all_of(zone.begin(), zone.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
            read = isName ? m_dates.read(written.substr(0, blank)) : std::nullopt;
        }
        if (!read)
            return false;
        builder.setTime(read->time);
        if (!zone.empty())
            builder.assume("the zone is written as " + zone + ", which names more than one");
        return true;
    }
    /// A time of the words at the beginning of @p before, as long as it can be.
    bool setStart(std::string_view before, RecordBuilder& builder)
    {
        for (std::size_t end = before.size(); end != std::string_view::npos && end > 0;
             end = before.rfind(' ', end - 1)) {
            if (setWritten(before.substr(0, end), builder))
                return true;
        }
        return false;
    }

    LooseTimes m_dates{TimeStyle::NamedMonth};
};

} // namespace

int Cef::recognises(std::span<const std::string_view> lines) const
{
    const auto fitting = std::count_if(lines.begin(), lines.end(), [](std::string_view line) {
        const auto message = parseCef(line);
        return message && readInteger(message->header[CefMessage::Version]).has_value();
    });
    return fitting > 0 && static_cast<std::size_t>(fitting) * 2 >= lines.size() ? 97 : 0;
}

std::unique_ptr<LineMapper> Cef::mapper(const ImportHints&) const
{
    return std::make_unique<CefMapper>();
}

} // namespace keyturn::formats

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/cef.h"

#include "models/formats/cef_message.h"
#include "models/formats/json_parts.h"
#include "models/formats/stated_times.h"
#include "models/formats/syslog_line.h"
#include "models/formats/syslog_time.h"
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
        addLabelled(*message, builder);
        setTime(*message, builder);
        const std::string product = joinedParts({header[CefMessage::Vendor], header[CefMessage::Product]});
        setSourceAfterDefault(builder, product);
        const std::string_view id = message->value("externalId");
        builder.setReference(id.empty() ? std::string_view(header[CefMessage::EventClass]) : id);
        builder.record().severity = cefSeverity(header[CefMessage::Severity]);
        builder.record().sourceKind = domain::SourceKind::Monitoring;
        return LineVerdict::record();
    }

private:
    /// The device's own fields: a value "cs1" with the name that "cs1Label" gives it.
    static void addLabelled(const CefMessage& message, RecordBuilder& builder)
    {
        constexpr std::string_view kOwn =
            "cs1 cs2 cs3 cs4 cs5 cs6 cn1 cn2 cn3 cfp1 cfp2 cfp3 cfp4 c6a1 c6a2 c6a3 c6a4 deviceCustomDate1 "
            "deviceCustomDate2 flexString1 flexString2 flexDate1 flexNumber1 flexNumber2";
        std::string_view rest = kOwn;
        while (!rest.empty()) {
            const std::string_view key = rest.substr(0, rest.find(' '));
            rest.remove_prefix(std::min(key.size() + 1, rest.size()));
            const std::string_view label = trimmed(message.value(std::string(key) + "Label"));
            if (!label.empty())
                builder.addDetail(cutAtCharacter(label, 80), message.value(key));
        }
    }
    void setTime(const CefMessage& message, RecordBuilder& builder)
    {
        for (const std::string_view key : {"start", "rt", "end"}) {
            const std::string_view written = trimmed(message.value(key));
            if (written.empty())
                continue;
            if (setWritten(written, key, builder)) {
                const std::string_view zone = trimmed(message.value("dtz"));
                if (!zone.empty() && builder.record().occurredAt.zone.isEmpty())
                    builder.assume("the device names its zone as " + std::string(cutAtCharacter(zone, 80)));
                return;
            }
            builder.assume(std::string(key) +
                           (beginsWithYearlessTime(written) ? " names no year, so that it is no time: "
                                                            : " is no time as CEF writes it: ") +
                           std::string(cutAtCharacter(written, 80)));
        }
        const std::string line = std::string(message.before) + " CEF:";
        const auto syslog = message.before.empty() ? std::nullopt : parseSyslog(line, m_isoTimes);
        if (syslog && syslog->time)
            builder.setTime(*syslog->time);
        else if (!message.before.empty() && setStart(message.before, builder))
            return;
        if (syslog) {
            for (const std::string& note : syslog->notes)
                builder.assume(note);
        }
    }
    /// @param key whose value @p written is, for the notes.
    bool setWritten(std::string_view written, std::string_view key, RecordBuilder& builder)
    {
        if (countedTime(written))
            return setStatedTime(builder, StatedTimeReader::fromCount(written, EpochUnit::Milliseconds, key));
        auto read = m_dates.read(written);
        const std::size_t blank = written.rfind(' ');
        std::string zone;
        if (!read && blank != std::string_view::npos) {
            zone = written.substr(blank + 1);
            const bool isName =
                std::all_of(zone.begin(), zone.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
            read = isName ? m_dates.read(written.substr(0, blank)) : std::nullopt;
        }
        if (!read) // not in the standard, but written by some
            return setStatedTime(builder,
                                 isIsoDateTime(written) ? m_isoTimes.fromText(written, key) : StatedTime());
        setLooseTime(builder, *read);
        if (!zone.empty())
            builder.assume("the zone is written as " + zone + ", which names more than one");
        return true;
    }
    static bool isIsoDateTime(std::string_view text)
    {
        TimeReader times;
        const auto time = times.read(text);
        return time && time->precision >= base::TimePrecision::Minute;
    }
    /// A time of the words at the beginning of @p before, as long as it can be.
    bool setStart(std::string_view before, RecordBuilder& builder)
    {
        for (std::size_t end = before.size(); end != std::string_view::npos && end > 0;
             end = before.rfind(' ', end - 1)) {
            if (setWritten(before.substr(0, end), "the line's time", builder))
                return true;
        }
        return false;
    }

    StatedTimeReader m_isoTimes;
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

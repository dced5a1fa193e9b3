// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/syslog.h"

#include "models/formats/json_parts.h"
#include "models/formats/syslog_line.h"
#include "models/intake/record_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace keyturn::formats {

using namespace intake;

namespace {

constexpr int kLargestPriority = 191; // RFC 5424, section 6.2.1

/// RFC 5424, section 6.2.1, table 1, by the names that syslog.conf knows them by.
std::string facilityOf(int priority)
{
    constexpr std::array<std::string_view, 16> kNames{
        "kern", "user", "mail",     "daemon", "auth", "syslog", "lpr",   "news",
        "uucp", "cron", "authpriv", "ftp",    "ntp",  "audit",  "alert", "clock"};
    const auto facility = static_cast<std::size_t>(priority / 8);
    return facility < kNames.size() ? std::string(kNames[facility])
                                    : "local" + std::to_string(facility - kNames.size());
}

domain::Severity syslogSeverity(int priority)
{
    const int severity = priority % 8;
    if (severity <= 2)
        return domain::Severity::High;
    if (severity == 3)
        return domain::Severity::Medium;
    return severity == 4 ? domain::Severity::Low : domain::Severity::Informational;
}

class SyslogMapper final : public LineMapper
{
public:
    bool beginsRecord(std::string_view line) const override
    {
        // An indented line continues a message. Whatever else is none stands by itself, so that it is named
        // and not swallowed.
        return !line.starts_with(' ') && !line.starts_with('\t');
    }
    bool continues(std::string_view record, std::string_view line) const override
    {
        // A counted message may hold line ends. Its own last one may be counted with it. No count is
        // believed where the next message begins.
        const auto counted = countedSyslogSize(record);
        StatedTimeReader times;
        if (counted && record.size() + 1 < *counted && !parseSyslog(line, times))
            return true;
        return LineMapper::continues(record, line);
    }
    std::size_t firstRecordSize(std::string_view lines) const override
    {
        const auto counted = countedSyslogSize(lines);
        const bool isFollowed =
            counted && *counted < lines.size() && countedSyslogSize(lines.substr(*counted));
        return isFollowed ? *counted : lines.size();
    }
    LineVerdict fill(std::string_view lines, RecordBuilder& builder) override
    {
        const auto counted = countedSyslogSize(lines);
        if (counted && *counted < lines.size())
            builder.assume("it goes on behind the " + std::to_string(*counted) + " bytes that it counts");
        const auto line = parseSyslog(lines, m_times);
        if (!line)
            return LineVerdict::refused(QCoreApplication::translate(
                "formats", "It does not begin as a syslog message does, with a priority or a time."));
        if (!setTitleKeepingAll(builder, line->message) &&
            !setTitleKeepingAll(builder, line->structuredData) &&
            !setTitleKeepingAll(builder, line->application))
            return LineVerdict::refused(QCoreApplication::translate("formats", "It has no message."));
        builder.addDetail("Host", line->host);
        builder.addDetail("Application", line->application);
        builder.addDetail("Process", line->process);
        builder.addDetail("Structured data", line->structuredData);
        if (line->time)
            builder.setTime(*line->time);
        for (const std::string& note : line->notes)
            builder.assume(note);
        setSourceAfterDefault(builder, line->host.empty() ? line->application : line->host);
        builder.setReference(line->messageId);
        if (line->priority && *line->priority <= kLargestPriority) {
            builder.record().severity = syslogSeverity(*line->priority);
            builder.addDetail("Facility", facilityOf(*line->priority));
        } else if (line->priority) {
            builder.assume("its priority " + std::to_string(*line->priority) + " is above 191, the largest");
        }
        return LineVerdict::record();
    }

private:
    StatedTimeReader m_times;
};

} // namespace

int Syslog::recognises(std::span<const std::string_view> lines) const
{
    StatedTimeReader times;
    std::size_t fitting = 0;
    std::size_t withPriority = 0;
    for (const std::string_view text : lines) {
        const auto line = parseSyslog(text, times);
        const bool hasTime = line && (!line->timeAsWritten.empty() || line->isVersion1);
        const bool isMessage = hasTime && (line->priority || !line->application.empty());
        fitting += isMessage ? 1 : 0;
        withPriority += isMessage && line->priority ? 1 : 0;
    }
    if (fitting * 2 < lines.size() || fitting == 0)
        return 0;
    return withPriority * 2 >= fitting ? 90 : 75;
}

std::unique_ptr<LineMapper> Syslog::mapper(const ImportHints&) const
{
    return std::make_unique<SyslogMapper>();
}

} // namespace keyturn::formats

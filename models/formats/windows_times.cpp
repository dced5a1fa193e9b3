// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/windows_times.h"

#include "models/formats/json_parts.h"
#include "models/intake/json_record.h"
#include "models/intake/record_text.h"

#include <array>
#include <cstdlib>

namespace keyturn::formats {

using namespace intake;

namespace {

namespace dom = simdjson::dom;
using base::SourceTime;

/// Members that state when the event happened, best first, where the shape does not say better.
struct TimeMember
{
    std::string_view name;
    bool isUtc; ///< In UTC by its definition, even without a zone.
};
constexpr std::array<TimeMember, 15> kOwnTimeMembers{{
    {"TimeCreated", false},
    {"ActivityDateTime", true},
    {"activityDateTime", true},
    {"TimeGenerated", true},
    {"TimeGenerated [UTC]", true},
    {"Timestamp", true},
    {"CreationTime", true},
    {"createdDateTime", true},
    {"CreatedDateTime", true},
    {"alertCreationTime", true},
    {"CreatedTime", true},
    {"StartTime", false},
    {"Start_Time", false},
    {"EventTimestamp", false},
    {"time", false},
}};
/// Members that state when somebody took the event in.
constexpr std::array<std::string_view, 5> kReceivedMembers{"@timestamp", "TimeCollected", "EventReceivedTime",
                                                           "timestamp", "ingestionTime"};

/// Two of the event's own times further apart than this contradict each other.
constexpr std::int64_t kContradictionUs = base::kUsPerMinute;
/// Clocks of a collector's two stamps agree this closely, but for the zone.
constexpr std::int64_t kSameMomentUs = 2 * base::kUsPerMinute;

/// "/Date(1602541968000-0400)/", as .NET writes an instant: milliseconds of UTC; the offset is for show.
std::optional<std::string_view> dotNetDate(std::string_view text)
{
    constexpr std::string_view kBefore = "/Date(";
    if (!text.starts_with(kBefore))
        return std::nullopt;
    text.remove_prefix(kBefore.size());
    const std::size_t end = text.find_first_not_of("0123456789", text.starts_with('-') ? 1 : 0);
    return text.substr(0, end);
}

/// The offset of a zone from UTC that lies between @p local, without a zone, and @p utc, taken at about the
/// same moment; nothing where they are not a whole number of quarter hours apart.
std::optional<std::int64_t> offsetBetween(const SourceTime& local, const SourceTime& utc)
{
    constexpr std::int64_t kQuarterUs = 15 * base::kUsPerMinute;
    constexpr std::int64_t kFurthestUs = 14 * base::kUsPerHour;
    const std::int64_t apart = local.start.us - utc.start.us;
    const std::int64_t half = apart < 0 ? -kQuarterUs / 2 : kQuarterUs / 2;
    const std::int64_t offset = (apart + half) / kQuarterUs * kQuarterUs;
    if (std::abs(apart - offset) > kSameMomentUs || std::abs(offset) > kFurthestUs)
        return std::nullopt;
    return offset;
}

std::string shownOffset(std::int64_t us)
{
    const std::int64_t minutes = std::abs(us) / base::kUsPerMinute;
    const auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return (us < 0 ? "-" : "+") + two(minutes / 60) + ":" + two(minutes % 60);
}

} // namespace

StatedTime WindowsTimes::read(const WindowsFields& fields, std::string_view name, bool isUtc)
{
    const auto value = fields.value(name);
    if (!value)
        return {};
    std::string_view text;
    if (value->get(text) == simdjson::SUCCESS) {
        if (const auto milliseconds = dotNetDate(trimmed(text)))
            return StatedTimeReader::fromCount(*milliseconds, EpochUnit::Milliseconds, name);
        if (isUtc)
            return m_times.fromUtcText(text, name);
    }
    return m_times.fromValue(*value, EpochUnit::Seconds, name);
}

StatedTime WindowsTimes::systemTime(const WindowsFields& fields)
{
    if (const auto value = fields.attribute("TimeCreated", "SystemTime")) {
        std::string_view text;
        if (value->get(text) == simdjson::SUCCESS)
            return m_times.fromUtcText(text, "SystemTime");
        return m_times.fromValue(*value, EpochUnit::Seconds, "SystemTime");
    }
    // PowerShell 5 wraps a date: {"value": "/Date(…)/", "DateTime": "…"}.
    if (const auto value = fields.value("TimeCreated"); value && value->is_object()) {
        const std::string text = fields.text({"TimeCreated"});
        if (const auto milliseconds = dotNetDate(text))
            return StatedTimeReader::fromCount(*milliseconds, EpochUnit::Milliseconds, "TimeCreated");
        return m_times.fromText(text, "TimeCreated");
    }
    return read(fields, "TimeCreated", false);
}

bool WindowsTimes::setLocalTime(const WindowsFields& fields, RecordBuilder& builder)
{
    StatedTime time = read(fields, "EventTime", false);
    if (!time.time)
        return setStatedTime(builder, time); // for its notes
    const StatedTime received = read(fields, "EventReceivedTime", false);
    const StatedTime collected = read(fields, "@timestamp", false);
    const bool isLocal = time.time->zone.isEmpty() && time.time->precision >= base::TimePrecision::Second;
    const SourceTime& local = received.time && received.time->zone.isEmpty() ? *received.time : *time.time;
    if (!isLocal || !collected.time || collected.time->zone.isEmpty())
        return setStatedTime(builder, time);
    const auto offset = offsetBetween(local, *collected.time);
    const auto moved = offset ? timeFromEpoch(time.time->start.us - *offset) : std::nullopt;
    if (!moved) {
        setStatedTime(builder, time);
        builder.assume("@timestamp says " + collected.time->toIso().toStdString() + "; EventTime is taken");
        return true;
    }
    // The zone stays "not stated": nobody wrote it.
    time.time->start = moved->start;
    builder.record().occurredAt = *time.time;
    for (const std::string& note : time.notes)
        builder.assume(note);
    builder.assume("EventTime names no zone; it is read as of UTC" + shownOffset(*offset) +
                   ", which is what the collector's clock differs by from @timestamp");
    return true;
}

void WindowsTimes::set(const WindowsFields& fields, RecordBuilder& builder)
{
    // Sysmon's own statement of when it saw the event, in UTC as its name says.
    const bool isSet = setStatedTime(builder, read(fields, "UtcTime", true)) ||
                       setStatedTime(builder, systemTime(fields)) ||
                       (fields.shape() == WindowsShape::Winlogbeat &&
                        setStatedTime(builder, read(fields, "@timestamp", true))) ||
                       setLocalTime(fields, builder);
    bool isFound = isSet;
    std::string_view taken;
    for (const auto& [name, isUtc] : kOwnTimeMembers) {
        const StatedTime stated = read(fields, name, isUtc);
        if (!isFound) {
            isFound = setStatedTime(builder, stated);
            taken = name;
            continue;
        }
        if (!stated.time || stated.time->zone.isEmpty() || name.starts_with("Start"))
            continue;
        const SourceTime& chosen = builder.record().occurredAt;
        const bool isApart = std::abs(stated.time->start.us - chosen.start.us) > kContradictionUs &&
                             !chosen.extent().contains(stated.time->start);
        if (isApart)
            builder.assume(std::string(name) + " says " + stated.time->toIso().toStdString() +
                           (taken.empty() ? "; the event's own time is taken"
                                          : "; " + std::string(taken) + " is taken"));
    }
    for (const std::string_view name : kReceivedMembers) {
        if (isFound)
            return;
        isFound = setStatedTime(builder, read(fields, name, false));
        if (isFound)
            builder.assume("it does not say when it happened; " + std::string(name) + " is taken");
    }
}

} // namespace keyturn::formats

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/plaso_json.h"

#include "models/formats/json_parts.h"
#include "models/formats/timesketch_mapping.h"
#include "models/intake/record_text.h"

#include <QCoreApplication>

namespace keyturn::formats {

using namespace intake;

namespace {

namespace dom = simdjson::dom;
using base::TimePrecision;

bool isPlasoEvent(const dom::object& object)
{
    return jsonText(object, "__container_type__") == "event" ||
           jsonText(object, "__type__") == "AttributeContainer";
}

/// How finely a class of dfDateTime counts.
TimePrecision precisionOf(std::string_view className)
{
    if (className.ends_with("InMilliseconds"))
        return TimePrecision::Millisecond;
    for (const std::string_view milliseconds :
         {"JavaTime", "Systemtime", "RFC2579DateTime", "FATTimestamp"}) {
        if (className == milliseconds)
            return TimePrecision::Millisecond;
    }
    for (const std::string_view seconds : {"TimeElements", "PosixTime", "FATDateTime", "HFSTime"}) {
        if (className == seconds)
            return TimePrecision::Second;
    }
    return TimePrecision::Microsecond;
}

/// True of the classes that say in words why there is no time; plaso puts 0 in timestamp beside them.
bool statesNoTime(std::string_view className)
{
    for (const std::string_view semantic : {"SemanticTime", "InvalidTime", "Never", "NotSet", "NotATime"}) {
        if (className == semantic)
            return true;
    }
    return false;
}

/// How many of its own units a class has in a microsecond, where it counts more finely than is kept; else 1.
std::int64_t unitsInMicrosecond(std::string_view className)
{
    if (className == "PosixTimeInNanoseconds" || className == "APFSTime")
        return 1000;
    const bool isTenthOfMicrosecond =
        className == "Filetime" || className == "UUIDTime" || className == "DotNetDateTime";
    return isTenthOfMicrosecond ? 10 : 1;
}

class PlasoJsonMapper final : public JsonMapper
{
public:
    bool recordsIn(const dom::object& value, std::vector<dom::object>& records) override
    {
        if (isPlasoEvent(value))
            return false;
        for (const dom::key_value_pair field : value) {
            dom::object event;
            if (field.key.starts_with("event_") && field.value.get(event) == simdjson::SUCCESS)
                records.push_back(event);
        }
        return !records.empty();
    }
    std::optional<QString> fill(const dom::object& event, std::size_t, RecordBuilder& builder) override
    {
        TimesketchFields fields;
        for (const auto& [key, column] :
             {std::pair("message", TimesketchColumn::Message),
              std::pair("timestamp_desc", TimesketchColumn::TimestampDesc),
              std::pair("source_long", TimesketchColumn::SourceLong),
              std::pair("source_short", TimesketchColumn::SourceShort),
              std::pair("parser", TimesketchColumn::Parser),
              std::pair("data_type", TimesketchColumn::DataType), std::pair("uuid", TimesketchColumn::Uuid)})
            fields[column] = jsonText(event, key);
        if (auto refusal = m_mapper.fill(fields, builder))
            return refusal;
        setTime(event, builder);
        builder.addDetail("File", jsonText(event, "display_name"));
        builder.addDetail("Host", jsonText(event, "hostname"));
        builder.addDetail("Tag", listedTexts(event, {"tag", "labels"}));
        return std::nullopt;
    }

private:
    static void setTime(const dom::object& event, RecordBuilder& builder)
    {
        const auto dateTime = objectAt(event, {"date_time"});
        const std::string_view className =
            dateTime ? jsonText(*dateTime, "__class_name__") : std::string_view();
        const auto timestamp = jsonInteger(event, "timestamp");
        if (!timestamp || statesNoTime(className)) {
            const std::string_view string = dateTime ? jsonText(*dateTime, "string") : std::string_view();
            const std::string_view written = string.empty() ? className : string;
            builder.assume(written.empty()
                               ? "it states no time"
                               : "its time is stated as: " + std::string(cutAtCharacter(written, 80)));
            return;
        }
        if (*timestamp == 0 && !dateTime) {
            builder.assume("timestamp is 0, which plaso writes where there is no time");
            return;
        }
        auto time = timeFromEpoch(*timestamp);
        if (!time) {
            builder.assume("timestamp lies outside the years 1 to 9999: " + std::to_string(*timestamp));
            return;
        }
        if (dateTime)
            addNotes(*dateTime, className, builder);
        if (dateTime && isTrueAt(*dateTime, "is_local_time"))
            time->zone.clear();
        builder.setTime(
            coarsened(*time, className.empty() ? TimePrecision::Microsecond : precisionOf(className)));
    }
    /// What the event's own time says that the instant does not.
    static void addNotes(const dom::object& dateTime, std::string_view className, RecordBuilder& builder)
    {
        const auto counted = jsonInteger(dateTime, "timestamp");
        if (counted && *counted % unitsInMicrosecond(className) != 0)
            builder.assume("time as written: " + std::to_string(*counted) + " (" + std::string(className) +
                           ")");
        if (isTrueAt(dateTime, "is_delta"))
            builder.assume("the event itself states only a part of its time, such as no year; plaso added "
                           "the rest");
        const std::string_view zone = jsonText(dateTime, "time_zone_hint");
        if (!zone.empty())
            builder.assume("its zone may be " + std::string(cutAtCharacter(zone, 80)));
    }
    TimesketchMapper m_mapper;
};

} // namespace

int PlasoJson::recognises(const dom::object& first, const JsonHead&) const
{
    if (isPlasoEvent(first) && jsonAt(first, {"timestamp_desc"}))
        return 98;
    const auto nested = objectAt(first, {"event_0"});
    return nested && isPlasoEvent(*nested) ? 98 : 0;
}

std::unique_ptr<JsonMapper> PlasoJson::mapper() const
{
    return std::make_unique<PlasoJsonMapper>();
}

} // namespace keyturn::formats

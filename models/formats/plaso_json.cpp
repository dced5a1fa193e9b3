// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/plaso_json.h"

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
    if (className.ends_with("InMilliseconds") || className == "JavaTime")
        return TimePrecision::Millisecond;
    for (const std::string_view seconds : {"TimeElements", "PosixTime", "FATDateTime", "HFSTime"}) {
        if (className == seconds)
            return TimePrecision::Second;
    }
    return TimePrecision::Microsecond;
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
        return std::nullopt;
    }

private:
    static void setTime(const dom::object& event, RecordBuilder& builder)
    {
        const std::string_view className = jsonTextAt(event, {"date_time", "__class_name__"});
        const auto timestamp = jsonInteger(event, "timestamp");
        if (!timestamp || className == "SemanticTime") {
            const std::string_view written = jsonTextAt(event, {"date_time", "string"});
            builder.assume(written.empty()
                               ? "it states no time"
                               : "its time is stated as: " + std::string(cutAtCharacter(written, 80)));
            return;
        }
        auto time = timeFromEpoch(*timestamp);
        if (!time) {
            builder.assume("timestamp lies outside the years 1 to 9999: " + std::to_string(*timestamp));
            return;
        }
        bool isLocal = false;
        const auto local = jsonAt(event, {"date_time", "is_local_time"});
        if (local && local->get(isLocal) == simdjson::SUCCESS && isLocal)
            time->zone.clear();
        builder.setTime(
            coarsened(*time, className.empty() ? TimePrecision::Microsecond : precisionOf(className)));
    }

    TimesketchMapper m_mapper;
};

} // namespace

int PlasoJson::recognises(const dom::object& first, const JsonHead&) const
{
    if (isPlasoEvent(first) && jsonAt(first, {"timestamp_desc"}))
        return 98;
    const auto nested = jsonAt(first, {"event_0"});
    dom::object event;
    return nested && nested->get(event) == simdjson::SUCCESS && isPlasoEvent(event) ? 98 : 0;
}

std::unique_ptr<JsonMapper> PlasoJson::mapper() const
{
    return std::make_unique<PlasoJsonMapper>();
}

} // namespace keyturn::formats

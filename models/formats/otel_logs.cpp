// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/otel_logs.h"

#include "models/formats/json_parts.h"
#include "models/formats/otel_values.h"
#include "models/formats/stated_times.h"
#include "models/intake/json_record.h"
#include "models/intake/record_text.h"

#include <QCoreApplication>

namespace keyturn::formats {

using namespace intake;

namespace {

namespace dom = simdjson::dom;
using domain::Severity;

/// More attributes than these are counted, not shown: they stay in the record's own text.
constexpr std::size_t kMaximumShownAttributes = 40;
constexpr std::size_t kMaximumShownBytes = 1000;

std::optional<dom::array> otelList(const dom::object& object, std::string_view camel, std::string_view snake)
{
    const auto value = otelMember(object, camel, snake);
    dom::array list;
    if (!value || value->get(list) != simdjson::SUCCESS)
        return std::nullopt;
    return list;
}

std::optional<dom::array> scopesOf(const dom::object& resourceLogs)
{
    if (const auto scopes = otelList(resourceLogs, "scopeLogs", "scope_logs"))
        return scopes;
    return otelList(resourceLogs, "instrumentationLibraryLogs", "instrumentation_library_logs");
}

std::optional<dom::array> logRecordsOf(const dom::object& scopeLogs)
{
    if (const auto records = otelList(scopeLogs, "logRecords", "log_records"))
        return records;
    return otelList(scopeLogs, "logs", "logs");
}

/// The members that make an object a log record.
int logRecordMarks(const dom::object& record)
{
    int marks = 0;
    marks += otelMember(record, "timeUnixNano", "time_unix_nano") ? 1 : 0;
    marks += otelMember(record, "observedTimeUnixNano", "observed_time_unix_nano") ? 1 : 0;
    marks += otelMember(record, "severityNumber", "severity_number") ? 1 : 0;
    marks += otelMember(record, "severityText", "severity_text") ? 1 : 0;
    marks += otelMember(record, "body", "body") ? 1 : 0;
    marks += otelMember(record, "eventName", "event_name") ? 1 : 0;
    marks += otelMember(record, "attributes", "attributes") ? 1 : 0;
    return marks;
}

/// "a, b": the message within a body that is a map.
std::string messageOfBody(dom::element body)
{
    dom::object object;
    if (body.get(object) != simdjson::SUCCESS)
        return {};
    const auto map = otelMember(object, "kvlistValue", "kvlist_value");
    dom::array values;
    if (!map || map->at_key("values").get(values) != simdjson::SUCCESS)
        return {};
    for (const std::string_view wanted : {"message", "msg", "event"}) {
        for (const dom::element item : values) {
            dom::object pair;
            dom::element value;
            if (item.get(pair) == simdjson::SUCCESS && jsonText(pair, "key") == wanted &&
                pair.at_key("value").get(value) == simdjson::SUCCESS)
                return otelText(value);
        }
    }
    return {};
}

std::string otelIdOf(const dom::object& record, std::string_view camel, std::string_view snake)
{
    const auto value = otelMember(record, camel, snake);
    std::string_view text;
    if (!value || value->get(text) != simdjson::SUCCESS ||
        text.find_first_not_of('0') == std::string_view::npos)
        return {}; // all zeros are no id
    return std::string(text);
}

/// True for what coding agents log, whose attribute `model` names an AI model; others may mean a car's.
bool isOfCodingAgent(const dom::object& record)
{
    const auto body = otelMember(record, "body", "body");
    for (const std::string& name :
         {body ? otelText(*body) : std::string(), otelAttribute(record, "event.name")}) {
        for (const std::string_view prefix : {"claude_code.", "gemini_cli.", "codex."}) {
            if (name.starts_with(prefix))
                return true;
        }
    }
    return false;
}

class OtelMapper final : public JsonMapper
{
public:
    bool recordsIn(const dom::object& value, std::vector<dom::object>& records) override
    {
        m_places.clear();
        const auto scopes = scopesOf(value);
        if (!scopes) {
            // An export of nothing, and a resource without logs, hold no record and are no fault.
            const bool isEmpty = otelList(value, "resourceLogs", "resource_logs").has_value() ||
                                 objectAt(value, {"resource"}).has_value();
            const bool isFaulty = otelMember(value, "scopeLogs", "scope_logs").has_value();
            return isEmpty && !isFaulty && logRecordMarks(value) == 0;
        }
        const auto resource = objectAt(value, {"resource"});
        const auto add = [&](const dom::object& record, const Place& place) {
            records.push_back(record);
            m_places.push_back(place);
        };
        for (const dom::element scopeItem : *scopes) {
            dom::object scopeLogs;
            if (scopeItem.get(scopeLogs) != simdjson::SUCCESS) {
                add(value, {resource, std::nullopt, false});
                continue;
            }
            auto scope = objectAt(scopeLogs, {"scope"});
            if (!scope)
                scope = objectAt(scopeLogs, {"instrumentationLibrary"});
            const auto list = logRecordsOf(scopeLogs);
            if (!list) {
                if (otelMember(scopeLogs, "logRecords", "log_records"))
                    add(scopeLogs, {resource, scope, false});
                continue;
            }
            for (const dom::element item : *list) {
                dom::object record;
                const bool isObject = item.get(record) == simdjson::SUCCESS;
                add(isObject ? record : scopeLogs, {resource, scope, isObject});
            }
        }
        return true;
    }

    std::optional<QString> fill(const dom::object& record, std::size_t index, RecordBuilder& builder) override
    {
        const Place place = index < m_places.size() ? m_places[index] : Place();
        if (!place.isRecord)
            return QCoreApplication::translate("formats", "What should be a log record is none.");
        if (logRecordMarks(record) == 0)
            return QCoreApplication::translate("formats",
                                               "It has no time, body, severity, event name or attributes, so "
                                               "that it is no log record of OpenTelemetry.");
        setTexts(record, place, builder);
        setTime(record, builder);
        setSource(place, builder);
        domain::NormalisedRecord& out = builder.record();
        out.sourceKind = domain::SourceKind::Monitoring;
        out.severity = severityOf(record);
        std::string reference = otelAttribute(record, "log.record.uid");
        if (reference.empty())
            reference =
                joinedParts({otelIdOf(record, "traceId", "trace_id"), otelIdOf(record, "spanId", "span_id")});
        builder.setReference(reference);
        addModel(builder, otelAttribute(record, "gen_ai.request.model"));
        addModel(builder, otelAttribute(record, "gen_ai.response.model"));
        if (isOfCodingAgent(record))
            addModel(builder, otelAttribute(record, "model"));
        return std::nullopt;
    }

private:
    /// What stands around a log record.
    struct Place
    {
        std::optional<dom::object> resource;
        std::optional<dom::object> scope;
        bool isRecord = true; ///< False: something else stands where a log record should.
    };

    static std::string eventNameOf(const dom::object& record)
    {
        const auto member = otelMember(record, "eventName", "event_name");
        std::string name = member ? otelText(*member) : std::string();
        return name.empty() ? otelAttribute(record, "event.name") : name;
    }

    static void setTexts(const dom::object& record, const Place& place, RecordBuilder& builder)
    {
        const auto body = otelMember(record, "body", "body");
        const std::string text = body ? otelText(*body) : std::string();
        const std::string eventName = eventNameOf(record);
        const std::string inner = body ? messageOfBody(*body) : std::string();
        const std::string exception = joinedParts(
            {otelAttribute(record, "exception.type"), otelAttribute(record, "exception.message")}, ": ");
        bool titleIsWhole = true;
        bool isTitled = false;
        for (const std::string* candidate : {&inner, &text, &eventName, &exception}) {
            isTitled = builder.setTitle(*candidate, titleIsWhole);
            if (!isTitled)
                continue;
            if (candidate == &inner || (candidate == &text && !titleIsWhole))
                builder.addDescription(text);
            else if (!titleIsWhole)
                builder.addDescription(*candidate);
            break;
        }
        const std::string scope = place.scope ? plainTextAt(*place.scope, {"name"}) : std::string();
        if (!isTitled) {
            builder.setTitle(joinedParts({"Log record", scope}, " of "), titleIsWhole);
            builder.assume("it has neither a body nor an event name to show as title");
        }
        builder.addDetail("Event", eventName);
        const auto severityText = otelMember(record, "severityText", "severity_text");
        builder.addDetail("Severity", severityText ? otelText(*severityText) : std::string());
        builder.addDetail("Scope", scope);
        if (place.resource) {
            builder.addDetail("Host", otelAttribute(*place.resource, "host.name"));
            builder.addDetail("Service", joinedParts({otelAttribute(*place.resource, "service.name"),
                                                      otelAttribute(*place.resource, "service.version")}));
        }
        std::size_t count = 0;
        forEachOtelAttribute(record, [&](std::string_view key, dom::element value) {
            if (++count <= kMaximumShownAttributes)
                builder.addDetail(cutAtCharacter(key, kMaximumTitleBytes),
                                  cutAtCharacter(otelText(value), kMaximumShownBytes));
            return true;
        });
        if (count > kMaximumShownAttributes)
            builder.addDetail("Further attributes", std::to_string(count - kMaximumShownAttributes));
        builder.addDetail("Trace", joinedParts({otelIdOf(record, "traceId", "trace_id"),
                                                otelIdOf(record, "spanId", "span_id")}));
    }

    void setTime(const dom::object& record, RecordBuilder& builder)
    {
        const auto stated = [&](std::string_view camel, std::string_view snake) {
            const auto value = otelMember(record, camel, snake);
            if (!value)
                return StatedTime();
            std::string buffer;
            // 0 is how the protocol says "unknown".
            if (trimmed(jsonAsText(*value, buffer)) == "0")
                return StatedTime();
            return m_times.fromValue(*value, EpochUnit::Nanoseconds, camel);
        };
        if (setStatedTime(builder, stated("timeUnixNano", "time_unix_nano")))
            return;
        if (setStatedTime(builder, stated("observedTimeUnixNano", "observed_time_unix_nano")))
            builder.assume("it does not say when it happened; the time is when it was observed");
    }

    static void setSource(const Place& place, RecordBuilder& builder)
    {
        std::string source;
        for (const char* key : {"service.name", "host.name"}) {
            if (source.empty() && place.resource)
                source = otelAttribute(*place.resource, key);
        }
        if (source.empty() && place.scope)
            source = plainTextAt(*place.scope, {"name"});
        setSourceOr(builder, source, "OpenTelemetry");
    }

    static Severity severityOf(const dom::object& record)
    {
        for (const std::string_view key : {"severityNumber", "severity_number"}) {
            if (const auto number = jsonInteger(record, key)) {
                const Severity severity = severityOfOtelNumber(*number);
                if (severity != Severity::NotStated)
                    return severity;
            }
            // Protocol buffers' JSON may also write an enum by its name: "SEVERITY_NUMBER_WARN2".
            std::string_view name = jsonText(record, key);
            constexpr std::string_view kPrefix = "SEVERITY_NUMBER_";
            if (name.starts_with(kPrefix)) {
                name.remove_prefix(kPrefix.size());
                const std::size_t end = name.find_first_of("1234");
                return severityOfLogWord(name.substr(0, end));
            }
        }
        const auto word = otelMember(record, "severityText", "severity_text");
        return word ? severityOfLogWord(otelText(*word)) : Severity::NotStated;
    }

    StatedTimeReader m_times;
    std::vector<Place> m_places; ///< Of the records that recordsIn() gave last.
};

} // namespace

int OtelLogs::recognises(const dom::object& first, const JsonHead&) const
{
    if (otelList(first, "resourceLogs", "resource_logs")) // a later line's wrapper, or an empty one
        return 70;
    const auto scopes = scopesOf(first);
    if (!scopes)
        return 0;
    for (const dom::element item : *scopes) {
        dom::object scopeLogs;
        if (item.get(scopeLogs) == simdjson::SUCCESS && logRecordsOf(scopeLogs))
            return 97;
    }
    return objectAt(first, {"resource"}) ? 80 : 60;
}

std::unique_ptr<JsonMapper> OtelLogs::mapper() const
{
    return std::make_unique<OtelMapper>();
}

} // namespace keyturn::formats

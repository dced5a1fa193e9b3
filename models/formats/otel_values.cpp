// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/otel_values.h"

#include "models/formats/json_parts.h"
#include "models/intake/json_record.h"
#include "models/intake/record_text.h"

#include <array>

namespace keyturn::formats {

using namespace intake;

namespace {

namespace dom = simdjson::dom;
using domain::Severity;

/// Values nested deeper are shown as JSON; it bounds the recursion.
constexpr int kMaximumShownDepth = 8;

std::string otelTextWithin(dom::element anyValue, int depth);

std::string otelListText(const dom::element& list, int depth)
{
    dom::array values;
    std::string out;
    if (list.at_key("values").get(values) != simdjson::SUCCESS)
        return out;
    for (const dom::element value : values) {
        if (!out.empty())
            out += ", ";
        out += otelTextWithin(value, depth + 1);
    }
    return out;
}

std::string otelMapText(const dom::element& map, int depth)
{
    dom::array values;
    std::string out;
    if (map.at_key("values").get(values) != simdjson::SUCCESS)
        return out;
    for (const dom::element pair : values) {
        dom::object entry;
        if (pair.get(entry) != simdjson::SUCCESS)
            continue;
        if (!out.empty())
            out += ", ";
        out += jsonText(entry, "key");
        out += '=';
        if (const auto value = jsonAt(entry, {"value"}))
            out += otelTextWithin(*value, depth + 1);
    }
    return out;
}

std::string otelTextWithin(dom::element anyValue, int depth)
{
    std::string buffer;
    dom::object object;
    if (depth > kMaximumShownDepth || anyValue.get(object) != simdjson::SUCCESS)
        return std::string(jsonAsText(anyValue, buffer));
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kScalars{{
        {"stringValue", "string_value"},
        {"intValue", "int_value"},
        {"doubleValue", "double_value"},
        {"boolValue", "bool_value"},
        {"bytesValue", "bytes_value"},
    }};
    for (const auto& [camel, snake] : kScalars) {
        if (const auto value = otelMember(object, camel, snake))
            return std::string(jsonAsText(*value, buffer));
    }
    if (const auto list = otelMember(object, "arrayValue", "array_value"))
        return otelListText(*list, depth);
    if (const auto map = otelMember(object, "kvlistValue", "kvlist_value"))
        return otelMapText(*map, depth);
    // An AnyValue may hold nothing at all.
    return object.size() == 0 ? std::string() : std::string(jsonAsText(anyValue, buffer));
}

} // namespace

std::optional<dom::element> otelMember(const dom::object& object, std::string_view camel,
                                       std::string_view snake)
{
    for (const std::string_view key : {camel, snake}) {
        const auto value = jsonAt(object, {key});
        if (value && !value->is_null())
            return value;
    }
    return std::nullopt;
}

std::string otelText(dom::element anyValue)
{
    return otelTextWithin(anyValue, 0);
}

void forEachOtelAttribute(const dom::object& holder,
                          const std::function<bool(std::string_view, dom::element)>& visit)
{
    dom::array attributes;
    if (holder.at_key("attributes").get(attributes) != simdjson::SUCCESS)
        return;
    for (const dom::element item : attributes) {
        dom::object pair;
        dom::element value;
        if (item.get(pair) != simdjson::SUCCESS || pair.at_key("value").get(value) != simdjson::SUCCESS)
            continue;
        const std::string_view key = jsonText(pair, "key");
        if (!key.empty() && !visit(key, value))
            return;
    }
}

std::string otelAttribute(const dom::object& holder, std::string_view key)
{
    std::string out;
    forEachOtelAttribute(holder, [&](std::string_view name, dom::element value) {
        if (name != key)
            return true;
        out = otelText(value);
        return false;
    });
    return out;
}

Severity severityOfOtelNumber(std::int64_t number)
{
    constexpr std::int64_t kLast = 24;
    if (number < 1 || number > kLast)
        return Severity::NotStated;
    if (number < 13)
        return Severity::Informational;
    if (number < 17)
        return Severity::Low;
    return number < 21 ? Severity::Medium : Severity::High;
}

} // namespace keyturn::formats

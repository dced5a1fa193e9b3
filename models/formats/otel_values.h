// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/words.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <simdjson.h>
#include <string>
#include <string_view>

namespace keyturn::formats {

/// The member called @p camel, or by the protocol buffer's own name @p snake; nothing where there is neither
/// or it is null.
[[nodiscard]] std::optional<simdjson::dom::element>
otelMember(const simdjson::dom::object& object, std::string_view camel, std::string_view snake);

/// What an AnyValue of OTLP holds, as text: a string as it is, numbers and truth values as words, lists as
/// "a, b", maps as "key=value, …"; a value that is no AnyValue as JSON.
[[nodiscard]] std::string otelText(simdjson::dom::element anyValue);

/// Calls @p visit with each key and AnyValue of a list of KeyValue, until it returns false. What is no
/// KeyValue is passed over.
void forEachOtelAttribute(const simdjson::dom::object& holder,
                          const std::function<bool(std::string_view, simdjson::dom::element)>& visit);

/// The text of the attribute called @p key of @p holder; empty where there is none.
[[nodiscard]] std::string otelAttribute(const simdjson::dom::object& holder, std::string_view key);

/// What a SeverityNumber of the Logs Data Model means here, by the table at OtelLogs.
[[nodiscard]] domain::Severity severityOfOtelNumber(std::int64_t number);

} // namespace keyturn::formats

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <simdjson.h>
#include <string>
#include <string_view>

namespace keyturn::intake {

/// Parses one JSON record after another with simdjson and judges what simdjson lets pass: a record must be
/// one object that names no key twice, at any depth (parsers differ in which of two they take).
class JsonRecordParser
{
public:
    JsonRecordParser();

    /// @param text UTF-8; @param isPadded whether SIMDJSON_PADDING bytes behind it may be read.
    /// @return the reason for refusing it, or nothing; then root() is good until the next parse.
    [[nodiscard]] std::optional<QString> parse(std::string_view text, bool isPadded);
    /// The record.
    [[nodiscard]] const simdjson::dom::object& root() const { return m_root; }

private:
    std::unique_ptr<simdjson::dom::parser> m_parser;
    simdjson::dom::object m_root;
};

/// The string called @p key of @p object; empty where absent or no string.
[[nodiscard]] std::string_view jsonText(const simdjson::dom::object& object, std::string_view key);

/// The value at the end of @p path through objects within @p object; nothing where it does not lead so far.
[[nodiscard]] std::optional<simdjson::dom::element> jsonAt(const simdjson::dom::object& object,
                                                           std::initializer_list<std::string_view> path);
/// The string at the end of @p path; empty where there is none.
[[nodiscard]] std::string_view jsonTextAt(const simdjson::dom::object& object,
                                          std::initializer_list<std::string_view> path);
/// The whole number called @p key: a JSON number whose fraction is nought, or a string that writes one in
/// decimal.
[[nodiscard]] std::optional<std::int64_t> jsonInteger(const simdjson::dom::object& object,
                                                      std::string_view key);

/// The value as plain text: a string as it is, a number or truth value as written by simdjson into @p buffer;
/// nothing for null; an object or array as compact JSON.
[[nodiscard]] std::string_view jsonAsText(simdjson::dom::element value, std::string& buffer);

} // namespace keyturn::intake

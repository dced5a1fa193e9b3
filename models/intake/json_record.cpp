// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/json_record.h"

#include "models/intake/record_text.h"
#include "models/intake/source_times.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace keyturn::intake {

namespace {

namespace dom = simdjson::dom;

/// Nesting beyond this is refused: no real record comes near it, and it bounds the recursion below.
constexpr std::size_t kMaximumJsonDepth = 200;
/// A parser that once read a record this long is made anew, so that one giant does not hold its memory for
/// ever.
constexpr std::size_t kLargeRecordBytes = std::size_t{1024} * 1024;

QString jsonSentence(const char* text)
{
    return QCoreApplication::translate("intake", text);
}

std::optional<std::string_view> keyNamedTwice(dom::element value);

std::optional<std::string_view> keyNamedTwiceInObject(const dom::object& object)
{
    // Nearly all objects are small: compare as they come, and sort only where that would be slow.
    constexpr std::size_t kSmallObject = 24;
    std::vector<std::string_view> many;
    std::array<std::string_view, kSmallObject> few;
    std::size_t count = 0;
    for (const dom::key_value_pair field : object) {
        if (count < kSmallObject) {
            const auto end = few.begin() + static_cast<std::ptrdiff_t>(count);
            if (std::find(few.begin(), end, field.key) != end)
                return field.key;
            few[count] = field.key;
        } else {
            many.push_back(field.key);
        }
        ++count;
        if (const auto twice = keyNamedTwice(field.value))
            return twice;
    }
    if (many.empty())
        return std::nullopt;
    many.insert(many.end(), few.begin(), few.end());
    std::sort(many.begin(), many.end());
    const auto twice = std::adjacent_find(many.begin(), many.end());
    return twice == many.end() ? std::nullopt : std::optional(*twice);
}

std::optional<std::string_view> keyNamedTwice(dom::element value)
{
    dom::object object;
    dom::array array;
    if (value.get(object) == simdjson::SUCCESS)
        return keyNamedTwiceInObject(object);
    if (value.get(array) == simdjson::SUCCESS) {
        for (const dom::element child : array) {
            if (const auto twice = keyNamedTwice(child))
                return twice;
        }
    }
    return std::nullopt;
}

QString parseFaultSentence(simdjson::error_code error)
{
    switch (error) {
    case simdjson::DEPTH_ERROR:
        return jsonSentence(QT_TRANSLATE_NOOP("intake", "It is nested too deeply."));
    case simdjson::UTF8_ERROR:
        return jsonSentence(QT_TRANSLATE_NOOP("intake", "It is not UTF-8 text."));
    case simdjson::NUMBER_ERROR:
        return jsonSentence(QT_TRANSLATE_NOOP("intake", "It holds a number that is malformed or too large."));
    case simdjson::STRING_ERROR:
    case simdjson::UNESCAPED_CHARS:
    case simdjson::UNCLOSED_STRING:
        return jsonSentence(
            QT_TRANSLATE_NOOP("intake", "It holds a string that is malformed or not closed."));
    case simdjson::MEMALLOC:
        return jsonSentence(QT_TRANSLATE_NOOP("intake", "There was not enough memory to read it."));
    default:
        return jsonSentence(QT_TRANSLATE_NOOP("intake", "It is not well-formed JSON."));
    }
}

} // namespace

JsonRecordParser::JsonRecordParser() : m_parser(std::make_unique<dom::parser>()) {}

std::optional<QString> JsonRecordParser::parse(std::string_view text, bool isPadded)
{
    if (m_parser->capacity() > kLargeRecordBytes && text.size() < kLargeRecordBytes)
        m_parser = std::make_unique<dom::parser>();
    if (text.size() > m_parser->capacity() || m_parser->max_depth() != kMaximumJsonDepth) {
        const std::size_t capacity = std::max(text.size(), std::min(text.size() * 2, kLargeRecordBytes));
        if (const auto error = m_parser->allocate(capacity, kMaximumJsonDepth); error)
            return parseFaultSentence(error);
    }
    dom::element element;
    if (const auto error = m_parser->parse(text.data(), text.size(), !isPadded).get(element); error)
        return parseFaultSentence(error);
    if (element.get(m_root) != simdjson::SUCCESS)
        return jsonSentence(QT_TRANSLATE_NOOP("intake", "It is not a JSON object."));
    if (const auto twice = keyNamedTwiceInObject(m_root))
        return jsonSentence(
                   QT_TRANSLATE_NOOP("intake", "It names the key “%1” twice, so its meaning is not certain."))
            .arg(shownText(*twice));
    return std::nullopt;
}

std::string_view jsonText(const dom::object& object, std::string_view key)
{
    std::string_view text;
    if (object.at_key(key).get(text) != simdjson::SUCCESS)
        return {};
    return text;
}

std::optional<dom::element> jsonAt(const dom::object& object, std::initializer_list<std::string_view> path)
{
    dom::object within = object;
    dom::element value;
    for (auto key = path.begin(); key != path.end(); ++key) {
        if (within.at_key(*key).get(value) != simdjson::SUCCESS)
            return std::nullopt;
        if (key + 1 != path.end() && value.get(within) != simdjson::SUCCESS)
            return std::nullopt;
    }
    return value;
}

std::string_view jsonTextAt(const dom::object& object, std::initializer_list<std::string_view> path)
{
    const auto value = jsonAt(object, path);
    std::string_view text;
    if (!value || value->get(text) != simdjson::SUCCESS)
        return {};
    return text;
}

std::optional<std::int64_t> jsonInteger(const dom::object& object, std::string_view key)
{
    dom::element value;
    if (object.at_key(key).get(value) != simdjson::SUCCESS)
        return std::nullopt;
    std::int64_t number = 0;
    if (value.get(number) == simdjson::SUCCESS)
        return number;
    std::string_view text;
    if (value.get(text) == simdjson::SUCCESS)
        return readInteger(text);
    double fraction = 0;
    constexpr double kExactUpTo = 9007199254740992.0; // 2^53
    if (value.get(fraction) == simdjson::SUCCESS && std::abs(fraction) <= kExactUpTo &&
        fraction == std::floor(fraction))
        return static_cast<std::int64_t>(fraction);
    return std::nullopt;
}

std::string_view jsonAsText(dom::element value, std::string& buffer)
{
    std::string_view text;
    if (value.is_null())
        return {};
    if (value.get(text) == simdjson::SUCCESS)
        return text;
    buffer = simdjson::minify(value);
    return buffer;
}

} // namespace keyturn::intake

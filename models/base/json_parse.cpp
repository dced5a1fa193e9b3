// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/json.h"
#include "models/base/text_safety.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <simdjson.h>

namespace keyturn::base {

namespace {

constexpr std::array kJsonTexts{
    ErrorText{static_cast<int>(JsonError::Malformed), "json-malformed", Outcome::Integrity,
              QT_TRANSLATE_NOOP("errors", "This is not well-formed JSON: %1.")},
    ErrorText{static_cast<int>(JsonError::ByteOrderMark), "json-bom", Outcome::Integrity,
              QT_TRANSLATE_NOOP("errors", "Signed JSON must not start with a byte order mark.")},
    ErrorText{static_cast<int>(JsonError::DuplicateKey), "json-duplicate-key", Outcome::Integrity,
              QT_TRANSLATE_NOOP("errors",
                                "The field “%1” stands twice in one object, so its meaning is not certain.")},
    ErrorText{static_cast<int>(JsonError::NotAnInteger), "json-not-an-integer", Outcome::Integrity,
              QT_TRANSLATE_NOOP("errors", "Signed JSON may hold whole numbers only; %1 is a fraction.")},
    ErrorText{static_cast<int>(JsonError::IntegerTooLarge), "json-integer-too-large", Outcome::Integrity,
              QT_TRANSLATE_NOOP("errors", "A number in signed JSON lies beyond ±9007199254740991.")},
    ErrorText{
        static_cast<int>(JsonError::ForbiddenCharacter), "json-forbidden-character", Outcome::Integrity,
        QT_TRANSLATE_NOOP(
            "errors", "A control or text-direction character stands in “%1”; such text is never signed.")},
    ErrorText{static_cast<int>(JsonError::TooDeep), "json-too-deep", Outcome::Integrity,
              QT_TRANSLATE_NOOP("errors", "The JSON is nested more than 32 deep.")},
    ErrorText{static_cast<int>(JsonError::MissingField), "json-missing-field", Outcome::Integrity,
              QT_TRANSLATE_NOOP("errors", "The field %1 is missing.")},
    ErrorText{static_cast<int>(JsonError::WrongType), "json-wrong-type", Outcome::Integrity,
              QT_TRANSLATE_NOOP("errors", "The field %1 is not of the kind it must be.")},
    ErrorText{static_cast<int>(JsonError::UnknownField), "json-unknown-field", Outcome::Integrity,
              QT_TRANSLATE_NOOP("errors", "The field %1 is not one that this format knows.")},
    ErrorText{static_cast<int>(JsonError::BadValue), "json-bad-value", Outcome::Integrity,
              QT_TRANSLATE_NOOP("errors", "The field %1 cannot be “%2”.")},
};
constexpr ErrorDomain kJsonDomain{"json", kJsonTexts};

constexpr int kMaximumDepth = 32;
constexpr std::int64_t kMaximumInteger = (std::int64_t{1} << 53) - 1;

Result<QString> readString(std::string_view utf8)
{
    const QString text = QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
    // Qt drops a byte order mark at the start, so it is looked for in the bytes.
    if (hasForbiddenCharacter(text) || utf8.substr(0, 3) == "\xEF\xBB\xBF")
        return fail(JsonError::ForbiddenCharacter, harmlessText(text, 60));
    return text;
}

Result<JsonValue> convert(simdjson::dom::element element, int depth)
{
    if (depth > kMaximumDepth)
        return fail(JsonError::TooDeep);
    switch (element.type()) {
    case simdjson::dom::element_type::NULL_VALUE:
        return JsonValue();
    case simdjson::dom::element_type::BOOL:
        return JsonValue(bool(element));
    case simdjson::dom::element_type::INT64: {
        const std::int64_t value = element;
        if (value > kMaximumInteger || value < -kMaximumInteger)
            return fail(JsonError::IntegerTooLarge);
        return JsonValue(value);
    }
    case simdjson::dom::element_type::UINT64:
        return fail(JsonError::IntegerTooLarge);
    case simdjson::dom::element_type::DOUBLE:
        return fail(JsonError::NotAnInteger, QString::number(double(element)));
    case simdjson::dom::element_type::STRING: {
        KEYTURN_TRY_LET(text, readString(std::string_view(element)));
        return JsonValue(std::move(text));
    }
    case simdjson::dom::element_type::ARRAY: {
        JsonArray array;
        for (const auto child : simdjson::dom::array(element)) {
            KEYTURN_TRY_LET(value, convert(child, depth + 1));
            array.push_back(std::move(value));
        }
        return JsonValue(std::move(array));
    }
    case simdjson::dom::element_type::OBJECT: {
        JsonObject object;
        for (const auto field : simdjson::dom::object(element)) {
            KEYTURN_TRY_LET(key, readString(field.key));
            KEYTURN_TRY_LET(value, convert(field.value, depth + 1));
            object.emplace_back(std::move(key), std::move(value));
        }
        std::vector<const QString*> keys;
        keys.reserve(object.size());
        for (const JsonMember& member : object)
            keys.push_back(&member.first);
        std::sort(keys.begin(), keys.end(), [](const QString* a, const QString* b) { return *a < *b; });
        const auto twice = std::adjacent_find(keys.begin(), keys.end(),
                                              [](const QString* a, const QString* b) { return *a == *b; });
        if (twice != keys.end())
            return fail(JsonError::DuplicateKey, harmlessText(**twice, 60));
        return JsonValue(std::move(object));
    }
    }
    return fail(JsonError::Malformed, QString());
}

} // namespace

const ErrorDomain& errorDomain(JsonError)
{
    return kJsonDomain;
}

Result<JsonValue> parseStrictJson(QByteArrayView bytes)
{
    if (bytes.startsWith("\xEF\xBB\xBF"))
        return fail(JsonError::ByteOrderMark);
    simdjson::dom::parser parser;
    // One level above our own limit, so that the deeper one is named as what it is.
    if (const auto error = parser.allocate(static_cast<size_t>(bytes.size()), kMaximumDepth + 2); error)
        return fail(JsonError::Malformed, QString::fromLatin1(simdjson::error_message(error)));
    const simdjson::padded_string padded(bytes.data(), static_cast<size_t>(bytes.size()));
    simdjson::dom::element root;
    if (const auto error = parser.parse(padded).get(root); error) {
        if (error == simdjson::DEPTH_ERROR)
            return fail(JsonError::TooDeep);
        return fail(JsonError::Malformed, QString::fromLatin1(simdjson::error_message(error)));
    }
    return convert(root, 1);
}

} // namespace keyturn::base

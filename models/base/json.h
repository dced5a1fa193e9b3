// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/digest.h"
#include "models/base/error.h"
#include "models/base/time.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace keyturn::base {

enum class JsonError {
    Malformed = 1,
    ByteOrderMark,
    DuplicateKey,
    NotAnInteger,
    IntegerTooLarge,
    ForbiddenCharacter,
    TooDeep,
    MissingField,
    WrongType,
    UnknownField,
    BadValue,
};
/// The table behind JsonError.
const ErrorDomain& errorDomain(JsonError);

class JsonValue;
using JsonArray = std::vector<JsonValue>;
using JsonMember = std::pair<QString, JsonValue>;
/// Members in the order written.
using JsonObject = std::vector<JsonMember>;

/// A JSON value of the kinds that signed statements may hold: no fractions.
class JsonValue
{
public:
    using Data = std::variant<std::nullptr_t, bool, std::int64_t, QString, JsonArray, JsonObject>;

    JsonValue() : m_data(nullptr) {}
    JsonValue(bool value) : m_data(value) {}               // NOLINT: implicit by design, for literals
    JsonValue(std::int64_t value) : m_data(value) {}       // NOLINT
    JsonValue(int value) : m_data(std::int64_t{value}) {}  // NOLINT
    JsonValue(QString value) : m_data(std::move(value)) {} // NOLINT
    JsonValue(const char*) = delete;
    JsonValue(JsonArray value) : m_data(std::move(value)) {}  // NOLINT
    JsonValue(JsonObject value) : m_data(std::move(value)) {} // NOLINT

    friend bool operator==(const JsonValue&, const JsonValue&) = default;

    [[nodiscard]] bool isNull() const { return std::holds_alternative<std::nullptr_t>(m_data); }
    [[nodiscard]] const bool* asBool() const { return std::get_if<bool>(&m_data); }
    [[nodiscard]] const std::int64_t* asInteger() const { return std::get_if<std::int64_t>(&m_data); }
    [[nodiscard]] const QString* asString() const { return std::get_if<QString>(&m_data); }
    [[nodiscard]] const JsonArray* asArray() const { return std::get_if<JsonArray>(&m_data); }
    [[nodiscard]] const JsonObject* asObject() const { return std::get_if<JsonObject>(&m_data); }
    [[nodiscard]] const Data& data() const { return m_data; }

private:
    Data m_data;
};

/// An array of strings.
[[nodiscard]] JsonArray jsonStrings(const QStringList& strings);

/// Reads JSON as everything signed must be: valid UTF-8, one value, no BOM, no duplicate keys, integers only
/// and within ±(2^53−1), no control or bidirectional characters in any string or key, nesting of at most 32.
/// Source: trust.md "Strict JSON"; RFC 8259, I-JSON (RFC 7493) sections 2.2 and 2.3.
[[nodiscard]] Result<JsonValue> parseStrictJson(QByteArrayView bytes);

/// Writes @p value compactly, members in their order, non-ASCII as UTF-8. The same value always gives the
/// same bytes.
[[nodiscard]] QByteArray toJsonBytes(const JsonValue& value);
/// The same with two-blank indentation, for people.
[[nodiscard]] QByteArray toIndentedJsonBytes(const JsonValue& value);
/// Appends @p utf8 as a quoted JSON string; invalid UTF-8 is passed through, so check it before.
void appendJsonString(std::string& out, std::string_view utf8);

/// Reads the members of one object one by one and remembers the first thing wrong; finish() then refuses
/// members that nobody asked for. A field's getter returns a default after an error, so that readers stay
/// straight lines.
class JsonReader
{
public:
    /// @param path where the object stands, for error texts ("predicate.scope").
    JsonReader(const JsonValue& value, QString path);

    /// A required string.
    [[nodiscard]] QString string(const char* key);
    /// A string that may be absent or null.
    [[nodiscard]] std::optional<QString> optionalString(const char* key);
    /// A required integer within [minimum, maximum].
    [[nodiscard]] std::int64_t integer(const char* key, std::int64_t minimum, std::int64_t maximum);
    [[nodiscard]] std::optional<std::int64_t> optionalInteger(const char* key, std::int64_t minimum,
                                                              std::int64_t maximum);
    [[nodiscard]] bool boolean(const char* key);
    [[nodiscard]] bool booleanOr(const char* key, bool absent);
    /// A required SHA-256 in hexadecimal.
    [[nodiscard]] Digest digest(const char* key);
    [[nodiscard]] std::optional<Digest> optionalDigest(const char* key);
    /// A required RFC 3339 time.
    [[nodiscard]] UtcTime time(const char* key);
    [[nodiscard]] std::optional<UtcTime> optionalTime(const char* key);
    /// A required array of strings.
    [[nodiscard]] QStringList strings(const char* key);
    [[nodiscard]] QStringList stringsOrEmpty(const char* key);
    /// A required array; elements are read by the caller.
    [[nodiscard]] const JsonArray& array(const char* key);
    [[nodiscard]] const JsonArray& arrayOrEmpty(const char* key);
    /// Whether there is such a member, be it null.
    [[nodiscard]] bool has(const char* key);
    /// A required value of any type; null value after an error.
    [[nodiscard]] const JsonValue& value(const char* key);
    /// The value, or nullptr where absent or null.
    [[nodiscard]] const JsonValue* optionalValue(const char* key);

    /// Reads a word of a closed list: @p parse gives an optional.
    template <typename Parse>
    [[nodiscard]] auto word(const char* key, Parse parse) ->
        typename decltype(parse(QStringView()))::value_type
    {
        const QString text = string(key);
        if (const auto parsed = parse(QStringView(text)))
            return *parsed;
        reject(JsonError::BadValue, key, text);
        return {};
    }
    /// The same where the word may be absent.
    template <typename Parse>
    [[nodiscard]] auto optionalWord(const char* key, Parse parse) -> decltype(parse(QStringView()))
    {
        const auto text = optionalString(key);
        if (!text)
            return std::nullopt;
        const auto parsed = parse(QStringView(*text));
        if (!parsed)
            reject(JsonError::BadValue, key, *text);
        return parsed;
    }

    /// Notes a fault found by the caller. The first fault is kept.
    void reject(JsonError code, const char* key, const QString& detail = {});
    /// Notes another reader's fault.
    void take(const Error& error);
    [[nodiscard]] bool ok() const { return !m_error.has_value(); }
    [[nodiscard]] QString pathOf(const char* key) const;
    /// The first fault, or UnknownField for a member nobody asked for.
    [[nodiscard]] Result<void> finish();

private:
    const JsonValue* find(const char* key);

    const JsonObject* m_object = nullptr;
    QString m_path;
    std::vector<bool> m_seen;
    std::optional<Error> m_error;
};

} // namespace keyturn::base

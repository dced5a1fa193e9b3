// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/json.h"
#include "models/base/text_safety.h"

namespace keyturn::base {

namespace {

const JsonValue kNullValue;
const JsonArray kEmptyArray;

} // namespace

JsonReader::JsonReader(const JsonValue& value, QString path)
    : m_object(value.asObject()), m_path(std::move(path))
{
    if (m_object)
        m_seen.assign(m_object->size(), false);
    else
        m_error = makeError(JsonError::WrongType, m_path);
}

const JsonValue* JsonReader::find(const char* key)
{
    if (!m_object)
        return nullptr;
    for (size_t i = 0; i < m_object->size(); ++i) {
        if ((*m_object)[i].first == QLatin1String(key)) {
            m_seen[i] = true;
            return &(*m_object)[i].second;
        }
    }
    return nullptr;
}

QString JsonReader::pathOf(const char* key) const
{
    return m_path.isEmpty() ? QString::fromLatin1(key) : m_path + QLatin1Char('.') + QLatin1String(key);
}

void JsonReader::reject(JsonError code, const char* key, const QString& detail)
{
    take(makeError(code, pathOf(key), harmlessText(detail, 80)));
}

void JsonReader::take(const Error& error)
{
    if (!m_error)
        m_error = error;
}

bool JsonReader::has(const char* key)
{
    return find(key) != nullptr;
}

const JsonValue* JsonReader::optionalValue(const char* key)
{
    const JsonValue* found = find(key);
    return found && !found->isNull() ? found : nullptr;
}

const JsonValue& JsonReader::value(const char* key)
{
    if (const JsonValue* found = optionalValue(key))
        return *found;
    reject(JsonError::MissingField, key);
    return kNullValue;
}

std::optional<QString> JsonReader::optionalString(const char* key)
{
    const JsonValue* found = optionalValue(key);
    if (!found)
        return std::nullopt;
    if (const QString* text = found->asString())
        return *text;
    reject(JsonError::WrongType, key);
    return std::nullopt;
}

QString JsonReader::string(const char* key)
{
    const JsonValue& found = value(key);
    if (const QString* text = found.asString())
        return *text;
    reject(JsonError::WrongType, key);
    return {};
}

std::optional<std::int64_t> JsonReader::optionalInteger(const char* key, std::int64_t minimum,
                                                        std::int64_t maximum)
{
    const JsonValue* found = optionalValue(key);
    if (!found)
        return std::nullopt;
    const std::int64_t* number = found->asInteger();
    if (!number) {
        reject(JsonError::WrongType, key);
        return std::nullopt;
    }
    if (*number < minimum || *number > maximum) {
        reject(JsonError::BadValue, key, QString::number(*number));
        return std::nullopt;
    }
    return *number;
}

std::int64_t JsonReader::integer(const char* key, std::int64_t minimum, std::int64_t maximum)
{
    if (const auto number = optionalInteger(key, minimum, maximum))
        return *number;
    reject(JsonError::MissingField, key);
    return minimum;
}

bool JsonReader::boolean(const char* key)
{
    const JsonValue& found = value(key);
    if (const bool* flag = found.asBool())
        return *flag;
    reject(JsonError::WrongType, key);
    return false;
}

bool JsonReader::booleanOr(const char* key, bool absent)
{
    return optionalValue(key) ? boolean(key) : absent;
}

std::optional<Digest> JsonReader::optionalDigest(const char* key)
{
    const auto text = optionalString(key);
    if (!text)
        return std::nullopt;
    const auto parsed = Digest::fromHex(*text);
    if (!parsed)
        reject(JsonError::BadValue, key, *text);
    return parsed;
}

Digest JsonReader::digest(const char* key)
{
    if (const auto found = optionalDigest(key))
        return *found;
    reject(JsonError::MissingField, key);
    return {};
}

std::optional<UtcTime> JsonReader::optionalTime(const char* key)
{
    const auto text = optionalString(key);
    if (!text)
        return std::nullopt;
    const auto parsed = parseRfc3339(QStringView(*text));
    if (!parsed) {
        reject(JsonError::BadValue, key, *text);
        return std::nullopt;
    }
    return parsed->start;
}

UtcTime JsonReader::time(const char* key)
{
    if (const auto found = optionalTime(key))
        return *found;
    reject(JsonError::MissingField, key);
    return {};
}

const JsonArray& JsonReader::array(const char* key)
{
    const JsonValue& found = value(key);
    if (const JsonArray* elements = found.asArray())
        return *elements;
    reject(JsonError::WrongType, key);
    return kEmptyArray;
}

const JsonArray& JsonReader::arrayOrEmpty(const char* key)
{
    return optionalValue(key) ? array(key) : kEmptyArray;
}

QStringList JsonReader::strings(const char* key)
{
    QStringList out;
    for (const JsonValue& element : array(key)) {
        if (const QString* text = element.asString())
            out += *text;
        else
            reject(JsonError::WrongType, key);
    }
    return out;
}

QStringList JsonReader::stringsOrEmpty(const char* key)
{
    return optionalValue(key) ? strings(key) : QStringList();
}

Result<void> JsonReader::finish()
{
    if (!m_error && m_object) {
        for (size_t i = 0; i < m_object->size(); ++i) {
            if (!m_seen[i]) {
                const QString key = harmlessText((*m_object)[i].first, 60);
                m_error = makeError(JsonError::UnknownField, m_path.isEmpty() ? key : m_path + u'.' + key);
                break;
            }
        }
    }
    if (m_error)
        return tl::make_unexpected(*m_error);
    return {};
}

} // namespace keyturn::base

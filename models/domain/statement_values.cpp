// SPDX-License-Identifier: GPL-3.0-or-later
// Values inside statements that are not objects.

#include "models/base/text_safety.h"
#include "models/domain/statement_codec.h"

#include <algorithm>

namespace keyturn::domain {

namespace {

bool isDigitOfId(QChar c)
{
    return c >= u'0' && c <= u'9';
}

/// A number as we write it: digits, no leading zero, within what JSON keeps exactly.
bool isPlainNumber(QStringView text)
{
    if (text.isEmpty() || text.size() > 15 || !std::all_of(text.begin(), text.end(), isDigitOfId))
        return false;
    return text.size() == 1 || text.front() != u'0';
}

base::Result<void> readInteger(const base::JsonValue& json, const QString& path, std::int64_t maximum,
                               std::int64_t& out)
{
    const std::int64_t* number = json.asInteger();
    if (!number)
        return base::fail(base::JsonError::WrongType, path);
    if (*number < 0 || *number > maximum)
        return tl::make_unexpected(badValue(path, QString::number(*number)));
    out = *number;
    return {};
}

} // namespace

bool isNumberedId(QStringView text, QChar letter)
{
    return text.size() > 2 && text[0] == letter && text[1] == u'-' && text[2] != u'0' &&
           isPlainNumber(text.mid(2));
}

bool isRecordId(QStringView text)
{
    const qsizetype colon = text.indexOf(u':');
    return colon > 0 && isPlainNumber(text.left(colon)) && isPlainNumber(text.mid(colon + 1));
}

base::Error badValue(const QString& path, const QString& shown)
{
    return base::makeError(base::JsonError::BadValue, path, base::harmlessText(shown, 80));
}

base::JsonValue toJson(bool value)
{
    return {value};
}

base::JsonValue toJson(std::int64_t value)
{
    return {value};
}

base::JsonValue toJson(std::uint64_t value)
{
    // Larger ones turn negative here and are refused when the statement is read back before it is signed.
    return {static_cast<std::int64_t>(value)};
}

base::JsonValue toJson(std::uint32_t value)
{
    return {static_cast<std::int64_t>(value)};
}

base::JsonValue toJson(const QString& value)
{
    return {value};
}

base::JsonValue toJson(const QStringList& value)
{
    return {base::jsonStrings(value)};
}

base::JsonValue toJson(const QByteArray& value)
{
    return {QString::fromLatin1(value.toBase64())};
}

base::JsonValue toJson(const base::Digest& value)
{
    return {value.hex()};
}

base::JsonValue toJson(base::UtcTime value)
{
    return {base::toRfc3339(value)};
}

base::JsonValue toJson(const Governed& value)
{
    return {toText(value)};
}

base::Result<void> fromJson(const base::JsonValue& json, const QString& path, bool& out)
{
    const bool* flag = json.asBool();
    if (!flag)
        return base::fail(base::JsonError::WrongType, path);
    out = *flag;
    return {};
}

base::Result<void> fromJson(const base::JsonValue& json, const QString& path, std::int64_t& out)
{
    return readInteger(json, path, kMaximumJsonInteger, out);
}

base::Result<void> fromJson(const base::JsonValue& json, const QString& path, std::uint64_t& out)
{
    std::int64_t number = 0;
    KEYTURN_TRY(readInteger(json, path, kMaximumJsonInteger, number));
    out = static_cast<std::uint64_t>(number);
    return {};
}

base::Result<void> fromJson(const base::JsonValue& json, const QString& path, std::uint32_t& out)
{
    std::int64_t number = 0;
    KEYTURN_TRY(readInteger(json, path, std::numeric_limits<std::uint32_t>::max(), number));
    out = static_cast<std::uint32_t>(number);
    return {};
}

base::Result<void> fromJson(const base::JsonValue& json, const QString& path, QString& out)
{
    const QString* text = json.asString();
    if (!text)
        return base::fail(base::JsonError::WrongType, path);
    out = *text;
    return {};
}

base::Result<void> fromJson(const base::JsonValue& json, const QString& path, QStringList& out)
{
    std::vector<QString> texts;
    KEYTURN_TRY(fromJson(json, path, texts));
    out = QStringList(texts.begin(), texts.end());
    return {};
}

base::Result<void> fromJson(const base::JsonValue& json, const QString& path, QByteArray& out)
{
    QString text;
    KEYTURN_TRY(fromJson(json, path, text));
    const QByteArray ascii = text.toLatin1();
    const auto decoded = QByteArray::fromBase64Encoding(ascii, QByteArray::Base64Encoding |
                                                                   QByteArray::AbortOnBase64DecodingErrors);
    // Written back, because the reader takes missing padding and stray trailing bits: many texts, one
    // meaning.
    if (!decoded || QString::fromLatin1((*decoded).toBase64()) != text)
        return tl::make_unexpected(badValue(path, text));
    out = *decoded;
    return {};
}

base::Result<void> fromJson(const base::JsonValue& json, const QString& path, base::Digest& out)
{
    QString text;
    KEYTURN_TRY(fromJson(json, path, text));
    const auto digest = base::Digest::fromHex(text);
    if (!digest)
        return tl::make_unexpected(badValue(path, text));
    out = *digest;
    return {};
}

base::Result<void> fromJson(const base::JsonValue& json, const QString& path, base::UtcTime& out)
{
    QString text;
    KEYTURN_TRY(fromJson(json, path, text));
    const auto time = base::parseRfc3339(QStringView(text));
    // One form only: what people compare by eye must not come in two spellings.
    if (!time || base::toRfc3339(time->start) != text)
        return tl::make_unexpected(badValue(path, text));
    out = time->start;
    return {};
}

base::Result<void> fromJson(const base::JsonValue& json, const QString& path, Governed& out)
{
    QString text;
    KEYTURN_TRY(fromJson(json, path, text));
    const auto governed = governedFromText(text);
    if (!governed)
        return tl::make_unexpected(badValue(path, text));
    // Kind and reach mean nothing for the other acts; one value of them, so that equal rules compare equal.
    out = governed->act == Governed::Act::Restrict ? *governed : Governed{.act = governed->act};
    return {};
}

} // namespace keyturn::domain

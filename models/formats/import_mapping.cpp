// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/import_mapping.h"

#include "models/base/json.h"
#include "models/base/local_zone.h"
#include "models/base/text_safety.h"
#include "models/domain/reason.h"
#include "models/intake/adapter.h"

#include <algorithm>
#include <array>

namespace keyturn::formats {

namespace {

using base::JsonError;
using base::JsonReader;
using intake::TimeStyle;

constexpr auto kNoRoleWord = "none";
constexpr auto kAutoWord = "auto";
/// Nobody has tables of more columns.
constexpr std::int64_t kGreatestNumber = 100'000;

constexpr std::array<std::pair<const char*, char>, 4> kDelimiterWords{
    {{"comma", ','}, {"semicolon", ';'}, {"tab", '\t'}, {"bar", '|'}}};
constexpr std::array<std::pair<const char*, TimeStyle>, 11> kTimeWordsOfMapping{{
    {"iso", TimeStyle::Iso},
    {"month-first", TimeStyle::MonthFirst},
    {"day-first", TimeStyle::DayFirst},
    {"compact", TimeStyle::Compact},
    {"named-month", TimeStyle::NamedMonth},
    {"epoch", TimeStyle::Epoch},
    {"spreadsheet-days", TimeStyle::Spreadsheet},
    {"seconds", TimeStyle::Seconds},
    {"milliseconds", TimeStyle::Milliseconds},
    {"microseconds", TimeStyle::Microseconds},
    {"nanoseconds", TimeStyle::Nanoseconds},
}};

/// "auto" is nothing; anything else must be in @p table.
template <typename Table>
auto wordOrAuto(JsonReader& reader, const char* key, const Table& table)
{
    using Value = typename Table::value_type::second_type;
    std::optional<Value> value;
    const auto word = reader.optionalString(key);
    if (!word || *word == QLatin1String(kAutoWord))
        return value;
    for (const auto& [known, meaning] : table) {
        if (*word == QLatin1String(known))
            value = meaning;
    }
    if (!value)
        reader.reject(JsonError::BadValue, key, *word);
    return value;
}

template <typename Table, typename Value>
QString wordIn(const Table& table, const std::optional<Value>& value)
{
    for (const auto& [word, meaning] : table) {
        if (meaning == value)
            return QString::fromLatin1(word);
    }
    return QString::fromLatin1(kAutoWord);
}

template <typename E>
base::JsonValue wordOrNull(E value)
{
    return value == E{} ? base::JsonValue() : base::JsonValue(domain::toWord(value));
}

base::JsonValue textOrNull(const QString& text)
{
    return text.isEmpty() ? base::JsonValue() : base::JsonValue(text);
}

base::Result<MappedField> readMappedField(const base::JsonValue& value, qsizetype at)
{
    JsonReader reader(value, QStringLiteral("fields[%1]").arg(at));
    MappedField field;
    if (reader.has("name") == reader.has("number"))
        reader.reject(JsonError::MissingField, "name");
    if (const auto name = reader.optionalString("name")) {
        field.name = *name;
        if (name->isEmpty())
            reader.reject(JsonError::BadValue, "name", *name);
    }
    if (const auto number = reader.optionalInteger("number", 1, kGreatestNumber))
        field.number = static_cast<std::size_t>(*number);
    const QString role = reader.string("role");
    field.role = fieldRoleFromWord(role);
    if (!field.role && role != QLatin1String(kNoRoleWord))
        reader.reject(JsonError::BadValue, "role", role);
    KEYTURN_TRY(reader.finish());
    return field;
}

base::Result<void> readSeverityWords(const base::JsonValue& value, ImportMapping& mapping)
{
    const base::JsonObject* members = value.asObject();
    if (!members)
        return base::fail(JsonError::WrongType, QStringLiteral("severity_words"));
    JsonReader reader(value, QStringLiteral("severity_words"));
    for (const auto& [word, meaning] : *members) {
        const QByteArray key = word.toUtf8();
        mapping.severityWords.emplace_back(word,
                                           reader.word(key.constData(), domain::fromWord<domain::Severity>));
    }
    return reader.finish();
}

base::Result<ImportMapping> readMapping(QByteArrayView bytes)
{
    KEYTURN_TRY_LET(json, base::parseStrictJson(bytes));
    JsonReader reader(json, QString());
    ImportMapping mapping;
    static_cast<void>(reader.integer("version", 1, 1));
    for (const base::JsonValue& value : reader.array("fields")) {
        const auto field = readMappedField(value, static_cast<qsizetype>(mapping.fields.size()));
        if (field)
            mapping.fields.push_back(*field);
        else
            reader.take(field.error());
    }
    mapping.delimiter = wordOrAuto(reader, "delimiter", kDelimiterWords);
    if (reader.optionalValue("header"))
        mapping.hasHeader = reader.boolean("header");
    mapping.times = wordOrAuto(reader, "times", kTimeWordsOfMapping);
    mapping.zone = reader.optionalString("zone").value_or(QString());
    if (const base::JsonValue* words = reader.optionalValue("severity_words")) {
        if (const auto read = readSeverityWords(*words, mapping); !read)
            reader.take(read.error());
    }
    mapping.source = reader.optionalString("source").value_or(QString());
    mapping.layer =
        reader.optionalWord("layer", domain::fromWord<domain::Layer>).value_or(domain::Layer::NotStated);
    mapping.severity = reader.optionalWord("severity", domain::fromWord<domain::Severity>)
                           .value_or(domain::Severity::NotStated);
    KEYTURN_TRY(reader.finish());
    return mapping;
}

/// Why a mapping that is well written makes no sense in itself, as a sentence; empty where it does.
QString faultOf(const ImportMapping& mapping)
{
    std::array<int, kFieldRoles> having{};
    for (auto field = mapping.fields.begin(); field != mapping.fields.end(); ++field) {
        const bool isTwice = std::any_of(mapping.fields.begin(), field, [&](const MappedField& other) {
            return other.name == field->name && other.number == field->number;
        });
        if (isTwice)
            return domain::reason(QT_TRANSLATE_NOOP("errors", "the field “%1” stands in it twice."),
                                  field->name.isEmpty() ? QString::number(field->number) : field->name);
        if (field->role && ++having[static_cast<std::size_t>(*field->role)] > 1 &&
            !mayHaveSeveral(*field->role))
            return domain::reason(
                QT_TRANSLATE_NOOP("errors", "it gives the role “%1” to two fields; one may have it."),
                toWord(*field->role));
    }
    if (mapping.zone.isEmpty())
        return {};
    const auto zone = base::LocalZone::named(mapping.zone);
    return zone ? QString() : zone.error().sentence();
}

} // namespace

QByteArray encodeMapping(const ImportMapping& mapping)
{
    base::JsonArray fields;
    for (const MappedField& field : mapping.fields) {
        fields.push_back(base::JsonObject{
            field.name.isEmpty()
                ? base::JsonMember(QStringLiteral("number"), static_cast<std::int64_t>(field.number))
                : base::JsonMember(QStringLiteral("name"), field.name),
            {QStringLiteral("role"), field.role ? toWord(*field.role) : QString::fromLatin1(kNoRoleWord)}});
    }
    base::JsonObject words;
    for (const auto& [word, meaning] : mapping.severityWords)
        words.emplace_back(word, domain::toWord(meaning));
    return base::toIndentedJsonBytes(base::JsonObject{
        {QStringLiteral("version"), 1},
        {QStringLiteral("fields"), fields},
        {QStringLiteral("delimiter"), wordIn(kDelimiterWords, mapping.delimiter)},
        {QStringLiteral("header"),
         mapping.hasHeader ? base::JsonValue(*mapping.hasHeader) : base::JsonValue()},
        {QStringLiteral("times"), wordIn(kTimeWordsOfMapping, mapping.times)},
        {QStringLiteral("zone"), textOrNull(mapping.zone)},
        {QStringLiteral("severity_words"), words},
        {QStringLiteral("source"), textOrNull(mapping.source)},
        {QStringLiteral("layer"), wordOrNull(mapping.layer)},
        {QStringLiteral("severity"), wordOrNull(mapping.severity)},
    });
}

base::Result<ImportMapping> decodeMapping(QByteArrayView bytes, const QString& fileName)
{
    const auto because = [&](const QString& reason) {
        return base::fail(intake::IntakeError::BadMapping, base::harmlessText(fileName), reason);
    };
    auto mapping = readMapping(bytes);
    if (!mapping)
        return because(mapping.error().sentence());
    if (const QString fault = faultOf(*mapping); !fault.isEmpty())
        return because(fault);
    return mapping;
}

} // namespace keyturn::formats

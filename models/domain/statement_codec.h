// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/json.h"
#include "models/domain/dependent.h"
#include "models/domain/identifier.h"
#include "models/domain/payload.h"
#include "models/domain/statement.h"

#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

// How statements become JSON and come back. One list of fields a struct serves both directions, so that what
// is written and what is read cannot drift apart. For models/domain and the state hash; others use
// statement.h.

namespace keyturn::domain {

/// The largest integer that every JSON reader keeps exactly (RFC 7493 section 2.2).
inline constexpr std::int64_t kMaximumJsonInteger = (std::int64_t{1} << 53) - 1;

/// An id given by order: "I-1" for the letter 'I', without leading zeros.
[[nodiscard]] bool isNumberedId(QStringView text, QChar letter);
/// "seq:index", both without leading zeros.
[[nodiscard]] bool isRecordId(QStringView text);

/// Whether @p text has the form of this kind of id.
template <typename Id>
[[nodiscard]] bool isIdOf(QStringView text)
{
    if constexpr (std::is_same_v<Id, IncidentId>)
        return isNumberedId(text, u'I');
    else if constexpr (std::is_same_v<Id, RequestId>)
        return isNumberedId(text, u'R');
    else if constexpr (std::is_same_v<Id, ProposalId>)
        return isNumberedId(text, u'P');
    else if constexpr (std::is_same_v<Id, ChangeId>)
        return isNumberedId(text, u'C');
    else if constexpr (std::is_same_v<Id, NoteId>)
        return isNumberedId(text, u'N');
    else if constexpr (std::is_same_v<Id, GateId>)
        return isNumberedId(text, u'G');
    else if constexpr (std::is_same_v<Id, RecordId>)
        return isRecordId(text);
    else
        return isWellFormedIdentifier(text);
}

/// A type that this is, const or not: lets one list of fields be read and written.
template <typename T, typename U>
concept Same = std::same_as<std::remove_const_t<T>, U>;

template <typename T>
concept AnyId = requires(const T& id)
{
    []<typename Tag>(const base::StrongId<Tag>&) {}(id);
};

template <typename T>
concept AnyOptional = std::same_as<T, std::optional<typename T::value_type>>;

/// Collects the members of one object in the order given.
class FieldWriter
{
public:
    template <typename T>
    void operator()(const char* key, const T& value);
    /// A list that is left out when it is empty, for members that older statements do not have.
    template <typename T>
    void ifAny(const char* key, const std::vector<T>& values)
    {
        if (!values.empty())
            (*this)(key, values);
    }
    /// An object within this one.
    template <typename Fields>
    void nested(const char* key, Fields fields)
    {
        FieldWriter inner;
        fields(inner);
        m_object.emplace_back(QLatin1String(key), inner.take());
    }
    /// A value that is left out when it is the usual one.
    template <typename T>
    void unless(const T& usual, const char* key, const T& value)
    {
        if (!(value == usual))
            (*this)(key, value);
    }
    [[nodiscard]] base::JsonValue take() { return {std::move(m_object)}; }

private:
    base::JsonObject m_object;
};

/// Reads the members of one object; the reader keeps the first fault.
class FieldReader
{
public:
    explicit FieldReader(base::JsonReader& reader) : m_reader(reader) {}
    template <typename T>
    void operator()(const char* key, T& value);
    /// A list that may be absent, but not be there without anything in it: equal values have equal bytes.
    template <typename T>
    void ifAny(const char* key, std::vector<T>& values)
    {
        values.clear();
        if (!m_reader.has(key))
            return;
        (*this)(key, values);
        if (values.empty())
            m_reader.reject(base::JsonError::BadValue, key, QStringLiteral("[]"));
    }
    template <typename Fields>
    void nested(const char* key, Fields fields)
    {
        base::JsonReader inner(m_reader.value(key), m_reader.pathOf(key));
        FieldReader reader(inner);
        fields(reader);
        if (const auto finished = inner.finish(); !finished)
            m_reader.take(finished.error());
    }

    template <typename T>
    void unless(const T& usual, const char* key, T& value)
    {
        value = usual;
        if (!m_reader.has(key))
            return;
        (*this)(key, value);
        if (value == usual)
            m_reader.reject(base::JsonError::BadValue, key);
    }

private:
    base::JsonReader& m_reader;
};

// Structs whose members are listed in statement_*.cpp.
#define KEYTURN_FIELDS_OF(Type)                                                                              \
    void writeFields(FieldWriter& out, const Type& value);                                                   \
    void readFields(FieldReader& in, Type& value)
/// Defines the two functions from a template `fields(visitor, value)` in sight.
#define KEYTURN_DEFINE_FIELDS(Type)                                                                          \
    void writeFields(FieldWriter& out, const Type& value)                                                    \
    {                                                                                                        \
        fields(out, value);                                                                                  \
    }                                                                                                        \
    void readFields(FieldReader& in, Type& value)                                                            \
    {                                                                                                        \
        fields(in, value);                                                                                   \
    }                                                                                                        \
    static_assert(true)

KEYTURN_FIELDS_OF(MemberKey);
KEYTURN_FIELDS_OF(Member);
KEYTURN_FIELDS_OF(Rule);
KEYTURN_FIELDS_OF(BreakGlassRule);
KEYTURN_FIELDS_OF(WitnessKey);
KEYTURN_FIELDS_OF(RevokedKey);
KEYTURN_FIELDS_OF(Charter);
KEYTURN_FIELDS_OF(Route);
KEYTURN_FIELDS_OF(Family);
KEYTURN_FIELDS_OF(Catalogue);
KEYTURN_FIELDS_OF(Dependent);
KEYTURN_FIELDS_OF(Box);
KEYTURN_FIELDS_OF(Scope);
KEYTURN_FIELDS_OF(Measure);
KEYTURN_FIELDS_OF(Restriction);
KEYTURN_FIELDS_OF(ModelEffect);
KEYTURN_FIELDS_OF(Subject);
KEYTURN_FIELDS_OF(StatementContext);
KEYTURN_FIELDS_OF(RequestReceived::Conflict);
KEYTURN_FIELDS_OF(CharterSigned);
KEYTURN_FIELDS_OF(SeatIntroduced);
KEYTURN_FIELDS_OF(BatchImported);
KEYTURN_FIELDS_OF(IncidentOpened);
KEYTURN_FIELDS_OF(IncidentChanged);
KEYTURN_FIELDS_OF(IncidentClosed);
KEYTURN_FIELDS_OF(NoteAdded);
KEYTURN_FIELDS_OF(RequestReceived);
KEYTURN_FIELDS_OF(RequestAnswered);
KEYTURN_FIELDS_OF(RequestClosed);
KEYTURN_FIELDS_OF(CatalogueSet);
KEYTURN_FIELDS_OF(ChangeProposed);
KEYTURN_FIELDS_OF(ProposalApproved);
KEYTURN_FIELDS_OF(ProposalRefused);
KEYTURN_FIELDS_OF(ProposalWithdrawn);
KEYTURN_FIELDS_OF(AccessShift);
KEYTURN_FIELDS_OF(DependentLine);
KEYTURN_FIELDS_OF(Leak);
KEYTURN_FIELDS_OF(SignedPreview);
KEYTURN_FIELDS_OF(AlsoNeeded);
KEYTURN_FIELDS_OF(KeyProof);
KEYTURN_FIELDS_OF(AbandonedHead);
KEYTURN_FIELDS_OF(GateLine);
KEYTURN_FIELDS_OF(GlassBroken);
KEYTURN_FIELDS_OF(DependentsSet);
KEYTURN_FIELDS_OF(EvidenceAdded);
KEYTURN_FIELDS_OF(GateOpened);
KEYTURN_FIELDS_OF(GateMet);
KEYTURN_FIELDS_OF(GateWaived);
KEYTURN_FIELDS_OF(WitnessRecorded);
KEYTURN_FIELDS_OF(DirectiveAcknowledged);
KEYTURN_FIELDS_OF(Cell);
KEYTURN_FIELDS_OF(GatewayProbed);
KEYTURN_FIELDS_OF(BatchRetracted);

template <typename Id>
void writeFields(FieldWriter& out, const Named<Id>& value)
{
    out("id", value.id);
    out("name", value.name);
}
template <typename Id>
void readFields(FieldReader& in, Named<Id>& value)
{
    in("id", value.id);
    in("name", value.name);
}

// Values that are not objects.
[[nodiscard]] base::JsonValue toJson(bool value);
[[nodiscard]] base::JsonValue toJson(std::int64_t value);
[[nodiscard]] base::JsonValue toJson(std::uint64_t value);
[[nodiscard]] base::JsonValue toJson(std::uint32_t value);
[[nodiscard]] base::JsonValue toJson(const QString& value);
[[nodiscard]] base::JsonValue toJson(const QStringList& value);
/// Standard base64 with padding.
[[nodiscard]] base::JsonValue toJson(const QByteArray& value);
[[nodiscard]] base::JsonValue toJson(const base::Digest& value);
[[nodiscard]] base::JsonValue toJson(base::UtcTime value);
[[nodiscard]] base::JsonValue toJson(const Governed& value);

template <typename T>
[[nodiscard]] base::JsonValue toJson(const T& value) requires std::is_enum_v<T>
{
    return toWord(value);
}
template <AnyId Id>
[[nodiscard]] base::JsonValue toJson(const Id& value)
{
    return value.value();
}
template <typename T>
[[nodiscard]] base::JsonValue toJson(const T& value) requires requires(FieldWriter& out)
{
    writeFields(out, value);
}
{
    FieldWriter out;
    writeFields(out, value);
    return out.take();
}
template <typename T>
[[nodiscard]] base::JsonValue toJson(const std::vector<T>& values);
/// "all", or the listed ids.
template <typename Id>
[[nodiscard]] base::JsonValue toJson(const Selection<Id>& selection)
{
    return selection.all ? base::JsonValue(QStringLiteral("all")) : toJson(selection.ids);
}
template <typename T>
base::JsonValue toJson(const std::vector<T>& values)
{
    base::JsonArray array;
    array.reserve(values.size());
    for (const T& value : values)
        array.push_back(toJson(value));
    return array;
}

[[nodiscard]] base::Result<void> fromJson(const base::JsonValue& json, const QString& path, bool& out);
[[nodiscard]] base::Result<void> fromJson(const base::JsonValue& json, const QString& path,
                                          std::int64_t& out);
[[nodiscard]] base::Result<void> fromJson(const base::JsonValue& json, const QString& path,
                                          std::uint64_t& out);
[[nodiscard]] base::Result<void> fromJson(const base::JsonValue& json, const QString& path,
                                          std::uint32_t& out);
[[nodiscard]] base::Result<void> fromJson(const base::JsonValue& json, const QString& path, QString& out);
[[nodiscard]] base::Result<void> fromJson(const base::JsonValue& json, const QString& path, QStringList& out);
[[nodiscard]] base::Result<void> fromJson(const base::JsonValue& json, const QString& path, QByteArray& out);
[[nodiscard]] base::Result<void> fromJson(const base::JsonValue& json, const QString& path,
                                          base::Digest& out);
[[nodiscard]] base::Result<void> fromJson(const base::JsonValue& json, const QString& path,
                                          base::UtcTime& out);
[[nodiscard]] base::Result<void> fromJson(const base::JsonValue& json, const QString& path, Governed& out);
/// The fault of a value that is of the right type and yet not one that may stand here.
[[nodiscard]] base::Error badValue(const QString& path, const QString& shown);

template <typename T>
[[nodiscard]] base::Result<void> fromJson(const base::JsonValue& json, const QString& path,
                                          T& out) requires std::is_enum_v<T>
{
    QString word;
    KEYTURN_TRY(fromJson(json, path, word));
    const auto value = fromWord<T>(word);
    if (!value)
        return tl::make_unexpected(badValue(path, word));
    out = *value;
    return {};
}
template <AnyId Id>
[[nodiscard]] base::Result<void> fromJson(const base::JsonValue& json, const QString& path, Id& out)
{
    QString text;
    KEYTURN_TRY(fromJson(json, path, text));
    if (!isIdOf<Id>(text))
        return tl::make_unexpected(badValue(path, text));
    out = Id(text);
    return {};
}
template <typename T>
[[nodiscard]] base::Result<void> fromJson(const base::JsonValue& json, const QString& path, T& out) requires
    requires(FieldReader& in)
{
    readFields(in, out);
}
{
    base::JsonReader reader(json, path);
    FieldReader in(reader);
    readFields(in, out);
    return reader.finish();
}
template <typename T>
[[nodiscard]] base::Result<void> fromJson(const base::JsonValue& json, const QString& path,
                                          std::vector<T>& out);
template <typename Id>
[[nodiscard]] base::Result<void> fromJson(const base::JsonValue& json, const QString& path,
                                          Selection<Id>& out)
{
    if (const QString* word = json.asString(); word && *word == QLatin1String("all")) {
        out = Selection<Id>::everything();
        return {};
    }
    std::vector<Id> ids;
    KEYTURN_TRY(fromJson(json, path, ids));
    out = Selection<Id>::of(ids);
    // One way to write a set, so that equal sets have equal bytes.
    if (out.ids != ids)
        return tl::make_unexpected(badValue(path, QStringLiteral("unsorted")));
    return {};
}
template <typename T>
base::Result<void> fromJson(const base::JsonValue& json, const QString& path, std::vector<T>& out)
{
    const base::JsonArray* array = json.asArray();
    if (!array)
        return base::fail(base::JsonError::WrongType, path);
    out.clear();
    out.reserve(array->size());
    for (size_t i = 0; i < array->size(); ++i) {
        T value{};
        KEYTURN_TRY(
            fromJson((*array)[i], path + QLatin1Char('[') + QString::number(i) + QLatin1Char(']'), value));
        out.push_back(std::move(value));
    }
    return {};
}

template <typename T>
void FieldWriter::operator()(const char* key, const T& value)
{
    if constexpr (AnyOptional<T>) {
        if (value)
            m_object.emplace_back(QLatin1String(key), toJson(*value));
    } else {
        m_object.emplace_back(QLatin1String(key), toJson(value));
    }
}

template <typename T>
void FieldReader::operator()(const char* key, T& value)
{
    if constexpr (AnyOptional<T>) {
        value.reset();
        if (const base::JsonValue* json = m_reader.optionalValue(key)) {
            typename T::value_type inner{};
            if (const auto read = fromJson(*json, m_reader.pathOf(key), inner); !read)
                m_reader.take(read.error());
            else
                value = std::move(inner);
        }
    } else {
        const base::JsonValue& json = m_reader.value(key);
        if (!m_reader.ok())
            return;
        if (const auto read = fromJson(json, m_reader.pathOf(key), value); !read)
            m_reader.take(read.error());
    }
}

} // namespace keyturn::domain

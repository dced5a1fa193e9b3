// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/generic_json.h"

#include "models/formats/field_mapping.h"
#include "models/formats/json_parts.h"
#include "models/formats/sureness.h"
#include "models/intake/record_text.h"

#include <QBuffer>
#include <QCoreApplication>

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace keyturn::formats {

using namespace intake;

namespace {

namespace dom = simdjson::dom;

/// How deep members of members are fields of their own.
constexpr int kDeepest = 3;
/// More members than these are not looked at.
constexpr std::size_t kMostFields = 500;

/// How many records a file is told by.
constexpr std::size_t kRecordsLookedAt = 50;
/// Names and values as text.
using FlatFields = std::vector<std::pair<std::string, std::string>>;

/// The members of a record and of the objects within it, in their order, with their values as text.
void flatten(const dom::object& object, const std::string& before, int depth, FlatFields& fields)
{
    std::string buffer;
    for (const dom::key_value_pair field : object) {
        if (fields.size() >= kMostFields)
            return;
        std::string name = before + std::string(field.key);
        dom::object within;
        if (depth < kDeepest && field.value.get(within) == simdjson::SUCCESS)
            flatten(within, name + '.', depth + 1, fields);
        else
            fields.emplace_back(std::move(name), std::string(jsonAsText(field.value, buffer)));
    }
}

FieldMapping mappingOf(const FlatFields& fields)
{
    std::vector<std::string> names;
    std::vector<std::vector<std::string>> rows(1);
    for (const auto& [name, value] : fields) {
        names.push_back(name);
        rows.front().push_back(value);
    }
    return FieldMapping::guess(names, rows);
}

/// The record that @p value wraps: the document of a search engine's hit, the result of a line that Splunk
/// exports.
std::optional<dom::object> wrappedRecord(const dom::object& value)
{
    if (const auto document = objectAt(value, {"_source"}))
        return document;
    return jsonAt(value, {"preview"}) || jsonAt(value, {"lastrow"}) ? objectAt(value, {"result"})
                                                                    : std::nullopt;
}

struct FoundList
{
    dom::array list;
    std::vector<std::string_view> path; ///< The members that lead there, the innermost first.
};

/// The first list of objects among the members of @p value and of the objects within it.
std::optional<FoundList> listOfObjects(const dom::object& value, int depth)
{
    for (const dom::key_value_pair member : value) {
        dom::array list;
        dom::object within;
        if (member.value.get(list) == simdjson::SUCCESS && list.size() > 0 && list.at(0).is_object())
            return FoundList{list, {member.key}};
        if (depth < kDeepest && member.value.get(within) == simdjson::SUCCESS) {
            if (auto found = listOfObjects(within, depth + 1)) {
                found->path.push_back(member.key);
                return found;
            }
        }
    }
    return std::nullopt;
}

/// Whether the members of @p object tell a time or a title.
bool tellsSomething(const dom::object& object)
{
    FlatFields fields;
    flatten(object, {}, 0, fields);
    return mappingOf(fields).isLikely();
}

/// Stands for what in a list of records is none, and is refused as one that says nothing.
const dom::object& emptyObject()
{
    static dom::parser parser;
    static const dom::object empty = parser.parse(std::string_view("{}")).get_object().value();
    return empty;
}

/// Appends the records of the first list within @p value. @return false where there is none, or where the
/// value tells something itself, so that it is the record.
bool addRecordsWithin(const dom::object& value, std::vector<dom::object>& records)
{
    const auto found = listOfObjects(value, 0);
    if (!found || tellsSomething(value))
        return false;
    addObjectsOf(found->list, emptyObject(), records);
    for (dom::object& record : records)
        record = wrappedRecord(record).value_or(record);
    return true;
}

/// What the mappers here have in common: where the records lie. Whether in lists is told by the first value.
class GenericMapper : public JsonMapper
{
public:
    bool recordsIn(const dom::object& value, std::vector<dom::object>& records) override
    {
        if (const auto record = wrappedRecord(value)) {
            records.push_back(*record);
            return true;
        }
        if (m_hasLists == false)
            return false;
        const bool hasLists = addRecordsWithin(value, records);
        if (!m_hasLists)
            m_hasLists = hasLists;
        return hasLists;
    }

private:
    std::optional<bool> m_hasLists;
};

/// Maps each record by its own members: the records of a log need not have the same.
class GenericJsonMapper final : public GenericMapper
{
public:
    std::optional<QString> fill(const dom::object& record, std::size_t, RecordBuilder& builder) override
    {
        m_fields.clear();
        flatten(record, {}, 0, m_fields);
        const auto valueOf = [&](std::size_t field) {
            return field < m_fields.size() ? std::string_view(m_fields[field].second) : std::string_view();
        };
        return mapping().fill(valueOf, builder);
    }

private:
    /// The mapping for records of these members; the one made last is used again where it fits.
    FieldMapping& mapping()
    {
        const bool fits =
            m_mapping &&
            std::equal(m_names.begin(), m_names.end(), m_fields.begin(), m_fields.end(),
                       [](const std::string& name, const auto& field) { return name == field.first; });
        if (!fits) {
            m_names.clear();
            for (const auto& field : m_fields)
                m_names.push_back(field.first);
            m_mapping = mappingOf(m_fields);
        }
        return *m_mapping;
    }

    FlatFields m_fields;
    std::vector<std::string> m_names;
    std::optional<FieldMapping> m_mapping;
};

/// Maps records by what the user says of their members.
class MappedJsonMapper final : public GenericMapper
{
public:
    MappedJsonMapper(FieldMapping mapping, const std::vector<std::string>& names)
        : m_mapping(std::move(mapping)), m_values(names.size())
    {
        for (std::size_t i = 0; i < names.size(); ++i)
            m_places.emplace(names[i], i);
    }
    std::optional<QString> fill(const dom::object& record, std::size_t, RecordBuilder& builder) override
    {
        m_fields.clear();
        flatten(record, {}, 0, m_fields);
        std::fill(m_values.begin(), m_values.end(), std::string_view());
        std::string_view some;
        for (const auto& [name, value] : m_fields) {
            if (const auto place = m_places.find(name); place != m_places.end())
                m_values[place->second] = value;
            if (trimmed(some).empty())
                some = value;
        }
        return m_mapping.fill([this](std::size_t field) { return m_values[field]; }, builder, some);
    }

private:
    FieldMapping m_mapping;
    std::unordered_map<std::string, std::size_t> m_places;
    std::vector<std::string_view> m_values; ///< Of one record, by the place of the member's name.
    FlatFields m_fields;
};

/// Adds a row with what @p record holds, and the names that were not met before.
void addMembers(const dom::object& record, FileFields& fields)
{
    FlatFields flat;
    flatten(record, {}, 0, flat);
    std::vector<std::string>& row = fields.rows.emplace_back(fields.names.size());
    for (auto& [name, value] : flat) {
        const auto known = std::find(fields.names.begin(), fields.names.end(), name);
        const auto place = static_cast<std::size_t>(known - fields.names.begin());
        if (known == fields.names.end()) {
            if (fields.names.size() == kMostFields)
                continue;
            fields.names.push_back(name);
            row.emplace_back();
        }
        row[place] = std::move(value);
    }
}

/// Notes which members the records have, and takes none of them.
class MemberCollector final : public JsonFormat
{
public:
    explicit MemberCollector(FileFields& fields) : m_fields(fields) {}
    [[nodiscard]] QString word() const override { return GenericJson().word(); }
    [[nodiscard]] std::vector<std::string> listNames() const override { return GenericJson().listNames(); }
    [[nodiscard]] int recognises(const dom::object&, const JsonHead&) const override { return 0; }
    [[nodiscard]] std::unique_ptr<JsonMapper> mapper() const override
    {
        return std::make_unique<Mapper>(m_fields);
    }

private:
    class Mapper final : public GenericMapper
    {
    public:
        explicit Mapper(FileFields& fields) : m_fields(fields) {}
        std::optional<QString> fill(const dom::object& record, std::size_t, RecordBuilder&) override
        {
            if (m_fields.rows.size() < kRecordsLookedAt)
                addMembers(record, m_fields);
            return QString();
        }

    private:
        FileFields& m_fields;
    };

    FileFields& m_fields;
};

class NoRecords final : public RecordSink
{
public:
    void take(const domain::NormalisedRecord&) override {}
    void reject(const Rejection&) override {}
    bool progress(std::uint64_t) override { return true; }
};

} // namespace

std::vector<std::string> GenericJson::listNames() const
{
    return {"records", "events",  "incidents", "items", "data",  "results", "alerts", "entries",
            "logs",    "Records", "Events",    "Items", "value", "objects", "rows",   "messages"};
}

std::optional<std::string> GenericJson::listWithin(const JsonHead& head) const
{
    const auto& value = head.outermost();
    const auto found = value ? listOfObjects(*value, 0) : std::nullopt;
    if (!found || tellsSomething(*value))
        return std::nullopt;
    std::string path;
    for (auto member = found->path.rbegin(); member != found->path.rend(); ++member) {
        // A name that is written in another way than it reads could not be found again.
        const bool isPlain = std::all_of(member->begin(), member->end(), [](char c) {
            return c != '/' && c != '"' && c != '\\' && static_cast<unsigned char>(c) >= 0x20;
        });
        if (!isPlain)
            return std::nullopt;
        path += (path.empty() ? "" : "/") + std::string(*member);
    }
    return path;
}

int GenericJson::recognises(const dom::object& first, const JsonHead&) const
{
    const dom::object record = wrappedRecord(first).value_or(first);
    std::vector<dom::object> within;
    const bool hasLists = addRecordsWithin(record, within);
    return tellsSomething(hasLists ? within.front() : record) ? kGenericSureness : 0;
}

std::unique_ptr<JsonMapper> GenericJson::mapper() const
{
    return std::make_unique<GenericJsonMapper>();
}

base::Result<std::unique_ptr<JsonMapper>> GenericJson::mapperFor(std::string_view head,
                                                                 const QString& fileName) const
{
    if (!m_mapping)
        return mapper();
    const auto fields = jsonFields(head);
    if (!fields)
        return base::fail(IntakeError::MappingMismatch, fileName,
                          QCoreApplication::translate("formats", "it does not begin with JSON records"));
    KEYTURN_TRY_LET(mapping, FieldMapping::of(*m_mapping, *fields, fileName));
    return std::make_unique<MappedJsonMapper>(std::move(mapping), fields->names);
}

QString GenericJson::versioned() const
{
    const QString own = JsonFormat::versioned();
    return m_mapping ? own + QLatin1String("+mapping") : own;
}

std::optional<FileFields> jsonFields(std::string_view head)
{
    FileFields fields;
    QByteArray bytes(head.data(), static_cast<qsizetype>(head.size()));
    QBuffer device(&bytes);
    NoRecords none;
    const JsonAdapter reader(std::make_unique<MemberCollector>(fields));
    // Where the beginning is no JSON, it has no fields either.
    if (!device.open(QIODevice::ReadOnly) || !reader.read(device, ImportHints(), none))
        fields = {};
    if (!fields.rows.empty())
        return fields;
    // A record longer than what is looked at: what of it is there.
    const JsonHead cut(head);
    const auto first = cut.firstRecord(GenericJson().listNames());
    if (!first)
        return std::nullopt;
    std::vector<dom::object> records;
    if (!addRecordsWithin(*first, records))
        records.assign(1, wrappedRecord(*first).value_or(*first));
    for (std::size_t i = 0; i < std::min(records.size(), kRecordsLookedAt); ++i)
        addMembers(records[i], fields);
    return fields;
}

} // namespace keyturn::formats

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/generic_json.h"

#include "models/formats/field_mapping.h"
#include "models/formats/sureness.h"

#include <algorithm>
#include <utility>

namespace keyturn::formats {

using namespace intake;

namespace {

namespace dom = simdjson::dom;

/// How deep members of members are fields of their own.
constexpr int kDeepest = 3;
/// More members than these are not looked at.
constexpr std::size_t kMostFields = 500;

/// The members of a record and of the objects within it, in their order, with their values as text.
void flatten(const dom::object& object, const std::string& before, int depth,
             std::vector<std::pair<std::string, std::string>>& fields)
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

FieldMapping mappingOf(const std::vector<std::pair<std::string, std::string>>& fields)
{
    std::vector<std::string> names;
    std::vector<std::vector<std::string>> rows(1);
    for (const auto& [name, value] : fields) {
        names.push_back(name);
        rows.front().push_back(value);
    }
    return FieldMapping::guess(names, rows);
}

/// Maps each record by its own members: the records of a log need not have the same.
class GenericJsonMapper final : public JsonMapper
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

    std::vector<std::pair<std::string, std::string>> m_fields;
    std::vector<std::string> m_names;
    std::optional<FieldMapping> m_mapping;
};

} // namespace

std::vector<std::string> GenericJson::listNames() const
{
    return {"records", "events", "incidents", "items", "data", "results", "alerts", "entries"};
}

int GenericJson::recognises(const dom::object& first, const JsonHead&) const
{
    std::vector<std::pair<std::string, std::string>> fields;
    flatten(first, {}, 0, fields);
    return mappingOf(fields).isLikely() ? kGenericSureness : 0;
}

std::unique_ptr<JsonMapper> GenericJson::mapper() const
{
    return std::make_unique<GenericJsonMapper>();
}

} // namespace keyturn::formats

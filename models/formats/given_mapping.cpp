// SPDX-License-Identifier: GPL-3.0-or-later
// The user's mapping of a file, and a guess written out as one.
#include "models/base/text_safety.h"
#include "models/domain/reason.h"
#include "models/formats/field_mapping.h"
#include "models/formats/json_parts.h"
#include "models/intake/record_text.h"

#include <algorithm>

namespace keyturn::formats {

using namespace intake;

namespace {

/// Names in a table fold letter case, as everywhere in tables; members of JSON do not.
bool isNameOf(const FileFields& fields, std::string_view own, std::string_view name)
{
    return fields.isTable() ? equalsIgnoringCase(own, name) : own == name;
}

base::Result<std::size_t> placeOf(const MappedField& field, const FileFields& fields, const QString& fileName)
{
    const auto mismatch = [&](const QString& reason) {
        return base::fail(IntakeError::MappingMismatch, fileName, reason);
    };
    if (field.name.isEmpty() && !fields.isTable())
        return mismatch(domain::reason(
            QT_TRANSLATE_NOOP("errors", "members of JSON records are told by name, not by number")));
    if (field.name.isEmpty()) {
        if (field.number > fields.count())
            return mismatch(domain::reason(QT_TRANSLATE_NOOP("errors", "it has %2 columns and no column %1"),
                                           QString::number(field.number), QString::number(fields.count())));
        return field.number - 1;
    }
    const std::string name = field.name.toStdString();
    const auto found = std::find_if(fields.names.begin(), fields.names.end(),
                                    [&](const std::string& own) { return isNameOf(fields, own, name); });
    if (found != fields.names.end())
        return static_cast<std::size_t>(found - fields.names.begin());
    return mismatch(
        fields.isTable()
            ? domain::reason(QT_TRANSLATE_NOOP("errors", "it has no column “%1”"), field.name)
            : domain::reason(QT_TRANSLATE_NOOP("errors", "none of its first records has a member “%1”"),
                             field.name));
}

/// The values of a field in the first rows.
std::vector<std::string_view> firstValuesOf(const FileFields& fields, std::size_t field)
{
    std::vector<std::string_view> values;
    for (const auto& row : fields.rows)
        values.push_back(field < row.size() ? std::string_view(row[field]) : std::string_view());
    return values;
}

/// How the first rows write times in @p places, which are read together.
std::optional<LooseTimes> timesIn(const FileFields& fields, const std::vector<std::size_t>& places)
{
    std::vector<std::string> joined(fields.rows.size());
    for (const std::size_t place : places) {
        const auto values = firstValuesOf(fields, place);
        for (std::size_t i = 0; i < values.size(); ++i)
            joined[i] = joinedParts({joined[i], values[i]});
    }
    const std::vector<std::string_view> samples(joined.begin(), joined.end());
    return LooseTimes::guess(samples, true);
}

} // namespace

base::Result<FieldMapping> FieldMapping::of(const ImportMapping& mapping, const FileFields& fields,
                                            const QString& fileName)
{
    FieldMapping made;
    std::vector<bool> hasRole(fields.count());
    for (const MappedField& field : mapping.fields) {
        if (!field.role)
            continue;
        KEYTURN_TRY_LET(place, placeOf(field, fields, fileName));
        made.fieldsFor(*field.role).push_back(place);
        hasRole[place] = true;
    }
    for (const bool wanted : {false, true}) {
        for (std::size_t i = 0; i < hasRole.size(); ++i) {
            if (hasRole[i] == wanted)
                made.m_titlesInstead.push_back(i);
        }
    }
    std::vector<std::size_t>& timeFields = made.fieldsFor(FieldRole::Time);
    std::stable_partition(timeFields.begin(), timeFields.end(),
                          [&](std::size_t place) { return !areTimesOfDay(firstValuesOf(fields, place)); });
    if (mapping.times)
        made.m_times.emplace(*mapping.times);
    else if (!timeFields.empty())
        made.m_times = timesIn(fields, timeFields).value_or(LooseTimes(TimeStyle::Iso));
    // Of a class within a class, Clang 14 makes an empty one only where its outer class is whole.
    Given& given = made.m_given.emplace(Given{});
    for (const auto& [word, severity] : mapping.severityWords)
        given.severityWords.emplace_back(word.toStdString(), severity);
    given.source = mapping.source.toStdString();
    given.layer = mapping.layer;
    given.severity = mapping.severity;
    made.m_isLikely = true;
    return made;
}

ImportMapping FieldMapping::asImportMapping(const FileFields& fields) const
{
    ImportMapping mapping;
    mapping.delimiter = fields.delimiter;
    if (fields.isTable())
        mapping.hasHeader = !fields.names.empty();
    if (m_times && m_times->isOrderCertain())
        mapping.times = m_times->style();
    std::vector<std::optional<FieldRole>> roles(fields.count());
    for (std::size_t role = 0; role < kFieldRoles; ++role) {
        for (const std::size_t place : m_fields[role])
            roles[place] = static_cast<FieldRole>(role);
    }
    for (std::size_t i = 0; i < roles.size(); ++i) {
        MappedField field;
        const std::string_view own = i < fields.names.size() ? std::string_view(fields.names[i]) : "";
        const auto alike =
            std::count_if(fields.names.begin(), fields.names.end(),
                          [&](const std::string& name) { return isNameOf(fields, name, own); });
        const QString name = QString::fromUtf8(own.data(), static_cast<qsizetype>(own.size()));
        // What cannot stand in a mapping, or tells no field from another, is told by its number.
        if (!name.isEmpty() && alike == 1 && !base::hasForbiddenCharacter(name))
            field.name = name;
        else if (fields.isTable())
            field.number = i + 1;
        else
            continue;
        field.role = roles[i];
        mapping.fields.push_back(std::move(field));
    }
    return mapping;
}

} // namespace keyturn::formats

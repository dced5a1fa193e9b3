// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/formats/file_fields.h"
#include "models/formats/import_mapping.h"
#include "models/intake/loose_times.h"
#include "models/intake/record_builder.h"

#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keyturn::formats {

/// Which fields of a file without a specification mean what; a field without a role stays in the record's raw
/// text. Guessed from the names and the first values, or as the user's mapping says.
///
/// | record      | field whose name has one of these words, best first                                     |
/// | ----------- | --------------------------------------------------------------------------------------- |
/// | occurred-at | occurred, event time, datetime, timestamp, start, time, date, created, submission,      |
/// |             | reported …, of those whose values can be read as times; a date and a time of day beside |
/// |             | each other are read together; without such a name, the first whose values are times     |
/// | title       | message, title, headline, summary, subject, event name, name, description, event,       |
/// |             | action, type; without such a name, the one whose values have the most words             |
/// | description | description, details, notes, comment                                                    |
/// | source      | source, product, vendor, sensor, provider, reporter, host                               |
/// | severity    | severity, level, priority, impact, risk: words only; a number's direction is not known  |
/// | layer,      | fields of exactly these names that hold one of this program's words                     |
/// | credibility |                                                                                         |
/// | reference   | id, uuid, guid, event id, incident id, reference, url                                   |
/// | model       | model, model name, ai system                                                            |
class FieldMapping
{
public:
    /// @param names of the fields; empty where the file names none. @param rows the first records, their
    /// values in the order of @p names.
    [[nodiscard]] static FieldMapping guess(const std::vector<std::string>& names,
                                            const std::vector<std::vector<std::string>>& rows);

    /// What the user's @p mapping means for a file with @p fields. Fields of a table are found in any letter
    /// case; of several time fields, those that hold times of day alone are read last. @param fileName for
    /// the sentence. @return MappingMismatch: a field with a role that the file lacks.
    [[nodiscard]] static base::Result<FieldMapping> of(const ImportMapping& mapping, const FileFields& fields,
                                                       const QString& fileName);
    /// This guess as a mapping that reads the file in the same way, with every field of @p fields listed. The
    /// style of times is left to the values where the order of day and month is not certain.
    [[nodiscard]] ImportMapping asImportMapping(const FileFields& fields) const;

    /// The fields of a role, by their place; several only where mayHaveSeveral() says so.
    [[nodiscard]] const std::vector<std::size_t>& fieldsOf(FieldRole role) const
    {
        return m_fields[static_cast<std::size_t>(role)];
    }
    /// True when a time was found, or a title by its name: otherwise the guess is no better than none.
    [[nodiscard]] bool isLikely() const { return m_isLikely; }
    /// How the times are written; nothing where no field is a time.
    [[nodiscard]] const std::optional<intake::LooseTimes>& times() const { return m_times; }

    /// The value of the field at a place; empty where the record lacks it.
    using ValueOf = std::function<std::string_view(std::size_t field)>;
    /// Fills the record begun in @p builder. @param instead the title where no field gives one.
    /// @return the reason for refusing it, or nothing.
    [[nodiscard]] std::optional<QString> fill(const ValueOf& valueOf, intake::RecordBuilder& builder,
                                              std::string_view instead = {});

private:
    /// What the user says beside the roles.
    struct Given
    {
        std::vector<std::pair<std::string, domain::Severity>> severityWords;
        std::string source;
        domain::Layer layer = domain::Layer::NotStated;
        domain::Severity severity = domain::Severity::NotStated;
    };

    void setTime(const ValueOf& valueOf, intake::RecordBuilder& builder);
    void setGrades(const ValueOf& valueOf, intake::RecordBuilder& builder);
    [[nodiscard]] domain::Severity severityOf(std::string_view word) const;
    [[nodiscard]] std::string_view first(FieldRole role, const ValueOf& valueOf) const;
    [[nodiscard]] std::vector<std::size_t>& fieldsFor(FieldRole role)
    {
        return m_fields[static_cast<std::size_t>(role)];
    }

    std::array<std::vector<std::size_t>, kFieldRoles> m_fields;
    std::vector<std::size_t> m_titlesInstead; ///< All fields, in the order in which they are tried.
    std::optional<intake::LooseTimes> m_times;
    std::optional<Given> m_given; ///< Nothing for a guess.
    bool m_isLikely = false;
};

/// Whether some of @p values are times of day, "2:42:26 PM", and all others blank.
[[nodiscard]] bool areTimesOfDay(const std::vector<std::string_view>& values);

} // namespace keyturn::formats

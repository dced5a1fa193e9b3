// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/loose_times.h"
#include "models/intake/record_builder.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keyturn::formats {

/// What a column of a table, or a member of a JSON record, is read as.
enum class FieldRole : std::uint8_t {
    Time,
    Title,
    Description,
    Source,
    Severity,
    Layer,
    Credibility,
    Reference,
    Model,
    Count ///< How many there are.
};

/// Which fields of a file without a specification mean what; a field without a role stays in the record's raw
/// text. Guessed from the names and the first values.
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

    /// The fields of a role, by their place; several only for Time.
    [[nodiscard]] const std::vector<std::size_t>& fieldsOf(FieldRole role) const
    {
        return m_fields[static_cast<std::size_t>(role)];
    }
    /// True when a time was found, or a title by its name: otherwise the guess is no better than none.
    [[nodiscard]] bool isLikely() const { return m_isLikely; }

    /// The value of the field at a place; empty where the record lacks it.
    using ValueOf = std::function<std::string_view(std::size_t field)>;
    /// Fills the record begun in @p builder. @return the reason for refusing it, or nothing.
    [[nodiscard]] std::optional<QString> fill(const ValueOf& valueOf, intake::RecordBuilder& builder);

private:
    void setTime(const ValueOf& valueOf, intake::RecordBuilder& builder);
    [[nodiscard]] std::string_view first(FieldRole role, const ValueOf& valueOf) const;

    std::array<std::vector<std::size_t>, static_cast<std::size_t>(FieldRole::Count)> m_fields;
    std::optional<intake::LooseTimes> m_times;
    std::size_t m_fieldCount = 0;
    bool m_isLikely = false;
};

} // namespace keyturn::formats

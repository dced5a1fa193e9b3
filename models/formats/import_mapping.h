// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"
#include "models/domain/words.h"
#include "models/formats/field_role.h"
#include "models/intake/loose_times.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace keyturn::formats {

/// What the user says of one field.
struct MappedField
{
    QString name;                  ///< Empty where the field is told by its number.
    std::size_t number = 0;        ///< Of a table's column, from 1; 0 where it is told by its name.
    std::optional<FieldRole> role; ///< Nothing: it stays in the record's raw text.

    friend bool operator==(const MappedField&, const MappedField&) = default;
};

/// What the user says a table or a file of JSON records means: which field is what, how its times are
/// written, and what to say where no field does.
///
/// As a file it is strict JSON (base::parseStrictJson) of one object; members may be left out or null but for
/// the first two:
///
///     {
///       "version": 1,
///       "fields": [
///         {"name": "Opened on", "role": "time"},
///         {"number": 4, "role": "title"},
///         {"name": "Internal", "role": "none"}
///       ],
///       "delimiter": "semicolon",
///       "header": true,
///       "times": "day-first",
///       "zone": "Europe/Berlin",
///       "severity_words": {"P1": "critical", "P2": "high"},
///       "source": "Service desk",
///       "layer": "model-behaviour",
///       "severity": "medium"
///     }
///
/// | member         | is                                                                                   |
/// | -------------- | ------------------------------------------------------------------------------------ |
/// | fields         | fields by name, in a table also by number from 1, with a role: time, title,          |
/// |                | description, source, severity, layer, credibility, reference, model, none. Several   |
/// |                | fields may be time (a date and a time of day are read together), description and     |
/// |                | model; each other role has one at most. A field that is not listed has none.         |
/// | delimiter      | comma, semicolon, tab, bar, or auto: told by the file. Of tables alone.              |
/// | header         | whether the first row names the columns; told by the file where left out. Of tables  |
/// |                | alone.                                                                               |
/// | times          | auto: told by the first values; iso, month-first, day-first, compact, named-month,   |
/// |                | epoch (a count since 1970, its unit told by its magnitude), seconds, milliseconds,   |
/// |                | microseconds, nanoseconds (since 1970), spreadsheet-days. See intake::TimeStyle.     |
/// | zone           | of times that name none: see base::LocalZone::named                                  |
/// | severity_words | what words of the file mean here, letter case apart; before the words known anyway   |
/// | source, layer, | what to say where a record has no value for it                                       |
/// | severity       |                                                                                      |
struct ImportMapping
{
    std::vector<MappedField> fields;
    std::optional<char> delimiter;
    std::optional<bool> hasHeader;
    std::optional<intake::TimeStyle> times;
    QString zone; ///< Empty: none is assigned.
    std::vector<std::pair<QString, domain::Severity>> severityWords;
    QString source;
    domain::Layer layer = domain::Layer::NotStated;
    domain::Severity severity = domain::Severity::NotStated;

    friend bool operator==(const ImportMapping&, const ImportMapping&) = default;
};

/// The file's bytes, with every member of the table above.
[[nodiscard]] QByteArray encodeMapping(const ImportMapping& mapping);
/// Reads the file's bytes. @param fileName for the sentence. @return BadMapping: no strict JSON, a member or
/// word that is not known, a field named twice, a role that two fields have and one may, a zone that is none.
[[nodiscard]] base::Result<ImportMapping> decodeMapping(QByteArrayView bytes, const QString& fileName);

} // namespace keyturn::formats

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/record_builder.h"
#include "models/intake/source_times.h"

#include <QString>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace keyturn::formats {

/// The attributes of a Timesketch event that are understood; all others stay in the record's raw text.
enum class TimesketchColumn : std::uint8_t {
    Message,
    Datetime,
    Timestamp,
    TimestampDesc,
    SourceLong,
    Source,
    SourceShort,
    Parser,
    DataType,
    Severity,
    Credibility,
    Layer,
    Uuid,
    Id,
    DocumentId,
    Count, ///< How many there are.
};

/// The understood attribute called @p name, if it is one. Names are case-sensitive, as in Timesketch.
[[nodiscard]] std::optional<TimesketchColumn> timesketchColumn(std::string_view name);
/// The same for tools that write the names in other letter cases.
[[nodiscard]] std::optional<TimesketchColumn> timesketchColumnInAnyCase(std::string_view name);

/// The texts of one event's understood attributes; blank where absent.
struct TimesketchFields
{
    std::array<std::string_view, static_cast<std::size_t>(TimesketchColumn::Count)> texts;

    [[nodiscard]] std::string_view& operator[](TimesketchColumn column)
    {
        return texts[static_cast<std::size_t>(column)];
    }
    [[nodiscard]] std::string_view operator[](TimesketchColumn column) const
    {
        return texts[static_cast<std::size_t>(column)];
    }
};

/// Maps a Timesketch event, from CSV or JSONL alike, to a normalised record.
///
/// Source: Timesketch user guide, "Import from JSON/JSONL/CSV" (mandatory: message, datetime as ISO 8601,
/// timestamp_desc; any further attributes), and timesketch/lib/utils.py, read_and_validate_csv and
/// read_and_validate_jsonl (timestamp: whole microseconds since 1970 UTC; datetime goes before timestamp;
/// `_id` is the event's id in the store). source, source_long, source_short, parser, data_type: plaso's
/// output fields.
///
/// | record      | from                                                                                    |
/// | ----------- | --------------------------------------------------------------------------------------- |
/// | occurred-at | datetime to the digits written, zone as written; refined by timestamp where that lies   |
/// |             | within what datetime states; timestamp alone where datetime is blank or no time         |
/// |             | (assumption); where they contradict each other, datetime (assumption)                   |
/// | title       | first line of message; of timestamp_desc or data_type where it is blank (assumption)    |
/// | description | message where the title is not all of it; timestamp_desc (what the time is of)          |
/// | source      | source_long, source, source_short; else the caller's default; else parser               |
/// | source kind | not stated: the format has no such attribute                                            |
/// | severity,   | attributes of exactly these names that hold one of this program's words; else not       |
/// | credibility,| stated: Timesketch itself defines none                                                  |
/// | layer       |                                                                                         |
/// | reference   | uuid, id, else _id                                                                      |
class TimesketchMapper
{
public:
    /// Fills the record begun in @p builder. @return the reason for refusing it, or nothing.
    [[nodiscard]] std::optional<QString> fill(const TimesketchFields& fields, intake::RecordBuilder& builder);
    /// True when @p fields holds a usable time.
    [[nodiscard]] bool hasTime(const TimesketchFields& fields);

private:
    void setTime(const TimesketchFields& fields, intake::RecordBuilder& builder);

    intake::TimeReader m_times;
};

} // namespace keyturn::formats

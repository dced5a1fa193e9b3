// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/adapter.h"

#include <string>
#include <string_view>

namespace keyturn::intake {

/// Fills one NormalisedRecord after another, reusing its buffers, and keeps the rules that all adapters
/// share: what is kept of the source's own record, how text that is not UTF-8 or too long is treated, what a
/// title is.
class RecordBuilder
{
public:
    RecordBuilder(const ImportHints& hints, const QString& versioned);

    /// Starts the record at place @p number of the file. Sets `raw`: @p bytes as they came, where they are
    /// UTF-8 and short enough; else the first 64 KiB and/or with U+FFFD for what is not UTF-8, `rawIsCut`,
    /// and the SHA-256 of the bytes as they came. @return the text to read: @p bytes, or the repaired copy.
    std::string_view begin(std::uint64_t number, std::string_view bytes);
    /// True when begin() gave a repaired copy.
    [[nodiscard]] bool isRepaired() const { return m_isRepaired; }

    /// Sets the title to the first line of @p text that is not blank, cut to kMaximumTitleBytes. @return
    /// false where there is none. @p titleIsWhole is set when the title says all that @p text does.
    bool setTitle(std::string_view text, bool& titleIsWhole);
    /// Appends a paragraph to the description; blank text adds nothing.
    void addDescription(std::string_view paragraph);
    /// Appends "Label: text" to the description as a line of its own; details that follow each other form one
    /// paragraph. Blank text adds nothing.
    void addDetail(std::string_view label, std::string_view text);
    /// Sets the time. Where it names no zone it is moved into the one that the user assigned, else read as
    /// UTC; an assumption says so, and one each names unlikely years and leap seconds.
    void setTime(const base::SourceTime& time);
    /// Sets a time without a zone that is in @p zone, whatever the user assigned; an assumption says so.
    void setTimeIn(const ZoneAssignment& zone, const base::SourceTime& time);
    /// Sets a time without a zone that the record elsewhere shows to be in UTC, whatever the user assigned.
    void setTimeInUtc(const base::SourceTime& time);
    /// Sets the source, or the caller's default where @p name is blank.
    void setSource(std::string_view name);
    /// Sets the reference.
    void setReference(std::string_view reference);
    /// Notes what had to be assumed.
    void assume(std::string_view assumption) { m_record.assumptions.emplace_back(assumption); }

    /// The record, for the fields set directly and for handing on.
    [[nodiscard]] domain::NormalisedRecord& record() { return m_record; }
    /// The name to use where the source states none; may be empty.
    [[nodiscard]] const std::string& defaultSource() const { return m_defaultSource; }

private:
    void appendToDescription(std::string_view separator, std::string_view text);

    domain::NormalisedRecord m_record;
    std::string m_defaultSource;
    std::optional<ZoneAssignment> m_zone;
    std::string m_encodingAssumption; ///< Of records with characters beyond ASCII; empty for none.
    std::string m_repaired;
    bool m_isRepaired = false;
    bool m_endsWithDetail = false;
    bool m_descriptionIsCut = false;
};

/// Assumption of a time without a zone.
inline constexpr std::string_view kNoZoneAssumption = "the time names no zone; it is read as UTC";

/// Assumption of a time before 1970, at its very start, or from 2100 on.
inline constexpr std::string_view kUnlikelyTimeAssumption =
    "the time is kept as it was written, but clocks that were never set say such times";
/// Assumption of a time that was stated as second 60.
inline constexpr std::string_view kLeapSecondAssumption =
    "the time is a leap second, which is kept as the end of the second before it";

} // namespace keyturn::intake

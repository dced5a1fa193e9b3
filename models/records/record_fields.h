// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace keyturn::records {

/// The members of a stored record, in the one order they are written in.
enum class RecordField : std::uint8_t {
    Version,
    Adapter,
    Number,
    Kind,
    OccurredAt,
    TimeUs,
    Precision,
    Zone,
    Title,
    Description,
    Source,
    SourceKind,
    Severity,
    Credibility,
    Layer,
    Reference,
    Models,
    Assumptions,
    Raw,
    RawCut,
    RawSha256
};
inline constexpr std::array<std::string_view, 21> kFieldKeys{
    "v",     "adapter", "n",           "kind",        "occurred_at", "us",       "precision",
    "zone",  "title",   "description", "source",      "source_kind", "severity", "credibility",
    "layer", "ref",     "models",      "assumptions", "raw",         "raw_cut",  "raw_sha256"};
inline constexpr std::uint8_t kRecordVersion = 1;

/// Whether a text search looks into the field: what a source or adapter said in words. The closed words,
/// times and the adapter's name are asked for by attribute instead; else "signal" or "csv" would find every
/// record.
[[nodiscard]] constexpr bool isSearchable(RecordField field)
{
    switch (field) {
    case RecordField::Title:
    case RecordField::Description:
    case RecordField::Source:
    case RecordField::Reference:
    case RecordField::Models:
    case RecordField::Assumptions:
    case RecordField::Raw:
        return true;
    default:
        return false;
    }
}

/// One value of a stored record as it stands there: the escaped inside of a string, or the letters of a
/// number or word.
struct FieldText
{
    RecordField field = RecordField::Version;
    std::string_view text;
    bool isString = false;
};

/// Steps through a stored record's values without unescaping or allocating; elements of lists come one by
/// one. Exact for what encodeRecord() writes; anything else ends the walk and is said by failed(). Never
/// reads outside the bytes.
class FieldWalker
{
public:
    explicit FieldWalker(std::string_view record);
    /// The next value; false at the end and at the first fault.
    [[nodiscard]] bool next(FieldText& out);
    [[nodiscard]] bool failed() const { return m_failed; }

private:
    bool enterMember();
    bool readString(std::string_view& out);
    bool readBare(std::string_view& out);
    bool fault();
    [[nodiscard]] bool skip(char c)
    {
        if (m_at == m_end || *m_at != c)
            return false;
        ++m_at;
        return true;
    }

    const char* m_at;
    const char* m_end;
    std::size_t m_nextField = 0;
    RecordField m_field = RecordField::Version;
    bool m_first = true;
    bool m_inList = false;
    bool m_firstInList = false;
    bool m_done = false;
    bool m_failed = false;
};

} // namespace keyturn::records

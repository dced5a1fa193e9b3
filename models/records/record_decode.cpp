// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/records/block_layout.h"
#include "models/records/record_bytes.h"
#include "models/records/record_fields.h"

#include <algorithm>
#include <array>
#include <simdjson.h>

namespace keyturn::records {

namespace {

/// Reads the members of a stored record one by one into a NormalisedRecord.
class RecordReader
{
public:
    /// Takes one member; false when it does not belong there.
    bool take(std::string_view key, simdjson::dom::element value)
    {
        const auto found = std::find(kFieldKeys.begin(), kFieldKeys.end(), key);
        if (found == kFieldKeys.end())
            return false;
        const auto index = static_cast<std::size_t>(found - kFieldKeys.begin());
        if (m_seen & (1u << index))
            return false;
        m_seen |= 1u << index;
        return takeField(static_cast<RecordField>(index), value);
    }
    [[nodiscard]] bool has(RecordField field) const { return (m_seen >> static_cast<unsigned>(field)) & 1u; }

    domain::NormalisedRecord record;
    std::uint64_t version = 0;

private:
    bool takeField(RecordField field, simdjson::dom::element value)
    {
        switch (field) {
        case RecordField::Version:
            return value.get(version) == simdjson::SUCCESS;
        case RecordField::Adapter:
            return text(value, record.adapter);
        case RecordField::Number:
            return value.get(record.number) == simdjson::SUCCESS;
        case RecordField::Kind:
            return word(value, record.kind);
        case RecordField::OccurredAt:
            return value.is_string(); // The exact time is in "us"; this one is for readers of the bytes.
        case RecordField::TimeUs:
            return value.get(record.occurredAt.start.us) == simdjson::SUCCESS;
        case RecordField::Precision:
            return precision(value);
        case RecordField::Zone:
            return zone(value);
        case RecordField::Title:
            return text(value, record.title);
        case RecordField::Description:
            return text(value, record.description);
        case RecordField::Source:
            return text(value, record.source);
        case RecordField::SourceKind:
            return word(value, record.sourceKind);
        case RecordField::Severity:
            return word(value, record.severity);
        case RecordField::Credibility:
            return word(value, record.credibility);
        case RecordField::Layer:
            return word(value, record.layer);
        case RecordField::Reference:
            return text(value, record.reference);
        case RecordField::Models:
            return texts(value, record.models);
        case RecordField::Assumptions:
            return texts(value, record.assumptions);
        case RecordField::Raw:
            return text(value, record.raw);
        case RecordField::RawCut:
            return value.get(record.rawIsCut) == simdjson::SUCCESS;
        case RecordField::RawSha256:
            return text(value, record.rawSha256);
        }
        return false;
    }
    static bool text(simdjson::dom::element value, std::string& out)
    {
        std::string_view utf8;
        if (value.get(utf8) != simdjson::SUCCESS)
            return false;
        out.assign(utf8);
        return true;
    }
    static bool texts(simdjson::dom::element value, std::vector<std::string>& out)
    {
        simdjson::dom::array list;
        if (value.get(list) != simdjson::SUCCESS)
            return false;
        for (const simdjson::dom::element element : list) {
            if (!text(element, out.emplace_back()))
                return false;
        }
        return true;
    }
    template <typename E>
    static bool word(simdjson::dom::element value, E& out)
    {
        std::string_view letters;
        if (value.get(letters) != simdjson::SUCCESS)
            return false;
        const auto words = domain::wordsOf<E>();
        for (std::size_t i = 0; i < words.size(); ++i) {
            if (letters == words[i]) {
                out = static_cast<E>(i);
                return true;
            }
        }
        return false;
    }
    bool precision(simdjson::dom::element value)
    {
        std::string_view letters;
        if (value.get(letters) != simdjson::SUCCESS)
            return false;
        const auto known = precisionFromWord(letters);
        record.occurredAt.precision = known.value_or(base::TimePrecision::Unknown);
        return known.has_value();
    }
    bool zone(simdjson::dom::element value)
    {
        std::string_view letters;
        if (value.get(letters) != simdjson::SUCCESS)
            return false;
        record.occurredAt.zone = QString::fromUtf8(letters.data(), static_cast<qsizetype>(letters.size()));
        return true;
    }

    std::uint32_t m_seen = 0;
};

using PrecisionWords =
    std::array<std::string, static_cast<std::size_t>(base::TimePrecision::Microsecond) + 1>;

const PrecisionWords& precisionWords()
{
    static const PrecisionWords words = [] {
        PrecisionWords all;
        for (std::size_t i = 0; i < all.size(); ++i)
            all[i] = base::toWord(static_cast<base::TimePrecision>(i)).toStdString();
        return all;
    }();
    return words;
}

QString toQString(const std::string& utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

QStringList toQStrings(const std::vector<std::string>& list)
{
    QStringList out;
    out.reserve(static_cast<qsizetype>(list.size()));
    for (const std::string& text : list)
        out += toQString(text);
    return out;
}

} // namespace

std::string_view precisionWord(base::TimePrecision precision)
{
    return precisionWords()[static_cast<std::size_t>(precision)];
}

std::optional<base::TimePrecision> precisionFromWord(std::string_view word)
{
    const PrecisionWords& words = precisionWords();
    const auto found = std::find(words.begin(), words.end(), word);
    if (found == words.end())
        return std::nullopt;
    return static_cast<base::TimePrecision>(found - words.begin());
}

base::Result<domain::NormalisedRecord> decodeNormalised(std::string_view bytes)
{
    const QString part = QStringLiteral("record");
    thread_local simdjson::dom::parser parser;
    simdjson::dom::object object;
    if (parser.parse(bytes.data(), bytes.size()).get(object) != simdjson::SUCCESS)
        return layout::damaged(part, QStringLiteral("it is not a JSON object"));
    RecordReader reader;
    for (const simdjson::dom::key_value_pair member : object) {
        if (!reader.take(member.key, member.value)) {
            if (reader.version > kRecordVersion)
                return base::fail(RecordsError::UnknownLayout, QString::number(reader.version));
            return layout::damaged(part,
                                   QStringLiteral("a member is unknown, repeated or of the wrong type"));
        }
    }
    if (reader.version > kRecordVersion)
        return base::fail(RecordsError::UnknownLayout, QString::number(reader.version));
    if (reader.version != kRecordVersion || !reader.has(RecordField::Kind))
        return layout::damaged(part, QStringLiteral("its version or kind is missing"));
    return std::move(reader.record);
}

base::Result<domain::Event> decodeRecord(std::string_view bytes)
{
    KEYTURN_TRY_LET(record, decodeNormalised(bytes));
    domain::Event event;
    event.kind = record.kind;
    event.occurredAt = record.occurredAt;
    event.title = toQString(record.title);
    event.description = toQString(record.description);
    event.source = toQString(record.source);
    event.sourceKind = record.sourceKind;
    event.severity = record.severity;
    event.credibility = record.credibility;
    event.layer = record.layer;
    event.reference = toQString(record.reference);
    event.models = toQStrings(record.models);
    event.assumptions = toQStrings(record.assumptions);
    event.number = record.number;
    event.adapter = toQString(record.adapter);
    event.raw = toQString(record.raw);
    return event;
}

} // namespace keyturn::records

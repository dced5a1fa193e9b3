// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/json.h"
#include "models/crypto/digest_functions.h"
#include "models/records/block.h"
#include "models/records/record_bytes.h"
#include "models/records/record_fields.h"

#include <array>
#include <charconv>
#include <simdjson.h>

namespace keyturn::records {

namespace {

/// What stands before each member's value, `,"key":`; a brace in place of the comma before the first.
const std::array<std::string, kFieldKeys.size()>& memberStarts()
{
    static const auto starts = [] {
        std::array<std::string, kFieldKeys.size()> all;
        for (std::size_t i = 0; i < all.size(); ++i)
            all[i] = (i == 0 ? "{\"" : ",\"") + std::string(kFieldKeys[i]) + "\":";
        return all;
    }();
    return starts;
}

/// Appends the members of one record; the caller gives them in the fixed order and closes the brace.
class RecordWriter
{
public:
    explicit RecordWriter(std::string& out) : m_out(out) {}

    void number(RecordField field, std::int64_t value) { bare(field, value); }
    void number(RecordField field, std::uint64_t value) { bare(field, value); }
    void truth(RecordField field)
    {
        key(field);
        m_out += "true";
    }
    void text(RecordField field, std::string_view utf8)
    {
        if (utf8.empty())
            return;
        key(field);
        base::appendJsonString(m_out, utf8);
    }
    void texts(RecordField field, const std::vector<std::string>& list)
    {
        if (list.empty())
            return;
        key(field);
        char before = '[';
        for (const std::string& element : list) {
            m_out += before;
            base::appendJsonString(m_out, element);
            before = ',';
        }
        m_out += ']';
    }
    /// A word of a closed list; the first one of each list but the kind's means "not stated" and is left out.
    template <typename E>
    void word(RecordField field, E value)
    {
        if (value == E{})
            return;
        plainWord(field, domain::wordsOf<E>()[static_cast<std::size_t>(value)]);
    }
    void plainWord(RecordField field, std::string_view asciiWord)
    {
        key(field);
        m_out += '"';
        m_out += asciiWord;
        m_out += '"';
    }
    void time(const base::SourceTime& at)
    {
        if (at.isKnown()) {
            key(RecordField::OccurredAt);
            m_out += '"';
            base::appendIso(m_out, at);
            m_out += '"';
        }
        if (at.isKnown() || at.start.us != 0)
            number(RecordField::TimeUs, at.start.us);
        if (at.isKnown())
            plainWord(RecordField::Precision, precisionWord(at.precision));
        if (!at.zone.isEmpty()) {
            const QByteArray zone = at.zone.toUtf8();
            text(RecordField::Zone,
                 std::string_view(zone.constData(), static_cast<std::size_t>(zone.size())));
        }
    }

private:
    void key(RecordField field) { m_out += m_keys[static_cast<std::size_t>(field)]; }
    template <typename T>
    void bare(RecordField field, T value)
    {
        key(field);
        char digits[24];
        const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
        m_out.append(digits, static_cast<std::size_t>(end - digits));
    }

    std::string& m_out;
    const std::array<std::string, kFieldKeys.size()>& m_keys = memberStarts();
};

void writeRecord(std::string& out, const domain::NormalisedRecord& record)
{
    RecordWriter writer(out);
    writer.number(RecordField::Version, std::uint64_t{kRecordVersion});
    writer.text(RecordField::Adapter, record.adapter);
    writer.number(RecordField::Number, record.number);
    writer.plainWord(RecordField::Kind,
                     domain::wordsOf<domain::RecordKind>()[static_cast<std::size_t>(record.kind)]);
    writer.time(record.occurredAt);
    writer.text(RecordField::Title, record.title);
    writer.text(RecordField::Description, record.description);
    writer.text(RecordField::Source, record.source);
    writer.word(RecordField::SourceKind, record.sourceKind);
    writer.word(RecordField::Severity, record.severity);
    writer.word(RecordField::Credibility, record.credibility);
    writer.word(RecordField::Layer, record.layer);
    writer.text(RecordField::Reference, record.reference);
    writer.texts(RecordField::Models, record.models);
    writer.texts(RecordField::Assumptions, record.assumptions);
    writer.text(RecordField::Raw, record.raw);
    if (record.rawIsCut)
        writer.truth(RecordField::RawCut);
    writer.text(RecordField::RawSha256, record.rawSha256);
    out += '}';
}

/// Every text of a record but its zone, which is a QString and so valid.
template <typename Record, typename Function>
void forEachText(Record& record, Function function)
{
    for (auto* text : {&record.adapter, &record.title, &record.description, &record.source, &record.reference,
                       &record.raw, &record.rawSha256})
        function(*text);
    for (auto* list : {&record.models, &record.assumptions}) {
        for (auto& element : *list)
            function(element);
    }
}

std::size_t textBytes(const domain::NormalisedRecord& record)
{
    std::size_t sum = static_cast<std::size_t>(record.occurredAt.zone.size());
    forEachText(record, [&sum](const std::string& text) { sum += text.size(); });
    return sum;
}

/// At most @p limit bytes of @p text, never half a character.
void cutText(std::string& text, std::size_t limit)
{
    if (text.size() <= limit)
        return;
    while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0) == 0x80)
        --limit;
    text.resize(limit);
}

/// Leaves as many elements as fit into kCutTextBytes; an empty one counts too, or their number had no bound.
void cutList(std::vector<std::string>& list)
{
    std::size_t kept = 0;
    std::size_t bytes = 0;
    constexpr std::size_t kElementOverhead = 8;
    while (kept < list.size() && (bytes += list[kept].size() + kElementOverhead) <= kCutTextBytes)
        ++kept;
    list.resize(kept);
}

void cutRecord(domain::NormalisedRecord& record)
{
    if (record.raw.size() > kCutTextBytes) {
        if (!record.rawIsCut) {
            const QByteArrayView raw(record.raw.data(), static_cast<qsizetype>(record.raw.size()));
            record.rawSha256 = crypto::sha256(raw).hex().toStdString();
        }
        record.rawIsCut = true;
    }
    cutList(record.models);
    cutList(record.assumptions);
    record.occurredAt.zone.truncate(static_cast<qsizetype>(kCutTextBytes / 4));
    forEachText(record, [](std::string& text) { cutText(text, kCutTextBytes); });
    record.assumptions.emplace_back("texts longer than 1 MiB are cut");
}

void mendUtf8(std::string& text)
{
    if (!simdjson::validate_utf8(text))
        text = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())).toStdString();
}

} // namespace

const domain::NormalisedRecord& appendRecord(std::string& out, const domain::NormalisedRecord& record,
                                             domain::NormalisedRecord& spare)
{
    const domain::NormalisedRecord* written = &record;
    const std::size_t start = out.size();
    if (textBytes(record) > kMaximumRecordTextBytes) {
        spare = record;
        cutRecord(spare);
        written = &spare;
    }
    writeRecord(out, *written);
    if (!simdjson::validate_utf8(out.data() + start, out.size() - start)) {
        out.resize(start);
        if (written == &record)
            spare = record;
        forEachText(spare, mendUtf8);
        written = &spare;
        writeRecord(out, spare);
    }
    return *written;
}

std::string encodeRecord(const domain::NormalisedRecord& record)
{
    std::string out;
    domain::NormalisedRecord spare;
    appendRecord(out, record, spare);
    return out;
}

base::Digest recordLeaf(QByteArrayView salt, std::string_view recordBytes)
{
    return crypto::leafHash(
        {salt, QByteArrayView(recordBytes.data(), static_cast<qsizetype>(recordBytes.size()))});
}

} // namespace keyturn::records

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/records/block_layout.h"
#include "models/records/record_bytes.h"
#include "models/records/record_fields.h"
#include "models/records/trigram_filter.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <lz4.h>

namespace keyturn::records {

namespace {

const QString& textPart()
{
    static const QString name = QStringLiteral("text");
    return name;
}

/// Lengths are stored seven bits a byte, low ones first, the top bit saying that more follow (LEB128).
void putLength(QByteArray& out, std::uint32_t length)
{
    while (length >= 0x80) {
        out.append(static_cast<char>(length | 0x80));
        length >>= 7;
    }
    out.append(static_cast<char>(length));
}

bool getLength(QByteArrayView& bytes, std::uint32_t& length)
{
    length = 0;
    for (int shift = 0; shift < 32 && !bytes.isEmpty(); shift += 7) {
        const auto byte = static_cast<std::uint8_t>(bytes.front());
        bytes = bytes.sliced(1);
        if (shift == 28 && byte > 0x0F)
            return false;
        length |= static_cast<std::uint32_t>(byte & 0x7F) << shift;
        if (byte < 0x80)
            return byte != 0 || shift == 0; // One length, one spelling.
    }
    return false;
}

/// A text part taken apart, its claims checked.
struct TextParts
{
    std::vector<std::size_t> starts; ///< Of the records, and the end of the last.
    QByteArrayView lz4;
};

base::Result<TextParts> splitText(QByteArrayView text, std::uint32_t recordCount)
{
    layout::PartReader reader(text);
    KEYTURN_TRY_LET(count, reader.header(layout::kTextMagic, textPart()));
    std::uint32_t textBytes = 0;
    if (!reader.get(textBytes))
        return layout::damaged(textPart(), QStringLiteral("it is cut short"));
    if (count != recordCount)
        return layout::damaged(textPart(), QStringLiteral("it holds another number of records"));
    TextParts parts;
    parts.lz4 = reader.rest();
    // Each length takes a byte at least, and LZ4 gives at most 255 bytes for one: no more memory is asked for
    // than a part of this size can fill.
    constexpr std::size_t kLz4MostBytesPerByte = 255;
    const auto size = static_cast<std::size_t>(parts.lz4.size());
    if (size < count || textBytes > layout::kMaximumTextBytes || textBytes > size * kLz4MostBytesPerByte)
        return layout::damaged(textPart(), QStringLiteral("it claims more than it can hold"));
    parts.starts.reserve(count + 1);
    parts.starts.push_back(0);
    for (std::uint32_t i = 0; i < count; ++i) {
        std::uint32_t length = 0;
        if (!getLength(parts.lz4, length))
            return layout::damaged(textPart(), QStringLiteral("a record's length is malformed"));
        parts.starts.push_back(parts.starts.back() + length);
    }
    if (parts.starts.back() != textBytes)
        return layout::damaged(textPart(), QStringLiteral("the lengths of its records do not add up"));
    return parts;
}

/// The value of @p word in its closed list; false for another word.
template <typename E>
bool readWord(std::string_view word, E& out)
{
    const auto words = domain::wordsOf<E>();
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (word == words[i]) {
            out = static_cast<E>(i);
            return true;
        }
    }
    return false;
}

/// What the columns hold of one record.
struct ColumnValues
{
    std::int64_t timeUs = 0;
    base::TimePrecision precision = base::TimePrecision::Unknown;
    domain::RecordKind kind{};
    domain::Severity severity{};
    domain::Layer layer{};
    domain::Credibility credibility{};
    domain::SourceKind sourceKind{};
    std::uint32_t sourceHash = 0;

    bool take(const FieldText& value);
};

bool ColumnValues::take(const FieldText& value)
{
    switch (value.field) {
    case RecordField::TimeUs:
        return std::from_chars(value.text.data(), value.text.data() + value.text.size(), timeUs).ec ==
               std::errc();
    case RecordField::Precision: {
        const auto known = precisionFromWord(value.text);
        precision = known.value_or(base::TimePrecision::Unknown);
        return known.has_value();
    }
    case RecordField::Kind:
        return readWord(value.text, kind);
    case RecordField::Severity:
        return readWord(value.text, severity);
    case RecordField::Layer:
        return readWord(value.text, layer);
    case RecordField::Credibility:
        return readWord(value.text, credibility);
    case RecordField::SourceKind:
        return readWord(value.text, sourceKind);
    default:
        return true;
    }
}

base::Result<ColumnValues> readColumnValues(std::string_view record)
{
    ColumnValues values;
    values.sourceHash = layout::sourceHash({});
    FieldWalker walker(record);
    FieldText value;
    while (walker.next(value)) {
        if (!values.take(value))
            return layout::damaged(textPart(), QStringLiteral("a record holds an unknown word"));
        if (value.field != RecordField::Source)
            continue;
        if (value.text.find('\\') == std::string_view::npos) {
            values.sourceHash = layout::sourceHash(value.text);
        } else {
            KEYTURN_TRY_LET(whole, decodeNormalised(record));
            values.sourceHash = layout::sourceHash(whole.source);
        }
    }
    if (walker.failed())
        return layout::damaged(textPart(), QStringLiteral("a record is not written as Keyturn writes them"));
    if (values.precision == base::TimePrecision::Unknown)
        values.timeUs = std::numeric_limits<std::int64_t>::max();
    return values;
}

} // namespace

QByteArray layout::encodeText(const std::vector<std::uint32_t>& lengths, std::size_t textBytes,
                              std::string_view lz4)
{
    QByteArray out;
    constexpr std::size_t kUsualLengthBytes = 3;
    out.reserve(static_cast<qsizetype>(kHeaderBytes + 4 + lengths.size() * kUsualLengthBytes + lz4.size()));
    PartWriter writer(out, kTextMagic, static_cast<std::uint32_t>(lengths.size()));
    writer.put(static_cast<std::uint32_t>(textBytes));
    for (const std::uint32_t length : lengths)
        putLength(out, length);
    out.append(lz4.data(), static_cast<qsizetype>(lz4.size()));
    return out;
}

base::Result<BlockText> BlockText::decode(QByteArrayView text, std::uint32_t recordCount)
{
    BlockText out;
    KEYTURN_TRY(out.assign(text, recordCount));
    return out;
}

base::Result<void> BlockText::assign(QByteArrayView text, std::uint32_t recordCount)
{
    m_starts.assign(1, 0);
    KEYTURN_TRY_LET(parts, splitText(text, recordCount));
    const std::size_t textBytes = parts.starts.back();
    if (m_bytes.size() < textBytes)
        m_bytes.resize(textBytes);
    const int decoded = LZ4_decompress_safe(parts.lz4.data(), m_bytes.data(),
                                            static_cast<int>(parts.lz4.size()), static_cast<int>(textBytes));
    if (decoded < 0 || static_cast<std::size_t>(decoded) != textBytes)
        return layout::damaged(textPart(), QStringLiteral("it cannot be decompressed"));
    m_starts = std::move(parts.starts);
    return {};
}

std::string_view BlockText::record(std::uint32_t index) const
{
    return whole().substr(m_starts[index], m_starts[index + 1] - m_starts[index]);
}

std::uint32_t BlockText::recordAtOffset(std::size_t offset) const
{
    const auto after = std::upper_bound(m_starts.begin() + 1, m_starts.end(), offset);
    return static_cast<std::uint32_t>(after - (m_starts.begin() + 1));
}

namespace {

/// @param addTrigrams puts those of the text into a set.
template <typename AddTrigrams>
base::Result<DerivedParts> derivePartsBy(const BlockText& text, AddTrigrams addTrigrams)
{
    BlockColumns columns;
    forEachColumn(columns, [&text](auto& column) { column.reserve(text.size()); });
    for (std::uint32_t i = 0; i < text.size(); ++i) {
        KEYTURN_TRY_LET(values, readColumnValues(text.record(i)));
        columns.timeUs.push_back(values.timeUs);
        columns.precision.push_back(values.precision);
        columns.kind.push_back(values.kind);
        columns.severity.push_back(values.severity);
        columns.layer.push_back(values.layer);
        columns.credibility.push_back(values.credibility);
        columns.sourceKind.push_back(values.sourceKind);
        columns.sourceHash.push_back(values.sourceHash);
    }
    if (!std::is_sorted(columns.timeUs.begin(), columns.timeUs.end()))
        return layout::damaged(textPart(), QStringLiteral("its records are not in the order of time"));
    TrigramSet trigrams;
    addTrigrams(trigrams);
    DerivedParts parts;
    parts.columns = layout::encodeColumns(columns);
    parts.filter = trigrams.encode(text.size());
    parts.derived = layout::derivedDigest(parts.columns, parts.filter);
    return parts;
}

} // namespace

base::Result<DerivedParts> deriveParts(const BlockText& text)
{
    return derivePartsBy(text, [&text](TrigramSet& trigrams) { trigrams.addText(text.whole()); });
}

base::Result<DerivedParts> deriveParts(const BlockText& text, QByteArrayView storedText)
{
    KEYTURN_TRY_LET(parts, splitText(storedText, text.size()));
    const std::string_view lz4(parts.lz4.data(), static_cast<std::size_t>(parts.lz4.size()));
    return derivePartsBy(text, [&](TrigramSet& trigrams) { trigrams.addText(text.whole(), lz4); });
}

} // namespace keyturn::records

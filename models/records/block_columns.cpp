// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/digest_functions.h"
#include "models/records/block_layout.h"

#include <algorithm>
#include <limits>

namespace keyturn::records {

namespace {

/// Reads a column of one byte a record whose values lie below @p end.
template <typename E>
bool readEnumColumn(layout::PartReader& reader, std::vector<E>& column, std::size_t count, std::size_t end)
{
    static_assert(sizeof(E) == 1);
    const auto bytes = reader.take(count);
    if (!bytes)
        return false;
    std::uint8_t largest = 0;
    for (const char byte : *bytes)
        largest = std::max(largest, static_cast<std::uint8_t>(byte));
    if (largest >= end && count > 0)
        return false;
    column.resize(count);
    std::copy(bytes->begin(), bytes->end(), reinterpret_cast<char*>(column.data()));
    return true;
}

template <typename E>
bool readWordColumn(layout::PartReader& reader, std::vector<E>& column, std::size_t count)
{
    return readEnumColumn(reader, column, count, domain::wordsOf<E>().size());
}

template <typename E>
void writeEnumColumn(QByteArray& out, const std::vector<E>& column)
{
    static_assert(sizeof(E) == 1);
    out.append(reinterpret_cast<const char*>(column.data()), static_cast<qsizetype>(column.size()));
}

} // namespace

namespace layout {

base::Result<std::uint32_t> PartReader::header(std::string_view magic, const QString& part)
{
    const auto wanted = static_cast<qsizetype>(magic.size());
    if (m_bytes.size() < wanted || m_bytes.first(wanted) != QByteArrayView(magic.data(), wanted))
        return damaged(part, QStringLiteral("it does not start as such a part does"));
    m_bytes = m_bytes.sliced(wanted);
    std::uint32_t version = 0;
    std::uint32_t count = 0;
    if (!get(version) || !get(count))
        return damaged(part, QStringLiteral("it is cut short"));
    if (version != kLayoutVersion)
        return base::fail(RecordsError::UnknownLayout, QString::number(version));
    if (count > kMaximumRecords)
        return damaged(part, QStringLiteral("it claims more records than a block can hold"));
    return count;
}

QByteArray encodeColumns(const BlockColumns& columns)
{
    constexpr qsizetype kBytesPerRecord = 18;
    QByteArray out;
    out.reserve(static_cast<qsizetype>(kHeaderBytes) +
                static_cast<qsizetype>(columns.size()) * kBytesPerRecord);
    PartWriter writer(out, kColumnsMagic, static_cast<std::uint32_t>(columns.size()));
    writer.putAll(columns.timeUs);
    writer.putAll(columns.sourceHash);
    writeEnumColumn(out, columns.precision);
    writeEnumColumn(out, columns.kind);
    writeEnumColumn(out, columns.severity);
    writeEnumColumn(out, columns.layer);
    writeEnumColumn(out, columns.credibility);
    writeEnumColumn(out, columns.sourceKind);
    return out;
}

std::uint32_t sourceHash(std::string_view source)
{
    std::uint32_t hash = 2166136261u;
    for (const char c : source)
        hash = (hash ^ static_cast<std::uint8_t>(c)) * 16777619u;
    return hash;
}

base::Digest derivedDigest(QByteArrayView columns, QByteArrayView filter)
{
    return crypto::sha256({columns, filter});
}

} // namespace layout

base::Result<BlockColumns> decodeColumns(QByteArrayView bytes)
{
    BlockColumns columns;
    KEYTURN_TRY(decodeColumns(bytes, columns));
    return columns;
}

base::Result<void> decodeColumns(QByteArrayView bytes, BlockColumns& columns)
{
    const QString part = QStringLiteral("columns");
    layout::PartReader reader(bytes);
    KEYTURN_TRY_LET(count, reader.header(layout::kColumnsMagic, part));
    constexpr std::size_t kPrecisions = static_cast<std::size_t>(base::TimePrecision::Microsecond) + 1;
    const bool whole =
        reader.getAll(columns.timeUs, count) && reader.getAll(columns.sourceHash, count) &&
        readEnumColumn(reader, columns.precision, count, kPrecisions) &&
        readWordColumn(reader, columns.kind, count) && readWordColumn(reader, columns.severity, count) &&
        readWordColumn(reader, columns.layer, count) && readWordColumn(reader, columns.credibility, count) &&
        readWordColumn(reader, columns.sourceKind, count) && reader.rest().isEmpty();
    if (!whole)
        return layout::damaged(part,
                               QStringLiteral("a column is cut short, too long or holds an unknown value"));
    if (!std::is_sorted(columns.timeUs.begin(), columns.timeUs.end()))
        return layout::damaged(part, QStringLiteral("the times are not in order"));
    bool isSound = true; // Without a way out of the loop several are looked at at once.
    for (std::size_t i = 0; i < count; ++i)
        isSound &= columns.precision[i] != base::TimePrecision::Unknown ||
                   columns.timeUs[i] == std::numeric_limits<std::int64_t>::max();
    if (!isSound)
        return layout::damaged(part, QStringLiteral("a record without a time has one"));
    return {};
}

} // namespace keyturn::records

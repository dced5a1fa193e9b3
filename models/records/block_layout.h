// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/records/block.h"

#include <QtEndian>

#include <cstdint>
#include <optional>
#include <string_view>

namespace keyturn::records::layout {

/// Every part but the salts starts with four letters, the layout's version and the number of records, so that
/// a part in the wrong place, of a later version or of another block is told apart from a damaged one.
inline constexpr std::string_view kColumnsMagic = "KTRC";
inline constexpr std::string_view kTextMagic = "KTRT";
inline constexpr std::string_view kFilterMagic = "KTRF";
inline constexpr std::size_t kHeaderBytes = 12;

/// No block holds more records or decoded bytes than this: what a damaged or hostile part claims beyond it is
/// refused before memory is asked for. encodeRecord() keeps every record far below it.
inline constexpr std::uint32_t kMaximumRecords = 1u << 20;
inline constexpr std::size_t kMaximumTextBytes = 128u << 20;

/// Writes little-endian integers into a part.
class PartWriter
{
public:
    PartWriter(QByteArray& out, std::string_view magic, std::uint32_t recordCount) : m_out(out)
    {
        m_out.append(magic.data(), static_cast<qsizetype>(magic.size()));
        put(kLayoutVersion);
        put(recordCount);
    }
    template <typename T>
    void put(T value)
    {
        char bytes[sizeof(T)];
        qToLittleEndian(value, bytes);
        m_out.append(bytes, sizeof(T));
    }
    template <typename T>
    void putAll(const std::vector<T>& values)
    {
        const qsizetype at = m_out.size();
        m_out.resize(at + static_cast<qsizetype>(values.size() * sizeof(T)));
        if (!values.empty())
            qToLittleEndian<T>(values.data(), static_cast<qsizetype>(values.size()), m_out.data() + at);
    }

private:
    QByteArray& m_out;
};

/// Reads a part from its start; every step says whether there was enough.
class PartReader
{
public:
    explicit PartReader(QByteArrayView bytes) : m_bytes(bytes) {}

    template <typename T>
    [[nodiscard]] bool get(T& value)
    {
        if (m_bytes.size() < static_cast<qsizetype>(sizeof(T)))
            return false;
        value = qFromLittleEndian<T>(m_bytes.data());
        m_bytes = m_bytes.sliced(sizeof(T));
        return true;
    }
    template <typename T>
    [[nodiscard]] bool getAll(std::vector<T>& values, std::size_t count)
    {
        const auto bytes = take(count * sizeof(T));
        if (!bytes)
            return false;
        values.resize(count);
        if (count > 0) // No address is passed of what holds nothing.
            qFromLittleEndian<T>(bytes->data(), static_cast<qsizetype>(count), values.data());
        return true;
    }
    /// The next bytes; nothing where there are not so many.
    [[nodiscard]] std::optional<QByteArrayView> take(std::size_t size)
    {
        if (static_cast<std::size_t>(m_bytes.size()) < size)
            return std::nullopt;
        const QByteArrayView taken = m_bytes.first(static_cast<qsizetype>(size));
        m_bytes = m_bytes.sliced(taken.size());
        return taken;
    }
    /// Checks letters and version and gives the number of records. @param part its name, for the error.
    [[nodiscard]] base::Result<std::uint32_t> header(std::string_view magic, const QString& part);
    [[nodiscard]] QByteArrayView rest() const { return m_bytes; }

private:
    QByteArrayView m_bytes;
};

/// BlockDamaged in @p part, for @p reason.
[[nodiscard]] inline tl::unexpected<base::Error> damaged(const QString& part, const QString& reason)
{
    return base::fail(RecordsError::BlockDamaged, part, reason);
}

/// The columns as stored. The columns must be sorted.
[[nodiscard]] QByteArray encodeColumns(const BlockColumns& columns);
/// The text part: lengths, then LZ4 of @p text. @param lz4 the compressed bytes.
[[nodiscard]] QByteArray encodeText(const std::vector<std::uint32_t>& lengths, std::size_t textBytes,
                                    std::string_view lz4);
/// FNV-1a, 32 bits (http://www.isthe.com/chongo/tech/comp/fnv/, public domain).
[[nodiscard]] std::uint32_t sourceHash(std::string_view source);
/// SHA-256 of columns then filter.
[[nodiscard]] base::Digest derivedDigest(QByteArrayView columns, QByteArrayView filter);

} // namespace keyturn::records::layout

namespace keyturn::records {

/// Calls @p function with each of the columns.
template <typename Function, typename Columns>
void forEachColumn(Columns& columns, Function function)
{
    function(columns.timeUs);
    function(columns.precision);
    function(columns.kind);
    function(columns.severity);
    function(columns.layer);
    function(columns.credibility);
    function(columns.sourceKind);
    function(columns.sourceHash);
}

} // namespace keyturn::records

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/digest.h"
#include "models/base/error.h"
#include "models/base/time.h"
#include "models/domain/event.h"
#include "models/domain/words.h"

#include <QByteArray>
#include <QByteArrayView>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace keyturn::records {

enum class RecordsError {
    BlockDamaged = 1, ///< context: which part, reason.
    UnknownLayout,    ///< Written by a later version; context: version.
    QueryMalformed,   ///< context: the part, reason.
    Cancelled,
};
/// The table behind RecordsError.
const base::ErrorDomain& errorDomain(RecordsError);

/// About how many records a block holds, and how much text at most before it is closed early.
inline constexpr std::uint32_t kRecordsPerBlock = 4096;
inline constexpr std::size_t kTextBytesPerBlock = 4u << 20;
inline constexpr std::uint32_t kLayoutVersion = 1;
inline constexpr std::size_t kSaltBytes = 16;

/// The four stored parts of a block. The same shape as ledger::BlockParts, which this folder may not include.
struct EncodedBlock
{
    std::uint32_t recordCount = 0;
    QByteArray columns;               ///< Derived: time-sorted attribute columns.
    QByteArray salts;                 ///< 16 bytes a record, in block order.
    QByteArray text;                  ///< LZ4 of the record bytes with their lengths.
    QByteArray filter;                ///< Derived: which trigrams occur.
    std::vector<base::Digest> leaves; ///< Record leaves in block order.
    base::Digest derived;             ///< SHA-256 of columns then filter.
};

/// Attributes of the records of a block, in block order (by occurred-at, unknown times last, then as they
/// came).
struct BlockColumns
{
    std::vector<std::int64_t> timeUs; ///< Start of the stated span; INT64_MAX where unknown.
    std::vector<base::TimePrecision> precision;
    std::vector<domain::RecordKind> kind;
    std::vector<domain::Severity> severity;
    std::vector<domain::Layer> layer;
    std::vector<domain::Credibility> credibility;
    std::vector<domain::SourceKind> sourceKind;
    std::vector<std::uint32_t> sourceHash; ///< FNV-1a of the source's name.
    [[nodiscard]] std::size_t size() const { return timeUs.size(); }
};

/// The stored bytes of a record: one JSON object of the normalised fields and the raw record (trust.md,
/// "Batch").
[[nodiscard]] std::string encodeRecord(const domain::NormalisedRecord& record);
/// Reads it back. Id, recordedAt, incident and entry are the caller's to fill. @return BlockDamaged.
[[nodiscard]] base::Result<domain::Event> decodeRecord(std::string_view bytes);

/// SHA-256(0x00 ‖ salt ‖ record bytes).
[[nodiscard]] base::Digest recordLeaf(QByteArrayView salt, std::string_view recordBytes);

/// Gathers records into a block. Not for use from two threads at once.
class BlockBuilder
{
public:
    BlockBuilder();
    ~BlockBuilder();
    /// Adds a record; true when the block is full and should be taken.
    bool add(const domain::NormalisedRecord& record);
    [[nodiscard]] bool isEmpty() const;
    /// Sorts, salts, hashes, compresses; starts afresh. Pure but for the salts: may run on another thread
    /// through takeUnsealed().
    [[nodiscard]] EncodedBlock seal();

    /// The gathered records, to be sealed elsewhere.
    struct Unsealed
    {
        Unsealed();
        ~Unsealed();
        Unsealed(const Unsealed&) = delete;
        Unsealed& operator=(const Unsealed&) = delete;

        struct Buffers;
        std::unique_ptr<Buffers> buffers;
    };
    [[nodiscard]] std::unique_ptr<Unsealed> takeUnsealed();
    [[nodiscard]] static EncodedBlock seal(std::unique_ptr<Unsealed> unsealed);

private:
    std::unique_ptr<Unsealed> m_gathered;
};

/// @return BlockDamaged, UnknownLayout.
[[nodiscard]] base::Result<BlockColumns> decodeColumns(QByteArrayView columns);
/// The same into @p into, whose memory is used again; what it holds after an error means nothing.
[[nodiscard]] base::Result<void> decodeColumns(QByteArrayView columns, BlockColumns& into);

/// A decompressed text part: views into one buffer.
class BlockText
{
public:
    /// @return BlockDamaged.
    [[nodiscard]] static base::Result<BlockText> decode(QByteArrayView text, std::uint32_t recordCount);
    /// The same into this object, whose memory is used again; empty after an error. @return BlockDamaged,
    /// UnknownLayout.
    [[nodiscard]] base::Result<void> assign(QByteArrayView text, std::uint32_t recordCount);
    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(m_starts.size() - 1); }
    /// The stored bytes of record @p index in block order.
    [[nodiscard]] std::string_view record(std::uint32_t index) const;
    /// All record bytes, one after another.
    [[nodiscard]] std::string_view whole() const { return {m_bytes.data(), m_starts.back()}; }
    /// Where record @p index starts in whole(); size() gives the end.
    [[nodiscard]] std::size_t startOf(std::uint32_t index) const { return m_starts[index]; }
    /// The record that the byte at @p offset of whole() belongs to.
    [[nodiscard]] std::uint32_t recordAtOffset(std::size_t offset) const;

private:
    std::string
        m_bytes; ///< May be longer than the text: it never shrinks, so that it is not cleared anew each time.
    std::vector<std::size_t> m_starts{0};
};

/// The derived parts made anew from the text: for `rebuild`, and for `verify` to compare. @return
/// BlockDamaged.
struct DerivedParts
{
    QByteArray columns;
    QByteArray filter;
    base::Digest derived;
};
[[nodiscard]] base::Result<DerivedParts> deriveParts(const BlockText& text);
/// The same three times as fast, with the help of the stored text part that @p text was decoded from.
[[nodiscard]] base::Result<DerivedParts> deriveParts(const BlockText& text, QByteArrayView storedText);

} // namespace keyturn::records

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/digest.h"
#include "models/ledger/ledger_error.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace keyturn::ledger {

/// A packed block of records as stored; what the parts mean is models/records' business.
struct BlockParts
{
    std::uint32_t recordCount = 0;
    QByteArray columns;
    QByteArray salts;
    QByteArray text;
    QByteArray filter;
};

/// Where a stored block belongs.
struct BlockInfo
{
    std::int64_t id = 0;        ///< The store's own row id.
    std::uint64_t batchSeq = 0; ///< seq of the batch entry.
    std::uint32_t indexInBatch = 0;
    std::uint32_t recordCount = 0;
};

enum class BlockPart { Columns, Salts, Text, Filter };

/// A set of blocks, or the bytes of one file, on their way in: visible to nobody until a transaction adopts
/// it.
struct StagingId
{
    QByteArray value;
};

/// A file that is kept by its hash.
struct BlobInfo
{
    base::Digest sha256;
    std::uint64_t size = 0;   ///< Bytes.
    std::uint32_t chunks = 0; ///< It is read one at a time.
};

/// The most that one chunk of a file holds: bounds memory.
inline constexpr qsizetype kBlobChunkBytes = 1024 * 1024;

/// A file whose bytes are all staged: what was hashed is what was stored.
struct StagedBlob
{
    StagingId staging;
    base::Digest sha256;
    std::uint64_t size = 0;
};

/// One attempt to append: sees the head as it is, rolls everything back unless commit() succeeds. Holds the
/// store's write lock, so keep it short. Lives on the store's thread and must not outlive the store.
class LedgerTransaction
{
public:
    virtual ~LedgerTransaction() = default;
    /// Number of entries now.
    [[nodiscard]] virtual base::Result<std::uint64_t> size() = 0;
    /// Entries in [from, size()), so that a writer can catch up before it judges.
    [[nodiscard]] virtual base::Result<std::vector<QByteArray>> entriesFrom(std::uint64_t from) = 0;
    /// Appends the entry @p seq, which must be size().
    [[nodiscard]] virtual base::Result<void> append(std::uint64_t seq, const QByteArray& entryBytes) = 0;
    /// Stores the signed note over the first @p size entries.
    [[nodiscard]] virtual base::Result<void> putCheckpoint(std::uint64_t size, const QByteArray& note) = 0;
    /// Makes the staged blocks those of batch entry @p batchSeq.
    [[nodiscard]] virtual base::Result<void> adopt(const StagingId& staging, std::uint64_t batchSeq) = 0;
    /// Makes the staged bytes those of the file @p blob names. Where a file of that hash is kept already, the
    /// staged bytes are left to dropStaging(): one copy is enough.
    [[nodiscard]] virtual base::Result<void> adoptBlob(const StagedBlob& blob) = 0;
    /// Makes it durable (synced). After a failure nothing of it exists.
    [[nodiscard]] virtual base::Result<void> commit() = 0;
};

/// Where a ledger is kept. One object a thread; several processes may hold the same file.
class LedgerStore
{
public:
    virtual ~LedgerStore() = default;
    /// For people: file path or server and database.
    [[nodiscard]] virtual QString location() const = 0;
    [[nodiscard]] virtual bool isReadOnly() const = 0;
    [[nodiscard]] virtual base::Result<std::uint64_t> size() = 0;
    /// Up to @p count entries from @p from.
    [[nodiscard]] virtual base::Result<std::vector<QByteArray>> entries(std::uint64_t from,
                                                                        std::uint64_t count) = 0;
    /// The newest checkpoint note and the size it is over; nothing in an empty store.
    struct StoredCheckpoint
    {
        std::uint64_t size = 0;
        QByteArray note;
    };
    [[nodiscard]] virtual base::Result<std::optional<StoredCheckpoint>> newestCheckpoint() = 0;
    /// All checkpoints by size.
    [[nodiscard]] virtual base::Result<std::vector<StoredCheckpoint>> checkpoints() = 0;
    /// Adds the signature lines of @p note that the stored note over the first @p size entries lacks,
    /// durably. Lines never go. @return NoSuchCheckpoint, NoteDiffers, NoteMalformed …
    [[nodiscard]] virtual base::Result<void> addCosignatures(std::uint64_t size, const QByteArray& note) = 0;
    /// An RFC 3161 token over the text of a checkpoint.
    struct StoredToken
    {
        std::uint64_t size = 0;
        QByteArray token;
    };
    /// Keeps @p token beside the checkpoint over the first @p size entries, durably. The same token again
    /// changes nothing. @return NoSuchCheckpoint …
    [[nodiscard]] virtual base::Result<void> addToken(std::uint64_t size, const QByteArray& token) = 0;
    /// All tokens by size.
    [[nodiscard]] virtual base::Result<std::vector<StoredToken>> tokens() = 0;
    /// Starts to append. Waits for another writer up to a few seconds. @return StoreLocked, StoreReadOnly,
    /// StoreFull …
    [[nodiscard]] virtual base::Result<std::unique_ptr<LedgerTransaction>> begin() = 0;

    /// Starts a set of blocks, or a file (bounded memory: each block or chunk is stored as it comes, in its
    /// own short transaction).
    [[nodiscard]] virtual base::Result<StagingId> beginStaging() = 0;
    [[nodiscard]] virtual base::Result<void> stageBlock(const StagingId& staging, std::uint32_t index,
                                                        const BlockParts& parts) = 0;
    /// Adds the next 1 to kBlobChunkBytes bytes of a file. A file of no bytes has no chunk.
    [[nodiscard]] virtual base::Result<void> stageBlobChunk(const StagingId& staging,
                                                            const QByteArray& bytes) = 0;
    /// Forgets a staged set. What was adopted, or is not there, is no error.
    [[nodiscard]] virtual base::Result<void> dropStaging(const StagingId& staging) = 0;

    /// All blocks of committed batches, by batch and index; their parts are read singly.
    [[nodiscard]] virtual base::Result<std::vector<BlockInfo>> blocks() = 0;
    /// Blocks of batches from @p fromBatchSeq on (to catch up).
    [[nodiscard]] virtual base::Result<std::vector<BlockInfo>> blocksFrom(std::uint64_t fromBatchSeq) = 0;
    [[nodiscard]] virtual base::Result<QByteArray> blockPart(std::int64_t blockId, BlockPart part) = 0;
    /// Replaces what is derived of a block (columns, filter), for `rebuild`.
    [[nodiscard]] virtual base::Result<void> replaceDerived(std::int64_t blockId, const QByteArray& columns,
                                                            const QByteArray& filter) = 0;
    /// All files that are kept, by hash.
    [[nodiscard]] virtual base::Result<std::vector<BlobInfo>> blobs() = 0;
    /// The file of that hash; nothing where none is kept.
    [[nodiscard]] virtual base::Result<std::optional<BlobInfo>> blob(const base::Digest& sha256) = 0;
    /// The bytes of chunk @p index of a file. @return StoreCorrupt where it is missing.
    [[nodiscard]] virtual base::Result<QByteArray> blobChunk(const base::Digest& sha256,
                                                             std::uint32_t index) = 0;
    /// Writes a kept file to a new file, synced; it appears only when all its bytes are those of the hash.
    /// @param progress gets done and total bytes, returns false to cancel. @return BlobMissing, BlobDamaged,
    /// StoreExists …
    [[nodiscard]] virtual base::Result<void>
    exportBlob(const base::Digest& sha256, const QString& path,
               const std::function<bool(std::uint64_t, std::uint64_t)>& progress) = 0;
    /// A second store object on the same data, for another thread.
    [[nodiscard]] virtual base::Result<std::unique_ptr<LedgerStore>> reopen() = 0;

    /// Copies everything, consistently, while others write. A new file only; synced.
    /// @param progress gets done and total pages, returns false to cancel.
    [[nodiscard]] virtual base::Result<void> backupTo(const QString& path,
                                                      const std::function<bool(int, int)>& progress) = 0;
    /// The engine's own consistency check: empty when sound, else one sentence a fault.
    [[nodiscard]] virtual base::Result<QStringList> engineFaults() = 0;
};

} // namespace keyturn::ledger

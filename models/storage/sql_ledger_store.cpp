// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/sql_ledger_store.h"

#include "models/ledger/blob_stream.h"
#include "models/storage/durable_file.h"
#include "models/storage/sql_blobs.h"
#include "models/storage/sql_checkpoints.h"
#include "models/storage/sql_entries.h"
#include "models/storage/sql_staging.h"
#include "models/storage/store_words.h"

#include <QCoreApplication>
#include <QFile>

#include <cerrno>
#include <fcntl.h>

namespace keyturn::storage {

using ledger::LedgerError;

namespace {

const char* tableOf(ledger::BlockPart part)
{
    switch (part) {
    case ledger::BlockPart::Columns:
        return "block_columns";
    case ledger::BlockPart::Salts:
        return "block_salts";
    case ledger::BlockPart::Text:
        return "block_text";
    case ledger::BlockPart::Filter:
        return "block_filter";
    }
    Q_UNREACHABLE();
}

} // namespace

SqlLedgerStore::SqlLedgerStore(DialectMaker makeDialect, const base::Clock& clock)
    : m_makeDialect(std::move(makeDialect)), m_clock(clock), m_dialect(m_makeDialect())
{
}

SqlLedgerStore::~SqlLedgerStore() = default;

base::Result<void> SqlLedgerStore::connect()
{
    KEYTURN_TRY(connection());
    return {};
}

base::Result<SqlConnection*> SqlLedgerStore::connection()
{
    if (!m_connection || !m_connection->belongsToThisThread()) {
        // Qt binds a connection to the thread that made it.
        m_connection.reset();
        KEYTURN_TRY_LET(opened, SqlConnection::open(*m_dialect));
        m_connection = std::move(opened);
    } else {
        KEYTURN_TRY(m_dialect->checkStillValid(*m_connection));
    }
    return m_connection.get();
}

base::Result<void> SqlLedgerStore::removeAbandonedStaging()
{
    KEYTURN_TRY_LET(connected, connection());
    return dropAbandoned(*connected, m_clock.now());
}

base::Result<std::uint64_t> SqlLedgerStore::size()
{
    KEYTURN_TRY_LET(connected, connection());
    return entryCount(*connected);
}

base::Result<std::vector<QByteArray>> SqlLedgerStore::entries(std::uint64_t from, std::uint64_t count)
{
    KEYTURN_TRY_LET(connected, connection());
    return readEntries(*connected, from, count);
}

base::Result<std::optional<ledger::LedgerStore::StoredCheckpoint>> SqlLedgerStore::newestCheckpoint()
{
    KEYTURN_TRY_LET(connected, connection());
    return readNewestCheckpoint(*connected);
}

base::Result<std::vector<ledger::LedgerStore::StoredCheckpoint>> SqlLedgerStore::checkpoints()
{
    KEYTURN_TRY_LET(connected, connection());
    return readCheckpoints(*connected);
}

base::Result<void> SqlLedgerStore::addCosignatures(std::uint64_t size, const QByteArray& note)
{
    KEYTURN_TRY_LET(connected, connection());
    return storage::addCosignatures(*connected, size, note);
}

base::Result<void> SqlLedgerStore::addToken(std::uint64_t size, const QByteArray& token)
{
    KEYTURN_TRY_LET(connected, connection());
    return storage::addToken(*connected, size, token);
}

base::Result<std::vector<ledger::LedgerStore::StoredToken>> SqlLedgerStore::tokens()
{
    KEYTURN_TRY_LET(connected, connection());
    return readTokens(*connected);
}

base::Result<std::unique_ptr<ledger::LedgerTransaction>> SqlLedgerStore::begin()
{
    KEYTURN_TRY_LET(connected, connection());
    return beginAppend(*connected);
}

base::Result<ledger::StagingId> SqlLedgerStore::beginStaging()
{
    KEYTURN_TRY_LET(connected, connection());
    return startStaging(*connected, m_clock.now());
}

base::Result<void> SqlLedgerStore::stageBlock(const ledger::StagingId& staging, std::uint32_t index,
                                              const ledger::BlockParts& parts)
{
    KEYTURN_TRY_LET(connected, connection());
    return storage::stageBlock(*connected, staging, index, parts, m_clock.now());
}

base::Result<void> SqlLedgerStore::stageBlobChunk(const ledger::StagingId& staging, const QByteArray& bytes)
{
    KEYTURN_TRY_LET(connected, connection());
    return stageChunk(*connected, staging, bytes, m_clock.now());
}

base::Result<void> SqlLedgerStore::dropStaging(const ledger::StagingId& staging)
{
    KEYTURN_TRY_LET(connected, connection());
    return dropStaged(*connected, QString::fromLatin1(staging.value));
}

base::Result<std::vector<ledger::BlockInfo>> SqlLedgerStore::blocks()
{
    return blocksFrom(0);
}

base::Result<std::vector<ledger::BlockInfo>> SqlLedgerStore::blocksFrom(std::uint64_t fromBatchSeq)
{
    KEYTURN_TRY_LET(connected, connection());
    KEYTURN_TRY_LET(rows, connected->query("SELECT id, batch_seq, idx, record_count FROM blocks"
                                           " WHERE batch_seq IS NOT NULL AND batch_seq >= ?"
                                           " ORDER BY batch_seq, idx",
                                           {sqlNumber(fromBatchSeq)}));
    std::vector<ledger::BlockInfo> blocks;
    for (;;) {
        KEYTURN_TRY_LET(more, rows.next());
        if (!more)
            return blocks;
        KEYTURN_TRY_LET(id, rows.integer(0));
        KEYTURN_TRY_LET(batchSeq, rows.integer(1));
        KEYTURN_TRY_LET(index, rows.integer(2));
        KEYTURN_TRY_LET(recordCount, rows.integer(3));
        constexpr std::int64_t kLargest = std::numeric_limits<std::uint32_t>::max();
        if (batchSeq < 0 || index < 0 || index > kLargest || recordCount < 0 || recordCount > kLargest) {
            return tl::make_unexpected(connected->corrupt(
                QCoreApplication::translate("errors", "block %1 says impossible things of itself").arg(id)));
        }
        blocks.push_back({id, static_cast<std::uint64_t>(batchSeq), static_cast<std::uint32_t>(index),
                          static_cast<std::uint32_t>(recordCount)});
    }
}

base::Result<QByteArray> SqlLedgerStore::blockPart(std::int64_t blockId, ledger::BlockPart part)
{
    KEYTURN_TRY_LET(connected, connection());
    return m_dialect->readBytes(*connected, tableOf(part), blockId);
}

base::Result<void> SqlLedgerStore::replaceDerived(std::int64_t blockId, const QByteArray& columns,
                                                  const QByteArray& filter)
{
    KEYTURN_TRY_LET(connected, connection());
    // Not worth a sync a block: what a power cut takes back can be derived again.
    KEYTURN_TRY_LET(transaction, WriteTransaction::begin(*connected, Durability::Deferred));
    KEYTURN_TRY_LET(touched,
                    connected->change("UPDATE blocks SET idx = idx WHERE id = ? AND batch_seq IS NOT NULL",
                                      {qlonglong{blockId}}));
    if (touched != 1) {
        return tl::make_unexpected(
            connected->corrupt(QCoreApplication::translate("errors", "block %1 is missing").arg(blockId)));
    }
    // The derived part itself may be what was lost.
    KEYTURN_TRY(connected->change("INSERT INTO block_columns (block_id, bytes) VALUES (?, ?)"
                                  " ON CONFLICT (block_id) DO UPDATE SET bytes = excluded.bytes",
                                  {qlonglong{blockId}, blobValue(columns)}));
    KEYTURN_TRY(connected->change("INSERT INTO block_filter (block_id, bytes) VALUES (?, ?)"
                                  " ON CONFLICT (block_id) DO UPDATE SET bytes = excluded.bytes",
                                  {qlonglong{blockId}, blobValue(filter)}));
    return transaction.commit();
}

base::Result<std::vector<ledger::BlobInfo>> SqlLedgerStore::blobs()
{
    KEYTURN_TRY_LET(connected, connection());
    return readBlobs(*connected);
}

base::Result<std::optional<ledger::BlobInfo>> SqlLedgerStore::blob(const base::Digest& sha256)
{
    KEYTURN_TRY_LET(connected, connection());
    return readBlob(*connected, sha256);
}

base::Result<QByteArray> SqlLedgerStore::blobChunk(const base::Digest& sha256, std::uint32_t index)
{
    KEYTURN_TRY_LET(connected, connection());
    return readChunk(*connected, sha256, index);
}

base::Result<void>
SqlLedgerStore::exportBlob(const base::Digest& sha256, const QString& path,
                           const std::function<bool(std::uint64_t, std::uint64_t)>& progress)
{
    KEYTURN_TRY_LET(kept, blob(sha256));
    if (!kept)
        return base::fail(LedgerError::BlobMissing, sha256.shortCode());
    KEYTURN_TRY_LET(file, UnnamedFile::make(path));
    FileDescriptor out(::open(QFile::encodeName(file.path()).constData(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!out.isOpen())
        return tl::make_unexpected(fileError(path, errno));
    std::uint64_t done = 0;
    KEYTURN_TRY(ledger::streamBlob(*this, *kept, [&](const QByteArray& bytes) -> base::Result<void> {
        if (!out.write(bytes))
            return tl::make_unexpected(fileError(path, errno));
        done += static_cast<std::uint64_t>(bytes.size());
        if (progress && !progress(done, kept->size))
            return base::fail(LedgerError::Cancelled);
        return {};
    }));
    if (!out.close())
        return tl::make_unexpected(fileError(path, errno));
    return file.publish();
}

base::Result<std::unique_ptr<ledger::LedgerStore>> SqlLedgerStore::reopen()
{
    // It connects on the thread that first uses it.
    return std::make_unique<SqlLedgerStore>(m_makeDialect, m_clock);
}

base::Result<void> SqlLedgerStore::backupTo(const QString& path,
                                            const std::function<bool(int, int)>& progress)
{
    KEYTURN_TRY_LET(connected, connection());
    if (m_dialect->isInTransaction(*connected)) {
        return tl::make_unexpected(connected->failure(
            QCoreApplication::translate("errors", "another change of this program is still being written")));
    }
    return m_dialect->backupTo(*connected, path, progress);
}

base::Result<QStringList> SqlLedgerStore::engineFaults()
{
    KEYTURN_TRY_LET(connected, connection());
    return m_dialect->faults(*connected);
}

} // namespace keyturn::storage

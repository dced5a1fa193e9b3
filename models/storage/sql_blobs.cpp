// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/sql_blobs.h"

#include "models/storage/sql_entries.h"
#include "models/storage/sql_staging.h"

#include <QCoreApplication>

#include <limits>

namespace keyturn::storage {

namespace {

/// The first layout that keeps files. One that was only read may be older: it has none.
constexpr int kBlobLayout = 2;

base::Result<bool> keepsBlobs(SqlConnection& connection)
{
    KEYTURN_TRY_LET(layout, connection.dialect().layout(connection));
    return layout >= kBlobLayout;
}

base::Result<ledger::BlobInfo> infoOf(SqlConnection& connection, const SqlRows& rows)
{
    KEYTURN_TRY_LET(name, rows.bytes(0));
    KEYTURN_TRY_LET(size, rows.integer(1));
    KEYTURN_TRY_LET(chunks, rows.integer(2));
    const auto sha256 = base::Digest::fromBytes(name);
    if (!sha256 || size < 0 || chunks < 0 || chunks > std::numeric_limits<std::uint32_t>::max()) {
        return tl::make_unexpected(connection.corrupt(
            QCoreApplication::translate("errors", "a kept file says impossible things of itself")));
    }
    return ledger::BlobInfo{*sha256, static_cast<std::uint64_t>(size), static_cast<std::uint32_t>(chunks)};
}

} // namespace

base::Result<void> stageChunk(SqlConnection& connection, const ledger::StagingId& staging,
                              const QByteArray& bytes, base::UtcTime now)
{
    if (bytes.isEmpty() || bytes.size() > ledger::kBlobChunkBytes) {
        return tl::make_unexpected(connection.failure(
            QCoreApplication::translate("errors", "a file is stored in pieces of at most one mebibyte")));
    }
    KEYTURN_TRY_LET(transaction, WriteTransaction::begin(connection, Durability::Deferred));
    KEYTURN_TRY(touchStaging(connection, staging, now));
    std::int64_t id = 0;
    std::int64_t chunks = 0;
    {
        KEYTURN_TRY_LET(rows,
                        connection.query("INSERT INTO blobs (staging, size, chunks) VALUES (?, ?, 1)"
                                         " ON CONFLICT (staging) WHERE staging IS NOT NULL DO UPDATE"
                                         " SET size = blobs.size + excluded.size,"
                                         " chunks = blobs.chunks + 1 RETURNING id, chunks",
                                         {QString::fromLatin1(staging.value), qlonglong{bytes.size()}}));
        KEYTURN_TRY(rows.next());
        KEYTURN_TRY_LET(given, rows.integer(0));
        KEYTURN_TRY_LET(count, rows.integer(1));
        id = given;
        chunks = count;
    }
    KEYTURN_TRY(connection.change("INSERT INTO blob_chunks (blob_id, idx, bytes) VALUES (?, ?, ?)",
                                  {qlonglong{id}, qlonglong{chunks - 1}, blobValue(bytes)}));
    return transaction.commit();
}

base::Result<void> adoptStagedBlob(SqlConnection& connection, const ledger::StagedBlob& blob)
{
    KEYTURN_TRY_LET(kept, readBlob(connection, blob.sha256));
    if (kept)
        return {};
    const QByteArray name = blob.sha256.toByteArray();
    const QString token = QString::fromLatin1(blob.staging.value);
    // The size is also the test that all of it is still there. No chunk was staged of an empty file.
    KEYTURN_TRY_LET(adopted, blob.size > 0 ? connection.change("UPDATE blobs SET sha256 = ?, staging = NULL"
                                                               " WHERE staging = ? AND size = ?",
                                                               {name, token, sqlNumber(blob.size)})
                                           : connection.change(
                                                 "INSERT INTO blobs (sha256, size, chunks) SELECT ?, 0, 0"
                                                 " WHERE NOT EXISTS (SELECT 1 FROM blobs WHERE staging = ?)",
                                                 {name, token}));
    if (adopted != 1) {
        return tl::make_unexpected(connection.failure(
            QCoreApplication::translate("errors", "what was stored of a file is not what was read of it")));
    }
    return endStaging(connection, blob.staging);
}

base::Result<std::vector<ledger::BlobInfo>> readBlobs(SqlConnection& connection)
{
    std::vector<ledger::BlobInfo> blobs;
    KEYTURN_TRY_LET(keeps, keepsBlobs(connection));
    if (!keeps)
        return blobs;
    KEYTURN_TRY_LET(rows, connection.query("SELECT sha256, size, chunks FROM blobs"
                                           " WHERE sha256 IS NOT NULL ORDER BY sha256"));
    for (;;) {
        KEYTURN_TRY_LET(more, rows.next());
        if (!more)
            return blobs;
        KEYTURN_TRY_LET(info, infoOf(connection, rows));
        blobs.push_back(info);
    }
}

base::Result<std::optional<ledger::BlobInfo>> readBlob(SqlConnection& connection, const base::Digest& sha256)
{
    KEYTURN_TRY_LET(keeps, keepsBlobs(connection));
    if (!keeps)
        return std::nullopt;
    KEYTURN_TRY_LET(rows, connection.query("SELECT sha256, size, chunks FROM blobs WHERE sha256 = ?",
                                           {sha256.toByteArray()}));
    KEYTURN_TRY_LET(found, rows.next());
    if (!found)
        return std::nullopt;
    KEYTURN_TRY_LET(info, infoOf(connection, rows));
    return info;
}

base::Result<QByteArray> readChunk(SqlConnection& connection, const base::Digest& sha256, std::uint32_t index)
{
    const auto missing = [&] {
        return tl::make_unexpected(connection.corrupt(
            QCoreApplication::translate("errors", "piece %1 of the kept file %2 is missing")
                .arg(qulonglong{index} + 1)
                .arg(sha256.shortCode())));
    };
    KEYTURN_TRY_LET(keeps, keepsBlobs(connection));
    if (!keeps)
        return missing();
    KEYTURN_TRY_LET(rows, connection.query("SELECT bytes FROM blob_chunks WHERE idx = ?"
                                           " AND blob_id = (SELECT id FROM blobs WHERE sha256 = ?)",
                                           {qlonglong{index}, sha256.toByteArray()}));
    KEYTURN_TRY_LET(found, rows.next());
    if (!found)
        return missing();
    return rows.bytes(0);
}

} // namespace keyturn::storage

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/sql_staging.h"

#include "models/storage/process_token.h"

#include <QCoreApplication>
#include <QUuid>

namespace keyturn::storage {

namespace {

/// An owner that cannot be seen from here is given up after it has stored nothing for this long.
constexpr std::int64_t kOutOfSightPatienceUs = base::kUsPerDay;

QString tokenOf(const ledger::StagingId& staging)
{
    return QString::fromLatin1(staging.value);
}

base::Error notStaged(const SqlConnection& connection)
{
    return connection.failure(
        QCoreApplication::translate("errors", "what was on its way in was dropped; bring it in again"));
}

base::Result<std::vector<QString>> abandonedSets(SqlConnection& connection, base::UtcTime now)
{
    std::vector<QString> tokens;
    KEYTURN_TRY_LET(rows, connection.query("SELECT token, owner, touched_us FROM staging"));
    for (;;) {
        KEYTURN_TRY_LET(more, rows.next());
        if (!more)
            return tokens;
        const OwnerFate fate = ownerFate(rows.text(1));
        KEYTURN_TRY_LET(touchedUs, rows.integer(2));
        if (fate == OwnerFate::Gone ||
            (fate == OwnerFate::OutOfSight && now.us - touchedUs > kOutOfSightPatienceUs))
            tokens.push_back(rows.text(0));
    }
}

} // namespace

base::Result<ledger::StagingId> startStaging(SqlConnection& connection, base::UtcTime now)
{
    // Not a row number: those come round again, and a late owner of a dropped set must not write into
    // another's.
    const QString token = QUuid::createUuid().toString(QUuid::Id128);
    KEYTURN_TRY_LET(transaction, WriteTransaction::begin(connection, Durability::Deferred));
    KEYTURN_TRY(connection.change("INSERT INTO staging (token, owner, touched_us) VALUES (?, ?, ?)",
                                  {token, ownProcessToken(), qlonglong{now.us}}));
    KEYTURN_TRY(transaction.commit());
    return ledger::StagingId{token.toLatin1()};
}

base::Result<void> touchStaging(SqlConnection& connection, const ledger::StagingId& staging,
                                base::UtcTime now)
{
    KEYTURN_TRY_LET(touched, connection.change("UPDATE staging SET touched_us = ? WHERE token = ?",
                                               {qlonglong{now.us}, tokenOf(staging)}));
    if (touched != 1)
        return tl::make_unexpected(notStaged(connection));
    return {};
}

base::Result<void> endStaging(SqlConnection& connection, const ledger::StagingId& staging)
{
    KEYTURN_TRY_LET(removed, connection.change("DELETE FROM staging WHERE token = ?", {tokenOf(staging)}));
    if (removed != 1)
        return tl::make_unexpected(notStaged(connection));
    return {};
}

base::Result<void> stageBlock(SqlConnection& connection, const ledger::StagingId& staging,
                              std::uint32_t index, const ledger::BlockParts& parts, base::UtcTime now)
{
    const QString token = tokenOf(staging);
    KEYTURN_TRY_LET(transaction, WriteTransaction::begin(connection, Durability::Deferred));
    KEYTURN_TRY(touchStaging(connection, staging, now));
    std::int64_t id = 0;
    {
        KEYTURN_TRY_LET(rows,
                        connection.query("INSERT INTO blocks (staging, idx, record_count) VALUES (?, ?, ?)"
                                         " RETURNING id",
                                         {token, qlonglong{index}, qlonglong{parts.recordCount}}));
        KEYTURN_TRY(rows.next());
        KEYTURN_TRY_LET(given, rows.integer(0));
        id = given;
    }
    KEYTURN_TRY(connection.change("INSERT INTO block_columns (block_id, bytes) VALUES (?, ?)",
                                  {qlonglong{id}, blobValue(parts.columns)}));
    KEYTURN_TRY(connection.change("INSERT INTO block_filter (block_id, bytes) VALUES (?, ?)",
                                  {qlonglong{id}, blobValue(parts.filter)}));
    KEYTURN_TRY(connection.change("INSERT INTO block_salts (block_id, bytes) VALUES (?, ?)",
                                  {qlonglong{id}, blobValue(parts.salts)}));
    KEYTURN_TRY(connection.change("INSERT INTO block_text (block_id, bytes) VALUES (?, ?)",
                                  {qlonglong{id}, blobValue(parts.text)}));
    return transaction.commit();
}

base::Result<void> adoptStaged(SqlConnection& connection, const ledger::StagingId& staging,
                               qlonglong batchSeq)
{
    KEYTURN_TRY(connection.change("UPDATE blocks SET batch_seq = ?, staging = NULL WHERE staging = ?",
                                  {batchSeq, tokenOf(staging)}));
    // Also the test that the set was still there: an import of no records has no blocks.
    return endStaging(connection, staging);
}

base::Result<void> dropStaged(SqlConnection& connection, const QString& token)
{
    for (;;) {
        KEYTURN_TRY_LET(transaction, WriteTransaction::begin(connection, Durability::Deferred));
        KEYTURN_TRY_LET(removed, connection.change("DELETE FROM blocks WHERE id ="
                                                   " (SELECT id FROM blocks WHERE staging = ? LIMIT 1)",
                                                   {token}));
        if (removed == 0) {
            KEYTURN_TRY_LET(chunks, connection.change(
                                        "DELETE FROM blob_chunks WHERE (blob_id, idx) ="
                                        " (SELECT chunk.blob_id, chunk.idx FROM blobs JOIN blob_chunks chunk"
                                        " ON chunk.blob_id = blobs.id WHERE blobs.staging = ? LIMIT 1)",
                                        {token}));
            removed = chunks;
        }
        if (removed == 0)
            KEYTURN_TRY(connection.change("DELETE FROM staging WHERE token = ?", {token}));
        KEYTURN_TRY(transaction.commit());
        if (removed == 0)
            return {};
    }
}

base::Result<void> dropAbandoned(SqlConnection& connection, base::UtcTime now)
{
    KEYTURN_TRY_LET(tokens, abandonedSets(connection, now));
    for (const QString& token : tokens)
        KEYTURN_TRY(dropStaged(connection, token));
    return {};
}

} // namespace keyturn::storage

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/sql_checkpoints.h"

#include "models/crypto/digest_functions.h"
#include "models/ledger/witness.h"
#include "models/storage/sql_entries.h"

namespace keyturn::storage {

using ledger::LedgerError;
using ledger::LedgerStore;

namespace {

/// The layout that brought the tokens.
constexpr int kLayoutWithTokens = 3;

base::Result<LedgerStore::StoredCheckpoint> checkpointOf(const SqlRows& rows)
{
    KEYTURN_TRY_LET(size, rows.integer(0));
    KEYTURN_TRY_LET(note, rows.bytes(1));
    return LedgerStore::StoredCheckpoint{static_cast<std::uint64_t>(size), std::move(note)};
}

base::Result<QByteArray> noteOver(SqlConnection& connection, std::uint64_t size)
{
    KEYTURN_TRY_LET(rows,
                    connection.query("SELECT size, note FROM checkpoints WHERE size = ?", {sqlNumber(size)}));
    KEYTURN_TRY_LET(found, rows.next());
    if (!found)
        return base::fail(LedgerError::NoSuchCheckpoint, QString::number(size));
    return rows.bytes(1);
}

} // namespace

base::Result<std::optional<LedgerStore::StoredCheckpoint>> readNewestCheckpoint(SqlConnection& connection)
{
    KEYTURN_TRY_LET(rows, connection.query("SELECT size, note FROM checkpoints ORDER BY size DESC LIMIT 1"));
    KEYTURN_TRY_LET(found, rows.next());
    if (!found)
        return std::nullopt;
    return checkpointOf(rows);
}

base::Result<std::vector<LedgerStore::StoredCheckpoint>> readCheckpoints(SqlConnection& connection)
{
    KEYTURN_TRY_LET(rows, connection.query("SELECT size, note FROM checkpoints ORDER BY size"));
    std::vector<LedgerStore::StoredCheckpoint> checkpoints;
    for (;;) {
        KEYTURN_TRY_LET(more, rows.next());
        if (!more)
            return checkpoints;
        KEYTURN_TRY_LET(checkpoint, checkpointOf(rows));
        checkpoints.push_back(std::move(checkpoint));
    }
}

base::Result<void> addCosignatures(SqlConnection& connection, std::uint64_t size, const QByteArray& note)
{
    KEYTURN_TRY_LET(gained, ledger::readNote(note));
    // Read under the write lock, so that two programs that add lines at once lose none.
    KEYTURN_TRY_LET(transaction, WriteTransaction::begin(connection));
    KEYTURN_TRY_LET(stored, noteOver(connection, size));
    KEYTURN_TRY_LET(kept, ledger::readNote(stored));
    KEYTURN_TRY_LET(merged, ledger::mergeSignatures(kept, gained));
    KEYTURN_TRY(connection.change("UPDATE checkpoints SET note = ? WHERE size = ?",
                                  {blobValue(ledger::encodeNote(merged)), sqlNumber(size)}));
    return transaction.commit();
}

base::Result<void> addToken(SqlConnection& connection, std::uint64_t size, const QByteArray& token)
{
    KEYTURN_TRY_LET(transaction, WriteTransaction::begin(connection));
    KEYTURN_TRY(noteOver(connection, size));
    KEYTURN_TRY(connection.change(
        "INSERT INTO checkpoint_tokens (size, sha256, token) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        {sqlNumber(size), blobValue(crypto::sha256(token).toByteArray()), blobValue(token)}));
    return transaction.commit();
}

base::Result<std::vector<LedgerStore::StoredToken>> readTokens(SqlConnection& connection)
{
    std::vector<LedgerStore::StoredToken> tokens;
    // An older file that is only read has no place for them, so it holds none.
    KEYTURN_TRY_LET(layout, connection.dialect().layout(connection));
    if (layout < kLayoutWithTokens)
        return tokens;
    KEYTURN_TRY_LET(rows,
                    connection.query("SELECT size, token FROM checkpoint_tokens ORDER BY size, sha256"));
    for (;;) {
        KEYTURN_TRY_LET(more, rows.next());
        if (!more)
            return tokens;
        KEYTURN_TRY_LET(size, rows.integer(0));
        KEYTURN_TRY_LET(token, rows.bytes(1));
        tokens.push_back({static_cast<std::uint64_t>(size), std::move(token)});
    }
}

} // namespace keyturn::storage

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/sql_entries.h"

#include "models/storage/sql_blobs.h"
#include "models/storage/sql_staging.h"

#include <QCoreApplication>

namespace keyturn::storage {

using ledger::LedgerError;

namespace {

class SqlTransaction final : public ledger::LedgerTransaction
{
public:
    explicit SqlTransaction(WriteTransaction transaction) : m_transaction(std::move(transaction)) {}

    base::Result<std::uint64_t> size() override
    {
        KEYTURN_TRY(checkOpen());
        return entryCount(m_transaction.connection());
    }

    base::Result<std::vector<QByteArray>> entriesFrom(std::uint64_t from) override
    {
        KEYTURN_TRY(checkOpen());
        return readEntries(m_transaction.connection(), from);
    }

    base::Result<void> append(std::uint64_t seq, const QByteArray& entryBytes) override
    {
        KEYTURN_TRY(checkOpen());
        // The guard and the insert are one statement, and seq is the key: an entry can neither be lost nor
        // doubled.
        KEYTURN_TRY_LET(added, m_transaction.connection().change(
                                   "INSERT INTO entries (seq, bytes) SELECT ?, ?"
                                   " WHERE ? = (SELECT coalesce(max(seq) + 1, 0) FROM entries)",
                                   {sqlNumber(seq), blobValue(entryBytes), sqlNumber(seq)}));
        if (added != 1)
            return base::fail(LedgerError::HeadMoved);
        return {};
    }

    base::Result<void> putCheckpoint(std::uint64_t size, const QByteArray& note) override
    {
        KEYTURN_TRY(checkOpen());
        // The same size again: a note that has gained a signature.
        KEYTURN_TRY_LET(stored, m_transaction.connection().change(
                                    "INSERT INTO checkpoints (size, note) SELECT ?, ?"
                                    " WHERE ? <= (SELECT coalesce(max(seq) + 1, 0) FROM entries)"
                                    " ON CONFLICT (size) DO UPDATE SET note = excluded.note",
                                    {sqlNumber(size), blobValue(note), sqlNumber(size)}));
        if (stored != 1) {
            return tl::make_unexpected(m_transaction.connection().failure(
                QCoreApplication::translate("errors", "a checkpoint may not reach beyond the last entry")));
        }
        return {};
    }

    base::Result<void> adopt(const ledger::StagingId& staging, std::uint64_t batchSeq) override
    {
        KEYTURN_TRY(checkOpen());
        return adoptStaged(m_transaction.connection(), staging, sqlNumber(batchSeq));
    }

    base::Result<void> adoptBlob(const ledger::StagedBlob& blob) override
    {
        KEYTURN_TRY(checkOpen());
        return adoptStagedBlob(m_transaction.connection(), blob);
    }

    base::Result<void> commit() override
    {
        KEYTURN_TRY(checkOpen());
        return m_transaction.commit();
    }

private:
    [[nodiscard]] base::Result<void> checkOpen() const
    {
        if (m_transaction.isOpen())
            return {};
        return base::fail(LedgerError::StoreFailure, QString(),
                          QCoreApplication::translate("errors", "this change has ended already"));
    }

    WriteTransaction m_transaction;
};

} // namespace

base::Result<std::uint64_t> entryCount(SqlConnection& connection)
{
    KEYTURN_TRY_LET(rows, connection.query("SELECT coalesce(max(seq) + 1, 0) FROM entries"));
    KEYTURN_TRY(rows.next());
    KEYTURN_TRY_LET(count, rows.integer(0));
    if (count < 0) {
        return tl::make_unexpected(connection.corrupt(
            QCoreApplication::translate("errors", "an entry has a place before the first")));
    }
    return static_cast<std::uint64_t>(count);
}

base::Result<std::vector<QByteArray>> readEntries(SqlConnection& connection, std::uint64_t from,
                                                  std::uint64_t count)
{
    KEYTURN_TRY_LET(rows,
                    connection.query("SELECT seq, bytes FROM entries WHERE seq >= ? ORDER BY seq LIMIT ?",
                                     {sqlNumber(from), sqlNumber(count)}));
    std::vector<QByteArray> entries;
    for (std::uint64_t expected = from;; ++expected) {
        KEYTURN_TRY_LET(more, rows.next());
        if (!more)
            return entries;
        KEYTURN_TRY_LET(seq, rows.integer(0));
        if (seq != sqlNumber(expected)) {
            return tl::make_unexpected(connection.corrupt(
                QCoreApplication::translate("errors", "entry %1 is missing").arg(expected)));
        }
        KEYTURN_TRY_LET(bytes, rows.bytes(1));
        entries.push_back(std::move(bytes));
    }
}

base::Result<std::unique_ptr<ledger::LedgerTransaction>> beginAppend(SqlConnection& connection)
{
    auto transaction = WriteTransaction::begin(connection);
    if (!transaction)
        return base::passOn(transaction);
    return std::make_unique<SqlTransaction>(std::move(*transaction));
}

} // namespace keyturn::storage

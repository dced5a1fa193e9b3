// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/ledger/ledger_store.h"
#include "models/storage/sql_connection.h"

#include <functional>
#include <memory>

namespace keyturn::storage {

/// Makes another dialect for the same place, for LedgerStore::reopen(). Called from several threads at once.
using DialectMaker = std::function<std::unique_ptr<SqlDialect>()>;

/// The ledger in SQL tables, whatever the engine. Connects again when it is used on another thread than
/// before.
class SqlLedgerStore final : public ledger::LedgerStore
{
public:
    /// @param clock lives as long as the store.
    SqlLedgerStore(DialectMaker makeDialect, const base::Clock& clock);
    ~SqlLedgerStore() override;

    /// Connects now, to say at once what is wrong.
    [[nodiscard]] base::Result<void> connect();
    /// Removes staged blocks and files whose owner is gone.
    [[nodiscard]] base::Result<void> removeAbandonedStaging();

    [[nodiscard]] QString location() const override { return m_dialect->location(); }
    [[nodiscard]] bool isReadOnly() const override { return m_dialect->isReadOnly(); }
    [[nodiscard]] base::Result<std::uint64_t> size() override;
    [[nodiscard]] base::Result<std::vector<QByteArray>> entries(std::uint64_t from,
                                                                std::uint64_t count) override;
    [[nodiscard]] base::Result<std::optional<StoredCheckpoint>> newestCheckpoint() override;
    [[nodiscard]] base::Result<std::vector<StoredCheckpoint>> checkpoints() override;
    [[nodiscard]] base::Result<void> addCosignatures(std::uint64_t size, const QByteArray& note) override;
    [[nodiscard]] base::Result<void> addToken(std::uint64_t size, const QByteArray& token) override;
    [[nodiscard]] base::Result<std::vector<StoredToken>> tokens() override;
    [[nodiscard]] base::Result<std::unique_ptr<ledger::LedgerTransaction>> begin() override;
    [[nodiscard]] base::Result<ledger::StagingId> beginStaging() override;
    [[nodiscard]] base::Result<void> stageBlock(const ledger::StagingId& staging, std::uint32_t index,
                                                const ledger::BlockParts& parts) override;
    [[nodiscard]] base::Result<void> stageBlobChunk(const ledger::StagingId& staging,
                                                    const QByteArray& bytes) override;
    [[nodiscard]] base::Result<void> dropStaging(const ledger::StagingId& staging) override;
    [[nodiscard]] base::Result<std::vector<ledger::BlockInfo>> blocks() override;
    [[nodiscard]] base::Result<std::vector<ledger::BlockInfo>>
    blocksFrom(std::uint64_t fromBatchSeq) override;
    [[nodiscard]] base::Result<QByteArray> blockPart(std::int64_t blockId, ledger::BlockPart part) override;
    [[nodiscard]] base::Result<void> replaceDerived(std::int64_t blockId, const QByteArray& columns,
                                                    const QByteArray& filter) override;
    [[nodiscard]] base::Result<std::vector<ledger::BlobInfo>> blobs() override;
    [[nodiscard]] base::Result<std::optional<ledger::BlobInfo>> blob(const base::Digest& sha256) override;
    [[nodiscard]] base::Result<QByteArray> blobChunk(const base::Digest& sha256,
                                                     std::uint32_t index) override;
    [[nodiscard]] base::Result<void>
    exportBlob(const base::Digest& sha256, const QString& path,
               const std::function<bool(std::uint64_t, std::uint64_t)>& progress) override;
    /// May be called on any thread, also while another uses this store: it touches no connection.
    [[nodiscard]] base::Result<std::unique_ptr<ledger::LedgerStore>> reopen() override;
    [[nodiscard]] base::Result<void> backupTo(const QString& path,
                                              const std::function<bool(int, int)>& progress) override;
    [[nodiscard]] base::Result<QStringList> engineFaults() override;

private:
    /// The connection of this thread, opened where there is none.
    [[nodiscard]] base::Result<SqlConnection*> connection();

    const DialectMaker m_makeDialect; ///< Called on any thread, so it only copies.
    const base::Clock& m_clock;
    std::unique_ptr<SqlDialect> m_dialect;
    std::unique_ptr<SqlConnection> m_connection; ///< After the dialect, which it uses until it is closed.
};

} // namespace keyturn::storage

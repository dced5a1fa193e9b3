// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/ledger/ledger_store.h"
#include "models/records/block.h"

#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace keyturn::service {

/// What one block turned out to hold.
struct BlockFinding
{
    std::vector<base::Digest> leaves;
    base::Digest storedDerived;       ///< SHA-256 of its stored columns and filter.
    bool derivedDiffers = false;      ///< They are not what the records make.
    std::optional<base::Error> error; ///< It could not be read at all.
};

/// Reads and checks blocks on two threads, a few ahead of whoever takes the findings in order.
class BlockChecks
{
public:
    /// @param store any store of the data; each thread opens its own through it.
    BlockChecks(ledger::LedgerStore& store, std::vector<ledger::BlockInfo> blocks);
    /// Stops the threads.
    ~BlockChecks();
    /// The finding of the next block, in order. Call once for each block.
    [[nodiscard]] BlockFinding takeNext();

private:
    void work();
    void check(ledger::LedgerStore& store, records::BlockText& text, const ledger::BlockInfo& info,
               BlockFinding& finding) const;

    ledger::LedgerStore& m_store;
    std::vector<ledger::BlockInfo> m_blocks;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<std::unique_ptr<BlockFinding>> m_findings;
    std::size_t m_nextToCheck = 0;
    std::size_t m_nextToTake = 0;
    bool m_stopping = false;
    std::vector<std::thread> m_threads;
};

} // namespace keyturn::service

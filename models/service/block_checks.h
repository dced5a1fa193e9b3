// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/ledger/ledger_store.h"
#include "models/records/block.h"
#include "models/records/word_index.h"

#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace keyturn::service {

/// What is asked of blocks beside the leaves of their records.
enum class BlockCheck {
    Derived, ///< Whether what is stored as derived is what the records make.
    Words,   ///< Their word indexes, made anew.
};

/// What one block turned out to hold.
struct BlockFinding
{
    std::vector<base::Digest> leaves;
    base::Digest storedDerived;       ///< Derived: SHA-256 of its stored columns and filter.
    bool derivedDiffers = false;      ///< Derived: they are not what the records make.
    QByteArray words;                 ///< Words: the index.
    std::optional<base::Error> error; ///< It could not be read at all.
};

/// Reads and checks blocks on two threads, a few ahead of whoever takes the findings in order.
class BlockChecks
{
public:
    /// @param store any store of the data; each thread opens its own through it.
    BlockChecks(ledger::LedgerStore& store, std::vector<ledger::BlockInfo> blocks,
                BlockCheck asked = BlockCheck::Derived);
    /// Stops the threads.
    ~BlockChecks();
    /// The finding of the next block, in order. Call once for each block.
    [[nodiscard]] BlockFinding takeNext();

private:
    /// What each thread has of its own; its memory serves block after block.
    struct Hand
    {
        ledger::LedgerStore& store;
        records::BlockText text;
        records::WordIndexBuilder words;
    };
    void work();
    void check(Hand& hand, const ledger::BlockInfo& info, BlockFinding& finding) const;
    static void compareDerived(Hand& hand, const ledger::BlockInfo& info, const QByteArray& packed,
                               BlockFinding& finding);

    ledger::LedgerStore& m_store;
    std::vector<ledger::BlockInfo> m_blocks;
    BlockCheck m_asked;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<std::unique_ptr<BlockFinding>> m_findings;
    std::size_t m_nextToCheck = 0;
    std::size_t m_nextToTake = 0;
    bool m_stopping = false;
    std::vector<std::thread> m_threads;
};

} // namespace keyturn::service

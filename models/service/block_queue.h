// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/records/block.h"

#include <condition_variable>
#include <deque>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace keyturn::service {

/// Blocks between the parser and the store at most; each holds a megabyte, at worst four. Enough for the
/// moments that a store now and then takes to write its log into its file; more would only wait in memory.
inline constexpr std::size_t kBlocksInFlight = 10;
/// Of these, gathered ones that nobody seals yet at most: each takes some megabytes more. With one, a sealing
/// thread has the next at hand while the parser's gathers or seals another.
inline constexpr std::size_t kBlocksUnsealed = 1;

/// Blocks on their way from the parser's thread to the store's, in order, sealed on the way: by threads of
/// the queue's own, and by the parser's where these do not keep up with it, so that none has to wait for the
/// others. One thread may push, one other pop.
class BlockQueue
{
public:
    BlockQueue();
    /// Waits for blocks that are being sealed; the others are let go.
    ~BlockQueue();
    BlockQueue(const BlockQueue&) = delete;
    BlockQueue& operator=(const BlockQueue&) = delete;

    /// Has a block sealed, or seals one; waits while too many are on their way. False when the consumer gave
    /// up.
    bool push(std::unique_ptr<records::BlockBuilder::Unsealed> gathered);
    /// No block is pushed after this.
    void close();
    /// What is pushed from now on is not wanted.
    void abandon();
    /// Waits for the next block, which may still be sealed; nothing once the queue is closed and empty.
    std::optional<std::future<records::EncodedBlock>> pop();

private:
    using SealTask = std::packaged_task<records::EncodedBlock()>;

    /// Waits for one; nothing once the queue is stopped.
    [[nodiscard]] std::optional<SealTask> nextUnsealed();
    void sealUntilStopped();

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::future<records::EncodedBlock>> m_blocks;
    std::deque<SealTask> m_unsealed;
    bool m_closed = false;
    bool m_abandoned = false;
    bool m_stopped = false;
    std::vector<std::thread> m_sealers; ///< The last: they use all the others.
};

} // namespace keyturn::service

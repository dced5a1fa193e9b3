// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/records/block.h"

#include <condition_variable>
#include <deque>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace keyturn::service {

/// Blocks between the parser and the store at most; each holds a megabyte, at worst four. So many come in the
/// tenth of a second that a store now and then takes to write its log into its file.
inline constexpr std::size_t kBlocksInFlight = 16;
/// Blocks that are sealed at the same time: each takes some megabytes more.
inline constexpr std::size_t kBlocksSealedAtOnce = 2;

/// Blocks on their way from the parser's thread to the store's, in order, sealed on the way.
class BlockQueue
{
public:
    /// Begins to seal a block; waits while there are too many. False when the consumer gave up.
    bool push(std::unique_ptr<records::BlockBuilder::Unsealed> gathered)
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] {
            return (m_blocks.size() < kBlocksInFlight && m_sealing < kBlocksSealedAtOnce) || m_abandoned;
        });
        if (m_abandoned)
            return false;
        ++m_sealing;
        m_blocks.push_back(std::async(std::launch::async, [this, block = std::move(gathered)]() mutable {
            records::EncodedBlock sealed = records::BlockBuilder::seal(std::move(block));
            const std::lock_guard sealedLock(m_mutex);
            --m_sealing;
            m_changed.notify_all();
            return sealed;
        }));
        m_changed.notify_all();
        return true;
    }
    void close()
    {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
        m_changed.notify_all();
    }
    void abandon()
    {
        const std::lock_guard lock(m_mutex);
        m_abandoned = true;
        m_changed.notify_all();
    }
    std::optional<std::future<records::EncodedBlock>> pop()
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return !m_blocks.empty() || m_closed; });
        if (m_blocks.empty())
            return std::nullopt;
        auto block = std::move(m_blocks.front());
        m_blocks.pop_front();
        m_changed.notify_all();
        return block;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::future<records::EncodedBlock>> m_blocks;
    std::size_t m_sealing = 0;
    bool m_closed = false;
    bool m_abandoned = false;
};

} // namespace keyturn::service

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/block_queue.h"

#include <algorithm>
#include <utility>

namespace keyturn::service {

namespace {

/// One core is the parser's, and more than two threads have nothing to do: it takes half as long to gather a
/// block as to seal it.
unsigned sealingThreads()
{
    constexpr unsigned kMost = 2;
    return std::clamp(std::thread::hardware_concurrency(), 2u, kMost + 1) - 1;
}

} // namespace

BlockQueue::BlockQueue()
{
    for (unsigned i = 0; i < sealingThreads(); ++i)
        m_sealers.emplace_back([this] { sealUntilStopped(); });
}

BlockQueue::~BlockQueue()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopped = true;
    }
    m_changed.notify_all();
    for (std::thread& sealer : m_sealers)
        sealer.join();
}

bool BlockQueue::push(std::unique_ptr<records::BlockBuilder::Unsealed> gathered)
{
    std::optional<SealTask> mine;
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_blocks.size() < kBlocksInFlight || m_abandoned; });
        if (m_abandoned)
            return false;
        SealTask task([block = std::move(gathered)]() mutable {
            return records::BlockBuilder::seal(std::move(block));
        });
        m_blocks.push_back(task.get_future());
        m_unsealed.push_back(std::move(task));
        if (m_unsealed.size() > kBlocksUnsealed) {
            mine = std::move(m_unsealed.front());
            m_unsealed.pop_front();
        }
    }
    m_changed.notify_all();
    if (mine)
        (*mine)();
    return true;
}

void BlockQueue::close()
{
    {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
    }
    m_changed.notify_all();
}

void BlockQueue::abandon()
{
    {
        const std::lock_guard lock(m_mutex);
        m_abandoned = true;
    }
    m_changed.notify_all();
}

std::optional<std::future<records::EncodedBlock>> BlockQueue::pop()
{
    std::optional<std::future<records::EncodedBlock>> block;
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return !m_blocks.empty() || m_closed; });
        if (m_blocks.empty())
            return std::nullopt;
        block = std::move(m_blocks.front());
        m_blocks.pop_front();
    }
    m_changed.notify_all();
    return block;
}

std::optional<BlockQueue::SealTask> BlockQueue::nextUnsealed()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return !m_unsealed.empty() || m_stopped; });
    if (m_stopped)
        return std::nullopt;
    std::optional<SealTask> task = std::move(m_unsealed.front());
    m_unsealed.pop_front();
    return task;
}

void BlockQueue::sealUntilStopped()
{
    while (auto task = nextUnsealed())
        (*task)();
}

} // namespace keyturn::service

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/records/search.h"

#include "models/records/block_scan.h"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

namespace keyturn::records {

namespace {

/// Hands what the blocks gave to the receiver and counts it; one thread's.
class HitDelivery
{
public:
    HitDelivery(const SearchOptions& options, const TakeHits& takeHits)
        : m_takeHits(takeHits), m_countOnly(options.searchFor == SearchFor::CountOnly),
          m_left(options.maximumHits)
    {
    }
    /// Takes the findings of the next block in order; false when the search need not go on.
    bool deliver(BlockFindings& findings, std::uint32_t recordCount)
    {
        ++m_summary.blocks;
        m_summary.records += recordCount;
        m_summary.blocksSkipped += findings.skipped ? 1 : 0;
        m_summary.hits += findings.hitCount;
        if (m_countOnly)
            return true;
        if (findings.hits.size() > m_left)
            findings.hits.resize(static_cast<std::size_t>(m_left));
        m_left -= findings.hits.size();
        if (!findings.hits.empty() && !m_takeHits(findings.hits))
            return false;
        return m_left > 0;
    }
    [[nodiscard]] SearchSummary finish(std::size_t blockCount)
    {
        m_summary.complete = m_summary.blocks == blockCount;
        return m_summary;
    }

private:
    const TakeHits& m_takeHits;
    bool m_countOnly;
    std::uint64_t m_left;
    SearchSummary m_summary;
};

base::Result<SearchSummary> searchAlone(const BlockList& blocks, const Query& query,
                                        const SearchOptions& options, const TakeHits& takeHits,
                                        const std::atomic_bool& cancel)
{
    KEYTURN_TRY_LET(source, blocks.open());
    BlockScan scan(query, options.searchFor, options.maximumHits);
    HitDelivery delivery(options, takeHits);
    for (std::size_t i = 0; i < blocks.blockCount(); ++i) {
        if (cancel.load(std::memory_order_relaxed))
            return base::fail(RecordsError::Cancelled);
        KEYTURN_TRY_LET(findings, scan.scan(*source, i, blocks.recordCount(i)));
        if (!delivery.deliver(findings, blocks.recordCount(i)))
            break;
    }
    return delivery.finish(blocks.blockCount());
}

/// Blocks in work by several threads, given out and taken back in order.
class ParallelSearch
{
public:
    ParallelSearch(const BlockList& blocks, const Query& query, const SearchOptions& options,
                   const std::atomic_bool& cancel)
        : m_blocks(blocks), m_query(query), m_options(options), m_cancel(cancel),
          m_blockCount(blocks.blockCount())
    {
    }
    ParallelSearch(const ParallelSearch&) = delete;
    ParallelSearch& operator=(const ParallelSearch&) = delete;
    ~ParallelSearch()
    {
        stop();
        for (std::thread& worker : m_workers)
            worker.join();
    }

    base::Result<SearchSummary> run(const TakeHits& takeHits)
    {
        const auto workers = static_cast<unsigned>(std::min<std::size_t>(m_options.workers, m_blockCount));
        for (unsigned i = 0; i < workers; ++i)
            m_workers.emplace_back([this] { work(); });
        HitDelivery delivery(m_options, takeHits);
        for (std::size_t i = 0; i < m_blockCount; ++i) {
            base::Result<BlockFindings> findings = waitFor(i);
            if (!findings)
                return base::passOn(findings);
            if (!delivery.deliver(*findings, m_blocks.recordCount(i)))
                break;
        }
        return delivery.finish(m_blockCount);
    }

private:
    /// How far the threads may run ahead of the receiver: bounds memory, and work that a limit makes
    /// needless.
    static constexpr std::size_t kBlocksAhead = 32;

    void stop()
    {
        const std::lock_guard lock(m_mutex);
        m_stopped = true;
        m_changed.notify_all();
    }

    /// The next block to search; nothing when there is none or the search has ended.
    std::optional<std::size_t> claim()
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_stopped || m_next < m_delivered + kBlocksAhead; });
        if (m_stopped || m_next >= m_blockCount || m_cancel.load(std::memory_order_relaxed))
            return std::nullopt;
        return m_next++;
    }

    void give(std::size_t index, base::Result<BlockFindings> findings)
    {
        const std::lock_guard lock(m_mutex);
        m_done.insert_or_assign(index, std::move(findings));
        if (index == m_delivered)
            m_arrived.notify_one();
    }

    void work()
    {
        base::Result<std::unique_ptr<BlockSource>> source = [this] {
            const std::lock_guard lock(m_openMutex);
            return m_blocks.open();
        }();
        BlockScan scan(m_query, m_options.searchFor, m_options.maximumHits);
        while (const auto index = claim()) {
            if (source)
                give(*index, scan.scan(**source, *index, m_blocks.recordCount(*index)));
            else
                give(*index, base::passOn(source));
        }
        const std::lock_guard lock(m_mutex);
        ++m_finishedWorkers;
        m_arrived.notify_one();
    }

    base::Result<BlockFindings> waitFor(std::size_t index)
    {
        std::unique_lock lock(m_mutex);
        m_arrived.wait(lock, [&] { return m_done.contains(index) || m_finishedWorkers == m_workers.size(); });
        const auto found = m_done.find(index);
        // All threads have ended without this block: only a cancel makes them do so.
        if (found == m_done.end() || m_cancel.load(std::memory_order_relaxed))
            return base::fail(RecordsError::Cancelled);
        base::Result<BlockFindings> findings = std::move(found->second);
        m_done.erase(found);
        m_delivered = index + 1;
        m_changed.notify_all();
        return findings;
    }

    const BlockList& m_blocks;
    const Query& m_query;
    const SearchOptions& m_options;
    const std::atomic_bool& m_cancel;
    const std::size_t m_blockCount;
    std::vector<std::thread> m_workers;

    std::mutex m_openMutex;
    std::mutex m_mutex;
    std::condition_variable m_changed; ///< There is room to run ahead, or an end.
    std::condition_variable m_arrived; ///< The next block in order is done, or a thread has ended.
    std::map<std::size_t, base::Result<BlockFindings>> m_done;
    std::size_t m_next = 0;
    std::size_t m_delivered = 0;
    std::size_t m_finishedWorkers = 0;
    bool m_stopped = false;
};

} // namespace

base::Result<SearchSummary> searchBlocks(const BlockList& blocks, const Query& query,
                                         const SearchOptions& options, const TakeHits& takeHits,
                                         const std::atomic_bool& cancel)
{
    if (options.workers <= 1 || blocks.blockCount() <= 1)
        return searchAlone(blocks, query, options, takeHits, cancel);
    return ParallelSearch(blocks, query, options, cancel).run(takeHits);
}

} // namespace keyturn::records

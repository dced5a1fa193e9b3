// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/generated_events.h"

#include "models/base/parallel.h"

#include <algorithm>
#include <chrono>
#include <limits>

namespace keyturn::bench {

namespace {

constexpr std::int64_t kStartUs = 1'767'225'600ll * base::kUsPerSecond; ///< 2026-01-01.
constexpr std::int64_t kSpanUs = 180 * base::kUsPerDay;
constexpr std::size_t kFeeds = 4;

} // namespace

records::BlockColumns EventSource::block(std::size_t count, std::int64_t startUs, std::int64_t everyUs)
{
    records::BlockColumns block;
    std::size_t timeless = 0;
    std::int64_t us = startUs;
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint64_t dice = m_random();
        us += static_cast<std::int64_t>(dice %
                                        static_cast<std::uint64_t>(2 * std::max<std::int64_t>(1, everyUs)));
        if (dice >> 56 == 0) {
            ++timeless;
            continue;
        }
        block.timeUs.push_back(us);
        block.precision.push_back(base::TimePrecision::Microsecond);
    }
    for (std::size_t i = 0; i < timeless; ++i) {
        block.timeUs.push_back(std::numeric_limits<std::int64_t>::max());
        block.precision.push_back(base::TimePrecision::Unknown);
    }
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint64_t dice = m_random();
        const unsigned severity = dice % 1'000;
        block.severity.push_back(severity == 0    ? domain::Severity::Critical
                                 : severity < 20  ? domain::Severity::High
                                 : severity < 200 ? domain::Severity::Medium
                                 : severity < 600 ? domain::Severity::Low
                                                  : domain::Severity::Informational);
        block.kind.push_back(domain::RecordKind::Signal);
        block.layer.push_back(static_cast<domain::Layer>(dice >> 10 & 3));
        block.credibility.push_back(static_cast<domain::Credibility>(dice >> 20 & 3));
        block.sourceKind.push_back(static_cast<domain::SourceKind>(dice >> 30 & 7));
        block.sourceHash.push_back(static_cast<std::uint32_t>(dice >> 40 & 31));
    }
    return block;
}

timeline::EventColumnsPointer generatedColumns(std::size_t count)
{
    std::vector<timeline::EventBatch> batches;
    std::vector<timeline::EventColumnsAssembly::Block> blocks;
    const std::size_t perFeed = count / kFeeds;
    for (std::uint32_t feed = 0; feed < kFeeds; ++feed) {
        batches.push_back({10 + feed, {kStartUs + kSpanUs + feed * base::kUsPerHour}, timeline::kNoIncident});
        for (std::size_t done = 0; done < perFeed;) {
            const std::size_t size = std::min<std::size_t>(records::kRecordsPerBlock, perFeed - done);
            blocks.push_back({static_cast<std::uint32_t>(size), feed, static_cast<std::uint32_t>(done)});
            done += size;
        }
    }
    timeline::EventColumnsAssembly assembly(batches, blocks);
    const std::int64_t everyUs = kSpanUs / static_cast<std::int64_t>(perFeed);
    base::inParallel(2, [&](unsigned worker) {
        const auto [begin, end] = base::shareOf(blocks.size(), worker, 2);
        for (std::size_t i = begin; i < end; ++i) {
            EventSource source(static_cast<std::uint32_t>(i));
            assembly.put(i,
                         source.block(blocks[i].records, kStartUs + blocks[i].firstLeaf * everyUs, everyUs));
        }
    });
    return assembly.finish(2);
}

Arrivals::Arrivals(timeline::EventColumnsPointer columns, std::size_t batch, std::size_t perSecond)
    : m_columns(std::move(columns)), m_batch(batch), m_perSecond(perSecond)
{
}

Arrivals::~Arrivals()
{
    stop();
}

void Arrivals::start()
{
    m_thread = std::thread([this] { run(); });
}

std::size_t Arrivals::stop()
{
    m_isStopping = true;
    if (m_thread.joinable())
        m_thread.join();
    return m_sent;
}

void Arrivals::run()
{
    using namespace std::chrono;
    EventSource source(99);
    auto due = steady_clock::now();
    const auto pause = duration_cast<steady_clock::duration>(
        duration<double>(static_cast<double>(m_batch) / static_cast<double>(m_perSecond)));
    for (std::uint64_t seq = 1'000; !m_isStopping; ++seq) {
        const std::int64_t nowUs = kStartUs + kSpanUs + static_cast<std::int64_t>(m_sent) * 500;
        timeline::EventColumnsBuilder builder;
        builder.add(source.block(m_batch, nowUs - base::kUsPerMinute, 500),
                    {seq, {nowUs}, timeline::kNoIncident}, 0);
        m_columns = builder.finish(*m_columns);
        m_sent += m_batch;
        Q_EMIT grown(m_columns);
        due += pause;
        std::this_thread::sleep_until(due);
    }
}

} // namespace keyturn::bench

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/pipelined_sink.h"

namespace keyturn::intake {

namespace {

constexpr std::size_t kBatchRecords = 1024;
constexpr std::size_t kBatchBytes = std::size_t{1024} * 1024;
/// A batch that held more than this gives its buffers back.
constexpr std::size_t kLargeBatchBytes = 2 * kBatchBytes;

std::size_t bytesOf(const domain::NormalisedRecord& record)
{
    return record.title.size() + record.description.size() + record.raw.size();
}

} // namespace

PipelinedSink::PipelinedSink(RecordSink& target) : m_target(target), m_filling(&m_batches.front())
{
    for (std::size_t i = 1; i < m_batches.size(); ++i)
        m_empty.push_back(&m_batches[i]);
    m_thread = std::thread([this] { work(); });
}

PipelinedSink::~PipelinedSink()
{
    finish();
}

void PipelinedSink::take(const domain::NormalisedRecord& record)
{
    Batch& batch = *m_filling;
    if (batch.count == batch.records.size())
        batch.records.push_back(record);
    else
        batch.records[batch.count] = record; // assignment, so that the strings' buffers are used again
    ++batch.count;
    addBytes(bytesOf(record));
}

void PipelinedSink::reject(const Rejection& rejection)
{
    m_filling->rejections.push_back(rejection);
    addBytes(static_cast<std::size_t>(rejection.reason.size()) * sizeof(char16_t));
}

bool PipelinedSink::progress(std::uint64_t bytesRead)
{
    m_filling->bytesRead = bytesRead;
    const std::lock_guard lock(m_mutex);
    return m_mayGoOn;
}

void PipelinedSink::addBytes(std::size_t bytes)
{
    Batch& batch = *m_filling;
    batch.bytes += bytes;
    if (batch.bytes >= kBatchBytes || batch.count + batch.rejections.size() >= kBatchRecords)
        passOn();
}

/// Gives the batch to the other thread and waits for an empty one.
void PipelinedSink::passOn()
{
    std::unique_lock lock(m_mutex);
    const std::uint64_t bytesRead = m_filling->bytesRead;
    m_full.push_back(m_filling);
    m_changed.notify_all();
    m_changed.wait(lock, [this] { return !m_empty.empty(); });
    m_filling = m_empty.back();
    m_empty.pop_back();
    m_filling->bytesRead = bytesRead;
}

void PipelinedSink::finish()
{
    if (!m_thread.joinable())
        return;
    {
        const std::lock_guard lock(m_mutex);
        m_full.push_back(m_filling);
        m_isFinished = true;
    }
    m_changed.notify_all();
    m_thread.join();
}

void PipelinedSink::handOver(Batch& batch)
{
    for (std::size_t i = 0; i < batch.count; ++i)
        m_target.take(batch.records[i]);
    for (const Rejection& rejection : batch.rejections)
        m_target.reject(rejection);
    const bool mayGoOn = m_target.progress(batch.bytesRead);
    if (batch.bytes > kLargeBatchBytes)
        batch.records = {};
    batch.count = 0;
    batch.bytes = 0;
    batch.rejections.clear();
    const std::lock_guard lock(m_mutex);
    m_mayGoOn = m_mayGoOn && mayGoOn;
}

void PipelinedSink::work()
{
    while (true) {
        Batch* batch = nullptr;
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [this] { return !m_full.empty() || m_isFinished; });
            if (m_full.empty())
                return;
            batch = m_full.front();
            m_full.pop_front();
        }
        handOver(*batch);
        {
            const std::lock_guard lock(m_mutex);
            m_empty.push_back(batch);
        }
        m_changed.notify_all();
    }
}

} // namespace keyturn::intake

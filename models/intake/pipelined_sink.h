// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/adapter.h"

#include <array>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace keyturn::intake {

/// Lets a file be read on one thread while its records are worked on (hashed, packed, written) on another:
/// hands all it takes, in order and in batches, to @p target on a thread of its own. Memory is bounded: with
/// all batches full, take() waits for the target.
///
///     PipelinedSink pipeline(sealer);
///     const auto read = adapter.read(device, hints, pipeline);
///     pipeline.finish(); // from here on sealer has everything and is this thread's again
class PipelinedSink final : public RecordSink
{
public:
    /// @param target outlives this; its functions must not throw.
    explicit PipelinedSink(RecordSink& target);
    ~PipelinedSink() override;
    PipelinedSink(const PipelinedSink&) = delete;
    PipelinedSink& operator=(const PipelinedSink&) = delete;

    void take(const domain::NormalisedRecord& record) override;
    void reject(const Rejection& rejection) override;
    /// Gives the target's last answer: a wish to stop reaches the adapter a few batches late.
    [[nodiscard]] bool progress(std::uint64_t bytesRead) override;
    /// Waits until the target has everything, and ends the thread. Nothing may be handed over afterwards.
    void finish();

private:
    struct Batch
    {
        std::vector<domain::NormalisedRecord>
            records; ///< The first `count` are filled; the rest keep their buffers.
        std::size_t count = 0;
        std::size_t bytes = 0;
        std::vector<Rejection> rejections;
        std::uint64_t bytesRead = 0;
    };
    static constexpr std::size_t kBatches = 4;

    void addBytes(std::size_t bytes);
    void passOn();
    void work();
    void handOver(Batch& batch);

    RecordSink& m_target;
    std::array<Batch, kBatches> m_batches;
    Batch* m_filling; ///< The adapter's thread's own.
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Batch*> m_full;   ///< Guarded by m_mutex.
    std::vector<Batch*> m_empty; ///< Guarded by m_mutex.
    bool m_mayGoOn = true;       ///< Guarded by m_mutex.
    bool m_isFinished = false;   ///< Guarded by m_mutex.
    std::thread m_thread;        ///< Last: it starts when all else stands.
};

} // namespace keyturn::intake

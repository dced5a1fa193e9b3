// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/event_columns_builder.h"

#include <QObject>

#include <atomic>
#include <random>
#include <thread>

namespace keyturn::bench {

/// Events of half a year as feeds give them: several sources at once, bursts, some without a time or with a
/// coarse one; the same each time.
class EventSource
{
public:
    explicit EventSource(std::uint32_t seed) : m_random(seed) {}
    /// @p count events in order of time, from @p startUs on, about @p everyUs apart.
    [[nodiscard]] records::BlockColumns block(std::size_t count, std::int64_t startUs, std::int64_t everyUs);

private:
    std::mt19937_64 m_random;
};

/// Columns of @p count such events: four feeds that run side by side, in blocks of usual size.
[[nodiscard]] timeline::EventColumnsPointer generatedColumns(std::size_t count);

/// Gives out columns that grow, from a thread of its own.
class Arrivals : public QObject
{
    Q_OBJECT
public:
    Arrivals(timeline::EventColumnsPointer columns, std::size_t batch, std::size_t perSecond);
    ~Arrivals() override;
    void start();
    /// Ends; gives how many arrived. What was given out last is still to be taken from the event loop.
    std::size_t stop();

Q_SIGNALS:
    void grown(keyturn::timeline::EventColumnsPointer columns);

private:
    void run();

    timeline::EventColumnsPointer m_columns;
    std::size_t m_batch;
    std::size_t m_perSecond;
    std::thread m_thread;
    std::atomic_bool m_isStopping{false};
    std::size_t m_sent = 0;
};

} // namespace keyturn::bench

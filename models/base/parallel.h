// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <thread>
#include <utility>
#include <vector>

namespace keyturn::base {

/// Calls @p work(worker) for every worker from 0 to @p workers - 1 (at least one), each on a thread of its
/// own but the first, which has the calling one. Returns when all have returned. @p work must not throw.
template <typename Work>
void inParallel(unsigned workers, const Work& work)
{
    std::vector<std::thread> others;
    for (unsigned worker = 1; worker < workers; ++worker)
        others.emplace_back([&work, worker] { work(worker); });
    work(0u);
    for (std::thread& other : others)
        other.join();
}

/// The part of 0 … @p count that falls to one of @p workers: about equal parts, in order.
[[nodiscard]] inline std::pair<std::size_t, std::size_t> shareOf(std::size_t count, unsigned worker,
                                                                 unsigned workers)
{
    return {count * worker / workers, count * (worker + 1) / workers};
}

} // namespace keyturn::base

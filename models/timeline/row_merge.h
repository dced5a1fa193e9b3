// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/event_columns.h"

#include <span>
#include <tuple>

namespace keyturn::timeline {

/// What events are ordered by.
struct MergeKey
{
    std::int64_t timeUs = 0;
    std::uint64_t seq = 0;
    std::uint32_t leaf = 0;
    friend bool operator<(const MergeKey& a, const MergeKey& b)
    {
        return std::tie(a.timeUs, a.seq, a.leaf) < std::tie(b.timeUs, b.seq, b.leaf);
    }
};

[[nodiscard]] inline MergeKey mergeKeyOf(const EventArrays& arrays, std::span<const EventBatch> batches,
                                         std::size_t row)
{
    return {arrays.timeUs[row], batches[arrays.batch[row]].seq, arrays.leaf[row]};
}

/// Consecutive rows in order.
struct RowRun
{
    EventRow begin = 0;
    EventRow end = 0;
};

/// All rows of @p runs, none of them empty, in order of time, batch and leaf: a merge that looks only at runs
/// which overlap, and takes stretches at once where they do not. @param workers threads; each merges a
/// stretch of time.
[[nodiscard]] Column<EventRow> mergeRuns(const EventArrays& arrays, std::span<const EventBatch> batches,
                                         std::span<const RowRun> runs, unsigned workers);

} // namespace keyturn::timeline

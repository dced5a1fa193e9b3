// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/frame.h"

#include <algorithm>
#include <functional>
#include <span>
#include <vector>

namespace keyturn::timeline {

/// First position from @p from on whose value is not below @p bound; looks near @p from first.
template <typename Value, typename Bound, typename Below>
std::size_t gallop(std::span<const Value> values, std::size_t from, const Bound& bound, const Below& below)
{
    std::size_t low = from;
    std::size_t step = 1;
    while (low < values.size() && low + step <= values.size() && below(values[low + step - 1], bound)) {
        low += step;
        step *= 2;
    }
    const std::size_t high = std::min(values.size(), low + step);
    return static_cast<std::size_t>(std::lower_bound(values.begin() + static_cast<std::ptrdiff_t>(low),
                                                     values.begin() + static_cast<std::ptrdiff_t>(high),
                                                     bound, below) -
                                    values.begin());
}

/// Counts lists of events into the buckets of a stretch of time. Each list is scanned or searched, whichever
/// is less work: its cost is bounded by the number of buckets, whatever it holds.
class BucketCounter
{
public:
    /// @p covered is of whole buckets of 2^@p shift µs.
    BucketCounter(const LaneIndex& index, const base::TimeRange& covered, int shift);

    /// Starts afresh.
    void clear();
    /// Adds events of one severity: rows of one of the index's lists, all within the stretch.
    void add(std::span<const EventRow> rows, domain::Severity severity);
    /// Every bucket of the stretch in order, those without events too; their slots are not set.
    [[nodiscard]] std::span<const Bucket> buckets() const { return m_buckets; }
    [[nodiscard]] std::int64_t firstSlot() const { return m_firstSlot; }

private:
    void count(std::size_t slot, std::size_t events, domain::Severity severity, EventRow firstRow);
    void scan(std::span<const EventRow> rows, domain::Severity severity);
    void searchByRow(std::span<const EventRow> rows, domain::Severity severity);
    void searchByTime(std::span<const EventRow> rows, domain::Severity severity);
    const std::vector<EventRow>& edges();

    const LaneIndex& m_index;
    int m_shift;
    std::int64_t m_firstSlot;
    std::vector<Bucket> m_buckets;
    std::vector<EventRow> m_edges; ///< Where each bucket begins in the bulk: found when first wanted.
};

} // namespace keyturn::timeline

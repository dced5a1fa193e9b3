// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/bucket_counter.h"

namespace keyturn::timeline {

namespace {

/// Where a list has fewer events than this many times the buckets, looking at each event beats searching each
/// bucket.
constexpr std::size_t kScanFactor = 8;

} // namespace

BucketCounter::BucketCounter(const LaneIndex& index, const base::TimeRange& covered, int shift)
    : m_index(index), m_shift(shift), m_firstSlot(covered.start.us >> shift),
      m_buckets(static_cast<std::size_t>((covered.end.us >> shift) - m_firstSlot))
{
}

void BucketCounter::clear()
{
    std::fill(m_buckets.begin(), m_buckets.end(), Bucket{});
}

void BucketCounter::add(std::span<const EventRow> rows, domain::Severity severity)
{
    if (rows.empty())
        return;
    if (rows.size() < kScanFactor * m_buckets.size())
        scan(rows, severity);
    else if (m_index.request().timeKey == TimeKey::OccurredAt && m_index.isBulk(rows))
        searchByRow(rows, severity);
    else
        searchByTime(rows, severity);
}

void BucketCounter::count(std::size_t slot, std::size_t events, domain::Severity severity, EventRow firstRow)
{
    Bucket& bucket = m_buckets[slot];
    bucket.count += static_cast<std::uint32_t>(events);
    bucket.bySeverity[static_cast<std::size_t>(severity)] += static_cast<std::uint32_t>(events);
    if (bucket.worstEvent == kNoEvent || severity > bucket.worst ||
        (severity == bucket.worst && m_index.precedes(firstRow, bucket.worstEvent))) {
        bucket.worst = severity;
        bucket.worstEvent = firstRow;
    }
}

void BucketCounter::scan(std::span<const EventRow> rows, domain::Severity severity)
{
    for (const EventRow row : rows)
        count(static_cast<std::size_t>((m_index.timeUs(row) >> m_shift) - m_firstSlot), 1, severity, row);
}

void BucketCounter::searchByRow(std::span<const EventRow> rows, domain::Severity severity)
{
    const auto& edgeRows = edges();
    std::size_t begin = 0;
    for (std::size_t slot = 0; slot < m_buckets.size() && begin < rows.size(); ++slot) {
        const std::size_t end = gallop(rows, begin, edgeRows[slot + 1], std::less<>());
        if (end > begin)
            count(slot, end - begin, severity, rows[begin]);
        begin = end;
    }
}

void BucketCounter::searchByTime(std::span<const EventRow> rows, domain::Severity severity)
{
    const auto below = [this](EventRow row, std::int64_t us) { return m_index.timeUs(row) < us; };
    for (std::size_t begin = 0; begin < rows.size();) {
        const std::int64_t slot = m_index.timeUs(rows[begin]) >> m_shift;
        const std::size_t end = gallop(rows, begin, (slot + 1) << m_shift, below);
        count(static_cast<std::size_t>(slot - m_firstSlot), end - begin, severity, rows[begin]);
        begin = end;
    }
}

const std::vector<EventRow>& BucketCounter::edges()
{
    if (!m_edges.empty())
        return m_edges;
    const EventColumns& columns = *m_index.columns();
    const auto times = columns.bulk().timeUs.values().first(columns.bulkTimedSize());
    m_edges.reserve(m_buckets.size() + 1);
    auto at = static_cast<std::size_t>(std::lower_bound(times.begin(), times.end(), m_firstSlot << m_shift) -
                                       times.begin());
    for (std::size_t i = 0; i <= m_buckets.size(); ++i) {
        at = gallop(times, at, (m_firstSlot + static_cast<std::int64_t>(i)) << m_shift, std::less<>());
        m_edges.push_back(static_cast<EventRow>(at));
    }
    return m_edges;
}

} // namespace keyturn::timeline

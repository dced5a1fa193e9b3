// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/event_columns.h"

#include <algorithm>

namespace keyturn::timeline {

base::TimeRange statedSpan(std::int64_t startUs, base::TimePrecision precision)
{
    const base::UtcTime start{startUs};
    if (precision != base::TimePrecision::Month && precision != base::TimePrecision::Year)
        return base::SourceTime{start, precision, {}}.extent();
    base::CivilTime civil = base::toCivil(start);
    if (precision == base::TimePrecision::Year)
        ++civil.year;
    else if (++civil.month > 12) {
        civil.month = 1;
        ++civil.year;
    }
    if (const auto end = base::fromCivil(civil); end)
        return {start, *end};
    // A zone may have moved the start to a day that the next month lacks: then that month's end. Like the
    // plain case this grows with the start, which binary searches rely on.
    base::CivilTime following;
    following.year = civil.month == 12 ? civil.year + 1 : civil.year;
    following.month = civil.month == 12 ? 1 : civil.month + 1;
    if (const auto end = base::fromCivil(following); end)
        return {start, *end};
    const std::int64_t days =
        precision == base::TimePrecision::Year ? 365 : 31; // Beyond the calendar's last year.
    return {start, start.plusUs(days * base::kUsPerDay)};
}

std::optional<EventRow> EventColumns::find(const EventKey& key) const
{
    for (std::size_t i = 0; i < m_batches.size(); ++i) {
        if (m_batches[i].seq != key.batchSeq)
            continue;
        for (std::size_t row = 0; row < m_leaf.size(); ++row) {
            if (m_leaf[row] == key.leaf && m_batch[row] == i)
                return static_cast<EventRow>(row);
        }
    }
    return std::nullopt;
}

std::optional<base::TimeRange> EventColumns::measureExtent() const
{
    if (m_timedSize == 0)
        return std::nullopt;
    base::UtcTime end{m_timeUs[m_timedSize - 1] + 1};
    // A year stated early may end after a second stated late; only starts within the longest span can.
    for (std::size_t row = m_timedSize;
         row-- > 0 && m_timeUs[row] > m_timeUs[m_timedSize - 1] - 366 * base::kUsPerDay;)
        end = std::max(end, m_precision[row] <= base::TimePrecision::Hour
                                ? statedSpan(m_timeUs[row], m_precision[row]).end
                                : base::UtcTime{m_timeUs[row] + 1});
    return base::TimeRange{{m_timeUs.front()}, end};
}

} // namespace keyturn::timeline

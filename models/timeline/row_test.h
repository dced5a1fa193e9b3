// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/event_columns.h"
#include "models/timeline/event_filter.h"

#include <cstdint>
#include <vector>

namespace keyturn::timeline {

/// Which rows pass a filter: the filter laid out for being asked ten million times. Refers to @p columns and
/// to the filter's found set, which must outlive it.
class RowTest
{
public:
    RowTest(const EventColumns& columns, const EventFilter& filter)
        : m_columns(columns), m_lanes(filter.lanes), m_atLeast(filter.atLeast), m_found(filter.found.get())
    {
        for (const EventBatch& batch : columns.batches()) {
            const bool known = !filter.recordedBy || batch.recordedAt <= *filter.recordedBy;
            const bool ofIncident = !filter.incident || batch.incident == *filter.incident;
            m_batches.push_back(known && ofIncident ? 1 : 0);
        }
    }
    [[nodiscard]] bool passes(std::size_t row) const
    {
        return m_columns.severities()[row] >= m_atLeast && m_batches[m_columns.batchIndexes()[row]] != 0 &&
               m_lanes.contains(m_columns.lanes()[row]) &&
               (m_found == nullptr || m_found->contains(static_cast<EventRow>(row)));
    }

private:
    const EventColumns& m_columns;
    LaneSet m_lanes;
    domain::Severity m_atLeast;
    const EventSet* m_found;
    std::vector<std::uint8_t> m_batches;
};

} // namespace keyturn::timeline

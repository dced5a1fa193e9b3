// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/without_time.h"

#include <algorithm>
#include <tuple>

namespace keyturn::timeline {

std::vector<EventRow> eventsWithoutTime(const EventColumns& columns, const EventFilter& filter)
{
    std::vector<EventRow> rows;
    for (EventRow row = 0; row < columns.size(); ++row) {
        if (columns.precisions()[row] != base::TimePrecision::Unknown)
            continue;
        const EventBatch& batch = columns.batchOf(row);
        if (columns.severities()[row] >= filter.atLeast && filter.lanes.contains(columns.lanes()[row]) &&
            (!filter.recordedBy || batch.recordedAt <= *filter.recordedBy) &&
            (!filter.incident || batch.incident == *filter.incident) &&
            (!filter.found || filter.found->contains(row)))
            rows.push_back(row);
    }
    std::stable_sort(rows.begin(), rows.end(), [&columns](EventRow a, EventRow b) {
        return columns.batchOf(b).recordedAt < columns.batchOf(a).recordedAt;
    });
    return rows;
}

} // namespace keyturn::timeline

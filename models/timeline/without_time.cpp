// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/without_time.h"

#include "models/timeline/passing_rows.h"

#include <algorithm>

namespace keyturn::timeline {

std::vector<EventRow> eventsWithoutTime(const EventColumns& columns, const EventFilter& filter)
{
    const RowTest test(columns, filter);
    std::vector<EventRow> rows;
    const auto gather = [&](const EventArrays& arrays, std::size_t firstRow) {
        const auto take = [&rows](EventRow row, const EventArrays& of, std::size_t i) {
            if (of.precision[i] == base::TimePrecision::Unknown)
                rows.push_back(row);
        };
        const bool isWhole = forEachPassing(
            test, arrays, static_cast<EventRow>(firstRow), 0, arrays.size(), [] { return false; }, take);
        Q_ASSERT(isWhole);
        Q_UNUSED(isWhole)
    };
    gather(columns.bulk(), 0);
    gather(columns.tail(), columns.bulkSize());
    std::stable_sort(rows.begin(), rows.end(), [&columns](EventRow a, EventRow b) {
        return columns.batchOf(b).recordedAt < columns.batchOf(a).recordedAt;
    });
    return rows;
}

} // namespace keyturn::timeline

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/row_test.h"

#include <algorithm>
#include <array>

namespace keyturn::timeline {

/// Calls @p use(row, arrays, i) for each of the rows [begin, end) of @p arrays that passes @p test; row i of
/// them is row firstRow + i of the columns. @p isCancelled is asked now and then; true ends it.
/// @return false when cancelled.
template <typename Use, typename Asked>
[[nodiscard]] bool forEachPassing(const RowTest& test, const EventArrays& arrays, EventRow firstRow,
                                  std::size_t begin, std::size_t end, const Asked& isCancelled,
                                  const Use& use)
{
    std::array<std::uint8_t, 16'384> passed;
    for (std::size_t from = begin; from < end; from += passed.size()) {
        if (isCancelled())
            return false;
        const std::size_t count = std::min(passed.size(), end - from);
        test.test(arrays, firstRow, from, {passed.data(), count});
        for (std::size_t i = 0; i < count; ++i) {
            if (passed[i] != 0)
                use(firstRow + static_cast<EventRow>(from + i), arrays, from + i);
        }
    }
    return true;
}

/// The row of the bulk from which on times are at or after @p us, of those that have one.
[[nodiscard]] inline std::size_t bulkFrom(const EventColumns& columns, std::int64_t us)
{
    const auto times = columns.bulk().timeUs.values().first(columns.bulkTimedSize());
    return static_cast<std::size_t>(std::lower_bound(times.begin(), times.end(), us) - times.begin());
}

} // namespace keyturn::timeline

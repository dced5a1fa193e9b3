// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/event_columns.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace keyturn::timeline {

/// Which events say the same as others: 4 bytes an event. Immutable.
struct Repeats
{
    EventColumnsPointer columns;
    /// By row: the lowest row that says what it says, often itself.
    std::vector<EventRow> firsts;

    /// The lowest row that says what @p row says; a row that came later stands for itself.
    [[nodiscard]] EventRow firstOf(EventRow row) const { return row < firsts.size() ? firsts[row] : row; }
};
using RepeatsPointer = std::shared_ptr<const Repeats>;

/// Takes a fingerprint for each row of @p columns; rows with the same one repeat each other.
[[nodiscard]] Repeats repeatsBy(EventColumnsPointer columns, const std::vector<std::uint64_t>& fingerprints);

/// A list of rows in which those that repeat an earlier one are left out and counted.
struct FoldedRows
{
    std::shared_ptr<const std::vector<EventRow>> rows;
    std::shared_ptr<const std::vector<std::uint32_t>> counts; ///< By line: events that it stands for, from 1.
};
/// Leaves of @p rows the first of each that repeat each other, in their order.
[[nodiscard]] FoldedRows foldRepeats(const std::vector<EventRow>& rows, const Repeats& repeats);

} // namespace keyturn::timeline

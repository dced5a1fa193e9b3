// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/event_columns.h"
#include "models/timeline/event_filter.h"
#include "models/timeline/range_statistics.h"
#include "models/timeline/repeats.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace keyturn::timeline {

/// What a list of events may be ordered by: only what the columns hold. Titles and sources lie in packed
/// blocks, and reading them all for an order would take minutes.
enum class RowOrder : std::uint8_t { Time, RecordedAt, Lane, Severity, Layer, Credibility, SourceKind };
enum class SortDirection : std::uint8_t { Ascending, Descending };

/// A column whose values are few, so that some of them can be picked.
enum class Facet : std::uint8_t { Lane, Severity, Layer, Credibility, SourceKind };
inline constexpr std::size_t kFacetCount = 5;

/// The values of each facet that count: bit n stands for the enum's value n.
struct FacetFilter
{
    static constexpr std::uint32_t kAll = UINT32_MAX;
    std::array<std::uint32_t, kFacetCount> allowed{kAll, kAll, kAll, kAll, kAll};
    friend bool operator==(const FacetFilter&, const FacetFilter&) = default;
    [[nodiscard]] bool isAll() const { return *this == FacetFilter{}; }
    [[nodiscard]] std::uint32_t& of(Facet facet) { return allowed[static_cast<std::size_t>(facet)]; }
    [[nodiscard]] std::uint32_t of(Facet facet) const { return allowed[static_cast<std::size_t>(facet)]; }
};

/// Which events are listed, and how.
struct RowRequest
{
    EventColumnsPointer columns; ///< Not null.
    EventFilter filter;
    FacetFilter facets;
    std::optional<base::TimeRange> within; ///< Only events on the axis that meet this; none without time.
    TimeKey axis = TimeKey::OccurredAt;    ///< Which of their times `within` is asked of.
    RowOrder order = RowOrder::Time;
    SortDirection direction = SortDirection::Ascending;
    RepeatsPointer
        repeats; ///< To fold the list by, with foldRepeats(): listRows() lists them all. May be null.
    friend bool operator==(const RowRequest&, const RowRequest&) = default;
};

/// Rows of the columns in the order of a list: 4 bytes an event. Immutable.
using EventRowsPointer = std::shared_ptr<const std::vector<EventRow>>;

/// The events that @p request asks for. Equal ones stand in order of time, in either direction; events
/// without a time stand last when ordered by it. Looks at every event at most twice and sorts by counting.
/// @p isCancelled is asked now and then. @return nothing when cancelled.
[[nodiscard]] EventRowsPointer listRows(const RowRequest& request, const IsCancelled& isCancelled = {});

/// Where @p row stands in @p rows, or nothing; looks at all of them.
[[nodiscard]] std::optional<std::size_t> placeOf(const std::vector<EventRow>& rows, EventRow row);

} // namespace keyturn::timeline

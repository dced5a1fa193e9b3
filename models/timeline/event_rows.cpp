// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/event_rows.h"

#include "models/timeline/lane_index.h"
#include "models/timeline/row_test.h"

#include <algorithm>
#include <numeric>

namespace keyturn::timeline {

namespace {

constexpr std::size_t kAskEvery = 1u << 18;

/// The rows [begin, end) that may meet a span: one binary search cuts off most of the others.
struct RowSpan
{
    std::size_t begin = 0;
    std::size_t end = 0;
};

RowSpan spanFor(const EventColumns& columns, const std::optional<base::TimeRange>& within)
{
    if (!within)
        return {0, columns.size()};
    const auto times = columns.timesUs().first(columns.timedSize());
    const auto at = [&](std::int64_t us) {
        return static_cast<std::size_t>(std::lower_bound(times.begin(), times.end(), us) - times.begin());
    };
    // A year stated before the span may reach into it.
    return {at(within->start.us - longestSpanUs(TimeClass::Year)), at(within->end.us)};
}

/// Filter, facets and span in one question.
class ListTest
{
public:
    explicit ListTest(const RowRequest& request)
        : m_columns(*request.columns), m_filter(m_columns, request.filter), m_facets(request.facets),
          m_hasFacets(!request.facets.isAll()), m_within(request.within)
    {
    }
    [[nodiscard]] bool passes(std::size_t row) const
    {
        return m_filter.passes(row) && (!m_hasFacets || passesFacets(row)) && (!m_within || meets(row));
    }

private:
    template <typename E>
    [[nodiscard]] bool allows(Facet facet, E value) const
    {
        return (m_facets.of(facet) >> static_cast<unsigned>(value) & 1u) != 0;
    }
    [[nodiscard]] bool passesFacets(std::size_t row) const
    {
        return allows(Facet::Lane, m_columns.lanes()[row]) &&
               allows(Facet::Severity, m_columns.severities()[row]) &&
               allows(Facet::Layer, m_columns.layers()[row]) &&
               allows(Facet::Credibility, m_columns.credibilities()[row]) &&
               allows(Facet::SourceKind, m_columns.sourceKinds()[row]);
    }
    [[nodiscard]] bool meets(std::size_t row) const
    {
        const std::int64_t startUs = m_columns.timesUs()[row];
        if (startUs >= m_within->start.us)
            return startUs < m_within->end.us;
        return timeClassOf(m_columns.precisions()[row]) != TimeClass::Exact &&
               statedSpan(startUs, m_columns.precisions()[row]).end > m_within->start;
    }

    const EventColumns& m_columns;
    RowTest m_filter;
    FacetFilter m_facets;
    bool m_hasFacets;
    std::optional<base::TimeRange> m_within;
};

/// Ranks of the batches by when they were recorded; those recorded together share one.
std::vector<std::uint32_t> recordedRanks(const EventColumns& columns)
{
    std::vector<std::int64_t> timesUs;
    for (const EventBatch& batch : columns.batches())
        timesUs.push_back(batch.recordedAt.us);
    std::vector<std::int64_t> sorted = timesUs;
    std::sort(sorted.begin(), sorted.end());
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    std::vector<std::uint32_t> ranks;
    for (const std::int64_t us : timesUs)
        ranks.push_back(
            static_cast<std::uint32_t>(std::lower_bound(sorted.begin(), sorted.end(), us) - sorted.begin()));
    return ranks;
}

/// The number that events are ordered by, below count().
class RankOf
{
public:
    explicit RankOf(const RowRequest& request) : m_columns(*request.columns), m_order(request.order)
    {
        if (m_order == RowOrder::RecordedAt) {
            m_recorded = recordedRanks(m_columns);
            m_count = m_recorded.size();
        }
        m_isReversed = request.direction == SortDirection::Descending;
    }
    [[nodiscard]] std::size_t count() const { return std::max<std::size_t>(m_count, 1); }
    [[nodiscard]] std::size_t operator()(std::size_t row) const
    {
        const std::size_t rank = plain(row);
        return m_isReversed ? m_count - 1 - rank : rank;
    }

private:
    /// No enum here has more values.
    static constexpr std::size_t kMostValues = 32;
    [[nodiscard]] std::size_t plain(std::size_t row) const
    {
        switch (m_order) {
        case RowOrder::Time:
            break;
        case RowOrder::RecordedAt:
            return m_recorded[m_columns.batchIndexes()[row]];
        case RowOrder::Lane:
            return static_cast<std::size_t>(m_columns.lanes()[row]);
        case RowOrder::Severity:
            return static_cast<std::size_t>(m_columns.severities()[row]);
        case RowOrder::Layer:
            return static_cast<std::size_t>(m_columns.layers()[row]);
        case RowOrder::Credibility:
            return static_cast<std::size_t>(m_columns.credibilities()[row]);
        case RowOrder::SourceKind:
            return static_cast<std::size_t>(m_columns.sourceKinds()[row]);
        }
        return 0;
    }

    const EventColumns& m_columns;
    RowOrder m_order;
    bool m_isReversed = false;
    std::size_t m_count = kMostValues;
    std::vector<std::uint32_t> m_recorded;
};

} // namespace

EventRowsPointer detail::listRowsChecked(const RowRequest& request, RowsCheck check, const void* context)
{
    const EventColumns& columns = *request.columns;
    const RowSpan span = spanFor(columns, request.within);
    const ListTest test(request);
    std::vector<EventRow> passing;
    for (std::size_t row = span.begin; row < span.end; ++row) {
        if ((row - span.begin) % kAskEvery == 0 && check(context))
            return nullptr;
        if (test.passes(row))
            passing.push_back(static_cast<EventRow>(row));
    }
    if (request.order == RowOrder::Time) {
        // The columns are in this order already.
        if (request.direction == SortDirection::Descending)
            std::reverse(passing.begin(),
                         std::lower_bound(passing.begin(), passing.end(), columns.timedSize()));
        return std::make_shared<const std::vector<EventRow>>(std::move(passing));
    }
    const RankOf rankOf(request);
    std::vector<std::size_t> next(rankOf.count() + 1, 0);
    for (const EventRow row : passing)
        ++next[rankOf(row) + 1];
    std::partial_sum(next.begin(), next.end(), next.begin());
    auto sorted = std::make_shared<std::vector<EventRow>>(passing.size());
    for (std::size_t i = 0; i < passing.size(); ++i) {
        if (i % kAskEvery == 0 && check(context))
            return nullptr;
        (*sorted)[next[rankOf(passing[i])]++] = passing[i];
    }
    return sorted;
}

EventRowsPointer listRows(const RowRequest& request)
{
    return listRows(request, [] { return false; });
}

std::optional<std::size_t> placeOf(const std::vector<EventRow>& rows, EventRow row)
{
    const auto found = std::find(rows.begin(), rows.end(), row);
    return found == rows.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - rows.begin()));
}

} // namespace keyturn::timeline

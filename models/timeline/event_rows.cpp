// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/event_rows.h"

#include "models/timeline/lane_index.h"
#include "models/timeline/passing_rows.h"

#include <algorithm>
#include <numeric>

namespace keyturn::timeline {

namespace {

constexpr std::size_t kAskEvery = 1u << 18;

/// The filter with the facets in it: one test for both.
EventFilter withFacets(const EventFilter& filter, const FacetFilter& facets)
{
    EventFilter both = filter;
    for (const LaneSpec& spec : laneSpecs()) {
        if ((facets.of(Facet::Lane) >> static_cast<unsigned>(spec.id) & 1u) == 0)
            both.lanes.remove(spec.id);
    }
    constexpr std::pair<Facet, records::Attribute> kAttributes[] = {
        {Facet::Severity, records::Attribute::Severity},
        {Facet::Layer, records::Attribute::Layer},
        {Facet::Credibility, records::Attribute::Credibility},
        {Facet::SourceKind, records::Attribute::SourceKind}};
    for (const auto& [facet, attribute] : kAttributes) {
        if (facets.of(facet) != FacetFilter::kAll)
            both.query.attributes.push_back({attribute, facets.of(facet)});
    }
    return both;
}

/// Whether the stated span of a row meets @p within.
bool meets(const EventArrays& arrays, std::size_t i, const base::TimeRange& within)
{
    const base::TimePrecision precision = arrays.precision[i];
    const std::int64_t startUs = arrays.timeUs[i];
    if (precision == base::TimePrecision::Unknown)
        return false;
    if (startUs >= within.start.us)
        return startUs < within.end.us;
    return timeClassOf(precision) != TimeClass::Exact && statedSpan(startUs, precision).end > within.start;
}

/// Puts the rows of the tail among those of the bulk; both are in order of time, batch and leaf.
std::vector<EventRow> merged(const EventColumns& columns, std::vector<EventRow> bulk,
                             const std::vector<EventRow>& tail)
{
    if (tail.empty())
        return bulk;
    std::vector<EventRow> rows;
    rows.reserve(bulk.size() + tail.size());
    auto next = bulk.cbegin();
    for (const EventRow late : tail) {
        const auto until = std::partition_point(next, bulk.cend(),
                                                [&](EventRow row) { return columns.precedes(row, late); });
        rows.insert(rows.end(), next, until);
        rows.push_back(late);
        next = until;
    }
    rows.insert(rows.end(), next, bulk.cend());
    return rows;
}

/// The rows to be listed, in order of time; nothing when cancelled.
std::optional<std::vector<EventRow>> passingRows(const RowRequest& request,
                                                 const std::function<bool()>& isCancelled)
{
    const EventColumns& columns = *request.columns;
    const EventFilter filter = withFacets(request.filter, request.facets);
    const RowTest test(columns, filter);
    const auto bulkSize = static_cast<EventRow>(columns.bulkSize());
    const bool isRecorded = request.axis == TimeKey::RecordedAt;
    std::size_t begin = 0;
    std::size_t end = bulkSize;
    if (request.within && !isRecorded) {
        // A year stated before the span may reach into it.
        begin = bulkFrom(columns, request.within->start.us - longestSpanUs(TimeClass::Year));
        end = bulkFrom(columns, request.within->end.us);
    }
    std::vector<EventRow> bulk;
    bulk.reserve(end - begin); // Growing would copy it over and over; what stays unused is never touched.
    const auto take = [&](std::vector<EventRow>& rows) {
        return [&](EventRow row, const EventArrays& arrays, std::size_t i) {
            const bool isWithin =
                !request.within ||
                (isRecorded ? request.within->contains(columns.batches()[arrays.batch[i]].recordedAt)
                            : meets(arrays, i, *request.within));
            if (isWithin)
                rows.push_back(row);
        };
    };
    if (!forEachPassing(test, columns.bulk(), 0, begin, end, isCancelled, take(bulk)))
        return std::nullopt;
    std::vector<EventRow> passing;
    if (!forEachPassing(test, columns.tail(), bulkSize, 0, columns.tail().size(), isCancelled, take(passing)))
        return std::nullopt;
    // Of the tail in its order: those that passed, as a set by their place in it.
    std::vector<std::uint8_t> isPassing(columns.tail().size(), 0);
    for (const EventRow row : passing)
        isPassing[row - bulkSize] = 1;
    std::vector<EventRow> tail;
    for (const EventRow row : columns.tailOrder()) {
        if (isPassing[row - bulkSize] != 0)
            tail.push_back(row);
    }
    return merged(columns, std::move(bulk), tail);
}

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

EventRowsPointer listRows(const RowRequest& request, const IsCancelled& isCancelled)
{
    const IsCancelled asked = isCancelled ? isCancelled : [] { return false; };
    auto passing = passingRows(request, asked);
    if (!passing)
        return nullptr;
    const EventColumns& columns = *request.columns;
    if (request.order == RowOrder::Time) {
        if (request.direction == SortDirection::Descending)
            std::reverse(passing->begin(),
                         std::partition_point(passing->begin(), passing->end(),
                                              [&](EventRow row) { return columns.hasTime(row); }));
        return std::make_shared<const std::vector<EventRow>>(std::move(*passing));
    }
    const RankOf rankOf(request);
    std::vector<std::size_t> next(rankOf.count() + 1, 0);
    for (const EventRow row : *passing)
        ++next[rankOf(row) + 1];
    std::partial_sum(next.begin(), next.end(), next.begin());
    auto sorted = std::make_shared<std::vector<EventRow>>(passing->size());
    for (std::size_t i = 0; i < passing->size(); ++i) {
        if (i % kAskEvery == 0 && asked())
            return nullptr;
        (*sorted)[next[rankOf((*passing)[i])]++] = (*passing)[i];
    }
    return sorted;
}

std::optional<std::size_t> placeOf(const std::vector<EventRow>& rows, EventRow row)
{
    const auto found = std::find(rows.begin(), rows.end(), row);
    return found == rows.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - rows.begin()));
}

} // namespace keyturn::timeline

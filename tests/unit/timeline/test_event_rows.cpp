// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/event_rows.h"
#include "tests/support/test_registry.h"
#include "tests/unit/timeline/event_samples.h"

#include <algorithm>
#include <random>

using namespace keyturn;
using namespace keyturn::timeline;

namespace {

constexpr RowOrder kOrders[] = {RowOrder::Time,      RowOrder::RecordedAt, RowOrder::Lane,
                                RowOrder::Severity,  RowOrder::Layer,      RowOrder::Credibility,
                                RowOrder::SourceKind};

std::int64_t orderedBy(const EventColumns& columns, RowOrder order, EventRow row)
{
    switch (order) {
    case RowOrder::Time:
        return columns.timesUs()[row];
    case RowOrder::RecordedAt:
        return columns.batchOf(row).recordedAt.us;
    case RowOrder::Lane:
        return static_cast<std::int64_t>(columns.lanes()[row]);
    case RowOrder::Severity:
        return static_cast<std::int64_t>(columns.severities()[row]);
    case RowOrder::Layer:
        return static_cast<std::int64_t>(columns.layers()[row]);
    case RowOrder::Credibility:
        return static_cast<std::int64_t>(columns.credibilities()[row]);
    case RowOrder::SourceKind:
        return static_cast<std::int64_t>(columns.sourceKinds()[row]);
    }
    return 0;
}

bool isListed(const RowRequest& request, EventRow row)
{
    const EventColumns& columns = *request.columns;
    const EventBatch& batch = columns.batchOf(row);
    const auto allows = [&](Facet facet, auto value) {
        return (request.facets.of(facet) & (1u << static_cast<unsigned>(value))) != 0;
    };
    if (columns.severities()[row] < request.filter.atLeast ||
        !request.filter.lanes.contains(columns.lanes()[row]))
        return false;
    if (request.filter.incident && batch.incident != *request.filter.incident)
        return false;
    if (request.filter.recordedBy && batch.recordedAt > *request.filter.recordedBy)
        return false;
    if (request.filter.found && !request.filter.found->contains(row))
        return false;
    if (!allows(Facet::Lane, columns.lanes()[row]) || !allows(Facet::Severity, columns.severities()[row]) ||
        !allows(Facet::Layer, columns.layers()[row]) ||
        !allows(Facet::Credibility, columns.credibilities()[row]) ||
        !allows(Facet::SourceKind, columns.sourceKinds()[row]))
        return false;
    if (!request.within)
        return true;
    if (!columns.hasTime(row))
        return false;
    const base::UtcTime start{columns.timesUs()[row]};
    const bool isCoarse = columns.precisions()[row] <= base::TimePrecision::Hour;
    const base::UtcTime end =
        isCoarse ? statedSpan(start.us, columns.precisions()[row]).end : start.plusUs(1);
    return start < request.within->end && end > request.within->start;
}

/// The literal reading: every row asked, sorted by comparison.
std::vector<EventRow> literally(const RowRequest& request)
{
    const EventColumns& columns = *request.columns;
    std::vector<EventRow> rows;
    for (EventRow row = 0; row < columns.size(); ++row) {
        if (isListed(request, row))
            rows.push_back(row);
    }
    std::sort(rows.begin(), rows.end(), [&](EventRow a, EventRow b) { return columns.precedes(a, b); });
    const bool isAscending = request.direction == SortDirection::Ascending;
    if (request.order == RowOrder::Time) {
        const auto untimed =
            std::find_if(rows.begin(), rows.end(), [&](EventRow row) { return !columns.hasTime(row); });
        if (!isAscending)
            std::reverse(rows.begin(), untimed);
        return rows;
    }
    std::stable_sort(rows.begin(), rows.end(), [&](EventRow a, EventRow b) {
        const auto left = orderedBy(columns, request.order, a);
        const auto right = orderedBy(columns, request.order, b);
        return isAscending ? left < right : left > right;
    });
    return rows;
}

RowRequest randomRequest(std::mt19937& random, const EventColumnsPointer& columns)
{
    const auto below = [&](std::uint32_t bound) { return static_cast<std::uint32_t>(random() % bound); };
    RowRequest request;
    request.columns = columns;
    request.order = kOrders[below(7)];
    request.direction = below(2) ? SortDirection::Ascending : SortDirection::Descending;
    request.filter.atLeast = static_cast<domain::Severity>(below(4));
    if (below(3) == 0)
        request.filter.lanes.remove(static_cast<LaneId>(below(kLaneCount)));
    if (below(4) == 0)
        request.filter.incident = below(3);
    if (below(4) == 0)
        request.filter.recordedBy =
            columns->batches()[below(static_cast<std::uint32_t>(columns->batches().size()))].recordedAt;
    if (below(4) == 0) {
        auto found = std::make_shared<EventSet>(columns->size());
        for (EventRow row = 0; row < columns->size(); row += 1 + below(5))
            found->add(row);
        request.filter.found = found;
    }
    if (below(2))
        request.facets.of(static_cast<Facet>(below(kFacetCount))) = random();
    if (below(2)) {
        const base::TimeRange all = *columns->extent();
        const base::UtcTime from =
            all.start.plusUs(static_cast<std::int64_t>(random() % 1000) * all.lengthUs() / 1000);
        request.within = base::TimeRange{
            from, from.plusUs(1 + static_cast<std::int64_t>(random() % 300) * all.lengthUs() / 1000)};
    }
    return request;
}

} // namespace

class TestEventRows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsWhatALiteralReadingLists()
    {
        std::mt19937 random(11);
        std::size_t listed = 0;
        for (std::uint32_t seed = 1; seed <= 6; ++seed) {
            tests::EventSampleRules rules;
            rules.events = 2'000;
            rules.batches = 6;
            rules.laterBatches = seed % 2 == 0 ? 3 : 0;
            const auto columns = tests::sampleEvents(seed, rules).columns;
            for (int round = 0; round < 60; ++round) {
                const RowRequest request = randomRequest(random, columns);
                const EventRowsPointer rows = listRows(request);
                QCOMPARE(*rows, literally(request));
                listed += rows->size();
            }
        }
        QVERIFY(listed > 10'000);
    }

    void eventsWithoutATimeStandLastInEitherDirection()
    {
        tests::EventSampleRules rules;
        rules.withoutTimeShare = 0.2;
        const auto columns = tests::sampleEvents(3, rules).columns;
        QVERIFY(columns->timedCount() < columns->size());
        RowRequest request;
        request.columns = columns;
        for (const auto direction : {SortDirection::Ascending, SortDirection::Descending}) {
            request.direction = direction;
            const auto rows = listRows(request);
            QCOMPARE(rows->size(), columns->size());
            QVERIFY(!columns->hasTime(rows->back()));
            QVERIFY(columns->hasTime(rows->front()));
        }
    }

    void aSpanLeavesOutWhatHasNoTime()
    {
        tests::EventSampleRules rules;
        rules.withoutTimeShare = 0.5;
        const auto columns = tests::sampleEvents(4, rules).columns;
        RowRequest request;
        request.columns = columns;
        request.within = columns->extent();
        QCOMPARE(listRows(request)->size(), columns->timedCount());
    }

    void cancellingGivesNothing()
    {
        RowRequest request;
        request.columns = tests::sampleEvents(5, {}).columns;
        QVERIFY(!listRows(request, [] { return true; }));
    }

    void tellsWhereARowStands()
    {
        const std::vector<EventRow> rows{7, 3, 9};
        QCOMPARE(placeOf(rows, 3), std::optional<std::size_t>(1));
        QCOMPARE(placeOf(rows, 4), std::optional<std::size_t>());
    }
};

KEYTURN_TEST(TestEventRows);
#include "test_event_rows.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/event_columns_builder.h"
#include "models/timeline/event_rows.h"
#include "tests/bench/figure.h"

#include <algorithm>
#include <random>

/// Times the rows of the event table over ten million events: filtered, and filtered and sorted. The floor is
/// std::sort of as many 64-bit keys, which is what an order by comparison would cost at least.

using namespace keyturn;
using namespace keyturn::timeline;

namespace {

constexpr std::size_t kEvents = 10'000'000;
constexpr std::size_t kEventsPerBatch = 50'000;
constexpr int kRounds = 3;

EventColumnsPointer makeColumns()
{
    std::mt19937 random(7);
    EventColumnsBuilder builder;
    std::int64_t timeUs = 1'767'225'600 * base::kUsPerSecond;
    for (std::size_t done = 0; done < kEvents; done += kEventsPerBatch) {
        records::BlockColumns block;
        for (std::size_t i = 0; i < kEventsPerBatch; ++i) {
            const std::uint32_t dice = random();
            timeUs += 1 + dice % 2'500'000;
            block.timeUs.push_back(timeUs);
            block.precision.push_back(base::TimePrecision::Microsecond);
            block.kind.push_back(domain::RecordKind::Signal);
            block.severity.push_back(static_cast<domain::Severity>(dice >> 8 & 3));
            block.layer.push_back(static_cast<domain::Layer>(dice >> 12 & 3));
            block.credibility.push_back(static_cast<domain::Credibility>(dice >> 16 & 3));
            block.sourceKind.push_back(static_cast<domain::SourceKind>(dice >> 20 & 7));
            block.sourceHash.push_back(dice);
        }
        // Batches come in any order: what is recorded last need not have happened last.
        const EventBatch batch{done + 1, {timeUs + static_cast<std::int64_t>(random()) * 1000}, kNoIncident};
        builder.add(std::move(block), batch, 0);
    }
    return builder.finish();
}

template <typename Work>
double bestMs(const Work& work)
{
    double best = 1e9;
    for (int round = 0; round < kRounds; ++round) {
        const double start = bench::wallSeconds();
        work();
        best = std::min(best, (bench::wallSeconds() - start) * 1e3);
    }
    return best;
}

} // namespace

int main()
{
    RowRequest request;
    request.columns = makeColumns();

    std::vector<std::uint64_t> keys(kEvents);
    std::mt19937_64 random(7);
    for (std::uint64_t& key : keys)
        key = random();
    double floorMs = 1e9;
    for (int round = 0; round < kRounds; ++round) {
        std::vector<std::uint64_t> sorted = keys;
        const double start = bench::wallSeconds();
        std::sort(sorted.begin(), sorted.end());
        floorMs = std::min(floorMs, (bench::wallSeconds() - start) * 1e3);
    }
    bench::print("table_sort_floor_ms", floorMs, "ms");

    std::size_t listed = 0;
    const auto time = [&](const char* name) {
        bench::print(name, bestMs([&] { listed += listRows(request)->size(); }), "ms", floorMs);
    };
    time("table_all_by_time_ms");
    request.direction = SortDirection::Descending;
    request.order = RowOrder::Severity;
    time("table_all_by_severity_ms");
    request.order = RowOrder::RecordedAt;
    time("table_all_by_recorded_ms");
    request.filter.atLeast = domain::Severity::Low;
    request.facets.of(Facet::SourceKind) = 0b10101010;
    request.order = RowOrder::Layer;
    time("table_some_by_layer_ms");
    return listed > 0 ? 0 : 1;
}

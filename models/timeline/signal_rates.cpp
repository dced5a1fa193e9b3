// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/signal_rates.h"

#include "models/timeline/lane_index.h"
#include "models/timeline/passing_rows.h"

#include <algorithm>
#include <numeric>

namespace keyturn::timeline {

namespace {

/// 1970-01-05 was a Monday.
constexpr std::int64_t kWeekOriginUs = 4 * base::kUsPerDay;

/// By batch: whether its events count.
std::vector<std::uint8_t> countedBatches(const RateRequest& request)
{
    std::vector<std::uint8_t> counted;
    for (const EventBatch& batch : request.columns->batches()) {
        const auto& without = request.withoutIncidents;
        counted.push_back(std::find(without.begin(), without.end(), batch.incident) == without.end());
    }
    return counted;
}

bool isActivity(LaneId lane)
{
    return laneSpec(lane).isSignals || lane == LaneId::Escalations || lane == LaneId::Requests;
}

std::int64_t endOf(const EventArrays& arrays, std::size_t i)
{
    const std::int64_t startUs = arrays.timeUs[i];
    return timeClassOf(arrays.precision[i]) == TimeClass::Exact
               ? startUs + 1
               : statedSpan(startUs, arrays.precision[i]).end.us;
}

/// Calls @p use(arrays, i, end) for every event that counts and starts from @p fromUs up to @p untilUs.
/// @return false when cancelled.
template <typename Use>
bool forEachCounted(const RateRequest& request, std::int64_t fromUs, std::int64_t untilUs,
                    const IsCancelled& isCancelled, const Use& use)
{
    const EventColumns& columns = *request.columns;
    const RowTest test(columns, request.filter);
    const auto counted = countedBatches(request);
    const auto asked = [&] { return isCancelled && isCancelled(); };
    const auto take = [&](EventRow, const EventArrays& arrays, std::size_t i) {
        const std::int64_t startUs = arrays.timeUs[i];
        if (counted[arrays.batch[i]] != 0 && startUs >= fromUs && startUs < untilUs &&
            arrays.precision[i] != base::TimePrecision::Unknown)
            use(arrays, i, endOf(arrays, i));
    };
    return forEachPassing(test, columns.bulk(), 0, bulkFrom(columns, fromUs), bulkFrom(columns, untilUs),
                          asked, take) &&
           forEachPassing(test, columns.tail(), static_cast<EventRow>(columns.bulkSize()), 0,
                          columns.tail().size(), asked, take);
}

} // namespace

std::uint64_t RateBar::signalCount() const
{
    return std::accumulate(signalsOf.begin(), signalsOf.end(), std::uint64_t{0});
}

base::UtcTime barStart(base::UtcTime time, std::int64_t widthUs)
{
    const std::int64_t from = time.us - kWeekOriginUs;
    const std::int64_t rest = from % widthUs;
    return {time.us - (rest < 0 ? rest + widthUs : rest)};
}

std::int64_t barWidthFor(const base::TimeRange& range, std::size_t mostBars, std::int64_t leastUs)
{
    constexpr std::int64_t kHours[] = {1, 2, 3, 6, 12, 24, 48, 168, 336, 672, 2184, 8736};
    const auto fits = [&](std::int64_t widthUs) {
        const std::int64_t startUs = barStart(range.start, widthUs).us;
        const std::int64_t bars = (range.end.us - startUs + widthUs - 1) / widthUs;
        return widthUs >= leastUs && bars <= static_cast<std::int64_t>(mostBars);
    };
    for (const std::int64_t hours : kHours) {
        if (fits(hours * base::kUsPerHour))
            return hours * base::kUsPerHour;
    }
    std::int64_t widthUs = 8736 * base::kUsPerHour;
    while (!fits(widthUs))
        widthUs *= 2;
    return widthUs;
}

std::optional<SignalRates> signalRates(const RateRequest& request, const IsCancelled& isCancelled)
{
    SignalRates rates;
    rates.barUs = barWidthFor(request.range, request.mostBars, request.leastBarUs);
    const std::int64_t originUs = barStart(request.range.start, rates.barUs).us;
    for (base::UtcTime at{originUs}; at < request.range.end; at = at.plusUs(rates.barUs))
        rates.bars.push_back({{at, at.plusUs(rates.barUs)}, {}, 0});
    const std::int64_t endUs = rates.bars.back().span.end.us;
    const auto place = [&](const EventArrays& arrays, std::size_t i, std::int64_t untilUs) {
        const std::int64_t startUs = arrays.timeUs[i];
        if (!isActivity(arrays.lane[i]) || untilUs <= originUs)
            return;
        const bool isSignal = laneSpec(arrays.lane[i]).isSignals;
        const auto slot = startUs < originUs ? rates.bars.size()
                                             : static_cast<std::size_t>((startUs - originUs) / rates.barUs);
        if (slot >= rates.bars.size() || untilUs > rates.bars[slot].span.end.us) {
            rates.tooCoarse += isSignal ? 1 : 0;
            return;
        }
        RateBar& bar = rates.bars[slot];
        if (isSignal)
            ++bar.signalsOf[static_cast<std::size_t>(arrays.layer[i])];
        if (arrays.sourceKind[i] != domain::SourceKind::NotStated)
            bar.sourceKinds |= 1u << static_cast<unsigned>(arrays.sourceKind[i]);
    };
    // A year stated before the first bar may reach into it; it fits none, and is told of.
    if (!forEachCounted(request, originUs - longestSpanUs(TimeClass::Year), endUs, isCancelled, place))
        return std::nullopt;
    return rates;
}

std::uint64_t signalsIn(const RateRequest& request, const base::TimeRange& range)
{
    std::uint64_t count = 0;
    const bool isDone =
        forEachCounted(request, range.start.us, range.end.us, {},
                       [&](const EventArrays& arrays, std::size_t i, std::int64_t untilUs) {
                           count += laneSpec(arrays.lane[i]).isSignals && untilUs <= range.end.us ? 1 : 0;
                       });
    Q_ASSERT(isDone);
    Q_UNUSED(isDone)
    return count;
}

} // namespace keyturn::timeline

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/signal_rates.h"

#include "models/timeline/lane_index.h"
#include "models/timeline/row_test.h"

#include <algorithm>
#include <numeric>

namespace keyturn::timeline {

namespace {

constexpr std::size_t kCancelEvery = 1u << 18;
/// 1970-01-05 was a Monday.
constexpr std::int64_t kWeekOriginUs = 4 * base::kUsPerDay;

/// The filter, without the incidents that do not count.
class CountTest
{
public:
    explicit CountTest(const RateRequest& request)
        : m_columns(*request.columns), m_filter(m_columns, request.filter)
    {
        for (const EventBatch& batch : m_columns.batches()) {
            const auto& without = request.withoutIncidents;
            m_counts.push_back(std::find(without.begin(), without.end(), batch.incident) == without.end());
        }
    }
    [[nodiscard]] bool passes(std::size_t row) const
    {
        return m_filter.passes(row) && m_counts[m_columns.batchIndexes()[row]] != 0;
    }

private:
    const EventColumns& m_columns;
    RowTest m_filter;
    std::vector<std::uint8_t> m_counts;
};

bool isActivity(LaneId lane)
{
    return laneSpec(lane).isSignals || lane == LaneId::Escalations || lane == LaneId::Requests;
}

std::int64_t endOf(const EventColumns& columns, std::size_t row)
{
    const std::int64_t startUs = columns.timesUs()[row];
    return timeClassOf(columns.precisions()[row]) == TimeClass::Exact
               ? startUs + 1
               : statedSpan(startUs, columns.precisions()[row]).end.us;
}

std::size_t firstFrom(const EventColumns& columns, std::int64_t us)
{
    const auto times = columns.timesUs().first(columns.timedSize());
    return static_cast<std::size_t>(std::lower_bound(times.begin(), times.end(), us) - times.begin());
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

std::optional<SignalRates> signalRates(const RateRequest& request, const std::function<bool()>& isCancelled)
{
    const EventColumns& columns = *request.columns;
    SignalRates rates;
    rates.barUs = barWidthFor(request.range, request.mostBars, request.leastBarUs);
    const std::int64_t originUs = barStart(request.range.start, rates.barUs).us;
    for (base::UtcTime at{originUs}; at < request.range.end; at = at.plusUs(rates.barUs))
        rates.bars.push_back({{at, at.plusUs(rates.barUs)}, {}, 0});
    const std::int64_t endUs = rates.bars.back().span.end.us;
    const CountTest test(request);
    // A year stated before the first bar may reach into it; it fits none, and is told of.
    const std::size_t begin = firstFrom(columns, originUs - longestSpanUs(TimeClass::Year));
    const std::size_t end = firstFrom(columns, endUs);
    for (std::size_t row = begin; row < end; ++row) {
        if ((row - begin) % kCancelEvery == 0 && isCancelled && isCancelled())
            return std::nullopt;
        const LaneId lane = columns.lanes()[row];
        if (!isActivity(lane) || !test.passes(row))
            continue;
        const std::int64_t startUs = columns.timesUs()[row];
        const std::int64_t untilUs = endOf(columns, row);
        if (untilUs <= originUs)
            continue;
        const bool isSignal = laneSpec(lane).isSignals;
        const auto slot = startUs < originUs ? rates.bars.size()
                                             : static_cast<std::size_t>((startUs - originUs) / rates.barUs);
        if (slot >= rates.bars.size() || untilUs > rates.bars[slot].span.end.us) {
            rates.tooCoarse += isSignal ? 1 : 0;
            continue;
        }
        RateBar& bar = rates.bars[slot];
        if (isSignal)
            ++bar.signalsOf[static_cast<std::size_t>(columns.layers()[row])];
        if (const domain::SourceKind kind = columns.sourceKinds()[row]; kind != domain::SourceKind::NotStated)
            bar.sourceKinds |= 1u << static_cast<unsigned>(kind);
    }
    return rates;
}

std::uint64_t signalsIn(const RateRequest& request, const base::TimeRange& range)
{
    const EventColumns& columns = *request.columns;
    const CountTest test(request);
    std::uint64_t count = 0;
    for (std::size_t row = firstFrom(columns, range.start.us); row < firstFrom(columns, range.end.us);
         ++row) {
        if (laneSpec(columns.lanes()[row]).isSignals && test.passes(row) &&
            endOf(columns, row) <= range.end.us)
            ++count;
    }
    return count;
}

} // namespace keyturn::timeline

// SPDX-License-Identifier: GPL-3.0-or-later
// Charts of what was seen: how much, and by how many kinds of source.
#include "models/domain/sheet.h"
#include "models/items/chart_parts.h"
#include "models/items/words.h"
#include "models/timeline/signal_rates.h"

#include <QLocale>

#include <algorithm>
#include <bit>

namespace keyturn::items::chart_parts {

namespace {

/// Bars must stay wide enough to be pointed at.
constexpr std::size_t kMostRateBars = 120;
constexpr std::size_t kMostWindows = 48;
/// "At the same time" means within a quarter of a day.
constexpr std::int64_t kLeastWindowUs = 6 * base::kUsPerHour;
/// However far in one zooms, some neighbours stay in view.
constexpr std::int64_t kLeastBars = 12;

base::TimeRange widened(const base::TimeRange& range, std::int64_t leastUs)
{
    const std::int64_t missing = leastUs - range.lengthUs();
    if (missing <= 0)
        return range;
    return {range.start.plusUs(-missing / 2), range.end.plusUs(missing - missing / 2)};
}

timeline::RateRequest requestOf(const ChartInput& input, std::size_t mostBars, std::int64_t leastBarUs)
{
    timeline::RateRequest request;
    request.columns = input.columns;
    request.filter = input.filter;
    request.mostBars = mostBars;
    request.leastBarUs = leastBarUs;
    request.range = widened(input.visible, kLeastBars * leastBarUs);
    if (!isRehearsal(input)) {
        for (qsizetype i = 0; i < input.snapshot->incidents.size(); ++i) {
            if (input.snapshot->incidents[i].facts.rehearsal)
                request.withoutIncidents.push_back(static_cast<std::uint32_t>(i));
        }
    }
    return request;
}

ChartData readingChart()
{
    ChartData data;
    data.emptyTitle = say(QT_TRANSLATE_NOOP("items", "Reading the events…"));
    return data;
}

void sayEmpty(ChartData& data)
{
    data.emptyTitle = say(QT_TRANSLATE_NOOP("items", "No signals in view"));
    data.emptyNext = say(QT_TRANSLATE_NOOP(
        "items", "Show more of the timeline, clear the search, or import signals with Add."));
}

void noteCoarse(ChartData& data, std::uint64_t count)
{
    if (count > 0)
        data.notes += say(QT_TRANSLATE_NOOP("items", "%1 signals whose time is stated too coarsely for these "
                                                     "bars are left out"))
                          .arg(QLocale().toString(static_cast<qulonglong>(count)));
}

/// The levels at which restrictions were proposed that came into force.
void addLevels(ChartData& data, const ChartInput& input, timeline::RateRequest request, std::int64_t barUs)
{
    // What led to a restriction holds for the organisation, not for one incident alone.
    request.filter.incident.reset();
    const double hours = static_cast<double>(barUs) / base::kUsPerHour;
    for (const state::ProposalState& proposal : input.snapshot->proposals) {
        if (!proposal.facts.restriction || !proposal.change || proposal.facts.rehearsal)
            continue;
        const base::UtcTime at = proposal.origin.recordedAt;
        const double level =
            static_cast<double>(timeline::signalsIn(request, {at.plusUs(-barUs), at})) / hours;
        if (level <= 0)
            continue; // It was not this kind of signal that led to it.
        data.marks.push_back({at, level,
                              say(QT_TRANSLATE_NOOP("items", "%1: %2 when “%3” was proposed"))
                                  .arg(base::toDisplay(at), chartValueText(ChartUnit::PerHour, level),
                                       domain::headline(proposal.facts))});
        data.level = std::min(level, data.level.value_or(level));
    }
    if (data.level)
        data.levelText = say(QT_TRANSLATE_NOOP("items", "Least that led to a restriction before: %1"))
                             .arg(chartValueText(ChartUnit::PerHour, *data.level));
}

} // namespace

std::optional<ChartData> signalRateChart(const ChartInput& input, const std::function<bool()>& isCancelled)
{
    if (!input.columns)
        return readingChart();
    const timeline::RateRequest request = requestOf(input, kMostRateBars, base::kUsPerHour);
    const auto rates = timeline::signalRates(request, isCancelled);
    if (!rates)
        return std::nullopt;
    ChartData data;
    data.form = ChartForm::TimeBars;
    data.unit = ChartUnit::PerHour;
    data.valueTitle = say(QT_TRANSLATE_NOOP("items", "Signals per hour"));
    data.range = {rates->bars.front().span.start, rates->bars.back().span.end};
    const double hours = static_cast<double>(rates->barUs) / base::kUsPerHour;
    for (std::size_t layer = 0; layer < timeline::kLayerCount; ++layer) {
        const auto value = static_cast<domain::Layer>(layer);
        ChartSeries series{label(value), QStringLiteral("kind:signal layer:") + domain::toWord(value), {}};
        for (const timeline::RateBar& bar : rates->bars)
            series.values.push_back(static_cast<double>(bar.signalsOf[layer]) / hours);
        data.series.push_back(std::move(series));
    }
    std::uint64_t all = 0;
    for (const timeline::RateBar& bar : rates->bars) {
        all += bar.signalCount();
        data.categories.push_back({spanText(bar.span), bar.span, {}});
    }
    noteCoarse(data, rates->tooCoarse);
    if (!isRehearsal(input))
        addLevels(data, input, request, rates->barUs);
    if (all == 0)
        sayEmpty(data);
    return data;
}

std::optional<ChartData> convergenceChart(const ChartInput& input, const std::function<bool()>& isCancelled)
{
    if (!input.columns)
        return readingChart();
    const auto counted = timeline::signalRates(requestOf(input, kMostWindows, kLeastWindowUs), isCancelled);
    if (!counted)
        return std::nullopt;
    timeline::SignalRates rates = *counted;
    // An authority that makes a request speaks as well; a filter that asks for words or severity finds none.
    if (!input.filter.found && input.filter.atLeast == domain::Severity::NotStated &&
        input.filter.query == records::Query{} && input.filter.sources.empty() &&
        input.filter.lanes.contains(timeline::LaneId::Requests)) {
        for (const state::RequestState& request : input.snapshot->requests) {
            const base::UtcTime at = request.facts.receivedAt;
            if (!counts(input, request.facts.incident) || at < rates.bars.front().span.start ||
                at >= rates.bars.back().span.end)
                continue;
            auto& bar =
                rates
                    .bars[static_cast<std::size_t>((at.us - rates.bars.front().span.start.us) / rates.barUs)];
            bar.sourceKinds |= 1u << static_cast<unsigned>(domain::SourceKind::Regulator);
        }
    }
    ChartData data;
    data.form = ChartForm::TimeBars;
    data.unit = ChartUnit::Count;
    data.valueTitle = say(QT_TRANSLATE_NOOP("items", "Kinds of source in %1")).arg(lengthText(rates.barUs));
    data.range = {rates.bars.front().span.start, rates.bars.back().span.end};
    for (std::size_t kind = 1; kind < timeline::kSourceKindCount; ++kind) {
        const auto value = static_cast<domain::SourceKind>(kind);
        ChartSeries series{label(value), QStringLiteral("source-kind:") + domain::toWord(value), {}};
        for (const timeline::RateBar& bar : rates.bars)
            series.values.push_back((bar.sourceKinds >> kind & 1u) != 0 ? 1 : 0);
        data.series.push_back(std::move(series));
    }
    bool isActive = false;
    for (const timeline::RateBar& bar : rates.bars) {
        isActive = isActive || bar.sourceKinds != 0;
        const int kinds = std::popcount(bar.sourceKinds);
        data.categories.push_back({spanText(bar.span), bar.span,
                                   kinds == 1
                                       ? say(QT_TRANSLATE_NOOP("items", "1 kind of source"))
                                       : say(QT_TRANSLATE_NOOP("items", "%1 kinds of source")).arg(kinds)});
    }
    noteCoarse(data, rates.tooCoarse);
    if (!isActive)
        sayEmpty(data);
    return data;
}

} // namespace keyturn::items::chart_parts

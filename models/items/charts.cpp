// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/charts.h"

#include "models/base/text_safety.h"
#include "models/items/chart_parts.h"
#include "models/items/words.h"

#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

namespace keyturn::items {

namespace {

constexpr std::array kCharts{
    ChartSpec{ChartKind::SignalRate, "signal-rate", QT_TRANSLATE_NOOP("items", "Signals per hour")},
    ChartSpec{ChartKind::Convergence, "convergence", QT_TRANSLATE_NOOP("items", "Kinds of source active")},
    ChartSpec{ChartKind::DecisionTimes, "decision-times", QT_TRANSLATE_NOOP("items", "Time to decide")},
    ChartSpec{ChartKind::OpenRequests, "open-requests", QT_TRANSLATE_NOOP("items", "Open requests")},
    ChartSpec{ChartKind::Signatures, "signatures", QT_TRANSLATE_NOOP("items", "Signatures given")},
};

/// A picture goes where nobody sees what it was made from.
QString captionOf(const ChartInput& input)
{
    using chart_parts::say;
    const domain::Charter& charter = input.snapshot->charter;
    QStringList parts{charter.organisation,
                      say(QT_TRANSLATE_NOOP("items", "as known at %1")).arg(base::toDisplay(input.now))};
    if (charter.demo)
        parts.prepend(say(QT_TRANSLATE_NOOP("items", "DEMO, not evidence")));
    const state::IncidentState* incident =
        input.incident ? input.snapshot->incident(*input.incident) : nullptr;
    if (incident)
        parts += incident->facts.title;
    timeline::EventFilter plain;
    plain.incident = input.filter.incident;
    plain.recordedBy = input.filter.recordedBy;
    if (input.filter != plain)
        parts += say(QT_TRANSLATE_NOOP("items", "events filtered"));
    return base::harmlessText(parts.join(QStringLiteral(" · ")));
}

} // namespace

namespace chart_parts {

bool counts(const ChartInput& input, const std::optional<domain::IncidentId>& incident)
{
    if (input.incident)
        return incident == input.incident;
    const state::IncidentState* known = incident ? input.snapshot->incident(*incident) : nullptr;
    return known == nullptr || !known->facts.rehearsal;
}

bool isRehearsal(const ChartInput& input)
{
    const state::IncidentState* known = input.incident ? input.snapshot->incident(*input.incident) : nullptr;
    return known != nullptr && known->facts.rehearsal;
}

QString spanText(const base::TimeRange& span)
{
    const auto text = [](base::UtcTime time) {
        const QString whole = base::toDisplay(time); // "2026-06-12 09:41:07 UTC"
        return time.us % base::kUsPerMinute == 0 ? whole.left(16) : whole.left(19);
    };
    const QString start = text(span.start);
    const QString end = text(span.end);
    const bool isOneDay = start.left(10) == end.left(10);
    return say(QT_TRANSLATE_NOOP("items", "%1 to %2 UTC")).arg(start, isOneDay ? end.mid(11) : end);
}

} // namespace chart_parts

std::span<const ChartSpec> chartSpecs()
{
    return kCharts;
}

const ChartSpec& chartSpec(ChartKind kind)
{
    return kCharts.at(static_cast<std::size_t>(kind));
}

QString chartTitle(ChartKind kind)
{
    return chart_parts::say(chartSpec(kind).title);
}

std::optional<ChartKind> chartOf(const QString& word)
{
    for (const ChartSpec& spec : kCharts) {
        if (word == QLatin1String(spec.word))
            return spec.kind;
    }
    return std::nullopt;
}

double ChartData::totalOf(std::size_t category) const
{
    double total = 0;
    for (const ChartSeries& one : series)
        total += one.values[category];
    return total;
}

std::optional<ChartData> makeChart(ChartKind kind, const ChartInput& input,
                                   const std::function<bool()>& isCancelled)
{
    std::optional<ChartData> data;
    switch (kind) {
    case ChartKind::SignalRate:
        data = chart_parts::signalRateChart(input, isCancelled);
        break;
    case ChartKind::Convergence:
        data = chart_parts::convergenceChart(input, isCancelled);
        break;
    case ChartKind::DecisionTimes:
        data = chart_parts::decisionTimesChart(input);
        break;
    case ChartKind::OpenRequests:
        data = chart_parts::openRequestsChart(input);
        break;
    case ChartKind::Signatures:
        data = chart_parts::signaturesChart(input);
        break;
    }
    if (!data)
        return std::nullopt;
    data->kind = kind;
    data->isRehearsal = chart_parts::isRehearsal(input);
    data->caption = captionOf(input);
    data->title = chartTitle(kind);
    if (data->isRehearsal)
        data->title = chart_parts::say(QT_TRANSLATE_NOOP("items", "REHEARSAL: %1")).arg(data->title);
    return data;
}

QString chartValueText(ChartUnit unit, double value)
{
    switch (unit) {
    case ChartUnit::Count:
        return QLocale().toString(value, 'f', 0);
    case ChartUnit::PerHour:
        return chart_parts::say(QT_TRANSLATE_NOOP("items", "%1 per hour"))
            .arg(QLocale().toString(value, 'f', value >= 100 || value == std::round(value) ? 0 : 2));
    case ChartUnit::LengthUs:
        return lengthText(static_cast<std::int64_t>(value));
    }
    return {};
}

QString categoryText(const ChartData& data, std::size_t category)
{
    QStringList values;
    for (const ChartSeries& series : data.series) {
        if (series.values[category] > 0)
            values +=
                QStringLiteral("%1 %2").arg(series.name, chartValueText(data.unit, series.values[category]));
    }
    const ChartCategory& shown = data.categories[category];
    const QString told = QStringLiteral("%1: %2").arg(
        shown.label, values.isEmpty() ? chart_parts::say(QT_TRANSLATE_NOOP("items", "nothing"))
                                      : values.join(QStringLiteral(", ")));
    return shown.detail.isEmpty() ? told : told + QStringLiteral(". ") + shown.detail;
}

Table chartTable(const ChartData& data)
{
    using chart_parts::say;
    Table table;
    table.headers += data.form == ChartForm::RowBars ? say(QT_TRANSLATE_NOOP("items", "Decision"))
                                                     : say(QT_TRANSLATE_NOOP("items", "Time"));
    for (const ChartSeries& series : data.series)
        table.headers += series.name;
    const bool hasTotal = data.series.size() > 1;
    if (hasTotal)
        table.headers += say(QT_TRANSLATE_NOOP("items", "Together"));
    const bool hasDetail =
        std::any_of(data.categories.begin(), data.categories.end(),
                    [](const ChartCategory& category) { return !category.detail.isEmpty(); });
    if (hasDetail)
        table.headers += say(QT_TRANSLATE_NOOP("items", "More"));
    for (std::size_t i = 0; i < data.categories.size(); ++i) {
        TableRow row;
        row.key = QString::number(i);
        row.cells.push_back({data.categories[i].label, {}, Tone::Neutral, Sign::None});
        for (const ChartSeries& series : data.series)
            row.cells.push_back({chartValueText(data.unit, series.values[i]), {}, Tone::Neutral, Sign::None});
        if (hasTotal)
            row.cells.push_back({chartValueText(data.unit, data.totalOf(i)), {}, Tone::Neutral, Sign::None});
        if (hasDetail)
            row.cells.push_back({data.categories[i].detail, {}, Tone::Neutral, Sign::None});
        table.rows.push_back(std::move(row));
    }
    for (std::size_t i = 0; i < data.marks.size(); ++i) {
        TableRow row;
        row.key = QStringLiteral("mark:%1").arg(i);
        row.cells.push_back({data.marks[i].text, {}, Tone::Neutral, Sign::None});
        table.rows.push_back(std::move(row));
    }
    return table;
}

} // namespace keyturn::items

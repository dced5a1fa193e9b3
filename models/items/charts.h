// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/table_model.h"
#include "models/state/snapshot.h"
#include "models/timeline/event_columns.h"
#include "models/timeline/event_filter.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace keyturn::items {

/// The charts there are (domain.md, "Figures leadership asks for").
enum class ChartKind : std::uint8_t { SignalRate, Convergence, DecisionTimes, OpenRequests, Signatures };

struct ChartSpec
{
    ChartKind kind;
    const char* word;  ///< "signal-rate": on the command line and in file names.
    const char* title; ///< English, translated under "items".
};
[[nodiscard]] std::span<const ChartSpec> chartSpecs();
[[nodiscard]] const ChartSpec& chartSpec(ChartKind kind);
[[nodiscard]] QString chartTitle(ChartKind kind);
/// The chart of a word, or nothing.
[[nodiscard]] std::optional<ChartKind> chartOf(const QString& word);

/// How the values of a chart stand beside each other.
enum class ChartForm : std::uint8_t {
    TimeBars, ///< Stacked bars along a time axis.
    RowBars,  ///< Stacked bars, one row a category.
    Steps,    ///< Stacked areas along a time axis that hold their value until the next.
};
/// What the values are.
enum class ChartUnit : std::uint8_t { Count, PerHour, LengthUs };

/// What is told apart by colour and pattern.
struct ChartSeries
{
    QString name;
    QString query;              ///< Finds the events of the series; empty where a query cannot.
    std::vector<double> values; ///< One a category.
    friend bool operator==(const ChartSeries&, const ChartSeries&) = default;
};

/// A bar, or the span over which steps hold.
struct ChartCategory
{
    QString label;        ///< What it is, in words: of a time span its bounds, of a row its decision.
    base::TimeRange span; ///< What the timeline shows when it is chosen.
    QString detail;       ///< More, in one sentence; may be empty.
    friend bool operator==(const ChartCategory&, const ChartCategory&) = default;
};

/// A single point over the bars: an earlier restriction.
struct ChartMark
{
    base::UtcTime at;
    double value = 0;
    QString text;
    friend bool operator==(const ChartMark&, const ChartMark&) = default;
};

/// Everything a chart shows, apart from how it is painted; the table beside it shows the same.
struct ChartData
{
    ChartKind kind = ChartKind::SignalRate;
    ChartForm form = ChartForm::TimeBars;
    ChartUnit unit = ChartUnit::Count;
    QString title;
    QString valueTitle;    ///< Of the value axis, with its unit.
    base::TimeRange range; ///< Of the time axis.
    std::vector<ChartCategory> categories;
    std::vector<ChartSeries> series;
    std::optional<double> level; ///< A line across: what led to a restriction before.
    QString levelText;
    std::vector<ChartMark> marks; ///< In order of time, also outside the range.
    QStringList notes;            ///< What is left out, and why.
    QString caption;              ///< Whose ledger it shows, known when, and whether filtered: for pictures.
    bool isRehearsal = false;
    QString emptyTitle; ///< Where there is nothing to show: why, and what to do. Else empty.
    QString emptyNext;
    friend bool operator==(const ChartData&, const ChartData&) = default;
    [[nodiscard]] bool isEmpty() const { return !emptyTitle.isEmpty(); }
    /// All series of a category together.
    [[nodiscard]] double totalOf(std::size_t category) const;
};

/// What charts are made from: what the timeline shows.
struct ChartInput
{
    state::SnapshotPointer snapshot;       ///< Not null.
    timeline::EventColumnsPointer columns; ///< Null: charts of signals are empty.
    timeline::EventFilter filter;
    base::TimeRange visible;
    base::UtcTime now;
    std::optional<domain::IncidentId> incident; ///< Nothing: all but rehearsals.
};

/// Makes a chart. Rehearsals count only in charts of a rehearsal, which say so. @p isCancelled may be empty.
/// @return nothing when cancelled.
[[nodiscard]] std::optional<ChartData> makeChart(ChartKind kind, const ChartInput& input,
                                                 const std::function<bool()>& isCancelled = {});

/// The same numbers as a table. Keys are the places of the categories; the marks come after them.
[[nodiscard]] Table chartTable(const ChartData& data);
/// A value as text: "12", "3.5 per hour", "2 h 14 min".
[[nodiscard]] QString chartValueText(ChartUnit unit, double value);
/// A category in one line, spoken and shown beside the pointer: its label, its values, its detail.
[[nodiscard]] QString categoryText(const ChartData& data, std::size_t category);

} // namespace keyturn::items

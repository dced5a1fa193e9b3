// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/charts.h"

#include <QCoreApplication>

namespace keyturn::items::chart_parts {

/// Looks a text of charts up in the program's language.
[[nodiscard]] inline QString say(const char* text)
{
    return QCoreApplication::translate("items", text);
}

/// Whether what belongs to @p incident counts: of one incident that alone, else all that is no rehearsal.
[[nodiscard]] bool counts(const ChartInput& input, const std::optional<domain::IncidentId>& incident);
/// The chart is of a rehearsal.
[[nodiscard]] bool isRehearsal(const ChartInput& input);
/// "2026-06-12 09:00 to 11:00 UTC"; seconds only where @p span has any.
[[nodiscard]] QString spanText(const base::TimeRange& span);

/// One kind of chart each.
[[nodiscard]] std::optional<ChartData> signalRateChart(const ChartInput& input,
                                                       const std::function<bool()>& isCancelled);
[[nodiscard]] std::optional<ChartData> convergenceChart(const ChartInput& input,
                                                        const std::function<bool()>& isCancelled);
[[nodiscard]] ChartData decisionTimesChart(const ChartInput& input);
[[nodiscard]] ChartData openRequestsChart(const ChartInput& input);
[[nodiscard]] ChartData signaturesChart(const ChartInput& input);

} // namespace keyturn::items::chart_parts

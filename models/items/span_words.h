// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/range_statistics.h"

#include <QString>

#include <utility>
#include <vector>

namespace keyturn::items {

/// Counts of one kind: "By severity".
struct SpanGroup
{
    struct Line
    {
        QString name;
        std::uint64_t count = 0;
        friend bool operator==(const Line&, const Line&) = default;
    };
    QString title;
    std::vector<Line> lines; ///< Only what occurs, most telling first.
    friend bool operator==(const SpanGroup&, const SpanGroup&) = default;
};

/// What a selected span of time holds, for people.
struct SpanWords
{
    QString span;    ///< "2026-06-12 09:00:00 to 10:00:00 UTC, 1 h 0 min 0 s".
    QString summary; ///< "1,204 events, worst critical, 20 an hour".
    QString ends;    ///< When the first and the last is; empty where there is none.
    std::vector<SpanGroup> groups;
    friend bool operator==(const SpanWords&, const SpanWords&) = default;
};

/// @param sources names of `statistics.sources` as far as they are known, in their order.
[[nodiscard]] SpanWords spanWords(const timeline::RangeStatistics& statistics,
                                  const timeline::LaneIndex& index, const base::TimeRange& span,
                                  const std::vector<QString>& sources);
/// All of it as lines of text, name and count apart by a tab: for spreadsheets and mail.
[[nodiscard]] QString plainText(const SpanWords& words);

/// @p query narrowed to @p span: its after: and before: say that span and nothing else.
[[nodiscard]] QString withSpan(const QString& query, const base::TimeRange& span);

} // namespace keyturn::items

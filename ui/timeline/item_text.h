// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/frame.h"
#include "ui/timeline/timeline_item.h"

#include <QLocale>
#include <QString>
#include <QStringList>

#include <functional>

namespace keyturn::ui::timeline {

/// Title of an event, if it is at hand: text stays in its block until somebody has decoded it. May give an
/// empty text.
using EventTitler = std::function<QString(quint64 batchSeq, quint32 leaf)>;

/// Words for people.
[[nodiscard]] QString severityText(domain::Severity severity);
[[nodiscard]] QString credibilityText(domain::Credibility credibility);
[[nodiscard]] QString sourceKindText(domain::SourceKind kind);
[[nodiscard]] QString modelStatusText(domain::ModelStatus status);

/// "2026-06-12 09:00 to 10:00 UTC": the second date left out where it is the first.
[[nodiscard]] QString rangeText(const base::TimeRange& range);
/// "1,204 events, worst critical, 2026-06-12 09:00 to 10:00 UTC".
[[nodiscard]] QString summaryText(const keyturn::timeline::SeverityCounts& counts,
                                  const base::TimeRange& range, const QLocale& locale);
/// What a tooltip says of an item, line by line, plain text; joined, what is spoken.
[[nodiscard]] QStringList itemLines(const TimelineItem& item, const keyturn::timeline::Frame& frame,
                                    const EventTitler& titler, const QLocale& locale);

} // namespace keyturn::ui::timeline

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/event_columns_builder.h"
#include "models/timeline/overlay.h"

#include <QString>

#include <memory>

namespace keyturn::tests {

/// A made-up week in June 2026: background noise by day, bursts, a few coarse times, and the decisions about
/// it.
struct TimelineWeek
{
    timeline::EventColumnsPointer columns;
    std::shared_ptr<const timeline::Overlay> overlay;
    base::TimeRange range; ///< Monday to Sunday.
    base::UtcTime now;     ///< Saturday morning.

    /// Deterministic.
    [[nodiscard]] static TimelineWeek make(std::size_t events);
    /// A title for a record, as a block would have it.
    [[nodiscard]] static QString titleOf(quint64 batchSeq, quint32 leaf);
};

} // namespace keyturn::tests

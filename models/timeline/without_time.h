// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/event_columns.h"
#include "models/timeline/event_filter.h"

#include <vector>

namespace keyturn::timeline {

/// The events that state no time and pass @p filter, the last recorded first: they have no place on the axis
/// and are listed apart.
[[nodiscard]] std::vector<EventRow> eventsWithoutTime(const EventColumns& columns, const EventFilter& filter);

} // namespace keyturn::timeline

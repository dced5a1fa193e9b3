// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/time.h"
#include "models/domain/words.h"
#include "models/timeline/event_set.h"
#include "models/timeline/lanes.h"

#include <cstdint>
#include <memory>
#include <optional>

namespace keyturn::timeline {

/// Which events count. Two filters are equal when they pass the same events of the same columns for the same
/// reason; found sets are compared by identity.
struct EventFilter
{
    LaneSet lanes = LaneSet::all();
    domain::Severity atLeast = domain::Severity::NotStated;
    std::shared_ptr<const EventSet> found;   ///< Only these, where given: what a text search found.
    std::optional<std::uint32_t> incident;   ///< Only batches of this incident's ordinal.
    std::optional<base::UtcTime> recordedBy; ///< Only batches recorded by then: the rewind.
    friend bool operator==(const EventFilter&, const EventFilter&) = default;
};

} // namespace keyturn::timeline

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/time.h"
#include "models/domain/words.h"
#include "models/records/query.h"
#include "models/timeline/event_set.h"
#include "models/timeline/lanes.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace keyturn::timeline {

/// Which events count: those for which all of it holds. Two filters are equal when they pass the same events
/// of the same columns for the same reason; found sets are compared by identity.
struct EventFilter
{
    LaneSet lanes = LaneSet::all();
    domain::Severity atLeast = domain::Severity::NotStated;
    std::shared_ptr<const EventSet> found;   ///< Only these, where given: what a text search found.
    std::optional<std::uint32_t> incident;   ///< Only batches of this incident's ordinal.
    std::optional<std::uint64_t> batch;      ///< Only the batch of this entry.
    std::optional<base::UtcTime> recordedBy; ///< Only batches recorded by then: the rewind.
    records::Query query;                    ///< Its attributes and times. Its texts are `found`'s affair.
    std::vector<std::uint32_t> sources;      ///< Only sources with one of these hashes; empty: any.
    friend bool operator==(const EventFilter&, const EventFilter&) = default;
};

} // namespace keyturn::timeline

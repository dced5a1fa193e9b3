// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/state/snapshot.h"
#include "models/timeline/overlay.h"

#include <optional>

namespace keyturn::items {

/// What the ledger adds to the timeline: requests, proposals with their signatures, model states, incidents,
/// notes.
/// @param incident only what belongs to one incident, where given; model states are shown whatever the
/// incident.
[[nodiscard]] timeline::Overlay overlayOf(const state::Snapshot& snapshot, base::UtcTime now,
                                          const std::optional<domain::IncidentId>& incident);

} // namespace keyturn::items

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/lane_index.h"
#include "models/timeline/time_axis.h"

#include <cstdint>
#include <vector>

namespace keyturn::timeline {

/// How many events of all lanes begin in each pixel column of @p axis: by searches, so that ten million cost
/// hardly more than a thousand. For any thread.
[[nodiscard]] std::vector<std::uint32_t> columnCounts(const LaneIndex& index, const TimeAxis& axis);

} // namespace keyturn::timeline

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/frame.h"

#include <QString>

namespace keyturn::tests {

/// Looks at every event once for every bucket and band of @p frame, by definition and without any index, and
/// at every two bars of a lane.
/// @param filter the one the frame was made with. @return what differs, empty where nothing does.
[[nodiscard]] QString differenceFromReference(const timeline::Frame& frame,
                                              const timeline::EventFilter& filter);

} // namespace keyturn::tests

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/frame.h"

#include <algorithm>

namespace keyturn::timeline {

const LaneFrame* Frame::lane(LaneId id) const
{
    const auto found =
        std::find_if(lanes.begin(), lanes.end(), [id](const LaneFrame& lane) { return lane.id == id; });
    return found == lanes.end() ? nullptr : &*found;
}

} // namespace keyturn::timeline

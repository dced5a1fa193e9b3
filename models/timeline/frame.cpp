// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/frame.h"

#include <algorithm>

namespace keyturn::timeline {

const LaneFrame* Frame::lane(const LaneKey& key) const
{
    const auto found = std::find_if(lanes.begin(), lanes.end(), [&key](const LaneFrame& lane) {
        return lane.id == key.id && (key.isWhole() || lane.part == key.part);
    });
    return found == lanes.end() ? nullptr : &*found;
}

} // namespace keyturn::timeline

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/event_columns.h"

#include <span>
#include <vector>

namespace keyturn::timeline {

/// No lane is split into more parts by source than this, the others counted as one.
inline constexpr std::size_t kMostSourceParts = 12;

/// The lanes and parts of lanes that events are sorted into, and which of them each event goes to.
class LaneSlots
{
public:
    /// One slot a lane.
    LaneSlots();
    /// The parts of split lanes, over all events whatever the filter, so that parts do not come and go with
    /// it. Parts in order: kinds of source as domain::SourceKind has them, sources by number of events.
    /// @param known whose parts keep their places; new ones come behind.
    LaneSlots(const EventColumns& columns, const LaneSplits& splits, const LaneSlots* known);

    [[nodiscard]] std::span<const LaneKey> keys() const { return m_keys; }
    /// An event of each slot, to learn a source's name from; kNoEvent where it has none.
    [[nodiscard]] EventRow exampleOf(std::size_t slot) const { return m_examples[slot]; }
    [[nodiscard]] bool isSplit() const { return m_isSplit; }
    /// The slot of the event at @p i of @p arrays.
    [[nodiscard]] std::uint16_t slotOf(const EventArrays& arrays, std::size_t i) const
    {
        const auto lane = static_cast<std::size_t>(arrays.lane[i]);
        if (!m_isSplit)
            return m_whole[lane];
        const SplitBy by = m_splits[lane];
        if (by == SplitBy::Nothing)
            return m_whole[lane];
        return slotOfPart(lane, by == SplitBy::SourceKind ? static_cast<std::uint64_t>(arrays.sourceKind[i])
                                                          : arrays.sourceHash[i]);
    }
    /// Whether these are split so, and every event of @p arrays has its part: events that came later ask for
    /// no other slots.
    [[nodiscard]] bool suit(const LaneSplits& splits, const EventArrays& arrays) const;
    friend bool operator==(const LaneSlots&, const LaneSlots&) = default;

private:
    [[nodiscard]] std::uint16_t slotOfPart(std::size_t lane, std::uint64_t part) const;
    void addKey(const LaneKey& key, EventRow example);
    void splitLane(const EventColumns& columns, LaneId lane, const LaneSlots* known);

    LaneSplits m_splits{};
    bool m_isSplit = false;
    std::vector<LaneKey> m_keys;
    std::vector<EventRow> m_examples;
    std::array<std::uint16_t, kLaneCount> m_whole{}; ///< Slot of a lane that is not split.
    struct Part
    {
        std::uint64_t part = 0;
        std::uint16_t slot = 0;
        friend bool operator==(const Part&, const Part&) = default;
    };
    std::array<std::vector<Part>, kLaneCount> m_parts;
};

} // namespace keyturn::timeline

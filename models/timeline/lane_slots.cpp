// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/lane_slots.h"

#include <algorithm>
#include <unordered_map>

namespace keyturn::timeline {

namespace {

/// How many events of a lane are of one part, and the first of them.
struct PartCount
{
    std::uint64_t part = 0;
    std::uint64_t count = 0;
    EventRow example = kNoEvent;
};

std::vector<PartCount> countParts(const EventColumns& columns, LaneId lane, SplitBy by)
{
    std::unordered_map<std::uint64_t, PartCount> counts;
    EventRow firstRow = 0;
    for (const EventArrays* arrays : {&columns.bulk(), &columns.tail()}) {
        PartCount* last = nullptr;
        for (std::size_t i = 0; i < arrays->size(); ++i) {
            if (arrays->lane[i] != lane)
                continue;
            const std::uint64_t part = by == SplitBy::SourceKind
                                           ? static_cast<std::uint64_t>(arrays->sourceKind[i])
                                           : arrays->sourceHash[i];
            if (last == nullptr || last->part != part) { // Parts come in runs.
                last = &counts[part];
                if (last->count == 0)
                    *last = {part, 0, firstRow + static_cast<EventRow>(i)};
            }
            ++last->count;
        }
        firstRow = static_cast<EventRow>(columns.bulkSize());
    }
    std::vector<PartCount> parts;
    for (const auto& [part, count] : counts)
        parts.push_back(count);
    std::sort(parts.begin(), parts.end(), [by](const PartCount& a, const PartCount& b) {
        if (by == SplitBy::Source && a.count != b.count)
            return a.count > b.count;
        return a.part < b.part;
    });
    return parts;
}

} // namespace

LaneSlots::LaneSlots()
{
    for (const LaneSpec& spec : laneSpecs()) {
        m_whole[static_cast<std::size_t>(spec.id)] = static_cast<std::uint16_t>(m_keys.size());
        addKey(spec.id, kNoEvent);
    }
}

LaneSlots::LaneSlots(const EventColumns& columns, const LaneSplits& splits, const LaneSlots* known)
    : m_splits(splits)
{
    for (const LaneSpec& spec : laneSpecs()) {
        const auto lane = static_cast<std::size_t>(spec.id);
        if (splits[lane] == SplitBy::Nothing) {
            m_whole[lane] = static_cast<std::uint16_t>(m_keys.size());
            addKey(spec.id, kNoEvent);
        } else {
            m_isSplit = true;
            splitLane(columns, spec.id, known && known->m_splits[lane] == splits[lane] ? known : nullptr);
        }
    }
}

void LaneSlots::addKey(const LaneKey& key, EventRow example)
{
    m_keys.push_back(key);
    m_examples.push_back(example);
}

void LaneSlots::splitLane(const EventColumns& columns, LaneId lane, const LaneSlots* known)
{
    const SplitBy by = m_splits[static_cast<std::size_t>(lane)];
    std::vector<PartCount> parts = countParts(columns, lane, by);
    if (known) {
        const auto placeOf = [&](const PartCount& part) {
            const auto at = std::find(known->m_keys.begin(), known->m_keys.end(), LaneKey(lane, part.part));
            return at - known->m_keys.begin();
        };
        std::stable_sort(parts.begin(), parts.end(),
                         [&](const PartCount& a, const PartCount& b) { return placeOf(a) < placeOf(b); });
    }
    const bool hasOthers = by == SplitBy::Source && parts.size() > kMostSourceParts;
    const std::size_t named = hasOthers ? kMostSourceParts - 1 : parts.size();
    auto& ours = m_parts[static_cast<std::size_t>(lane)];
    for (std::size_t i = 0; i < named; ++i) {
        ours.push_back({parts[i].part, static_cast<std::uint16_t>(m_keys.size())});
        addKey({lane, parts[i].part}, parts[i].example);
    }
    // A lane without any event is still a lane.
    if (hasOthers || parts.empty()) {
        const std::uint64_t part = hasOthers ? LaneKey::kOtherSources : LaneKey::kWhole;
        ours.push_back({part, static_cast<std::uint16_t>(m_keys.size())});
        addKey({lane, part}, kNoEvent);
    }
}

bool LaneSlots::suit(const LaneSplits& splits, const EventArrays& arrays) const
{
    if (splits != m_splits)
        return false;
    for (std::size_t i = 0; m_isSplit && i < arrays.size(); ++i) {
        const LaneKey& key = m_keys[slotOf(arrays, i)];
        const SplitBy by = m_splits[static_cast<std::size_t>(arrays.lane[i])];
        if (by == SplitBy::Nothing || key.part == LaneKey::kOtherSources)
            continue;
        if (key.part != (by == SplitBy::SourceKind ? static_cast<std::uint64_t>(arrays.sourceKind[i])
                                                   : arrays.sourceHash[i]))
            return false;
    }
    return true;
}

std::uint16_t LaneSlots::slotOfPart(std::size_t lane, std::uint64_t part) const
{
    const auto& parts = m_parts[lane];
    const auto found =
        std::find_if(parts.begin(), parts.end(), [part](const Part& known) { return known.part == part; });
    return found == parts.end() ? parts.back().slot : found->slot;
}

} // namespace keyturn::timeline

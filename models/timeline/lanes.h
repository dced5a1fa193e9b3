// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/words.h"

#include <QString>

#include <cstdint>
#include <initializer_list>
#include <span>
#include <vector>

namespace keyturn::timeline {

/// The lanes there are. Their numbers are stored in columns, their order on screen is LaneLayout's.
enum class LaneId : std::uint8_t {
    ModelBehaviour, ///< Signals of this layer of concern.
    System,
    DataPrivacy,
    AbuseAtScale,
    NotStated, ///< Signals whose layer nobody has stated yet.
    Escalations,
    Requests,
    Decisions,
    ModelStates,
    Notes, ///< Milestones and notes.
};
inline constexpr std::size_t kLaneCount = 10;

/// A set of lanes.
class LaneSet
{
public:
    constexpr LaneSet() = default;
    constexpr LaneSet(std::initializer_list<LaneId> lanes)
    {
        for (const LaneId lane : lanes)
            add(lane);
    }
    /// Every lane there is.
    [[nodiscard]] static constexpr LaneSet all()
    {
        LaneSet set;
        set.m_bits = (1u << kLaneCount) - 1;
        return set;
    }
    [[nodiscard]] constexpr bool contains(LaneId lane) const { return (m_bits >> bit(lane) & 1u) != 0; }
    constexpr void add(LaneId lane) { m_bits |= 1u << bit(lane); }
    constexpr void remove(LaneId lane) { m_bits &= ~(1u << bit(lane)); }
    friend constexpr bool operator==(LaneSet, LaneSet) = default;

private:
    [[nodiscard]] static constexpr unsigned bit(LaneId lane) { return static_cast<unsigned>(lane); }
    std::uint32_t m_bits = 0;
};

/// How single events are placed in a lane's height.
enum class EventPlacing : std::uint8_t {
    BySeverity, ///< The worse, the higher: place tells what shape and colour tell.
    OneRow,
};

/// How bars share a lane's height.
enum class BarPacking : std::uint8_t {
    None,      ///< The lane shows no bars.
    SubLanes,  ///< As few rows as keep bars from overlapping.
    RowPerKey, ///< One row for each OverlayBar::row, in order of first appearance.
};

/// What a lane is: data, so that a new kind of lane needs no new code in the view.
struct LaneSpec
{
    LaneId id;
    const char* title; ///< English, translated under "timeline".
    EventPlacing placing;
    BarPacking packing;
    bool isSignals; ///< Holds signals; such lanes grow where there is room.
};

/// The row of the lane table.
[[nodiscard]] const LaneSpec& laneSpec(LaneId lane);
/// All lanes in their usual order.
[[nodiscard]] std::span<const LaneSpec> laneSpecs();
/// The lane's title in the program's language.
[[nodiscard]] QString laneTitle(LaneId lane);
/// The lane in which an event of this kind and layer belongs.
[[nodiscard]] LaneId laneOf(domain::RecordKind kind, domain::Layer layer);

/// Which lanes are shown, in which order, and which are folded to a strip.
struct LaneLayout
{
    std::vector<LaneId> order;
    LaneSet hidden;
    LaneSet collapsed;

    /// All lanes in their usual order.
    [[nodiscard]] static LaneLayout usual();
    /// The lanes to show, from the top.
    [[nodiscard]] std::vector<LaneId> shown() const;
    /// Moves @p lane so that it is the @p place-th of the order.
    void move(LaneId lane, std::size_t place);
    friend bool operator==(const LaneLayout&, const LaneLayout&) = default;
};

} // namespace keyturn::timeline

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/words.h"

#include <QString>

#include <array>
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

/// What a lane is parted by: the events of a signal lane, or the bars of another.
enum class SplitBy : std::uint8_t {
    Nothing,
    SourceKind,
    Source,       ///< The sources with most events each, the others together.
    Jurisdiction, ///< Of a request, as it was entered.
    Authority,
    Model,  ///< The models that a decision names.
    Region, ///< A bar for each region of each model.
    Tier,   ///< A bar for each tier of each model.
};

/// A lane, or one part of a lane that is split.
struct LaneKey
{
    static constexpr std::uint64_t kWhole = UINT64_MAX;
    static constexpr std::uint64_t kOtherSources = UINT64_MAX - 1;

    LaneId id = LaneId::NotStated;
    std::uint64_t part = kWhole; ///< Value of the domain::SourceKind, or hash of the source's name.

    constexpr LaneKey() = default;
    constexpr LaneKey(LaneId lane) : id(lane) {} // NOLINT: a lane is the whole of itself.
    constexpr LaneKey(LaneId lane, std::uint64_t partOfIt) : id(lane), part(partOfIt) {}
    [[nodiscard]] constexpr bool isWhole() const { return part == kWhole; }
    friend constexpr bool operator==(const LaneKey&, const LaneKey&) = default;
};

/// How each lane is split, by LaneId.
using LaneSplits = std::array<SplitBy, kLaneCount>;

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
/// The ways in which a lane can be split, without Nothing; none where it cannot be.
[[nodiscard]] std::span<const SplitBy> splitsOf(LaneId lane);
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
    LaneSplits splits{}; ///< Each Nothing or one of splitsOf() that lane.

    /// All lanes in their usual order.
    [[nodiscard]] static LaneLayout usual();
    /// The lanes to show, from the top.
    [[nodiscard]] std::vector<LaneId> shown() const;
    /// Moves @p lane so that it is the @p place-th of the order.
    void move(LaneId lane, std::size_t place);
    /// Moves @p lane by one of those shown, up or down; false where it is at that end already.
    bool moveShown(LaneId lane, int step);
    /// Splits @p lane if it can be split so.
    void split(LaneId lane, SplitBy by);
    /// The splits of lanes whose events are parted: those of signals.
    [[nodiscard]] LaneSplits eventSplits() const;
    /// The splits of lanes whose bars are parted: all others.
    [[nodiscard]] LaneSplits barSplits() const;
    [[nodiscard]] SplitBy splitOf(LaneId lane) const { return splits[static_cast<std::size_t>(lane)]; }
    friend bool operator==(const LaneLayout&, const LaneLayout&) = default;
};

} // namespace keyturn::timeline

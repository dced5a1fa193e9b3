// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/bit_set.h"
#include "models/domain/box_algebra.h"

#include <array>
#include <span>
#include <vector>

namespace keyturn::domain {

/// Tiers × capabilities as bits, so that what holds at one model, channel and region is decided for all of
/// them at once. Tiers that none of the boxes tells apart share a bit, and so do capabilities.
class Plane
{
public:
    /// @param boxes all that will ever be drawn.
    Plane(const Grid& grid, std::span<const GridBox> boxes);

    /// The tiers and capabilities of a box.
    [[nodiscard]] BitSet draw(const GridBox& box) const;
    [[nodiscard]] const BitSet& whole() const { return m_whole; }
    [[nodiscard]] BitSet nothing() const { return BitSet(m_weights.size()); }
    /// How many combinations of tier and capability @p bits stand for.
    [[nodiscard]] std::uint64_t count(const BitSet& bits) const;

private:
    const Grid& m_grid;
    std::vector<std::size_t> m_tiers;        ///< One of each kind of tier.
    std::vector<std::size_t> m_capabilities; ///< One of each kind of capability.
    std::vector<std::uint64_t> m_weights;    ///< Of each bit.
    bool m_isPlain = true;                   ///< All weights are 1.
    BitSet m_whole;
};

/// Boxes turned round: which of them hold an index.
class BoxIndex
{
public:
    /// Models, channels and regions: what a plane has not.
    static constexpr std::size_t kDimensions = 3;

    BoxIndex(const Grid& grid, std::span<const GridBox> boxes);

    /// The boxes that hold @p index of @p dimension, one of the first three, by their place.
    [[nodiscard]] const BitSet& holding(Dimension dimension, std::size_t index) const
    {
        return m_holding[static_cast<std::size_t>(dimension)][index];
    }
    /// Puts into @p out the boxes that hold all three.
    void holding(std::size_t model, std::size_t channel, std::size_t region, BitSet& out) const
    {
        out.assignShared(holding(Dimension::Models, model), holding(Dimension::Channels, channel));
        out &= holding(Dimension::Regions, region);
    }

private:
    std::array<std::vector<BitSet>, kDimensions> m_holding;
};

} // namespace keyturn::domain

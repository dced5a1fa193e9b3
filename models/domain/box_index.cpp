// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/box_index.h"

#include <map>
#include <utility>

namespace keyturn::domain {

namespace {

/// The boxes that hold each index of a dimension.
std::vector<BitSet> holders(const Grid& grid, std::span<const GridBox> boxes, Dimension dimension)
{
    std::vector<BitSet> out(grid.size(dimension), BitSet(boxes.size()));
    for (std::size_t b = 0; b < boxes.size(); ++b) {
        for (std::size_t i = 0; i < out.size(); ++i) {
            if (grid.has(boxes[b], dimension, i))
                out[i].insert(b);
        }
    }
    return out;
}

/// The first index of each kind that the boxes tell apart, and how many there are of it.
std::vector<std::pair<std::size_t, std::uint64_t>> kindsOf(const Grid& grid, std::span<const GridBox> boxes,
                                                           Dimension dimension)
{
    std::vector<std::pair<std::size_t, std::uint64_t>> kinds;
    std::map<BitSet, std::size_t> places;
    const auto holding = holders(grid, boxes, dimension);
    for (std::size_t i = 0; i < holding.size(); ++i) {
        const auto [place, isNew] = places.emplace(holding[i], kinds.size());
        if (isNew)
            kinds.emplace_back(i, 1);
        else
            ++kinds[place->second].second;
    }
    return kinds;
}

} // namespace

Plane::Plane(const Grid& grid, std::span<const GridBox> boxes) : m_grid(grid)
{
    const auto tiers = kindsOf(grid, boxes, Dimension::Tiers);
    const auto capabilities = kindsOf(grid, boxes, Dimension::Capabilities);
    for (const auto& [capability, count] : capabilities)
        m_capabilities.push_back(capability);
    for (const auto& [tier, tierCount] : tiers) {
        m_tiers.push_back(tier);
        for (const auto& [capability, capabilityCount] : capabilities)
            m_weights.push_back(tierCount * capabilityCount);
    }
    m_isPlain = std::all_of(m_weights.begin(), m_weights.end(), [](std::uint64_t w) { return w == 1; });
    m_whole = nothing();
    for (std::size_t bit = 0; bit < m_weights.size(); ++bit)
        m_whole.insert(bit);
}

BitSet Plane::draw(const GridBox& box) const
{
    BitSet bits = nothing();
    for (std::size_t t = 0; t < m_tiers.size(); ++t) {
        if (!m_grid.has(box, Dimension::Tiers, m_tiers[t]))
            continue;
        for (std::size_t k = 0; k < m_capabilities.size(); ++k) {
            if (m_grid.has(box, Dimension::Capabilities, m_capabilities[k]))
                bits.insert(t * m_capabilities.size() + k);
        }
    }
    return bits;
}

std::uint64_t Plane::count(const BitSet& bits) const
{
    if (m_isPlain)
        return bits.count();
    std::uint64_t combinations = 0;
    bits.forEach([&](std::size_t bit) { combinations += m_weights[bit]; });
    return combinations;
}

BoxIndex::BoxIndex(const Grid& grid, std::span<const GridBox> boxes)
{
    for (std::size_t d = 0; d < kDimensions; ++d)
        m_holding[d] = holders(grid, boxes, static_cast<Dimension>(d));
}

} // namespace keyturn::domain

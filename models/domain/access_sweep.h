// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/box_index.h"

#include <array>
#include <optional>
#include <span>
#include <vector>

namespace keyturn::domain {

/// Is told what an AccessSweep finds.
class SweepVisitor
{
public:
    virtual ~SweepVisitor() = default;
    /// The area at hand has been narrowed to @p area in this dimension and those before it. Called from the
    /// first dimension to the third, each again for each part of what the ones before left.
    virtual void narrowed(Dimension dimension, const GridBox& area) = 0;
    /// In @p places combinations of model, channel and region, those of the area at hand, the tiers and
    /// capabilities of @p bits, which are some, go from @p before to another access. False ends the sweep.
    [[nodiscard]] virtual bool shifted(std::uint64_t places, const BitSet& bits, Access before,
                                       Access after) = 0;
};

/// Goes over all cells whose access differs between two sets of layers, in parts as large as the layers
/// allow: models that no layer tells apart are one part, then, of them, the channels that no layer there
/// tells apart, then the regions. Layers that do not reach a part do not split it, and what no differing
/// layer reaches is left out.
class AccessSweep
{
public:
    /// @param toldApart boxes that the visitor will draw on the plane. The grid must outlive the sweep.
    AccessSweep(const Grid& grid, std::span<const Layered> before, std::span<const Layered> after,
                std::span<const GridBox> toldApart = {});

    [[nodiscard]] const Plane& plane() const { return *m_plane; }
    /// @return false when the visitor ended it.
    bool run(SweepVisitor& visitor);

private:
    static constexpr std::size_t kAccesses = static_cast<std::size_t>(Access::Suspended) + 1;
    using ByAccess = std::array<BitSet, kAccesses>;

    /// A box of a layer, with the access that the layer gives.
    struct Part
    {
        Access access = Access::Open;
        bool isBefore = false;
        bool isAfter = false;
        BitSet bits; ///< Its tiers and capabilities.
    };
    /// What is worked on in one dimension; kept, so that nothing is allocated on the way.
    struct Level
    {
        std::vector<BitSet> reaching; ///< For each index, the parts that reach it.
        std::vector<std::size_t> order;
    };

    void add(const Layered& layer, bool isBefore, bool isAfter, std::vector<GridBox>& boxes);
    bool narrow(std::size_t dimension, const BitSet& reaching, SweepVisitor& visitor);
    bool compare(const BitSet& reaching, SweepVisitor& visitor);
    void settle(ByAccess& cells) const;

    const Grid& m_grid;
    std::vector<Part> m_parts;
    BitSet m_differing; ///< Parts of layers that are only before or only after.
    std::optional<BoxIndex> m_index;
    std::optional<Plane> m_plane;
    std::array<Level, BoxIndex::kDimensions> m_levels;
    GridBox m_area;
    ByAccess m_before;
    ByAccess m_after;
    BitSet m_touched; ///< By a differing part, at hand.
    BitSet m_shift;
};

} // namespace keyturn::domain

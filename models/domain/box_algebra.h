// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/access.h"

#include <QHash>

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace keyturn::domain {

/// The dimensions of a cell, in the order a GridBox holds them.
enum class Dimension : std::uint8_t { Models, Channels, Regions, Tiers, Capabilities };
inline constexpr std::size_t kDimensionCount = 5;

/// A box over one catalogue: for each dimension the set of its indexes, as bits. The cells are the product.
struct GridBox
{
    std::vector<std::uint64_t> words; ///< All dimensions' words in one, laid out by the Grid that made it.
    friend bool operator==(const GridBox&, const GridBox&) = default;
};

/// A part of an area in which every cell has the same access.
struct AccessPiece
{
    GridBox box;
    Access access = Access::Open;
};

/// The index space of one catalogue: sets of cells as disjoint boxes, so that counting needs no enumeration
/// of cells. Keeps no reference to the catalogue.
class Grid
{
public:
    explicit Grid(const Catalogue& catalogue);

    /// The cells of @p box that the catalogue has.
    [[nodiscard]] GridBox resolve(const Box& box) const;
    /// The cells of @p scope that the catalogue has, as disjoint boxes; none empty.
    [[nodiscard]] std::vector<GridBox> resolve(const Scope& scope) const;
    /// The cells that @p restriction changes when alone, as disjoint boxes; none empty.
    [[nodiscard]] std::vector<GridBox> touched(const Restriction& restriction) const;

    [[nodiscard]] bool isEmpty(const GridBox& box) const;
    [[nodiscard]] bool intersects(const GridBox& a, const GridBox& b) const;
    /// Cells that both hold; may be empty.
    [[nodiscard]] GridBox intersection(const GridBox& a, const GridBox& b) const;
    /// The cells of @p boxes that @p taken does not hold: disjoint when the boxes were.
    [[nodiscard]] std::vector<GridBox> without(std::vector<GridBox> boxes, const GridBox& taken) const;
    /// How many cells a box holds.
    [[nodiscard]] std::uint64_t count(const GridBox& box) const;
    /// How many indexes of @p dimension a box holds.
    [[nodiscard]] std::uint64_t count(const GridBox& box, Dimension dimension) const;
    /// How many indexes of @p dimension both boxes hold.
    [[nodiscard]] std::uint64_t countShared(const GridBox& a, const GridBox& b, Dimension dimension) const;
    /// Whether @p index of @p dimension is in the box.
    [[nodiscard]] bool has(const GridBox& box, Dimension dimension, std::size_t index) const;
    /// Whether the box holds the cell of these indexes.
    [[nodiscard]] bool has(const GridBox& box, const std::array<std::size_t, kDimensionCount>& cell) const;

    /// Where the catalogue lists an id; nothing where it does not.
    [[nodiscard]] std::optional<std::size_t> indexOf(const ModelId& id) const
    {
        return indexIn(Dimension::Models, id.value());
    }
    [[nodiscard]] std::optional<std::size_t> indexOf(const ChannelId& id) const
    {
        return indexIn(Dimension::Channels, id.value());
    }
    [[nodiscard]] std::optional<std::size_t> indexOf(const RegionId& id) const
    {
        return indexIn(Dimension::Regions, id.value());
    }
    /// How many indexes the catalogue has in @p dimension.
    [[nodiscard]] std::size_t size(Dimension dimension) const
    {
        return m_sizes[static_cast<std::size_t>(dimension)];
    }
    /// Takes all indexes of @p dimension out of the box.
    void clear(GridBox& box, Dimension dimension) const;
    /// Puts @p index of @p dimension into the box.
    void insert(GridBox& box, Dimension dimension, std::size_t index) const;

    /// Splits what any layer touches of @p area into disjoint boxes by the strictest access; the rest of it
    /// is open.
    [[nodiscard]] std::vector<AccessPiece> pieces(std::span<const Layered> layers, const GridBox& area) const;

private:
    template <typename Id>
    void list(Dimension dimension, const std::vector<Named<Id>>& named);
    template <typename Id>
    void fill(GridBox& box, Dimension dimension, const Selection<Id>& selection) const;
    [[nodiscard]] std::optional<std::size_t> indexIn(Dimension dimension, const QString& id) const;
    [[nodiscard]] std::size_t begin(std::size_t dimension) const { return m_offsets[dimension]; }
    [[nodiscard]] std::size_t end(std::size_t dimension) const { return m_offsets[dimension + 1]; }

    std::array<std::size_t, kDimensionCount> m_sizes{};
    std::array<QHash<QString, std::size_t>, kDimensionCount> m_indexes; ///< Of each id.
    std::array<std::size_t, kDimensionCount + 1>
        m_offsets{}; ///< First word of each dimension, and the total.
};

} // namespace keyturn::domain

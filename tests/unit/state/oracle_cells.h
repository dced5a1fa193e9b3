// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/access.h"
#include "models/domain/payload.h"

#include <cstdint>
#include <vector>

namespace keyturn::tests {

/// Cells of a small catalogue, one bit each.
using CellSet = std::uint64_t;

/// A layer as it weighs on the cells.
struct OracleLayer
{
    CellSet cells = 0;
    domain::Access access = domain::Access::Open;
};

/// Every cell of a catalogue of at most 64, looked at one by one: what the algebra over boxes is held to.
class OracleCells
{
public:
    explicit OracleCells(const domain::Catalogue& catalogue);

    [[nodiscard]] const std::vector<domain::Cell>& all() const { return m_cells; }
    [[nodiscard]] CellSet of(const domain::Box& box) const;
    [[nodiscard]] CellSet of(const domain::Scope& scope) const;
    /// Those that the restriction makes anything but open.
    [[nodiscard]] CellSet touched(const domain::Restriction& restriction) const;
    [[nodiscard]] static domain::Access accessOf(domain::RestrictionKind kind);
    /// Of every cell, the strictest of the layers over it.
    [[nodiscard]] std::vector<domain::Access> effective(const std::vector<OracleLayer>& layers) const;
    /// Per model what goes from open or suspended to what, models that stay as they are left out.
    [[nodiscard]] std::vector<domain::ModelEffect> effect(const std::vector<domain::Access>& before,
                                                          const std::vector<domain::Access>& after) const;
    /// Whether the box leaves out no region.
    [[nodiscard]] domain::Reach reach(const domain::Box& box) const;

private:
    domain::Catalogue m_catalogue;
    std::vector<domain::Cell> m_cells;
};

} // namespace keyturn::tests

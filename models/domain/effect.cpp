// SPDX-License-Identifier: GPL-3.0-or-later
// What a change does to each model, in cells.

#include "models/domain/access_sweep.h"
#include "models/domain/sheet.h"

#include <array>

namespace keyturn::domain {

namespace {

/// Cells of one model by access; open ones are those that no piece holds.
struct ModelCells
{
    std::array<std::uint64_t, 6> byAccess{};
    friend bool operator==(const ModelCells&, const ModelCells&) = default;

    [[nodiscard]] std::uint64_t suspended() const
    {
        return byAccess[static_cast<std::size_t>(Access::Suspended)];
    }
    [[nodiscard]] std::uint64_t open(std::uint64_t all) const
    {
        std::uint64_t rest = all;
        for (const std::uint64_t cells : byAccess)
            rest -= cells;
        return rest;
    }
};

/// Counts the restricted cells of each model.
class ModelCounter final : public SweepVisitor
{
public:
    ModelCounter(const Grid& grid, const Plane& plane, std::size_t modelCount)
        : m_grid(grid), m_plane(plane), models(modelCount)
    {
    }

    void narrowed(Dimension dimension, const GridBox& area) override
    {
        if (dimension != Dimension::Models)
            return;
        m_part.clear();
        for (std::size_t i = 0; i < models.size(); ++i) {
            if (m_grid.has(area, Dimension::Models, i))
                m_part.push_back(i);
        }
    }
    bool shifted(std::uint64_t places, const BitSet& bits, Access, Access after) override
    {
        // The models of a part are alike, so each has an equal share of its places.
        const std::uint64_t cellsOfEach = places / m_part.size() * m_plane.count(bits);
        for (const std::size_t model : m_part)
            models[model].byAccess[static_cast<std::size_t>(after)] += cellsOfEach;
        return true;
    }

private:
    const Grid& m_grid;
    const Plane& m_plane;
    std::vector<std::size_t> m_part; ///< Models of the area at hand.

public:
    std::vector<ModelCells> models;
};

std::vector<ModelCells> cellsByModel(const Grid& grid, std::span<const Layered> layers,
                                     const Catalogue& catalogue)
{
    AccessSweep sweep(grid, {}, layers);
    ModelCounter counter(grid, sweep.plane(), catalogue.models.size());
    sweep.run(counter);
    return std::move(counter.models);
}

} // namespace

std::vector<ModelEffect> effectOf(const ChangeProposed& proposal, std::span<const Layered> layers,
                                  const Catalogue& catalogue)
{
    std::vector<Layered> after;
    for (const Layered& layer : layers) {
        if (!proposal.reverts || layer.change != *proposal.reverts)
            after.push_back(layer);
    }
    if (proposal.restriction)
        after.push_back({ChangeId(), *proposal.restriction});
    return effectOf(layers, after, catalogue);
}

std::vector<ModelEffect> effectOf(std::span<const Layered> layersBefore, std::span<const Layered> layersAfter,
                                  const Catalogue& catalogue)
{
    const Grid grid(catalogue);
    const std::vector<ModelCells> before = cellsByModel(grid, layersBefore, catalogue);
    const std::vector<ModelCells> then = cellsByModel(grid, layersAfter, catalogue);
    const std::uint64_t cells = std::uint64_t{catalogue.channels.size()} * catalogue.regions.size() *
                                catalogue.tiers.size() * catalogue.capabilities.size();
    std::vector<ModelEffect> effect;
    for (std::size_t i = 0; i < catalogue.models.size(); ++i) {
        if (before[i] == then[i])
            continue;
        effect.push_back({catalogue.models[i].id, cells, before[i].open(cells), then[i].open(cells),
                          before[i].suspended(), then[i].suspended()});
    }
    return effect;
}

} // namespace keyturn::domain

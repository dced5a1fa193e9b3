// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/box_algebra.h"
#include "tests/support/test_registry.h"
#include "tests/unit/domain/domain_samples.h"

#include <set>

using namespace keyturn::domain;
using namespace keyturn::tests;

namespace {

using CellIndex = std::array<std::size_t, kDimensionCount>;

/// Every cell's indexes beside the cell, in the catalogue's order.
std::vector<std::pair<CellIndex, Cell>> indexedCells(const Catalogue& c)
{
    std::vector<std::pair<CellIndex, Cell>> cells;
    for (std::size_t m = 0; m < c.models.size(); ++m)
        for (std::size_t h = 0; h < c.channels.size(); ++h)
            for (std::size_t r = 0; r < c.regions.size(); ++r)
                for (std::size_t t = 0; t < c.tiers.size(); ++t)
                    for (std::size_t k = 0; k < c.capabilities.size(); ++k)
                        cells.push_back({{m, h, r, t, k},
                                         {c.models[m].id, c.channels[h].id, c.regions[r].id, c.tiers[t].id,
                                          c.capabilities[k].id}});
    return cells;
}

std::size_t boxesHolding(const Grid& grid, const std::vector<GridBox>& boxes, const CellIndex& cell)
{
    return static_cast<std::size_t>(
        std::count_if(boxes.begin(), boxes.end(), [&](const GridBox& box) { return grid.has(box, cell); }));
}

} // namespace

class TestBoxAlgebra : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void resolvesAScopeIntoDisjointBoxesOfJustItsCells();
    void takesABoxAwayExactly();
    void touchesJustTheCellsThatTheRestrictionChanges();
    void splitsAnAreaByTheStrictestAccess();
    void countsBeyondOneWordOfBits();
    void keepsNoEmptyBox();
};
KEYTURN_TEST(TestBoxAlgebra);

void TestBoxAlgebra::resolvesAScopeIntoDisjointBoxesOfJustItsCells()
{
    for (std::uint32_t seed = 0; seed < kSeeds; ++seed) {
        std::mt19937 random(seed);
        const Catalogue catalogue = randomCatalogue(random);
        const Scope scope = randomScope(random, catalogue);
        const Grid grid(catalogue);
        const auto boxes = grid.resolve(scope);
        for (const auto& [index, cell] : indexedCells(catalogue))
            QCOMPARE(boxesHolding(grid, boxes, index), std::size_t{scope.contains(cell) ? 1u : 0u});
    }
}

void TestBoxAlgebra::takesABoxAwayExactly()
{
    for (std::uint32_t seed = 0; seed < kSeeds; ++seed) {
        std::mt19937 random(seed);
        const Catalogue catalogue = randomCatalogue(random);
        const Box from = randomBox(random, catalogue);
        const Box taken = randomBox(random, catalogue);
        const Grid grid(catalogue);
        const auto rest = grid.without({grid.resolve(from)}, grid.resolve(taken));
        const GridBox both = grid.intersection(grid.resolve(from), grid.resolve(taken));
        std::uint64_t left = 0;
        for (const GridBox& box : rest)
            left += grid.count(box);
        QCOMPARE(left + grid.count(both), grid.count(grid.resolve(from)));
        QCOMPARE(grid.intersects(grid.resolve(from), grid.resolve(taken)), grid.count(both) > 0);
        for (const auto& [index, cell] : indexedCells(catalogue)) {
            const bool expected = from.contains(cell) && !taken.contains(cell);
            QCOMPARE(boxesHolding(grid, rest, index), std::size_t{expected ? 1u : 0u});
        }
    }
}

void TestBoxAlgebra::touchesJustTheCellsThatTheRestrictionChanges()
{
    for (std::uint32_t seed = 0; seed < kSeeds; ++seed) {
        std::mt19937 random(seed);
        const Catalogue catalogue = randomCatalogue(random);
        const Restriction restriction = randomRestriction(random, catalogue);
        const Grid grid(catalogue);
        const auto boxes = grid.touched(restriction);
        for (const auto& [index, cell] : indexedCells(catalogue)) {
            const bool touched = accessUnder(restriction, cell) != Access::Open;
            QCOMPARE(boxesHolding(grid, boxes, index), std::size_t{touched ? 1u : 0u});
        }
    }
}

void TestBoxAlgebra::splitsAnAreaByTheStrictestAccess()
{
    for (std::uint32_t seed = 0; seed < kSeeds; ++seed) {
        std::mt19937 random(seed);
        const Catalogue catalogue = randomCatalogue(random);
        const auto layers = randomLayers(random, catalogue, 5);
        const Box area = randomBox(random, catalogue);
        const Grid grid(catalogue);
        const auto pieces = grid.pieces(layers, grid.resolve(area));
        for (const auto& [index, cell] : indexedCells(catalogue)) {
            std::vector<Access> found;
            for (const AccessPiece& piece : pieces) {
                if (grid.has(piece.box, index))
                    found.push_back(piece.access);
            }
            const Access expected = area.contains(cell) ? effectiveAccess(layers, cell).access : Access::Open;
            if (expected == Access::Open)
                QVERIFY(found.empty());
            else
                QCOMPARE(found, std::vector<Access>{expected});
        }
    }
}

void TestBoxAlgebra::countsBeyondOneWordOfBits()
{
    const Catalogue catalogue = numberedCatalogue(200, 20, 60, 8, 12);
    const Grid grid(catalogue);
    QCOMPARE(grid.count(grid.resolve(Box())), std::uint64_t{200} * 20 * 60 * 8 * 12);
    Box box;
    box.models =
        Selection<ModelId>::of({catalogue.models[63].id, catalogue.models[64].id, catalogue.models[199].id});
    box.regions = Selection<RegionId>::of({catalogue.regions[59].id});
    const GridBox resolved = grid.resolve(box);
    QCOMPARE(grid.count(resolved), std::uint64_t{3} * 20 * 8 * 12);
    QVERIFY(grid.has(resolved, Dimension::Models, 64) && !grid.has(resolved, Dimension::Models, 65));
}

void TestBoxAlgebra::keepsNoEmptyBox()
{
    for (std::uint32_t seed = 0; seed < kSeeds; ++seed) {
        std::mt19937 random(seed);
        const Catalogue catalogue = randomCatalogue(random);
        const Grid grid(catalogue);
        for (const GridBox& box : grid.resolve(randomScope(random, catalogue)))
            QVERIFY(!grid.isEmpty(box) && grid.count(box) > 0);
    }
}

#include "test_box_algebra.moc"

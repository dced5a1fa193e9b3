// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/box_algebra.h"

#include "models/domain/change_order.h"

#include <algorithm>
#include <bit>

namespace keyturn::domain {

namespace {

constexpr std::size_t kBitsPerWord = 64;

std::size_t wordsFor(std::size_t bits)
{
    return (bits + kBitsPerWord - 1) / kBitsPerWord;
}

} // namespace

Grid::Grid(const Catalogue& catalogue)
{
    list(Dimension::Models, catalogue.models);
    list(Dimension::Channels, catalogue.channels);
    list(Dimension::Regions, catalogue.regions);
    list(Dimension::Tiers, catalogue.tiers);
    list(Dimension::Capabilities, catalogue.capabilities);
    for (std::size_t d = 0; d < kDimensionCount; ++d)
        m_offsets[d + 1] = m_offsets[d] + wordsFor(m_sizes[d]);
}

template <typename Id>
void Grid::list(Dimension dimension, const std::vector<Named<Id>>& named)
{
    const auto d = static_cast<std::size_t>(dimension);
    m_sizes[d] = named.size();
    m_indexes[d].reserve(static_cast<qsizetype>(named.size()));
    for (std::size_t i = 0; i < named.size(); ++i)
        m_indexes[d].insert(named[i].id.value(), i);
}

std::optional<std::size_t> Grid::indexIn(Dimension dimension, const QString& id) const
{
    const auto& indexes = m_indexes[static_cast<std::size_t>(dimension)];
    const auto found = indexes.constFind(id);
    return found == indexes.constEnd() ? std::nullopt : std::optional(*found);
}

template <typename Id>
void Grid::fill(GridBox& box, Dimension dimension, const Selection<Id>& selection) const
{
    if (selection.all) {
        for (std::size_t i = 0; i < size(dimension); ++i)
            insert(box, dimension, i);
        return;
    }
    for (const Id& id : selection.ids) {
        if (const auto index = indexIn(dimension, id.value()))
            insert(box, dimension, *index);
    }
}

GridBox Grid::resolve(const Box& box) const
{
    GridBox out;
    out.words.assign(m_offsets.back(), 0);
    fill(out, Dimension::Models, box.models);
    fill(out, Dimension::Channels, box.channels);
    fill(out, Dimension::Regions, box.regions);
    fill(out, Dimension::Tiers, box.tiers);
    fill(out, Dimension::Capabilities, box.capabilities);
    return out;
}

std::vector<GridBox> Grid::resolve(const Scope& scope) const
{
    std::vector<GridBox> boxes{resolve(scope.include)};
    if (isEmpty(boxes.front()))
        return {};
    for (const Box& exception : scope.except)
        boxes = without(std::move(boxes), resolve(exception));
    return boxes;
}

std::vector<GridBox> Grid::touched(const Restriction& restriction) const
{
    std::vector<GridBox> boxes = resolve(restriction.scope);
    if (restriction.measure.kind != RestrictionKind::LimitTiers)
        return boxes;
    Box allowed;
    // Not Selection::of: its ids may stand in any order here.
    allowed.tiers = Selection<TierId>::of(restriction.measure.allowedTiers);
    return without(std::move(boxes), resolve(allowed));
}

bool Grid::isEmpty(const GridBox& box) const
{
    for (std::size_t d = 0; d < kDimensionCount; ++d) {
        if (count(box, static_cast<Dimension>(d)) == 0)
            return true;
    }
    return false;
}

bool Grid::intersects(const GridBox& a, const GridBox& b) const
{
    for (std::size_t d = 0; d < kDimensionCount; ++d) {
        bool shared = false;
        for (std::size_t w = begin(d); w < end(d) && !shared; ++w)
            shared = (a.words[w] & b.words[w]) != 0;
        if (!shared)
            return false;
    }
    return true;
}

GridBox Grid::intersection(const GridBox& a, const GridBox& b) const
{
    GridBox out = a;
    for (std::size_t w = 0; w < out.words.size(); ++w)
        out.words[w] &= b.words[w];
    return out;
}

std::vector<GridBox> Grid::without(std::vector<GridBox> boxes, const GridBox& taken) const
{
    std::vector<GridBox> kept;
    kept.reserve(boxes.size());
    for (GridBox& box : boxes) {
        if (!intersects(box, taken)) {
            kept.push_back(std::move(box));
            continue;
        }
        // Dimension by dimension: what lies outside `taken` there is kept whole, and the rest goes on to be
        // cut in the next dimension. What is left at the end lies in `taken` in every dimension.
        for (std::size_t d = 0; d < kDimensionCount; ++d) {
            GridBox outside = box;
            bool any = false;
            for (std::size_t w = begin(d); w < end(d); ++w) {
                outside.words[w] &= ~taken.words[w];
                any = any || outside.words[w] != 0;
                box.words[w] &= taken.words[w];
            }
            if (any)
                kept.push_back(std::move(outside));
        }
    }
    return kept;
}

std::uint64_t Grid::count(const GridBox& box, Dimension dimension) const
{
    std::uint64_t bits = 0;
    const auto d = static_cast<std::size_t>(dimension);
    for (std::size_t w = begin(d); w < end(d); ++w)
        bits += static_cast<std::uint64_t>(std::popcount(box.words[w]));
    return bits;
}

std::uint64_t Grid::countShared(const GridBox& a, const GridBox& b, Dimension dimension) const
{
    std::uint64_t bits = 0;
    const auto d = static_cast<std::size_t>(dimension);
    for (std::size_t w = begin(d); w < end(d); ++w)
        bits += static_cast<std::uint64_t>(std::popcount(a.words[w] & b.words[w]));
    return bits;
}

void Grid::clear(GridBox& box, Dimension dimension) const
{
    const auto d = static_cast<std::size_t>(dimension);
    std::fill(box.words.begin() + static_cast<std::ptrdiff_t>(begin(d)),
              box.words.begin() + static_cast<std::ptrdiff_t>(end(d)), 0);
}

void Grid::insert(GridBox& box, Dimension dimension, std::size_t index) const
{
    box.words[begin(static_cast<std::size_t>(dimension)) + index / kBitsPerWord] |= std::uint64_t{1}
                                                                                    << (index % kBitsPerWord);
}

std::uint64_t Grid::count(const GridBox& box) const
{
    std::uint64_t cells = 1;
    for (std::size_t d = 0; d < kDimensionCount; ++d)
        cells *= count(box, static_cast<Dimension>(d));
    return cells;
}

bool Grid::has(const GridBox& box, Dimension dimension, std::size_t index) const
{
    const std::uint64_t word = box.words[begin(static_cast<std::size_t>(dimension)) + index / kBitsPerWord];
    return ((word >> (index % kBitsPerWord)) & 1) != 0;
}

bool Grid::has(const GridBox& box, const std::array<std::size_t, kDimensionCount>& cell) const
{
    for (std::size_t d = 0; d < kDimensionCount; ++d) {
        if (!has(box, static_cast<Dimension>(d), cell[d]))
            return false;
    }
    return true;
}

std::vector<AccessPiece> Grid::pieces(std::span<const Layered> layers, const GridBox& area) const
{
    std::vector<const Layered*> strictestFirst;
    for (const Layered& layer : layers)
        strictestFirst.push_back(&layer);
    std::sort(strictestFirst.begin(), strictestFirst.end(), [](const Layered* a, const Layered* b) {
        const Access left = accessOf(a->restriction.measure.kind);
        const Access right = accessOf(b->restriction.measure.kind);
        return left != right ? left > right : isEarlier(a->change, b->change);
    });
    std::vector<AccessPiece> out;
    // The layers' own boxes are taken away, not the pieces made of them: fewer and larger cuts, so fewer
    // pieces.
    std::vector<GridBox> decided;
    for (const Layered* layer : strictestFirst) {
        std::vector<GridBox> own;
        for (const GridBox& box : touched(layer->restriction)) {
            if (intersects(box, area))
                own.push_back(intersection(box, area));
        }
        std::vector<GridBox> rest = own;
        for (const GridBox& box : decided)
            rest = without(std::move(rest), box);
        for (GridBox& box : rest)
            out.push_back({std::move(box), accessOf(layer->restriction.measure.kind)});
        decided.insert(decided.end(), std::make_move_iterator(own.begin()),
                       std::make_move_iterator(own.end()));
    }
    return out;
}

} // namespace keyturn::domain

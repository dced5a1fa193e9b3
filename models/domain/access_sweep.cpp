// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/access_sweep.h"

#include "models/domain/change_order.h"

#include <algorithm>

namespace keyturn::domain {

namespace {

bool holdsLayer(std::span<const Layered> layers, const Layered& layer)
{
    return std::find(layers.begin(), layers.end(), layer) != layers.end();
}

} // namespace

AccessSweep::AccessSweep(const Grid& grid, std::span<const Layered> before, std::span<const Layered> after,
                         std::span<const GridBox> toldApart)
    : m_grid(grid), m_area(grid.resolve(Box()))
{
    std::vector<GridBox> boxes;
    for (const Layered& layer : before)
        add(layer, true, holdsLayer(after, layer), boxes);
    for (const Layered& layer : after) {
        if (!holdsLayer(before, layer))
            add(layer, false, true, boxes);
    }
    m_index.emplace(grid, boxes);
    std::vector<GridBox> drawn = boxes;
    drawn.insert(drawn.end(), toldApart.begin(), toldApart.end());
    m_plane.emplace(grid, drawn);
    m_differing = BitSet(m_parts.size());
    for (std::size_t p = 0; p < m_parts.size(); ++p) {
        m_parts[p].bits = m_plane->draw(boxes[p]);
        if (m_parts[p].isBefore != m_parts[p].isAfter)
            m_differing.insert(p);
    }
    for (std::size_t d = 0; d < m_levels.size(); ++d)
        m_levels[d].reaching.resize(grid.size(static_cast<Dimension>(d)), BitSet(m_parts.size()));
    m_before.fill(m_plane->nothing());
    m_after.fill(m_plane->nothing());
    m_touched = m_plane->nothing();
    m_shift = m_plane->nothing();
}

void AccessSweep::add(const Layered& layer, bool isBefore, bool isAfter, std::vector<GridBox>& boxes)
{
    for (GridBox& box : m_grid.touched(layer.restriction)) {
        m_parts.push_back({accessOf(layer.restriction.measure.kind), isBefore, isAfter, BitSet()});
        boxes.push_back(std::move(box));
    }
}

bool AccessSweep::run(SweepVisitor& visitor)
{
    BitSet all(m_parts.size());
    for (std::size_t p = 0; p < m_parts.size(); ++p)
        all.insert(p);
    return narrow(0, all, visitor);
}

bool AccessSweep::narrow(std::size_t dimension, const BitSet& reaching, SweepVisitor& visitor)
{
    if (dimension == m_levels.size())
        return compare(reaching, visitor);
    const auto here = static_cast<Dimension>(dimension);
    auto& [kept, order] = m_levels[dimension];
    order.clear();
    for (std::size_t i = 0; i < kept.size(); ++i) {
        kept[i].assignShared(reaching, m_index->holding(here, i));
        if (kept[i].intersects(m_differing))
            order.push_back(i);
    }
    std::sort(order.begin(), order.end(),
              [&kept = kept](std::size_t a, std::size_t b) { return kept[a] < kept[b]; });
    for (std::size_t first = 0; first < order.size();) {
        m_grid.clear(m_area, here);
        std::size_t next = first;
        for (; next < order.size() && kept[order[next]] == kept[order[first]]; ++next)
            m_grid.insert(m_area, here, order[next]);
        visitor.narrowed(here, m_area);
        if (!narrow(dimension + 1, kept[order[first]], visitor))
            return false;
        first = next;
    }
    return true;
}

bool AccessSweep::compare(const BitSet& reaching, SweepVisitor& visitor)
{
    for (std::size_t a = 0; a < kAccesses; ++a) {
        m_before[a].clear();
        m_after[a].clear();
    }
    m_touched.clear();
    reaching.forEach([&](std::size_t p) {
        const Part& part = m_parts[p];
        if (part.isBefore != part.isAfter)
            m_touched |= part.bits;
        const auto access = static_cast<std::size_t>(part.access);
        if (part.isBefore)
            m_before[access] |= part.bits;
        if (part.isAfter)
            m_after[access] |= part.bits;
    });
    settle(m_before);
    settle(m_after);
    std::uint64_t places = 1;
    for (std::size_t d = 0; d < m_levels.size(); ++d)
        places *= m_grid.count(m_area, static_cast<Dimension>(d));
    for (std::size_t b = 0; b < kAccesses; ++b) {
        if (m_before[b].isEmpty())
            continue;
        for (std::size_t a = 0; a < kAccesses; ++a) {
            if (a == b || !m_before[b].intersects(m_after[a]))
                continue;
            m_shift.assignShared(m_before[b], m_after[a]);
            if (!visitor.shifted(places, m_shift, static_cast<Access>(b), static_cast<Access>(a)))
                return false;
        }
    }
    return true;
}

/// Leaves to each access the cells that no stricter one has, and to open the rest; only of those that a
/// differing layer touches, because the others do not shift.
void AccessSweep::settle(ByAccess& cells) const
{
    // From the strictest down, `open` is what none has taken yet.
    BitSet& open = cells.front();
    open = m_touched;
    for (std::size_t a = kAccesses - 1; a > 0; --a) {
        cells[a] &= open;
        open -= cells[a];
    }
}

} // namespace keyturn::domain

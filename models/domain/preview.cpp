// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/preview.h"

#include "models/domain/access_sweep.h"
#include "models/domain/change_order.h"
#include "models/domain/leakage.h"

#include <algorithm>
#include <map>

namespace keyturn::domain {

namespace {

/// Counts the shifts, and what of them each dependent uses.
class ShiftCounter final : public SweepVisitor
{
public:
    ShiftCounter(const Grid& grid, const Plane& plane, const std::vector<GridBox>& uses)
        : m_grid(grid), m_plane(plane), m_uses(uses), m_shared(plane.nothing())
    {
        hits.resize(uses.size());
        for (const GridBox& box : uses)
            m_useBits.push_back(plane.draw(box));
        for (std::size_t d = 0; d < uses.size(); ++d)
            m_everybody.push_back({d, 1});
    }

    void narrowed(Dimension dimension, const GridBox& area) override
    {
        const auto d = static_cast<std::size_t>(dimension);
        const std::vector<User>& among = d == 0 ? m_everybody : m_users[d - 1];
        std::vector<User>& kept = m_users[d];
        kept.clear();
        for (const User& user : among) {
            if (const auto indexes = m_grid.countShared(m_uses[user.dependent], area, dimension); indexes > 0)
                kept.push_back({user.dependent, user.places * indexes});
        }
    }

    bool shifted(std::uint64_t places, const BitSet& bits, Access before, Access after) override
    {
        shifts[{before, after}] += places * m_plane.count(bits);
        if (after < before)
            return true;
        for (const User& user : m_users.back()) {
            m_shared.assignShared(bits, m_useBits[user.dependent]);
            const std::uint64_t combinations = m_plane.count(m_shared);
            if (combinations == 0)
                continue;
            DependentHit& hit = hits[user.dependent];
            hit.cells += user.places * combinations;
            hit.worst = std::max(hit.worst, after);
        }
        return true;
    }

    std::map<std::pair<Access, Access>, std::uint64_t> shifts;
    std::vector<DependentHit> hits; ///< For each dependent; without cells where it is not hit.

private:
    /// A dependent that uses something of the area at hand.
    struct User
    {
        std::size_t dependent = 0;
        std::uint64_t places = 0; ///< How much of the dimensions narrowed so far.
    };

    const Grid& m_grid;
    const Plane& m_plane;
    const std::vector<GridBox>& m_uses;
    std::vector<BitSet> m_useBits;
    std::vector<User> m_everybody;
    std::array<std::vector<User>, BoxIndex::kDimensions> m_users; ///< Left in each dimension.
    BitSet m_shared;
};

/// Ends the sweep at the first shift of a kind.
class ShiftFinder final : public SweepVisitor
{
public:
    enum class Wanted { Any, Looser };
    explicit ShiftFinder(Wanted wanted) : m_wanted(wanted) {}

    void narrowed(Dimension, const GridBox&) override {}
    bool shifted(std::uint64_t, const BitSet&, Access before, Access after) override
    {
        return m_wanted == Wanted::Looser && after > before;
    }

private:
    Wanted m_wanted;
};

bool hasShift(ShiftFinder::Wanted wanted, std::span<const Layered> before, std::span<const Layered> after,
              const Grid& grid)
{
    ShiftFinder finder(wanted);
    return !AccessSweep(grid, before, after).run(finder);
}

/// The dependents that are hit, in the order shown.
std::vector<DependentHit> inOrderShown(std::vector<DependentHit> hits, std::span<const Dependent> dependents)
{
    std::vector<std::size_t> order;
    for (std::size_t d = 0; d < hits.size(); ++d) {
        hits[d].id = dependents[d].id;
        if (hits[d].cells > 0)
            order.push_back(d);
    }
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        const bool aTested = dependents[a].fallback == Fallback::Tested;
        const bool bTested = dependents[b].fallback == Fallback::Tested;
        return aTested != bTested ? bTested : hits[a].cells > hits[b].cells;
    });
    std::vector<DependentHit> out;
    out.reserve(order.size());
    for (const std::size_t d : order)
        out.push_back(std::move(hits[d]));
    return out;
}

} // namespace

ChangePreview previewChange(std::span<const Layered> before, std::span<const Layered> after,
                            const std::optional<Restriction>& stops, const Catalogue& catalogue,
                            std::span<const Dependent> dependents)
{
    const Grid grid(catalogue);
    std::vector<GridBox> uses;
    uses.reserve(dependents.size());
    for (const Dependent& dependent : dependents)
        uses.push_back(grid.resolve(dependent.uses));
    AccessSweep sweep(grid, before, after, uses);
    ShiftCounter counter(grid, sweep.plane(), uses);
    sweep.run(counter);

    ChangePreview preview;
    for (const auto& [shift, cells] : counter.shifts)
        preview.shifts.push_back({shift.first, shift.second, cells});
    preview.dependents = inOrderShown(std::move(counter.hits), dependents);
    if (stops)
        preview.leaks = leaksOf(*stops, after, grid, catalogue);
    return preview;
}

std::vector<ChangeId> shadowedBy(std::span<const Layered> layers, const ChangeId& change,
                                 const Catalogue& catalogue)
{
    std::vector<Layered> others;
    const Layered* own = nullptr;
    for (const Layered& layer : layers) {
        if (layer.change == change)
            own = &layer;
        else
            others.push_back(layer);
    }
    const Grid grid(catalogue);
    if (!own || hasShift(ShiftFinder::Wanted::Any, others, layers, grid))
        return {};
    const auto touched = grid.touched(own->restriction);
    const auto touches = [&](const GridBox& box) {
        return std::any_of(touched.begin(), touched.end(),
                           [&](const GridBox& mine) { return grid.intersects(mine, box); });
    };
    std::vector<ChangeId> shadows;
    for (const Layered& other : others) {
        if (accessOf(other.restriction.measure.kind) < accessOf(own->restriction.measure.kind))
            continue;
        const auto boxes = grid.touched(other.restriction);
        if (std::any_of(boxes.begin(), boxes.end(), touches))
            shadows.push_back(other.change);
    }
    return inChangeOrder(std::move(shadows));
}

bool loosensAny(std::span<const Layered> before, std::span<const Layered> after, const Catalogue& catalogue)
{
    return hasShift(ShiftFinder::Wanted::Looser, before, after, Grid(catalogue));
}

} // namespace keyturn::domain

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/domain/preview_reference.h"

#include "models/domain/change_order.h"

#include <algorithm>
#include <map>

namespace keyturn::tests {

using namespace domain;

namespace {

using Layers = std::vector<Layered>;

Access accessIn(const Layers& layers, const Cell& cell)
{
    return effectiveAccess(layers, cell).access;
}

std::vector<AccessShift> literalShifts(const Layers& before, const Layers& after, const Catalogue& catalogue)
{
    std::map<std::pair<Access, Access>, std::uint64_t> counts;
    for (const Cell& cell : allCells(catalogue)) {
        const Access was = accessIn(before, cell);
        const Access is = accessIn(after, cell);
        if (was != is)
            ++counts[{was, is}];
    }
    std::vector<AccessShift> shifts;
    for (const auto& [shift, cells] : counts)
        shifts.push_back({shift.first, shift.second, cells});
    return shifts;
}

std::vector<DependentHit> literalHits(const Layers& before, const Layers& after, const Catalogue& catalogue,
                                      const std::vector<Dependent>& dependents)
{
    std::vector<DependentHit> tested;
    std::vector<DependentHit> untested;
    for (const Dependent& dependent : dependents) {
        DependentHit hit{dependent.id, 0, Access::Open};
        for (const Cell& cell : allCells(catalogue)) {
            const Access is = accessIn(after, cell);
            if (!dependent.uses.contains(cell) || is <= accessIn(before, cell))
                continue;
            ++hit.cells;
            hit.worst = std::max(hit.worst, is);
        }
        if (hit.cells > 0)
            (dependent.fallback == Fallback::Tested ? tested : untested).push_back(hit);
    }
    const auto more = [](const DependentHit& a, const DependentHit& b) { return a.cells > b.cells; };
    std::stable_sort(tested.begin(), tested.end(), more);
    std::stable_sort(untested.begin(), untested.end(), more);
    untested.insert(untested.end(), tested.begin(), tested.end());
    return untested;
}

const Route* nextOf(const Route& route, const Catalogue& catalogue)
{
    for (const Route& other : catalogue.routes) {
        if (route.failsOverTo == other.id)
            return &other;
    }
    return nullptr;
}

/// The routes from @p from to the one that fails over to @p to; empty where traffic never comes there.
std::vector<RouteId> chain(const Route& from, const Route& to, const Catalogue& catalogue)
{
    std::vector<RouteId> passed;
    // After as many steps as there are routes, it only goes round.
    for (const Route* at = &from; at && passed.size() < catalogue.routes.size();) {
        passed.push_back(at->id);
        at = nextOf(*at, catalogue);
        if (at == &to)
            return passed;
    }
    return {};
}

bool areSiblings(const ModelId& a, const ModelId& b, const Catalogue& catalogue)
{
    return std::any_of(catalogue.families.begin(), catalogue.families.end(), [&](const Family& family) {
        const auto has = [&](const ModelId& model) {
            return std::find(family.models.begin(), family.models.end(), model) != family.models.end();
        };
        return has(a) && has(b);
    });
}

bool standsOn(const Route& route, const Cell& cell)
{
    return route.model == cell.model && route.channel == cell.channel && route.region == cell.region;
}

/// Whether stopping @p stopped leaves @p route as a way round, of this kind.
bool applies(LeakKind kind, const Route& route, const Cell& stopped, const Restriction& stops,
             const Catalogue& catalogue)
{
    const bool sameModel = route.model == stopped.model;
    const bool sameChannel = route.channel == stopped.channel;
    const bool sameRegion = route.region == stopped.region;
    const auto anyRoute = [&](auto matches) {
        return std::any_of(catalogue.routes.begin(), catalogue.routes.end(),
                           [&](const Route& other) { return standsOn(other, stopped) && matches(other); });
    };
    switch (kind) {
    case LeakKind::Failover:
        return anyRoute([&](const Route& other) { return !chain(other, route, catalogue).empty(); });
    case LeakKind::Alias:
        return !route.alias.isEmpty() && anyRoute([&](const Route& other) {
            return other.alias == route.alias && other.id != route.id;
        });
    case LeakKind::Region:
        return sameModel && sameChannel && !sameRegion;
    case LeakKind::Channel:
        return sameModel && !sameChannel;
    case LeakKind::Sibling:
        return !sameModel && areSiblings(route.model, stopped.model, catalogue);
    case LeakKind::Capability:
        return !stops.scope.include.capabilities.all && !sameModel && sameChannel && sameRegion;
    }
    return false;
}

bool isOfSameUse(const Cell& a, const Cell& b)
{
    return a.tier == b.tier && a.capability == b.capability;
}

/// The shortest chain to @p route from one on which a cell like one of @p leaking is stopped, of equals the
/// first.
std::vector<RouteId> shortestChain(const Route& route, const std::vector<Cell>& leaking,
                                   const std::vector<Cell>& stopped, const Catalogue& catalogue)
{
    std::vector<RouteId> best;
    for (const Route& other : catalogue.routes) {
        const bool isStopped = std::any_of(stopped.begin(), stopped.end(), [&](const Cell& one) {
            return standsOn(other, one) && std::any_of(leaking.begin(), leaking.end(), [&](const Cell& cell) {
                       return isOfSameUse(one, cell);
                   });
        });
        const auto passed = chain(other, route, catalogue);
        if (isStopped && !passed.empty() && (best.empty() || passed.size() < best.size()))
            best = passed;
    }
    return best;
}

std::vector<Leak> literalLeaks(const Layers& after, const Restriction& stops, const Catalogue& catalogue)
{
    std::vector<Cell> stopped;
    for (const Cell& cell : allCells(catalogue)) {
        if (accessUnder(stops, cell) != Access::Open)
            stopped.push_back(cell);
    }
    std::vector<Leak> leaks;
    for (const Route& route : catalogue.routes) {
        std::map<LeakKind, std::vector<Cell>> found;
        std::uint64_t cells = 0;
        for (const Cell& cell : allCells(catalogue)) {
            const bool isMeant =
                stops.scope.include.contains(cell) && accessUnder(stops, cell) == Access::Open;
            if (!standsOn(route, cell) || accessIn(after, cell) >= accessOf(stops.measure.kind) || isMeant)
                continue;
            bool leaksHere = false;
            for (const LeakKind kind : {LeakKind::Failover, LeakKind::Alias, LeakKind::Region,
                                        LeakKind::Channel, LeakKind::Sibling, LeakKind::Capability}) {
                if (std::none_of(stopped.begin(), stopped.end(), [&](const Cell& one) {
                        return isOfSameUse(one, cell) && applies(kind, route, one, stops, catalogue);
                    }))
                    continue;
                found[kind].push_back(cell);
                leaksHere = true;
            }
            cells += leaksHere ? 1 : 0;
        }
        if (found.empty())
            continue;
        const auto& [kind, leaking] = *found.begin();
        Leak leak{kind, route.id, route.model, route.channel, route.region, route.alias, {}, cells};
        if (kind == LeakKind::Failover)
            leak.via = shortestChain(route, leaking, stopped, catalogue);
        leaks.push_back(leak);
    }
    std::stable_sort(leaks.begin(), leaks.end(),
                     [](const Leak& a, const Leak& b) { return a.kind < b.kind; });
    return leaks;
}

} // namespace

ChangePreview literalPreview(const Layers& before, const Layers& after,
                             const std::optional<Restriction>& stops, const Catalogue& catalogue,
                             const std::vector<Dependent>& dependents)
{
    ChangePreview preview;
    preview.shifts = literalShifts(before, after, catalogue);
    preview.dependents = literalHits(before, after, catalogue, dependents);
    if (stops)
        preview.leaks = literalLeaks(after, *stops, catalogue);
    return preview;
}

std::vector<ChangeId> literalShadows(const Layers& layers, const ChangeId& change, const Catalogue& catalogue)
{
    const auto own = std::find_if(layers.begin(), layers.end(),
                                  [&](const Layered& layer) { return layer.change == change; });
    if (own == layers.end())
        return {};
    std::vector<ChangeId> shadows;
    for (const Cell& cell : allCells(catalogue)) {
        const Access mine = accessUnder(own->restriction, cell);
        if (mine == Access::Open)
            continue;
        bool isCovered = false;
        for (const Layered& other : layers) {
            if (other.change == change || accessUnder(other.restriction, cell) < mine)
                continue;
            isCovered = true;
            shadows.push_back(other.change);
        }
        if (!isCovered)
            return {};
    }
    return inChangeOrder(shadows);
}

bool literallyLoosens(const Layers& before, const Layers& after, const Catalogue& catalogue)
{
    const auto cells = allCells(catalogue);
    return std::any_of(cells.begin(), cells.end(),
                       [&](const Cell& cell) { return accessIn(after, cell) < accessIn(before, cell); });
}

} // namespace keyturn::tests

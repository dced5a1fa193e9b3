// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/leakage.h"

#include "models/domain/box_index.h"
#include "models/domain/change_order.h"
#include "models/domain/failover_graph.h"

#include <QHash>

#include <algorithm>

namespace keyturn::domain {

namespace {

constexpr std::size_t kLeakKinds = static_cast<std::size_t>(LeakKind::Capability) + 1;

/// Where a route stands in the catalogue's lists.
struct Place
{
    std::size_t model = 0;
    std::size_t channel = 0;
    std::size_t region = 0;
};

/// The place of each route; nothing for one that names what the catalogue does not have.
std::vector<std::optional<Place>> routePlaces(const Grid& grid, const std::vector<Route>& routes)
{
    std::vector<std::optional<Place>> out;
    out.reserve(routes.size());
    for (const Route& route : routes) {
        const auto model = grid.indexOf(route.model);
        const auto channel = grid.indexOf(route.channel);
        const auto region = grid.indexOf(route.region);
        if (model && channel && region)
            out.emplace_back(Place{*model, *channel, *region});
        else
            out.emplace_back();
    }
    return out;
}

/// Boxes that are looked up by place, each with its tiers and capabilities.
struct DrawnBoxes
{
    DrawnBoxes(const Grid& grid, const Plane& plane, std::span<const GridBox> boxes)
        : index(grid, boxes), reaching(boxes.size())
    {
        for (const GridBox& box : boxes)
            bits.push_back(plane.draw(box));
    }
    /// Adds to @p out what the boxes that reach @p place have.
    void gather(const Place& place, BitSet& out)
    {
        index.holding(place.model, place.channel, place.region, reaching);
        reaching.forEach([&](std::size_t b) { out |= bits[b]; });
    }

    BoxIndex index;
    std::vector<BitSet> bits;
    BitSet reaching; ///< Kept, so that nothing is allocated for each place.
};

/// What the routes of one alias have together.
struct AliasBits
{
    BitSet once;  ///< At least one of them has it.
    BitSet twice; ///< At least two have.
};

class LeakSearch
{
public:
    LeakSearch(const Restriction& stops, std::span<const Layered> after, const Grid& grid,
               const Catalogue& catalogue)
        : m_grid(grid), m_catalogue(catalogue), m_stopsAllCapabilities(stops.scope.include.capabilities.all),
          m_included(grid.resolve(stops.scope.include)), m_stopped(grid.touched(stops)),
          m_strict(strictBoxes(stops, after)), m_plane(grid, everyBox()), m_failover(catalogue.routes)
    {
        for (const GridBox& box : m_stopped)
            m_stoppedBits.push_back(m_plane.draw(box));
    }

    std::vector<Leak> run()
    {
        if (m_stopped.empty())
            return {};
        readRoutes();
        readFamilies();
        const auto upstream = m_failover.gathered(m_stops);
        std::vector<Leak> leaks;
        for (std::size_t r = 0; r < m_places.size(); ++r) {
            if (m_leakable[r].isEmpty())
                continue;
            std::array<BitSet, kLeakKinds> found;
            found.fill(m_plane.nothing());
            at(found, LeakKind::Failover) |= upstream[r];
            gatherAlias(r, at(found, LeakKind::Alias));
            gatherBoxes(*m_places[r], found);
            report(r, found, upstream, leaks);
        }
        std::stable_sort(leaks.begin(), leaks.end(),
                         [](const Leak& a, const Leak& b) { return a.kind < b.kind; });
        return leaks;
    }

private:
    static BitSet& at(std::array<BitSet, kLeakKinds>& found, LeakKind kind)
    {
        return found[static_cast<std::size_t>(kind)];
    }

    /// The boxes in which access after is at least as strict as what @p stops gives.
    std::vector<GridBox> strictBoxes(const Restriction& stops, std::span<const Layered> after) const
    {
        std::vector<GridBox> out;
        for (const Layered& layer : after) {
            if (accessOf(layer.restriction.measure.kind) < accessOf(stops.measure.kind))
                continue;
            auto touched = m_grid.touched(layer.restriction);
            out.insert(out.end(), std::make_move_iterator(touched.begin()),
                       std::make_move_iterator(touched.end()));
        }
        return out;
    }

    std::vector<GridBox> everyBox() const
    {
        std::vector<GridBox> out = m_strict;
        out.insert(out.end(), m_stopped.begin(), m_stopped.end());
        out.push_back(m_included);
        return out;
    }

    /// Fills what is known of each route: where it stands, what is stopped on it, what could leak on it.
    void readRoutes()
    {
        m_places = routePlaces(m_grid, m_catalogue.routes);
        m_stops.assign(m_places.size(), m_plane.nothing());
        m_leakable.assign(m_places.size(), m_plane.nothing());
        DrawnBoxes stopped(m_grid, m_plane, m_stopped);
        DrawnBoxes strict(m_grid, m_plane, m_strict);
        DrawnBoxes included(m_grid, m_plane, {&m_included, 1});
        BitSet closed = m_plane.nothing();
        for (std::size_t r = 0; r < m_places.size(); ++r) {
            if (!m_places[r])
                continue;
            stopped.gather(*m_places[r], m_stops[r]);
            // Included and yet not stopped: let through on purpose.
            closed.clear();
            included.gather(*m_places[r], closed);
            closed -= m_stops[r];
            strict.gather(*m_places[r], closed);
            m_leakable[r] = m_plane.whole();
            m_leakable[r] -= closed;
            if (const QString& alias = m_catalogue.routes[r].alias; !alias.isEmpty())
                addToAlias(alias, m_stops[r]);
        }
    }

    void addToAlias(const QString& alias, const BitSet& bits)
    {
        auto known = m_aliases.find(alias);
        if (known == m_aliases.end())
            known = m_aliases.insert(alias, {m_plane.nothing(), m_plane.nothing()});
        BitSet again = bits;
        again &= known->once;
        known->twice |= again;
        known->once |= bits;
    }

    /// What other routes of the same alias have: everything, but for what only this one has.
    void gatherAlias(std::size_t route, BitSet& out) const
    {
        const auto known = m_aliases.constFind(m_catalogue.routes[route].alias);
        if (known == m_aliases.constEnd())
            return;
        out |= known->once;
        out -= m_stops[route];
        out |= known->twice;
    }

    /// Finds of each model its family, and of each family and stopped box how many models they share.
    void readFamilies()
    {
        m_familyOf.assign(m_catalogue.models.size(), {});
        for (std::size_t f = 0; f < m_catalogue.families.size(); ++f) {
            std::vector<std::uint64_t> shared(m_stopped.size());
            for (const ModelId& model : m_catalogue.families[f].models) {
                const auto place = m_grid.indexOf(model);
                if (!place)
                    continue;
                m_familyOf[*place] = f;
                for (std::size_t b = 0; b < m_stopped.size(); ++b)
                    shared[b] += m_grid.has(m_stopped[b], Dimension::Models, *place) ? 1 : 0;
            }
            m_familyShares.push_back(std::move(shared));
        }
    }

    /// Adds what is stopped in other regions, on other channels, of siblings and of other models.
    void gatherBoxes(const Place& place, std::array<BitSet, kLeakKinds>& found) const
    {
        for (std::size_t b = 0; b < m_stopped.size(); ++b) {
            const GridBox& box = m_stopped[b];
            const bool hasModel = m_grid.has(box, Dimension::Models, place.model);
            const bool hasChannel = m_grid.has(box, Dimension::Channels, place.channel);
            const bool hasRegion = m_grid.has(box, Dimension::Regions, place.region);
            const auto hasOther = [&](Dimension dimension, bool hasThis) {
                return m_grid.count(box, dimension) > (hasThis ? 1u : 0u);
            };
            const auto& family = m_familyOf[place.model];
            if (hasModel && hasChannel && hasOther(Dimension::Regions, hasRegion))
                at(found, LeakKind::Region) |= m_stoppedBits[b];
            if (hasModel && hasOther(Dimension::Channels, hasChannel))
                at(found, LeakKind::Channel) |= m_stoppedBits[b];
            if (family && m_familyShares[*family][b] > (hasModel ? 1u : 0u))
                at(found, LeakKind::Sibling) |= m_stoppedBits[b];
            if (!m_stopsAllCapabilities && hasChannel && hasRegion && hasOther(Dimension::Models, hasModel))
                at(found, LeakKind::Capability) |= m_stoppedBits[b];
        }
    }

    /// Adds the route's leak, if it has one.
    void report(std::size_t route, std::array<BitSet, kLeakKinds>& found, const std::vector<BitSet>& upstream,
                std::vector<Leak>& leaks) const
    {
        std::optional<LeakKind> first;
        BitSet all = m_plane.nothing();
        for (std::size_t kind = 0; kind < kLeakKinds; ++kind) {
            found[kind] &= m_leakable[route];
            if (!first && !found[kind].isEmpty())
                first = static_cast<LeakKind>(kind);
            all |= found[kind];
        }
        if (!first)
            return;
        const Route& leaking = m_catalogue.routes[route];
        Leak leak{*first,        leaking.id, leaking.model,     leaking.channel, leaking.region,
                  leaking.alias, {},         m_plane.count(all)};
        if (*first == LeakKind::Failover) {
            for (const std::size_t r :
                 m_failover.chainTo(route, at(found, LeakKind::Failover), m_stops, upstream, kMaximumVia))
                leak.via.push_back(m_catalogue.routes[r].id);
        }
        leaks.push_back(std::move(leak));
    }

    const Grid& m_grid;
    const Catalogue& m_catalogue;
    const bool m_stopsAllCapabilities;
    const GridBox m_included;             ///< What the restriction names, with its exceptions.
    const std::vector<GridBox> m_stopped; ///< What it touches, disjoint.
    const std::vector<GridBox> m_strict;
    const Plane m_plane;
    const FailoverGraph m_failover;
    std::vector<BitSet> m_stoppedBits;
    std::vector<std::optional<Place>> m_places; ///< This and the next two for each route.
    std::vector<BitSet> m_stops;
    std::vector<BitSet> m_leakable;
    QHash<QString, AliasBits> m_aliases;
    std::vector<std::optional<std::size_t>> m_familyOf;     ///< For each model.
    std::vector<std::vector<std::uint64_t>> m_familyShares; ///< For each family, for each stopped box.
};

} // namespace

std::vector<Leak> leaksOf(const Restriction& stops, std::span<const Layered> after, const Grid& grid,
                          const Catalogue& catalogue)
{
    return LeakSearch(stops, after, grid, catalogue).run();
}

} // namespace keyturn::domain

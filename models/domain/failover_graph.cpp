// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/failover_graph.h"

#include <QHash>

#include <algorithm>
#include <unordered_set>

namespace keyturn::domain {

FailoverGraph::FailoverGraph(const std::vector<Route>& routes)
    : m_next(routes.size()), m_previous(routes.size())
{
    QHash<RouteId, std::size_t> places;
    places.reserve(static_cast<qsizetype>(routes.size()));
    for (std::size_t r = 0; r < routes.size(); ++r)
        places.insert(routes[r].id, r);
    for (std::size_t r = 0; r < routes.size(); ++r) {
        if (!routes[r].failsOverTo)
            continue;
        if (const auto next = places.constFind(*routes[r].failsOverTo); next != places.constEnd()) {
            m_next[r] = *next;
            m_previous[*next].push_back(r);
        }
    }
}

std::vector<BitSet> FailoverGraph::gathered(const std::vector<BitSet>& own) const
{
    std::vector<BitSet> out(own);
    std::vector<std::size_t> awaited(m_next.size());
    std::vector<std::size_t> ready;
    for (std::size_t r = 0; r < m_next.size(); ++r) {
        out[r].clear();
        awaited[r] = m_previous[r].size();
        if (awaited[r] == 0)
            ready.push_back(r);
    }
    const auto passOn = [&](std::size_t from, BitSet& to) {
        to |= out[from];
        to |= own[from];
    };
    for (std::size_t done = 0; done < ready.size(); ++done) {
        const auto next = m_next[ready[done]];
        if (!next)
            continue;
        passOn(ready[done], out[*next]);
        if (--awaited[*next] == 0)
            ready.push_back(*next);
    }
    // Those that still await one stand in circles, where each comes before all others and before itself.
    for (std::size_t start = 0; start < m_next.size(); ++start) {
        if (awaited[start] == 0)
            continue;
        BitSet all = out[start];
        std::vector<std::size_t> circle;
        for (std::size_t r = start; awaited[r] != 0; r = *m_next[r]) {
            passOn(r, all);
            circle.push_back(r);
            awaited[r] = 0;
        }
        for (const std::size_t r : circle)
            out[r] = all;
    }
    return out;
}

std::vector<std::size_t> FailoverGraph::chainTo(std::size_t route, const BitSet& wanted,
                                                const std::vector<BitSet>& own,
                                                const std::vector<BitSet>& gathered,
                                                std::size_t maximum) const
{
    std::unordered_set<std::size_t> seen;
    std::vector<std::size_t> ring{route}; // all at the same distance
    for (std::size_t steps = 1; steps <= maximum && !ring.empty(); ++steps) {
        std::vector<std::size_t> farther;
        std::optional<std::size_t> found;
        for (const std::size_t to : ring) {
            for (const std::size_t from : m_previous[to]) {
                if (!seen.insert(from).second)
                    continue;
                if (own[from].intersects(wanted))
                    found = std::min(from, found.value_or(from));
                else if (gathered[from].intersects(wanted))
                    farther.push_back(from);
            }
        }
        if (found) {
            std::vector<std::size_t> chain{*found};
            for (std::size_t r = *m_next[*found]; r != route; r = *m_next[r])
                chain.push_back(r);
            return chain;
        }
        ring = std::move(farther);
    }
    return {};
}

} // namespace keyturn::domain

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/bit_set.h"
#include "models/domain/catalogue.h"

#include <optional>
#include <vector>

namespace keyturn::domain {

/// Where traffic goes when a route does not serve it, over any number of steps. Routes are told by their
/// place in the catalogue. A route fails over to one other at most, but several may fail over to the same,
/// and they may do so in a circle.
class FailoverGraph
{
public:
    explicit FailoverGraph(const std::vector<Route>& routes);

    /// For each route, what all routes that fail over to it in one or more steps have together; @p own is
    /// what each has.
    [[nodiscard]] std::vector<BitSet> gathered(const std::vector<BitSet>& own) const;

    /// The places from the route nearest to @p route, of those that fail over to it, that has any of
    /// @p wanted itself, to the last before @p route; of routes equally near the first. None when that would
    /// be more than @p maximum: as a route has one way on only, that also bounds the work for all routes to
    /// @p maximum steps for each. @p own and @p gathered as above.
    [[nodiscard]] std::vector<std::size_t> chainTo(std::size_t route, const BitSet& wanted,
                                                   const std::vector<BitSet>& own,
                                                   const std::vector<BitSet>& gathered,
                                                   std::size_t maximum) const;

private:
    std::vector<std::optional<std::size_t>> m_next;
    std::vector<std::vector<std::size_t>> m_previous; ///< In order.
};

} // namespace keyturn::domain

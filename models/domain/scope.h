// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/catalogue.h"
#include "models/domain/domain_error.h"
#include "models/domain/words.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace keyturn::domain {

/// What is taken along one dimension: everything, also what the catalogue gains later, or the listed ids.
template <typename Id>
struct Selection
{
    bool all = true;
    std::vector<Id> ids; ///< Sorted, unique; empty when all.
    friend bool operator==(const Selection&, const Selection&) = default;

    [[nodiscard]] static Selection everything() { return {}; }
    [[nodiscard]] static Selection of(std::vector<Id> listed)
    {
        std::sort(listed.begin(), listed.end());
        listed.erase(std::unique(listed.begin(), listed.end()), listed.end());
        return {false, std::move(listed)};
    }
    [[nodiscard]] bool contains(const Id& id) const
    {
        return all || std::binary_search(ids.begin(), ids.end(), id);
    }
};

/// One combination of model, channel, region, tier and capability: the smallest thing access is decided for.
struct Cell
{
    ModelId model;
    ChannelId channel;
    RegionId region;
    TierId tier;
    CapabilityId capability;
    friend bool operator==(const Cell&, const Cell&) = default;
};

/// A product of selections: every cell whose five parts are all selected.
struct Box
{
    Selection<ModelId> models;
    Selection<ChannelId> channels;
    Selection<RegionId> regions;
    Selection<TierId> tiers;
    Selection<CapabilityId> capabilities;
    friend bool operator==(const Box&, const Box&) = default;

    [[nodiscard]] bool contains(const Cell& cell) const;
};

/// A set of cells: a box without the boxes excepted from it.
struct Scope
{
    Box include;
    std::vector<Box> except;
    friend bool operator==(const Scope&, const Scope&) = default;

    [[nodiscard]] bool contains(const Cell& cell) const;
};

/// Bounds the work that a hand-made scope can cause; nobody could read more on a sheet.
inline constexpr std::size_t kMaximumExceptions = 32;

/// Worldwide when no region of the catalogue is left out by the included box (exceptions do not make it
/// regional, so that an exception can never lower the signatures needed).
[[nodiscard]] Reach reachOf(const Scope& scope, const Catalogue& catalogue);

/// Every id listed exists in the catalogue and no dimension is empty. @return BadScope, UnknownModel,
/// UnknownName.
[[nodiscard]] base::Result<void> checkScope(const Scope& scope, const Catalogue& catalogue);

/// How many cells of the catalogue the scope holds, by algebra over disjoint boxes (no enumeration).
[[nodiscard]] std::uint64_t cellCount(const Scope& scope, const Catalogue& catalogue);

/// Every cell of the catalogue, in the catalogue's order: for small catalogues and tests.
[[nodiscard]] std::vector<Cell> allCells(const Catalogue& catalogue);

/// Reads an exception as the command line writes it: "regions=EU,UK;tiers=research" (keys models, channels,
/// regions, tiers, capabilities). @return BadScope.
[[nodiscard]] base::Result<Box> boxFromText(QStringView text);
/// The reverse of boxFromText; "everything" for a box that selects all.
[[nodiscard]] QString toText(const Box& box);

} // namespace keyturn::domain

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/scope.h"

#include <optional>
#include <span>
#include <vector>

namespace keyturn::domain {

/// What a restriction does, apart from where.
struct Measure
{
    RestrictionKind kind = RestrictionKind::Suspend;
    std::vector<TierId> allowedTiers; ///< limit-tiers: who keeps access; the scope's tiers stay "all".
    std::optional<std::int64_t> requestsPerMinute; ///< rate-limit.
    QString safeguard;               ///< require-safeguard, enhance-logging: what is required, in words.
    std::optional<ModelId> fallback; ///< reroute: where to; for other kinds: what users are pointed to.
    friend bool operator==(const Measure&, const Measure&) = default;
};

/// One layer over a scope (domain.md, "Restriction").
struct Restriction
{
    Measure measure;
    Scope scope;
    friend bool operator==(const Restriction&, const Restriction&) = default;
};

/// A restriction that an authorised change put in force.
struct Layered
{
    ChangeId change;
    Restriction restriction;
    friend bool operator==(const Layered&, const Layered&) = default;
};

/// What @p restriction alone makes of @p cell: Open where it does not touch it.
[[nodiscard]] Access accessUnder(const Restriction& restriction, const Cell& cell);

/// Effective access of a cell, and the layers that touch it in order of change id.
struct EffectiveAccess
{
    Access access = Access::Open;
    std::vector<ChangeId> layers;
    friend bool operator==(const EffectiveAccess&, const EffectiveAccess&) = default;
};

/// The strictest of the layers that touch the cell. Their order does not matter.
[[nodiscard]] EffectiveAccess effectiveAccess(std::span<const Layered> layers, const Cell& cell);

/// Effective access over an area of the catalogue.
struct AreaAccess
{
    std::uint64_t cells = 0;     ///< Cells of the area.
    std::uint64_t open = 0;      ///< Of them, without any restriction.
    std::uint64_t suspended = 0; ///< Of them, suspended.
    Access loosest = Access::Open;
    Access strictest = Access::Open;
    std::vector<ChangeId> layers; ///< Layers that touch any cell of it, in order of change id.
    friend bool operator==(const AreaAccess&, const AreaAccess&) = default;
};

/// Counts over the cells of @p area that the catalogue has.
[[nodiscard]] AreaAccess areaAccess(std::span<const Layered> layers, const Box& area,
                                    const Catalogue& catalogue);

/// One word for an area: "open", "suspended", the one access all cells share, or "limited" when they differ.
[[nodiscard]] QString areaWord(const AreaAccess& area);

/// The state of a model as leadership reads it: suspended (all of it), limited (some of it, or under a
/// measure), under review (an open proposal names it), available.
[[nodiscard]] ModelStatus modelStatus(const AreaAccess& modelArea, bool hasOpenProposal);

/// Canonical bytes of the layers in force, ordered by change id: what "hash of the effective access state" is
/// over.
[[nodiscard]] QByteArray accessStateBytes(std::span<const Layered> layers);

} // namespace keyturn::domain

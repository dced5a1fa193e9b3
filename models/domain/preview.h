// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/access.h"
#include "models/domain/dependent.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace keyturn::domain {

/// How many cells go from one access to another.
struct AccessShift
{
    Access before = Access::Open;
    Access after = Access::Open; ///< Another than before.
    std::uint64_t cells = 0;
    friend bool operator==(const AccessShift&, const AccessShift&) = default;
};

/// A dependent that a change takes something from.
struct DependentHit
{
    DependentId id;
    std::uint64_t cells = 0;     ///< Cells it uses whose access gets stricter.
    Access worst = Access::Open; ///< The strictest access after the change among them.
    friend bool operator==(const DependentHit&, const DependentHit&) = default;
};

/// A route that would still serve what a change means to stop. It is told under one kind, though several may
/// apply.
struct Leak
{
    LeakKind kind = LeakKind::Failover;
    RouteId route;
    ModelId model;
    ChannelId channel;
    RegionId region;
    QString alias; ///< The route's own; may be empty.
    /// Failover: the routes traffic comes along, from the stopped one to the one that fails over to `route`;
    /// of several chains the shortest, of equally short ones that of the first route. Empty when it is of
    /// more than kMaximumVia routes.
    std::vector<RouteId> via;
    std::uint64_t cells = 0; ///< Combinations of tier and capability that it would serve.
    friend bool operator==(const Leak&, const Leak&) = default;
};
inline constexpr std::size_t kMaximumVia = 64;

/// What a change would do (domain.md, "Effect preview").
struct ChangePreview
{
    std::vector<AccessShift> shifts; ///< By access before, then after.
    std::vector<DependentHit>
        dependents;          ///< Those without a tested fallback first; then the most cells first.
    std::vector<Leak> leaks; ///< By kind, then in the catalogue's order of routes.
    friend bool operator==(const ChangePreview&, const ChangePreview&) = default;
};

/// What happens when the layers @p before become the layers @p after. @p stops is the restriction that a
/// tightening change adds, and is among the layers after; nothing for a lift, which has no leaks.
///
/// Dependents are hit when a cell they use gets stricter; they are told in the order of ChangePreview, and
/// those alike in that order of the register.
///
/// Leaks: a cell (m, c, r, t, k) of model, channel, region, tier and capability is *stopped* when @p stops
/// alone touches it, and L is the access that @p stops gives. A route q of the catalogue, on (m', c', r'),
/// leaks at (t, k) when the access after of (m', c', r', t, k) is looser than L and there is a stopped cell
/// (m, c, r, t, k), of the same t and k, to which one of these applies:
/// - Failover: a route on (m, c, r) reaches q over one or more `failsOverTo`;
/// - Alias: another route, on (m, c, r), has the same alias as q, and it is not empty;
/// - Region: m' = m, c' = c and r' != r;
/// - Channel: m' = m and c' != c;
/// - Sibling: m' != m is in the same family as m;
/// - Capability: `stops` does not select all capabilities, and m' != m, c' = c and r' = r.
/// What the change itself lets through is meant, and no leak: q does not leak at a cell that `stops` includes
/// but does not touch, because it is excepted or of an allowed tier.
///
/// No cell is looked at by itself: see access_sweep.h and leakage.h.
[[nodiscard]] ChangePreview previewChange(std::span<const Layered> before, std::span<const Layered> after,
                                          const std::optional<Restriction>& stops, const Catalogue& catalogue,
                                          std::span<const Dependent> dependents);

/// The other layers because of which @p change, one of @p layers, changes no cell while they stand, in order
/// of change id: those at least as strict that touch a cell it touches. Empty when it does change some, and
/// when it touches none.
[[nodiscard]] std::vector<ChangeId> shadowedBy(std::span<const Layered> layers, const ChangeId& change,
                                               const Catalogue& catalogue);

/// Whether any cell is looser under the layers @p after than under the layers @p before.
[[nodiscard]] bool loosensAny(std::span<const Layered> before, std::span<const Layered> after,
                              const Catalogue& catalogue);
/// Whether no cell is.
[[nodiscard]] inline bool tightensOnly(std::span<const Layered> before, std::span<const Layered> after,
                                       const Catalogue& catalogue)
{
    return !loosensAny(before, after, catalogue);
}

} // namespace keyturn::domain

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/access.h"

#include "models/domain/box_algebra.h"
#include "models/domain/change_order.h"
#include "models/domain/statement_codec.h"

#include <algorithm>

namespace keyturn::domain {

bool isEarlier(const ChangeId& a, const ChangeId& b)
{
    // Numbers have no leading zeros, so the shorter is the smaller.
    if (a.value().size() != b.value().size())
        return a.value().size() < b.value().size();
    return a < b;
}

std::vector<ChangeId> inChangeOrder(std::vector<ChangeId> changes)
{
    std::sort(changes.begin(), changes.end(), isEarlier);
    changes.erase(std::unique(changes.begin(), changes.end()), changes.end());
    return changes;
}

Access accessOf(RestrictionKind kind)
{
    switch (kind) {
    case RestrictionKind::Suspend:
    case RestrictionKind::LimitTiers:
    case RestrictionKind::DisableCapability:
        return Access::Suspended;
    case RestrictionKind::RateLimit:
        return Access::RateLimited;
    case RestrictionKind::RequireSafeguard:
        return Access::Safeguarded;
    case RestrictionKind::Reroute:
        return Access::Rerouted;
    case RestrictionKind::EnhanceLogging:
        return Access::Logged;
    }
    return Access::Suspended;
}

Access accessUnder(const Restriction& restriction, const Cell& cell)
{
    if (!restriction.scope.contains(cell))
        return Access::Open;
    if (restriction.measure.kind == RestrictionKind::LimitTiers) {
        const auto& allowed = restriction.measure.allowedTiers;
        if (std::find(allowed.begin(), allowed.end(), cell.tier) != allowed.end())
            return Access::Open;
    }
    return accessOf(restriction.measure.kind);
}

EffectiveAccess effectiveAccess(std::span<const Layered> layers, const Cell& cell)
{
    EffectiveAccess out;
    for (const Layered& layer : layers) {
        const Access access = accessUnder(layer.restriction, cell);
        if (access == Access::Open)
            continue;
        out.access = std::max(out.access, access);
        out.layers.push_back(layer.change);
    }
    out.layers = inChangeOrder(std::move(out.layers));
    return out;
}

AreaAccess areaAccess(std::span<const Layered> layers, const Box& area, const Catalogue& catalogue)
{
    const Grid grid(catalogue);
    const GridBox whole = grid.resolve(area);
    AreaAccess out;
    out.cells = grid.count(whole);
    if (out.cells == 0)
        return out;
    std::uint64_t touched = 0;
    Access loosestTouched = Access::Suspended;
    for (const AccessPiece& piece : grid.pieces(layers, whole)) {
        const std::uint64_t cells = grid.count(piece.box);
        touched += cells;
        if (piece.access == Access::Suspended)
            out.suspended += cells;
        out.strictest = std::max(out.strictest, piece.access);
        loosestTouched = std::min(loosestTouched, piece.access);
    }
    out.open = out.cells - touched;
    out.loosest = out.open > 0 ? Access::Open : loosestTouched;
    for (const Layered& layer : layers) {
        const auto boxes = grid.touched(layer.restriction);
        if (std::any_of(boxes.begin(), boxes.end(),
                        [&](const GridBox& box) { return grid.intersects(box, whole); }))
            out.layers.push_back(layer.change);
    }
    out.layers = inChangeOrder(std::move(out.layers));
    return out;
}

QString areaWord(const AreaAccess& area)
{
    return area.loosest == area.strictest ? toWord(area.strictest) : QStringLiteral("limited");
}

ModelStatus modelStatus(const AreaAccess& modelArea, bool hasOpenProposal)
{
    if (modelArea.cells > 0 && modelArea.suspended == modelArea.cells)
        return ModelStatus::Suspended;
    if (modelArea.open != modelArea.cells)
        return ModelStatus::Limited;
    return hasOpenProposal ? ModelStatus::UnderReview : ModelStatus::Available;
}

QByteArray accessStateBytes(std::span<const Layered> layers)
{
    std::vector<const Layered*> ordered;
    for (const Layered& layer : layers)
        ordered.push_back(&layer);
    std::sort(ordered.begin(), ordered.end(),
              [](const Layered* a, const Layered* b) { return isEarlier(a->change, b->change); });
    base::JsonArray rows;
    for (const Layered* layer : ordered)
        rows.push_back(base::JsonObject{{QStringLiteral("change"), layer->change.value()},
                                        {QStringLiteral("restriction"), toJson(layer->restriction)}});
    return base::toJsonBytes(rows);
}

} // namespace keyturn::domain

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/state/oracle_cells.h"

#include <algorithm>

namespace keyturn::tests {

using domain::Access;

namespace {

template <typename Id>
bool takes(const domain::Selection<Id>& selection, const Id& id)
{
    return selection.all || std::find(selection.ids.begin(), selection.ids.end(), id) != selection.ids.end();
}

bool takes(const domain::Box& box, const domain::Cell& cell)
{
    return takes(box.models, cell.model) && takes(box.channels, cell.channel) &&
           takes(box.regions, cell.region) && takes(box.tiers, cell.tier) &&
           takes(box.capabilities, cell.capability);
}

} // namespace

OracleCells::OracleCells(const domain::Catalogue& catalogue) : m_catalogue(catalogue)
{
    for (const auto& model : catalogue.models) {
        for (const auto& channel : catalogue.channels) {
            for (const auto& region : catalogue.regions) {
                for (const auto& tier : catalogue.tiers) {
                    for (const auto& capability : catalogue.capabilities)
                        m_cells.push_back({model.id, channel.id, region.id, tier.id, capability.id});
                }
            }
        }
    }
    if (m_cells.size() > 64)
        qFatal("the catalogue is too large for a set of bits");
}

CellSet OracleCells::of(const domain::Box& box) const
{
    CellSet cells = 0;
    for (std::size_t i = 0; i < m_cells.size(); ++i) {
        if (takes(box, m_cells[i]))
            cells |= CellSet{1} << i;
    }
    return cells;
}

CellSet OracleCells::of(const domain::Scope& scope) const
{
    CellSet cells = of(scope.include);
    for (const domain::Box& box : scope.except)
        cells &= ~of(box);
    return cells;
}

CellSet OracleCells::touched(const domain::Restriction& restriction) const
{
    CellSet cells = of(restriction.scope);
    if (restriction.measure.kind != domain::RestrictionKind::LimitTiers)
        return cells;
    const auto& allowed = restriction.measure.allowedTiers;
    for (std::size_t i = 0; i < m_cells.size(); ++i) {
        if (std::find(allowed.begin(), allowed.end(), m_cells[i].tier) != allowed.end())
            cells &= ~(CellSet{1} << i);
    }
    return cells;
}

Access OracleCells::accessOf(domain::RestrictionKind kind)
{
    using enum domain::RestrictionKind;
    switch (kind) {
    case EnhanceLogging:
        return Access::Logged;
    case RequireSafeguard:
        return Access::Safeguarded;
    case RateLimit:
        return Access::RateLimited;
    case Reroute:
        return Access::Rerouted;
    case Suspend:
    case LimitTiers:
    case DisableCapability:
        break;
    }
    return Access::Suspended;
}

std::vector<Access> OracleCells::effective(const std::vector<OracleLayer>& layers) const
{
    std::vector<Access> access(m_cells.size(), Access::Open);
    for (const OracleLayer& layer : layers) {
        for (std::size_t i = 0; i < m_cells.size(); ++i) {
            if ((layer.cells >> i & 1) != 0)
                access[i] = std::max(access[i], layer.access);
        }
    }
    return access;
}

std::vector<domain::ModelEffect> OracleCells::effect(const std::vector<Access>& before,
                                                     const std::vector<Access>& after) const
{
    std::vector<domain::ModelEffect> effects;
    for (const auto& model : m_catalogue.models) {
        domain::ModelEffect effect;
        effect.model = model.id;
        std::vector<Access> was;
        std::vector<Access> will;
        for (std::size_t i = 0; i < m_cells.size(); ++i) {
            if (m_cells[i].model != model.id)
                continue;
            was.push_back(before[i]);
            will.push_back(after[i]);
            ++effect.cells;
            effect.openBefore += before[i] == Access::Open ? 1 : 0;
            effect.openAfter += after[i] == Access::Open ? 1 : 0;
            effect.suspendedBefore += before[i] == Access::Suspended ? 1 : 0;
            effect.suspendedAfter += after[i] == Access::Suspended ? 1 : 0;
        }
        // As many of each as before is no effect that this tells of.
        std::sort(was.begin(), was.end());
        std::sort(will.begin(), will.end());
        if (was != will)
            effects.push_back(effect);
    }
    return effects;
}

domain::Reach OracleCells::reach(const domain::Box& box) const
{
    for (const auto& region : m_catalogue.regions) {
        if (!takes(box.regions, region.id))
            return domain::Reach::Regional;
    }
    return domain::Reach::Worldwide;
}

} // namespace keyturn::tests

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/state/proposal_terms.h"

#include <set>

namespace keyturn::state {

namespace {

/// The ids that a proposal mentions, one set a dimension.
class Mentioned
{
public:
    explicit Mentioned(const domain::ChangeProposed& proposal)
    {
        for (const auto* restriction : {&proposal.restriction, &proposal.reverted}) {
            if (restriction->has_value())
                add(**restriction);
        }
        for (const domain::ModelEffect& effect : proposal.effect)
            m_models.insert(effect.model);
        if (proposal.part)
            add(*proposal.part);
        if (!proposal.preview)
            return;
        for (const domain::Leak& leak : proposal.preview->leakLines) {
            m_models.insert(leak.model);
            m_channels.insert(leak.channel);
            m_regions.insert(leak.region);
        }
    }

    [[nodiscard]] domain::Catalogue of(const domain::Catalogue& catalogue) const
    {
        return {only(catalogue.models, m_models),
                only(catalogue.channels, m_channels),
                only(catalogue.regions, m_regions),
                only(catalogue.tiers, m_tiers),
                only(catalogue.capabilities, m_capabilities),
                {},
                {}};
    }

private:
    void add(const domain::Restriction& restriction)
    {
        add(restriction.scope.include);
        for (const domain::Box& box : restriction.scope.except)
            add(box);
        m_tiers.insert(restriction.measure.allowedTiers.begin(), restriction.measure.allowedTiers.end());
        if (restriction.measure.fallback)
            m_models.insert(*restriction.measure.fallback);
    }
    void add(const domain::Box& box)
    {
        m_models.insert(box.models.ids.begin(), box.models.ids.end());
        m_channels.insert(box.channels.ids.begin(), box.channels.ids.end());
        m_regions.insert(box.regions.ids.begin(), box.regions.ids.end());
        m_tiers.insert(box.tiers.ids.begin(), box.tiers.ids.end());
        m_capabilities.insert(box.capabilities.ids.begin(), box.capabilities.ids.end());
    }
    template <typename Id>
    static std::vector<domain::Named<Id>> only(const std::vector<domain::Named<Id>>& all,
                                               const std::set<Id>& wanted)
    {
        std::vector<domain::Named<Id>> out;
        for (const domain::Named<Id>& named : all) {
            if (wanted.contains(named.id))
                out.push_back(named);
        }
        return out;
    }

    std::set<domain::ModelId> m_models;
    std::set<domain::ChannelId> m_channels;
    std::set<domain::RegionId> m_regions;
    std::set<domain::TierId> m_tiers;
    std::set<domain::CapabilityId> m_capabilities;
};

} // namespace

domain::Governed governedAs(const domain::ChangeProposed& change, const domain::Catalogue& catalogue)
{
    if (!change.isOfAccess())
        return {.act = domain::Governed::Act::Charter};
    if (!change.restriction)
        return {.act = domain::Governed::Act::Revert};
    return {domain::Governed::Act::Restrict, change.restriction->measure.kind,
            domain::reachOf(change.restriction->scope, catalogue)};
}

domain::Catalogue namesFor(const domain::ChangeProposed& proposal, const domain::Catalogue& catalogue)
{
    return Mentioned(proposal).of(catalogue);
}

} // namespace keyturn::state

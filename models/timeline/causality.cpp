// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/causality.h"

#include "models/timeline/time_axis.h"

#include <algorithm>
#include <tuple>

namespace keyturn::timeline {

std::uint32_t CausalGraph::add(CausalNode node)
{
    const auto [place, isNew] = m_indexOf.emplace(node.name, static_cast<std::uint32_t>(m_nodes.size()));
    if (isNew) {
        m_nodes.push_back(std::move(node));
        m_causes.emplace_back();
        m_effects.emplace_back();
    }
    return place->second;
}

void CausalGraph::link(const ItemName& cause, const ItemName& effect)
{
    const auto from = find(cause);
    const auto to = find(effect);
    if (!from || !to || *from == *to)
        return;
    auto& effects = m_effects[*from];
    if (std::find(effects.begin(), effects.end(), *to) != effects.end())
        return;
    effects.push_back(*to);
    m_causes[*to].push_back(*from);
}

std::optional<std::uint32_t> CausalGraph::find(const ItemName& name) const
{
    const auto found = m_indexOf.find(name);
    return found == m_indexOf.end() ? std::nullopt : std::optional(found->second);
}

std::vector<CausalStep> CausalGraph::reach(const ItemName& name, const Neighbours& next) const
{
    const auto start = find(name);
    if (!start)
        return {};
    std::vector<CausalStep> steps{{*start, 0}};
    std::vector<bool> isSeen(m_nodes.size(), false);
    isSeen[*start] = true;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const CausalStep step = steps[i];
        for (const std::uint32_t neighbour : next[step.node]) {
            if (isSeen[neighbour])
                continue;
            isSeen[neighbour] = true;
            steps.push_back({neighbour, step.depth + 1});
        }
    }
    steps.erase(steps.begin());
    std::sort(steps.begin(), steps.end(), [this](const CausalStep& a, const CausalStep& b) {
        const base::UtcTime atA = m_nodes[a.node].at.value_or(kLatestTime);
        const base::UtcTime atB = m_nodes[b.node].at.value_or(kLatestTime);
        return std::tie(a.depth, atA, a.node) < std::tie(b.depth, atB, b.node);
    });
    return steps;
}

std::vector<CausalStep> CausalGraph::whyOf(const ItemName& name) const
{
    return reach(name, m_causes);
}

std::vector<CausalStep> CausalGraph::whatCameOf(const ItemName& name) const
{
    return reach(name, m_effects);
}

std::vector<CausalLink> CausalGraph::linksTo(const ItemName& name) const
{
    std::vector<CausalLink> links;
    const auto add = [&](std::uint32_t effect) {
        for (const std::uint32_t cause : m_causes[effect])
            links.push_back({cause, effect});
    };
    if (const auto start = find(name)) {
        add(*start);
        for (const CausalStep& step : whyOf(name))
            add(step.node);
    }
    return links;
}

std::vector<CausalLink> CausalGraph::linksFrom(const ItemName& name) const
{
    std::vector<CausalLink> links;
    const auto add = [&](std::uint32_t cause) {
        for (const std::uint32_t effect : m_effects[cause])
            links.push_back({cause, effect});
    };
    if (const auto start = find(name)) {
        add(*start);
        for (const CausalStep& step : whatCameOf(name))
            add(step.node);
    }
    return links;
}

} // namespace keyturn::timeline

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/time.h"
#include "models/timeline/item_name.h"

#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

namespace keyturn::timeline {

/// Something that led to something, or came of it.
struct CausalNode
{
    ItemName name;
    QString kind;  ///< "Signal", "Decision": for people.
    QString title; ///< One line; empty for events, whose text stays in its block.
    std::optional<base::UtcTime> at;
    friend bool operator==(const CausalNode&, const CausalNode&) = default;
};

/// One thing led to another; both are indexes of nodes.
struct CausalLink
{
    std::uint32_t cause = 0;
    std::uint32_t effect = 0;
    friend bool operator==(const CausalLink&, const CausalLink&) = default;
};

/// A thing on the way back from, or on from, another.
struct CausalStep
{
    std::uint32_t node = 0;
    std::uint32_t depth = 1; ///< Links to go at the least; 1: directly.
    friend bool operator==(const CausalStep&, const CausalStep&) = default;
};

/// What led to what, as the ledger states it: signals to escalations, requests and proposals, those to
/// signatures, decisions and what lifts them. Nothing is inferred from times.
class CausalGraph
{
public:
    /// Adds a thing; one of a name that is there already stays as it is. @return its index.
    std::uint32_t add(CausalNode node);
    /// States that @p cause led to @p effect. What is not there, the same link twice and a thing that led to
    /// itself are passed over.
    void link(const ItemName& cause, const ItemName& effect);

    [[nodiscard]] std::span<const CausalNode> nodes() const { return m_nodes; }
    [[nodiscard]] const CausalNode& node(std::uint32_t index) const { return m_nodes[index]; }
    [[nodiscard]] std::optional<std::uint32_t> find(const ItemName& name) const;

    /// Everything that led to @p name: by depth, then time, then in the order added. Empty for what is not
    /// there.
    [[nodiscard]] std::vector<CausalStep> whyOf(const ItemName& name) const;
    /// Everything that came of it, in the same order.
    [[nodiscard]] std::vector<CausalStep> whatCameOf(const ItemName& name) const;

    /// Links that lead to @p name, over however many others, nearest first.
    [[nodiscard]] std::vector<CausalLink> linksTo(const ItemName& name) const;
    /// Links that lead on from it.
    [[nodiscard]] std::vector<CausalLink> linksFrom(const ItemName& name) const;

private:
    using Neighbours = std::vector<std::vector<std::uint32_t>>;
    [[nodiscard]] std::vector<CausalStep> reach(const ItemName& name, const Neighbours& next) const;

    std::vector<CausalNode> m_nodes;
    Neighbours m_causes;  ///< By node.
    Neighbours m_effects; ///< By node.
    std::unordered_map<ItemName, std::uint32_t, ItemNameHash> m_indexOf;
};

} // namespace keyturn::timeline

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/ids.h"
#include "models/domain/words.h"

#include <optional>
#include <span>
#include <vector>

namespace keyturn::domain {

/// Someone whose approval stands.
struct QuorumSigner
{
    MemberId member;
    std::vector<Role> roles;
    std::optional<Role> only; ///< The slot the member chose to sign as, where they did.
};

/// Which slot is filled by whom.
struct SlotFilling
{
    Role role = Role::Executive;
    std::optional<MemberId> filledBy;
    friend bool operator==(const SlotFilling&, const SlotFilling&) = default;
};

/// The outcome of matching people to slots.
struct Quorum
{
    bool satisfied = false;
    std::vector<SlotFilling> filling; ///< In the rule's order.
    /// Roles of the unfilled slots, in the rule's order.
    [[nodiscard]] std::vector<Role> missing() const;
};

/// A maximum bipartite matching of people to slots (augmenting paths), deterministic: signers in the order
/// given. Each person is counted once. Satisfied when every slot is filled and, of those who fill them, at
/// least one is not
/// @p proposer. With a single slot the proposer does not count at all.
[[nodiscard]] Quorum matchQuorum(std::span<const Role> slotRoles, std::span<const QuorumSigner> signers,
                                 const MemberId& proposer);

/// True when adding @p candidate fills a slot that stays empty without them.
[[nodiscard]] bool wouldFillSlot(std::span<const Role> slotRoles, std::span<const QuorumSigner> signers,
                                 const QuorumSigner& candidate, const MemberId& proposer);

} // namespace keyturn::domain

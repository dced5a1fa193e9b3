// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/state/snapshot.h"

#include <vector>

namespace keyturn::state {

/// The rule that the standing charter has for @p proposal, or null.
[[nodiscard]] const domain::Rule* ruleStanding(const Snapshot& snapshot, const ProposalState& proposal);

/// All rules that hold for @p proposal now: that of the charter it was made under and that of the standing
/// one, and, where it lets something through again, those for lifting.
[[nodiscard]] std::vector<const domain::Rule*> rulesOver(const Snapshot& snapshot,
                                                         const ProposalState& proposal);

/// Whether @p approval still counts towards @p proposal at @p now: young enough for @p rule and for all
/// rulesOver() it, neither disputed nor made with a key that the proposal itself revokes, and not of whoever
/// broke the glass.
[[nodiscard]] bool counts(const Snapshot& snapshot, const ProposalState& proposal,
                          const ApprovalState& approval, const domain::Rule* rule, base::UtcTime now);

/// One threshold that a proposal has to meet: slots, and those whose approval counts towards them, in ledger
/// order.
struct Threshold
{
    std::vector<domain::Role> slotRoles;
    std::vector<domain::QuorumSigner> signers;
    bool ofNext = false; ///< To be met by the people of the charter that is proposed.
};

/// All thresholds of @p proposal at @p now, each as proposed and, after it, as the standing charter has it
/// where that differs: all must be met, so the stricter holds. A proposal that no rule covers any more has a
/// threshold that nobody can meet.
[[nodiscard]] std::vector<Threshold> thresholdsOf(const Snapshot& snapshot, const ProposalState& proposal,
                                                  base::UtcTime now);

/// Whether an approval by @p member, as @p slot where given, fills a slot of any threshold that is empty
/// without it.
/// @p proposer counts as whoever proposed: pass nobody to ask what would be if somebody else had.
/// @param key the key that signs, where it is known: one that only the next charter names counts for that
/// alone.
[[nodiscard]] bool wouldCount(const Snapshot& snapshot, const ProposalState& proposal,
                              const domain::Member& member, const std::optional<domain::Role>& slot,
                              base::UtcTime now, const domain::MemberId& proposer,
                              const std::optional<base::Digest>& key = std::nullopt);

/// The member as whom @p key may approve @p proposal without being in the standing charter: one of the
/// charter that it proposes. Null for other proposals.
[[nodiscard]] const domain::Member* newMemberOf(const ProposalState& proposal, const base::Digest& key);

} // namespace keyturn::state

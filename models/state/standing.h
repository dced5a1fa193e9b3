// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/state/snapshot.h"

namespace keyturn::state {

/// The rule that the standing charter has for @p proposal, or null.
[[nodiscard]] const domain::Rule* ruleStanding(const Snapshot& snapshot, const ProposalState& proposal);

/// Whether @p approval is still young enough for @p rule at @p now.
[[nodiscard]] bool counts(const ApprovalState& approval, const domain::Rule* rule, base::UtcTime now);

/// Those whose approval of @p proposal counts at @p now, in ledger order.
[[nodiscard]] std::vector<domain::QuorumSigner> signersStanding(const Snapshot& snapshot,
                                                                const ProposalState& proposal,
                                                                const domain::Rule* rule, base::UtcTime now);

} // namespace keyturn::state

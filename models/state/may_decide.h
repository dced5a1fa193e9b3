// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"
#include "models/state/snapshot.h"

// Whether somebody may decide, asked before anything is drafted: the judgement of check() over a decision
// that was drafted on the state as it stands, so that a button and an append cannot differ.

namespace keyturn::state {

/// Whether @p member could approve @p proposal at @p at. @return what judge() would say of the approval.
[[nodiscard]] base::Result<void> mayApprove(const Snapshot& snapshot, const ProposalState& proposal,
                                            const domain::MemberId& member, base::UtcTime at);
/// Whether @p member could refuse it. @return what judge() would say of the refusal.
[[nodiscard]] base::Result<void> mayRefuse(const Snapshot& snapshot, const ProposalState& proposal,
                                           const domain::MemberId& member, base::UtcTime at);
/// Whether @p member could withdraw it. @return what judge() would say of the withdrawal.
[[nodiscard]] base::Result<void> mayWithdraw(const Snapshot& snapshot, const ProposalState& proposal,
                                             const domain::MemberId& member, base::UtcTime at);

} // namespace keyturn::state

// SPDX-License-Identifier: GPL-3.0-or-later
// The whole preview of a proposal, worked out off the interface thread.
#include "models/domain/domain_error.h"
#include "models/service/session.h"
#include "models/service/session_worker.h"
#include "models/state/proposal_terms.h"

namespace keyturn::service {

namespace {

/// The state that @p proposal was laid out on: what stands now as long as access is still the same, else
/// what was known right before it.
base::Result<state::SnapshotPointer> stateBefore(Workspace& workspace, const state::SnapshotPointer& shown,
                                                 const state::ProposalState& proposal)
{
    const bool isStill =
        !proposal.breakGlass && proposal.accessState == shown->accessStateFor(proposal.facts);
    if (isStill || proposal.origin.seq == 0)
        return shown;
    const state::EntryLine& before = shown->entries[static_cast<qsizetype>(proposal.origin.seq) - 1];
    return workspace.asKnownAt(before.time);
}

} // namespace

QFuture<base::Result<ShownPreview>> Session::preview(const domain::ProposalId& proposal)
{
    return onWorker([proposal, shown = m_shown](Worker& worker) -> base::Result<ShownPreview> {
        const state::ProposalState* found = shown->proposal(proposal);
        if (!found)
            return base::fail(domain::DomainError::UnknownProposal, proposal.value());
        KEYTURN_TRY_LET(before, stateBefore(*worker.workspace, shown, *found));
        return ShownPreview{state::previewOf(*before, found->facts, found->origin.recordedAt),
                            before->catalogue, before->dependents};
    });
}

} // namespace keyturn::service

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/proposal_draft.h"

#include "models/domain/sheet.h"
#include "models/state/proposal_terms.h"

namespace keyturn::service {

namespace {

base::Result<const state::ProposalState*> find(const state::Snapshot& snapshot, const domain::ProposalId& id)
{
    if (const state::ProposalState* proposal = snapshot.proposal(id))
        return proposal;
    return base::fail(domain::DomainError::UnknownProposal, id.value());
}

} // namespace

base::Result<domain::ChangeProposed> draftProposal(const state::Snapshot& snapshot, base::UtcTime now,
                                                   const domain::MemberId& proposer,
                                                   const ChangeRequest& request, domain::Urgency urgency)
{
    const domain::Member* member = snapshot.charter.member(proposer);
    if (!member)
        return base::fail(domain::DomainError::UnknownMember, proposer.value());
    domain::ChangeProposed wanted;
    wanted.restriction = request.restriction;
    wanted.supersedes = request.supersedes;
    wanted.reverts = request.reverts;
    wanted.part = request.part;
    wanted.charter = request.charter;
    wanted.proofs = request.proofs;
    wanted.ratifiesEntries = request.ratifiesEntries;
    wanted.abandons = request.abandons;
    wanted.incident = request.incident;
    wanted.rationale = request.rationale;
    wanted.signalRecords = request.signalRecords;
    wanted.requests = request.requests;
    wanted.evidence = request.evidence;
    wanted.effectiveAt = request.effectiveAt;
    wanted.reviewBy = request.reviewBy;
    if (snapshot.catalogue.isEmpty() && wanted.isOfAccess())
        return base::fail(ServiceError::NoCatalogue);
    if (wanted.restriction)
        KEYTURN_TRY(domain::checkScope(wanted.restriction->scope, snapshot.catalogue));
    KEYTURN_TRY_LET(proposal, state::completed(snapshot, *member, std::move(wanted), now, urgency));
    KEYTURN_TRY(domain::checkProposal(proposal));
    return proposal;
}

base::Result<domain::ProposalApproved> draftApproval(const state::Snapshot& snapshot,
                                                     const domain::ProposalId& id,
                                                     const std::optional<domain::Role>& slot)
{
    KEYTURN_TRY_LET(proposal, find(snapshot, id));
    return domain::ProposalApproved{proposal->id, proposal->entryLeaf, proposal->sheetSha256, slot};
}

base::Result<domain::ProposalRefused> draftRefusal(const state::Snapshot& snapshot,
                                                   const domain::ProposalId& id, const QString& reason)
{
    KEYTURN_TRY_LET(proposal, find(snapshot, id));
    return domain::ProposalRefused{proposal->id, proposal->entryLeaf, proposal->sheetSha256, reason};
}

base::Result<domain::ProposalWithdrawn> draftWithdrawal(const state::Snapshot& snapshot,
                                                        const domain::ProposalId& id, const QString& reason)
{
    KEYTURN_TRY_LET(proposal, find(snapshot, id));
    return domain::ProposalWithdrawn{proposal->id, proposal->entryLeaf, reason};
}

} // namespace keyturn::service

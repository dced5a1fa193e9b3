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
                                                   const ChangeRequest& request)
{
    if (snapshot.catalogue.isEmpty())
        return base::fail(ServiceError::NoCatalogue);
    const domain::Member* member = snapshot.charter.member(proposer);
    if (!member)
        return base::fail(domain::DomainError::UnknownMember, proposer.value());
    domain::ChangeProposed proposal;
    proposal.restriction = request.restriction;
    proposal.reverts = request.reverts;
    if (request.reverts) {
        const state::ChangeState* change = snapshot.change(*request.reverts);
        if (!change)
            return base::fail(domain::DomainError::UnknownChange, request.reverts->value());
        if (change->status != domain::ChangeStatus::InForce)
            return base::fail(domain::DomainError::ChangeNotInForce, change->id.value());
        proposal.reverted = change->restriction;
    }
    proposal.incident = request.incident;
    if (request.incident) {
        const state::IncidentState* incident = snapshot.incident(*request.incident);
        if (!incident)
            return base::fail(domain::DomainError::UnknownIncident, request.incident->value());
        proposal.incidentTitle = incident->facts.title;
        proposal.rehearsal = incident->facts.rehearsal;
    }
    proposal.rationale = request.rationale;
    proposal.signalRecords = request.signalRecords;
    proposal.requests = request.requests;
    proposal.evidence = request.evidence;
    proposal.effectiveAt = request.effectiveAt;
    proposal.reviewBy = request.reviewBy;
    proposal.organisation = snapshot.charter.organisation;
    proposal.demo = snapshot.charter.demo;
    proposal.proposerName = member->display();
    KEYTURN_TRY(domain::checkProposal(proposal));
    if (proposal.restriction)
        KEYTURN_TRY(domain::checkScope(proposal.restriction->scope, snapshot.catalogue));
    const domain::Governed governed = state::governedAs(proposal, snapshot.catalogue);
    const domain::Rule* rule = snapshot.charter.ruleFor(governed);
    if (!rule)
        return base::fail(domain::DomainError::NoRuleCovers, domain::toText(governed));
    proposal.rule = rule->id;
    proposal.ruleTitle = rule->title;
    proposal.slotRoles = rule->slotRoles;
    proposal.expiresAt = now.plusUs(rule->proposalValidMinutes * base::kUsPerMinute);
    proposal.effect = domain::effectOf(proposal, snapshot.layersInForce(), snapshot.catalogue);
    proposal.names = state::namesFor(proposal, snapshot.catalogue);
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

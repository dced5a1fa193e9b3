// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/proposal_draft.h"

#include "models/domain/sheet.h"

#include <algorithm>

namespace keyturn::service {

namespace {

template <typename Id>
void keepNamed(std::vector<domain::Named<Id>>& names,
               const std::vector<const domain::Selection<Id>*>& selections, const std::vector<Id>& extra = {})
{
    std::erase_if(names, [&](const domain::Named<Id>& named) {
        const bool listed = std::any_of(selections.begin(), selections.end(), [&](const auto* selection) {
            return !selection->all && selection->contains(named.id);
        });
        return !listed && std::find(extra.begin(), extra.end(), named.id) == extra.end();
    });
}

/// Of the catalogue, the names that the sheet will need and no more: those that scope, tiers, fallback and
/// effect list.
domain::Catalogue namesFor(const domain::AccessChangeProposed& proposal, domain::Catalogue names)
{
    names.routes.clear();
    std::vector<const domain::Box*> boxes;
    std::vector<domain::ModelId> models;
    std::vector<domain::TierId> tiers;
    for (const auto* restriction : {&proposal.restriction, &proposal.reverted}) {
        if (!restriction->has_value())
            continue;
        boxes.push_back(&(*restriction)->scope.include);
        for (const domain::Box& box : (*restriction)->scope.except)
            boxes.push_back(&box);
        const domain::Measure& measure = (*restriction)->measure;
        tiers.insert(tiers.end(), measure.allowedTiers.begin(), measure.allowedTiers.end());
        if (measure.fallback)
            models.push_back(*measure.fallback);
    }
    for (const domain::ModelEffect& effect : proposal.effect)
        models.push_back(effect.model);
    const auto along = [&](auto member) {
        std::vector<decltype(&(boxes.front()->*member))> selections;
        for (const domain::Box* box : boxes)
            selections.push_back(&(box->*member));
        return selections;
    };
    keepNamed(names.models, along(&domain::Box::models), models);
    keepNamed(names.channels, along(&domain::Box::channels));
    keepNamed(names.regions, along(&domain::Box::regions));
    keepNamed(names.tiers, along(&domain::Box::tiers), tiers);
    keepNamed(names.capabilities, along(&domain::Box::capabilities));
    return names;
}

base::Result<const state::ProposalState*> find(const state::Snapshot& snapshot, const domain::ProposalId& id)
{
    if (const state::ProposalState* proposal = snapshot.proposal(id))
        return proposal;
    return base::fail(domain::DomainError::UnknownProposal, id.value());
}

} // namespace

domain::Governed governedAs(const domain::AccessChangeProposed& change, const domain::Catalogue& catalogue)
{
    if (!change.restriction)
        return {domain::Governed::Act::Revert, {}, {}};
    return {domain::Governed::Act::Restrict, change.restriction->measure.kind,
            domain::reachOf(change.restriction->scope, catalogue)};
}

base::Result<domain::AccessChangeProposed> draftProposal(const state::Snapshot& snapshot, base::UtcTime now,
                                                         const domain::MemberId& proposer,
                                                         const ChangeRequest& request)
{
    if (snapshot.catalogue.isEmpty())
        return base::fail(ServiceError::NoCatalogue);
    const domain::Member* member = snapshot.charter.member(proposer);
    if (!member)
        return base::fail(domain::DomainError::UnknownMember, proposer.value());
    domain::AccessChangeProposed proposal;
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
    const domain::Governed governed = governedAs(proposal, snapshot.catalogue);
    const domain::Rule* rule = snapshot.charter.ruleFor(governed);
    if (!rule)
        return base::fail(domain::DomainError::NoRuleCovers, domain::toText(governed));
    proposal.rule = rule->id;
    proposal.ruleTitle = rule->title;
    proposal.slotRoles = rule->slotRoles;
    proposal.expiresAt = now.plusUs(rule->proposalValidMinutes * base::kUsPerMinute);
    proposal.effect = domain::effectOf(proposal, snapshot.layersInForce(), snapshot.catalogue);
    proposal.names = namesFor(proposal, snapshot.catalogue);
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

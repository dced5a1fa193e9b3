// SPDX-License-Identifier: GPL-3.0-or-later
// Approvals, refusals, withdrawals, and what an authorised proposal does.

#include "models/crypto/digest_functions.h"
#include "models/domain/reason.h"
#include "models/state/fold_rules.h"
#include "models/state/standing.h"

#include <algorithm>

namespace keyturn::state {

using domain::DomainError;
using domain::MemberId;

namespace {

/// The proposal that is decided on, if it is open at this time. @return UnknownProposal, ProposalExpired,
/// ProposalNotOpen.
base::Result<const ProposalState*> openProposal(const Case& judged, const domain::ProposalId& id)
{
    const ProposalState* proposal = judged.snapshot.proposal(id);
    if (!proposal)
        return base::fail(DomainError::UnknownProposal, id.value());
    const domain::ProposalStatus status = judged.snapshot.statusOf(*proposal, judged.at);
    if (status == domain::ProposalStatus::Expired)
        return base::fail(DomainError::ProposalExpired, id.value(),
                          base::toDisplay(proposal->facts.expiresAt));
    if (status != domain::ProposalStatus::Open)
        return base::fail(DomainError::ProposalNotOpen, id.value(), domain::toWord(status));
    return proposal;
}

/// The signer was shown this proposal and no other. @return SheetDiffers.
base::Result<void> checkShown(const Case& judged, const ProposalState& proposal, const base::Digest& entry,
                              const base::Digest& sheet)
{
    if (entry != proposal.entryLeaf || sheet != proposal.sheetSha256 ||
        !isAbout(judged, "sheet.txt", proposal.sheetSha256))
        return base::fail(DomainError::SheetDiffers, proposal.id.value());
    return {};
}

bool hasRefused(const ProposalState& proposal, const MemberId& member)
{
    return std::any_of(proposal.refusals.begin(), proposal.refusals.end(),
                       [&](const RefusalState& refusal) { return refusal.origin.member == member; });
}

bool holdsOneOf(const domain::Member& member, const std::vector<domain::Role>& roles)
{
    return std::any_of(roles.begin(), roles.end(), [&](domain::Role role) { return member.has(role); });
}

/// Whether the approval fills a slot that is empty without it. @return NoSlotForRoles, ProposerAlone.
base::Result<void> checkFillsSlot(const Case& judged, const ProposalState& proposal,
                                  const std::optional<domain::Role>& slot)
{
    const domain::Rule* standing = ruleStanding(judged.snapshot, proposal);
    const auto signers = signersStanding(judged.snapshot, proposal, standing, judged.at);
    const domain::QuorumSigner candidate{judged.member->id, judged.member->roles, slot};
    const auto fills = [&](const MemberId& proposer) {
        return domain::wouldFillSlot(proposal.facts.slotRoles, signers, candidate, proposer) ||
               (standing && domain::wouldFillSlot(standing->slotRoles, signers, candidate, proposer));
    };
    if (fills(proposal.origin.member))
        return {};
    if (judged.member->id == proposal.origin.member && fills(MemberId()))
        return base::fail(DomainError::ProposerAlone, judged.member->display());
    const domain::Quorum quorum = judged.snapshot.quorumOf(proposal, judged.at);
    return base::fail(DomainError::NoSlotForRoles, judged.member->display(), roleWords(judged.member->roles),
                      roleWords(quorum.missing()));
}

ProposalState& proposalOf(Snapshot& snapshot, const domain::ProposalId& id)
{
    return snapshot.proposals[id.value().mid(2).toLongLong() - 1];
}

void leaveOpen(Snapshot& snapshot, ProposalState& proposal, domain::ProposalStatus status, base::UtcTime at)
{
    proposal.status = status;
    proposal.decidedAt = at;
    const qsizetype place = proposal.id.value().mid(2).toLongLong() - 1;
    std::erase(snapshot.openProposals, place);
}

/// Puts the restriction in force, or lifts the one that the proposal names.
void execute(Snapshot& snapshot, ProposalState& proposal, const Origin& by)
{
    leaveOpen(snapshot, proposal, domain::ProposalStatus::Authorised, by.recordedAt);
    if (proposal.facts.restriction) {
        ChangeState change;
        change.id = domain::ChangeId(numbered('C', snapshot.changes.size()));
        change.restriction = *proposal.facts.restriction;
        change.proposal = proposal.id;
        change.authorisedAt = by.recordedAt;
        change.authorisedBySeq = by.seq;
        change.effectiveAt = proposal.facts.effectiveAt;
        change.reviewBy = proposal.facts.reviewBy;
        proposal.change = change.id;
        snapshot.changes.append(std::move(change));
    } else {
        const domain::ChangeId lifted = *proposal.facts.reverts;
        ChangeState& change = snapshot.changes[lifted.value().mid(2).toLongLong() - 1];
        change.status = domain::ChangeStatus::Reverted;
        change.revertedBy = proposal.id;
        change.revertedAt = by.recordedAt;
        proposal.change = lifted;
        const std::vector<qsizetype> open = snapshot.openProposals;
        for (const qsizetype place : open) {
            if (std::as_const(snapshot.proposals)[place].facts.reverts == lifted)
                leaveOpen(snapshot, snapshot.proposals[place], domain::ProposalStatus::Superseded,
                          by.recordedAt);
        }
    }
    snapshot.accessState.reset();
    snapshot.accessState = snapshot.accessStateSha256();
}

} // namespace

base::Result<void> check(const Case& judged, const domain::ProposalApproved& approval)
{
    KEYTURN_TRY(checkIsPerson(judged));
    KEYTURN_TRY_LET(found, openProposal(judged, approval.proposal));
    const ProposalState& proposal = *found;
    KEYTURN_TRY(checkShown(judged, proposal, approval.proposalEntry, approval.sheet));
    const MemberId& member = judged.member->id;
    if (hasRefused(proposal, member))
        return base::fail(DomainError::AlreadyRefused, judged.member->display(), proposal.id.value());
    const domain::Rule* standing = ruleStanding(judged.snapshot, proposal);
    for (const ApprovalState& earlier : proposal.approvals) {
        // One that has grown too old may be given again.
        if (earlier.origin.member == member && counts(earlier, standing, judged.at))
            return base::fail(DomainError::AlreadySigned, judged.member->display(), proposal.id.value());
    }
    KEYTURN_TRY(checkFillsSlot(judged, proposal, approval.slot));
    KEYTURN_TRY(checkCharterAllowsLifting(judged, proposal.facts));
    KEYTURN_TRY(checkAccessState(judged, proposal.id.value()));
    // The effect on the sheet was computed on another state: no signature on it can be an informed one.
    if (proposal.accessState != judged.snapshot.accessStateSha256())
        return base::fail(DomainError::StaleAccessState, proposal.id.value());
    return {};
}

void fold(Snapshot& snapshot, const Accepted& accepted, const domain::ProposalApproved& approval)
{
    ProposalState& proposal = proposalOf(snapshot, approval.proposal);
    std::erase_if(proposal.approvals, [&](const ApprovalState& earlier) {
        return earlier.origin.member == accepted.origin.member;
    });
    proposal.approvals.push_back({accepted.origin, approval.slot, accepted.keyId, accepted.leaf});
    if (snapshot.quorumOf(proposal, accepted.origin.recordedAt).satisfied)
        execute(snapshot, proposal, accepted.origin);
}

base::Result<void> check(const Case& judged, const domain::ProposalRefused& refusal)
{
    KEYTURN_TRY(checkIsPerson(judged));
    KEYTURN_TRY_LET(found, openProposal(judged, refusal.proposal));
    const ProposalState& proposal = *found;
    KEYTURN_TRY(checkShown(judged, proposal, refusal.proposalEntry, refusal.sheet));
    if (hasRefused(proposal, judged.member->id))
        return base::fail(DomainError::AlreadyRefused, judged.member->display(), proposal.id.value());
    const domain::Rule* rule = ruleStanding(judged.snapshot, proposal);
    const bool hasSay = holdsOneOf(*judged.member, proposal.facts.slotRoles) ||
                        (rule && (holdsOneOf(*judged.member, rule->slotRoles) ||
                                  holdsOneOf(*judged.member, rule->refusalBlocks)));
    if (!hasSay) {
        return base::fail(DomainError::NoSlotForRoles, judged.member->display(),
                          roleWords(judged.member->roles),
                          roleWords(judged.snapshot.quorumOf(proposal, judged.at).missing()));
    }
    return checkAccessState(judged, proposal.id.value());
}

void fold(Snapshot& snapshot, const Accepted& accepted, const domain::ProposalRefused& refusal)
{
    ProposalState& proposal = proposalOf(snapshot, refusal.proposal);
    std::erase_if(proposal.approvals, [&](const ApprovalState& earlier) {
        return earlier.origin.member == accepted.origin.member;
    });
    const domain::Rule* rule = ruleStanding(snapshot, proposal);
    const domain::Member* member = snapshot.charter.member(accepted.origin.member);
    const bool blocks = rule && member && holdsOneOf(*member, rule->refusalBlocks);
    proposal.refusals.push_back({accepted.origin, refusal.reason, blocks, accepted.keyId});
    if (blocks)
        leaveOpen(snapshot, proposal, domain::ProposalStatus::Refused, accepted.origin.recordedAt);
}

base::Result<void> check(const Case& judged, const domain::ProposalWithdrawn& withdrawal)
{
    KEYTURN_TRY(checkIsPerson(judged));
    KEYTURN_TRY_LET(found, openProposal(judged, withdrawal.proposal));
    const ProposalState& proposal = *found;
    KEYTURN_TRY(checkShown(judged, proposal, withdrawal.proposalEntry, proposal.sheetSha256));
    if (judged.member->id != proposal.origin.member)
        return base::fail(DomainError::NotProposer, judged.member->display(),
                          judged.snapshot.display(proposal.origin.member));
    return {};
}

void fold(Snapshot& snapshot, const Accepted& accepted, const domain::ProposalWithdrawn& withdrawal)
{
    ProposalState& proposal = proposalOf(snapshot, withdrawal.proposal);
    proposal.withdrawalReason = withdrawal.reason;
    leaveOpen(snapshot, proposal, domain::ProposalStatus::Withdrawn, accepted.origin.recordedAt);
}

} // namespace keyturn::state

// SPDX-License-Identifier: GPL-3.0-or-later
// Approvals, refusals, withdrawals, and what an authorised proposal does.

#include "models/crypto/digest_functions.h"
#include "models/domain/reason.h"
#include "models/state/fold_rules.h"
#include "models/state/proposal_terms.h"
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
    // Of a member of the charter that is proposed, the roles that it gives.
    const domain::Member& member = *judged.member;
    const auto key = judged.key ? std::optional(*judged.key) : std::nullopt;
    const auto fills = [&](const MemberId& proposer) {
        return wouldCount(judged.snapshot, proposal, member, slot, judged.at, proposer, key);
    };
    if (fills(proposal.origin.member))
        return {};
    if (member.id == proposal.origin.member && fills(MemberId()))
        return base::fail(DomainError::ProposerAlone, member.display());
    const domain::Quorum quorum = judged.snapshot.quorumOf(proposal, judged.at);
    return base::fail(DomainError::NoSlotForRoles, member.display(), roleWords(member.roles),
                      roleWords(quorum.missing()));
}

/// The effect on the sheet is still the effect: no signature on it can be an informed one otherwise.
base::Result<void> checkEffectStands(const Case& judged, const ProposalState& proposal)
{
    // What broke the glass is in force already; what is not about access has no effect on it.
    if (!proposal.facts.isOfAccess() || proposal.breakGlass)
        return {};
    const auto rehearsal = proposal.facts.rehearsal ? proposal.facts.incident : std::nullopt;
    const bool tookEffectMeanwhile = std::any_of(
        judged.snapshot.changes.begin(), judged.snapshot.changes.end(), [&](const ChangeState& change) {
            return change.isSeenBy(rehearsal) && change.isScheduled(proposal.origin.recordedAt) &&
                   !change.isScheduled(judged.at);
        });
    if (tookEffectMeanwhile || proposal.accessState != judged.snapshot.accessStateFor(proposal.facts))
        return base::fail(DomainError::StaleAccessState, proposal.id.value());
    return {};
}

base::Result<void> checkGatesPassed(const Case& judged, const ProposalState& proposal)
{
    const auto loosened = changeLoosened(proposal.facts);
    if (!loosened)
        return {};
    const ChangeState* change = judged.snapshot.change(*loosened);
    QStringList open;
    for (const GateState* gate : judged.snapshot.openGatesFor(*change, proposal.facts.incident))
        open += gate->id.value();
    if (!open.isEmpty())
        return base::fail(DomainError::GatesOpen, change->id.value(), open.join(QStringLiteral(", ")));
    return {};
}

ProposalState& proposalOf(Snapshot& snapshot, const domain::ProposalId& id)
{
    return snapshot.proposals[id.value().mid(2).toLongLong() - 1];
}

} // namespace

base::Result<void> check(const Case& judged, const domain::ProposalApproved& approval)
{
    KEYTURN_TRY(checkIsPerson(judged));
    KEYTURN_TRY_LET(found, openProposal(judged, approval.proposal));
    const ProposalState& proposal = *found;
    KEYTURN_TRY(checkShown(judged, proposal, approval.proposalEntry, approval.sheet));
    const MemberId& member = judged.member->id;
    if (proposal.breakGlass && member == proposal.origin.member)
        return base::fail(DomainError::BreakGlassNotOwn, judged.member->display());
    if (hasRefused(proposal, member))
        return base::fail(DomainError::AlreadyRefused, judged.member->display(), proposal.id.value());
    const domain::Rule* standing = ruleStanding(judged.snapshot, proposal);
    for (const ApprovalState& earlier : proposal.approvals) {
        // One that no longer counts may be given again.
        if (earlier.origin.member == member &&
            counts(judged.snapshot, proposal, earlier, standing, judged.at))
            return base::fail(DomainError::AlreadySigned, judged.member->display(), proposal.id.value());
    }
    const auto& next = proposal.facts.charter;
    if (judged.key && next && next->revocationOf(*judged.key))
        return base::fail(DomainError::KeyRevoked, judged.member->display(), judged.key->shortCode());
    KEYTURN_TRY(checkFillsSlot(judged, proposal, approval.slot));
    KEYTURN_TRY(checkCharterAllowsLifting(judged, proposal.facts));
    KEYTURN_TRY(checkAccessState(judged, proposal.facts, proposal.id.value()));
    KEYTURN_TRY(checkEffectStands(judged, proposal));
    return checkGatesPassed(judged, proposal);
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
    const auto rules = rulesOver(judged.snapshot, proposal);
    const bool hasSay = std::any_of(rules.begin(), rules.end(), [&](const domain::Rule* rule) {
        return holdsOneOf(*judged.member, rule->slotRoles) || holdsOneOf(*judged.member, rule->refusalBlocks);
    });
    if (!hasSay) {
        return base::fail(DomainError::NoSlotForRoles, judged.member->display(),
                          roleWords(judged.member->roles),
                          roleWords(judged.snapshot.quorumOf(proposal, judged.at).missing()));
    }
    return checkAccessState(judged, proposal.facts, proposal.id.value());
}

void fold(Snapshot& snapshot, const Accepted& accepted, const domain::ProposalRefused& refusal)
{
    ProposalState& proposal = proposalOf(snapshot, refusal.proposal);
    std::erase_if(proposal.approvals, [&](const ApprovalState& earlier) {
        return earlier.origin.member == accepted.origin.member;
    });
    const domain::Member* member = snapshot.charter.member(accepted.origin.member);
    const auto rules = rulesOver(snapshot, proposal);
    const bool hasForce = member && std::any_of(rules.begin(), rules.end(), [&](const domain::Rule* rule) {
                              return holdsOneOf(*member, rule->refusalBlocks);
                          });
    // What broke the glass goes only by being lifted: a refusal to ratify must not open anything.
    const bool blocks = hasForce && !proposal.breakGlass;
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
    if (proposal.breakGlass)
        return base::fail(
            DomainError::ProposalNotOpen, proposal.id.value(),
            domain::reason(QT_TRANSLATE_NOOP("errors", "in force, and only a quorum lifts it")));
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

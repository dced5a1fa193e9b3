// SPDX-License-Identifier: GPL-3.0-or-later
// Which signatures count towards which thresholds.

#include "models/state/standing.h"

#include "models/state/proposal_terms.h"

#include <algorithm>

namespace keyturn::state {

namespace {

using domain::Quorum;

/// Those of @p charter whose approval counts.
std::vector<domain::QuorumSigner> signersOf(const Snapshot& snapshot, const domain::Charter& charter,
                                            const ProposalState& proposal, const domain::Rule* rule,
                                            base::UtcTime now)
{
    std::vector<domain::QuorumSigner> signers;
    for (const ApprovalState& approval : proposal.approvals) {
        const domain::Member* member = charter.member(approval.origin.member);
        if (member && counts(snapshot, proposal, approval, rule, now))
            signers.push_back({member->id, member->roles, approval.slot});
    }
    return signers;
}

/// Signatures of the standing charter's people with keys that it names (a new key of theirs counts only
/// towards the next).
std::vector<domain::QuorumSigner> signersStanding(const Snapshot& snapshot, const ProposalState& proposal,
                                                  const domain::Rule* rule, base::UtcTime now)
{
    auto signers = signersOf(snapshot, snapshot.charter, proposal, rule, now);
    if (!proposal.facts.charter)
        return signers;
    std::erase_if(signers, [&](const domain::QuorumSigner& signer) {
        return std::any_of(proposal.approvals.begin(), proposal.approvals.end(),
                           [&](const ApprovalState& approval) {
                               return approval.origin.member == signer.member &&
                                      !snapshot.charter.memberOfKey(approval.keyId);
                           });
    });
    return signers;
}

Quorum matched(const Threshold& threshold, const ProposalState& proposal)
{
    return domain::matchQuorum(threshold.slotRoles, threshold.signers, proposal.origin.member);
}

/// Of two ways to see one threshold, the one that is further from being met.
Quorum stricter(Quorum a, Quorum b)
{
    if (a.satisfied != b.satisfied)
        return a.satisfied ? b : a;
    return b.missing().size() > a.missing().size() ? b : a;
}

/// Two thresholds that must both be met, shown one after the other.
Quorum both(Quorum a, const Quorum& b)
{
    a.satisfied = a.satisfied && b.satisfied;
    a.filling.insert(a.filling.end(), b.filling.begin(), b.filling.end());
    return a;
}

/// What was decided stays as it was decided: by the charter that stood then, with the approvals that there
/// were.
Quorum asDecided(const Snapshot& snapshot, const ProposalState& proposal, bool withDisputed)
{
    const domain::Charter* charter = snapshot.charterOf(proposal.decidedCharter);
    std::vector<domain::QuorumSigner> signers;
    std::vector<domain::QuorumSigner> ofNext;
    for (const ApprovalState& approval : proposal.approvals) {
        if (!withDisputed && snapshot.disputed.contains(approval.origin.seq))
            continue;
        if (proposal.breakGlass && approval.origin.member == proposal.origin.member)
            continue;
        if (const domain::Member* member = charter ? charter->member(approval.origin.member) : nullptr)
            signers.push_back({member->id, member->roles, approval.slot});
        const auto& next = proposal.facts.charter;
        if (const domain::Member* member = next ? next->member(approval.origin.member) : nullptr)
            ofNext.push_back({member->id, member->roles, approval.slot});
    }
    Quorum quorum = domain::matchQuorum(proposal.facts.slotRoles, signers, proposal.origin.member);
    if (const auto& also = proposal.facts.alsoNeeded)
        quorum = both(std::move(quorum),
                      domain::matchQuorum(also->slotRoles, proposal.facts.charter ? ofNext : signers,
                                          proposal.origin.member));
    return quorum;
}

const domain::Rule* ruleLifting(const Snapshot& snapshot)
{
    return snapshot.charter.ruleFor({.act = domain::Governed::Act::Revert});
}

} // namespace

const domain::Rule* ruleStanding(const Snapshot& snapshot, const ProposalState& proposal)
{
    return snapshot.charter.ruleFor(governedAs(proposal.facts, snapshot.catalogue));
}

bool counts(const Snapshot& snapshot, const ProposalState& proposal, const ApprovalState& approval,
            const domain::Rule* rule, base::UtcTime now)
{
    if (snapshot.disputed.contains(approval.origin.seq))
        return false;
    // A key that may be in other hands must not vote on its own revocation.
    if (proposal.facts.charter && proposal.facts.charter->revocationOf(approval.keyId))
        return false;
    if (proposal.breakGlass && approval.origin.member == proposal.origin.member)
        return false;
    return !rule || now <= approval.origin.recordedAt.plusUs(rule->approvalValidMinutes * base::kUsPerMinute);
}

std::vector<Threshold> thresholdsOf(const Snapshot& snapshot, const ProposalState& proposal,
                                    base::UtcTime now)
{
    const domain::Rule* standing = ruleStanding(snapshot, proposal);
    const auto signers = signersStanding(snapshot, proposal, standing, now);
    std::vector<Threshold> thresholds{{proposal.facts.slotRoles, signers}};
    if (standing && standing->slotRoles != proposal.facts.slotRoles)
        thresholds.push_back({standing->slotRoles, signers});
    const auto& also = proposal.facts.alsoNeeded;
    if (!also)
        return thresholds;
    if (proposal.facts.charter) {
        const domain::Charter& next = *proposal.facts.charter;
        thresholds.push_back({also->slotRoles, signersOf(snapshot, next, proposal, standing, now)});
        return thresholds;
    }
    thresholds.push_back({also->slotRoles, signers});
    if (const domain::Rule* lifting = ruleLifting(snapshot); lifting && lifting->slotRoles != also->slotRoles)
        thresholds.push_back({lifting->slotRoles, signers});
    return thresholds;
}

bool wouldCount(const Snapshot& snapshot, const ProposalState& proposal, const domain::Member& member,
                const std::optional<domain::Role>& slot, base::UtcTime now, const domain::MemberId& proposer)
{
    const std::vector<Threshold> thresholds = thresholdsOf(snapshot, proposal, now);
    return std::any_of(thresholds.begin(), thresholds.end(), [&](const Threshold& threshold) {
        return domain::wouldFillSlot(threshold.slotRoles, threshold.signers, {member.id, member.roles, slot},
                                     proposer);
    });
}

const domain::Member* newMemberOf(const ProposalState& proposal, const base::Digest& key)
{
    return proposal.facts.charter ? proposal.facts.charter->memberOfKey(key) : nullptr;
}

domain::ProposalStatus Snapshot::statusOf(const ProposalState& proposal, base::UtcTime now) const
{
    const bool canExpire = proposal.status == domain::ProposalStatus::Open && !proposal.breakGlass;
    if (canExpire && proposal.facts.expiresAt < now)
        return domain::ProposalStatus::Expired;
    return proposal.status;
}

domain::Quorum Snapshot::quorumOf(const ProposalState& proposal, base::UtcTime now) const
{
    if (proposal.status != domain::ProposalStatus::Open)
        return asDecided(*this, proposal, true);
    const domain::Rule* standing = ruleStanding(*this, proposal);
    const auto signers = signersStanding(*this, proposal, standing, now);
    Quorum quorum = matched({proposal.facts.slotRoles, signers}, proposal);
    if (!standing)
        quorum.satisfied = false;
    else
        quorum = stricter(std::move(quorum), matched({standing->slotRoles, signers}, proposal));
    const auto& also = proposal.facts.alsoNeeded;
    if (!also)
        return quorum;
    if (proposal.facts.charter)
        return both(std::move(quorum), matched({also->slotRoles, signersOf(*this, *proposal.facts.charter,
                                                                           proposal, standing, now)},
                                               proposal));
    const domain::Rule* lifting = ruleLifting(*this);
    Quorum second = matched({also->slotRoles, signers}, proposal);
    if (!lifting)
        second.satisfied = false;
    else
        second = stricter(std::move(second), matched({lifting->slotRoles, signers}, proposal));
    return both(std::move(quorum), second);
}

bool Snapshot::isDisputed(const ProposalState& proposal) const
{
    if (disputed.isEmpty() || proposal.status != domain::ProposalStatus::Authorised)
        return false;
    return disputed.contains(proposal.origin.seq) || !asDecided(*this, proposal, false).satisfied;
}

bool Snapshot::isDisputed(const ChangeState& change) const
{
    if (disputed.isEmpty())
        return false;
    const auto is = [&](const domain::ProposalId& id) {
        const ProposalState* found = proposal(id);
        // A break-glass is in force by its own entry alone.
        return found && (isDisputed(*found) || (found->breakGlass && disputed.contains(found->origin.seq)));
    };
    return is(change.proposal) || (change.revertedBy && is(*change.revertedBy)) ||
           std::any_of(change.lifted.begin(), change.lifted.end(),
                       [&](const LiftedPart& part) { return is(part.by); });
}

} // namespace keyturn::state

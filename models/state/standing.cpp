// SPDX-License-Identifier: GPL-3.0-or-later
// Which signatures count towards which thresholds.

#include "models/state/standing.h"

#include "models/state/proposal_terms.h"

#include <algorithm>

namespace keyturn::state {

namespace {

using domain::Quorum;

/// By which charter and when a proposal is looked at.
struct Standpoint
{
    const domain::Charter& charter;
    base::UtcTime now;
    bool isDecided = false;
    bool withDisputed = false;
};

const domain::Rule* ruleOf(const domain::Charter* charter, const domain::RuleId& id)
{
    if (!charter)
        return nullptr;
    const auto found = std::find_if(charter->rules.begin(), charter->rules.end(),
                                    [&](const domain::Rule& rule) { return rule.id == id; });
    return found != charter->rules.end() ? &*found : nullptr;
}

const domain::Rule* ruleLifting(const domain::Charter& charter)
{
    return charter.ruleFor({.act = domain::Governed::Act::Revert});
}

/// The charter's rule for the change. What was decided is not measured by what the catalogue became later.
const domain::Rule* ruleFrom(const Standpoint& from, const Snapshot& snapshot, const ProposalState& proposal)
{
    const domain::Rule* same = from.isDecided ? ruleOf(&from.charter, proposal.facts.rule) : nullptr;
    return same ? same : from.charter.ruleFor(governedAs(proposal.facts, snapshot.catalogue));
}

/// It replaces a change by one that lets more through.
bool loosens(const ProposalState& proposal)
{
    return proposal.facts.alsoNeeded && !proposal.facts.charter;
}

std::vector<const domain::Rule*> rulesFrom(const Standpoint& from, const Snapshot& snapshot,
                                           const ProposalState& proposal)
{
    const domain::Charter* proposed = snapshot.charterOf(proposal.charterVersion);
    std::vector<const domain::Rule*> rules{ruleOf(proposed, proposal.facts.rule),
                                           ruleFrom(from, snapshot, proposal)};
    if (loosens(proposal)) {
        rules.push_back(ruleOf(proposed, proposal.facts.alsoNeeded->rule));
        rules.push_back(ruleLifting(from.charter));
    }
    std::erase(rules, nullptr);
    return rules;
}

bool countsFrom(const Standpoint& from, const Snapshot& snapshot, const ProposalState& proposal,
                const ApprovalState& approval)
{
    if (!from.withDisputed && snapshot.disputed.contains(approval.origin.seq))
        return false;
    // A key that may be in other hands must not vote on its own revocation.
    if (proposal.facts.charter && proposal.facts.charter->revocationOf(approval.keyId))
        return false;
    if (proposal.breakGlass && approval.origin.member == proposal.origin.member)
        return false;
    const auto rules = rulesFrom(from, snapshot, proposal);
    return std::all_of(rules.begin(), rules.end(), [&](const domain::Rule* rule) {
        return from.now <= approval.origin.recordedAt.plusUs(rule->approvalValidMinutes * base::kUsPerMinute);
    });
}

/// Signatures that count and are of the people of the standpoint's charter, with keys that it names (a new
/// key of theirs counts only towards the next); @p ofNext: of the people of the charter that is proposed.
std::vector<domain::QuorumSigner> signersFrom(const Standpoint& from, const Snapshot& snapshot,
                                              const ProposalState& proposal, bool ofNext = false)
{
    const domain::Charter& charter = ofNext ? *proposal.facts.charter : from.charter;
    std::vector<domain::QuorumSigner> signers;
    for (const ApprovalState& approval : proposal.approvals) {
        const domain::Member* member = charter.member(approval.origin.member);
        const bool isKeyKnown =
            ofNext || !proposal.facts.charter || charter.memberOfKey(approval.keyId) != nullptr;
        if (member && isKeyKnown && countsFrom(from, snapshot, proposal, approval))
            signers.push_back({member->id, member->roles, approval.slot});
    }
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

/// One threshold, as it was proposed and as @p rule has it.
Quorum asProposedAndNow(const std::vector<domain::Role>& slotRoles, const domain::Rule* rule,
                        const std::vector<domain::QuorumSigner>& signers, const ProposalState& proposal)
{
    Quorum quorum = matched({slotRoles, signers}, proposal);
    if (!rule)
        quorum.satisfied = false;
    else if (rule->slotRoles != slotRoles)
        quorum = stricter(std::move(quorum), matched({rule->slotRoles, signers}, proposal));
    return quorum;
}

Quorum quorumFrom(const Standpoint& from, const Snapshot& snapshot, const ProposalState& proposal)
{
    const auto signers = signersFrom(from, snapshot, proposal);
    Quorum quorum =
        asProposedAndNow(proposal.facts.slotRoles, ruleFrom(from, snapshot, proposal), signers, proposal);
    const auto& also = proposal.facts.alsoNeeded;
    if (!also)
        return quorum;
    if (proposal.facts.charter)
        return both(std::move(quorum),
                    matched({also->slotRoles, signersFrom(from, snapshot, proposal, true)}, proposal));
    return both(std::move(quorum),
                asProposedAndNow(also->slotRoles, ruleLifting(from.charter), signers, proposal));
}

/// What was decided stays as it was decided: by the charter that stood then, with the approvals that counted
/// then.
Quorum asDecided(const Snapshot& snapshot, const ProposalState& proposal, bool withDisputed)
{
    const domain::Charter* charter = snapshot.charterOf(proposal.decidedCharter);
    return quorumFrom({charter ? *charter : snapshot.charter, proposal.decidedAt.value_or(snapshot.lastTime),
                       true, withDisputed},
                      snapshot, proposal);
}

} // namespace

const domain::Rule* ruleStanding(const Snapshot& snapshot, const ProposalState& proposal)
{
    return snapshot.charter.ruleFor(governedAs(proposal.facts, snapshot.catalogue));
}

std::vector<const domain::Rule*> rulesOver(const Snapshot& snapshot, const ProposalState& proposal)
{
    return rulesFrom({snapshot.charter, snapshot.lastTime}, snapshot, proposal);
}

bool counts(const Snapshot& snapshot, const ProposalState& proposal, const ApprovalState& approval,
            const domain::Rule* rule, base::UtcTime now)
{
    return countsFrom({snapshot.charter, now}, snapshot, proposal, approval) &&
           (!rule ||
            now <= approval.origin.recordedAt.plusUs(rule->approvalValidMinutes * base::kUsPerMinute));
}

std::vector<Threshold> thresholdsOf(const Snapshot& snapshot, const ProposalState& proposal,
                                    base::UtcTime now)
{
    const Standpoint from{snapshot.charter, now};
    const auto signers = signersFrom(from, snapshot, proposal);
    std::vector<Threshold> thresholds{{proposal.facts.slotRoles, signers}};
    const auto addIfOther = [&](const domain::Rule* rule) {
        if (rule && rule->slotRoles != thresholds.back().slotRoles)
            thresholds.push_back({rule->slotRoles, signers});
    };
    addIfOther(ruleFrom(from, snapshot, proposal));
    const auto& also = proposal.facts.alsoNeeded;
    if (!also)
        return thresholds;
    if (proposal.facts.charter) {
        thresholds.push_back({also->slotRoles, signersFrom(from, snapshot, proposal, true), true});
        return thresholds;
    }
    thresholds.push_back({also->slotRoles, signers});
    addIfOther(ruleLifting(snapshot.charter));
    return thresholds;
}

bool wouldCount(const Snapshot& snapshot, const ProposalState& proposal, const domain::Member& member,
                const std::optional<domain::Role>& slot, base::UtcTime now, const domain::MemberId& proposer,
                const std::optional<base::Digest>& key)
{
    const std::vector<Threshold> thresholds = thresholdsOf(snapshot, proposal, now);
    return std::any_of(thresholds.begin(), thresholds.end(), [&](const Threshold& threshold) {
        const domain::Charter& charter = threshold.ofNext ? *proposal.facts.charter : snapshot.charter;
        const domain::Member* there = charter.member(member.id);
        const bool isKeyKnown =
            threshold.ofNext || !proposal.facts.charter || !key || charter.memberOfKey(*key) != nullptr;
        return there && isKeyKnown &&
               domain::wouldFillSlot(threshold.slotRoles, threshold.signers, {there->id, there->roles, slot},
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
    return quorumFrom({charter, now}, *this, proposal);
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

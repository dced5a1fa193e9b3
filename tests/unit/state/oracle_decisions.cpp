// SPDX-License-Identifier: GPL-3.0-or-later
// Whose signatures decide, and what a decision does.

#include "models/domain/domain_error.h"
#include "models/state/state_error.h"
#include "tests/unit/state/oracle.h"

#include <algorithm>

namespace keyturn::tests {

using domain::Charter;
using domain::DomainError;
using domain::Governed;
using domain::Member;
using domain::MemberId;
using domain::ProposalStatus;
using state::StateError;

domain::ProposalStatus Oracle::statusOf(const OracleProposal& proposal, base::UtcTime now) const
{
    if (proposal.status == ProposalStatus::Open && !proposal.breakGlass && proposal.facts.expiresAt < now)
        return ProposalStatus::Expired;
    return proposal.status;
}

const OracleProposal* Oracle::judgeOpen(const Case& it, const domain::ProposalId& id) const
{
    it.broken.addIf(it.member.kind != domain::MemberKind::Person, StateError::NotAPerson);
    const auto place = placeOf(id, proposals.size());
    if (!place) {
        it.broken.add(DomainError::UnknownProposal);
        return nullptr;
    }
    const OracleProposal& proposal = proposals[*place];
    const ProposalStatus status = statusOf(proposal, it.attempt.at);
    it.broken.addIf(status == ProposalStatus::Expired, DomainError::ProposalExpired);
    it.broken.addIf(status != ProposalStatus::Open && status != ProposalStatus::Expired,
                    DomainError::ProposalNotOpen);
    return &proposal;
}

void Oracle::judgeShown(const Case& it, const OracleProposal& proposal, const base::Digest& entry) const
{
    const auto& subjects = it.attempt.statement.subjects;
    it.broken.addIf(entry != proposal.leaf || subjects.size() != 1 ||
                        subjects.front().sha256 != proposal.sheet,
                    DomainError::SheetDiffers);
}

std::vector<const domain::Rule*> Oracle::rulesOver(const OracleProposal& proposal) const
{
    std::vector<const domain::Rule*> rules;
    for (const Charter* charter : {&charters[proposal.proposedUnder], &standing()}) {
        rules.push_back(oracleRule(*charter, governed(proposal.facts)));
        if (proposal.loosens)
            rules.push_back(oracleRule(*charter, {.act = Governed::Act::Revert}));
    }
    return rules;
}

std::vector<Oracle::Threshold> Oracle::thresholds(const OracleProposal& proposal, std::size_t charter) const
{
    std::vector<Threshold> all;
    for (const std::size_t which : {proposal.proposedUnder, charter}) {
        all.push_back({oracleRule(charters[which], governed(proposal.facts))->slotRoles, false});
        if (proposal.loosens)
            all.push_back({oracleRule(charters[which], {.act = Governed::Act::Revert})->slotRoles, false});
    }
    if (proposal.facts.charter)
        all.push_back(
            {oracleRule(*proposal.facts.charter, {.act = Governed::Act::Charter})->slotRoles, true});
    return all;
}

bool Oracle::counts(const OracleProposal& proposal, const OracleApproval& approval, base::UtcTime now) const
{
    return !disputed.contains(approval.seq) && isYoungAndFree(proposal, approval, now);
}

bool Oracle::isYoungAndFree(const OracleProposal& proposal, const OracleApproval& approval,
                            base::UtcTime now) const
{
    if (proposal.breakGlass && approval.member == proposal.proposer)
        return false;
    // Nobody votes on a key's revocation with that key.
    if (proposal.facts.charter) {
        for (const domain::RevokedKey& revoked : proposal.facts.charter->revoked) {
            if (revoked.key == approval.key)
                return false;
        }
    }
    for (const domain::Rule* rule : rulesOver(proposal)) {
        if (approval.at.plusUs(rule->approvalValidMinutes * 60'000'000) < now)
            return false;
    }
    return true;
}

std::vector<OracleSigner> Oracle::signers(const OracleProposal& proposal,
                                          const std::vector<OracleApproval>& approvals,
                                          const Threshold& threshold, std::size_t charter) const
{
    std::vector<OracleSigner> people;
    for (const OracleApproval& approval : approvals) {
        const Charter& judging = threshold.ofNext ? *proposal.facts.charter : charters[charter];
        const Member* member = oracleMember(judging, approval.member);
        // A key that only the next charter names says nothing under this one.
        const bool isKeyKnown =
            threshold.ofNext || !proposal.facts.charter || oracleHolder(judging, approval.key);
        if (member && isKeyKnown)
            people.push_back({member->id, member->roles, approval.slot});
    }
    return people;
}

std::vector<OracleApproval> Oracle::counted(const OracleProposal& proposal, base::UtcTime now) const
{
    std::vector<OracleApproval> approvals;
    for (const OracleApproval& approval : proposal.approvals) {
        if (counts(proposal, approval, now))
            approvals.push_back(approval);
    }
    return approvals;
}

bool Oracle::isMet(const OracleProposal& proposal, const std::vector<OracleApproval>& approvals,
                   std::size_t charter) const
{
    for (const Threshold& threshold : thresholds(proposal, charter)) {
        if (!allFilled(threshold.slotRoles, signers(proposal, approvals, threshold, charter),
                       proposal.proposer))
            return false;
    }
    return true;
}

bool Oracle::fills(const OracleProposal& proposal, const OracleApproval& approval,
                   const MemberId& proposer) const
{
    const std::size_t now = charters.size() - 1;
    std::vector<OracleApproval> approvals = counted(proposal, approval.at);
    std::vector<OracleApproval> more = approvals;
    more.push_back(approval);
    for (const Threshold& threshold : thresholds(proposal, now)) {
        if (mostFilled(threshold.slotRoles, signers(proposal, more, threshold, now), proposer) >
            mostFilled(threshold.slotRoles, signers(proposal, approvals, threshold, now), proposer))
            return true;
    }
    return false;
}

void Oracle::judgeApproval(const Case& it, const domain::ProposalApproved& approval) const
{
    OracleReasons& broken = it.broken;
    const OracleProposal* found = judgeOpen(it, approval.proposal);
    if (!found)
        return;
    const OracleProposal& proposal = *found;
    judgeShown(it, proposal, approval.proposalEntry);
    const MemberId& member = it.member.id;
    broken.addIf(proposal.breakGlass && member == proposal.proposer, DomainError::BreakGlassNotOwn);
    for (const OracleRefusal& refusal : proposal.refusals)
        broken.addIf(refusal.member == member, DomainError::AlreadyRefused);
    for (const OracleApproval& earlier : proposal.approvals)
        broken.addIf(earlier.member == member && counts(proposal, earlier, it.attempt.at),
                     DomainError::AlreadySigned);
    const OracleApproval given{member, approval.slot, it.attempt.key, entries.size(), it.attempt.at};
    if (!counts(proposal, given, it.attempt.at)) {
        broken.add(DomainError::KeyRevoked);
    } else if (!fills(proposal, given, proposal.proposer)) {
        const bool wouldAsAnother = member == proposal.proposer && fills(proposal, given, MemberId());
        broken.addIf(wouldAsAnother, DomainError::ProposerAlone);
        broken.addIf(!wouldAsAnother, DomainError::NoSlotForRoles);
    }
    const auto& expires = standing().expires;
    broken.addIf(expires && *expires < it.attempt.at && (proposal.facts.reverts || proposal.loosens),
                 DomainError::CharterExpired);
    const bool isOfAccess = proposal.facts.restriction || proposal.facts.reverts;
    broken.addIf(it.attempt.accessSeen != accessFor(proposal.facts), DomainError::StaleAccessState);
    if (isOfAccess && !proposal.breakGlass) {
        broken.addIf(proposal.access != accessFor(proposal.facts), DomainError::StaleAccessState);
        const auto rehearsal = proposal.facts.rehearsal ? proposal.facts.incident : std::nullopt;
        for (const OracleChange& change : changes)
            broken.addIf(isSeen(change, rehearsal) && change.isScheduled(proposal.at) &&
                             !change.isScheduled(it.attempt.at),
                         DomainError::StaleAccessState);
    }
    if (proposal.facts.reverts)
        broken.addIf(hasOpenGate(*placeOf(*proposal.facts.reverts, changes.size()), proposal.facts.incident),
                     DomainError::GatesOpen);
}

void Oracle::judgeRefusal(const Case& it, const domain::ProposalRefused& refusal) const
{
    const OracleProposal* found = judgeOpen(it, refusal.proposal);
    if (!found)
        return;
    judgeShown(it, *found, refusal.proposalEntry);
    for (const OracleRefusal& earlier : found->refusals)
        it.broken.addIf(earlier.member == it.member.id, DomainError::AlreadyRefused);
    bool hasSay = false;
    for (const domain::Rule* rule : rulesOver(*found))
        hasSay = hasSay || holdsAny(it.member, rule->slotRoles) || holdsAny(it.member, rule->refusalBlocks);
    it.broken.addIf(!hasSay, DomainError::NoSlotForRoles);
    it.broken.addIf(it.attempt.accessSeen != accessFor(found->facts), DomainError::StaleAccessState);
}

void Oracle::judgeWithdrawal(const Case& it, const domain::ProposalWithdrawn& withdrawal) const
{
    const OracleProposal* found = judgeOpen(it, withdrawal.proposal);
    if (!found)
        return;
    judgeShown(it, *found, withdrawal.proposalEntry);
    it.broken.addIf(found->breakGlass, DomainError::ProposalNotOpen);
    it.broken.addIf(it.member.id != found->proposer, DomainError::NotProposer);
}

void Oracle::takeApproval(const Attempt& attempt, const domain::ProposalApproved& approval)
{
    OracleProposal& proposal = proposals[*placeOf(approval.proposal, proposals.size())];
    const MemberId& member = attempt.statement.context->member;
    std::erase_if(proposal.approvals, [&](const OracleApproval& old) { return old.member == member; });
    proposal.approvals.push_back({member, approval.slot, attempt.key, entries.size(), attempt.at});
    if (isMet(proposal, counted(proposal, attempt.at), charters.size() - 1))
        execute(proposal, attempt.at);
}

void Oracle::takeRefusal(const Attempt& attempt, const domain::ProposalRefused& refusal)
{
    OracleProposal& proposal = proposals[*placeOf(refusal.proposal, proposals.size())];
    const MemberId& member = attempt.statement.context->member;
    std::erase_if(proposal.approvals, [&](const OracleApproval& old) { return old.member == member; });
    bool hasForce = false;
    for (const domain::Rule* rule : rulesOver(proposal))
        hasForce = hasForce || holdsAny(*oracleMember(standing(), member), rule->refusalBlocks);
    // Refusing to ratify must not open what is stopped.
    hasForce = hasForce && !proposal.breakGlass;
    proposal.refusals.push_back({member, hasForce});
    if (hasForce)
        end(proposal, ProposalStatus::Refused, attempt.at);
}

void Oracle::end(OracleProposal& proposal, ProposalStatus status, base::UtcTime at)
{
    proposal.status = status;
    proposal.decidedAt = at;
    proposal.decidedUnder = charters.size() - 1;
}

void Oracle::execute(OracleProposal& proposal, base::UtcTime at)
{
    // Ratified later, a disputed one holds after all: whether it does is asked when it matters.
    for (const OracleApproval& approval : proposal.approvals) {
        if (isYoungAndFree(proposal, approval, at))
            proposal.decidedBy.push_back(approval);
    }
    end(proposal, ProposalStatus::Authorised, at);
    const auto place = static_cast<std::size_t>(&proposal - proposals.data());
    const domain::ChangeProposed& facts = proposal.facts;
    if (proposal.breakGlass)
        return;
    const std::string before = access(std::nullopt);
    if (facts.charter) {
        // One charter follows another; a second one beside it would not be the next any more.
        for (OracleProposal& other : proposals) {
            if (other.status == ProposalStatus::Open && other.facts.charter)
                end(other, ProposalStatus::Superseded, at);
        }
        const std::size_t known = standing().revoked.size();
        charters.push_back(*facts.charter);
        charterHashes.push_back(proposal.statementSha256);
        for (std::size_t i = known; i < standing().revoked.size(); ++i) {
            const domain::RevokedKey& revoked = standing().revoked[i];
            for (std::uint64_t seq = 0; seq < entries.size(); ++seq) {
                const bool isSure = seq < revoked.fromSeq && seq < witnessed;
                if (entries[seq].key == revoked.key && !isSure)
                    disputed.insert(seq);
            }
        }
    } else if (facts.reverts) {
        const std::size_t change = *placeOf(*facts.reverts, changes.size());
        proposal.change = change;
        if (facts.part)
            changes[change].parts.push_back({cells.of(*facts.part), place, at});
        else
            endChange(change, domain::ChangeStatus::Reverted, place, at);
    } else if (facts.restriction) {
        if (facts.supersedes)
            endChange(*placeOf(*facts.supersedes, changes.size()), domain::ChangeStatus::Superseded, place,
                      at);
        putInForce(proposal, at);
    }
    for (const std::uint64_t seq : facts.ratifiesEntries)
        disputed.erase(seq);
    noteRevision(before);
}

void Oracle::putInForce(OracleProposal& proposal, base::UtcTime at)
{
    OracleChange change;
    change.cells = cells.touched(*proposal.facts.restriction);
    change.access = OracleCells::accessOf(proposal.facts.restriction->measure.kind);
    change.proposal = static_cast<std::size_t>(&proposal - proposals.data());
    change.authorisedAt = at;
    change.effectiveAt = proposal.facts.effectiveAt;
    change.reviewBy = proposal.facts.reviewBy;
    change.incident = proposal.facts.incident;
    change.rehearsal = proposal.facts.rehearsal;
    proposal.change = changes.size();
    changes.push_back(change);
}

void Oracle::endChange(std::size_t place, domain::ChangeStatus status, std::size_t by, base::UtcTime at)
{
    changes[place].status = status;
    changes[place].endedBy = by;
    changes[place].endedAt = at;
    const domain::ChangeId id(QStringLiteral("C-%1").arg(place + 1));
    // Whatever else was to happen to it is moot.
    for (OracleProposal& other : proposals) {
        const bool isAboutIt = other.facts.reverts == id || other.facts.supersedes == id ||
                               (other.breakGlass && other.change == place);
        if (other.status == ProposalStatus::Open && isAboutIt)
            end(other, ProposalStatus::Superseded, at);
    }
}

void Oracle::noteRevision(const std::string& before)
{
    if (access(std::nullopt) != before)
        revisions.push_back(access(std::nullopt));
}

bool Oracle::isDisputed(const OracleProposal& proposal) const
{
    if (proposal.status != ProposalStatus::Authorised)
        return false;
    std::vector<OracleApproval> sure = proposal.decidedBy;
    std::erase_if(sure, [&](const OracleApproval& one) { return disputed.contains(one.seq); });
    return disputed.contains(proposal.seq) || !isMet(proposal, sure, proposal.decidedUnder);
}

bool Oracle::isDisputed(const OracleChange& change) const
{
    const OracleProposal& made = proposals[change.proposal];
    bool is = isDisputed(made) || (made.breakGlass && disputed.contains(made.seq));
    is = is || (change.endedBy && isDisputed(proposals[*change.endedBy]));
    for (const OracleChange::Part& part : change.parts)
        is = is || isDisputed(proposals[part.proposal]);
    return is;
}

bool Oracle::isUnratified(const OracleChange& change) const
{
    const OracleProposal& made = proposals[change.proposal];
    return change.status == domain::ChangeStatus::InForce && made.breakGlass &&
           made.status == ProposalStatus::Open;
}

} // namespace keyturn::tests

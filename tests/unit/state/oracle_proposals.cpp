// SPDX-License-Identifier: GPL-3.0-or-later
// Which proposals may be made, and the access that they are about.

#include "models/domain/domain_error.h"
#include "models/state/state_error.h"
#include "tests/unit/state/oracle.h"

#include <algorithm>

namespace keyturn::tests {

using domain::ChangeProposed;
using domain::Charter;
using domain::DomainError;
using domain::Governed;
using domain::IncidentId;
using domain::Member;
using state::StateError;

namespace {

constexpr std::int64_t kMinuteUs = 60'000'000;
constexpr std::int64_t kClockAheadUs = 5 * kMinuteUs;

std::optional<domain::ChangeId> replaced(const ChangeProposed& facts)
{
    return facts.reverts ? facts.reverts : facts.supersedes;
}

int subjects(const ChangeProposed& facts)
{
    return (facts.restriction ? 1 : 0) + (facts.reverts ? 1 : 0) + (facts.charter ? 1 : 0) +
           (facts.ratifiesEntries.empty() ? 0 : 1) + (facts.abandons ? 1 : 0);
}

} // namespace

CellSet OracleChange::remaining(std::optional<base::UtcTime> at) const
{
    CellSet rest = cells;
    for (const Part& part : parts) {
        if (!at || part.at <= *at)
            rest &= ~part.cells;
    }
    return rest;
}

bool OracleChange::wasInForce(base::UtcTime at) const
{
    return authorisedAt <= at && (!effectiveAt || *effectiveAt <= at) && (!endedAt || at < *endedAt);
}

bool OracleChange::isScheduled(base::UtcTime at) const
{
    return status == domain::ChangeStatus::InForce && effectiveAt && at < *effectiveAt;
}

bool Oracle::isSeen(const OracleChange& change, const std::optional<IncidentId>& rehearsal) const
{
    // A rehearsal touches nobody's access; it plays on top of the real one.
    return !change.rehearsal || (rehearsal && change.incident == rehearsal);
}

std::string Oracle::access(const std::optional<IncidentId>& rehearsal) const
{
    std::string words;
    for (std::size_t i = 0; i < changes.size(); ++i) {
        if (changes[i].status == domain::ChangeStatus::InForce && isSeen(changes[i], rehearsal))
            words += std::to_string(i) + '-' + std::to_string(changes[i].parts.size()) + ' ';
    }
    return words;
}

std::string Oracle::accessFor(const ChangeProposed& facts) const
{
    return access(facts.rehearsal ? facts.incident : std::nullopt);
}

std::vector<domain::Access> Oracle::accessNow(base::UtcTime at,
                                              const std::optional<IncidentId>& rehearsal) const
{
    std::vector<OracleLayer> layers;
    for (const OracleChange& change : changes) {
        if (change.wasInForce(at) && isSeen(change, rehearsal))
            layers.push_back({change.remaining(at), change.access});
    }
    return cells.effective(layers);
}

std::pair<std::vector<domain::Access>, std::vector<domain::Access>>
Oracle::aroundChange(const ChangeProposed& facts, base::UtcTime signedAt) const
{
    // Whatever clock it was signed by, what the ledger knows has happened.
    base::UtcTime at = std::max(signedAt, lastTime());
    if (facts.effectiveAt)
        at = std::max(at, *facts.effectiveAt);
    const auto rehearsal = facts.rehearsal ? facts.incident : std::nullopt;
    const auto gone = replaced(facts) ? placeOf(*replaced(facts), changes.size()) : std::nullopt;
    std::vector<OracleLayer> layers;
    for (std::size_t i = 0; i < changes.size(); ++i) {
        if (!changes[i].wasInForce(at) || !isSeen(changes[i], rehearsal))
            continue;
        CellSet rest = changes[i].remaining(at);
        if (gone == i)
            rest = facts.part ? rest & ~cells.of(*facts.part) : 0;
        layers.push_back({rest, changes[i].access});
    }
    if (facts.restriction)
        layers.push_back(
            {cells.touched(*facts.restriction), OracleCells::accessOf(facts.restriction->measure.kind)});
    return {accessNow(at, rehearsal), cells.effective(layers)};
}

bool Oracle::loosens(const ChangeProposed& facts, base::UtcTime signedAt) const
{
    if (!facts.supersedes)
        return false;
    const auto [before, after] = aroundChange(facts, signedAt);
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (after[i] < before[i])
            return true;
    }
    return false;
}

std::string Oracle::gatesOf(std::size_t change, const std::optional<IncidentId>& incident) const
{
    std::string words;
    for (std::size_t i = 0; i < gates.size(); ++i) {
        if (incident != gates[i].incident && changes[change].incident != gates[i].incident)
            continue;
        const auto& waived = gates[i].waivedFor;
        const bool isWaived = std::find(waived.begin(), waived.end(), change) != waived.end();
        words += std::to_string(i) + (gates[i].met ? "met " : isWaived ? "waived " : "open ");
    }
    return words;
}

bool Oracle::hasOpenGate(std::size_t change, const std::optional<IncidentId>& incident) const
{
    return gatesOf(change, incident).find("open") != std::string::npos;
}

Governed Oracle::governed(const ChangeProposed& facts) const
{
    if (facts.restriction)
        return {Governed::Act::Restrict, facts.restriction->measure.kind,
                cells.reach(facts.restriction->scope.include)};
    return {.act = facts.reverts ? Governed::Act::Revert : Governed::Act::Charter};
}

void Oracle::judgeProposal(const Case& it, const ChangeProposed& facts, bool breaksGlass) const
{
    OracleReasons& broken = it.broken;
    const bool isPerson = it.member.kind == domain::MemberKind::Person;
    broken.addIf(!isPerson, StateError::NotAPerson);
    if (breaksGlass) {
        broken.addIf(!standing().breakGlass || !holdsAny(it.member, standing().breakGlass->roles),
                     DomainError::RoleMayNot);
        broken.addIf(!facts.restriction || facts.supersedes || facts.effectiveAt, DomainError::BadProposal);
    } else {
        broken.addIf(!mayAct(it.member, domain::Act::Propose), DomainError::RoleMayNot);
    }
    broken.addIf(subjects(facts) != 1 || facts.rationale.isEmpty(), DomainError::BadProposal);
    broken.addIf(facts.effectiveAt && facts.reviewBy && *facts.reviewBy <= *facts.effectiveAt,
                 DomainError::BadProposal);
    // Until it takes effect nothing may be lifted in its favour, so what lifts or replaces does so at once.
    broken.addIf(facts.effectiveAt && (facts.reverts || facts.supersedes), DomainError::BadProposal);
    // Laid out on an older ledger, it is no nonsense where it does not fit what stands now.
    OracleReasons unfit;
    judgeFit({it.attempt, it.member, unfit}, facts, breaksGlass);
    // What could not be laid out breaks a rule of either sort.
    if (it.attempt.tampered == Attempt::Tampered::NotLaidOut && !(broken.empty() && unfit.empty())) {
        broken.add(DomainError::BadProposal);
        unfit.add(DomainError::BadProposal);
    }
    broken.addAll(unfit, it.context().basisSize < entries.size());
    for (const OracleChange& change : changes) {
        if (!breaksGlass || !facts.restriction)
            break;
        const OracleProposal& made = proposals[change.proposal];
        const bool isSamePlay =
            change.rehearsal ? facts.rehearsal && change.incident == facts.incident : !facts.rehearsal;
        broken.addIf(made.breakGlass && made.status != domain::ProposalStatus::Authorised &&
                         made.proposer == it.member.id && isSamePlay &&
                         (change.cells & cells.touched(*facts.restriction)) != 0,
                     DomainError::BreakGlassRepeated);
    }
}

void Oracle::judgeFit(const Case& it, const ChangeProposed& facts, bool breaksGlass) const
{
    OracleReasons& broken = it.broken;
    judgeIncident(facts.incident, broken);
    broken.addIf(it.attempt.accessSeen != accessFor(facts), DomainError::StaleAccessState);
    if (facts.restriction)
        broken.addIf(cells.of(facts.restriction->scope) == 0, DomainError::BadScope);
    for (const base::Digest& digest : facts.evidence)
        broken.addIf(!evidence.contains(digest), DomainError::UnknownEvidence);
    for (const domain::RecordId& record : facts.signalRecords)
        broken.addIf(!isStanding(record), DomainError::BadProposal);
    if (replaced(facts))
        judgeLifted(it, facts);
    if (facts.charter)
        judgeNext(it, facts);
    if (facts.abandons)
        broken.addIf(facts.abandons->size < roots.size() &&
                         roots[facts.abandons->size] == facts.abandons->root,
                     DomainError::BadProposal);
    for (std::size_t i = 0; i < facts.ratifiesEntries.size(); ++i) {
        broken.addIf(!disputed.contains(facts.ratifiesEntries[i]), DomainError::NotDisputed);
        broken.addIf(i > 0 && facts.ratifiesEntries[i] <= facts.ratifiesEntries[i - 1],
                     DomainError::BadProposal);
    }
    const base::UtcTime signedAt = it.context().signedAt;
    broken.addIf(it.attempt.at.plusUs(kClockAheadUs) < signedAt, StateError::SignedInFuture);
    std::int64_t minutes = oracleRule(standing(), governed(facts))->proposalValidMinutes;
    if (breaksGlass && standing().breakGlass)
        minutes = standing().breakGlass->ratifyWithinMinutes;
    broken.addIf(signedAt.plusUs(minutes * kMinuteUs) < facts.expiresAt, DomainError::BadProposal);
    broken.addIf(facts.expiresAt < it.attempt.at, DomainError::ProposalExpired);
    broken.addIf(it.attempt.tampered == Attempt::Tampered::Subject, DomainError::SheetDiffers);
    broken.addIf(it.attempt.tampered == Attempt::Tampered::Derived, DomainError::BadProposal);
}

void Oracle::judgeLifted(const Case& it, const ChangeProposed& facts) const
{
    OracleReasons& broken = it.broken;
    const auto place = placeOf(*replaced(facts), changes.size());
    if (!place) {
        broken.add(DomainError::UnknownChange);
        return;
    }
    const OracleChange& change = changes[*place];
    broken.addIf(change.status != domain::ChangeStatus::InForce, DomainError::ChangeNotInForce);
    // A rehearsal touches only what it rehearses, and nothing real touches a rehearsal.
    broken.addIf(change.rehearsal ? !facts.rehearsal || facts.incident != change.incident : facts.rehearsal,
                 DomainError::BadProposal);
    const bool letsThrough = facts.reverts || loosens(facts, it.context().signedAt);
    if (letsThrough) {
        broken.addIf(hasOpenGate(*place, facts.incident), DomainError::GatesOpen);
        broken.addIf(it.attempt.gatesSeen != gatesOf(*place, facts.incident), DomainError::BadProposal);
    }
    const auto& expires = standing().expires;
    broken.addIf(expires && *expires < it.attempt.at && letsThrough, DomainError::CharterExpired);
    if (facts.reverts && facts.part) {
        const CellSet rest = change.remaining();
        broken.addIf((rest & cells.of(*facts.part)) == 0, DomainError::BadProposal);
        // To lift all that is left is no part.
        broken.addIf((rest & ~cells.of(*facts.part)) == 0, DomainError::BadScope);
    }
}

void Oracle::judgeNext(const Case& it, const ChangeProposed& facts) const
{
    OracleReasons& broken = it.broken;
    const Charter& next = *facts.charter;
    const auto bad = [&](bool isBad) { broken.addIf(isBad, DomainError::BadCharter); };
    bad(next.version != standing().version + 1 || next.format < standing().format || next == standing());
    bad(next.organisation != standing().organisation || next.demo != standing().demo);
    for (std::size_t i = 0; i < std::max(next.revoked.size(), standing().revoked.size()); ++i) {
        if (i < standing().revoked.size()) {
            bad(i >= next.revoked.size() || !(next.revoked[i] == standing().revoked[i]));
            continue;
        }
        const Member* holder = oracleHolder(standing(), next.revoked[i].key);
        bad(!holder || holder->id != next.revoked[i].member);
        broken.addIf(next.revoked[i].fromSeq > entries.size(), DomainError::BadProposal);
    }
    std::set<QString> ids;
    std::set<base::Digest> keys;
    for (const Member& member : next.members) {
        bad(!ids.insert(member.id.value()).second || member.roles.empty());
        for (const domain::MemberKey& key : member.keys)
            bad(!keys.insert(key.id).second);
    }
    for (const domain::RevokedKey& revoked : next.revoked)
        bad(keys.contains(revoked.key));
    const auto someone = [&](const std::vector<domain::Role>& roles, bool mustBePerson) {
        return std::any_of(next.members.begin(), next.members.end(), [&](const Member& member) {
            return !member.keys.empty() && holdsAny(member, roles) &&
                   (!mustBePerson || member.kind == domain::MemberKind::Person);
        });
    };
    for (const std::vector<domain::Role>& roles : next.acts)
        bad(!someone(roles, false));
    bad(next.breakGlass && !someone(next.breakGlass->roles, true));
    bad(!next.waiverRoles.empty() && !someone(next.waiverRoles, true));
    broken.addIf(!canBeMet(next), DomainError::CharterUnsatisfiable);
    broken.addIf(!next.acceptsBrittle && !survivesTheLossOfTwo(next), DomainError::CharterBrittle);

    // Each key that the standing charter does not name for the same person is new, and proven, in order.
    std::size_t proven = 0;
    for (const Member& member : next.members) {
        for (const domain::MemberKey& key : member.keys) {
            const Member* before = oracleHolder(standing(), key.id);
            if (before && before->id == member.id)
                continue;
            broken.addIf(it.attempt.forgedProof || proven >= facts.proofs.size() ||
                             facts.proofs[proven].key != key.id,
                         DomainError::ProofMissing);
            ++proven;
        }
    }
    broken.addIf(proven < facts.proofs.size(), DomainError::BadStatement);
}

OracleProposal& Oracle::takeProposal(const Attempt& attempt, const ChangeProposed& facts)
{
    OracleProposal proposal;
    proposal.facts = facts;
    proposal.proposer = attempt.statement.context->member;
    proposal.seq = entries.size();
    proposal.at = attempt.at;
    proposal.leaf = attempt.leaf;
    proposal.sheet = attempt.statement.subjects.front().sha256;
    proposal.statementSha256 = attempt.statementSha256;
    proposal.proposedUnder = charters.size() - 1;
    proposal.access = attempt.accessSeen;
    proposal.loosens = loosens(facts, attempt.statement.context->signedAt);
    proposals.push_back(std::move(proposal));
    return proposals.back();
}

} // namespace keyturn::tests

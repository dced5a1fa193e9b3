// SPDX-License-Identifier: GPL-3.0-or-later
// What people propose: restrictions of every kind, lifting, replacing, charters, and what should not pass.

#include "models/crypto/digest_functions.h"
#include "models/state/proposal_terms.h"
#include "tests/unit/state/random_acts.h"

#include <algorithm>

namespace keyturn::tests {

using domain::ChangeProposed;
using domain::Charter;
using domain::Member;
using domain::Role;

namespace {

template <typename Id>
domain::Selection<Id> someOf(Dice& dice, const std::vector<domain::Named<Id>>& all)
{
    if (!dice.oneIn(3))
        return domain::Selection<Id>::everything();
    if (dice.oneIn(6))
        return domain::Selection<Id>::of({all[0].id, all[1].id});
    return domain::Selection<Id>::of({dice.of(all).id});
}

} // namespace

domain::Box RandomActs::someBox()
{
    const domain::Catalogue& all = m_world.catalogue;
    return {someOf(dice, all.models), someOf(dice, all.channels), someOf(dice, all.regions),
            someOf(dice, all.tiers), someOf(dice, all.capabilities)};
}

domain::Restriction RandomActs::restriction()
{
    using enum domain::RestrictionKind;
    domain::Restriction out;
    out.scope.include = someBox();
    while (dice.oneIn(3))
        out.scope.except.push_back(someBox());
    domain::Measure& measure = out.measure;
    measure.kind = static_cast<domain::RestrictionKind>(dice.roll(7));
    switch (measure.kind) {
    case Suspend:
        break;
    case LimitTiers:
        out.scope.include.tiers = domain::Selection<domain::TierId>::everything();
        measure.allowedTiers = {dice.of(m_world.catalogue.tiers).id};
        break;
    case RateLimit:
        measure.requestsPerMinute = 60;
        break;
    case RequireSafeguard:
    case EnhanceLogging:
        measure.safeguard = QStringLiteral("All of it");
        break;
    case DisableCapability:
        out.scope.include.capabilities =
            domain::Selection<domain::CapabilityId>::of({dice.of(m_world.catalogue.capabilities).id});
        break;
    case Reroute:
        out.scope.include.models = domain::Selection<domain::ModelId>::of({m_world.catalogue.models[0].id});
        measure.fallback = m_world.catalogue.models[1].id;
        break;
    }
    return out;
}

ChangeProposed RandomActs::wanted(const Member&, Attempt& attempt)
{
    ChangeProposed wanted;
    wanted.rationale = dice.oneIn(50) ? QString() : QStringLiteral("It must be");
    wanted.incident = someIncident(2);
    const std::size_t kind = m_focus == Focus::Charters && !dice.oneIn(3) ? 9 + dice.roll(4) : dice.roll(20);
    const std::size_t change = oracle.changes.empty() ? 0 : dice.roll(oracle.changes.size());
    const domain::ChangeId id(QStringLiteral("C-%1").arg((dice.oneIn(40) ? 90 : change) + 1));
    if (!oracle.changes.empty() && oracle.changes[change].rehearsal && !dice.oneIn(6) && kind < 9)
        wanted.incident = oracle.changes[change].incident;
    if (kind < 6 && !oracle.changes.empty()) {
        wanted.reverts = id;
        if (dice.oneIn(3))
            wanted.part = someBox();
    } else if (kind < 9 && !oracle.changes.empty()) {
        wanted.supersedes = id;
        wanted.restriction = restriction();
    } else if (kind < 12 && (oracle.disputed.empty() || dice.oneIn(2))) {
        wanted.charter = nextCharter();
        addProofs(wanted, attempt);
    } else if ((kind < 16 && !oracle.disputed.empty()) || (kind == 12 && dice.oneIn(4))) {
        for (const std::uint64_t seq : oracle.disputed) {
            if (!dice.oneIn(4))
                wanted.ratifiesEntries.push_back(seq);
        }
        if (dice.oneIn(8) || wanted.ratifiesEntries.empty())
            wanted.ratifiesEntries.push_back(dice.roll(oracle.entries.size()));
    } else if (kind == 13) {
        const std::size_t size = dice.roll(oracle.roots.size() + 2);
        const bool isOurs = size < oracle.roots.size() && dice.oneIn(2);
        wanted.abandons = {size, isOurs ? oracle.roots[size] : crypto::sha256("a head of another time")};
    } else {
        wanted.restriction = restriction();
    }
    if (!(wanted.restriction || wanted.reverts))
        return wanted;
    const base::UtcTime now = std::max(signedAt(), oracle.lastTime());
    if (dice.oneIn(wanted.restriction && !wanted.supersedes ? 4 : 20))
        wanted.effectiveAt = now.plusUs(static_cast<std::int64_t>(dice.roll(300)) * base::kUsPerMinute);
    if (wanted.restriction && dice.oneIn(4))
        wanted.reviewBy = now.plusUs(static_cast<std::int64_t>(dice.roll(600)) * base::kUsPerMinute);
    return wanted;
}

domain::Payload RandomActs::proposal(const Member& member, Attempt& attempt, bool breakGlass)
{
    const domain::Urgency urgency = breakGlass ? domain::Urgency::BreakGlass : domain::Urgency::Ordinary;
    ChangeProposed change;
    if (breakGlass && !dice.oneIn(20)) {
        change.rationale = QStringLiteral("At once");
        change.restriction = restriction();
        change.incident = someIncident(3);
    } else {
        change = wanted(member, attempt);
    }
    if (dice.oneIn(6) && !oracle.evidence.empty())
        change.evidence.push_back(*oracle.evidence.begin());
    if (dice.oneIn(60))
        change.evidence.push_back(crypto::sha256("not here"));
    if (dice.oneIn(4) && !oracle.batches.empty())
        change.signalRecords.push_back(someRecord());
    if (const auto id = change.reverts ? change.reverts : change.supersedes) {
        if (const auto place = Oracle::placeOf(*id, oracle.changes.size()))
            attempt.gatesSeen = oracle.gatesOf(*place, change.incident);
    }
    const auto place = change.incident ? Oracle::placeOf(*change.incident, oracle.incidents.size())
                                       : std::optional<std::size_t>();
    const bool isOfAccess = change.restriction || change.reverts;
    change.rehearsal = isOfAccess && place && oracle.incidents[*place].rehearsal;
    if (dice.oneIn(6))
        change.expiresAt =
            signedAt().plusUs(static_cast<std::int64_t>(dice.roll(30)) * 60 * base::kUsPerMinute);
    if (auto whole = state::completed(snapshot, member, change, signedAt(), urgency)) {
        if (dice.oneIn(40)) {
            whole->slotRoles.push_back(Role::Scribe);
            attempt.tampered = Attempt::Tampered::Derived;
        }
        change = std::move(*whole);
    } else {
        // It cannot be laid out, and is handed in all the same.
        const domain::Rule* rule = oracle.standing().rules.data();
        change.slotRoles = rule->slotRoles;
        change.sheetTemplate = domain::kNewestSheetTemplate;
        change.expiresAt = signedAt().plusUs(base::kUsPerMinute);
        attempt.tampered = Attempt::Tampered::NotLaidOut;
    }
    if (breakGlass)
        return domain::GlassBroken{std::move(change)};
    return change;
}

Charter RandomActs::nextCharter()
{
    Charter next = oracle.standing();
    next.version += dice.oneIn(20) ? 2 : 1;
    changeCharter(next);
    if (dice.oneIn(3))
        changeCharter(next);
    return next;
}

void RandomActs::changeCharter(Charter& next)
{
    Member& member = next.members[dice.roll(next.members.size())];
    const bool isPerson = member.kind == domain::MemberKind::Person;
    domain::Rule& rule = next.rules[dice.roll(next.rules.size())];
    switch (dice.roll(20)) {
    case 0:
        if (const auto role = static_cast<Role>(dice.roll(6)); isPerson && !holdsAny(member, {role}))
            member.roles.push_back(role);
        break;
    case 1:
        if (member.roles.size() > 1)
            member.roles.pop_back();
        break;
    case 2:
    case 3: {
        const domain::MemberKey key = dice.of(m_world.pool).named;
        if (!oracleHolder(next, key.id))
            member.keys.push_back(key);
        break;
    }
    case 4: {
        const domain::MemberKey key = dice.of(m_world.pool).named;
        if (oracleHolder(next, key.id))
            break;
        const QString id = QStringLiteral("new-%1").arg(next.version);
        if (!oracleMember(next, domain::MemberId(id)))
            next.members.push_back({domain::MemberId(id),
                                    id,
                                    {},
                                    domain::MemberKind::Person,
                                    {static_cast<Role>(dice.roll(4))},
                                    {key}});
        break;
    }
    case 5:
        next.members.erase(next.members.begin() + (&member - next.members.data()));
        break;
    case 6:
        if (!member.keys.empty())
            member.keys.pop_back();
        break;
    case 7:
    case 8:
    case 9:
    case 10:
    case 11: {
        if (member.keys.empty())
            break;
        const base::Digest key = member.keys.front().id;
        if (!dice.oneIn(15))
            member.keys.erase(member.keys.begin());
        next.revoked.push_back({key, member.id, dice.roll(oracle.entries.size() + (dice.oneIn(10) ? 3 : 1)),
                                QStringLiteral("Lost")});
        // Most people have another at hand.
        const domain::MemberKey spare = dice.of(m_world.pool).named;
        if (!oracleHolder(next, spare.id) && !next.revocationOf(spare.id))
            member.keys.push_back(spare);
        break;
    }
    case 12:
        rule.slotRoles = {static_cast<Role>(dice.roll(4))};
        if (!dice.oneIn(3))
            rule.slotRoles.push_back(static_cast<Role>(dice.roll(4)));
        break;
    case 13:
        rule.approvalValidMinutes = static_cast<std::int64_t>(20 + dice.roll(300));
        rule.proposalValidMinutes = static_cast<std::int64_t>(60 + dice.roll(600));
        break;
    case 14:
        rule.refusalBlocks = {static_cast<Role>(dice.roll(4))};
        break;
    case 15:
        next.expires = m_clock.plusUs(static_cast<std::int64_t>(dice.roll(48)) * 60 * base::kUsPerMinute);
        break;
    case 16:
        next.breakGlass.reset();
        if (!dice.oneIn(3))
            next.breakGlass = domain::BreakGlassRule{{static_cast<Role>(dice.roll(4))}, 30};
        break;
    case 17:
        next.waiverRoles = {static_cast<Role>(dice.roll(4))};
        break;
    case 18:
        next.acceptsBrittle = dice.oneIn(2);
        if (next.witnesses.size() > 1)
            next.witnesses.pop_back();
        else
            next.witnesses.push_back({QStringLiteral("second-notary"), m_world.witnesses[1].named.spki});
        break;
    default:
        if (!next.revoked.empty() && dice.oneIn(2))
            next.revoked.pop_back();
        break;
    }
}

void RandomActs::addProofs(ChangeProposed& wanted, Attempt& attempt)
{
    for (const Member& member : wanted.charter->members) {
        for (const domain::MemberKey& key : member.keys) {
            const Member* before = oracleHolder(oracle.standing(), key.id);
            if (before && before->id == member.id)
                continue;
            domain::KeyProof proof = m_world.proof(member.id, key.id);
            if (dice.oneIn(25)) {
                proof.signature = m_world.proof(domain::MemberId(QStringLiteral("else")), key.id).signature;
                attempt.forgedProof = true;
            }
            wanted.proofs.push_back(std::move(proof));
        }
    }
    if (dice.oneIn(40) && !wanted.proofs.empty())
        wanted.proofs.pop_back();
}

} // namespace keyturn::tests

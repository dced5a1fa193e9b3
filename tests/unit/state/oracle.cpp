// SPDX-License-Identifier: GPL-3.0-or-later
// What every statement has to keep to, and those that decide nothing.

#include "tests/unit/state/oracle.h"

#include "models/domain/domain_error.h"
#include "models/state/state_error.h"

#include <QStringList>

#include <algorithm>
#include <variant>

namespace keyturn::tests {

using domain::DomainError;
using domain::Member;
using domain::MemberId;
using domain::Role;
using state::StateError;

namespace {

template <typename Payload>
const Payload* payloadOf(const Attempt& attempt)
{
    return std::get_if<Payload>(&attempt.statement.payload);
}

} // namespace

bool OracleReasons::holds(const base::Error& error) const
{
    return std::find(m_reasons.begin(), m_reasons.end(), OracleReason{error.domain, error.code}) !=
           m_reasons.end();
}

void OracleReasons::addAll(const OracleReasons& others, bool outdated)
{
    for (const OracleReason& reason : others.m_reasons) {
        if (outdated && reason.domain->text(reason.code).outcome == base::Outcome::Usage)
            add(domain::DomainError::ProposalOutdated);
        else
            m_reasons.push_back(reason);
    }
}

QString OracleReasons::words() const
{
    QStringList words;
    for (const OracleReason& reason : m_reasons)
        words += QLatin1String(reason.domain->text(reason.code).name);
    return words.isEmpty() ? QStringLiteral("nothing") : words.join(QStringLiteral(", "));
}

Oracle::Oracle(const domain::Catalogue& catalogue, const domain::Charter& charter,
               const base::Digest& charterSha256, const base::Digest& logId,
               std::vector<OracleEntry> founding, std::vector<base::Digest> foundingRoots)
    : cells(catalogue), log(logId), charters{charter}, charterHashes{charterSha256},
      entries(std::move(founding)), roots(std::move(foundingRoots))
{
}

const Member* Oracle::owner(const Attempt& attempt) const
{
    if (const Member* holder = oracleHolder(standing(), attempt.key))
        return holder;
    // A next charter is signed by its own people too, before it stands.
    const auto* approval = payloadOf<domain::ProposalApproved>(attempt);
    const auto place = approval ? placeOf(approval->proposal, proposals.size()) : std::nullopt;
    const auto* next = place && proposals[*place].facts.charter ? &*proposals[*place].facts.charter : nullptr;
    return next ? oracleHolder(*next, attempt.key) : nullptr;
}

bool Oracle::mayAct(const Member& member, domain::Act act) const
{
    return holdsAny(member, standing().acts[static_cast<std::size_t>(act)]);
}

void Oracle::judgeContext(const Attempt& attempt, OracleReasons& broken) const
{
    const domain::StatementContext& context = *attempt.statement.context;
    broken.addIf(attempt.seq != entries.size(), StateError::NotInSequence);
    broken.addIf(attempt.log != log || context.log != log, DomainError::WrongLog);
    broken.addIf(attempt.previous != entries.back().leaf, StateError::BrokenChain);
    broken.addIf(attempt.at < lastTime(), StateError::TimeBackwards);
    broken.addIf(context.charterVersion != standing().version ||
                     context.charterSha256 != charterHashes.back(),
                 DomainError::StaleCharter);
    broken.addIf(context.basisSize >= roots.size() || context.basisRoot != roots[context.basisSize],
                 DomainError::StaleBasis);
    broken.addIf(nonces.contains(context.nonce), DomainError::NonceSpent);
    broken.addIf(context.notAfter < attempt.at, DomainError::StatementExpired);
}

OracleReasons Oracle::judge(const Attempt& attempt) const
{
    OracleReasons broken;
    judgeContext(attempt, broken);
    for (const domain::RevokedKey& revoked : standing().revoked)
        broken.addIf(revoked.key == attempt.key, DomainError::KeyRevoked);
    const Member* holder = owner(attempt);
    if (!holder) {
        broken.add(DomainError::KeyNotInCharter);
        return broken;
    }
    if (holder->id != attempt.statement.context->member) {
        broken.add(DomainError::KeyNotOfMember);
        return broken;
    }
    // Whoever stands in the charter speaks with the roles that it gives, not with those they may get.
    const Member* standingMember = oracleMember(standing(), holder->id);
    const Case it{attempt, standingMember ? *standingMember : *holder, broken};
    if (const auto* proposed = payloadOf<domain::ChangeProposed>(attempt))
        judgeProposal(it, *proposed, false);
    else if (const auto* glass = payloadOf<domain::GlassBroken>(attempt))
        judgeProposal(it, glass->change, true);
    else if (const auto* approval = payloadOf<domain::ProposalApproved>(attempt))
        judgeApproval(it, *approval);
    else if (const auto* refusal = payloadOf<domain::ProposalRefused>(attempt))
        judgeRefusal(it, *refusal);
    else if (const auto* withdrawal = payloadOf<domain::ProposalWithdrawn>(attempt))
        judgeWithdrawal(it, *withdrawal);
    else
        judgeFacts(it);
    return broken;
}

void Oracle::judgeNote(const domain::NoteAdded& note, OracleReasons& broken) const
{
    // It is one thing: a milestone, a remark on a proposal, a mark for reports, a view (which may replace
    // one), what takes a view or a mark back, or a plain note.
    if (note.milestone)
        broken.addIf(note.about || note.inReport || note.view || note.retires, DomainError::BadStatement);
    if (note.about)
        broken.addIf(note.inReport || note.view || note.retires, DomainError::BadStatement);
    if (note.inReport) {
        broken.addIf(note.view || note.retires, DomainError::BadStatement);
        const domain::ReportMark& mark = *note.inReport;
        const auto place = mark.note ? placeOf(*mark.note, notes.size()) : std::optional<std::size_t>();
        broken.addIf(mark.record.has_value() == mark.note.has_value(), DomainError::BadStatement);
        broken.addIf(mark.note && (!place || notes[*place].is != Note::Is::Saying),
                     DomainError::BadStatement);
        broken.addIf(mark.record && !isStanding(*mark.record), DomainError::BadStatement);
        for (const Note& other : notes)
            broken.addIf(other.is == Note::Is::Mark && !other.takenBack && other.marked == mark,
                         DomainError::BadStatement);
    }
    if (note.retires) {
        const auto place = placeOf(*note.retires, notes.size());
        broken.addIf(!place, DomainError::BadStatement);
        if (!place)
            return;
        const Note& old = notes[*place];
        broken.addIf(old.is != Note::Is::View && old.is != Note::Is::Mark, DomainError::BadStatement);
        broken.addIf(old.takenBack, DomainError::BadStatement);
        broken.addIf(note.view && old.is != Note::Is::View, DomainError::BadStatement);
    }
}

bool Oracle::isStanding(const domain::RecordId& record) const
{
    const QStringList parts = record.value().split(u':');
    return std::any_of(batches.begin(), batches.end(), [&](const Batch& batch) {
        return batch.seq == parts[0].toULongLong() && parts[1].toULongLong() < batch.count &&
               !batch.retracted;
    });
}

void Oracle::judgeIncident(const std::optional<domain::IncidentId>& incident, OracleReasons& broken) const
{
    if (!incident)
        return;
    const auto place = placeOf(*incident, incidents.size());
    broken.addIf(!place, DomainError::UnknownIncident);
    broken.addIf(place && incidents[*place].closed, DomainError::IncidentClosed);
}

bool Oracle::isOfCharter(const MemberId& id, Role role) const
{
    const Member* member = oracleMember(standing(), id);
    return member && holdsAny(*member, {role});
}

void Oracle::judgeFacts(const Case& it) const
{
    OracleReasons& broken = it.broken;
    const Attempt& attempt = it.attempt;
    const bool isPerson = it.member.kind == domain::MemberKind::Person;
    broken.addIf(attempt.tampered == Attempt::Tampered::Subject, DomainError::BadStatement);
    if (const auto* opened = payloadOf<domain::IncidentOpened>(attempt)) {
        broken.addIf(!mayAct(it.member, domain::Act::Incident), DomainError::RoleMayNot);
        broken.addIf(!oracleMember(standing(), opened->owner), DomainError::UnknownMember);
    } else if (const auto* closed = payloadOf<domain::IncidentClosed>(attempt)) {
        broken.addIf(!mayAct(it.member, domain::Act::Incident), DomainError::RoleMayNot);
        judgeIncident(closed->incident, broken);
        const auto isCarried = [&](const QString& end) {
            return std::any_of(closed->carried.begin(), closed->carried.end(),
                               [&](const QString& line) { return line.startsWith(end + u':'); });
        };
        for (std::size_t i = 0; i < proposals.size(); ++i) {
            const bool isLoose = proposals[i].facts.incident == closed->incident &&
                                 statusOf(proposals[i], attempt.at) == domain::ProposalStatus::Open;
            broken.addIf(isLoose && !isCarried(QStringLiteral("P-%1").arg(i + 1)),
                         DomainError::IncidentHasLooseEnds);
        }
        for (std::size_t i = 0; i < changes.size(); ++i) {
            const bool isLoose =
                changes[i].incident == closed->incident && changes[i].status == domain::ChangeStatus::InForce;
            broken.addIf(isLoose && !isCarried(QStringLiteral("C-%1").arg(i + 1)),
                         DomainError::IncidentHasLooseEnds);
        }
    } else if (const auto* note = payloadOf<domain::NoteAdded>(attempt)) {
        broken.addIf(!mayAct(it.member, domain::Act::Note), DomainError::RoleMayNot);
        judgeIncident(note->incident, broken);
        broken.addIf(note->about && !placeOf(*note->about, proposals.size()), DomainError::UnknownProposal);
        judgeNote(*note, broken);
    } else if (const auto* added = payloadOf<domain::EvidenceAdded>(attempt)) {
        broken.addIf(!mayAct(it.member, domain::Act::Note), DomainError::RoleMayNot);
        judgeIncident(added->incident, broken);
        broken.addIf(evidence.contains(added->sha256), DomainError::BadStatement);
    } else if (const auto* gate = payloadOf<domain::GateOpened>(attempt)) {
        broken.addIf(!mayAct(it.member, domain::Act::Incident), DomainError::RoleMayNot);
        judgeIncident(gate->incident, broken);
    } else if (const auto* met = payloadOf<domain::GateMet>(attempt)) {
        broken.addIf(!isPerson, StateError::NotAPerson);
        broken.addIf(!mayAct(it.member, domain::Act::Incident), DomainError::RoleMayNot);
        const auto place = placeOf(met->gate, gates.size());
        broken.addIf(!place, DomainError::UnknownGate);
        broken.addIf(place && gates[*place].met, DomainError::GateAlreadyMet);
        if (place)
            judgeIncident(gates[*place].incident, broken);
        broken.addIf(met->evidence.empty(), DomainError::BadStatement);
        for (const base::Digest& digest : met->evidence)
            broken.addIf(!evidence.contains(digest), DomainError::UnknownEvidence);
    } else if (const auto* waived = payloadOf<domain::GateWaived>(attempt)) {
        broken.addIf(!isPerson, StateError::NotAPerson);
        broken.addIf(!holdsAny(it.member, standing().waiverRoles), DomainError::RoleMayNot);
        const auto place = placeOf(waived->gate, gates.size());
        const auto change = placeOf(waived->change, changes.size());
        broken.addIf(!place, DomainError::UnknownGate);
        broken.addIf(place && gates[*place].met, DomainError::GateAlreadyMet);
        broken.addIf(!change, DomainError::UnknownChange);
        broken.addIf(change && changes[*change].status != domain::ChangeStatus::InForce,
                     DomainError::ChangeNotInForce);
        if (place && change) {
            const auto& done = gates[*place].waivedFor;
            broken.addIf(std::find(done.begin(), done.end(), *change) != done.end(),
                         DomainError::BadStatement);
        }
    } else if (const auto* witness = payloadOf<domain::WitnessRecorded>(attempt)) {
        // Origin, size and root are the first three lines of a checkpoint.
        const QList<QByteArray> lines = witness->note.split('\n');
        const std::uint64_t size = lines[1].toULongLong();
        const auto& known = standing().witnesses;
        broken.addIf(std::find(known.begin(), known.end(), attempt.cosigner) == known.end(),
                     DomainError::WitnessUnknown);
        const bool isOurs =
            size < roots.size() && QByteArray::fromBase64(lines[2]).toHex() == roots[size].hex().toLatin1();
        broken.addIf(!isOurs, DomainError::WitnessConflict);
    } else if (const auto* claim = payloadOf<domain::DirectiveAcknowledged>(attempt)) {
        broken.addIf(isPerson || !isOfCharter(it.member.id, Role::Gateway), DomainError::RoleMayNot);
        for (const OracleGateway& gateway : gateways) {
            if (gateway.member != it.member.id)
                continue;
            broken.addIf(claim->counter <= gateway.counter, DomainError::AcknowledgementReplayed);
            broken.addIf(claim->revision < gateway.revision, DomainError::AcknowledgementFalse);
        }
        const bool exists = claim->revision >= 1 && claim->revision <= revisions.size();
        broken.addIf(!exists || revisions[claim->revision - 1] != attempt.accessSeen,
                     DomainError::AcknowledgementFalse);
        broken.addIf(claim->headSize >= roots.size() || roots[claim->headSize] != claim->headRoot,
                     DomainError::AcknowledgementFalse);
    } else if (const auto* probe = payloadOf<domain::GatewayProbed>(attempt)) {
        broken.addIf(!mayAct(it.member, domain::Act::Import) || isOfCharter(it.member.id, Role::Gateway),
                     DomainError::RoleMayNot);
        const Member* gateway = oracleMember(standing(), probe->gateway);
        broken.addIf(!gateway || gateway->kind != domain::MemberKind::Service ||
                         !holdsAny(*gateway, {Role::Gateway}),
                     DomainError::UnknownMember);
        broken.addIf(probe->revision != revisions.size(), DomainError::BadStatement);
    } else if (const auto* imported = payloadOf<domain::BatchImported>(attempt)) {
        broken.addIf(!mayAct(it.member, domain::Act::Import), DomainError::RoleMayNot);
        judgeIncident(imported->incident, broken);
    } else if (const auto* retraction = payloadOf<domain::BatchRetracted>(attempt)) {
        // Whoever may import may take an import back: one that is there, and once, saying why.
        broken.addIf(!mayAct(it.member, domain::Act::Import), DomainError::RoleMayNot);
        const auto batch = std::find_if(batches.begin(), batches.end(),
                                        [&](const Batch& one) { return one.seq == retraction->batch; });
        broken.addIf(batch == batches.end(), DomainError::UnknownBatch);
        broken.addIf(batch != batches.end() && batch->retracted, DomainError::AlreadyRetracted);
        broken.addIf(retraction->reason.isEmpty(), DomainError::BadStatement);
    }
}

void Oracle::take(const Attempt& attempt, const base::Digest& root)
{
    // What has run out is over before anything else happens; what broke the glass does not run out.
    for (OracleProposal& proposal : proposals) {
        if (statusOf(proposal, attempt.at) == domain::ProposalStatus::Expired &&
            proposal.status == domain::ProposalStatus::Open)
            end(proposal, domain::ProposalStatus::Expired, proposal.facts.expiresAt);
    }
    if (const auto* proposed = payloadOf<domain::ChangeProposed>(attempt)) {
        takeProposal(attempt, *proposed);
    } else if (const auto* glass = payloadOf<domain::GlassBroken>(attempt)) {
        OracleProposal& proposal = takeProposal(attempt, glass->change);
        proposal.breakGlass = true;
        const std::string before = access(std::nullopt);
        putInForce(proposal, attempt.at);
        noteRevision(before);
    } else if (const auto* approval = payloadOf<domain::ProposalApproved>(attempt)) {
        takeApproval(attempt, *approval);
    } else if (const auto* refusal = payloadOf<domain::ProposalRefused>(attempt)) {
        takeRefusal(attempt, *refusal);
    } else if (const auto* withdrawal = payloadOf<domain::ProposalWithdrawn>(attempt)) {
        end(proposals[*placeOf(withdrawal->proposal, proposals.size())], domain::ProposalStatus::Withdrawn,
            attempt.at);
    } else {
        takeFacts(attempt);
    }
    nonces.insert(attempt.statement.context->nonce);
    entries.push_back({attempt.at, attempt.leaf, attempt.key});
    roots.push_back(root);
}

void Oracle::takeFacts(const Attempt& attempt)
{
    const auto gatewayOf = [&](const MemberId& id) -> OracleGateway& {
        for (OracleGateway& gateway : gateways) {
            if (gateway.member == id)
                return gateway;
        }
        gateways.push_back({id, 0, 0, 0, std::nullopt});
        return gateways.back();
    };
    if (const auto* opened = payloadOf<domain::IncidentOpened>(attempt)) {
        incidents.push_back({opened->rehearsal, false});
    } else if (const auto* closed = payloadOf<domain::IncidentClosed>(attempt)) {
        incidents[*placeOf(closed->incident, incidents.size())].closed = true;
    } else if (const auto* note = payloadOf<domain::NoteAdded>(attempt)) {
        Note added;
        if (note->view)
            added.is = Note::Is::View;
        else if (note->inReport)
            added.is = Note::Is::Mark;
        else if (note->retires)
            added.is = Note::Is::TakingBack;
        if (note->inReport)
            added.marked = note->inReport;
        if (note->retires)
            notes[*placeOf(*note->retires, notes.size())].takenBack = true;
        notes.push_back(added);
    } else if (const auto* added = payloadOf<domain::EvidenceAdded>(attempt)) {
        evidence.insert(added->sha256);
    } else if (const auto* gate = payloadOf<domain::GateOpened>(attempt)) {
        gates.push_back({gate->incident, false, {}});
    } else if (const auto* met = payloadOf<domain::GateMet>(attempt)) {
        gates[*placeOf(met->gate, gates.size())].met = true;
    } else if (const auto* waived = payloadOf<domain::GateWaived>(attempt)) {
        gates[*placeOf(waived->gate, gates.size())].waivedFor.push_back(
            *placeOf(waived->change, changes.size()));
    } else if (const auto* witness = payloadOf<domain::WitnessRecorded>(attempt)) {
        witnessed = std::max<std::uint64_t>(witnessed, witness->note.split('\n')[1].toULongLong());
    } else if (const auto* claim = payloadOf<domain::DirectiveAcknowledged>(attempt)) {
        OracleGateway& gateway = gatewayOf(attempt.statement.context->member);
        gateway.counter = claim->counter;
        gateway.revision = claim->revision;
    } else if (const auto* probe = payloadOf<domain::GatewayProbed>(attempt)) {
        OracleGateway& gateway = gatewayOf(probe->gateway);
        const auto found = std::find(cells.all().begin(), cells.all().end(), probe->cell);
        const auto decided = accessNow(attempt.at)[static_cast<std::size_t>(found - cells.all().begin())];
        if (probe->seen != decided) {
            gateway.drifted = probe->cell;
            return;
        }
        gateway.proven = probe->revision;
        if (gateway.drifted == probe->cell)
            gateway.drifted.reset();
    } else if (const auto* imported = payloadOf<domain::BatchImported>(attempt)) {
        batches.push_back({attempt.seq, imported->count, false});
    } else if (const auto* retraction = payloadOf<domain::BatchRetracted>(attempt)) {
        for (Batch& batch : batches)
            batch.retracted = batch.retracted || batch.seq == retraction->batch;
    }
}

} // namespace keyturn::tests

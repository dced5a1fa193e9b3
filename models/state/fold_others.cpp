// SPDX-License-Identifier: GPL-3.0-or-later
// What other parties say: witnesses of the ledger, and gateways.

#include "models/domain/access.h"
#include "models/domain/reason.h"
#include "models/ledger/checkpoint.h"
#include "models/state/fold_rules.h"

#include <algorithm>

namespace keyturn::state {

using domain::DomainError;

namespace {

/// A party whose signature on a checkpoint means something here.
struct KnownWitness
{
    QString name;
    bool byCharter = false;
};

/// The best known witness that has signed @p note: one that the charter names before another seat.
std::optional<KnownWitness> witnessOf(const Snapshot& snapshot, const ledger::SignedNote& note)
{
    const auto has = [&](const QString& name, const QByteArray& spki) {
        const auto key = readKey(spki);
        return key && ledger::verifyNote(note, name, *key).has_value();
    };
    for (const domain::WitnessKey& witness : snapshot.charter.witnesses) {
        if (has(witness.name, witness.spki))
            return KnownWitness{witness.name, true};
    }
    // One seat alone is the ledger's own word; a second one is another machine's.
    QString other;
    int seats = 0;
    for (const SeatState& seat : snapshot.seats) {
        if (has(seat.name, seat.spki)) {
            ++seats;
            other = seat.name;
        }
    }
    return seats > 1 ? std::optional(KnownWitness{other, false}) : std::nullopt;
}

base::Result<ledger::Checkpoint> checkpointOf(const ledger::SignedNote& note)
{
    return ledger::readCheckpoint(note.text);
}

tl::unexpected<base::Error> falseClaim(const Case& judged, const char* why)
{
    return base::fail(DomainError::AcknowledgementFalse, judged.member->display(), domain::reason(why));
}

GatewayState& gatewayOf(Snapshot& snapshot, const domain::MemberId& member)
{
    for (qsizetype i = 0; i < snapshot.gateways.size(); ++i) {
        if (snapshot.gateways.at(i).member == member)
            return snapshot.gateways[i];
    }
    GatewayState fresh;
    fresh.member = member;
    snapshot.gateways.append(fresh);
    return snapshot.gateways.last();
}

bool isGateway(const domain::Member* member)
{
    return member && member->kind == domain::MemberKind::Service && member->has(domain::Role::Gateway);
}

bool isInCatalogue(const domain::Catalogue& catalogue, const domain::Cell& cell)
{
    const auto has = [](const auto& list, const auto& id) {
        return std::any_of(list.begin(), list.end(), [&](const auto& named) { return named.id == id; });
    };
    return has(catalogue.models, cell.model) && has(catalogue.channels, cell.channel) &&
           has(catalogue.regions, cell.region) && has(catalogue.tiers, cell.tier) &&
           has(catalogue.capabilities, cell.capability);
}

} // namespace

base::Result<void> check(const Case& judged, const domain::WitnessRecorded& witness)
{
    KEYTURN_TRY_LET(note, ledger::readNote(witness.note));
    KEYTURN_TRY_LET(checkpoint, checkpointOf(note));
    if (checkpoint.origin != ledger::checkpointOrigin(judged.snapshot.log))
        return base::fail(DomainError::WrongLog);
    if (!witnessOf(judged.snapshot, note))
        return base::fail(DomainError::WitnessUnknown);
    const auto root = checkpoint.size <= judged.snapshot.size ? judged.rootAt(checkpoint.size) : std::nullopt;
    if (!root || *root != checkpoint.root)
        return base::fail(DomainError::WitnessConflict, QString::number(checkpoint.size));
    return checkAboutLedger(judged);
}

void fold(Snapshot& snapshot, const Accepted& accepted, const domain::WitnessRecorded& witness)
{
    // Both were read when it was judged.
    const auto note = ledger::readNote(witness.note);
    const auto checkpoint = checkpointOf(*note);
    const auto known = witnessOf(snapshot, *note);
    snapshot.witnesses.append(
        {known->name, known->byCharter, checkpoint->size, checkpoint->root, accepted.origin});
}

base::Result<void> check(const Case& judged, const domain::DirectiveAcknowledged& acknowledged)
{
    const Snapshot& snapshot = judged.snapshot;
    if (!isGateway(judged.member))
        return base::fail(DomainError::RoleMayNot, judged.member->display(),
                          domain::reason(QT_TRANSLATE_NOOP("errors", "acknowledge directives")),
                          domain::toWord(domain::Role::Gateway));
    const GatewayState* gateway = snapshot.gateway(judged.member->id);
    if (gateway && acknowledged.counter <= gateway->counter)
        return base::fail(DomainError::AcknowledgementReplayed, judged.member->display(),
                          QString::number(acknowledged.counter), QString::number(gateway->counter));
    const auto revisions = static_cast<std::uint64_t>(snapshot.accessRevisions.size());
    if (acknowledged.revision == 0 || acknowledged.revision > revisions)
        return falseClaim(judged, QT_TRANSLATE_NOOP("errors", "access has had no such revision"));
    if (gateway && acknowledged.revision < gateway->revision)
        return falseClaim(judged, QT_TRANSLATE_NOOP("errors", "it has acknowledged a later revision before"));
    if (acknowledged.accessState !=
        snapshot.accessRevisions[static_cast<qsizetype>(acknowledged.revision) - 1])
        return falseClaim(judged,
                          QT_TRANSLATE_NOOP("errors", "that revision was another access than it says"));
    const auto root =
        acknowledged.headSize <= snapshot.size ? judged.rootAt(acknowledged.headSize) : std::nullopt;
    if (!root || *root != acknowledged.headRoot)
        return falseClaim(judged,
                          QT_TRANSLATE_NOOP("errors", "the ledger that it was shown is not this one"));
    return checkAboutLedger(judged);
}

void fold(Snapshot& snapshot, const Accepted& accepted, const domain::DirectiveAcknowledged& acknowledged)
{
    GatewayState& gateway = gatewayOf(snapshot, accepted.origin.member);
    gateway.counter = acknowledged.counter;
    gateway.revision = acknowledged.revision;
    gateway.acknowledged = accepted.origin;
}

base::Result<void> check(const Case& judged, const domain::GatewayProbed& probe)
{
    KEYTURN_TRY(checkMayAct(judged, domain::Act::Import));
    const domain::Member* gateway = judged.snapshot.charter.member(probe.gateway);
    if (!isGateway(gateway))
        return base::fail(DomainError::UnknownMember, base::harmlessText(probe.gateway.value(), 80));
    // A claim of the gateway's own is an acknowledgement and no proof.
    if (judged.member->id == probe.gateway || judged.member->has(domain::Role::Gateway))
        return base::fail(DomainError::RoleMayNot, judged.member->display(),
                          domain::reason(QT_TRANSLATE_NOOP("errors", "probe a gateway, being one")),
                          roleWords(judged.snapshot.charter.rolesFor(domain::Act::Import)));
    if (probe.revision != static_cast<std::uint64_t>(judged.snapshot.accessRevisions.size()))
        return badStatement(QT_TRANSLATE_NOOP("errors", "the probe was of another revision than stands now"));
    if (!isInCatalogue(judged.snapshot.catalogue, probe.cell))
        return badStatement(QT_TRANSLATE_NOOP("errors", "the catalogue does not have what was probed"));
    return checkAboutLedger(judged);
}

void fold(Snapshot& snapshot, const Accepted& accepted, const domain::GatewayProbed& probe)
{
    const auto decided =
        domain::effectiveAccess(snapshot.layersInForce(accepted.origin.recordedAt), probe.cell).access;
    GatewayState& gateway = gatewayOf(snapshot, probe.gateway);
    if (probe.seen == decided) {
        gateway.provenRevision = probe.revision;
        gateway.proven = accepted.origin;
        if (gateway.drifted && gateway.driftedCell == probe.cell)
            gateway.drifted.reset();
    } else {
        gateway.drifted = accepted.origin;
        gateway.driftedCell = probe.cell;
        gateway.driftedSeen = probe.seen;
    }
}

} // namespace keyturn::state

// SPDX-License-Identifier: GPL-3.0-or-later
// Statements that decide nothing.

#include "models/crypto/digest_functions.h"
#include "models/ledger/checkpoint.h"
#include "tests/unit/state/random_acts.h"

namespace keyturn::tests {

using domain::Member;
using domain::Role;

namespace {

template <typename Id>
Id anyOf(Dice& dice, char letter, std::size_t count)
{
    // Now and then one that is not there.
    const std::size_t number = dice.roll(count + (dice.oneIn(8) ? 2 : 0)) + 1;
    return Id(QStringLiteral("%1-%2").arg(QLatin1Char(letter)).arg(number));
}

} // namespace

std::optional<domain::IncidentId> RandomActs::someIncident(std::size_t oneIn)
{
    if (oracle.incidents.empty() || !dice.oneIn(oneIn))
        return std::nullopt;
    return anyOf<domain::IncidentId>(dice, 'I', oracle.incidents.size());
}

domain::RecordId RandomActs::someRecord()
{
    const std::uint64_t seq = oracle.batches.empty() || dice.oneIn(8) ? dice.roll(oracle.entries.size())
                                                                      : dice.of(oracle.batches).seq;
    return domain::RecordId(QStringLiteral("%1:%2").arg(seq).arg(dice.roll(dice.oneIn(8) ? 9 : 3)));
}

domain::Payload RandomActs::importOrRetraction()
{
    if (oracle.batches.empty() || dice.oneIn(2)) {
        domain::BatchImported batch;
        batch.count = 3 + dice.roll(3);
        batch.root = crypto::sha256(dice.bytes16());
        batch.incident = someIncident(4);
        return batch;
    }
    domain::BatchRetracted retraction;
    retraction.batch = dice.oneIn(6) ? dice.roll(oracle.entries.size() + 2) : dice.of(oracle.batches).seq;
    if (!dice.oneIn(10))
        retraction.reason = QStringLiteral("The wrong file");
    return retraction;
}

domain::Payload RandomActs::fact(const Member& member, Attempt& attempt)
{
    std::size_t kind = dice.roll(28);
    if (kind >= 24)
        return importOrRetraction();
    if (m_focus == Focus::Gates && !dice.oneIn(4))
        kind = 7 + dice.roll(11);
    else if (m_focus == Focus::Gateways && !dice.oneIn(4))
        kind = 18 + dice.roll(6);
    else if (m_focus == Focus::Charters && dice.oneIn(3))
        kind = 18;
    if (kind < 3 || oracle.incidents.empty()) {
        domain::IncidentOpened incident;
        incident.title = QStringLiteral("Incident");
        incident.owner = dice.oneIn(10) ? domain::MemberId(QStringLiteral("nobody")) : member.id;
        incident.rehearsal = dice.oneIn(3);
        return incident;
    }
    if (kind < 5) {
        domain::IncidentClosed closing;
        closing.incident = anyOf<domain::IncidentId>(dice, 'I', oracle.incidents.size());
        for (std::size_t i = 1; i < 50 && dice.oneIn(60); ++i)
            closing.carried += QStringLiteral("P-%1: carried").arg(i);
        if (dice.oneIn(2)) {
            for (std::size_t i = 1; i <= oracle.proposals.size(); ++i)
                closing.carried += QStringLiteral("P-%1: carried").arg(i);
            for (std::size_t i = 1; i <= oracle.changes.size(); ++i)
                closing.carried += QStringLiteral("C-%1: carried").arg(i);
        }
        return closing;
    }
    if (kind < 7) {
        domain::NoteAdded note;
        note.title = QStringLiteral("Note");
        note.incident = someIncident(2);
        if (dice.oneIn(3))
            note.about =
                anyOf<domain::ProposalId>(dice, 'P', std::max<std::size_t>(1, oracle.proposals.size()));
        const auto someNote = [&] {
            return anyOf<domain::NoteId>(dice, 'N', std::max<std::size_t>(1, oracle.notes.size()));
        };
        if (dice.oneIn(4))
            note.view = domain::SavedView{QStringLiteral("severity>=high"), {}, {}, {}};
        if (dice.oneIn(4))
            note.inReport = dice.oneIn(3) ? domain::ReportMark{someRecord(), std::nullopt}
                                          : domain::ReportMark{std::nullopt, someNote()};
        if (dice.oneIn(3))
            note.retires = someNote();
        note.milestone = dice.oneIn(4);
        return note;
    }
    if (kind < 10) {
        domain::EvidenceAdded evidence;
        evidence.sha256 = crypto::sha256(QByteArray::number(dice.roll(3)));
        evidence.title = QStringLiteral("Evidence");
        evidence.incident = someIncident(3);
        return evidence;
    }
    if (kind < 13)
        return domain::GateOpened{anyOf<domain::IncidentId>(dice, 'I', oracle.incidents.size()),
                                  domain::Layer::System, QStringLiteral("It holds")};
    if (kind < 16) {
        domain::GateMet met;
        met.gate = anyOf<domain::GateId>(dice, 'G', std::max<std::size_t>(1, oracle.gates.size()));
        met.how = QStringLiteral("Seen");
        if (!dice.oneIn(8))
            met.evidence.push_back(oracle.evidence.empty() || dice.oneIn(6)
                                       ? crypto::sha256(QByteArray::number(dice.roll(3)))
                                       : *oracle.evidence.begin());
        return met;
    }
    if (kind < 18)
        return domain::GateWaived{
            anyOf<domain::GateId>(dice, 'G', std::max<std::size_t>(1, oracle.gates.size())),
            anyOf<domain::ChangeId>(dice, 'C', std::max<std::size_t>(1, oracle.changes.size())),
            QStringLiteral("It must")};
    if (kind < 19) {
        const std::size_t which = dice.oneIn(2) ? 0 : dice.roll(m_world.witnesses.size());
        const PooledKey& witness = m_world.witnesses[which];
        attempt.cosigner = {which == 0 ? QStringLiteral("notary") : QStringLiteral("second-notary"),
                            witness.named.spki};
        ledger::Checkpoint checkpoint;
        checkpoint.origin = ledger::checkpointOrigin(oracle.log);
        checkpoint.size = dice.roll(oracle.roots.size());
        checkpoint.root = oracle.roots[dice.oneIn(6) ? 0 : checkpoint.size];
        const auto note = ledger::signCheckpoint(checkpoint, attempt.cosigner.name, witness.secret);
        return domain::WitnessRecorded{note ? *note : QByteArray()};
    }
    if (kind < 22) {
        domain::DirectiveAcknowledged claim;
        claim.counter = dice.roll(6) + oracle.entries.size() / 4;
        const auto revisions = static_cast<std::size_t>(snapshot.accessRevisions.size());
        claim.revision = dice.roll(revisions + 2);
        const std::size_t told = dice.oneIn(5) ? dice.roll(revisions + 1) : claim.revision;
        if (told >= 1 && told <= oracle.revisions.size() && told <= revisions) {
            claim.accessState = snapshot.accessRevisions.at(static_cast<qsizetype>(told) - 1);
            attempt.accessSeen = oracle.revisions[told - 1];
        } else {
            attempt.accessSeen = "none";
        }
        claim.headSize = dice.roll(oracle.roots.size());
        claim.headRoot = oracle.roots[dice.oneIn(10) ? 0 : claim.headSize];
        return claim;
    }
    domain::GatewayProbed probe;
    probe.gateway = dice.oneIn(8) ? member.id : domain::MemberId(QStringLiteral("edge"));
    probe.revision = static_cast<std::uint64_t>(snapshot.accessRevisions.size()) + (dice.oneIn(8) ? 1 : 0);
    const std::size_t cell = dice.roll(oracle.cells.all().size());
    probe.cell = oracle.cells.all()[cell];
    // Seldom what was decided; then again often enough.
    probe.seen = dice.oneIn(3) ? domain::Access::Suspended : oracle.accessNow(oracle.lastTime())[cell];
    return probe;
}

} // namespace keyturn::tests

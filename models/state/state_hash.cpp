// SPDX-License-Identifier: GPL-3.0-or-later
// The state as canonical JSON, for its hash: every member in one order, whatever order it was reached in.

#include "models/crypto/digest_functions.h"
#include "models/domain/statement_codec.h"
#include "models/state/snapshot.h"

#include <algorithm>

namespace keyturn::state {

using domain::FieldWriter;

// Found by the writer of fields through the types' own namespace.
void writeFields(FieldWriter& out, const Origin& origin)
{
    out("seq", origin.seq);
    out("recorded_at", origin.recordedAt);
    out("member", origin.member);
}

void writeFields(FieldWriter& out, const IncidentState& incident)
{
    out("id", incident.id);
    out("facts", incident.facts);
    out("status", incident.status);
    out("opened", incident.opened);
    out("closed", incident.closed);
    out("closing_reason", incident.closingReason);
    out("carried", incident.carried);
}

void writeFields(FieldWriter& out, const RequestState::Answer& answer)
{
    out("facts", answer.facts);
    out("origin", answer.origin);
}

void writeFields(FieldWriter& out, const RequestState& request)
{
    out("id", request.id);
    out("facts", request.facts);
    out("status", request.status);
    out("received", request.received);
    out("answers", request.answers);
    out("closed", request.closed);
    out("closing_reason", request.closingReason);
}

void writeFields(FieldWriter& out, const NoteState& note)
{
    out("id", note.id);
    out("facts", note.facts);
    out("origin", note.origin);
}

void writeFields(FieldWriter& out, const RetractionState& retraction)
{
    out("origin", retraction.origin);
    out("reason", retraction.reason);
}

void writeFields(FieldWriter& out, const BatchState& batch)
{
    out("facts", batch.facts);
    out("origin", batch.origin);
    out("first_record", batch.firstRecord);
    out("retracted", batch.retracted);
}

void writeFields(FieldWriter& out, const ApprovalState& approval)
{
    out("origin", approval.origin);
    out("slot", approval.slot);
    out("key", approval.keyId);
    out("entry", approval.entryLeaf);
}

void writeFields(FieldWriter& out, const RefusalState& refusal)
{
    out("origin", refusal.origin);
    out("reason", refusal.reason);
    out("blocks", refusal.blocks);
    out("key", refusal.keyId);
}

void writeFields(FieldWriter& out, const ProposalState& proposal)
{
    out("id", proposal.id);
    out("facts", proposal.facts);
    out("origin", proposal.origin);
    out("entry", proposal.entryLeaf);
    out("sheet", proposal.sheetSha256);
    out("key", proposal.keyId);
    out("access_state", proposal.accessState);
    out("charter_version", proposal.charterVersion);
    out("status", proposal.status);
    out("approvals", proposal.approvals);
    out("refusals", proposal.refusals);
    out("withdrawal_reason", proposal.withdrawalReason);
    out("decided_at", proposal.decidedAt);
    out("change", proposal.change);
    out("break_glass", proposal.breakGlass);
    out("statement", proposal.statementSha256);
    out("decided_charter", proposal.decidedCharter);
}

void writeFields(FieldWriter& out, const LiftedPart& part)
{
    out("part", part.part);
    out("by", part.by);
    out("at", part.at);
}

void writeFields(FieldWriter& out, const ChangeState& change)
{
    out("id", change.id);
    out("restriction", change.restriction);
    out("proposal", change.proposal);
    out("status", change.status);
    out("authorised_at", change.authorisedAt);
    out("authorised_by", change.authorisedBySeq);
    out("effective_at", change.effectiveAt);
    out("review_by", change.reviewBy);
    out("incident", change.incident);
    out("rehearsal", change.rehearsal);
    out("lifted", change.lifted);
    out("reverted_by", change.revertedBy);
    out("reverted_at", change.revertedAt);
}

void writeFields(FieldWriter& out, const CharterState& charter)
{
    out("charter", charter.charter);
    out("sha256", charter.sha256);
    out("adopted", charter.adopted);
}

void writeFields(FieldWriter& out, const GateState::Waiver& waiver)
{
    out("change", waiver.change);
    out("reason", waiver.reason);
    out("origin", waiver.origin);
}

void writeFields(FieldWriter& out, const GateState& gate)
{
    out("id", gate.id);
    out("facts", gate.facts);
    out("status", gate.status);
    out("opened", gate.opened);
    out("met", gate.met);
    out("evidence", gate.evidence);
    out("how", gate.how);
    out("waivers", gate.waivers);
}

void writeFields(FieldWriter& out, const EvidenceState& evidence)
{
    out("facts", evidence.facts);
    out("origin", evidence.origin);
}

void writeFields(FieldWriter& out, const WitnessState& witness)
{
    out("name", witness.name);
    out("by_charter", witness.byCharter);
    out("size", witness.size);
    out("root", witness.root);
    out("origin", witness.origin);
}

void writeFields(FieldWriter& out, const GatewayState& gateway)
{
    out("member", gateway.member);
    out("counter", gateway.counter);
    out("revision", gateway.revision);
    out("acknowledged", gateway.acknowledged);
    out("proven_revision", gateway.provenRevision);
    out("proven", gateway.proven);
    out("drifted", gateway.drifted);
    if (gateway.drifted) {
        out("drifted_cell", gateway.driftedCell);
        out("drifted_seen", gateway.driftedSeen);
    }
}

void writeFields(FieldWriter& out, const AbandonedState& abandoned)
{
    out("head", abandoned.head);
    out("proposal", abandoned.proposal);
    out("origin", abandoned.origin);
}

void writeFields(FieldWriter& out, const SeatState& seat)
{
    out("name", seat.name);
    out("spki", seat.spki);
    out("key", seat.keyId);
    out("origin", seat.origin);
}

void writeFields(FieldWriter& out, const EntryLine& line)
{
    out("seq", line.seq);
    out("time", line.time);
    out("kind", line.kind);
    out("member", line.member);
    out("leaf", line.leaf);
    out("key", line.keyId);
}

namespace {

template <typename T>
std::vector<T> asVector(const SharedList<T>& list)
{
    return {list.begin(), list.end()};
}

/// A set has no order of its own.
template <typename Kept, typename Set>
std::vector<Kept> inOrder(const Set& set)
{
    std::vector<Kept> values(set.begin(), set.end());
    std::sort(values.begin(), values.end());
    return values;
}

} // namespace

base::Digest stateSha256(const Snapshot& snapshot)
{
    FieldWriter out;
    out("size", snapshot.size);
    out("log", snapshot.log);
    out("last_time", snapshot.lastTime);
    out("last_leaf", snapshot.lastLeaf);
    out("charter", snapshot.charter);
    out("charter_sha256", snapshot.charterSha256);
    out("founded", snapshot.founded);
    out("charter_signatures", snapshot.charterSignatures);
    out("catalogue", snapshot.catalogue);
    out("incidents", asVector(snapshot.incidents));
    out("requests", asVector(snapshot.requests));
    out("notes", asVector(snapshot.notes));
    out("batches", asVector(snapshot.batches));
    out("proposals", asVector(snapshot.proposals));
    out("changes", asVector(snapshot.changes));
    out("charters", asVector(snapshot.charters));
    out("dependents", snapshot.dependents);
    out("gates", asVector(snapshot.gates));
    out("evidence", asVector(snapshot.evidence));
    out("witnesses", asVector(snapshot.witnesses));
    out("gateways", asVector(snapshot.gateways));
    out("abandoned", asVector(snapshot.abandoned));
    out("access_revisions", asVector(snapshot.accessRevisions));
    out("disputed", inOrder<std::uint64_t>(snapshot.disputed));
    out("seats", asVector(snapshot.seats));
    out("entries", asVector(snapshot.entries));
    out("nonces", inOrder<QByteArray>(snapshot.nonces.values()));
    out("records", snapshot.records);
    return crypto::sha256(base::toJsonBytes(out.take()));
}

} // namespace keyturn::state

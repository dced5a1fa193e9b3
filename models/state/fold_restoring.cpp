// SPDX-License-Identifier: GPL-3.0-or-later
// Evidence, and the gates that must be passed before access comes back.

#include "models/domain/reason.h"
#include "models/state/fold_rules.h"

#include <algorithm>

namespace keyturn::state {

using domain::DomainError;

namespace {

/// Longer texts belong into evidence.
constexpr qsizetype kMaximumGateText = 2'000;

base::Result<const GateState*> openGate(const Case& judged, const domain::GateId& id)
{
    const GateState* gate = judged.snapshot.gate(id);
    if (!gate)
        return base::fail(DomainError::UnknownGate, id.value());
    if (gate->status == domain::GateStatus::Met)
        return base::fail(DomainError::GateAlreadyMet, id.value());
    return gate;
}

GateState& gateOf(Snapshot& snapshot, const domain::GateId& id)
{
    return snapshot.gates[id.value().mid(2).toLongLong() - 1];
}

base::Result<void> checkText(const QString& text, const char* ifMissing)
{
    if (text.trimmed().isEmpty())
        return badStatement(ifMissing);
    if (text.size() > kMaximumGateText)
        return badStatement(
            QT_TRANSLATE_NOOP("errors", "a text of it is longer than 2000 characters; add evidence instead"));
    return {};
}

} // namespace

base::Result<void> check(const Case& judged, const domain::EvidenceAdded& evidence)
{
    KEYTURN_TRY(checkMayAct(judged, domain::Act::Note));
    KEYTURN_TRY(checkIncident(judged, evidence.incident));
    KEYTURN_TRY(checkText(evidence.title, QT_TRANSLATE_NOOP("errors", "the evidence has no title")));
    if (judged.snapshot.evidenceOf(evidence.sha256))
        return badStatement(QT_TRANSLATE_NOOP("errors", "this document is evidence here already"));
    for (const domain::RequestId& request : evidence.requests) {
        if (!judged.snapshot.request(request))
            return base::fail(DomainError::UnknownRequest, request.value());
    }
    for (const domain::GateId& gate : evidence.gates) {
        if (!judged.snapshot.gate(gate))
            return base::fail(DomainError::UnknownGate, gate.value());
    }
    return checkAboutLedger(judged);
}

void fold(Snapshot& snapshot, const Accepted& accepted, const domain::EvidenceAdded& evidence)
{
    snapshot.evidence.append({evidence, accepted.origin});
}

base::Result<void> check(const Case& judged, const domain::GateOpened& gate)
{
    KEYTURN_TRY(checkMayAct(judged, domain::Act::Incident));
    KEYTURN_TRY(checkIncident(judged, gate.incident));
    KEYTURN_TRY(checkText(gate.criterion, QT_TRANSLATE_NOOP("errors", "the gate has no criterion")));
    return checkAboutLedger(judged);
}

void fold(Snapshot& snapshot, const Accepted& accepted, const domain::GateOpened& gate)
{
    GateState state;
    state.id = domain::GateId(numbered('G', snapshot.gates.size()));
    state.facts = gate;
    state.opened = accepted.origin;
    snapshot.gates.append(std::move(state));
}

base::Result<void> check(const Case& judged, const domain::GateMet& met)
{
    KEYTURN_TRY(checkIsPerson(judged));
    KEYTURN_TRY(checkMayAct(judged, domain::Act::Incident));
    KEYTURN_TRY_LET(gate, openGate(judged, met.gate));
    KEYTURN_TRY(checkIncident(judged, gate->facts.incident));
    KEYTURN_TRY(checkText(met.how,
                          QT_TRANSLATE_NOOP("errors", "it does not say how the criterion was seen to hold")));
    if (met.evidence.empty() || hasRepeats(met.evidence))
        return badStatement(QT_TRANSLATE_NOOP("errors", "a gate is met by evidence, each piece named once"));
    for (const base::Digest& digest : met.evidence) {
        if (!judged.snapshot.evidenceOf(digest))
            return base::fail(DomainError::UnknownEvidence, digest.shortCode());
    }
    return checkAboutLedger(judged);
}

void fold(Snapshot& snapshot, const Accepted& accepted, const domain::GateMet& met)
{
    GateState& gate = gateOf(snapshot, met.gate);
    gate.status = domain::GateStatus::Met;
    gate.met = accepted.origin;
    gate.evidence = met.evidence;
    gate.how = met.how;
}

base::Result<void> check(const Case& judged, const domain::GateWaived& waived)
{
    const domain::Charter& charter = judged.snapshot.charter;
    KEYTURN_TRY(checkIsPerson(judged));
    if (!charter.mayWaive(*judged.member))
        return base::fail(DomainError::RoleMayNot, judged.member->display(),
                          domain::reason(QT_TRANSLATE_NOOP("errors", "waive a restoration gate")),
                          charter.waiverRoles.empty()
                              ? domain::reason(QT_TRANSLATE_NOOP("errors", "none; the charter allows nobody"))
                              : roleWords(charter.waiverRoles));
    KEYTURN_TRY_LET(gate, openGate(judged, waived.gate));
    const ChangeState* change = judged.snapshot.change(waived.change);
    if (!change)
        return base::fail(DomainError::UnknownChange, waived.change.value());
    if (change->status != domain::ChangeStatus::InForce)
        return base::fail(DomainError::ChangeNotInForce, change->id.value());
    if (gate->waiverFor(waived.change))
        return badStatement(QT_TRANSLATE_NOOP("errors", "the gate is waived for this change already"));
    KEYTURN_TRY(checkText(waived.reason, QT_TRANSLATE_NOOP("errors", "the waiver gives no reason")));
    return checkAboutLedger(judged);
}

void fold(Snapshot& snapshot, const Accepted& accepted, const domain::GateWaived& waived)
{
    gateOf(snapshot, waived.gate).waivers.push_back({waived.change, waived.reason, accepted.origin});
}

} // namespace keyturn::state

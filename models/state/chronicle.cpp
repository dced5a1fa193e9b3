// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/state/chronicle.h"

#include "models/domain/sheet.h"
#include "models/state/notes.h"

#include <QCoreApplication>

#include <algorithm>

namespace keyturn::state {

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("chronicle", text);
}

class Chronicler
{
public:
    explicit Chronicler(const Snapshot& snapshot) : m_snapshot(snapshot) {}

    std::vector<ChronicleEvent> tell()
    {
        for (const IncidentState& incident : m_snapshot.incidents)
            add(incident);
        for (const RequestState& request : m_snapshot.requests)
            add(request);
        for (const NoteState& note : m_snapshot.notes) {
            if (isSaying(note))
                add(note);
        }
        for (const ProposalState& proposal : m_snapshot.proposals)
            add(proposal);
        for (const GateState& gate : m_snapshot.gates)
            add(gate);
        for (const EvidenceState& evidence : m_snapshot.evidence)
            add(evidence);
        for (const BatchState& batch : m_snapshot.batches) {
            if (batch.retracted)
                addRetraction(batch);
        }
        std::stable_sort(m_events.begin(), m_events.end(),
                         [](const ChronicleEvent& a, const ChronicleEvent& b) {
                             return std::tie(a.occurredAt, a.entry) < std::tie(b.occurredAt, b.entry);
                         });
        return std::move(m_events);
    }

private:
    ChronicleEvent& put(ChronicleLane lane, const QString& id, const char* kind, const Origin& origin,
                        QString title)
    {
        ChronicleEvent event;
        event.lane = lane;
        event.id = id;
        event.kind = QLatin1String(kind);
        event.occurredAt = origin.recordedAt;
        event.recordedAt = origin.recordedAt;
        event.title = std::move(title);
        event.member = origin.member;
        event.entry = origin.seq;
        m_events.push_back(std::move(event));
        return m_events.back();
    }

    void add(const IncidentState& incident)
    {
        auto& opened = put(ChronicleLane::Incident, incident.id.value(), "incident-opened", incident.opened,
                           say("Incident opened: %1").arg(incident.facts.title));
        opened.detail = incident.facts.summary;
        opened.severity = incident.facts.severity;
        opened.incident = incident.id;
        if (incident.closed) {
            auto& closed = put(ChronicleLane::Incident, incident.id.value(), "incident-closed",
                               *incident.closed, say("Incident closed: %1").arg(incident.facts.title));
            closed.detail = incident.closingReason;
            closed.incident = incident.id;
        }
    }

    void add(const RequestState& request)
    {
        auto& received =
            put(ChronicleLane::Request, request.id.value(), "request-received", request.received,
                say("Request from %1 (%2)").arg(request.facts.authority, request.facts.jurisdiction));
        received.occurredAt = request.facts.receivedAt;
        received.detail = request.facts.description;
        received.incident = request.facts.incident;
        for (const RequestState::Answer& answer : request.answers) {
            auto& answered = put(ChronicleLane::Request, request.id.value(), "request-answered",
                                 answer.origin, say("Answer to %1").arg(request.facts.authority));
            answered.occurredAt = answer.facts.answeredAt.value_or(answer.origin.recordedAt);
            answered.detail = answer.facts.text;
            answered.incident = request.facts.incident;
        }
        if (request.closed) {
            auto& closed = put(ChronicleLane::Request, request.id.value(), "request-closed", *request.closed,
                               say("Request of %1 closed").arg(request.facts.authority));
            closed.detail = request.closingReason;
            closed.incident = request.facts.incident;
        }
    }

    void add(const NoteState& note)
    {
        auto& event = put(ChronicleLane::Note, note.id.value(), note.facts.milestone ? "milestone" : "note",
                          note.origin, note.facts.title);
        event.occurredAt = note.facts.occurredAt.value_or(note.origin.recordedAt);
        event.detail = note.facts.text;
        event.incident = note.facts.incident;
    }

    void add(const ProposalState& proposal)
    {
        const QString what = domain::headline(proposal.facts);
        const QString id = proposal.id.value();
        auto& proposed = put(ChronicleLane::Decision, id, proposal.breakGlass ? "break-glass" : "proposal",
                             proposal.origin,
                             (proposal.breakGlass ? say("Glass broken: %1") : say("Proposed: %1")).arg(what));
        proposed.detail = proposal.facts.rationale;
        proposed.incident = proposal.facts.incident;
        for (const ApprovalState& approval : proposal.approvals) {
            put(ChronicleLane::Decision, id, "approval", approval.origin,
                say("%1 approved: %2").arg(m_snapshot.display(approval.origin.member), what))
                .incident = proposal.facts.incident;
        }
        for (const RefusalState& refusal : proposal.refusals) {
            auto& refused = put(ChronicleLane::Decision, id, "refusal", refusal.origin,
                                say("%1 refused: %2").arg(m_snapshot.display(refusal.origin.member), what));
            refused.detail = refusal.reason;
            refused.incident = proposal.facts.incident;
        }
        if (!proposal.decidedAt)
            return;
        Origin decided;
        decided.recordedAt = *proposal.decidedAt;
        decided.seq = proposal.origin.seq;
        const auto outcome = [&](const char* kind, const QString& title, const QString& detail = {}) {
            auto& event = put(ChronicleLane::Decision, id, kind, decided, title);
            event.detail = detail;
            event.incident = proposal.facts.incident;
            // Told after the signature that settled it.
            if (!proposal.approvals.empty())
                event.entry = std::max(event.entry, proposal.approvals.back().origin.seq);
            if (!proposal.refusals.empty())
                event.entry = std::max(event.entry, proposal.refusals.back().origin.seq);
        };
        switch (proposal.status) {
        case domain::ProposalStatus::Open:
            break;
        case domain::ProposalStatus::Authorised:
            if (proposal.breakGlass)
                outcome("ratified", say("Ratified: %1").arg(what));
            else if (proposal.facts.part)
                outcome("reverted-in-part", say("Lifted in part: %1").arg(what));
            else if (proposal.facts.reverts)
                outcome(
                    "reverted",
                    say("Lifted: %1").arg(domain::headline(*proposal.facts.reverted, proposal.facts.names)));
            else if (proposal.facts.restriction && proposal.facts.effectiveAt)
                outcome("authorised", say("Authorised for later: %1").arg(what));
            else if (proposal.facts.restriction)
                outcome("in-force", say("In force: %1").arg(what));
            else
                outcome("decided", say("Decided: %1").arg(what));
            break;
        case domain::ProposalStatus::Refused:
            outcome("refused", say("Refused: %1").arg(what));
            break;
        case domain::ProposalStatus::Expired:
            outcome("expired", say("Expired unsigned: %1").arg(what));
            break;
        case domain::ProposalStatus::Withdrawn:
            outcome("withdrawn", say("Withdrawn: %1").arg(what), proposal.withdrawalReason);
            break;
        case domain::ProposalStatus::Superseded:
            outcome("superseded", say("Superseded: %1").arg(what));
            break;
        }
    }

    void add(const GateState& gate)
    {
        const QString id = gate.id.value();
        put(ChronicleLane::Incident, id, "gate-opened", gate.opened,
            say("Restoration gate: %1").arg(gate.facts.criterion))
            .incident = gate.facts.incident;
        if (gate.met) {
            auto& met = put(ChronicleLane::Incident, id, "gate-met", *gate.met,
                            say("Restoration gate met: %1").arg(gate.facts.criterion));
            met.detail = gate.how;
            met.incident = gate.facts.incident;
        }
        for (const GateState::Waiver& waiver : gate.waivers) {
            auto& waived = put(ChronicleLane::Decision, id, "gate-waived", waiver.origin,
                               say("%1 waived a restoration gate for %2: %3")
                                   .arg(m_snapshot.display(waiver.origin.member), waiver.change.value(),
                                        gate.facts.criterion));
            waived.detail = waiver.reason;
            waived.incident = gate.facts.incident;
        }
    }

    void add(const EvidenceState& evidence)
    {
        put(ChronicleLane::Incident, evidence.facts.sha256.shortCode(), "evidence", evidence.origin,
            say("Evidence: %1").arg(evidence.facts.title))
            .incident = evidence.facts.incident;
    }

    void addRetraction(const BatchState& batch)
    {
        auto& retracted =
            put(ChronicleLane::Incident, QString::number(batch.origin.seq), "import-retracted",
                batch.retracted->origin, say("Import retracted: %1").arg(batch.facts.sourceName));
        retracted.detail = batch.retracted->reason;
        retracted.incident = batch.facts.incident;
    }

    const Snapshot& m_snapshot;
    std::vector<ChronicleEvent> m_events;
};

} // namespace

QString toWord(ChronicleLane lane)
{
    switch (lane) {
    case ChronicleLane::Request:
        return QStringLiteral("request");
    case ChronicleLane::Decision:
        return QStringLiteral("decision");
    case ChronicleLane::Incident:
        return QStringLiteral("incident");
    case ChronicleLane::Note:
        return QStringLiteral("note");
    }
    return {};
}

std::vector<ChronicleEvent> chronicle(const Snapshot& snapshot)
{
    return Chronicler(snapshot).tell();
}

} // namespace keyturn::state

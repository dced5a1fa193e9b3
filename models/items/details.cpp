// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/details.h"

#include "models/base/text_safety.h"
#include "models/domain/sheet.h"
#include "models/items/causality_of.h"
#include "models/items/overlay_of.h"
#include "models/items/shown_text.h"
#include "models/items/words.h"
#include "models/state/notes.h"

#include <QCoreApplication>

namespace keyturn::items {

namespace {

QString sayOfDetail(const char* text)
{
    return QCoreApplication::translate("items", text);
}

void add(Details& details, const char* labelText, const QString& text)
{
    if (!text.isEmpty())
        details.lines.push_back({sayOfDetail(labelText), base::harmlessText(text)});
}

/// The time of this machine's zone, where that is another.
void addLocalTime(Details& details, base::UtcTime time)
{
    if (const QString local = localText(time); local != base::toDisplay(time))
        details.lines.push_back({QString(), local});
}

void addTime(Details& details, const char* labelText, base::UtcTime time)
{
    add(details, labelText, base::toDisplay(time));
    addLocalTime(details, time);
}

QString incidentTitle(const state::Snapshot& snapshot, const std::optional<domain::IncidentId>& id)
{
    const state::IncidentState* incident = id ? snapshot.incident(*id) : nullptr;
    return incident ? incident->facts.title : QString();
}

void addOrigin(Details& details, const state::Snapshot& snapshot, const state::Origin& origin)
{
    add(details, QT_TRANSLATE_NOOP("items", "Recorded"), base::toDisplay(origin.recordedAt));
    add(details, QT_TRANSLATE_NOOP("items", "Signed by"), snapshot.display(origin.member));
    add(details, QT_TRANSLATE_NOOP("items", "Entry"), QString::number(origin.seq));
}

/// Whether it stands in reports, and who said so.
void addMark(Details& details, const state::Snapshot& snapshot, const domain::ReportMark& thing)
{
    if (const state::NoteState* mark = state::markOf(snapshot, thing))
        add(details, QT_TRANSLATE_NOOP("items", "In reports"),
            sayOfDetail(QT_TRANSLATE_NOOP("items", "Marked by %1, %2"))
                .arg(snapshot.display(mark->origin.member), base::toDisplay(mark->origin.recordedAt)));
}

Details ofRequest(const state::Snapshot& snapshot, const state::RequestState& request, base::UtcTime now)
{
    Details out;
    out.kind = sayOfDetail(QT_TRANSLATE_NOOP("items", "Regulatory request"));
    out.title = request.facts.authority;
    add(out, QT_TRANSLATE_NOOP("items", "Status"),
        request.isOverdue(now) ? sayOfDetail(QT_TRANSLATE_NOOP("items", "Overdue")) : label(request.status));
    add(out, QT_TRANSLATE_NOOP("items", "Jurisdiction"), request.facts.jurisdiction);
    add(out, QT_TRANSLATE_NOOP("items", "Legal basis"), request.facts.legalBasis);
    addTime(out, QT_TRANSLATE_NOOP("items", "Received"), request.facts.receivedAt);
    if (request.facts.dueAt) {
        addTime(out, QT_TRANSLATE_NOOP("items", "Due"), *request.facts.dueAt);
        out.lines.push_back({QString(), distanceText(*request.facts.dueAt, now)});
    }
    QStringList demanded;
    for (const domain::EvidenceItem item : request.facts.demanded)
        demanded += label(item);
    add(out, QT_TRANSLATE_NOOP("items", "Demands"), demanded.join(QStringLiteral(", ")));
    QStringList open;
    for (const domain::EvidenceItem item : request.open())
        open += label(item);
    add(out, QT_TRANSLATE_NOOP("items", "Still open"), open.join(QStringLiteral(", ")));
    add(out, QT_TRANSLATE_NOOP("items", "Incident"), incidentTitle(snapshot, request.facts.incident));
    addOrigin(out, snapshot, request.received);
    out.body = harmlessLines(request.facts.description);
    for (const auto& answer : request.answers)
        out.body +=
            QStringLiteral("\n\n%1\n%2")
                .arg(sayOfDetail(QT_TRANSLATE_NOOP("items", "Answered %1 by %2"))
                         .arg(base::toDisplay(answer.facts.answeredAt.value_or(answer.origin.recordedAt)),
                              snapshot.display(answer.origin.member)),
                     harmlessLines(answer.facts.text));
    return out;
}

Details ofProposal(const state::Snapshot& snapshot, const state::ProposalState& proposal, base::UtcTime now)
{
    Details out;
    out.kind = sayOfDetail(QT_TRANSLATE_NOOP("items", "Decision"));
    out.title = domain::headline(proposal.facts);
    add(out, QT_TRANSLATE_NOOP("items", "Status"), label(snapshot.statusOf(proposal, now)));
    add(out, QT_TRANSLATE_NOOP("items", "Proposed by"), snapshot.display(proposal.origin.member));
    addTime(out, QT_TRANSLATE_NOOP("items", "Proposed"), proposal.origin.recordedAt);
    if (proposal.decidedAt)
        addTime(out, QT_TRANSLATE_NOOP("items", "Decided"), *proposal.decidedAt);
    for (const state::ApprovalState& approval : proposal.approvals)
        add(out, QT_TRANSLATE_NOOP("items", "Signed by"),
            snapshot.display(approval.origin.member) + u'\n' + base::toDisplay(approval.origin.recordedAt));
    for (const state::RefusalState& refusal : proposal.refusals)
        add(out, QT_TRANSLATE_NOOP("items", "Refused by"),
            snapshot.display(refusal.origin.member) + QStringLiteral(": ") + refusal.reason);
    if (proposal.status == domain::ProposalStatus::Open)
        add(out, QT_TRANSLATE_NOOP("items", "Missing"), listed(snapshot.quorumOf(proposal, now).missing()));
    add(out, QT_TRANSLATE_NOOP("items", "Rule"), proposal.facts.ruleTitle);
    add(out, QT_TRANSLATE_NOOP("items", "Incident"), proposal.facts.incidentTitle);
    add(out, QT_TRANSLATE_NOOP("items", "Short code"), proposal.sheetSha256.shortCode());
    add(out, QT_TRANSLATE_NOOP("items", "Entry"), QString::number(proposal.origin.seq));
    out.body = harmlessLines(proposal.facts.rationale);
    return out;
}

Details ofNote(const state::Snapshot& snapshot, const state::NoteState& note)
{
    Details out;
    out.kind = note.facts.milestone ? sayOfDetail(QT_TRANSLATE_NOOP("items", "Milestone"))
                                    : sayOfDetail(QT_TRANSLATE_NOOP("items", "Note"));
    out.title = note.facts.title;
    if (note.facts.occurredAt)
        addTime(out, QT_TRANSLATE_NOOP("items", "Happened"), *note.facts.occurredAt);
    add(out, QT_TRANSLATE_NOOP("items", "Incident"), incidentTitle(snapshot, note.facts.incident));
    addOrigin(out, snapshot, note.origin);
    addMark(out, snapshot, {std::nullopt, note.id});
    out.body = harmlessLines(note.facts.text);
    return out;
}

Details ofGate(const state::Snapshot& snapshot, const state::GateState& gate)
{
    Details out;
    out.kind = sayOfDetail(QT_TRANSLATE_NOOP("items", "Restoration gate"));
    out.title = gate.facts.criterion;
    add(out, QT_TRANSLATE_NOOP("items", "Status"),
        gate.met ? sayOfDetail(QT_TRANSLATE_NOOP("items", "Met"))
                 : sayOfDetail(QT_TRANSLATE_NOOP("items", "Open")));
    add(out, QT_TRANSLATE_NOOP("items", "Layer of concern"), label(gate.facts.layer));
    if (gate.met) {
        addTime(out, QT_TRANSLATE_NOOP("items", "Met"), gate.met->recordedAt);
        add(out, QT_TRANSLATE_NOOP("items", "Confirmed by"), snapshot.display(gate.met->member));
    }
    for (const state::GateState::Waiver& waiver : gate.waivers)
        add(out, QT_TRANSLATE_NOOP("items", "Waived by"),
            snapshot.display(waiver.origin.member) + QStringLiteral(": ") + waiver.reason);
    add(out, QT_TRANSLATE_NOOP("items", "Incident"), incidentTitle(snapshot, gate.facts.incident));
    addOrigin(out, snapshot, gate.opened);
    out.body = harmlessLines(gate.how);
    return out;
}

Details ofEvidence(const state::Snapshot& snapshot, const state::EvidenceState& evidence)
{
    Details out;
    out.kind = sayOfDetail(QT_TRANSLATE_NOOP("items", "Evidence"));
    out.title = evidence.facts.title;
    add(out, QT_TRANSLATE_NOOP("items", "File"), evidence.facts.fileName);
    add(out, QT_TRANSLATE_NOOP("items", "Kept"),
        evidence.facts.stored ? sayOfDetail(QT_TRANSLATE_NOOP("items", "In this workspace"))
                              : sayOfDetail(QT_TRANSLATE_NOOP("items", "Elsewhere")));
    add(out, QT_TRANSLATE_NOOP("items", "SHA-256"), evidence.facts.sha256.hex());
    add(out, QT_TRANSLATE_NOOP("items", "Incident"), incidentTitle(snapshot, evidence.facts.incident));
    addOrigin(out, snapshot, evidence.origin);
    return out;
}

Details ofIncident(const state::Snapshot& snapshot, const state::IncidentState& incident)
{
    Details out;
    out.kind = sayOfDetail(QT_TRANSLATE_NOOP("items", "Incident"));
    out.title = incident.facts.title;
    add(out, QT_TRANSLATE_NOOP("items", "Status"), label(incident.status));
    add(out, QT_TRANSLATE_NOOP("items", "Severity"), label(incident.facts.severity));
    QStringList nature;
    for (const domain::Layer layer : incident.facts.nature)
        nature += label(layer);
    add(out, QT_TRANSLATE_NOOP("items", "Nature"), nature.join(QStringLiteral(", ")));
    add(out, QT_TRANSLATE_NOOP("items", "Horizon"), label(incident.facts.horizon));
    add(out, QT_TRANSLATE_NOOP("items", "Cause"), label(incident.facts.cause));
    add(out, QT_TRANSLATE_NOOP("items", "Owner"), snapshot.display(incident.facts.owner));
    addOrigin(out, snapshot, incident.opened);
    out.body = harmlessLines(incident.facts.summary);
    if (!incident.closingReason.isEmpty())
        out.body += QStringLiteral("\n\n") + harmlessLines(incident.closingReason);
    return out;
}

Details ofModel(const state::Snapshot& snapshot, const domain::ModelId& model, base::UtcTime now)
{
    Details out;
    out.kind = sayOfDetail(QT_TRANSLATE_NOOP("items", "Model"));
    out.title = snapshot.catalogue.nameOf(model);
    domain::Box area;
    area.models = domain::Selection<domain::ModelId>::of({model});
    const auto layers = snapshot.layersInForce(now);
    const auto access = domain::areaAccess(layers, area, snapshot.catalogue);
    add(out, QT_TRANSLATE_NOOP("items", "Now"), label(domain::modelStatus(access, false)));
    for (const domain::ChangeId& id : access.layers) {
        if (const state::ChangeState* change = snapshot.change(id))
            add(out, QT_TRANSLATE_NOOP("items", "In force"),
                domain::headline(change->remaining(now), snapshot.catalogue));
    }
    return out;
}

} // namespace

Details detailsOf(const domain::Event& event, const state::Snapshot& snapshot)
{
    Details out;
    out.kind = label(event.kind);
    out.title = base::harmlessText(event.title);
    if (event.occurredAt.isKnown()) {
        add(out, QT_TRANSLATE_NOOP("items", "Happened"), base::toDisplay(event.occurredAt));
        if (event.occurredAt.precision >= base::TimePrecision::Minute)
            addLocalTime(out, event.occurredAt.start);
        add(out, QT_TRANSLATE_NOOP("items", "Stated to the"), base::toWord(event.occurredAt.precision));
    } else {
        add(out, QT_TRANSLATE_NOOP("items", "Happened"),
            sayOfDetail(QT_TRANSLATE_NOOP("items", "The source states no time")));
    }
    add(out, QT_TRANSLATE_NOOP("items", "Severity"), label(event.severity));
    if (event.kind == domain::RecordKind::Signal)
        add(out, QT_TRANSLATE_NOOP("items", "Layer of concern"), label(event.layer));
    add(out, QT_TRANSLATE_NOOP("items", "Credibility"), label(event.credibility));
    add(out, QT_TRANSLATE_NOOP("items", "Source"), event.source);
    add(out, QT_TRANSLATE_NOOP("items", "Kind of source"), label(event.sourceKind));
    add(out, QT_TRANSLATE_NOOP("items", "Models"), event.models.join(QStringLiteral(", ")));
    // What it raises of this ledger stands among its causes, by name.
    const TakenReference reference = takeReference(event.reference, snapshot);
    if (event.kind != domain::RecordKind::Escalation || reference.named.empty())
        add(out, QT_TRANSLATE_NOOP("items", "Reference"), event.reference);
    else
        add(out, QT_TRANSLATE_NOOP("items", "Reference"), reference.foreign.join(QStringLiteral(", ")));
    if (!event.incident.isEmpty())
        add(out, QT_TRANSLATE_NOOP("items", "Incident"), incidentTitle(snapshot, event.incident));
    addMark(out, snapshot, {event.id, std::nullopt});
    add(out, QT_TRANSLATE_NOOP("items", "Assumed"), event.assumptions.join(QStringLiteral("; ")));
    add(out, QT_TRANSLATE_NOOP("items", "Recorded"), base::toDisplay(event.recordedAt));
    if (const state::BatchState* batch = snapshot.batch(event.entry)) {
        add(out, QT_TRANSLATE_NOOP("items", "Imported by"), snapshot.display(batch->origin.member));
        add(out, QT_TRANSLATE_NOOP("items", "From"),
            sayOfDetail(QT_TRANSLATE_NOOP("items", "%1, record %2"))
                .arg(batch->facts.sourceName)
                .arg(event.number));
        if (batch->retracted)
            add(out, QT_TRANSLATE_NOOP("items", "Import retracted"),
                sayOfDetail(QT_TRANSLATE_NOOP("items", "%1 by %2: %3"))
                    .arg(base::toDisplay(batch->retracted->origin.recordedAt),
                         snapshot.display(batch->retracted->origin.member), batch->retracted->reason));
    }
    add(out, QT_TRANSLATE_NOOP("items", "Entry"), QString::number(event.entry));
    out.body = harmlessLines(event.description);
    out.raw = harmlessLines(event.raw);
    return out;
}

Details detailsOf(const state::Snapshot& snapshot, timeline::OverlayKind kind, const QString& id,
                  base::UtcTime now)
{
    using timeline::OverlayKind;
    switch (kind) {
    case OverlayKind::Request:
        if (const auto* request = snapshot.request(domain::RequestId(id)))
            return ofRequest(snapshot, *request, now);
        break;
    case OverlayKind::Proposal:
    case OverlayKind::Change:
    case OverlayKind::Signature:
        if (const auto* proposal = snapshot.proposal(domain::ProposalId(id.section(u'/', 0, 0))))
            return ofProposal(snapshot, *proposal, now);
        break;
    case OverlayKind::ModelState:
        return ofModel(snapshot, modelOfItem(id), now);
    case OverlayKind::Milestone:
    case OverlayKind::Note:
        for (const state::NoteState& note : snapshot.notes) {
            if (note.id.value() == id)
                return ofNote(snapshot, note);
        }
        break;
    case OverlayKind::Gate:
        if (const auto* gate = snapshot.gate(domain::GateId(id)))
            return ofGate(snapshot, *gate);
        break;
    case OverlayKind::Evidence:
        for (const state::EvidenceState& evidence : snapshot.evidence) {
            if (evidence.facts.sha256.hex() == id)
                return ofEvidence(snapshot, evidence);
        }
        break;
    case OverlayKind::Incident:
        if (const auto* incident = snapshot.incident(domain::IncidentId(id)))
            return ofIncident(snapshot, *incident);
        break;
    }
    return {};
}

} // namespace keyturn::items

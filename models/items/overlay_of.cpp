// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/overlay_of.h"

#include "models/domain/sheet.h"
#include "models/items/words.h"
#include "models/state/chronicle.h"
#include "models/state/notes.h"

#include <QCoreApplication>

namespace keyturn::items {

namespace {

using timeline::LaneId;
using timeline::OverlayKind;
using timeline::Tone;

QString sayOfOverlay(const char* text)
{
    return QCoreApplication::translate("items", text);
}

class OverlayMaker
{
public:
    OverlayMaker(const state::Snapshot& snapshot, base::UtcTime now,
                 const std::optional<domain::IncidentId>& incident)
        : m_snapshot(snapshot), m_now(now), m_incident(incident)
    {
    }

    timeline::Overlay make()
    {
        for (const state::IncidentState& incident : m_snapshot.incidents)
            add(incident);
        for (const state::RequestState& request : m_snapshot.requests) {
            if (isShown(request.facts.incident))
                add(request);
        }
        for (const state::ProposalState& proposal : m_snapshot.proposals) {
            if (isShown(proposal.facts.incident))
                add(proposal);
        }
        for (const state::NoteState& note : m_snapshot.notes) {
            if (state::isSaying(note) && isShown(note.facts.incident))
                add(note);
        }
        addModelStates();
        return std::move(m_overlay);
    }

private:
    [[nodiscard]] bool isShown(const std::optional<domain::IncidentId>& incident) const
    {
        return !m_incident || incident == m_incident;
    }

    void mark(LaneId lane, OverlayKind kind, const QString& id, const QString& title, base::UtcTime at,
              Tone tone, const QString& onBar = {})
    {
        m_overlay.marks.push_back({lane, kind, id, title, at, onBar, tone});
    }

    void add(const state::IncidentState& incident)
    {
        if (m_incident && incident.id != *m_incident)
            return;
        mark(LaneId::Notes, OverlayKind::Incident, incident.id.value(),
             sayOfOverlay(QT_TRANSLATE_NOOP("items", "Incident opened: %1")).arg(incident.facts.title),
             incident.opened.recordedAt, Tone::Limited);
        if (incident.closed)
            mark(LaneId::Notes, OverlayKind::Incident, incident.id.value(),
                 sayOfOverlay(QT_TRANSLATE_NOOP("items", "Incident closed: %1")).arg(incident.facts.title),
                 incident.closed->recordedAt, Tone::Good);
    }

    void add(const state::RequestState& request)
    {
        timeline::OverlayBar bar;
        bar.lane = LaneId::Requests;
        bar.kind = OverlayKind::Request;
        bar.id = request.id.value();
        bar.title = request.facts.authority;
        bar.start = request.facts.receivedAt;
        bar.dueAt = request.facts.dueAt;
        bar.tone = Tone::Pending;
        if (request.status == domain::RequestStatus::Answered && !request.answers.empty()) {
            // It lasts until the answer that left nothing open.
            const auto& last = request.answers.back();
            bar.end = std::max(last.facts.answeredAt.value_or(last.origin.recordedAt), bar.start);
            bar.tone = Tone::Good;
        }
        if (request.closed) {
            bar.end = std::max(request.closed->recordedAt, bar.start);
            bar.tone = Tone::Neutral;
        } else if (request.isOverdue(m_now)) {
            bar.tone = Tone::Overdue;
        }
        for (const auto& answer : request.answers) {
            const base::UtcTime at = answer.facts.answeredAt.value_or(answer.origin.recordedAt);
            mark(LaneId::Requests, OverlayKind::Request, bar.id,
                 sayOfOverlay(QT_TRANSLATE_NOOP("items", "Answered %1")).arg(request.facts.authority), at,
                 Tone::Good, bar.id);
        }
        m_overlay.bars.push_back(std::move(bar));
    }

    [[nodiscard]] static Tone toneOf(domain::ProposalStatus status)
    {
        switch (status) {
        case domain::ProposalStatus::Open:
            return Tone::Pending;
        case domain::ProposalStatus::Authorised:
            return Tone::Good;
        case domain::ProposalStatus::Refused:
            return Tone::Severe;
        default:
            return Tone::Neutral;
        }
    }

    void add(const state::ProposalState& proposal)
    {
        const domain::ProposalStatus status = m_snapshot.statusOf(proposal, m_now);
        timeline::OverlayBar bar;
        bar.lane = LaneId::Decisions;
        bar.kind = OverlayKind::Proposal;
        bar.id = proposal.id.value();
        bar.title = domain::headline(proposal.facts);
        bar.start = proposal.origin.recordedAt;
        bar.tone = toneOf(status);
        if (proposal.decidedAt)
            bar.end = std::max(*proposal.decidedAt, bar.start);
        else if (status == domain::ProposalStatus::Expired)
            bar.end = proposal.facts.expiresAt;
        else
            bar.dueAt = proposal.facts.expiresAt;
        for (const state::ApprovalState& approval : proposal.approvals)
            mark(LaneId::Decisions, OverlayKind::Signature, bar.id + u'/' + approval.origin.member.value(),
                 sayOfOverlay(QT_TRANSLATE_NOOP("items", "%1 signed"))
                     .arg(m_snapshot.display(approval.origin.member)),
                 approval.origin.recordedAt, Tone::Good, bar.id);
        for (const state::RefusalState& refusal : proposal.refusals)
            mark(LaneId::Decisions, OverlayKind::Signature, bar.id + u'/' + refusal.origin.member.value(),
                 sayOfOverlay(QT_TRANSLATE_NOOP("items", "%1 refused"))
                     .arg(m_snapshot.display(refusal.origin.member)),
                 refusal.origin.recordedAt, Tone::Severe, bar.id);
        m_overlay.bars.push_back(std::move(bar));
    }

    void add(const state::NoteState& note)
    {
        mark(LaneId::Notes, note.facts.milestone ? OverlayKind::Milestone : OverlayKind::Note,
             note.id.value(), note.facts.title, note.facts.occurredAt.value_or(note.origin.recordedAt),
             note.facts.milestone ? Tone::Pending : Tone::Neutral);
    }

    void addModelStates()
    {
        for (const state::ModelSpan& span : state::modelSpans(m_snapshot)) {
            timeline::OverlayBar bar;
            bar.lane = LaneId::ModelStates;
            bar.kind = OverlayKind::ModelState;
            bar.id = span.model.value();
            bar.row = m_snapshot.catalogue.nameOf(span.model);
            bar.title = label(span.status);
            bar.start = span.start;
            if (!span.running)
                bar.end = span.end;
            bar.status = span.status;
            switch (span.status) {
            case domain::ModelStatus::Available:
                bar.tone = Tone::Good;
                break;
            case domain::ModelStatus::UnderReview:
                bar.tone = Tone::Pending;
                break;
            case domain::ModelStatus::Limited:
                bar.tone = Tone::Limited;
                break;
            case domain::ModelStatus::Suspended:
                bar.tone = Tone::Severe;
                break;
            }
            m_overlay.bars.push_back(std::move(bar));
        }
    }

    const state::Snapshot& m_snapshot;
    base::UtcTime m_now;
    const std::optional<domain::IncidentId>& m_incident;
    timeline::Overlay m_overlay;
};

} // namespace

timeline::Overlay overlayOf(const state::Snapshot& snapshot, base::UtcTime now,
                            const std::optional<domain::IncidentId>& incident)
{
    return OverlayMaker(snapshot, now, incident).make();
}

} // namespace keyturn::items

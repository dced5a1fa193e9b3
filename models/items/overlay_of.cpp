// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/overlay_of.h"

#include "models/domain/sheet.h"
#include "models/items/words.h"
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
                 const std::optional<domain::IncidentId>& incident, const timeline::LaneSplits& splits)
        : m_snapshot(snapshot), m_now(now), m_incident(incident), m_splits(splits)
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
        for (const state::GateState& gate : m_snapshot.gates) {
            if (isShown(gate.facts.incident))
                add(gate);
        }
        for (const state::EvidenceState& evidence : m_snapshot.evidence) {
            if (isShown(evidence.facts.incident))
                add(evidence);
        }
        addModelStates();
        return std::move(m_overlay);
    }

private:
    [[nodiscard]] bool isShown(const std::optional<domain::IncidentId>& incident) const
    {
        return !m_incident || incident == m_incident;
    }

    [[nodiscard]] timeline::SplitBy splitOf(LaneId lane) const
    {
        return m_splits[static_cast<std::size_t>(lane)];
    }

    [[nodiscard]] QString groupOf(const domain::RequestReceived& request) const
    {
        switch (splitOf(LaneId::Requests)) {
        case timeline::SplitBy::Jurisdiction:
            return !request.jurisdiction.isEmpty()
                       ? request.jurisdiction
                       : sayOfOverlay(QT_TRANSLATE_NOOP("items", "Jurisdiction not stated"));
        case timeline::SplitBy::Authority:
            return !request.authority.isEmpty()
                       ? request.authority
                       : sayOfOverlay(QT_TRANSLATE_NOOP("items", "Authority not stated"));
        default:
            return {};
        }
    }

    /// The models that a proposal names, together: a decision is one bar, whatever it is about.
    [[nodiscard]] QString groupOf(const domain::ChangeProposed& facts) const
    {
        if (splitOf(LaneId::Decisions) != timeline::SplitBy::Model)
            return {};
        const auto& restriction = facts.restriction ? facts.restriction : facts.reverted;
        if (!restriction)
            return sayOfOverlay(QT_TRANSLATE_NOOP("items", "No model named"));
        const bool isPart = facts.part && !facts.part->models.all;
        const auto& models = isPart ? facts.part->models : restriction->scope.include.models;
        if (models.all)
            return sayOfOverlay(QT_TRANSLATE_NOOP("items", "All models"));
        QStringList names;
        for (const domain::ModelId& model : models.ids)
            names << m_snapshot.catalogue.nameOf(model);
        return names.join(QStringLiteral(", "));
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
        bar.group = groupOf(request.facts);
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

    /// What of @p proposal ends and how: in force is told by the kind of restriction, all else by words.
    [[nodiscard]] static Tone toneOf(const state::ProposalState& proposal, domain::ProposalStatus status)
    {
        const bool restricts = proposal.facts.restriction.has_value();
        switch (status) {
        case domain::ProposalStatus::Open:
            return proposal.breakGlass ? Tone::Severe : Tone::Pending;
        case domain::ProposalStatus::Authorised:
            if (!restricts)
                return Tone::Good;
            return proposal.facts.restriction->measure.kind == domain::RestrictionKind::Suspend
                       ? Tone::Severe
                       : Tone::Limited;
        default:
            return Tone::Neutral;
        }
    }

    [[nodiscard]] static QString titleOf(const state::ProposalState& proposal, domain::ProposalStatus status)
    {
        const QString what = domain::headline(proposal.facts);
        switch (status) {
        case domain::ProposalStatus::Open:
        case domain::ProposalStatus::Authorised:
            return what;
        default:
            return sayOfOverlay(QT_TRANSLATE_NOOP("items", "%1: %2")).arg(label(status), what);
        }
    }

    /// The instant that a proposal was decided, in words: "In force: …", "Refused: …".
    void addOutcome(const state::ProposalState& proposal, domain::ProposalStatus status, base::UtcTime at)
    {
        const bool restricts = proposal.facts.restriction.has_value();
        const char* words = nullptr;
        Tone tone = Tone::Neutral;
        switch (status) {
        case domain::ProposalStatus::Open:
            return;
        case domain::ProposalStatus::Authorised:
            words = proposal.breakGlass ? QT_TRANSLATE_NOOP("items", "Ratified: %1")
                    : restricts         ? QT_TRANSLATE_NOOP("items", "In force: %1")
                                        : QT_TRANSLATE_NOOP("items", "Decided: %1");
            tone = Tone::Good;
            break;
        default:
            mark(LaneId::Decisions, OverlayKind::Change, outcomeItemId(proposal.id),
                 titleOf(proposal, status), at,
                 status == domain::ProposalStatus::Refused ? Tone::Severe : Tone::Neutral,
                 proposal.id.value());
            return;
        }
        mark(LaneId::Decisions, OverlayKind::Change, outcomeItemId(proposal.id),
             sayOfOverlay(words).arg(domain::headline(proposal.facts)), at, tone, proposal.id.value());
    }

    void add(const state::ProposalState& proposal)
    {
        const domain::ProposalStatus status = m_snapshot.statusOf(proposal, m_now);
        timeline::OverlayBar bar;
        bar.lane = LaneId::Decisions;
        bar.kind = OverlayKind::Proposal;
        bar.id = proposal.id.value();
        bar.title = titleOf(proposal, status);
        bar.group = groupOf(proposal.facts);
        bar.start = proposal.origin.recordedAt;
        bar.tone = toneOf(proposal, status);
        std::optional<base::UtcTime> decided = proposal.decidedAt;
        if (!decided && status == domain::ProposalStatus::Expired)
            decided = proposal.facts.expiresAt;
        const state::ChangeState* made =
            proposal.change && proposal.facts.restriction ? m_snapshot.change(*proposal.change) : nullptr;
        if (decided)
            decided = std::max(*decided, bar.start);
        if (made) { // It lasts as long as what it put in force.
            bar.settledAt = decided;
            bar.toneBefore = proposal.breakGlass ? Tone::Severe : Tone::Pending;
            if (made->revertedAt)
                bar.end = std::max(*made->revertedAt, bar.start);
        } else {
            bar.end = decided;
        }
        if (!decided)
            bar.dueAt = proposal.facts.expiresAt;
        if (proposal.isOverdue(m_now))
            bar.tone = Tone::Overdue;
        for (const state::ApprovalState& approval : proposal.approvals)
            mark(LaneId::Decisions, OverlayKind::Signature,
                 signatureItemId(proposal.id, approval.origin.member),
                 sayOfOverlay(QT_TRANSLATE_NOOP("items", "%1 signed"))
                     .arg(m_snapshot.display(approval.origin.member)),
                 approval.origin.recordedAt, Tone::Good, bar.id);
        for (const state::RefusalState& refusal : proposal.refusals)
            mark(LaneId::Decisions, OverlayKind::Signature,
                 signatureItemId(proposal.id, refusal.origin.member),
                 sayOfOverlay(QT_TRANSLATE_NOOP("items", "%1 refused"))
                     .arg(m_snapshot.display(refusal.origin.member)),
                 refusal.origin.recordedAt, Tone::Severe, bar.id);
        if (decided)
            addOutcome(proposal, status, *decided);
        m_overlay.bars.push_back(std::move(bar));
    }

    void add(const state::GateState& gate)
    {
        if (gate.met)
            mark(LaneId::Notes, OverlayKind::Gate, gate.id.value(),
                 sayOfOverlay(QT_TRANSLATE_NOOP("items", "Restoration gate met: %1"))
                     .arg(gate.facts.criterion),
                 gate.met->recordedAt, Tone::Good);
        mark(LaneId::Notes, OverlayKind::Gate, gate.id.value(),
             sayOfOverlay(QT_TRANSLATE_NOOP("items", "Restoration gate: %1")).arg(gate.facts.criterion),
             gate.opened.recordedAt, gate.met ? Tone::Neutral : Tone::Pending);
    }

    void add(const state::EvidenceState& evidence)
    {
        mark(LaneId::Notes, OverlayKind::Evidence, evidence.facts.sha256.hex(),
             sayOfOverlay(QT_TRANSLATE_NOOP("items", "Evidence: %1")).arg(evidence.facts.title),
             evidence.origin.recordedAt, Tone::Neutral);
    }

    void add(const state::NoteState& note)
    {
        mark(LaneId::Notes, note.facts.milestone ? OverlayKind::Milestone : OverlayKind::Note,
             note.id.value(), note.facts.title, note.facts.occurredAt.value_or(note.origin.recordedAt),
             note.facts.milestone ? Tone::Pending : Tone::Neutral);
    }

    [[nodiscard]] QString rowOf(const state::ModelSpan& span) const
    {
        const domain::Catalogue& catalogue = m_snapshot.catalogue;
        const QString model = catalogue.nameOf(span.model);
        if (!span.region && !span.tier)
            return model;
        return sayOfOverlay(QT_TRANSLATE_NOOP("items", "%1 · %2"))
            .arg(model, span.region ? catalogue.nameOf(*span.region) : catalogue.nameOf(*span.tier));
    }

    void addModelStates()
    {
        const timeline::SplitBy by = splitOf(LaneId::ModelStates);
        const auto of = by == timeline::SplitBy::Region ? state::SpansOf::Regions
                        : by == timeline::SplitBy::Tier ? state::SpansOf::Tiers
                                                        : state::SpansOf::Models;
        for (const state::ModelSpan& span : state::modelSpans(m_snapshot, of)) {
            timeline::OverlayBar bar;
            bar.lane = LaneId::ModelStates;
            bar.kind = OverlayKind::ModelState;
            bar.id = modelStateItemId(span);
            bar.row = rowOf(span);
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
    const timeline::LaneSplits& m_splits;
    timeline::Overlay m_overlay;
};

} // namespace

QString signatureItemId(const domain::ProposalId& proposal, const domain::MemberId& member)
{
    return proposal.value() + u'/' + member.value();
}

QString outcomeItemId(const domain::ProposalId& proposal)
{
    return proposal.value() + QStringLiteral("/outcome");
}

QString modelStateItemId(const domain::ModelId& model, base::UtcTime start)
{
    return QStringLiteral("%1/%2").arg(model.value()).arg(start.us); // No id of a catalogue holds a slash.
}

QString modelStateItemId(const state::ModelSpan& span)
{
    const QString id = modelStateItemId(span.model, span.start);
    if (span.region)
        return id + QStringLiteral("/region/") + span.region->value();
    return span.tier ? id + QStringLiteral("/tier/") + span.tier->value() : id;
}

bool concernsItem(const domain::Box& box, const QString& id)
{
    const QString kind = id.section(u'/', 2, 2);
    const QString part = id.section(u'/', 3, 3);
    if (kind == QLatin1String("region") && !box.regions.contains(domain::RegionId(part)))
        return false;
    if (kind == QLatin1String("tier") && !box.tiers.contains(domain::TierId(part)))
        return false;
    return box.models.contains(modelOfItem(id));
}

domain::ModelId modelOfItem(const QString& id)
{
    return domain::ModelId(id.section(u'/', 0, 0));
}

timeline::Overlay overlayOf(const state::Snapshot& snapshot, base::UtcTime now,
                            const std::optional<domain::IncidentId>& incident,
                            const timeline::LaneSplits& splits)
{
    return OverlayMaker(snapshot, now, incident, splits).make();
}

} // namespace keyturn::items

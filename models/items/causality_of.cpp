// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/causality_of.h"

#include "models/domain/sheet.h"
#include "models/items/overlay_of.h"
#include "models/items/words.h"
#include "models/state/chronicle.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <unordered_map>

namespace keyturn::items {

namespace {

using timeline::ItemName;
using timeline::OverlayKind;
using timeline::OverlayName;

QString sayOfCause(const char* text)
{
    return QCoreApplication::translate("items", text);
}

class CausalityMaker
{
public:
    CausalityMaker(const state::Snapshot& snapshot, base::UtcTime now, const timeline::EventColumns* columns,
                   const timeline::LaneSplits& splits, std::span<const Raised> raised)
        : m_snapshot(snapshot), m_columns(columns), m_overlay(overlayOf(snapshot, now, std::nullopt, splits))
    {
        for (const Raised& one : raised) {
            // At an earlier moment that is shown it may not have been raised yet.
            if (m_snapshot.batch(one.escalation.batchSeq))
                m_raised.push_back({one.escalation, takeReference(one.reference, m_snapshot).named});
        }
    }

    timeline::CausalGraph make()
    {
        addItems();
        addEvents();
        for (const Causes& raised : m_raised) {
            for (const ItemName& cause : raised.causes)
                m_graph.link(cause, raised.escalation);
        }
        for (const state::RequestState& request : m_snapshot.requests)
            linkWithIncident(request.facts.incident, name(OverlayKind::Request, request.id.value()),
                             request.facts.receivedAt);
        for (const state::ProposalState& proposal : m_snapshot.proposals)
            link(proposal);
        for (const state::GateState& gate : m_snapshot.gates)
            link(gate);
        for (const state::EvidenceState& evidence : m_snapshot.evidence)
            link(evidence);
        for (const state::NoteState& note : m_snapshot.notes) {
            if (note.facts.about)
                m_graph.link(name(OverlayKind::Proposal, note.facts.about->value()),
                             name(noteKind(note), note.id.value()));
        }
        linkModelStates();
        return std::move(m_graph);
    }

private:
    static ItemName name(OverlayKind kind, const QString& id) { return OverlayName{kind, id}; }
    static OverlayKind noteKind(const state::NoteState& note)
    {
        return note.facts.milestone ? OverlayKind::Milestone : OverlayKind::Note;
    }

    static QString kindText(OverlayKind kind)
    {
        switch (kind) {
        case OverlayKind::Request:
            return sayOfCause(QT_TRANSLATE_NOOP("items", "Regulatory request"));
        case OverlayKind::Proposal:
            return sayOfCause(QT_TRANSLATE_NOOP("items", "Proposal"));
        case OverlayKind::Change:
            return sayOfCause(QT_TRANSLATE_NOOP("items", "Decision"));
        case OverlayKind::ModelState:
            return sayOfCause(QT_TRANSLATE_NOOP("items", "State of a model"));
        case OverlayKind::Signature:
            return sayOfCause(QT_TRANSLATE_NOOP("items", "Signature"));
        case OverlayKind::Milestone:
            return sayOfCause(QT_TRANSLATE_NOOP("items", "Milestone"));
        case OverlayKind::Note:
            return sayOfCause(QT_TRANSLATE_NOOP("items", "Note"));
        case OverlayKind::Incident:
            return sayOfCause(QT_TRANSLATE_NOOP("items", "Incident"));
        case OverlayKind::Gate:
            return sayOfCause(QT_TRANSLATE_NOOP("items", "Restoration gate"));
        case OverlayKind::Evidence:
            return sayOfCause(QT_TRANSLATE_NOOP("items", "Evidence"));
        }
        return {};
    }

    /// Everything that the overlay shows may be a cause or an effect, under the same name.
    void addItems()
    {
        for (const timeline::OverlayBar& bar : m_overlay.bars) {
            const QString title = bar.kind == OverlayKind::ModelState
                                      ? QStringLiteral("%1: %2").arg(bar.row, bar.title)
                                      : bar.title;
            m_graph.add({name(bar.kind, bar.id), kindText(bar.kind), title, bar.start});
        }
        for (const timeline::OverlayMark& mark : m_overlay.marks)
            m_graph.add({name(mark.kind, mark.id), kindText(mark.kind), mark.title, mark.at});
    }

    /// The records that proposals and escalations name, looked up in one go: there may be millions of others.
    void addEvents()
    {
        QHash<timeline::EventKey, timeline::EventRow> rows;
        std::vector<timeline::EventKey> keys; // In the ledger's order, so that the graph's is stable.
        const auto want = [&](const timeline::EventKey& key) {
            if (!rows.contains(key)) {
                rows.insert(key, timeline::kNoEvent);
                keys.push_back(key);
            }
        };
        for (const state::ProposalState& proposal : m_snapshot.proposals) {
            for (const domain::RecordId& record : proposal.facts.signalRecords) {
                if (const auto key = eventKeyOf(record))
                    want(*key);
            }
        }
        for (const Causes& raised : m_raised) {
            if (!raised.causes.empty())
                want(raised.escalation);
            for (const ItemName& cause : raised.causes) {
                if (const auto* key = std::get_if<timeline::EventKey>(&cause))
                    want(*key);
            }
        }
        for (timeline::EventRow row = 0; m_columns && !rows.isEmpty() && row < m_columns->size(); ++row) {
            if (const auto found = rows.find(m_columns->keyOf(row)); found != rows.end())
                *found = row;
        }
        for (const timeline::EventKey& key : keys) {
            const timeline::EventRow row = rows.value(key);
            const bool isFound = row != timeline::kNoEvent;
            const bool isEscalation = isFound && m_columns->lanes()[row] == timeline::LaneId::Escalations;
            const state::BatchState* batch = m_snapshot.batch(key.batchSeq);
            timeline::CausalNode node{key,
                                      batch && batch->retracted
                                          ? sayOfCause(QT_TRANSLATE_NOOP("items", "Retracted record"))
                                      : isEscalation ? sayOfCause(QT_TRANSLATE_NOOP("items", "Escalation"))
                                                     : sayOfCause(QT_TRANSLATE_NOOP("items", "Signal")),
                                      {},
                                      std::nullopt};
            if (isFound && m_columns->hasTime(row))
                node.at = base::UtcTime{m_columns->timesUs()[row]};
            m_graph.add(std::move(node));
        }
    }

    void linkWithIncident(const std::optional<domain::IncidentId>& id, const ItemName& item, base::UtcTime at)
    {
        const state::IncidentState* incident = id ? m_snapshot.incident(*id) : nullptr;
        if (!incident)
            return;
        const ItemName opened = name(OverlayKind::Incident, id->value());
        // What came before the incident was opened is why it was; the rest followed.
        if (at < incident->opened.recordedAt)
            m_graph.link(item, opened);
        else
            m_graph.link(opened, item);
    }

    void link(const state::ProposalState& proposal)
    {
        const ItemName proposed = name(OverlayKind::Proposal, proposal.id.value());
        const ItemName outcome = name(OverlayKind::Change, outcomeItemId(proposal.id));
        for (const domain::RecordId& record : proposal.facts.signalRecords) {
            if (const auto key = eventKeyOf(record))
                m_graph.link(*key, proposed);
        }
        for (const domain::RequestId& request : proposal.facts.requests)
            m_graph.link(name(OverlayKind::Request, request.value()), proposed);
        for (const base::Digest& evidence : proposal.facts.evidence)
            m_graph.link(name(OverlayKind::Evidence, evidence.hex()), proposed);
        for (const domain::GateLine& gate : proposal.facts.gates)
            m_graph.link(name(OverlayKind::Gate, gate.gate.value()), proposed);
        linkWithIncident(proposal.facts.incident, proposed, proposal.origin.recordedAt);
        // What it lifts or replaces is why it was proposed.
        for (const auto& earlier : {proposal.facts.reverts, proposal.facts.supersedes}) {
            const state::ChangeState* change = earlier ? m_snapshot.change(*earlier) : nullptr;
            if (!change)
                continue;
            const state::ProposalState* made = m_snapshot.proposal(change->proposal);
            const bool isDecided = made && made->decidedAt && *made->decidedAt <= proposal.origin.recordedAt;
            m_graph.link(isDecided ? name(OverlayKind::Change, outcomeItemId(change->proposal))
                                   : name(OverlayKind::Proposal, change->proposal.value()),
                         proposed);
        }
        const auto signedBy = [&](const domain::MemberId& member) {
            const ItemName signature = name(OverlayKind::Signature, signatureItemId(proposal.id, member));
            m_graph.link(proposed, signature);
            m_graph.link(signature, outcome);
        };
        for (const state::ApprovalState& approval : proposal.approvals)
            signedBy(approval.origin.member);
        for (const state::RefusalState& refusal : proposal.refusals)
            signedBy(refusal.origin.member);
        if (proposal.approvals.empty() && proposal.refusals.empty())
            m_graph.link(proposed, outcome);
    }

    void link(const state::GateState& gate)
    {
        const ItemName item = name(OverlayKind::Gate, gate.id.value());
        linkWithIncident(gate.facts.incident, item, gate.opened.recordedAt);
        for (const base::Digest& evidence : gate.evidence)
            m_graph.link(name(OverlayKind::Evidence, evidence.hex()), item);
    }

    void link(const state::EvidenceState& evidence)
    {
        const ItemName item = name(OverlayKind::Evidence, evidence.facts.sha256.hex());
        for (const domain::RequestId& request : evidence.facts.requests)
            m_graph.link(name(OverlayKind::Request, request.value()), item);
    }

    /// A model is in a state because of what began or ended there and then.
    void linkModelStates()
    {
        struct Turn
        {
            ItemName cause;
            const domain::Restriction* restriction;
        };
        std::unordered_map<std::int64_t, std::vector<Turn>> turns;
        for (const state::ProposalState& proposal : m_snapshot.proposals) {
            const auto& restriction =
                proposal.facts.restriction ? proposal.facts.restriction : proposal.facts.reverted;
            if (!restriction)
                continue;
            turns[proposal.origin.recordedAt.us].push_back(
                {name(OverlayKind::Proposal, proposal.id.value()), &*restriction});
            const ItemName outcome = name(OverlayKind::Change, outcomeItemId(proposal.id));
            if (proposal.decidedAt)
                turns[proposal.decidedAt->us].push_back({outcome, &*restriction});
            const state::ChangeState* made = proposal.change ? m_snapshot.change(*proposal.change) : nullptr;
            if (made && made->effectiveAt)
                turns[made->effectiveAt->us].push_back({outcome, &*restriction});
        }
        for (const timeline::OverlayBar& bar : m_overlay.bars) {
            const auto at = turns.find(bar.start.us);
            if (bar.kind != OverlayKind::ModelState || at == turns.end())
                continue;
            for (const Turn& turn : at->second) {
                if (concernsItem(turn.restriction->scope.include, bar.id))
                    m_graph.link(turn.cause, name(bar.kind, bar.id));
            }
        }
    }

    const state::Snapshot& m_snapshot;
    const timeline::EventColumns* m_columns;
    struct Causes
    {
        timeline::EventKey escalation;
        std::vector<ItemName> causes;
    };
    std::vector<Causes> m_raised;
    timeline::Overlay m_overlay;
    timeline::CausalGraph m_graph;
};

} // namespace

timeline::CausalGraph causalityOf(const state::Snapshot& snapshot, base::UtcTime now,
                                  const timeline::EventColumns* columns, const timeline::LaneSplits& splits,
                                  std::span<const Raised> raised)
{
    return CausalityMaker(snapshot, now, columns, splits, raised).make();
}

TakenReference takeReference(const QString& reference, const state::Snapshot& snapshot)
{
    static const QRegularExpression between(QStringLiteral("[,;\\s]+"));
    TakenReference taken;
    for (const QString& word : reference.split(between, Qt::SkipEmptyParts)) {
        const auto key = eventKeyOf(domain::RecordId(word));
        const state::BatchState* batch = key ? snapshot.batch(key->batchSeq) : nullptr;
        if (batch && key->leaf < batch->facts.count)
            taken.named.emplace_back(*key);
        else if (snapshot.request(domain::RequestId(word)))
            taken.named.emplace_back(OverlayName{OverlayKind::Request, word});
        else
            taken.foreign += word;
    }
    return taken;
}

std::optional<timeline::EventKey> eventKeyOf(const domain::RecordId& id)
{
    const QString& text = id.value();
    const qsizetype colon = text.indexOf(u':');
    bool isBatch = false;
    bool isLeaf = false;
    const timeline::EventKey key{QStringView(text).left(colon).toULongLong(&isBatch),
                                 QStringView(text).mid(colon + 1).toUInt(&isLeaf)};
    return colon > 0 && isBatch && isLeaf ? std::optional(key) : std::nullopt;
}

domain::RecordId recordIdOf(const timeline::EventKey& key)
{
    return domain::RecordId(QStringLiteral("%1:%2").arg(key.batchSeq).arg(key.leaf));
}

} // namespace keyturn::items

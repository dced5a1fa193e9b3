// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/decide_board.h"

#include "models/domain/sheet.h"
#include "models/items/card_parts.h"
#include "models/items/words.h"

#include <algorithm>

namespace keyturn::items {

namespace {

/// Who looks at what.
struct Board
{
    const state::Snapshot& snapshot;
    base::UtcTime now;
    const Viewer& viewer;
    const std::optional<domain::IncidentId>& incident;

    [[nodiscard]] bool shows(const std::optional<domain::IncidentId>& of) const
    {
        return !incident || of == *incident;
    }
};

QString headlineOf(const state::Snapshot& snapshot, const state::ChangeState& change)
{
    return domain::headline(change.restriction, snapshot.catalogue);
}

std::vector<ReviewItem> reviewsOf(const Board& board)
{
    std::vector<const state::ChangeState*> due;
    for (const state::ChangeState& change : board.snapshot.changes) {
        if (change.isReviewDue(board.now) && board.shows(change.incident))
            due.push_back(&change);
    }
    std::stable_sort(due.begin(), due.end(),
                     [](const auto* a, const auto* b) { return *a->reviewBy < *b->reviewBy; });
    const QString whyNot = whyMayNot(board.snapshot, board.viewer, domain::Act::Propose);
    std::vector<ReviewItem> items;
    for (const state::ChangeState* change : due) {
        ReviewItem item;
        item.change = change->id;
        item.headline = headlineOf(board.snapshot, *change);
        item.due = sayOfCard(QT_TRANSLATE_NOOP("items", "Review due since %1 (%2)"))
                       .arg(base::toDisplay(*change->reviewBy), distanceText(*change->reviewBy, board.now));
        item.since =
            sayOfCard(QT_TRANSLATE_NOOP("items", "In force since %1. If nobody acts it stays in force: a "
                                                 "restriction does not lift by itself."))
                .arg(base::toDisplay(change->authorisedAt));
        item.lift = {sayOfCard(QT_TRANSLATE_NOOP("items", "Propose to lift: %1…")).arg(item.headline),
                     whyNot};
        item.liftInPart = {sayOfCard(QT_TRANSLATE_NOOP("items", "Lift in part…")), whyNot};
        items.push_back(std::move(item));
    }
    return items;
}

GateItem gateItem(const Board& board, const state::GateState& gate)
{
    GateItem item;
    item.id = gate.id;
    item.criterion = gate.facts.criterion;
    item.layer = label(gate.facts.layer);
    QStringList outcome;
    if (gate.status == domain::GateStatus::Met && gate.met) {
        item.sign = Sign::Done;
        item.tone = Tone::Good;
        outcome += sayOfCard(QT_TRANSLATE_NOOP("items", "Met %1, seen by %2: %3"))
                       .arg(base::toDisplay(gate.met->recordedAt), board.snapshot.display(gate.met->member),
                            gate.how);
    } else {
        outcome += sayOfCard(QT_TRANSLATE_NOOP("items", "Open since %1"))
                       .arg(base::toDisplay(gate.opened.recordedAt));
    }
    for (const state::GateState::Waiver& waiver : gate.waivers) {
        const state::ChangeState* change = board.snapshot.change(waiver.change);
        outcome +=
            sayOfCard(QT_TRANSLATE_NOOP("items", "waived by %1 for “%2”: %3"))
                .arg(board.snapshot.display(waiver.origin.member),
                     change ? headlineOf(board.snapshot, *change) : waiver.change.value(), waiver.reason);
        if (item.sign == Sign::Waiting) {
            item.sign = Sign::Partial;
            item.tone = Tone::Limited;
        }
    }
    item.outcome = outcome.join(QStringLiteral("; "));
    const bool isOpen = gate.status == domain::GateStatus::Open;
    item.confirm = {sayOfCard(QT_TRANSLATE_NOOP("items", "Confirm as met…")),
                    whyMayNot(board.snapshot, board.viewer, domain::Act::Incident), isOpen};
    if (item.confirm.isEnabled() && board.snapshot.evidence.isEmpty())
        item.confirm.whyNot = sayOfCard(
            QT_TRANSLATE_NOOP("items", "A gate is met by evidence, and this workspace has none yet"));
    item.waive = {sayOfCard(QT_TRANSLATE_NOOP("items", "Waive…")),
                  whyMayNotWaive(board.snapshot, board.viewer), isOpen};
    if (item.waive.isEnabled() && changesBehind(board.snapshot, gate.id).empty())
        item.waive.whyNot =
            sayOfCard(QT_TRANSLATE_NOOP("items", "No restriction in force waits for this gate"));
    return item;
}

std::vector<GateGroup> gatesOf(const Board& board)
{
    std::vector<GateGroup> groups;
    for (const state::IncidentState& incident : board.snapshot.incidents) {
        if (!board.shows(incident.id) || incident.closed)
            continue;
        GateGroup group;
        group.incident = incident.id;
        group.title = incident.facts.title;
        std::uint64_t met = 0;
        for (const state::GateState& gate : board.snapshot.gates) {
            if (gate.facts.incident != incident.id)
                continue;
            met += gate.status == domain::GateStatus::Met ? 1 : 0;
            group.gates.push_back(gateItem(board, gate));
        }
        if (met == group.gates.size())
            continue;
        group.summary =
            sayOfCard(QT_TRANSLATE_NOOP("items",
                                        "%1 of %2 met. Access comes back only when each is met or waived."))
                .arg(met)
                .arg(group.gates.size());
        groups.push_back(std::move(group));
    }
    return groups;
}

/// Collects what the viewer has signed.
class Signatures
{
public:
    Signatures(const Board& board) : m_board(board) {}

    void add(const state::Origin& origin, const char* act, const QString& what, const QString& outcome)
    {
        if (origin.member == m_board.viewer.member)
            m_items.push_back(
                {origin.seq, base::toDisplay(origin.recordedAt), sayOfCard(act).arg(what), outcome});
    }
    void addProposal(const state::ProposalState& proposal)
    {
        const QString what = domain::headline(proposal.facts);
        const domain::ProposalStatus status = m_board.snapshot.statusOf(proposal, m_board.now);
        const QString outcome = proposal.breakGlass && status == domain::ProposalStatus::Open
                                    ? sayOfCard(QT_TRANSLATE_NOOP("items", "In force, unratified"))
                                    : label(status);
        add(proposal.origin,
            proposal.breakGlass ? QT_TRANSLATE_NOOP("items", "Broke the glass: %1")
                                : QT_TRANSLATE_NOOP("items", "Proposed: %1"),
            what, outcome);
        for (const state::ApprovalState& approval : proposal.approvals)
            add(approval.origin,
                proposal.breakGlass ? QT_TRANSLATE_NOOP("items", "Ratified: %1")
                                    : QT_TRANSLATE_NOOP("items", "Approved: %1"),
                what, outcome);
        for (const state::RefusalState& refusal : proposal.refusals)
            add(refusal.origin, QT_TRANSLATE_NOOP("items", "Refused: %1"), what, refusal.reason);
    }
    void addGate(const state::GateState& gate)
    {
        if (gate.met)
            add(*gate.met, QT_TRANSLATE_NOOP("items", "Confirmed a gate as met: %1"), gate.facts.criterion,
                gate.how);
        for (const state::GateState::Waiver& waiver : gate.waivers)
            add(waiver.origin, QT_TRANSLATE_NOOP("items", "Waived a gate: %1"), gate.facts.criterion,
                waiver.reason);
    }
    [[nodiscard]] std::vector<OwnSignature> newestFirst()
    {
        std::sort(m_items.begin(), m_items.end(),
                  [](const OwnSignature& a, const OwnSignature& b) { return a.seq > b.seq; });
        return std::move(m_items);
    }

private:
    const Board& m_board;
    std::vector<OwnSignature> m_items;
};

std::vector<OwnSignature> signaturesOf(const Board& board)
{
    if (!board.viewer.member)
        return {};
    Signatures signatures(board);
    for (const state::ProposalState& proposal : board.snapshot.proposals)
        signatures.addProposal(proposal);
    for (const state::GateState& gate : board.snapshot.gates)
        signatures.addGate(gate);
    for (const state::Origin& origin : board.snapshot.charterSignatures) {
        // A later charter is signed by approving its proposal, which is listed above.
        if (board.snapshot.charter.version == 1)
            signatures.add(origin, QT_TRANSLATE_NOOP("items", "Signed the charter of %1"),
                           board.snapshot.charter.organisation, {});
    }
    return signatures.newestFirst();
}

} // namespace

std::vector<Choice> changesBehind(const state::Snapshot& snapshot, const domain::GateId& gate)
{
    std::vector<Choice> choices;
    for (const state::ChangeState& change : snapshot.changes) {
        if (change.status != domain::ChangeStatus::InForce)
            continue;
        const auto gates = snapshot.openGatesFor(change, std::nullopt);
        if (std::any_of(gates.begin(), gates.end(),
                        [&](const state::GateState* one) { return one->id == gate; }))
            choices.push_back({change.id.value(), headlineOf(snapshot, change), false});
    }
    return choices;
}

std::vector<Choice> evidenceChoices(const state::Snapshot& snapshot)
{
    std::vector<Choice> choices;
    for (const state::EvidenceState& evidence : snapshot.evidence)
        choices.insert(choices.begin(), {evidence.facts.sha256.hex(), evidence.facts.title, false});
    return choices;
}

std::vector<Choice> requestChoices(const state::Snapshot& snapshot)
{
    std::vector<Choice> choices;
    for (const state::RequestState& request : snapshot.requests) {
        if (!request.closed)
            choices.push_back({request.id.value(),
                               sayOfCard(QT_TRANSLATE_NOOP("items", "%1 (%2)"))
                                   .arg(request.facts.authority, label(request.status)),
                               false});
    }
    return choices;
}

std::vector<Choice> standingChoices(const state::Snapshot& snapshot)
{
    std::vector<Choice> choices;
    for (const state::ChangeState& change : snapshot.changes) {
        if (change.status == domain::ChangeStatus::InForce)
            choices.push_back({change.id.value(), headlineOf(snapshot, change), false});
    }
    return choices;
}

DecideBoard decideBoard(const state::Snapshot& snapshot, base::UtcTime now, const Viewer& viewer,
                        const std::optional<domain::IncidentId>& incident)
{
    const Board board{snapshot, now, viewer, incident};
    return {decisionCards(snapshot, now, viewer, incident), reviewsOf(board), gatesOf(board),
            signaturesOf(board)};
}

} // namespace keyturn::items

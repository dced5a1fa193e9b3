// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/decision_cards.h"

#include "models/domain/sheet.h"
#include "models/items/card_parts.h"
#include "models/items/words.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace keyturn::items {

namespace {

/// A proposal that ends within this time is marked.
constexpr std::int64_t kUrgentUs = 4 * base::kUsPerHour;

std::vector<EffectLine> effectOf(const state::ProposalState& proposal)
{
    std::vector<EffectLine> lines;
    for (const domain::ModelEffect& effect : proposal.facts.effect) {
        EffectLine line;
        line.model = proposal.facts.names.nameOf(effect.model);
        line.cells = effect.cells;
        line.openBefore = effect.openBefore;
        line.openAfter = effect.openAfter;
        line.suspendedAfter = effect.suspendedAfter;
        const auto share = [&](std::uint64_t part) {
            if (part == 0)
                return sayOfCard(QT_TRANSLATE_NOOP("items", "nowhere open"));
            if (part == effect.cells)
                return sayOfCard(QT_TRANSLATE_NOOP("items", "open everywhere"));
            return sayOfCard(QT_TRANSLATE_NOOP("items", "open in %1 of %2 combinations"))
                .arg(part)
                .arg(effect.cells);
        };
        // A measure on what was under another one already: what shifts stands below.
        const bool onlyMeasures =
            effect.openBefore == effect.openAfter && effect.suspendedBefore == effect.suspendedAfter;
        line.words = onlyMeasures ? sayOfCard(QT_TRANSLATE_NOOP(
                                        "items", "nothing opens or stops; served under another measure"))
                     : effect.openBefore == effect.openAfter
                         ? sayOfCard(QT_TRANSLATE_NOOP("items", "still %1; suspended in %2"))
                               .arg(share(effect.openBefore))
                               .arg(effect.suspendedAfter)
                         : sayOfCard(QT_TRANSLATE_NOOP("items", "%1 → %2"))
                               .arg(share(effect.openBefore), share(effect.openAfter));
        lines.push_back(std::move(line));
    }
    return lines;
}

void setStatus(DecisionCard& out, const CardCase& card)
{
    out.status = label(card.status);
    const auto put = [&](Tone tone, Sign sign) {
        out.statusTone = tone;
        out.statusSign = sign;
    };
    switch (card.status) {
    case domain::ProposalStatus::Open:
        if (card.proposal.breakGlass) {
            out.status = card.proposal.isOverdue(card.now)
                             ? sayOfCard(QT_TRANSLATE_NOOP("items", "In force, ratification overdue"))
                             : sayOfCard(QT_TRANSLATE_NOOP("items", "In force, unratified"));
            put(Tone::Overdue, Sign::Late);
            break;
        }
        put(Tone::Pending, Sign::Waiting);
        break;
    case domain::ProposalStatus::Authorised: {
        const state::ChangeState* change =
            card.proposal.change ? card.snapshot.change(*card.proposal.change) : nullptr;
        const domain::ChangeProposed& facts = card.proposal.facts;
        if (facts.reverts && facts.part) {
            out.status = sayOfCard(QT_TRANSLATE_NOOP("items", "Lifted in part"));
            put(Tone::Good, Sign::Partial);
        } else if (facts.reverts) {
            out.status = sayOfCard(QT_TRANSLATE_NOOP("items", "Lifted"));
            put(Tone::Good, Sign::Done);
        } else if (change && change->status == domain::ChangeStatus::Reverted) {
            out.status = sayOfCard(QT_TRANSLATE_NOOP("items", "Lifted since"));
            put(Tone::Neutral, Sign::Done);
        } else if (change && change->status == domain::ChangeStatus::Superseded) {
            out.status = sayOfCard(QT_TRANSLATE_NOOP("items", "Replaced since"));
            put(Tone::Neutral, Sign::Done);
        } else if (!facts.isOfAccess()) {
            out.status = sayOfCard(QT_TRANSLATE_NOOP("items", "Decided"));
            put(Tone::Good, Sign::Done);
        } else if (change && change->isScheduled(card.now)) {
            out.status = sayOfCard(QT_TRANSLATE_NOOP("items", "Scheduled"));
            put(Tone::Pending, Sign::Late);
        } else {
            put(Tone::Limited, Sign::Done);
        }
        break;
    }
    case domain::ProposalStatus::Refused:
        put(Tone::Severe, Sign::Refused);
        break;
    default:
        put(Tone::Neutral, Sign::Late);
        break;
    }
}

std::vector<SignedLine> gatesOf(const domain::ChangeProposed& facts)
{
    std::vector<SignedLine> lines;
    for (const domain::GateLine& gate : facts.gates)
        lines.push_back({sayOfCard(QT_TRANSLATE_NOOP("items", "%1 (%2): %3"))
                             .arg(gate.criterion, label(gate.layer), gate.outcome),
                         Sign::Done, Tone::Good});
    return lines;
}

std::vector<Remark> remarksOf(const CardCase& card)
{
    std::vector<Remark> remarks;
    for (const state::NoteState& note : card.snapshot.notes) {
        if (note.facts.about != card.proposal.id)
            continue;
        remarks.push_back({card.snapshot.display(note.origin.member),
                           sayOfCard(QT_TRANSLATE_NOOP("items", "%1, %2"))
                               .arg(base::toDisplay(note.origin.recordedAt),
                                    distanceText(note.origin.recordedAt, card.now)),
                           note.facts.text.isEmpty() ? note.facts.title : note.facts.text});
    }
    return remarks;
}

void setDeadline(DecisionCard& out, const CardCase& card)
{
    const state::ProposalState& proposal = card.proposal;
    const base::UtcTime expires = proposal.facts.expiresAt;
    out.isUrgent = card.isOpen() && expires.us - card.now.us < kUrgentUs;
    if (out.isOverdue)
        out.deadline =
            sayOfCard(QT_TRANSLATE_NOOP("items", "Overdue by %1")).arg(lengthText(card.now.us - expires.us));
    else if (card.isOpen() && proposal.breakGlass)
        out.deadline = sayOfCard(QT_TRANSLATE_NOOP("items", "To be ratified %1, %2"))
                           .arg(distanceText(expires, card.now), base::toDisplay(expires));
    else if (card.isOpen())
        out.deadline = sayOfCard(QT_TRANSLATE_NOOP("items", "Expires %1, %2"))
                           .arg(distanceText(expires, card.now), base::toDisplay(expires));
    else if (proposal.decidedAt)
        out.deadline =
            sayOfCard(QT_TRANSLATE_NOOP("items", "Decided %1")).arg(base::toDisplay(*proposal.decidedAt));
    else
        out.deadline = sayOfCard(QT_TRANSLATE_NOOP("items", "Expired %1")).arg(base::toDisplay(expires));
}

void setActs(DecisionCard& out, const CardCase& card)
{
    const QString approve = card.proposal.breakGlass ? sayOfCard(QT_TRANSLATE_NOOP("items", "Ratify: %1"))
                                                     : sayOfCard(QT_TRANSLATE_NOOP("items", "Approve: %1"));
    out.approve = {approve.arg(out.headline), whyNotApprove(card)};
    out.refuse = {sayOfCard(QT_TRANSLATE_NOOP("items", "Refuse…")), whyNotRefuse(card)};
    out.ask = {sayOfCard(QT_TRANSLATE_NOOP("items", "Ask…")),
               whyMayNot(card.snapshot, card.viewer, domain::Act::Note)};
    out.withdraw = {sayOfCard(QT_TRANSLATE_NOOP("items", "Withdraw…")), whyNotWithdraw(card)};
    out.withdraw.isShown = card.viewer.member == card.proposal.origin.member && !card.proposal.breakGlass;
}

DecisionCard cardOf(const CardCase& card)
{
    const state::ProposalState& proposal = card.proposal;
    DecisionCard out;
    out.id = proposal.id;
    out.kind = kindOf(proposal);
    out.headline = domain::headline(proposal.facts);
    out.proposer = card.snapshot.display(proposal.origin.member);
    out.incident = proposal.facts.incidentTitle;
    out.incidentId = proposal.facts.incident;
    out.rationale = proposal.facts.rationale;
    out.rule = proposal.facts.ruleTitle;
    out.effect = effectOf(proposal);
    out.consequences = consequencesOf(proposal.facts);
    out.gates = gatesOf(proposal.facts);
    out.facts = factsOf(card);
    out.chips = chipsOf(card);
    out.alsoNeeded = alsoNeededOf(card);
    out.waiting = waitingOf(card);
    out.remarks = remarksOf(card);
    out.breakGlass = breakGlassOf(card);
    out.isOverdue = proposal.isOverdue(card.now);
    const state::ChangeState* change = proposal.change ? card.snapshot.change(*proposal.change) : nullptr;
    out.isDisputed = card.snapshot.isDisputed(proposal) || (change && card.snapshot.isDisputed(*change));
    out.shortCode = proposal.sheetSha256.shortCode();
    out.isRehearsal = proposal.facts.rehearsal;
    setStatus(out, card);
    out.when = (proposal.breakGlass ? sayOfCard(QT_TRANSLATE_NOOP("items", "Glass broken %1"))
                                    : sayOfCard(QT_TRANSLATE_NOOP("items", "Proposed %1")))
                   .arg(base::toDisplay(proposal.origin.recordedAt));
    setDeadline(out, card);
    setActs(out, card);
    if (const auto sheet = domain::renderSheet(proposal.facts, proposal.urgency()))
        out.sheet = QString::fromUtf8(*sheet);
    else
        out.sheet = sheet.error().sentence();
    if (card.isOpen())
        out.group = proposal.breakGlass       ? CardGroup::Unratified
                    : out.approve.isEnabled() ? CardGroup::NeedsYou
                                              : CardGroup::WaitingForOthers;
    return out;
}

} // namespace

DecisionKind kindOf(const state::ProposalState& proposal)
{
    const domain::ChangeProposed& facts = proposal.facts;
    if (proposal.breakGlass)
        return DecisionKind::BreakGlass;
    if (facts.reverts)
        return facts.part ? DecisionKind::PartialLift : DecisionKind::Lift;
    if (facts.supersedes)
        return DecisionKind::Replacement;
    if (facts.charter)
        return DecisionKind::NextCharter;
    if (!facts.ratifiesEntries.empty())
        return DecisionKind::Ratification;
    return facts.abandons ? DecisionKind::HeadLeftBehind : DecisionKind::Restriction;
}

QString label(DecisionKind kind)
{
    static constexpr std::array kLabels{QT_TRANSLATE_NOOP("items", "Restriction"),
                                        QT_TRANSLATE_NOOP("items", "Replacement"),
                                        QT_TRANSLATE_NOOP("items", "Lift"),
                                        QT_TRANSLATE_NOOP("items", "Lift in part"),
                                        QT_TRANSLATE_NOOP("items", "Next charter"),
                                        QT_TRANSLATE_NOOP("items", "Ratification of entries"),
                                        QT_TRANSLATE_NOOP("items", "Head left behind"),
                                        QT_TRANSLATE_NOOP("items", "Break-glass")};
    return sayOfCard(kLabels[static_cast<std::size_t>(kind)]);
}

std::vector<DecisionCard> decisionCards(const state::Snapshot& snapshot, base::UtcTime now,
                                        const Viewer& viewer,
                                        const std::optional<domain::IncidentId>& incident)
{
    struct Placed
    {
        DecisionCard card;
        std::int64_t order;
    };
    std::vector<Placed> placed;
    for (const state::ProposalState& proposal : snapshot.proposals) {
        const CardCase card{snapshot, proposal, now, viewer, snapshot.statusOf(proposal, now)};
        // What waits to be decided on the ledger itself belongs to no incident, so each shows it.
        const bool isOfLedger = card.isOpen() && !proposal.facts.isOfAccess();
        if (incident && proposal.facts.incident != *incident && !isOfLedger)
            continue;
        // Open ones by what ends first, decided ones by what was decided last.
        const std::int64_t order = card.status == domain::ProposalStatus::Open
                                       ? proposal.facts.expiresAt.us
                                       : -proposal.decidedAt.value_or(proposal.facts.expiresAt).us;
        placed.push_back({cardOf(card), order});
    }
    std::stable_sort(placed.begin(), placed.end(), [](const Placed& a, const Placed& b) {
        return std::tie(a.card.group, a.order) < std::tie(b.card.group, b.order);
    });
    std::vector<DecisionCard> cards;
    for (Placed& one : placed)
        cards.push_back(std::move(one.card));
    return cards;
}

} // namespace keyturn::items

// SPDX-License-Identifier: GPL-3.0-or-later
// By when, and what happens if nobody does anything.

#include "models/items/card_parts.h"
#include "models/items/words.h"

#include <algorithm>

namespace keyturn::items {

namespace {

/// A time with how far it is: "2026-06-12 09:41:07 UTC (in 3 h 12 min)".
QString withDistance(base::UtcTime time, base::UtcTime now)
{
    return sayOfCard(QT_TRANSLATE_NOOP("items", "%1 (%2)"))
        .arg(base::toDisplay(time), distanceText(time, now));
}

/// What stays as it is while a proposal is not authorised.
QString whatStays(const CardCase& card, DecisionKind kind)
{
    switch (kind) {
    case DecisionKind::Lift:
    case DecisionKind::PartialLift:
        return sayOfCard(QT_TRANSLATE_NOOP("items", "the restriction stays in force"));
    case DecisionKind::NextCharter:
        return sayOfCard(QT_TRANSLATE_NOOP("items", "the charter stays version %1"))
            .arg(card.snapshot.charter.version);
    case DecisionKind::Ratification:
        return sayOfCard(QT_TRANSLATE_NOOP("items", "the entries stay disputed and do not count"));
    case DecisionKind::HeadLeftBehind:
        return sayOfCard(QT_TRANSLATE_NOOP("items", "this ledger goes on being in doubt"));
    case DecisionKind::Replacement:
        return sayOfCard(QT_TRANSLATE_NOOP("items", "the restriction that it replaces stays in force"));
    case DecisionKind::BreakGlass:
        return sayOfCard(QT_TRANSLATE_NOOP("items", "it stays in force, and becomes overdue"));
    case DecisionKind::Restriction:
        break;
    }
    return sayOfCard(QT_TRANSLATE_NOOP("items", "access stays as it is"));
}

CardFact ifNobodySigns(const CardCase& card)
{
    const base::UtcTime expires = card.proposal.facts.expiresAt;
    const QString name = sayOfCard(QT_TRANSLATE_NOOP("items", "If nobody signs"));
    if (card.proposal.isOverdue(card.now))
        return {name,
                sayOfCard(QT_TRANSLATE_NOOP(
                    "items", "it stays in force on one signature, and stays overdue until it is ratified "
                             "or lifted")),
                true};
    const QString stays = whatStays(card, kindOf(card.proposal));
    if (card.proposal.breakGlass)
        return {name,
                sayOfCard(QT_TRANSLATE_NOOP("items", "%1 %2")).arg(stays, withDistance(expires, card.now)),
                false};
    return {name,
            sayOfCard(QT_TRANSLATE_NOOP("items", "it expires %1; %2"))
                .arg(withDistance(expires, card.now), stays),
            false};
}

/// The requests that press: those it names, and the others of its incident.
void addRequests(std::vector<CardFact>& out, const CardCase& card)
{
    const domain::ChangeProposed& facts = card.proposal.facts;
    const state::RequestState* first = nullptr;
    std::uint64_t others = 0;
    for (const state::RequestState& request : card.snapshot.requests) {
        const bool isNamed =
            std::find(facts.requests.begin(), facts.requests.end(), request.id) != facts.requests.end();
        const bool isOfIncident = facts.incident && request.facts.incident == facts.incident;
        const bool isPending = request.status == domain::RequestStatus::Received ||
                               request.status == domain::RequestStatus::InPreparation;
        if (!(isNamed || isOfIncident) || !isPending || !request.facts.dueAt)
            continue;
        others += first ? 1 : 0;
        if (!first || *request.facts.dueAt < *first->facts.dueAt)
            first = &request;
    }
    if (!first)
        return;
    QString text = sayOfCard(QT_TRANSLATE_NOOP("items", "%1 expects an answer by %2"))
                       .arg(first->facts.authority, withDistance(*first->facts.dueAt, card.now));
    if (others > 0)
        text = countedText(others, sayOfCard(QT_TRANSLATE_NOOP("items", "%2; %1 more authority waits")),
                           sayOfCard(QT_TRANSLATE_NOOP("items", "%2; %1 more authorities wait")))
                   .arg(text);
    out.push_back({sayOfCard(QT_TRANSLATE_NOOP("items", "By when")), text, first->isOverdue(card.now)});
}

/// Signals that it rests on and that were taken back since.
void addRetracted(std::vector<CardFact>& out, const CardCase& card)
{
    QStringList retracted;
    for (const domain::RecordId& record : card.proposal.facts.signalRecords) {
        if (const state::BatchState* batch = card.snapshot.batchOf(record); batch && batch->retracted)
            retracted += record.value();
    }
    if (retracted.isEmpty())
        return;
    out.push_back(
        {sayOfCard(QT_TRANSLATE_NOOP("items", "Retracted")),
         countedText(
             static_cast<std::uint64_t>(retracted.size()),
             sayOfCard(QT_TRANSLATE_NOOP("items", "%1 signal that this rests on was retracted since (%2)")),
             sayOfCard(QT_TRANSLATE_NOOP("items", "%1 signals that this rests on were retracted since (%2)")))
             .arg(retracted.join(QStringLiteral(", "))),
         true});
}

} // namespace

std::vector<CardFact> factsOf(const CardCase& card)
{
    std::vector<CardFact> out;
    const domain::ChangeProposed& facts = card.proposal.facts;
    const state::ChangeState* change =
        card.proposal.change ? card.snapshot.change(*card.proposal.change) : nullptr;
    const bool stands = change && change->status == domain::ChangeStatus::InForce && !facts.reverts;
    addRetracted(out, card);
    if (card.isOpen()) {
        addRequests(out, card);
        out.push_back(ifNobodySigns(card));
    }
    if (facts.effectiveAt && (card.isOpen() || (stands && change->isScheduled(card.now))))
        out.push_back({sayOfCard(QT_TRANSLATE_NOOP("items", "Takes effect")),
                       withDistance(*facts.effectiveAt, card.now), false});
    if (facts.restriction && (card.isOpen() || stands)) {
        const QString name = sayOfCard(QT_TRANSLATE_NOOP("items", "Review by"));
        if (facts.reviewBy)
            out.push_back({name,
                           sayOfCard(QT_TRANSLATE_NOOP("items", "%1; it does not lift by itself"))
                               .arg(withDistance(*facts.reviewBy, card.now)),
                           stands && change->isReviewDue(card.now)});
        else if (card.isOpen())
            out.push_back(
                {name, sayOfCard(QT_TRANSLATE_NOOP("items", "no date; it does not lift by itself")), false});
    }
    return out;
}

QString breakGlassOf(const CardCase& card)
{
    if (!card.proposal.breakGlass)
        return {};
    const base::UtcTime since = card.proposal.origin.recordedAt;
    const base::UtcTime due = card.proposal.facts.expiresAt;
    if (card.proposal.isOverdue(card.now))
        return sayOfCard(QT_TRANSLATE_NOOP("items", "OVERDUE since %1, in force since %2 on one signature"))
            .arg(withDistance(due, card.now), base::toDisplay(since));
    if (card.isOpen())
        return sayOfCard(
                   QT_TRANSLATE_NOOP("items", "In force since %1 on one signature, to be ratified by %2"))
            .arg(base::toDisplay(since), withDistance(due, card.now));
    return card.status == domain::ProposalStatus::Authorised
               ? sayOfCard(QT_TRANSLATE_NOOP("items", "The glass was broken %1; a quorum ratified it"))
                     .arg(base::toDisplay(since))
               : sayOfCard(QT_TRANSLATE_NOOP("items", "The glass was broken %1")).arg(base::toDisplay(since));
}

} // namespace keyturn::items

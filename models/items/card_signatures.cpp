// SPDX-License-Identifier: GPL-3.0-or-later
// Who has signed, who has not, and for how long they have had it.

#include "models/items/card_parts.h"
#include "models/items/words.h"
#include "models/state/may_decide.h"
#include "models/state/standing.h"

#include <algorithm>

namespace keyturn::items {

namespace {

/// People of @p charter who hold @p role, for "could be signed by".
QString whoCould(const domain::Charter& charter, domain::Role role)
{
    QStringList names;
    for (const domain::Member& member : charter.members) {
        if (member.kind == domain::MemberKind::Person && member.has(role))
            names += member.display();
    }
    return names.isEmpty() ? sayOfCard(QT_TRANSLATE_NOOP("items", "Nobody holds this role"))
                           : sayOfCard(QT_TRANSLATE_NOOP("items", "Can be signed by %1"))
                                 .arg(names.join(QStringLiteral("; ")));
}

SignatureChip chipOf(const CardCase& card, const domain::SlotFilling& slot, const domain::Charter& charter)
{
    SignatureChip chip;
    chip.role = capitalised(label(slot.role));
    if (!slot.filledBy) {
        chip.detail = whoCould(charter, slot.role);
        if (!card.isOpen())
            chip.tone = Tone::Neutral;
        return chip;
    }
    chip.who = card.snapshot.display(*slot.filledBy);
    chip.sign = Sign::Done;
    chip.tone = Tone::Good;
    for (const state::ApprovalState& approval : card.proposal.approvals) {
        if (approval.origin.member == *slot.filledBy)
            chip.detail = sayOfCard(QT_TRANSLATE_NOOP("items", "Signed %1"))
                              .arg(base::toDisplay(approval.origin.recordedAt));
    }
    return chip;
}

std::vector<SignatureChip> chipsOf(const CardCase& card, const state::Threshold& threshold,
                                   const domain::Charter& charter)
{
    const domain::Quorum quorum =
        domain::matchQuorum(threshold.slotRoles, threshold.signers, card.proposal.origin.member);
    std::vector<SignatureChip> chips;
    for (const domain::SlotFilling& slot : quorum.filling)
        chips.push_back(chipOf(card, slot, charter));
    return chips;
}

/// What each threshold after the first is called, in their order (state::thresholdsOf).
QStringList titlesOfOthers(const CardCase& card)
{
    const domain::ChangeProposed& facts = card.proposal.facts;
    QStringList titles;
    const domain::Rule* standing = state::ruleStanding(card.snapshot, card.proposal);
    if (standing && standing->slotRoles != facts.slotRoles)
        titles +=
            sayOfCard(QT_TRANSLATE_NOOP("items", "Also, as the charter stands now: %1")).arg(standing->title);
    if (!facts.alsoNeeded)
        return titles;
    titles += facts.charter ? sayOfCard(QT_TRANSLATE_NOOP("items", "Also, by the next charter: %1"))
                                  .arg(facts.alsoNeeded->ruleTitle)
                            : sayOfCard(QT_TRANSLATE_NOOP("items", "Also, because it loosens access: %1"))
                                  .arg(facts.alsoNeeded->ruleTitle);
    titles += sayOfCard(QT_TRANSLATE_NOOP("items", "Also, to loosen access as the charter stands now"));
    return titles;
}

} // namespace

std::vector<SignatureChip> chipsOf(const CardCase& card)
{
    std::vector<SignatureChip> chips;
    if (card.isOpen()) {
        chips = chipsOf(card, state::thresholdsOf(card.snapshot, card.proposal, card.now).front(),
                        card.snapshot.charter);
    } else {
        // What was decided stays as it was decided.
        for (const domain::SlotFilling& slot : card.snapshot.quorumOf(card.proposal, card.now).filling)
            chips.push_back(chipOf(card, slot, card.snapshot.charter));
    }
    for (const state::RefusalState& refusal : card.proposal.refusals) {
        chips.push_back({sayOfCard(QT_TRANSLATE_NOOP("items", "Refused")),
                         card.snapshot.display(refusal.origin.member), Sign::Refused, Tone::Severe,
                         refusal.reason});
    }
    return chips;
}

std::vector<SignatureRow> alsoNeededOf(const CardCase& card)
{
    if (!card.isOpen())
        return {};
    const auto thresholds = state::thresholdsOf(card.snapshot, card.proposal, card.now);
    const QStringList titles = titlesOfOthers(card);
    std::vector<SignatureRow> rows;
    for (std::size_t i = 1; i < thresholds.size(); ++i) {
        const auto& next = card.proposal.facts.charter;
        const bool isOfNext = next && i + 1 == thresholds.size() && card.proposal.facts.alsoNeeded;
        rows.push_back({titles.value(static_cast<qsizetype>(i) - 1),
                        chipsOf(card, thresholds[i], isOfNext ? *next : card.snapshot.charter)});
    }
    return rows;
}

QString waitingOf(const CardCase& card)
{
    if (!card.isOpen())
        return {};
    QStringList names;
    for (const domain::Member& member : card.snapshot.charter.members) {
        if (member.kind == domain::MemberKind::Person && card.viewer.member != member.id &&
            state::mayApprove(card.snapshot, card.proposal, member.id, card.now))
            names += member.name;
    }
    if (names.isEmpty())
        return {};
    const QString length = lengthText(card.now.us - card.proposal.origin.recordedAt.us);
    return (names.size() == 1 ? sayOfCard(QT_TRANSLATE_NOOP("items", "%1 has had this for %2"))
                              : sayOfCard(QT_TRANSLATE_NOOP("items", "%1 have had this for %2")))
        .arg(listed(names), length);
}

} // namespace keyturn::items

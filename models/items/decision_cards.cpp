// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/decision_cards.h"

#include "models/domain/sheet.h"
#include "models/items/words.h"
#include "models/state/standing.h"

#include <QCoreApplication>

#include <algorithm>

namespace keyturn::items {

namespace {

/// A proposal that ends within this time is marked.
constexpr std::int64_t kUrgentUs = 4 * base::kUsPerHour;

QString sayOfCard(const char* text)
{
    return QCoreApplication::translate("items", text);
}

/// What the card's parts are computed from, together.
struct CardCase
{
    const state::Snapshot& snapshot;
    const state::ProposalState& proposal;
    base::UtcTime now;
    const Viewer& viewer;
    domain::ProposalStatus status;
    const domain::Rule* standing;
    domain::Quorum quorum;
};

const domain::Member* memberOf(const CardCase& card)
{
    return card.viewer.member ? card.snapshot.charter.member(*card.viewer.member) : nullptr;
}

bool holdsRole(const domain::Member& member, const std::vector<domain::Role>& roles)
{
    return std::any_of(roles.begin(), roles.end(), [&](domain::Role role) { return member.has(role); });
}

bool wouldCount(const CardCase& card, const domain::Member& member, const domain::MemberId& proposer)
{
    return state::wouldCount(card.snapshot, card.proposal, member, std::nullopt, card.now, proposer);
}

/// What keeps the viewer from any signature on this proposal.
QString whyNotAtAll(const CardCase& card)
{
    const QString general = whyNothingCanBeSigned(card.viewer);
    if (!general.isEmpty())
        return general;
    if (card.status != domain::ProposalStatus::Open)
        return sayOfCard(QT_TRANSLATE_NOOP("items", "This proposal is no longer open"));
    const domain::Member* member = memberOf(card);
    if (!member)
        return sayOfCard(QT_TRANSLATE_NOOP("items", "The charter does not name you"));
    if (member->kind != domain::MemberKind::Person)
        return sayOfCard(QT_TRANSLATE_NOOP("items", "Only people decide"));
    const auto& refusals = card.proposal.refusals;
    if (std::any_of(refusals.begin(), refusals.end(),
                    [&](const auto& refusal) { return refusal.origin.member == member->id; }))
        return sayOfCard(QT_TRANSLATE_NOOP("items", "You have refused"));
    return {};
}

QString whyNotApprove(const CardCase& card)
{
    const QString general = whyNotAtAll(card);
    if (!general.isEmpty())
        return general;
    const domain::Member& member = *memberOf(card);
    const auto& approvals = card.proposal.approvals;
    if (std::any_of(approvals.begin(), approvals.end(), [&](const state::ApprovalState& approval) {
            return approval.origin.member == member.id &&
                   state::counts(card.snapshot, card.proposal, approval, card.standing, card.now);
        }))
        return sayOfCard(QT_TRANSLATE_NOOP("items", "You have signed"));
    if (!wouldCount(card, member, card.proposal.origin.member)) {
        if (member.id == card.proposal.origin.member && wouldCount(card, member, {}))
            return sayOfCard(QT_TRANSLATE_NOOP("items", "You proposed this, so somebody else must sign"));
        return sayOfCard(QT_TRANSLATE_NOOP("items", "Your roles (%1) cannot fill a missing signature"))
            .arg(listed(member.roles));
    }
    if (card.proposal.facts.isOfAccess() && !card.proposal.breakGlass &&
        card.proposal.accessState != card.snapshot.accessStateFor(card.proposal.facts))
        return sayOfCard(QT_TRANSLATE_NOOP(
            "items", "Access has changed since this was proposed; it has to be proposed anew"));
    return {};
}

QString whyNotRefuse(const CardCase& card)
{
    const QString general = whyNotAtAll(card);
    if (!general.isEmpty())
        return general;
    const domain::Member& member = *memberOf(card);
    if (holdsRole(member, card.proposal.facts.slotRoles) ||
        (card.standing &&
         (holdsRole(member, card.standing->slotRoles) || holdsRole(member, card.standing->refusalBlocks))))
        return {};
    return sayOfCard(QT_TRANSLATE_NOOP("items", "Your roles (%1) have no say in this decision"))
        .arg(listed(member.roles));
}

/// People who hold @p role, for "could be signed by".
QString whoCould(const state::Snapshot& snapshot, domain::Role role)
{
    QStringList names;
    for (const domain::Member& member : snapshot.charter.members) {
        if (member.kind == domain::MemberKind::Person && member.has(role))
            names += member.display();
    }
    return names.isEmpty() ? sayOfCard(QT_TRANSLATE_NOOP("items", "Nobody holds this role"))
                           : sayOfCard(QT_TRANSLATE_NOOP("items", "Can be signed by %1"))
                                 .arg(names.join(QStringLiteral("; ")));
}

std::vector<SignatureChip> chipsOf(const CardCase& card)
{
    std::vector<SignatureChip> chips;
    for (const domain::SlotFilling& slot : card.quorum.filling) {
        SignatureChip chip;
        chip.role = capitalised(label(slot.role));
        if (slot.filledBy) {
            chip.who = card.snapshot.display(*slot.filledBy);
            chip.sign = Sign::Done;
            chip.tone = Tone::Good;
            for (const state::ApprovalState& approval : card.proposal.approvals) {
                if (approval.origin.member == *slot.filledBy)
                    chip.detail = sayOfCard(QT_TRANSLATE_NOOP("items", "Signed %1"))
                                      .arg(base::toDisplay(approval.origin.recordedAt));
            }
        } else {
            chip.detail = whoCould(card.snapshot, slot.role);
            if (card.status != domain::ProposalStatus::Open)
                chip.tone = Tone::Neutral;
        }
        chips.push_back(std::move(chip));
    }
    for (const state::RefusalState& refusal : card.proposal.refusals) {
        chips.push_back({sayOfCard(QT_TRANSLATE_NOOP("items", "Refused")),
                         card.snapshot.display(refusal.origin.member), Sign::Refused, Tone::Severe,
                         refusal.reason});
    }
    return chips;
}

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
        line.words = effect.openBefore == effect.openAfter
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
        put(Tone::Pending, Sign::Waiting);
        break;
    case domain::ProposalStatus::Authorised: {
        const state::ChangeState* change =
            card.proposal.change ? card.snapshot.change(*card.proposal.change) : nullptr;
        if (card.proposal.facts.reverts) {
            out.status = sayOfCard(QT_TRANSLATE_NOOP("items", "Lifted"));
            put(Tone::Good, Sign::Done);
        } else if (change && change->status == domain::ChangeStatus::Reverted) {
            out.status = sayOfCard(QT_TRANSLATE_NOOP("items", "Lifted since"));
            put(Tone::Neutral, Sign::Done);
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

DecisionCard cardOf(const CardCase& card)
{
    const state::ProposalState& proposal = card.proposal;
    DecisionCard out;
    out.id = proposal.id;
    out.headline = domain::headline(proposal.facts);
    out.proposer = card.snapshot.display(proposal.origin.member);
    out.incident = proposal.facts.incidentTitle;
    out.incidentId = proposal.facts.incident;
    out.rationale = proposal.facts.rationale;
    out.rule = proposal.facts.ruleTitle;
    out.effect = effectOf(proposal);
    out.chips = chipsOf(card);
    out.shortCode = proposal.sheetSha256.shortCode();
    out.isRehearsal = proposal.facts.rehearsal;
    setStatus(out, card);
    out.when =
        sayOfCard(QT_TRANSLATE_NOOP("items", "Proposed %1")).arg(base::toDisplay(proposal.origin.recordedAt));
    const base::UtcTime expires = proposal.facts.expiresAt;
    if (card.status == domain::ProposalStatus::Open) {
        out.deadline = sayOfCard(QT_TRANSLATE_NOOP("items", "Expires %1, %2"))
                           .arg(distanceText(expires, card.now), base::toDisplay(expires));
        out.isUrgent = expires.us - card.now.us < kUrgentUs;
    } else if (proposal.decidedAt) {
        out.deadline =
            sayOfCard(QT_TRANSLATE_NOOP("items", "Decided %1")).arg(base::toDisplay(*proposal.decidedAt));
    } else {
        out.deadline = sayOfCard(QT_TRANSLATE_NOOP("items", "Expired %1")).arg(base::toDisplay(expires));
    }
    const QString headline = out.headline;
    out.approve = {sayOfCard(QT_TRANSLATE_NOOP("items", "Approve: %1")).arg(headline), whyNotApprove(card)};
    out.refuse = {sayOfCard(QT_TRANSLATE_NOOP("items", "Refuse…")), whyNotRefuse(card)};
    out.withdraw = {sayOfCard(QT_TRANSLATE_NOOP("items", "Withdraw…")), whyNotAtAll(card)};
    out.withdraw.isShown = card.viewer.member == proposal.origin.member;
    if (const auto sheet = domain::renderSheet(proposal.facts, proposal.urgency()))
        out.sheet = QString::fromUtf8(*sheet);
    else
        out.sheet = sheet.error().sentence();
    if (card.status == domain::ProposalStatus::Open)
        out.group = out.approve.isEnabled() ? CardGroup::NeedsYou : CardGroup::WaitingForOthers;
    return out;
}

} // namespace

QString whyNothingCanBeSigned(const Viewer& viewer)
{
    if (viewer.isRewound)
        return sayOfCard(QT_TRANSLATE_NOOP("items", "Nothing can be signed while you look back"));
    if (!viewer.readOnlyReason.isEmpty())
        return viewer.readOnlyReason;
    if (!viewer.member)
        return sayOfCard(QT_TRANSLATE_NOOP("items", "Sign in to decide"));
    return {};
}

QString whyMayNot(const state::Snapshot& snapshot, const Viewer& viewer, domain::Act act)
{
    const QString general = whyNothingCanBeSigned(viewer);
    if (!general.isEmpty())
        return viewer.member || viewer.isRewound || !viewer.readOnlyReason.isEmpty()
                   ? general
                   : sayOfCard(QT_TRANSLATE_NOOP("items", "Sign in first"));
    const domain::Member* member = snapshot.charter.member(*viewer.member);
    if (!member)
        return sayOfCard(QT_TRANSLATE_NOOP("items", "The charter does not name you"));
    if (snapshot.charter.mayAct(*member, act))
        return {};
    return sayOfCard(QT_TRANSLATE_NOOP("items", "Your roles (%1) may not do this; %2 may"))
        .arg(listed(member->roles), listed(snapshot.charter.rolesFor(act)));
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
        if (incident && proposal.facts.incident != *incident)
            continue;
        const domain::Rule* standing = state::ruleStanding(snapshot, proposal);
        const CardCase card{snapshot,
                            proposal,
                            now,
                            viewer,
                            snapshot.statusOf(proposal, now),
                            standing,
                            snapshot.quorumOf(proposal, now)};
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

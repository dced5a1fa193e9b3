// SPDX-License-Identifier: GPL-3.0-or-later
// Why a button is disabled. Whether it is, the rules of the ledger say; here they are only said to "you".

#include "models/domain/domain_error.h"
#include "models/items/card_parts.h"
#include "models/items/words.h"
#include "models/state/may_decide.h"
#include "models/state/state_error.h"

namespace keyturn::items {

namespace {

using domain::DomainError;

/// What the rules say of the person who reads it; the others are said as everywhere.
struct ToYou
{
    DomainError error;
    const char* text; ///< %1: the roles of the viewer.
};
constexpr ToYou kToYou[] = {
    {DomainError::UnknownMember, QT_TRANSLATE_NOOP("items", "The charter does not name you")},
    {DomainError::ProposalNotOpen, QT_TRANSLATE_NOOP("items", "This proposal is no longer open")},
    {DomainError::ProposalExpired, QT_TRANSLATE_NOOP("items", "This proposal is no longer open")},
    {DomainError::AlreadySigned, QT_TRANSLATE_NOOP("items", "You have signed")},
    {DomainError::AlreadyRefused, QT_TRANSLATE_NOOP("items", "You have refused")},
    {DomainError::ProposerAlone, QT_TRANSLATE_NOOP("items", "You proposed this, so somebody else must sign")},
    {DomainError::BreakGlassNotOwn,
     QT_TRANSLATE_NOOP("items", "You broke the glass, so others must ratify it")},
    {DomainError::StaleAccessState,
     QT_TRANSLATE_NOOP("items", "Access has changed since this was proposed; it has to be proposed anew")},
};

QString saidToYou(const base::Error& error)
{
    if (error.is(state::StateError::NotAPerson))
        return sayOfCard(QT_TRANSLATE_NOOP("items", "Only people decide"));
    for (const ToYou& row : kToYou) {
        if (error.is(row.error))
            return sayOfCard(row.text);
    }
    return error.sentence();
}

/// @p viewer as the decision to leave a head behind finds them: what is frozen takes that, and only that.
Viewer leavingHead(Viewer viewer)
{
    if (viewer.mayLeaveHead)
        viewer.readOnlyReason.clear();
    return viewer;
}

/// @p noRole is said where none of the viewer's roles is asked for.
template <typename May>
QString whyNot(const CardCase& card, May may, const char* noRole)
{
    const QString general =
        whyNothingCanBeSigned(card.proposal.facts.abandons ? leavingHead(card.viewer) : card.viewer);
    if (!general.isEmpty())
        return general;
    const auto judged = may(card.snapshot, card.proposal, *card.viewer.member, card.now);
    if (judged)
        return {};
    const domain::Member* member = card.snapshot.charter.member(*card.viewer.member);
    if (member && judged.error().is(DomainError::NoSlotForRoles))
        return sayOfCard(noRole).arg(listed(member->roles));
    return saidToYou(judged.error());
}

} // namespace

QString whyNotApprove(const CardCase& card)
{
    return whyNot(card, state::mayApprove,
                  QT_TRANSLATE_NOOP("items", "Your roles (%1) cannot fill a missing signature"));
}

QString whyNotRefuse(const CardCase& card)
{
    return whyNot(card, state::mayRefuse,
                  QT_TRANSLATE_NOOP("items", "Your roles (%1) have no say in this decision"));
}

QString whyNotWithdraw(const CardCase& card)
{
    return whyNot(card, state::mayWithdraw, "");
}

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

namespace {

/// Why @p viewer may not do what only @p roles may, as the sentence with the roles of both.
template <typename Holds>
QString whyNotByRole(const state::Snapshot& snapshot, const Viewer& viewer, Holds holds,
                     const std::vector<domain::Role>& roles)
{
    const QString general = whyNothingCanBeSigned(viewer);
    if (!general.isEmpty())
        return viewer.member || viewer.isRewound || !viewer.readOnlyReason.isEmpty()
                   ? general
                   : sayOfCard(QT_TRANSLATE_NOOP("items", "Sign in first"));
    const domain::Member* member = snapshot.charter.member(*viewer.member);
    if (!member)
        return sayOfCard(QT_TRANSLATE_NOOP("items", "The charter does not name you"));
    if (holds(*member))
        return {};
    if (roles.empty())
        return sayOfCard(QT_TRANSLATE_NOOP("items", "The charter lets nobody do this"));
    return sayOfCard(QT_TRANSLATE_NOOP("items", "Your roles (%1) may not do this; %2 may"))
        .arg(listed(member->roles), listed(roles));
}

} // namespace

QString whyMayNot(const state::Snapshot& snapshot, const Viewer& viewer, domain::Act act)
{
    return whyNotByRole(
        snapshot, viewer, [&](const domain::Member& member) { return snapshot.charter.mayAct(member, act); },
        snapshot.charter.rolesFor(act));
}

QString whyMayNotLeaveHead(const state::Snapshot& snapshot, const Viewer& viewer)
{
    return whyMayNot(snapshot, leavingHead(viewer), domain::Act::Propose);
}

const state::ProposalState* openLeaving(const state::Snapshot& snapshot, base::UtcTime now,
                                        const domain::AbandonedHead& head)
{
    const state::ProposalState* found = nullptr;
    for (const state::ProposalState& proposal : snapshot.proposals) {
        if (proposal.facts.abandons == head &&
            snapshot.statusOf(proposal, now) == domain::ProposalStatus::Open)
            found = &proposal;
    }
    return found;
}

QString whyMayNotWaive(const state::Snapshot& snapshot, const Viewer& viewer)
{
    return whyNotByRole(
        snapshot, viewer, [&](const domain::Member& member) { return snapshot.charter.mayWaive(member); },
        snapshot.charter.waiverRoles);
}

QString whyMayNotBreakGlass(const state::Snapshot& snapshot, const Viewer& viewer)
{
    const auto& rule = snapshot.charter.breakGlass;
    return whyNotByRole(
        snapshot, viewer,
        [&](const domain::Member& member) { return snapshot.charter.mayBreakGlass(member); },
        rule ? rule->roles : std::vector<domain::Role>());
}

} // namespace keyturn::items

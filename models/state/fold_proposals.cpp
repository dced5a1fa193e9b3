// SPDX-License-Identifier: GPL-3.0-or-later
// Proposals: everything that the sheet shows is computed again and must be equal.

#include "models/crypto/digest_functions.h"
#include "models/domain/box_algebra.h"
#include "models/domain/reason.h"
#include "models/domain/sheet.h"
#include "models/state/fold_rules.h"
#include "models/state/proposal_terms.h"

#include <algorithm>

namespace keyturn::state {

using domain::ChangeProposed;
using domain::DomainError;

namespace {

/// How far a signing machine's clock may be ahead of the ledger's: trust.md, "Time".
constexpr std::int64_t kClockAheadUs = 300 * base::kUsPerSecond;

tl::unexpected<base::Error> badProposal(const char* text)
{
    return base::fail(DomainError::BadProposal, domain::reason(text));
}

QString nextProposal(const Snapshot& snapshot)
{
    return numbered('P', snapshot.proposals.size());
}

template <typename Id>
bool isListed(const std::vector<domain::Named<Id>>& list, const Id& id)
{
    return std::any_of(list.begin(), list.end(),
                       [&](const domain::Named<Id>& named) { return named.id == id; });
}

/// The restriction fits the catalogue.
base::Result<void> checkRestriction(const domain::Restriction& restriction,
                                    const domain::Catalogue& catalogue)
{
    KEYTURN_TRY(domain::checkScope(restriction.scope, catalogue));
    for (const domain::TierId& tier : restriction.measure.allowedTiers) {
        if (!isListed(catalogue.tiers, tier))
            return base::fail(DomainError::UnknownName, QStringLiteral("tiers"), tier.value());
    }
    const auto& fallback = restriction.measure.fallback;
    if (fallback && !isListed(catalogue.models, *fallback))
        return base::fail(DomainError::UnknownModel, fallback->value());
    return {};
}

/// What is lifted or replaced still restricts something there, and can be cut once more.
base::Result<void> checkLifting(const Case& judged, const ChangeProposed& proposal)
{
    KEYTURN_TRY(checkCharterAllowsLifting(judged, proposal));
    if (!proposal.part)
        return {};
    domain::Restriction rest = *proposal.reverted;
    rest.scope.except.push_back(*proposal.part);
    // Also checks that the part names what the catalogue has, and that the exceptions do not become too many.
    KEYTURN_TRY(domain::checkScope(rest.scope, judged.snapshot.catalogue));
    const domain::Grid grid(judged.snapshot.catalogue);
    const auto restricted = [&](const domain::Restriction& restriction) {
        std::uint64_t cells = 0;
        for (const domain::GridBox& box : grid.touched(restriction))
            cells += grid.count(box);
        return cells;
    };
    const std::uint64_t left = restricted(rest);
    if (left == 0)
        return base::fail(DomainError::BadScope,
                          domain::reason(QT_TRANSLATE_NOOP(
                              "errors", "it lifts all that the change restricts; lift it as a whole")));
    if (left == restricted(*proposal.reverted))
        return badProposal(
            QT_TRANSLATE_NOOP("errors", "the change restricts nothing in the part to be lifted"));
    return {};
}

/// The next charter may follow, can be met, and every new key is held by whoever it is named for.
base::Result<void> checkNextCharter(const Case& judged, const ChangeProposed& proposal)
{
    const domain::Charter& standing = judged.snapshot.charter;
    const domain::Charter& next = *proposal.charter;
    KEYTURN_TRY(domain::checkSuccession(standing, next));
    if (!next.isOfFormat(domain::CharterFormat::Current))
        return badProposal(QT_TRANSLATE_NOOP("errors", "a next charter is of the current format"));
    KEYTURN_TRY(domain::checkCharter(next));
    KEYTURN_TRY(checkCharterKeys(next));
    for (const domain::RevokedKey& revoked : next.revoked) {
        if (revoked.fromSeq > judged.snapshot.size)
            return badProposal(
                QT_TRANSLATE_NOOP("errors", "it revokes a key from an entry that does not exist yet"));
    }
    return checkPossession(judged.snapshot, next, proposal.proofs);
}

base::Result<void> checkAbandoned(const Case& judged, const domain::AbandonedHead& head)
{
    const auto root = head.size <= judged.snapshot.size ? judged.rootAt(head.size) : std::nullopt;
    if (root && *root == head.root)
        return badProposal(
            QT_TRANSLATE_NOOP("errors", "the head that it leaves behind is part of this ledger"));
    return {};
}

base::Result<void> checkRatified(const ChangeProposed& proposal)
{
    if (std::adjacent_find(proposal.ratifiesEntries.begin(), proposal.ratifiesEntries.end(),
                           std::greater_equal<>()) != proposal.ratifiesEntries.end())
        return badProposal(
            QT_TRANSLATE_NOOP("errors", "the entries that it ratifies are not in order, each once"));
    return {};
}

/// What it is about may be proposed.
base::Result<void> checkSubjectMatter(const Case& judged, const ChangeProposed& proposal)
{
    if (proposal.restriction)
        KEYTURN_TRY(checkRestriction(*proposal.restriction, judged.snapshot.catalogue));
    if (proposal.charter)
        KEYTURN_TRY(checkNextCharter(judged, proposal));
    if (proposal.abandons)
        KEYTURN_TRY(checkAbandoned(judged, *proposal.abandons));
    return checkRatified(proposal);
}

/// The grounds it names are in the ledger.
base::Result<void> checkGrounds(const Case& judged, const ChangeProposed& proposal)
{
    KEYTURN_TRY(checkIncident(judged, proposal.incident));
    const IncidentState* incident =
        proposal.incident ? judged.snapshot.incident(*proposal.incident) : nullptr;
    if (proposal.incidentTitle != (incident ? incident->facts.title : QString()))
        return badProposal(QT_TRANSLATE_NOOP("errors", "the incident's title is not as it stands"));
    if (proposal.rehearsal != (incident && incident->facts.rehearsal && proposal.isOfAccess()))
        return badProposal(
            QT_TRANSLATE_NOOP("errors", "it is marked as a rehearsal otherwise than its incident"));
    for (const base::Digest& evidence : proposal.evidence) {
        if (judged.snapshot.charter.isOfFormat(domain::CharterFormat::Current) &&
            !judged.snapshot.evidenceOf(evidence))
            return base::fail(DomainError::UnknownEvidence, evidence.shortCode());
    }
    for (const domain::RequestId& request : proposal.requests) {
        if (!judged.snapshot.request(request))
            return base::fail(DomainError::UnknownRequest, request.value());
    }
    for (const domain::RecordId& record : proposal.signalRecords) {
        const BatchState* batch = judged.snapshot.batchOf(record);
        if (!batch)
            return badProposal(
                QT_TRANSLATE_NOOP("errors", "it names a signal that no batch of this ledger holds"));
        if (batch->retracted)
            return badProposal(QT_TRANSLATE_NOOP("errors", "it names a signal whose import was retracted"));
    }
    return {};
}

/// Times are what the charter allows.
base::Result<void> checkTimes(const Case& judged, const ChangeProposed& proposal, domain::Urgency urgency)
{
    const base::UtcTime signedAt = judged.context().signedAt;
    if (judged.at.plusUs(kClockAheadUs) < signedAt)
        return base::fail(StateError::SignedInFuture, base::toDisplay(signedAt), base::toDisplay(judged.at));
    const domain::Rule* rule =
        judged.snapshot.charter.ruleFor(governedAs(proposal, judged.snapshot.catalogue));
    if (latestExpiry(judged.snapshot, *rule, signedAt, urgency) < proposal.expiresAt)
        return badProposal(QT_TRANSLATE_NOOP("errors", "it would stay open for longer than its rule allows"));
    if (proposal.expiresAt < judged.at)
        return base::fail(DomainError::ProposalExpired, nextProposal(judged.snapshot),
                          base::toDisplay(proposal.expiresAt));
    return {};
}

/// Everything that follows from the ledger is written out as it follows.
base::Result<void> checkDerived(const ChangeProposed& proposal, const ChangeProposed& expected)
{
    if (proposal.sheetTemplate != expected.sheetTemplate)
        return badProposal(
            QT_TRANSLATE_NOOP("errors", "its sheet is of a template that the charter no longer takes"));
    if (proposal.reverted != expected.reverted)
        return badProposal(
            QT_TRANSLATE_NOOP("errors", "what it shows as lifted is not what the change restricts"));
    if (proposal.rule != expected.rule || proposal.ruleTitle != expected.ruleTitle ||
        proposal.slotRoles != expected.slotRoles || proposal.alsoNeeded != expected.alsoNeeded)
        return badProposal(
            QT_TRANSLATE_NOOP("errors", "its rule is not the one that the charter has for it"));
    if (proposal.effect != expected.effect || proposal.preview != expected.preview)
        return badProposal(QT_TRANSLATE_NOOP(
            "errors", "its effect is not what the catalogue and the changes in force give"));
    if (proposal.gates != expected.gates)
        return badProposal(QT_TRANSLATE_NOOP("errors", "its gates are not shown as they stand"));
    if (proposal.charterChanges != expected.charterChanges ||
        proposal.ratifiedLines != expected.ratifiedLines)
        return badProposal(QT_TRANSLATE_NOOP("errors", "what it would change is not what it says"));
    if (proposal.organisation != expected.organisation || proposal.demo != expected.demo)
        return badProposal(QT_TRANSLATE_NOOP("errors", "its organisation is not the charter's"));
    if (proposal.proposerName != expected.proposerName)
        return badProposal(QT_TRANSLATE_NOOP("errors", "its proposer is not named as in the charter"));
    if (proposal.names != expected.names)
        return badProposal(QT_TRANSLATE_NOOP("errors", "its names are not those of the catalogue"));
    return {};
}

/// It fits the ledger as it stands, and what follows from that is written out as it follows.
base::Result<void> checkFits(const Case& judged, const ChangeProposed& proposal, domain::Urgency urgency)
{
    KEYTURN_TRY(checkGrounds(judged, proposal));
    KEYTURN_TRY(checkAccessState(judged, proposal, nextProposal(judged.snapshot)));
    KEYTURN_TRY(checkSubjectMatter(judged, proposal));
    KEYTURN_TRY_LET(expected,
                    completed(judged.snapshot, *judged.member, proposal, judged.context().signedAt, urgency));
    KEYTURN_TRY(checkDerived(proposal, expected));
    if (proposal.reverts)
        KEYTURN_TRY(checkLifting(judged, proposal));
    KEYTURN_TRY(checkTimes(judged, proposal, urgency));
    KEYTURN_TRY_LET(sheet, domain::renderSheet(proposal, urgency));
    if (!isAbout(judged, "sheet.txt", crypto::sha256(sheet)))
        return base::fail(DomainError::SheetDiffers, nextProposal(judged.snapshot));
    return {};
}

base::Result<void> checkWhole(const Case& judged, const ChangeProposed& proposal, domain::Urgency urgency)
{
    KEYTURN_TRY(domain::checkProposal(proposal));
    auto fits = checkFits(judged, proposal, urgency);
    // Where entries came in after the ledger that its author was shown, what does not make sense now may well
    // have made sense then. Whoever lays it out anew is told of what never did.
    const bool isOutdated = judged.context().basisSize < judged.snapshot.size;
    if (!fits && fits.error().outcome() == base::Outcome::Usage && isOutdated)
        return base::fail(DomainError::ProposalOutdated, fits.error().sentence());
    return fits;
}

/// The earlier break-glass of this person over the same cells that no quorum has ratified, or null. One that
/// was rehearsed is none of the real ones, nor the other way round.
const ChangeState* brokenBefore(const Case& judged, const ChangeProposed& proposal)
{
    const domain::Grid grid(judged.snapshot.catalogue);
    const auto wanted = grid.touched(*proposal.restriction);
    for (const ChangeState& change : judged.snapshot.changes) {
        const ProposalState* made = judged.snapshot.proposal(change.proposal);
        if (!made->breakGlass || made->origin.member != judged.member->id ||
            made->status == domain::ProposalStatus::Authorised || !change.isOfSamePlay(proposal))
            continue;
        for (const domain::GridBox& box : grid.touched(change.restriction)) {
            if (std::any_of(wanted.begin(), wanted.end(),
                            [&](const domain::GridBox& other) { return grid.intersects(box, other); }))
                return &change;
        }
    }
    return nullptr;
}

ProposalState& appendProposal(Snapshot& snapshot, const Accepted& accepted, const ChangeProposed& proposal)
{
    ProposalState state;
    state.id = domain::ProposalId(nextProposal(snapshot));
    state.facts = proposal;
    state.origin = accepted.origin;
    state.entryLeaf = accepted.leaf;
    // The subject was held against the sheet rendered anew.
    state.sheetSha256 = accepted.statement.subjects.front().sha256;
    state.keyId = accepted.keyId;
    state.accessState = *accepted.statement.context->accessState;
    state.charterVersion = snapshot.charter.version;
    state.statementSha256 = accepted.statementSha256;
    snapshot.openProposals.push_back(snapshot.proposals.size());
    snapshot.proposals.append(std::move(state));
    return snapshot.proposals.last();
}

} // namespace

base::Result<void> checkCharterAllowsLifting(const Case& judged, const ChangeProposed& proposal)
{
    const auto& expires = judged.snapshot.charter.expires;
    const bool loosens = proposal.reverts || (proposal.supersedes && proposal.alsoNeeded);
    if (loosens && expires && *expires < judged.at)
        return base::fail(DomainError::CharterExpired, base::toDisplay(*expires));
    return {};
}

base::Result<void> checkAccessState(const Case& judged, const ChangeProposed& proposal, const QString& id)
{
    if (!judged.context().accessState)
        return badStatement(QT_TRANSLATE_NOOP("errors", "it does not say which access its signer was shown"));
    if (*judged.context().accessState != judged.snapshot.accessStateFor(proposal))
        return base::fail(DomainError::StaleAccessState, id);
    return {};
}

base::Result<void> check(const Case& judged, const ChangeProposed& proposal)
{
    KEYTURN_TRY(checkIsPerson(judged));
    KEYTURN_TRY(checkMayAct(judged, domain::Act::Propose));
    KEYTURN_TRY(checkWhole(judged, proposal, domain::Urgency::Ordinary));
    return checkCharterAllowsLifting(judged, proposal);
}

void fold(Snapshot& snapshot, const Accepted& accepted, const ChangeProposed& proposal)
{
    appendProposal(snapshot, accepted, proposal);
}

base::Result<void> check(const Case& judged, const domain::GlassBroken& broken)
{
    const domain::Charter& charter = judged.snapshot.charter;
    KEYTURN_TRY(checkIsPerson(judged));
    if (!charter.mayBreakGlass(*judged.member))
        return base::fail(DomainError::RoleMayNot, judged.member->display(),
                          domain::reason(QT_TRANSLATE_NOOP("errors", "break the glass")),
                          charter.breakGlass ? roleWords(charter.breakGlass->roles)
                                             : domain::reason(QT_TRANSLATE_NOOP(
                                                   "errors", "none; the charter allows nobody")));
    // A lone signature tightens and does nothing else, now.
    if (!broken.change.restriction || broken.change.supersedes || broken.change.effectiveAt)
        return badProposal(QT_TRANSLATE_NOOP("errors",
                                             "breaking the glass restricts access at once, and does "
                                             "nothing else"));
    KEYTURN_TRY(checkWhole(judged, broken.change, domain::Urgency::BreakGlass));
    if (const ChangeState* before = brokenBefore(judged, broken.change))
        return base::fail(DomainError::BreakGlassRepeated, judged.member->display(), before->id.value());
    return {};
}

void fold(Snapshot& snapshot, const Accepted& accepted, const domain::GlassBroken& broken)
{
    ProposalState& proposal = appendProposal(snapshot, accepted, broken.change);
    proposal.breakGlass = true;
    putInForce(snapshot, proposal, accepted.origin);
}

} // namespace keyturn::state

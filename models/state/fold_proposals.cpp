// SPDX-License-Identifier: GPL-3.0-or-later
// Proposals: everything that the sheet shows is computed again and must be equal.

#include "models/crypto/digest_functions.h"
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

/// What is lifted is in force and shown as it is.
base::Result<void> checkLifting(const Case& judged, const ChangeProposed& proposal)
{
    if (!proposal.reverts)
        return proposal.reverted ? base::Result<void>(badProposal(QT_TRANSLATE_NOOP(
                                       "errors", "it shows a restriction that it does not lift")))
                                 : base::Result<void>();
    const ChangeState* change = judged.snapshot.change(*proposal.reverts);
    if (!change)
        return base::fail(DomainError::UnknownChange, proposal.reverts->value());
    if (change->status != domain::ChangeStatus::InForce)
        return base::fail(DomainError::ChangeNotInForce, change->id.value());
    if (proposal.reverted != change->restriction)
        return badProposal(
            QT_TRANSLATE_NOOP("errors", "what it shows as lifted is not what the change restricts"));
    return checkCharterAllowsLifting(judged, proposal);
}

/// The grounds it names are in the ledger.
base::Result<void> checkGrounds(const Case& judged, const ChangeProposed& proposal)
{
    KEYTURN_TRY(checkIncident(judged, proposal.incident));
    const IncidentState* incident =
        proposal.incident ? judged.snapshot.incident(*proposal.incident) : nullptr;
    if (proposal.incidentTitle != (incident ? incident->facts.title : QString()))
        return badProposal(QT_TRANSLATE_NOOP("errors", "the incident's title is not as it stands"));
    if (proposal.rehearsal != (incident && incident->facts.rehearsal))
        return badProposal(
            QT_TRANSLATE_NOOP("errors", "it is marked as a rehearsal otherwise than its incident"));
    for (const domain::RequestId& request : proposal.requests) {
        if (!judged.snapshot.request(request))
            return base::fail(DomainError::UnknownRequest, request.value());
    }
    for (const domain::RecordId& record : proposal.signalRecords) {
        // The form was checked when the statement was read.
        const qsizetype colon = record.value().indexOf(u':');
        const BatchState* batch =
            judged.snapshot.batch(QStringView(record.value()).left(colon).toULongLong());
        if (!batch || QStringView(record.value()).mid(colon + 1).toULongLong() >= batch->facts.count)
            return badProposal(
                QT_TRANSLATE_NOOP("errors", "it names a signal that no batch of this ledger holds"));
    }
    return {};
}

/// Rule, signatures and times are what the charter says.
base::Result<void> checkTerms(const Case& judged, const ChangeProposed& proposal)
{
    const domain::Governed governed = governedAs(proposal, judged.snapshot.catalogue);
    const domain::Rule* rule = judged.snapshot.charter.ruleFor(governed);
    if (!rule)
        return base::fail(DomainError::NoRuleCovers, domain::toText(governed));
    if (proposal.rule != rule->id || proposal.ruleTitle != rule->title ||
        proposal.slotRoles != rule->slotRoles)
        return badProposal(
            QT_TRANSLATE_NOOP("errors", "its rule is not the one that the charter has for it"));
    const base::UtcTime signedAt = judged.context().signedAt;
    if (judged.at.plusUs(kClockAheadUs) < signedAt)
        return base::fail(StateError::SignedInFuture, base::toDisplay(signedAt), base::toDisplay(judged.at));
    if (signedAt.plusUs(rule->proposalValidMinutes * base::kUsPerMinute) < proposal.expiresAt)
        return badProposal(QT_TRANSLATE_NOOP("errors", "it would stay open for longer than its rule allows"));
    if (proposal.expiresAt < judged.at)
        return base::fail(DomainError::ProposalExpired, nextProposal(judged.snapshot),
                          base::toDisplay(proposal.expiresAt));
    return {};
}

/// What is written out for the reader is what the ledger says.
base::Result<void> checkWording(const Case& judged, const ChangeProposed& proposal)
{
    const Snapshot& snapshot = judged.snapshot;
    if (proposal.organisation != snapshot.charter.organisation || proposal.demo != snapshot.charter.demo)
        return badProposal(QT_TRANSLATE_NOOP("errors", "its organisation is not the charter's"));
    if (proposal.proposerName != judged.member->display())
        return badProposal(QT_TRANSLATE_NOOP("errors", "its proposer is not named as in the charter"));
    if (proposal.names != namesFor(proposal, snapshot.catalogue))
        return badProposal(QT_TRANSLATE_NOOP("errors", "its names are not those of the catalogue"));
    return {};
}

} // namespace

base::Result<void> checkCharterAllowsLifting(const Case& judged, const ChangeProposed& proposal)
{
    const auto& expires = judged.snapshot.charter.expires;
    if (proposal.reverts && expires && *expires < judged.at)
        return base::fail(DomainError::CharterExpired, base::toDisplay(*expires));
    return {};
}

base::Result<void> checkAccessState(const Case& judged, const QString& proposal)
{
    if (!judged.context().accessState)
        return badStatement(QT_TRANSLATE_NOOP("errors", "it does not say which access its signer was shown"));
    if (*judged.context().accessState != judged.snapshot.accessStateSha256())
        return base::fail(DomainError::StaleAccessState, proposal);
    return {};
}

base::Result<void> check(const Case& judged, const ChangeProposed& proposal)
{
    KEYTURN_TRY(checkIsPerson(judged));
    KEYTURN_TRY(checkMayAct(judged, domain::Act::Propose));
    KEYTURN_TRY(domain::checkProposal(proposal));
    KEYTURN_TRY(checkLifting(judged, proposal));
    KEYTURN_TRY(checkAccessState(judged, nextProposal(judged.snapshot)));
    if (proposal.restriction)
        KEYTURN_TRY(checkRestriction(*proposal.restriction, judged.snapshot.catalogue));
    KEYTURN_TRY(checkGrounds(judged, proposal));
    KEYTURN_TRY(checkTerms(judged, proposal));
    if (proposal.effect !=
        domain::effectOf(proposal, judged.snapshot.layersInForce(), judged.snapshot.catalogue))
        return badProposal(QT_TRANSLATE_NOOP(
            "errors", "its effect is not what the catalogue and the changes in force give"));
    KEYTURN_TRY(checkWording(judged, proposal));
    KEYTURN_TRY_LET(sheet, domain::renderSheet(proposal));
    if (!isAbout(judged, "sheet.txt", crypto::sha256(sheet)))
        return base::fail(DomainError::SheetDiffers, nextProposal(judged.snapshot));
    return {};
}

void fold(Snapshot& snapshot, const Accepted& accepted, const ChangeProposed& proposal)
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
    snapshot.openProposals.push_back(snapshot.proposals.size());
    snapshot.proposals.append(std::move(state));
}

} // namespace keyturn::state

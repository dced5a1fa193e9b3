// SPDX-License-Identifier: GPL-3.0-or-later
// What an authorised proposal does.

#include "models/crypto/digest_functions.h"
#include "models/domain/scope.h"
#include "models/state/fold_rules.h"

#include <algorithm>
#include <utility>

namespace keyturn::state {

using domain::ProposalStatus;

namespace {

ChangeState& changeOf(Snapshot& snapshot, const domain::ChangeId& id)
{
    return snapshot.changes[id.value().mid(2).toLongLong() - 1];
}

/// A rehearsal changes nobody's access, so gateways have nothing new to enforce.
void noteAccessChange(Snapshot& snapshot)
{
    const auto before = std::exchange(snapshot.accessState, std::nullopt);
    snapshot.accessState = snapshot.accessStateSha256();
    if (snapshot.accessState != before)
        snapshot.accessRevisions.append(*snapshot.accessState);
}

/// Whatever else was to happen to a change that is gone is moot: to lift it, replace it or, of a break-glass,
/// ratify it.
void supersedeOpen(Snapshot& snapshot, const domain::ChangeId& gone, base::UtcTime at)
{
    const std::vector<qsizetype> open = snapshot.openProposals;
    for (const qsizetype place : open) {
        const ProposalState& other = std::as_const(snapshot.proposals)[place];
        if (other.facts.reverts == gone || other.facts.supersedes == gone ||
            (other.breakGlass && other.change == gone))
            leaveOpen(snapshot, snapshot.proposals[place], ProposalStatus::Superseded, at);
    }
}

void endChange(Snapshot& snapshot, const domain::ChangeId& id, domain::ChangeStatus status,
               const domain::ProposalId& by, base::UtcTime at)
{
    ChangeState& change = changeOf(snapshot, id);
    change.status = status;
    change.revertedBy = by;
    change.revertedAt = at;
    supersedeOpen(snapshot, id, at);
}

void lift(Snapshot& snapshot, ProposalState& proposal, base::UtcTime at)
{
    const domain::ChangeId lifted = *proposal.facts.reverts;
    proposal.change = lifted;
    if (const auto& part = proposal.facts.part) {
        ChangeState& change = changeOf(snapshot, lifted);
        change.lifted.push_back({*part, proposal.id, at});
        if (domain::cellCount(change.remaining().scope, snapshot.catalogue) > 0)
            return;
    }
    endChange(snapshot, lifted, domain::ChangeStatus::Reverted, proposal.id, at);
}

/// Entries of a key that were signed when somebody else may have had it, or that no witness saw before.
void dispute(Snapshot& snapshot, const domain::RevokedKey& revoked)
{
    const std::uint64_t sure = std::min(revoked.fromSeq, snapshot.witnessedSize());
    for (std::uint64_t seq = sure; seq < snapshot.size; ++seq) {
        if (std::as_const(snapshot.entries)[static_cast<qsizetype>(seq)].keyId == revoked.key)
            snapshot.disputed.insert(seq);
    }
}

/// Another charter was to follow the one that is gone: of two that are next to it, one alone can be.
void supersedeOtherCharters(Snapshot& snapshot, base::UtcTime at)
{
    const std::vector<qsizetype> open = snapshot.openProposals;
    for (const qsizetype place : open) {
        if (std::as_const(snapshot.proposals)[place].facts.charter)
            leaveOpen(snapshot, snapshot.proposals[place], ProposalStatus::Superseded, at);
    }
}

void adopt(Snapshot& snapshot, const ProposalState& proposal, const Origin& by)
{
    supersedeOtherCharters(snapshot, by.recordedAt);
    const std::size_t known = snapshot.charter.revoked.size();
    snapshot.charter = *proposal.facts.charter;
    snapshot.charterSha256 = proposal.statementSha256;
    snapshot.charterSignatures.clear();
    for (const ApprovalState& approval : proposal.approvals)
        snapshot.charterSignatures.push_back(approval.origin);
    snapshot.charters.append({snapshot.charter, snapshot.charterSha256, by});
    for (std::size_t i = known; i < snapshot.charter.revoked.size(); ++i)
        dispute(snapshot, snapshot.charter.revoked[i]);
}

} // namespace

void leaveOpen(Snapshot& snapshot, ProposalState& proposal, ProposalStatus status, base::UtcTime at)
{
    proposal.status = status;
    proposal.decidedAt = at;
    proposal.decidedCharter = snapshot.charter.version;
    const qsizetype place = proposal.id.value().mid(2).toLongLong() - 1;
    std::erase(snapshot.openProposals, place);
}

void putInForce(Snapshot& snapshot, ProposalState& proposal, const Origin& by)
{
    ChangeState change;
    change.id = domain::ChangeId(numbered('C', snapshot.changes.size()));
    change.restriction = *proposal.facts.restriction;
    change.proposal = proposal.id;
    change.authorisedAt = by.recordedAt;
    change.authorisedBySeq = by.seq;
    change.effectiveAt = proposal.facts.effectiveAt;
    change.reviewBy = proposal.facts.reviewBy;
    change.incident = proposal.facts.incident;
    // Ledgers of the first format knew no rehearsals apart.
    change.rehearsal = proposal.facts.rehearsal && proposal.facts.sheetTemplate > 1;
    proposal.change = change.id;
    snapshot.changes.append(std::move(change));
    noteAccessChange(snapshot);
}

void execute(Snapshot& snapshot, ProposalState& proposal, const Origin& by)
{
    const domain::ChangeProposed& facts = proposal.facts;
    leaveOpen(snapshot, proposal, ProposalStatus::Authorised, by.recordedAt);
    if (proposal.breakGlass)
        return; // Ratified: what it did stands.
    if (facts.charter) {
        adopt(snapshot, proposal, by);
    } else if (facts.abandons) {
        snapshot.abandoned.append({*facts.abandons, proposal.id, by});
    } else if (!facts.ratifiesEntries.empty()) {
        for (const std::uint64_t seq : facts.ratifiesEntries)
            snapshot.disputed.remove(seq);
    } else if (facts.reverts) {
        lift(snapshot, proposal, by.recordedAt);
        noteAccessChange(snapshot);
    } else {
        if (facts.supersedes)
            endChange(snapshot, *facts.supersedes, domain::ChangeStatus::Superseded, proposal.id,
                      by.recordedAt);
        putInForce(snapshot, proposal, by);
    }
}

} // namespace keyturn::state

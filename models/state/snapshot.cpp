// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/state/snapshot.h"

#include "models/crypto/digest_functions.h"
#include "models/domain/access.h"
#include "models/state/proposal_terms.h"
#include "models/state/standing.h"

#include <algorithm>

namespace keyturn::state {

namespace {

/// The thing that @p id numbers ("P-3" is at 2), or nothing.
template <typename Thing, typename Id>
const Thing* thingNumbered(const QList<Thing>& things, const Id& id)
{
    const QString& text = id.value();
    bool isNumber = false;
    const qlonglong number = QStringView(text).mid(2).toLongLong(&isNumber);
    if (!isNumber || number < 1 || number > things.size())
        return nullptr;
    const Thing& thing = things[static_cast<qsizetype>(number) - 1];
    // "P-1" must not find I-1, nor "P-01" P-1.
    return thing.id == id ? &thing : nullptr;
}

} // namespace

std::vector<domain::EvidenceItem> RequestState::open() const
{
    std::vector<domain::EvidenceItem> items;
    for (const domain::EvidenceItem item : facts.demanded) {
        const bool covered = std::any_of(answers.begin(), answers.end(), [&](const Answer& answer) {
            const auto& covers = answer.facts.covers;
            return std::find(covers.begin(), covers.end(), item) != covers.end();
        });
        if (!covered)
            items.push_back(item);
    }
    return items;
}

bool RequestState::isOverdue(base::UtcTime now) const
{
    const bool pending =
        status == domain::RequestStatus::Received || status == domain::RequestStatus::InPreparation;
    return pending && facts.dueAt && *facts.dueAt < now;
}

bool ChangeState::isReviewDue(base::UtcTime now) const
{
    return status == domain::ChangeStatus::InForce && reviewBy && *reviewBy < now;
}

const IncidentState* Snapshot::incident(const domain::IncidentId& id) const
{
    return thingNumbered(incidents, id);
}

const RequestState* Snapshot::request(const domain::RequestId& id) const
{
    return thingNumbered(requests, id);
}

const ProposalState* Snapshot::proposal(const domain::ProposalId& id) const
{
    return thingNumbered(proposals, id);
}

const ChangeState* Snapshot::change(const domain::ChangeId& id) const
{
    return thingNumbered(changes, id);
}

const BatchState* Snapshot::batch(std::uint64_t seq) const
{
    const auto found =
        std::lower_bound(batches.begin(), batches.end(), seq,
                         [](const BatchState& batch, std::uint64_t s) { return batch.origin.seq < s; });
    return found != batches.end() && found->origin.seq == seq ? &*found : nullptr;
}

const SeatState* Snapshot::seat(const base::Digest& keyId) const
{
    const auto found =
        std::find_if(seats.begin(), seats.end(), [&](const SeatState& seat) { return seat.keyId == keyId; });
    return found != seats.end() ? &*found : nullptr;
}

std::vector<domain::Layered> Snapshot::layersInForce() const
{
    std::vector<domain::Layered> layers;
    for (const ChangeState& change : changes) {
        if (change.status == domain::ChangeStatus::InForce)
            layers.push_back({change.id, change.restriction});
    }
    return layers;
}

base::Digest Snapshot::accessStateSha256() const
{
    if (accessState)
        return *accessState;
    return crypto::sha256(domain::accessStateBytes(layersInForce()));
}

domain::ProposalStatus Snapshot::statusOf(const ProposalState& proposal, base::UtcTime now) const
{
    if (proposal.status == domain::ProposalStatus::Open && proposal.facts.expiresAt < now)
        return domain::ProposalStatus::Expired;
    return proposal.status;
}

const domain::Rule* ruleStanding(const Snapshot& snapshot, const ProposalState& proposal)
{
    return snapshot.charter.ruleFor(governedAs(proposal.facts, snapshot.catalogue));
}

bool counts(const ApprovalState& approval, const domain::Rule* rule, base::UtcTime now)
{
    return !rule || now <= approval.origin.recordedAt.plusUs(rule->approvalValidMinutes * base::kUsPerMinute);
}

std::vector<domain::QuorumSigner> signersStanding(const Snapshot& snapshot, const ProposalState& proposal,
                                                  const domain::Rule* rule, base::UtcTime now)
{
    std::vector<domain::QuorumSigner> signers;
    for (const ApprovalState& approval : proposal.approvals) {
        const domain::Member* member = snapshot.charter.member(approval.origin.member);
        if (member && counts(approval, rule, now))
            signers.push_back({member->id, member->roles, approval.slot});
    }
    return signers;
}

domain::Quorum Snapshot::quorumOf(const ProposalState& proposal, base::UtcTime now) const
{
    const domain::MemberId& proposer = proposal.origin.member;
    const domain::Rule* standing = ruleStanding(*this, proposal);
    // What was decided stays as it was decided, whatever has grown old since.
    const bool decided = proposal.status != domain::ProposalStatus::Open;
    const base::UtcTime at = decided && proposal.decidedAt ? std::min(now, *proposal.decidedAt) : now;
    const auto signers = signersStanding(*this, proposal, standing, at);
    domain::Quorum asProposed = domain::matchQuorum(proposal.facts.slotRoles, signers, proposer);
    if (decided)
        return asProposed;
    if (!standing) {
        asProposed.satisfied = false;
        return asProposed;
    }
    domain::Quorum today = domain::matchQuorum(standing->slotRoles, signers, proposer);
    if (asProposed.satisfied != today.satisfied)
        return asProposed.satisfied ? today : asProposed;
    return today.missing().size() > asProposed.missing().size() ? today : asProposed;
}

QString Snapshot::display(const domain::MemberId& id) const
{
    const domain::Member* member = charter.member(id);
    return member ? member->display() : id.value();
}

} // namespace keyturn::state

// SPDX-License-Identifier: GPL-3.0-or-later
// Changes and the layers that they make, now and at earlier times; gates of what is lifted.

#include "models/crypto/digest_functions.h"
#include "models/domain/access.h"
#include "models/state/snapshot.h"

#include <algorithm>

namespace keyturn::state {

bool ProposalState::isOverdue(base::UtcTime now) const
{
    return breakGlass && status == domain::ProposalStatus::Open && facts.expiresAt < now;
}

bool ChangeState::isReviewDue(base::UtcTime now) const
{
    return status == domain::ChangeStatus::InForce && reviewBy && *reviewBy < now;
}

bool ChangeState::isScheduled(base::UtcTime now) const
{
    return status == domain::ChangeStatus::InForce && effectiveAt && now < *effectiveAt;
}

domain::Restriction ChangeState::remaining(base::UtcTime at) const
{
    domain::Restriction out = restriction;
    for (const LiftedPart& part : lifted) {
        if (part.at <= at)
            out.scope.except.push_back(part.part);
    }
    return out;
}

domain::Restriction ChangeState::remaining() const
{
    return lifted.empty() ? restriction : remaining(lifted.back().at);
}

bool ChangeState::isSeenBy(const std::optional<domain::IncidentId>& rehearsalOf) const
{
    return !rehearsal || (rehearsalOf && incident == rehearsalOf);
}

bool ChangeState::isOfSamePlay(const domain::ChangeProposed& proposal) const
{
    // Ledgers of the first format knew no rehearsals apart.
    const bool isRehearsed = proposal.rehearsal && proposal.sheetTemplate > 1;
    return rehearsal == isRehearsed && (!rehearsal || incident == proposal.incident);
}

bool ChangeState::wasInForce(base::UtcTime at) const
{
    return authorisedAt <= at && !(effectiveAt && at < *effectiveAt) && !(revertedAt && *revertedAt <= at);
}

const GateState::Waiver* GateState::waiverFor(const domain::ChangeId& change) const
{
    const auto found =
        std::find_if(waivers.begin(), waivers.end(), [&](const Waiver& one) { return one.change == change; });
    return found != waivers.end() ? &*found : nullptr;
}

std::vector<domain::Layered> Snapshot::layersInForce(base::UtcTime at,
                                                     const std::optional<domain::IncidentId>& rehearsal) const
{
    std::vector<domain::Layered> layers;
    for (const ChangeState& change : changes) {
        if (change.wasInForce(at) && change.isSeenBy(rehearsal))
            layers.push_back({change.id, change.remaining(at)});
    }
    return layers;
}

std::vector<domain::Layered>
Snapshot::layersStanding(const std::optional<domain::IncidentId>& rehearsal) const
{
    std::vector<domain::Layered> layers;
    for (const ChangeState& change : changes) {
        if (change.status == domain::ChangeStatus::InForce && change.isSeenBy(rehearsal))
            layers.push_back({change.id, change.remaining()});
    }
    return layers;
}

base::Digest Snapshot::accessStateSha256(const std::optional<domain::IncidentId>& rehearsal) const
{
    if (accessState && !rehearsal)
        return *accessState;
    return crypto::sha256(domain::accessStateBytes(layersStanding(rehearsal)));
}

base::Digest Snapshot::accessStateFor(const domain::ChangeProposed& proposal) const
{
    return accessStateSha256(proposal.rehearsal ? proposal.incident : std::nullopt);
}

bool Snapshot::isUnratified(const ChangeState& change) const
{
    const ProposalState* made = proposal(change.proposal);
    return change.status == domain::ChangeStatus::InForce && made && made->breakGlass &&
           made->status == domain::ProposalStatus::Open;
}

std::vector<const GateState*> Snapshot::gatesFor(const ChangeState& change,
                                                 const std::optional<domain::IncidentId>& incident) const
{
    std::vector<const GateState*> found;
    for (const GateState& one : gates) {
        if (one.facts.incident == incident || one.facts.incident == change.incident)
            found.push_back(&one);
    }
    return found;
}

std::vector<const GateState*> Snapshot::openGatesFor(const ChangeState& change,
                                                     const std::optional<domain::IncidentId>& incident) const
{
    std::vector<const GateState*> found = gatesFor(change, incident);
    std::erase_if(found, [&](const GateState* one) {
        return one->status == domain::GateStatus::Met || one->waiverFor(change.id);
    });
    return found;
}

} // namespace keyturn::state

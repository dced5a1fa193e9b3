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
const Thing* thingNumbered(const SharedList<Thing>& things, const Id& id)
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

const GateState* Snapshot::gate(const domain::GateId& id) const
{
    return thingNumbered(gates, id);
}

qsizetype Snapshot::placeOfBatch(std::uint64_t seq) const
{
    const auto found =
        std::lower_bound(batches.begin(), batches.end(), seq,
                         [](const BatchState& batch, std::uint64_t s) { return batch.origin.seq < s; });
    return found != batches.end() && found->origin.seq == seq ? found - batches.begin() : batches.size();
}

const BatchState* Snapshot::batch(std::uint64_t seq) const
{
    const qsizetype place = placeOfBatch(seq);
    return place < batches.size() ? &batches[place] : nullptr;
}

const BatchState* Snapshot::batchOf(const domain::RecordId& id) const
{
    // Its form was checked when the statement that names it was read.
    const QStringView text(id.value());
    const qsizetype colon = text.indexOf(u':');
    const BatchState* found = colon < 0 ? nullptr : batch(text.first(colon).toULongLong());
    return found && text.sliced(colon + 1).toULongLong() < found->facts.count ? found : nullptr;
}

std::uint64_t Snapshot::recordsStanding() const
{
    std::uint64_t standing = 0;
    for (const BatchState& one : batches)
        standing += one.retracted ? 0 : one.facts.count;
    return standing;
}

const SeatState* Snapshot::seat(const base::Digest& keyId) const
{
    const auto found =
        std::find_if(seats.begin(), seats.end(), [&](const SeatState& seat) { return seat.keyId == keyId; });
    return found != seats.end() ? &*found : nullptr;
}

const EvidenceState* Snapshot::evidenceOf(const base::Digest& sha256) const
{
    const auto found = std::find_if(evidence.begin(), evidence.end(),
                                    [&](const EvidenceState& one) { return one.facts.sha256 == sha256; });
    return found != evidence.end() ? &*found : nullptr;
}

const domain::Dependent* Snapshot::dependent(const domain::DependentId& id) const
{
    const auto found =
        std::lower_bound(dependents.begin(), dependents.end(), id,
                         [](const domain::Dependent& one, const auto& key) { return one.id < key; });
    return found != dependents.end() && found->id == id ? &*found : nullptr;
}

const GatewayState* Snapshot::gateway(const domain::MemberId& id) const
{
    const auto found = std::find_if(gateways.begin(), gateways.end(),
                                    [&](const GatewayState& one) { return one.member == id; });
    return found != gateways.end() ? &*found : nullptr;
}

const domain::Charter* Snapshot::charterOf(std::int64_t version) const
{
    const auto found = std::find_if(charters.begin(), charters.end(),
                                    [&](const CharterState& one) { return one.charter.version == version; });
    return found != charters.end() ? &found->charter : nullptr;
}

std::uint64_t Snapshot::witnessedSize() const
{
    std::uint64_t size = 0;
    for (const WitnessState& witness : witnesses) {
        if (witness.byCharter)
            size = std::max(size, witness.size);
    }
    return size;
}

QString Snapshot::display(const domain::MemberId& id) const
{
    if (const domain::Member* member = charter.member(id))
        return member->display();
    // Somebody who has left still has a name.
    for (auto former = charters.crbegin(); former != charters.crend(); ++former) {
        if (const domain::Member* member = former->charter.member(id))
            return member->display();
    }
    // A key holder of a charter that is being proposed may sign already.
    for (const qsizetype place : openProposals) {
        const auto& next = proposals[place].facts.charter;
        if (const domain::Member* member = next ? next->member(id) : nullptr)
            return member->display();
    }
    return id.value();
}

} // namespace keyturn::state

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/state/outcome_hash.h"

#include "models/crypto/digest_functions.h"
#include "models/domain/statement_codec.h"

namespace keyturn::state {

using domain::FieldWriter;

namespace {

/// Who did something and when; the place in the ledger is left out, as seats may stand between.
base::JsonValue doneBy(const Origin& origin)
{
    FieldWriter out;
    out("at", origin.recordedAt);
    out("member", origin.member);
    return out.take();
}

/// A JSON array of what @p describe makes of each.
template <typename List, typename Describe>
base::JsonValue eachOf(const List& list, Describe describe)
{
    base::JsonArray array;
    array.reserve(static_cast<std::size_t>(list.size()));
    for (const auto& element : list)
        array.push_back(describe(element));
    return array;
}

base::JsonValue outcomeOf(const Snapshot& snapshot, const ProposalState& proposal)
{
    base::JsonObject object;
    const auto add = [&](const char* key, base::JsonValue value) {
        object.emplace_back(QLatin1String(key), std::move(value));
    };
    FieldWriter out;
    out("id", proposal.id);
    out("status", snapshot.statusOf(proposal, snapshot.lastTime));
    out("headline", domain::headline(proposal.facts));
    out("break_glass", proposal.breakGlass);
    out("rule", proposal.facts.rule);
    out("expires_at", proposal.facts.expiresAt);
    out("decided_at", proposal.decidedAt);
    out("change", proposal.change);
    add("what", out.take());
    add("proposed", doneBy(proposal.origin));
    add("approvals",
        eachOf(proposal.approvals, [](const ApprovalState& approval) { return doneBy(approval.origin); }));
    add("refusals", eachOf(proposal.refusals, [](const RefusalState& refusal) {
            base::JsonObject refused{{QStringLiteral("by"), doneBy(refusal.origin)},
                                     {QStringLiteral("reason"), domain::toJson(refusal.reason)},
                                     {QStringLiteral("blocks"), domain::toJson(refusal.blocks)}};
            return base::JsonValue(std::move(refused));
        }));
    return object;
}

base::JsonValue outcomeOf(const Snapshot& snapshot, const ChangeState& change)
{
    std::vector<domain::Box> lifted;
    for (const LiftedPart& part : change.lifted)
        lifted.push_back(part.part);
    FieldWriter out;
    out("id", change.id);
    out("proposal", change.proposal);
    out("status", change.status);
    out("headline", domain::headline(change.restriction, snapshot.catalogue));
    out("authorised_at", change.authorisedAt);
    out("effective_at", change.effectiveAt);
    out("review_by", change.reviewBy);
    out("lifted", lifted);
    out("reverted_by", change.revertedBy);
    out("reverted_at", change.revertedAt);
    return out.take();
}

base::JsonValue outcomeOf(const GateState& gate)
{
    base::JsonObject object{{QStringLiteral("id"), domain::toJson(gate.id)},
                            {QStringLiteral("facts"), domain::toJson(gate.facts)},
                            {QStringLiteral("status"), domain::toJson(gate.status)},
                            {QStringLiteral("opened"), doneBy(gate.opened)}};
    if (gate.met)
        object.emplace_back(QStringLiteral("met"), doneBy(*gate.met));
    object.emplace_back(QStringLiteral("waivers"), eachOf(gate.waivers, [](const GateState::Waiver& waiver) {
                            base::JsonObject waived{{QStringLiteral("change"), domain::toJson(waiver.change)},
                                                    {QStringLiteral("reason"), domain::toJson(waiver.reason)},
                                                    {QStringLiteral("by"), doneBy(waiver.origin)}};
                            return base::JsonValue(std::move(waived));
                        }));
    return object;
}

} // namespace

base::Digest outcomeSha256(const Snapshot& snapshot)
{
    const auto withNames = [&](const auto& decided) { return outcomeOf(snapshot, decided); };
    const base::JsonObject outcome{
        {QStringLiteral("organisation"), domain::toJson(snapshot.charter.organisation)},
        {QStringLiteral("proposals"), eachOf(snapshot.proposals, withNames)},
        {QStringLiteral("changes"), eachOf(snapshot.changes, withNames)},
        {QStringLiteral("gates"),
         eachOf(snapshot.gates, [](const GateState& gate) { return outcomeOf(gate); })}};
    return crypto::sha256(base::toJsonBytes(outcome));
}

} // namespace keyturn::state

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/state/may_decide.h"

#include "models/base/text_safety.h"
#include "models/state/fold_rules.h"

namespace keyturn::state {

namespace {

/// check() of @p decision as @p id would sign it on this very state.
template <typename Decision>
base::Result<void> judgeDrafted(const Snapshot& snapshot, const ProposalState& proposal,
                                const domain::MemberId& id, base::UtcTime at, Decision decision)
{
    const domain::Member* member = snapshot.charter.member(id);
    if (!member && proposal.facts.charter)
        member = proposal.facts.charter->member(id);
    if (!member)
        return base::fail(domain::DomainError::UnknownMember, base::harmlessText(id.value(), 80));
    decision.proposal = proposal.id;
    decision.proposalEntry = proposal.entryLeaf;
    domain::Statement statement;
    statement.subjects.push_back({QStringLiteral("sheet.txt"), proposal.sheetSha256});
    statement.context.emplace();
    statement.context->member = id;
    statement.context->accessState = snapshot.accessStateFor(proposal.facts);
    statement.payload = decision;
    static const RootAt kNoRoots = [](std::uint64_t) { return std::nullopt; };
    return check(Case{snapshot, statement, at, kNoRoots, member}, decision);
}

} // namespace

base::Result<void> mayApprove(const Snapshot& snapshot, const ProposalState& proposal,
                              const domain::MemberId& member, base::UtcTime at)
{
    domain::ProposalApproved approval;
    approval.sheet = proposal.sheetSha256;
    return judgeDrafted(snapshot, proposal, member, at, std::move(approval));
}

base::Result<void> mayRefuse(const Snapshot& snapshot, const ProposalState& proposal,
                             const domain::MemberId& member, base::UtcTime at)
{
    domain::ProposalRefused refusal;
    refusal.sheet = proposal.sheetSha256;
    return judgeDrafted(snapshot, proposal, member, at, std::move(refusal));
}

base::Result<void> mayWithdraw(const Snapshot& snapshot, const ProposalState& proposal,
                               const domain::MemberId& member, base::UtcTime at)
{
    return judgeDrafted(snapshot, proposal, member, at, domain::ProposalWithdrawn{});
}

} // namespace keyturn::state

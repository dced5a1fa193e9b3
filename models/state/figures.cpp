// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/state/figures.h"

#include <algorithm>

namespace keyturn::state {

namespace {

void addFirstSignal(DecisionFigures& figures, const Snapshot& snapshot, const ProposalState& proposal,
                    const SignalTime& signalTime)
{
    for (const domain::RecordId& record : proposal.facts.signalRecords) {
        const BatchState* batch = snapshot.batchOf(record);
        if (!batch || batch->retracted)
            continue;
        auto at = signalTime ? signalTime(record) : std::nullopt;
        if (!at)
            at = batch->origin.recordedAt;
        if (figures.firstSignalAt && *figures.firstSignalAt <= *at)
            continue;
        figures.firstSignalAt = at;
        figures.firstSignal = record;
    }
}

/// When @p member approved, or nothing.
std::optional<base::UtcTime> approvedAt(const ProposalState& proposal, const domain::MemberId& member)
{
    for (const ApprovalState& approval : proposal.approvals) {
        if (approval.origin.member == member)
            return approval.origin.recordedAt;
    }
    return std::nullopt;
}

DecisionFigures figuresOf(const Snapshot& snapshot, const ProposalState& proposal, base::UtcTime now,
                          const SignalTime& signalTime)
{
    DecisionFigures figures;
    figures.proposal = proposal.id;
    figures.change = proposal.change;
    figures.incident = proposal.facts.incident;
    figures.status = snapshot.statusOf(proposal, now);
    figures.breakGlass = proposal.breakGlass;
    figures.rehearsal = proposal.facts.rehearsal;
    figures.proposed = proposal.origin.recordedAt;
    addFirstSignal(figures, snapshot, proposal, signalTime);
    if (figures.status == domain::ProposalStatus::Authorised)
        figures.quorum = proposal.decidedAt;
    const bool isOpen = figures.status == domain::ProposalStatus::Open;
    // A proposal that ran out since the newest entry has not been folded as such yet.
    const base::UtcTime end = isOpen ? now : proposal.decidedAt.value_or(proposal.facts.expiresAt);
    for (const domain::SlotFilling& slot : snapshot.quorumOf(proposal, now).filling) {
        const auto given = slot.filledBy ? approvedAt(proposal, *slot.filledBy) : std::nullopt;
        figures.waits.push_back(
            {slot.role, slot.filledBy, given.value_or(end).us - figures.proposed.us, isOpen && !given});
    }
    return figures;
}

/// Of an even number the lower of the two in the middle: a time that there was.
std::optional<std::int64_t> median(std::vector<std::int64_t> values)
{
    if (values.empty())
        return std::nullopt;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

} // namespace

std::optional<std::int64_t> DecisionFigures::signalToProposalUs() const
{
    if (!firstSignalAt || proposed < *firstSignalAt)
        return std::nullopt;
    return proposed.us - firstSignalAt->us;
}

std::optional<std::int64_t> DecisionFigures::proposalToQuorumUs() const
{
    return quorum ? std::optional(quorum->us - proposed.us) : std::nullopt;
}

std::vector<DecisionFigures> decisionFigures(const Snapshot& snapshot, base::UtcTime now, FiguresOf which,
                                             const SignalTime& signalTime)
{
    std::vector<DecisionFigures> all;
    for (const ProposalState& proposal : snapshot.proposals) {
        if (proposal.facts.rehearsal == (which == FiguresOf::Rehearsals))
            all.push_back(figuresOf(snapshot, proposal, now, signalTime));
    }
    return all;
}

FiguresSummary summaryOf(const std::vector<DecisionFigures>& figures)
{
    FiguresSummary summary;
    summary.decisions = figures.size();
    std::vector<std::int64_t> toProposal;
    std::vector<std::int64_t> toQuorum;
    for (const DecisionFigures& one : figures) {
        if (const auto us = one.signalToProposalUs())
            toProposal.push_back(*us);
        if (const auto us = one.proposalToQuorumUs())
            toQuorum.push_back(*us);
    }
    summary.met = toQuorum.size();
    summary.medianSignalToProposalUs = median(std::move(toProposal));
    summary.medianProposalToQuorumUs = median(std::move(toQuorum));
    for (std::size_t i = 0; i < domain::wordsOf<domain::Role>().size(); ++i) {
        FiguresSummary::RoleWait wait;
        wait.role = static_cast<domain::Role>(i);
        std::vector<std::int64_t> waited;
        bool isAsked = false;
        for (const DecisionFigures& one : figures) {
            for (const SlotWait& slot : one.waits) {
                if (slot.role != wait.role)
                    continue;
                isAsked = true;
                wait.missing += slot.isRunning ? 1 : 0;
                if (slot.filledBy)
                    waited.push_back(slot.waitedUs);
            }
        }
        wait.given = waited.size();
        wait.medianWaitedUs = median(std::move(waited));
        if (isAsked)
            summary.roles.push_back(wait);
    }
    return summary;
}

} // namespace keyturn::state

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/reports/report_parts.h"

#include "models/base/text_safety.h"
#include "models/domain/sheet.h"

#include <algorithm>
#include <array>

namespace keyturn::reports {

namespace {

using base::harmlessText;

void takeSignatures(Decision& decision, const state::Snapshot& snapshot, const state::ProposalState& proposal,
                    base::UtcTime now)
{
    // A decided proposal is shown with the slots as they were filled when it was decided.
    const domain::Quorum quorum = snapshot.quorumOf(proposal, proposal.decidedAt.value_or(now));
    decision.slotCount = quorum.filling.size();
    decision.missing = quorum.missing();
    for (const state::ApprovalState& approval : proposal.approvals) {
        std::optional<domain::Role> role;
        for (const domain::SlotFilling& slot : quorum.filling) {
            if (slot.filledBy == approval.origin.member)
                role = slot.role;
        }
        decision.approvals.push_back({harmlessText(snapshot.display(approval.origin.member)),
                                      approval.origin.member,
                                      role,
                                      approval.origin.recordedAt,
                                      approval.origin.seq,
                                      approval.keyId,
                                      {},
                                      false});
    }
    for (const state::RefusalState& refusal : proposal.refusals)
        decision.refusals.push_back({harmlessText(snapshot.display(refusal.origin.member)),
                                     refusal.origin.member,
                                     {},
                                     refusal.origin.recordedAt,
                                     refusal.origin.seq,
                                     refusal.keyId,
                                     harmlessText(refusal.reason),
                                     refusal.blocks});
}

Decision decisionOf(const state::Snapshot& snapshot, const state::ProposalState& proposal, base::UtcTime now)
{
    const domain::ChangeProposed& facts = proposal.facts;
    Decision decision;
    decision.id = proposal.id;
    decision.headline = harmlessText(domain::headline(facts));
    decision.status = snapshot.statusOf(proposal, now);
    decision.rehearsal = facts.rehearsal;
    decision.proposer = harmlessText(snapshot.display(proposal.origin.member));
    decision.proposerId = proposal.origin.member;
    decision.proposedAt = proposal.origin.recordedAt;
    decision.rationale = harmlessText(facts.rationale);
    decision.ruleTitle = harmlessText(facts.ruleTitle);
    for (const domain::ModelEffect& effect : facts.effect)
        decision.effect.push_back({harmlessText(facts.names.nameOf(effect.model)), effect});
    takeSignatures(decision, snapshot, proposal, now);
    decision.breakGlass = proposal.breakGlass;
    decision.overdue = proposal.isOverdue(now);
    decision.disputed = snapshot.isDisputed(proposal);
    if (facts.preview) {
        decision.leaks = facts.preview->leaks;
        for (const domain::Leak& leak : facts.preview->leakLines)
            decision.leakLines += harmlessText(domain::leakInWords(leak, facts.names), 300);
        decision.dependents = facts.preview->dependents;
        decision.withoutTestedFallback = facts.preview->withoutTestedFallback;
    }
    for (domain::GateLine gate : facts.gates) {
        gate.criterion = harmlessText(gate.criterion);
        gate.outcome = harmlessText(gate.outcome);
        decision.gates.push_back(std::move(gate));
    }
    decision.withdrawalReason = harmlessText(proposal.withdrawalReason);
    decision.decidedAt = proposal.decidedAt;
    decision.expiresAt = facts.expiresAt;
    decision.effectiveAt = facts.effectiveAt;
    decision.reviewBy = facts.reviewBy;
    decision.change = proposal.change;
    decision.lifts = facts.reverts.has_value();
    const state::ChangeState* change = proposal.change ? snapshot.change(*proposal.change) : nullptr;
    if (change && !facts.reverts) {
        decision.revertedAt = change->revertedAt;
        decision.revertedBy = change->revertedBy;
    }
    for (const domain::RequestId& id : facts.requests) {
        const state::RequestState* request = snapshot.request(id);
        decision.requests +=
            request ? QStringLiteral("%1 (%2)").arg(harmlessText(request->facts.authority), id.value())
                    : id.value();
    }
    for (const domain::RecordId& id : facts.signalRecords)
        decision.records += id.value();
    for (const domain::RecordId& id : facts.signalRecords) {
        if (const state::BatchState* batch = snapshot.batchOf(id); batch && batch->retracted)
            decision.retractedRecords += id.value();
    }
    decision.sheet = proposal.sheetSha256;
    decision.entry = proposal.origin.seq;
    return decision;
}

Punctuality punctualityOf(const RequestLine& line, base::UtcTime now)
{
    std::optional<base::UtcTime> complete = line.closedAt;
    if (!line.demanded.empty() &&
        std::all_of(line.demanded.begin(), line.demanded.end(),
                    [](const RequestLine::Item& i) { return i.answeredAt.has_value(); })) {
        complete = line.demanded.front().answeredAt;
        for (const RequestLine::Item& item : line.demanded)
            complete = std::max(*complete, *item.answeredAt);
    }
    if (!line.dueAt)
        return Punctuality::NoDueTime;
    if (complete)
        return *complete <= *line.dueAt ? Punctuality::Met : Punctuality::MetLate;
    return now > *line.dueAt ? Punctuality::Overdue : Punctuality::Pending;
}

} // namespace

QString toWord(Punctuality punctuality)
{
    static constexpr std::array words{"none", "pending", "overdue", "met", "met-late"};
    return QLatin1String(words[static_cast<std::size_t>(punctuality)]);
}

std::vector<const state::ProposalState*> proposalsOf(const state::Snapshot& snapshot,
                                                     const domain::IncidentId& incident)
{
    std::vector<const state::ProposalState*> found;
    std::set<QString> changes;
    for (const state::ProposalState& proposal : snapshot.proposals) {
        const bool lifts = proposal.facts.reverts && changes.contains(proposal.facts.reverts->value());
        if (proposal.facts.incident != incident && !lifts)
            continue;
        found.push_back(&proposal);
        if (proposal.change)
            changes.insert(proposal.change->value());
    }
    return found;
}

std::set<QString> requestsOf(const state::Snapshot& snapshot, const domain::IncidentId& incident)
{
    std::set<QString> ids;
    for (const state::RequestState& request : snapshot.requests) {
        if (request.facts.incident == incident)
            ids.insert(request.id.value());
    }
    for (const state::ProposalState* proposal : proposalsOf(snapshot, incident)) {
        for (const domain::RequestId& id : proposal->facts.requests)
            ids.insert(id.value());
    }
    return ids;
}

std::vector<Decision> decisionsOf(const state::Snapshot& snapshot, const domain::IncidentId& incident,
                                  base::UtcTime now)
{
    std::vector<Decision> decisions;
    for (const state::ProposalState* proposal : proposalsOf(snapshot, incident))
        decisions.push_back(decisionOf(snapshot, *proposal, now));
    return decisions;
}

std::vector<RequestLine> requestLinesOf(const state::Snapshot& snapshot, const domain::IncidentId& incident,
                                        base::UtcTime now)
{
    const std::set<QString> ids = requestsOf(snapshot, incident);
    std::vector<RequestLine> lines;
    for (const state::RequestState& request : snapshot.requests) {
        if (!ids.contains(request.id.value()))
            continue;
        RequestLine line;
        line.id = request.id;
        line.authority = harmlessText(request.facts.authority);
        line.jurisdiction = harmlessText(request.facts.jurisdiction);
        line.legalBasis = harmlessText(request.facts.legalBasis);
        line.description = harmlessText(request.facts.description);
        line.confidential = request.facts.confidential;
        line.status = request.status;
        line.receivedAt = request.facts.receivedAt;
        line.dueAt = request.facts.dueAt;
        for (const domain::EvidenceItem item : request.facts.demanded) {
            RequestLine::Item demanded{item, {}};
            for (const state::RequestState::Answer& answer : request.answers) {
                const auto& covers = answer.facts.covers;
                if (!demanded.answeredAt && std::find(covers.begin(), covers.end(), item) != covers.end())
                    demanded.answeredAt = answer.facts.answeredAt.value_or(answer.origin.recordedAt);
            }
            line.demanded.push_back(demanded);
        }
        if (request.closed)
            line.closedAt = request.closed->recordedAt;
        line.entry = request.received.seq;
        line.punctuality = punctualityOf(line, now);
        lines.push_back(std::move(line));
    }
    return lines;
}

} // namespace keyturn::reports

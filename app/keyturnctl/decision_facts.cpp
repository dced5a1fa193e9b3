// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/decision_facts.h"

#include "models/domain/preview.h"
#include "models/domain/sheet.h"

#include <algorithm>
#include <cstdio>
#include <set>
#include <unistd.h>

namespace keyturn::app {

std::vector<Shadowed> shadowedChanges(const state::Snapshot& snapshot, base::UtcTime now)
{
    const std::vector<domain::Layered> real = snapshot.layersInForce(now);
    std::vector<Shadowed> found;
    for (const state::ChangeState& change : snapshot.changes) {
        if (change.status != domain::ChangeStatus::InForce || change.isScheduled(now))
            continue;
        auto by = domain::shadowedBy(change.rehearsal ? snapshot.layersInForce(now, change.incident) : real,
                                     change.id, snapshot.catalogue);
        if (!by.empty())
            found.push_back({change.id, std::move(by)});
    }
    return found;
}

QString toText(const Shadowed& shadowed)
{
    QStringList by;
    for (const domain::ChangeId& id : shadowed.by)
        by += id.value();
    return (by.size() > 1 ? QStringLiteral("%1 does nothing while %2 stand")
                          : QStringLiteral("%1 does nothing while %2 stands"))
        .arg(shadowed.change.value(), by.join(QStringLiteral(" and ")));
}

std::vector<std::uint64_t> disputedEntries(const state::Snapshot& snapshot, const state::ChangeState& change)
{
    std::set<std::uint64_t> entries;
    const auto add = [&](const domain::ProposalId& id) {
        const state::ProposalState* proposal = snapshot.proposal(id);
        if (!proposal)
            return;
        const auto addIfDisputed = [&](std::uint64_t seq) {
            if (snapshot.disputed.contains(seq))
                entries.insert(seq);
        };
        addIfDisputed(proposal->origin.seq);
        for (const state::ApprovalState& approval : proposal->approvals)
            addIfDisputed(approval.origin.seq);
    };
    add(change.proposal);
    if (change.revertedBy)
        add(*change.revertedBy);
    for (const state::LiftedPart& part : change.lifted)
        add(part.by);
    return {entries.begin(), entries.end()};
}

bool GatewayLine::isProven(const state::Snapshot& snapshot) const
{
    return state && state->proven && !state->drifted &&
           state->provenRevision == static_cast<std::uint64_t>(snapshot.accessRevisions.size());
}

std::vector<GatewayLine> gatewayLines(const state::Snapshot& snapshot)
{
    std::vector<GatewayLine> lines;
    for (const domain::Member& member : snapshot.charter.members) {
        if (member.kind == domain::MemberKind::Service && member.has(domain::Role::Gateway))
            lines.push_back({&member, snapshot.gateway(member.id)});
    }
    return lines;
}

bool isProven(const state::Snapshot& snapshot)
{
    const std::vector<GatewayLine> lines = gatewayLines(snapshot);
    return !lines.empty() && std::all_of(lines.begin(), lines.end(),
                                         [&](const GatewayLine& line) { return line.isProven(snapshot); });
}

void showSheetBeforeSigning(const state::Snapshot& snapshot, const domain::ProposalId& id)
{
    const state::ProposalState* shown = snapshot.proposal(id);
    if (!shown || ::isatty(STDERR_FILENO) == 0)
        return;
    if (const auto sheet = domain::renderSheet(shown->facts, shown->urgency()))
        std::fprintf(stderr, "%s\n", sheet->constData());
}

} // namespace keyturn::app

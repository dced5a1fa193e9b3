// SPDX-License-Identifier: GPL-3.0-or-later
// Incidents: their facts, and what must be settled before one is closed.

#include "models/domain/reason.h"
#include "models/state/fold_rules.h"

#include <QStringList>

#include <algorithm>

namespace keyturn::state {

using domain::DomainError;

namespace {

base::Result<void> checkOwner(const Case& judged, const domain::MemberId& owner)
{
    if (!judged.snapshot.charter.member(owner))
        return base::fail(DomainError::UnknownMember, base::harmlessText(owner.value(), 80));
    return {};
}

bool isOf(const std::optional<domain::IncidentId>& named, const domain::IncidentId& incident)
{
    return named && *named == incident;
}

/// Ids of what is not settled in @p incident: open proposals, unanswered requests, changes in force.
QStringList looseEnds(const Snapshot& snapshot, const domain::IncidentId& incident, base::UtcTime at)
{
    QStringList ends;
    for (const qsizetype place : snapshot.openProposals) {
        const ProposalState& proposal = snapshot.proposals[place];
        if (isOf(proposal.facts.incident, incident) &&
            snapshot.statusOf(proposal, at) == domain::ProposalStatus::Open)
            ends += proposal.id.value();
    }
    for (const RequestState& request : snapshot.requests) {
        const bool pending = request.status == domain::RequestStatus::Received ||
                             request.status == domain::RequestStatus::InPreparation;
        if (isOf(request.facts.incident, incident) && pending)
            ends += request.id.value();
    }
    for (const ChangeState& change : snapshot.changes) {
        const ProposalState* proposal = snapshot.proposal(change.proposal);
        if (change.status == domain::ChangeStatus::InForce && proposal &&
            isOf(proposal->facts.incident, incident))
            ends += change.id.value();
    }
    return ends;
}

/// A line carries an end when it begins with its id ("R-2: handed to counsel") and says something after it.
bool carries(const QString& line, const QString& end)
{
    if (!line.startsWith(end))
        return false;
    const QStringView rest = QStringView(line).mid(end.size());
    return (rest.startsWith(u':') || rest.startsWith(u' ')) && !rest.mid(1).trimmed().isEmpty();
}

IncidentState& incidentOf(Snapshot& snapshot, const domain::IncidentId& id)
{
    return snapshot.incidents[id.value().mid(2).toLongLong() - 1];
}

} // namespace

base::Result<void> check(const Case& judged, const domain::IncidentOpened& incident)
{
    KEYTURN_TRY(checkMayAct(judged, domain::Act::Incident));
    KEYTURN_TRY(checkOwner(judged, incident.owner));
    if (incident.title.trimmed().isEmpty())
        return badStatement(QT_TRANSLATE_NOOP("errors", "the incident has no title"));
    if (hasRepeats(incident.nature))
        return badStatement(QT_TRANSLATE_NOOP("errors", "a layer of concern stands twice"));
    return checkAboutLedger(judged);
}

void fold(Snapshot& snapshot, const Accepted& accepted, const domain::IncidentOpened& incident)
{
    IncidentState state;
    state.id = domain::IncidentId(numbered('I', snapshot.incidents.size()));
    state.facts = incident;
    state.opened = accepted.origin;
    snapshot.incidents.append(std::move(state));
}

base::Result<void> check(const Case& judged, const domain::IncidentChanged& change)
{
    KEYTURN_TRY(checkMayAct(judged, domain::Act::Incident));
    KEYTURN_TRY(checkIncident(judged, change.incident));
    if (change.owner)
        KEYTURN_TRY(checkOwner(judged, *change.owner));
    if (change.status == domain::IncidentStatus::Closed)
        return badStatement(QT_TRANSLATE_NOOP("errors", "an incident is closed by a statement of its own"));
    if (change.title && change.title->trimmed().isEmpty())
        return badStatement(QT_TRANSLATE_NOOP("errors", "the incident has no title"));
    if (change.nature && hasRepeats(*change.nature))
        return badStatement(QT_TRANSLATE_NOOP("errors", "a layer of concern stands twice"));
    return checkAboutLedger(judged);
}

void fold(Snapshot& snapshot, const Accepted&, const domain::IncidentChanged& change)
{
    IncidentState& incident = incidentOf(snapshot, change.incident);
    const auto set = [](auto& fact, const auto& changed) {
        if (changed)
            fact = *changed;
    };
    set(incident.facts.title, change.title);
    set(incident.facts.summary, change.summary);
    set(incident.facts.severity, change.severity);
    set(incident.facts.nature, change.nature);
    set(incident.facts.horizon, change.horizon);
    set(incident.facts.cause, change.cause);
    set(incident.facts.owner, change.owner);
    set(incident.status, change.status);
}

base::Result<void> check(const Case& judged, const domain::IncidentClosed& closing)
{
    KEYTURN_TRY(checkMayAct(judged, domain::Act::Incident));
    KEYTURN_TRY(checkIncident(judged, closing.incident));
    KEYTURN_TRY(checkAboutLedger(judged));
    QStringList ends = looseEnds(judged.snapshot, closing.incident, judged.at);
    ends.removeIf([&](const QString& end) {
        return std::any_of(closing.carried.begin(), closing.carried.end(),
                           [&](const QString& line) { return carries(line, end); });
    });
    if (!ends.isEmpty())
        return base::fail(DomainError::IncidentHasLooseEnds, closing.incident.value(),
                          ends.join(QStringLiteral(", ")));
    return {};
}

void fold(Snapshot& snapshot, const Accepted& accepted, const domain::IncidentClosed& closing)
{
    IncidentState& incident = incidentOf(snapshot, closing.incident);
    incident.status = domain::IncidentStatus::Closed;
    incident.closed = accepted.origin;
    incident.closingReason = closing.reason;
    incident.carried = closing.carried;
}

} // namespace keyturn::state

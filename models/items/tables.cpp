// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/tables.h"

#include "models/domain/preview.h"
#include "models/domain/sheet.h"
#include "models/items/words.h"

#include <QCoreApplication>

#include <algorithm>

namespace keyturn::items {

namespace {

QString sayOfTable(const char* text)
{
    return QCoreApplication::translate("items", text);
}

constexpr std::array kEvidenceItems{domain::EvidenceItem::SafetyEvaluation,
                                    domain::EvidenceItem::Auditability, domain::EvidenceItem::RiskMitigation,
                                    domain::EvidenceItem::Other};

bool isPending(const state::RequestState& request)
{
    return request.status == domain::RequestStatus::Received ||
           request.status == domain::RequestStatus::InPreparation;
}

TableCell dueCell(const state::RequestState& request, base::UtcTime now)
{
    if (!request.facts.dueAt)
        return {sayOfTable(QT_TRANSLATE_NOOP("items", "No date set")), {}, Tone::Neutral, Sign::None};
    const QString date = base::toDisplay(*request.facts.dueAt);
    if (!isPending(request))
        return {date, {}, Tone::Neutral, Sign::None};
    const QString text = date + QStringLiteral("\n") + distanceText(*request.facts.dueAt, now);
    const bool isLate = request.isOverdue(now);
    const bool isSoon = request.facts.dueAt->us - now.us < base::kUsPerDay;
    return {text, localText(*request.facts.dueAt),
            isLate   ? Tone::Overdue
            : isSoon ? Tone::Pending
                     : Tone::Neutral,
            isLate || isSoon ? Sign::Late : Sign::None};
}

TableCell statusCell(const state::RequestState& request, base::UtcTime now)
{
    if (request.isOverdue(now))
        return {sayOfTable(QT_TRANSLATE_NOOP("items", "Overdue")), label(request.status), Tone::Overdue,
                Sign::Late};
    switch (request.status) {
    case domain::RequestStatus::Received:
        return {label(request.status), {}, Tone::Pending, Sign::Waiting};
    case domain::RequestStatus::InPreparation:
        return {label(request.status), {}, Tone::Pending, Sign::Partial};
    case domain::RequestStatus::Answered:
        return {label(request.status), {}, Tone::Good, Sign::Done};
    case domain::RequestStatus::Closed:
        break;
    }
    return {label(request.status), request.closingReason, Tone::Neutral, Sign::Done};
}

QString evidenceText(const std::vector<domain::EvidenceItem>& items)
{
    QStringList texts;
    for (const domain::EvidenceItem item : items)
        texts += label(item);
    return texts.join(QStringLiteral(", "));
}

/// Pending ones by due date, then the others, newest first.
std::vector<const state::RequestState*> inOrderOfPressure(const state::Snapshot& snapshot,
                                                          const std::optional<domain::IncidentId>& incident)
{
    std::vector<const state::RequestState*> requests;
    for (const state::RequestState& request : snapshot.requests) {
        if (!incident || request.facts.incident == *incident)
            requests.push_back(&request);
    }
    std::stable_sort(requests.begin(), requests.end(), [](const auto* a, const auto* b) {
        if (isPending(*a) != isPending(*b))
            return isPending(*a);
        if (!isPending(*a))
            return a->facts.receivedAt > b->facts.receivedAt;
        return a->facts.dueAt.value_or(base::UtcTime{INT64_MAX}) <
               b->facts.dueAt.value_or(base::UtcTime{INT64_MAX});
    });
    return requests;
}

/// What is special about a restriction that stands: all of it, in words, the gravest first.
TableCell standingCell(const state::Snapshot& snapshot, const state::ChangeState& change, base::UtcTime now)
{
    QStringList words;
    TableCell cell{{}, {}, Tone::Limited, Sign::Done};
    const auto add = [&](const QString& word, Tone tone, Sign sign) {
        if (words.isEmpty()) {
            cell.tone = tone;
            cell.sign = sign;
        }
        words += word;
    };
    const state::ProposalState* proposal = snapshot.proposal(change.proposal);
    if (snapshot.isDisputed(change))
        add(sayOfTable(QT_TRANSLATE_NOOP("items", "Disputed")), Tone::Severe, Sign::Refused);
    if (snapshot.isUnratified(change))
        add(proposal->isOverdue(now) ? sayOfTable(QT_TRANSLATE_NOOP("items", "Unratified, overdue"))
                                     : sayOfTable(QT_TRANSLATE_NOOP("items", "Unratified")),
            Tone::Overdue, Sign::Late);
    if (change.rehearsal)
        add(sayOfTable(QT_TRANSLATE_NOOP("items", "Rehearsal: nothing is enforced")), Tone::Pending,
            Sign::Partial);
    if (change.isScheduled(now))
        add(sayOfTable(QT_TRANSLATE_NOOP("items", "Scheduled for %1"))
                .arg(base::toDisplay(*change.effectiveAt)),
            Tone::Pending, Sign::Late);
    if (!change.lifted.empty())
        add(sayOfTable(QT_TRANSLATE_NOOP("items", "Lifted in part")), Tone::Limited, Sign::Partial);
    const auto layers = snapshot.layersStanding(change.rehearsal ? change.incident : std::nullopt);
    const auto others = domain::shadowedBy(layers, change.id, snapshot.catalogue);
    if (!others.empty()) {
        QStringList ids;
        for (const domain::ChangeId& id : others)
            ids += id.value();
        add((ids.size() == 1 ? sayOfTable(QT_TRANSLATE_NOOP("items", "Does nothing while %1 stands"))
                             : sayOfTable(QT_TRANSLATE_NOOP("items", "Does nothing while %1 stand")))
                .arg(listed(ids)),
            Tone::Neutral, Sign::None);
    }
    cell.text = words.isEmpty() ? sayOfTable(QT_TRANSLATE_NOOP("items", "In force")) : words.join(u'\n');
    return cell;
}

} // namespace

Table restrictionTable(const state::Snapshot& snapshot, base::UtcTime now)
{
    Table table;
    table.headers = {sayOfTable(QT_TRANSLATE_NOOP("items", "Restriction")),
                     sayOfTable(QT_TRANSLATE_NOOP("items", "How it stands")),
                     sayOfTable(QT_TRANSLATE_NOOP("items", "In force since")),
                     sayOfTable(QT_TRANSLATE_NOOP("items", "Review by")),
                     sayOfTable(QT_TRANSLATE_NOOP("items", "Signed by"))};
    for (const state::ChangeState& change : snapshot.changes) {
        if (change.status != domain::ChangeStatus::InForce)
            continue;
        TableRow row;
        row.key = change.id.value();
        const state::ProposalState* proposal = snapshot.proposal(change.proposal);
        row.cells.push_back({domain::headline(change.restriction, snapshot.catalogue),
                             proposal ? proposal->facts.rationale : QString(), Tone::Severe, Sign::Stopped});
        row.cells.push_back(standingCell(snapshot, change, now));
        row.cells.push_back({base::toDisplay(change.authorisedAt), distanceText(change.authorisedAt, now),
                             Tone::Neutral, Sign::None});
        if (change.isReviewDue(now))
            row.cells.push_back({sayOfTable(QT_TRANSLATE_NOOP("items", "Review due\n%1"))
                                     .arg(base::toDisplay(*change.reviewBy)),
                                 distanceText(*change.reviewBy, now), Tone::Overdue, Sign::Late});
        else if (change.reviewBy)
            row.cells.push_back(
                {base::toDisplay(*change.reviewBy) + u'\n' + distanceText(*change.reviewBy, now),
                 {},
                 Tone::Neutral,
                 Sign::None});
        else
            row.cells.push_back(
                {sayOfTable(QT_TRANSLATE_NOOP("items", "No date; it does not lift by itself")),
                 {},
                 Tone::Neutral,
                 Sign::None});
        QStringList signers;
        if (proposal && proposal->breakGlass)
            signers += sayOfTable(QT_TRANSLATE_NOOP("items", "%1, who broke the glass"))
                           .arg(snapshot.display(proposal->origin.member));
        if (proposal) {
            for (const state::ApprovalState& approval : proposal->approvals)
                signers += snapshot.display(approval.origin.member);
        }
        row.cells.push_back({signers.join(u'\n'), {}, Tone::Neutral, Sign::None});
        table.rows.push_back(std::move(row));
    }
    return table;
}

Table requestTable(const state::Snapshot& snapshot, base::UtcTime now,
                   const std::optional<domain::IncidentId>& incident)
{
    Table table;
    table.headers = {sayOfTable(QT_TRANSLATE_NOOP("items", "Authority")),
                     sayOfTable(QT_TRANSLATE_NOOP("items", "Status")),
                     sayOfTable(QT_TRANSLATE_NOOP("items", "Due")),
                     sayOfTable(QT_TRANSLATE_NOOP("items", "Evidence still open")),
                     sayOfTable(QT_TRANSLATE_NOOP("items", "Legal basis"))};
    for (const state::RequestState* request : inOrderOfPressure(snapshot, incident)) {
        TableRow row;
        row.key = request->id.value();
        row.cells.push_back({request->facts.authority + u'\n' + request->facts.jurisdiction,
                             request->facts.description, Tone::Neutral, Sign::None});
        row.cells.push_back(statusCell(*request, now));
        row.cells.push_back(dueCell(*request, now));
        const auto open = request->open();
        row.cells.push_back(
            {open.empty() ? sayOfTable(QT_TRANSLATE_NOOP("items", "Nothing")) : evidenceText(open),
             sayOfTable(QT_TRANSLATE_NOOP("items", "Demanded: %1"))
                 .arg(evidenceText(request->facts.demanded)),
             Tone::Neutral, Sign::None});
        row.cells.push_back({request->facts.legalBasis, {}, Tone::Neutral, Sign::None});
        table.rows.push_back(std::move(row));
    }
    return table;
}

Table evidenceMatrix(const state::Snapshot& snapshot, base::UtcTime now,
                     const std::optional<domain::IncidentId>& incident)
{
    Table table;
    for (const domain::EvidenceItem item : kEvidenceItems)
        table.headers += label(item);
    for (const state::RequestState* request : inOrderOfPressure(snapshot, incident)) {
        if (request->status == domain::RequestStatus::Closed)
            continue;
        TableRow row;
        row.key = request->id.value();
        row.heading = request->facts.authority;
        const auto open = request->open();
        for (const domain::EvidenceItem item : kEvidenceItems) {
            const auto& demanded = request->facts.demanded;
            if (std::find(demanded.begin(), demanded.end(), item) == demanded.end())
                row.cells.push_back({QStringLiteral("–"),
                                     sayOfTable(QT_TRANSLATE_NOOP("items", "Not demanded")), Tone::Neutral,
                                     Sign::None});
            else if (std::find(open.begin(), open.end(), item) == open.end())
                row.cells.push_back(
                    {sayOfTable(QT_TRANSLATE_NOOP("items", "Answered")), {}, Tone::Good, Sign::Done});
            else if (request->isOverdue(now))
                row.cells.push_back(
                    {sayOfTable(QT_TRANSLATE_NOOP("items", "Overdue")), {}, Tone::Overdue, Sign::Late});
            else
                row.cells.push_back(
                    {sayOfTable(QT_TRANSLATE_NOOP("items", "Demanded")), {}, Tone::Pending, Sign::Waiting});
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

std::vector<Choice> incidentChoices(const state::Snapshot& snapshot)
{
    std::vector<Choice> choices;
    for (const state::IncidentState& incident : snapshot.incidents) {
        const bool isClosed = incident.status == domain::IncidentStatus::Closed;
        QString name = incident.facts.title;
        if (incident.facts.rehearsal)
            name = sayOfTable(QT_TRANSLATE_NOOP("items", "REHEARSAL: %1")).arg(name);
        name += QStringLiteral(" (%1)").arg(label(incident.status).toLower());
        choices.push_back({incident.id.value(), name, isClosed});
    }
    std::reverse(choices.begin(), choices.end());
    std::stable_partition(choices.begin(), choices.end(),
                          [](const Choice& choice) { return !choice.isMuted; });
    return choices;
}

std::vector<Choice> personChoices(const state::Snapshot& snapshot)
{
    std::vector<Choice> choices;
    for (const domain::Member& member : snapshot.charter.members) {
        if (member.kind == domain::MemberKind::Person)
            choices.push_back({member.id.value(), member.display(), false});
    }
    return choices;
}

Pressing pressing(const state::Snapshot& snapshot, base::UtcTime now)
{
    Pressing out;
    for (const state::ProposalState& proposal : snapshot.proposals)
        out.openProposals += snapshot.statusOf(proposal, now) == domain::ProposalStatus::Open ? 1 : 0;
    for (const state::RequestState& request : snapshot.requests)
        out.overdueRequests += request.isOverdue(now) ? 1 : 0;
    return out;
}

} // namespace keyturn::items

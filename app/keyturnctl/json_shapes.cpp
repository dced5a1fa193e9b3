// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/json_shapes.h"

#include "models/domain/sheet.h"

namespace keyturn::app {

QJsonValue timeValue(const std::optional<base::UtcTime>& time)
{
    return time ? QJsonValue(base::toRfc3339(*time)) : QJsonValue();
}

QJsonObject incidentJson(const state::IncidentState& incident)
{
    return {{QStringLiteral("incident"), incident.id.value()},
            {QStringLiteral("title"), incident.facts.title},
            {QStringLiteral("summary"), incident.facts.summary},
            {QStringLiteral("severity"), domain::toWord(incident.facts.severity)},
            {QStringLiteral("nature"), wordArray(incident.facts.nature)},
            {QStringLiteral("horizon"), domain::toWord(incident.facts.horizon)},
            {QStringLiteral("cause"), domain::toWord(incident.facts.cause)},
            {QStringLiteral("owner"), incident.facts.owner.value()},
            {QStringLiteral("rehearsal"), incident.facts.rehearsal},
            {QStringLiteral("state"), domain::toWord(incident.status)},
            {QStringLiteral("opened_at"), timeValue(incident.opened.recordedAt)},
            {QStringLiteral("opened_by"), incident.opened.member.value()},
            {QStringLiteral("closed_at"),
             incident.closed ? timeValue(incident.closed->recordedAt) : QJsonValue()},
            {QStringLiteral("entry"), static_cast<qint64>(incident.opened.seq)}};
}

QJsonObject requestJson(const state::RequestState& request, base::UtcTime now)
{
    QJsonArray conflicts;
    for (const auto& conflict : request.facts.conflicts)
        conflicts.append(QJsonObject{{QStringLiteral("with"), conflict.with.value()},
                                     {QStringLiteral("kind"), domain::toWord(conflict.kind)}});
    QJsonArray answers;
    for (const auto& answer : request.answers)
        answers.append(QJsonObject{{QStringLiteral("covers"), wordArray(answer.facts.covers)},
                                   {QStringLiteral("text"), answer.facts.text},
                                   {QStringLiteral("by"), answer.origin.member.value()},
                                   {QStringLiteral("recorded_at"), timeValue(answer.origin.recordedAt)}});
    return {{QStringLiteral("request"), request.id.value()},
            {QStringLiteral("incident"),
             request.facts.incident ? QJsonValue(request.facts.incident->value()) : QJsonValue()},
            {QStringLiteral("authority"), request.facts.authority},
            {QStringLiteral("jurisdiction"), request.facts.jurisdiction},
            {QStringLiteral("legal_basis"), request.facts.legalBasis},
            {QStringLiteral("received_at"), timeValue(request.facts.receivedAt)},
            {QStringLiteral("due_at"), timeValue(request.facts.dueAt)},
            {QStringLiteral("demanded"), wordArray(request.facts.demanded)},
            {QStringLiteral("open"), wordArray(request.open())},
            {QStringLiteral("description"), request.facts.description},
            {QStringLiteral("confidential"), request.facts.confidential},
            {QStringLiteral("conflicts"), conflicts},
            {QStringLiteral("answers"), answers},
            {QStringLiteral("state"), domain::toWord(request.status)},
            {QStringLiteral("overdue"), request.isOverdue(now)},
            {QStringLiteral("entry"), static_cast<qint64>(request.received.seq)}};
}

QJsonObject decisionJson(const state::Snapshot& snapshot, const state::ProposalState& proposal,
                         base::UtcTime now)
{
    const domain::Quorum quorum = snapshot.quorumOf(proposal, now);
    QJsonArray filled;
    for (const domain::SlotFilling& slot : quorum.filling) {
        if (slot.filledBy)
            filled.append(QJsonObject{{QStringLiteral("slot"), domain::toWord(slot.role)},
                                      {QStringLiteral("member"), slot.filledBy->value()},
                                      {QStringLiteral("name"), snapshot.display(*slot.filledBy)}});
    }
    QJsonArray refusals;
    for (const state::RefusalState& refusal : proposal.refusals)
        refusals.append(QJsonObject{{QStringLiteral("member"), refusal.origin.member.value()},
                                    {QStringLiteral("reason"), refusal.reason},
                                    {QStringLiteral("blocks"), refusal.blocks}});
    return {
        {QStringLiteral("proposal"), proposal.id.value()},
        {QStringLiteral("title"), domain::headline(proposal.facts)},
        {QStringLiteral("state"), domain::toWord(snapshot.statusOf(proposal, now))},
        {QStringLiteral("filled"), filled},
        {QStringLiteral("missing"), wordArray(quorum.missing())},
        {QStringLiteral("refusals"), refusals},
        {QStringLiteral("proposer"), proposal.origin.member.value()},
        {QStringLiteral("proposed_at"), timeValue(proposal.origin.recordedAt)},
        {QStringLiteral("expires_at"), timeValue(proposal.facts.expiresAt)},
        {QStringLiteral("short_code"), proposal.sheetSha256.shortCode()},
        {QStringLiteral("sheet_sha256"), proposal.sheetSha256.hex()},
        {QStringLiteral("incident"),
         proposal.facts.incident ? QJsonValue(proposal.facts.incident->value()) : QJsonValue()},
        {QStringLiteral("change"), proposal.change ? QJsonValue(proposal.change->value()) : QJsonValue()}};
}

QString decisionText(const state::Snapshot& snapshot, const state::ProposalState& proposal, base::UtcTime now)
{
    const domain::Quorum quorum = snapshot.quorumOf(proposal, now);
    const domain::ProposalStatus status = snapshot.statusOf(proposal, now);
    QStringList lines;
    lines += QStringLiteral("%1  %2  [%3, code %4]")
                 .arg(proposal.id.value(), domain::headline(proposal.facts), domain::toWord(status),
                      proposal.sheetSha256.shortCode());
    lines += QStringLiteral("    proposed by %1, %2")
                 .arg(snapshot.display(proposal.origin.member), base::toDisplay(proposal.origin.recordedAt));
    for (const domain::SlotFilling& slot : quorum.filling) {
        lines += QStringLiteral("    %1: %2")
                     .arg(domain::toWord(slot.role),
                          slot.filledBy ? snapshot.display(*slot.filledBy) : QStringLiteral("missing"));
    }
    for (const state::RefusalState& refusal : proposal.refusals)
        lines += QStringLiteral("    refused by %1: %2")
                     .arg(snapshot.display(refusal.origin.member), refusal.reason);
    if (status == domain::ProposalStatus::Open)
        lines +=
            QStringLiteral("    expires %1 (%2)")
                .arg(base::toDisplay(proposal.facts.expiresAt), distanceText(now, proposal.facts.expiresAt));
    if (proposal.change)
        lines += (proposal.facts.reverts ? QStringLiteral("    lifted change %1")
                                         : QStringLiteral("    became change %1"))
                     .arg(proposal.change->value());
    return lines.join(QLatin1Char('\n'));
}

QJsonArray problemsJson(const std::vector<service::Problem>& problems)
{
    QJsonArray array;
    for (const service::Problem& problem : problems)
        array.append(
            QJsonObject{{QStringLiteral("entry"),
                         problem.entry ? QJsonValue(static_cast<qint64>(*problem.entry)) : QJsonValue()},
                        {QStringLiteral("code"), problem.code},
                        {QStringLiteral("text"), problem.text}});
    return array;
}

QString distanceText(base::UtcTime from, base::UtcTime to)
{
    const bool past = to < from;
    const std::int64_t minutes = (past ? from.us - to.us : to.us - from.us) / base::kUsPerMinute;
    QString span;
    if (minutes >= 24 * 60)
        span = QStringLiteral("%1 d %2 h").arg(minutes / (24 * 60)).arg(minutes / 60 % 24);
    else if (minutes >= 60)
        span = QStringLiteral("%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
    else
        span = QStringLiteral("%1 min").arg(minutes);
    return past ? QStringLiteral("%1 ago").arg(span) : QStringLiteral("in %1").arg(span);
}

} // namespace keyturn::app

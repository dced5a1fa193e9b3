// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/json_shapes.h"

namespace keyturn::app {

QStringList roleWords(const std::vector<domain::Role>& roles)
{
    QStringList words;
    for (const domain::Role role : roles)
        words += domain::toWord(role);
    return words;
}

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

QJsonObject gateJson(const state::GateState& gate)
{
    QJsonArray evidence;
    for (const base::Digest& digest : gate.evidence)
        evidence.append(digest.hex());
    QJsonArray waivers;
    for (const state::GateState::Waiver& waiver : gate.waivers)
        waivers.append(QJsonObject{{QStringLiteral("change"), waiver.change.value()},
                                   {QStringLiteral("reason"), waiver.reason},
                                   {QStringLiteral("member"), waiver.origin.member.value()},
                                   {QStringLiteral("waived_at"), timeValue(waiver.origin.recordedAt)}});
    return {{QStringLiteral("gate"), gate.id.value()},
            {QStringLiteral("incident"), gate.facts.incident.value()},
            {QStringLiteral("layer"), domain::toWord(gate.facts.layer)},
            {QStringLiteral("criterion"), gate.facts.criterion},
            {QStringLiteral("state"), domain::toWord(gate.status)},
            {QStringLiteral("evidence"), evidence},
            {QStringLiteral("how"), gate.how},
            {QStringLiteral("met_by"), gate.met ? QJsonValue(gate.met->member.value()) : QJsonValue()},
            {QStringLiteral("met_at"), gate.met ? timeValue(gate.met->recordedAt) : QJsonValue()},
            {QStringLiteral("waivers"), waivers},
            {QStringLiteral("entry"), static_cast<qint64>(gate.opened.seq)}};
}

QJsonObject evidenceJson(const state::EvidenceState& evidence)
{
    const domain::EvidenceAdded& facts = evidence.facts;
    return {{QStringLiteral("sha256"), facts.sha256.hex()},
            {QStringLiteral("short_code"), facts.sha256.shortCode()},
            {QStringLiteral("size"), static_cast<qint64>(facts.size)},
            {QStringLiteral("title"), facts.title},
            {QStringLiteral("kind"), domain::toWord(facts.kind)},
            {QStringLiteral("file"), facts.fileName},
            {QStringLiteral("stored"), facts.stored},
            {QStringLiteral("incident"), facts.incident ? QJsonValue(facts.incident->value()) : QJsonValue()},
            {QStringLiteral("requests"), idArray(facts.requests)},
            {QStringLiteral("gates"), idArray(facts.gates)},
            {QStringLiteral("added_by"), evidence.origin.member.value()},
            {QStringLiteral("added_at"), timeValue(evidence.origin.recordedAt)},
            {QStringLiteral("entry"), static_cast<qint64>(evidence.origin.seq)}};
}

QJsonObject dependentJson(const domain::Dependent& dependent)
{
    return {{QStringLiteral("dependent"), dependent.id.value()},
            {QStringLiteral("name"), dependent.name},
            {QStringLiteral("kind"), domain::toWord(dependent.kind)},
            {QStringLiteral("contact"), dependent.contact},
            {QStringLiteral("uses"), domain::toText(dependent.uses)},
            {QStringLiteral("fallback"), domain::toWord(dependent.fallback)},
            {QStringLiteral("fallback_model"),
             dependent.fallbackModel ? QJsonValue(dependent.fallbackModel->value()) : QJsonValue()}};
}

QJsonObject gatewayJson(const state::Snapshot& snapshot, const GatewayLine& line)
{
    const state::GatewayState known = line.state ? *line.state : state::GatewayState();
    QJsonValue drifted;
    if (known.drifted) {
        const domain::Cell& cell = known.driftedCell;
        drifted = QJsonObject{{QStringLiteral("model"), cell.model.value()},
                              {QStringLiteral("channel"), cell.channel.value()},
                              {QStringLiteral("region"), cell.region.value()},
                              {QStringLiteral("tier"), cell.tier.value()},
                              {QStringLiteral("capability"), cell.capability.value()},
                              {QStringLiteral("seen"), domain::toWord(known.driftedSeen)},
                              {QStringLiteral("seen_at"), timeValue(known.drifted->recordedAt)}};
    }
    return {{QStringLiteral("gateway"), line.member->id.value()},
            {QStringLiteral("name"), line.member->display()},
            {QStringLiteral("current_revision"), static_cast<qint64>(snapshot.accessRevisions.size())},
            {QStringLiteral("counter"), static_cast<qint64>(known.counter)},
            {QStringLiteral("acknowledged_revision"), static_cast<qint64>(known.revision)},
            {QStringLiteral("acknowledged_at"),
             known.acknowledged ? timeValue(known.acknowledged->recordedAt) : QJsonValue()},
            {QStringLiteral("proven_revision"), static_cast<qint64>(known.provenRevision)},
            {QStringLiteral("proven_at"), known.proven ? timeValue(known.proven->recordedAt) : QJsonValue()},
            {QStringLiteral("proven"), line.isProven(snapshot)},
            {QStringLiteral("drifted"), drifted}};
}

QString gatewayText(const state::Snapshot& snapshot, const GatewayLine& line)
{
    const state::GatewayState known = line.state ? *line.state : state::GatewayState();
    QString out = QStringLiteral("%1: revision %2 stands, ")
                      .arg(line.member->id.value())
                      .arg(snapshot.accessRevisions.size());
    out += known.acknowledged ? QStringLiteral("%1 acknowledged, ").arg(known.revision)
                              : QStringLiteral("none acknowledged, ");
    out +=
        known.proven ? QStringLiteral("%1 proven").arg(known.provenRevision) : QStringLiteral("none proven");
    if (known.drifted) {
        const domain::Catalogue& names = snapshot.catalogue;
        const domain::Cell& cell = known.driftedCell;
        out += QStringLiteral("; DRIFTED: %1 on %2 in %3 was seen %4, at %5")
                   .arg(names.nameOf(cell.model), names.nameOf(cell.channel), names.nameOf(cell.region),
                        domain::toWord(known.driftedSeen), base::toDisplay(known.drifted->recordedAt));
    }
    return out;
}

QJsonArray rejectionsJson(const std::vector<intake::Rejection>& rejected)
{
    QJsonArray rows;
    for (const intake::Rejection& rejection : rejected) {
        QJsonObject row{{QStringLiteral("record"), static_cast<qint64>(rejection.record)},
                        {QStringLiteral("reason"), rejection.reason}};
        if (rejection.offset > 0)
            row.insert(QStringLiteral("offset"), static_cast<qint64>(rejection.offset));
        if (rejection.line > 0)
            row.insert(QStringLiteral("line"), static_cast<qint64>(rejection.line));
        rows.append(row);
    }
    return rows;
}

QString rejectionsText(const std::vector<intake::Rejection>& rejected, std::uint64_t count)
{
    constexpr std::uint64_t kLinesShown = 10;
    QString lines;
    std::uint64_t shown = 0;
    for (const intake::Rejection& rejection : rejected) {
        if (++shown > kLinesShown) {
            lines += QStringLiteral("\n  … and %1 more; --json lists them").arg(count - kLinesShown);
            break;
        }
        lines += rejection.record > 0
                     ? QStringLiteral("\n  record %1: %2").arg(rejection.record).arg(rejection.reason)
                     : QStringLiteral("\n  ") + rejection.reason;
    }
    return lines;
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

QString lengthText(std::int64_t lengthUs)
{
    const std::int64_t minutes = lengthUs / base::kUsPerMinute;
    if (minutes >= 24 * 60)
        return QStringLiteral("%1 d %2 h").arg(minutes / (24 * 60)).arg(minutes / 60 % 24);
    if (minutes >= 60)
        return QStringLiteral("%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
    return QStringLiteral("%1 min").arg(minutes);
}

QString distanceText(base::UtcTime from, base::UtcTime to)
{
    const bool past = to < from;
    const QString span = lengthText(past ? from.us - to.us : to.us - from.us);
    return past ? QStringLiteral("%1 ago").arg(span) : QStringLiteral("in %1").arg(span);
}

} // namespace keyturn::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/reports/report.h"

#include "models/base/text_safety.h"
#include "models/reports/report_parts.h"
#include "models/reports/report_words.h"

#include <algorithm>
#include <set>

namespace keyturn::reports {

namespace {

using base::harmlessText;

bool isWithin(base::UtcTime time, const ReportInput& input)
{
    return (!input.from || *input.from <= time) && (!input.to || time < *input.to);
}

std::vector<TimelineEntry> doingsOf(const ReportInput& input)
{
    const state::Snapshot& snapshot = *input.snapshot;
    const std::set<QString> requests = requestsOf(snapshot, input.incident);
    std::vector<TimelineEntry> lines;
    for (const state::ChronicleEvent& event : state::chronicle(snapshot)) {
        const bool isOurs = event.incident == input.incident || requests.contains(event.id);
        if (!isOurs || !isWithin(event.occurredAt, input))
            continue;
        TimelineEntry line;
        line.at = event.occurredAt;
        line.when = base::toDisplay(event.occurredAt);
        line.lane = state::toWord(event.lane);
        line.kind = event.kind;
        line.title = harmlessText(event.title);
        line.detail = harmlessText(event.detail);
        line.source = harmlessText(snapshot.display(event.member));
        line.severity = event.severity;
        line.id = event.id;
        line.entry = event.entry;
        line.recordedAt = event.recordedAt;
        lines.push_back(std::move(line));
    }
    return lines;
}

std::vector<KeyTime> keyTimesOf(const ReportInput& input, const state::IncidentState& incident,
                                const std::vector<Decision>& decisions)
{
    std::vector<KeyTime> times{
        {QStringLiteral("first-signal"), say(QT_TRANSLATE_NOOP("report", "First signal")), input.firstSignal},
        {QStringLiteral("escalation"), say(QT_TRANSLATE_NOOP("report", "Escalated")), input.firstEscalation},
        {QStringLiteral("incident-opened"), say(QT_TRANSLATE_NOOP("report", "Incident opened")),
         incident.opened.recordedAt},
        {QStringLiteral("first-proposal"), say(QT_TRANSLATE_NOOP("report", "First proposal")), {}},
        {QStringLiteral("first-quorum"), say(QT_TRANSLATE_NOOP("report", "First quorum reached")), {}},
    };
    if (!times[0].at)
        times[0].at = incident.facts.occurredAt;
    for (const Decision& decision : decisions) {
        auto& proposed = times[3].at;
        proposed = proposed ? std::min(*proposed, decision.proposedAt) : decision.proposedAt;
        auto& reached = times[4].at;
        if (decision.status == domain::ProposalStatus::Authorised && decision.decidedAt)
            reached = reached ? std::min(*reached, *decision.decidedAt) : decision.decidedAt;
    }
    return times;
}

std::vector<ModelLine> modelLinesOf(const state::Snapshot& snapshot)
{
    std::vector<ModelLine> lines;
    for (const state::ModelSpan& span : state::modelSpans(snapshot))
        lines.push_back({harmlessText(snapshot.catalogue.nameOf(span.model)), span.model, span.status,
                         span.start, span.end, span.running});
    return lines;
}

std::vector<SourceLine> sourcesOf(const ReportInput& input)
{
    const state::Snapshot& snapshot = *input.snapshot;
    std::set<std::uint64_t> linked;
    for (const state::ProposalState* proposal : proposalsOf(snapshot, input.incident)) {
        for (const domain::RecordId& record : proposal->facts.signalRecords)
            linked.insert(record.value().section(QLatin1Char(':'), 0, 0).toULongLong());
    }
    std::vector<SourceLine> lines;
    for (const state::BatchState& batch : snapshot.batches) {
        const bool isOurs = batch.facts.incident == input.incident;
        if (!isOurs && !linked.contains(batch.origin.seq))
            continue;
        std::optional<Retraction> retracted;
        if (batch.retracted) {
            const state::Origin& by = batch.retracted->origin;
            retracted = Retraction{harmlessText(snapshot.display(by.member)), by.recordedAt,
                                   harmlessText(batch.retracted->reason), by.seq};
        }
        lines.push_back({harmlessText(batch.facts.sourceName), harmlessText(batch.facts.adapter),
                         batch.facts.count, batch.facts.withoutTime, batch.facts.rejected,
                         harmlessText(snapshot.display(batch.origin.member)), batch.origin.recordedAt,
                         batch.facts.sourceSha256, batch.origin.seq, !isOurs, std::move(retracted)});
    }
    return lines;
}

} // namespace

bool isBefore(const TimelineEntry& a, const TimelineEntry& b)
{
    if (a.at.has_value() != b.at.has_value())
        return a.at.has_value();
    return a.at && *a.at < *b.at;
}

TimelineEntry timelineEntry(const domain::Event& event)
{
    TimelineEntry line;
    if (event.occurredAt.isKnown())
        line.at = event.occurredAt.start;
    line.when = base::toDisplay(event.occurredAt);
    line.lane = domain::toWord(event.kind);
    line.kind = line.lane;
    line.title = harmlessText(event.title);
    line.detail = harmlessText(event.description);
    line.source = harmlessText(event.source);
    line.severity = event.severity;
    line.credibility = event.credibility;
    line.layer = event.layer;
    line.reference = harmlessText(event.reference);
    for (const QString& model : event.models)
        line.models += harmlessText(model);
    line.id = event.id.value();
    line.entry = event.entry;
    line.recordedAt = event.recordedAt;
    return line;
}

Report makeReport(const ReportInput& input)
{
    const state::Snapshot& snapshot = *input.snapshot;
    const state::IncidentState& incident = *snapshot.incident(input.incident);
    Report report;
    report.organisation = harmlessText(snapshot.charter.organisation);
    report.demo = snapshot.charter.demo;
    report.rehearsal = incident.facts.rehearsal;
    report.incident = incident.id;
    report.title = harmlessText(incident.facts.title);
    report.summary = harmlessText(incident.facts.summary);
    report.severity = incident.facts.severity;
    report.nature = incident.facts.nature;
    report.horizon = incident.facts.horizon;
    report.cause = incident.facts.cause;
    report.status = incident.status;
    report.owner = harmlessText(snapshot.display(incident.facts.owner));
    report.occurredAt = incident.facts.occurredAt;
    report.openedBy = harmlessText(snapshot.display(incident.opened.member));
    report.openedAt = incident.opened.recordedAt;
    report.openedEntry = incident.opened.seq;
    if (incident.closed)
        report.closedAt = incident.closed->recordedAt;
    report.closingReason = harmlessText(incident.closingReason);
    for (const QString& carried : incident.carried)
        report.carried += harmlessText(carried);

    const base::UtcTime now = input.knownAt.value_or(std::max(input.generatedAt, snapshot.lastTime));
    report.decisions = decisionsOf(snapshot, input.incident, now);
    report.requests = requestLinesOf(snapshot, input.incident, now);
    report.keyTimes = keyTimesOf(input, incident, report.decisions);
    for (const domain::Event& event : input.events)
        report.events.push_back(timelineEntry(event));
    std::stable_sort(report.events.begin(), report.events.end(), isBefore);
    report.eventCount = std::max<std::uint64_t>(input.eventCount, report.events.size());
    report.doings = doingsOf(input);
    report.marked = markedLinesOf(input, report.doings);
    report.models = modelLinesOf(snapshot);
    report.sources = sourcesOf(input);
    report.verification = input.verification;
    for (VerificationSummary::Problem& problem : report.verification.problems)
        problem.text = harmlessText(problem.text);

    report.log = snapshot.log;
    report.shownSize = snapshot.size;
    report.generatedAt = input.generatedAt;
    report.knownAt = input.knownAt;
    report.from = input.from;
    report.to = input.to;
    report.audience = harmlessText(input.audience);
    report.programVersion = input.programVersion;
    return report;
}

} // namespace keyturn::reports

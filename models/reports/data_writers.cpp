// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/csv.h"
#include "models/base/json.h"
#include "models/reports/writers.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace keyturn::reports {

namespace {

using base::ErrorText;
using base::JsonArray;
using base::JsonObject;
using base::JsonValue;
using base::Outcome;

constexpr std::array kReportTexts{
    ErrorText{static_cast<int>(ReportError::WriteFailed), "write-failed", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors", "The report could not be written: %1.")},
    ErrorText{static_cast<int>(ReportError::NoFonts), "no-fonts", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors",
                                "A PDF cannot be made here, because this program has no fonts; choose "
                                "another format.")},
    ErrorText{
        static_cast<int>(ReportError::TextNotWritable), "text-not-writable", Outcome::Integrity,
        QT_TRANSLATE_NOOP("errors", "The report holds text that HTML cannot carry; choose another format.")},
    ErrorText{static_cast<int>(ReportError::UnknownFormat), "unknown-format", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "There is no report format %1; choose one of %2.")},
};
constexpr base::ErrorDomain kReportDomain{"reports", kReportTexts};

JsonValue timeValue(const std::optional<base::UtcTime>& time)
{
    return time ? JsonValue(base::toRfc3339(*time)) : JsonValue();
}

JsonValue number(std::uint64_t value)
{
    return static_cast<std::int64_t>(value);
}

#define K(text) QStringLiteral(text)

JsonValue signatureJson(const DecisionSignature& signature)
{
    return JsonObject{{K("person"), signature.person},
                      {K("member"), signature.member.value()},
                      {K("role"), signature.role ? JsonValue(domain::toWord(*signature.role)) : JsonValue()},
                      {K("at"), base::toRfc3339(signature.at)},
                      {K("entry"), number(signature.entry)},
                      {K("key_id"), signature.keyId.hex()},
                      {K("reason"), signature.reason},
                      {K("blocks"), signature.blocks}};
}

JsonArray gatesJson(const std::vector<domain::GateLine>& gates)
{
    JsonArray lines;
    for (const domain::GateLine& gate : gates)
        lines.push_back(JsonObject{{K("gate"), gate.gate.value()},
                                   {K("layer"), domain::toWord(gate.layer)},
                                   {K("criterion"), gate.criterion},
                                   {K("outcome"), gate.outcome}});
    return lines;
}

JsonValue decisionJson(const Decision& decision)
{
    JsonArray effect;
    for (const DecisionEffect& line : decision.effect)
        effect.push_back(JsonObject{{K("model"), line.counts.model.value()},
                                    {K("name"), line.model},
                                    {K("cells"), number(line.counts.cells)},
                                    {K("open_before"), number(line.counts.openBefore)},
                                    {K("open_after"), number(line.counts.openAfter)},
                                    {K("suspended_before"), number(line.counts.suspendedBefore)},
                                    {K("suspended_after"), number(line.counts.suspendedAfter)}});
    JsonArray approvals;
    for (const DecisionSignature& approval : decision.approvals)
        approvals.push_back(signatureJson(approval));
    JsonArray refusals;
    for (const DecisionSignature& refusal : decision.refusals)
        refusals.push_back(signatureJson(refusal));
    JsonArray missing;
    for (const domain::Role role : decision.missing)
        missing.push_back(domain::toWord(role));
    return JsonObject{
        {K("proposal"), decision.id.value()},
        {K("headline"), decision.headline},
        {K("status"), domain::toWord(decision.status)},
        {K("rehearsal"), decision.rehearsal},
        {K("proposer"), decision.proposer},
        {K("proposer_member"), decision.proposerId.value()},
        {K("proposed_at"), base::toRfc3339(decision.proposedAt)},
        {K("rationale"), decision.rationale},
        {K("break_glass"), decision.breakGlass},
        {K("overdue"), decision.overdue},
        {K("disputed"), decision.disputed},
        {K("leaks"), number(decision.leaks)},
        {K("leak_lines"), base::jsonStrings(decision.leakLines)},
        {K("dependents"), number(decision.dependents)},
        {K("dependents_without_tested_fallback"), number(decision.withoutTestedFallback)},
        {K("gates"), gatesJson(decision.gates)},
        {K("rule"), decision.ruleTitle},
        {K("effect"), effect},
        {K("slots"), number(decision.slotCount)},
        {K("approvals"), approvals},
        {K("missing"), missing},
        {K("refusals"), refusals},
        {K("withdrawal_reason"), decision.withdrawalReason},
        {K("decided_at"), timeValue(decision.decidedAt)},
        {K("expires_at"), base::toRfc3339(decision.expiresAt)},
        {K("effective_at"), timeValue(decision.effectiveAt)},
        {K("review_by"), timeValue(decision.reviewBy)},
        {K("change"), decision.change ? JsonValue(decision.change->value()) : JsonValue()},
        {K("lifts"), decision.lifts},
        {K("reverted_at"), timeValue(decision.revertedAt)},
        {K("reverted_by"), decision.revertedBy ? JsonValue(decision.revertedBy->value()) : JsonValue()},
        {K("requests"), base::jsonStrings(decision.requests)},
        {K("records"), base::jsonStrings(decision.records)},
        {K("retracted_records"), base::jsonStrings(decision.retractedRecords)},
        {K("short_code"), decision.sheet.shortCode()},
        {K("sheet_sha256"), decision.sheet.hex()},
        {K("entry"), number(decision.entry)}};
}

JsonValue requestJson(const RequestLine& request)
{
    JsonArray evidence;
    for (const RequestLine::Item& item : request.demanded)
        evidence.push_back(JsonObject{{K("item"), domain::toWord(item.item)},
                                      {K("answered_at"), timeValue(item.answeredAt)}});
    return JsonObject{{K("request"), request.id.value()},
                      {K("authority"), request.authority},
                      {K("jurisdiction"), request.jurisdiction},
                      {K("legal_basis"), request.legalBasis},
                      {K("description"), request.description},
                      {K("confidential"), request.confidential},
                      {K("status"), domain::toWord(request.status)},
                      {K("received_at"), base::toRfc3339(request.receivedAt)},
                      {K("due_at"), timeValue(request.dueAt)},
                      {K("punctuality"), toWord(request.punctuality)},
                      {K("evidence"), evidence},
                      {K("closed_at"), timeValue(request.closedAt)},
                      {K("entry"), number(request.entry)}};
}

JsonObject incidentJson(const Report& report)
{
    JsonArray nature;
    for (const domain::Layer layer : report.nature)
        nature.push_back(domain::toWord(layer));
    return {{K("id"), report.incident.value()},
            {K("title"), report.title},
            {K("summary"), report.summary},
            {K("status"), domain::toWord(report.status)},
            {K("severity"), domain::toWord(report.severity)},
            {K("nature"), nature},
            {K("horizon"), domain::toWord(report.horizon)},
            {K("cause"), domain::toWord(report.cause)},
            {K("owner"), report.owner},
            {K("occurred_at"), timeValue(report.occurredAt)},
            {K("opened_by"), report.openedBy},
            {K("opened_at"), base::toRfc3339(report.openedAt)},
            {K("entry"), number(report.openedEntry)},
            {K("closed_at"), timeValue(report.closedAt)},
            {K("closing_reason"), report.closingReason},
            {K("carried"), base::jsonStrings(report.carried)}};
}

JsonObject verificationJson(const Report& report)
{
    const VerificationSummary& found = report.verification;
    JsonArray problems;
    for (const VerificationSummary::Problem& problem : found.problems)
        problems.push_back(JsonObject{{K("entry"), problem.entry ? number(*problem.entry) : JsonValue()},
                                      {K("code"), problem.code},
                                      {K("text"), problem.text}});
    return {{K("ok"), found.ok()},
            {K("witnessed"), found.witnessed},
            {K("log"), report.log.hex()},
            {K("size"), number(found.size)},
            {K("root"), found.root.hex()},
            {K("shown_size"), number(report.shownSize)},
            {K("entries"), number(found.entries)},
            {K("records"), number(found.records)},
            {K("signatures"), number(found.signatures)},
            {K("problems"), problems}};
}

JsonValue retractionJson(const std::optional<Retraction>& retracted)
{
    if (!retracted)
        return {};
    return JsonObject{{K("by"), retracted->by},
                      {K("at"), base::toRfc3339(retracted->at)},
                      {K("reason"), retracted->reason},
                      {K("entry"), number(retracted->entry)}};
}

JsonObject headJson(const Report& report)
{
    JsonObject keyTimes;
    for (const KeyTime& step : report.keyTimes)
        keyTimes.emplace_back(step.word, timeValue(step.at));
    JsonArray decisions;
    for (const Decision& decision : report.decisions)
        decisions.push_back(decisionJson(decision));
    JsonArray requests;
    for (const RequestLine& request : report.requests)
        requests.push_back(requestJson(request));
    JsonArray models;
    for (const ModelLine& line : report.models)
        models.push_back(JsonObject{{K("model"), line.id.value()},
                                    {K("name"), line.model},
                                    {K("status"), domain::toWord(line.status)},
                                    {K("from"), base::toRfc3339(line.start)},
                                    {K("until"), line.running ? JsonValue() : timeValue(line.end)}});
    JsonArray sources;
    for (const SourceLine& line : report.sources)
        sources.push_back(JsonObject{{K("file"), line.name},
                                     {K("adapter"), line.adapter},
                                     {K("records"), number(line.records)},
                                     {K("without_time"), number(line.withoutTime)},
                                     {K("rejected"), number(line.rejected)},
                                     {K("imported_by"), line.importedBy},
                                     {K("imported_at"), base::toRfc3339(line.importedAt)},
                                     {K("sha256"), line.sha256.hex()},
                                     {K("entry"), number(line.entry)},
                                     {K("linked_only"), line.linkedOnly},
                                     {K("retracted"), retractionJson(line.retracted)}});
    JsonArray marked;
    for (const MarkedLine& line : report.marked)
        marked.push_back(JsonObject{{K("id"), line.entry.id},
                                    {K("title"), line.entry.title},
                                    {K("occurred_at"), timeValue(line.entry.at)},
                                    {K("marked_by"), line.markedBy},
                                    {K("marked_at"), base::toRfc3339(line.markedAt)},
                                    {K("retracted"), line.isRetracted}});
    return {{K("format"), K("keyturn-incident-report/1")},
            {K("organisation"), report.organisation},
            {K("demo"), report.demo},
            {K("rehearsal"), report.rehearsal},
            {K("audience"), report.audience},
            {K("generated_at"), base::toRfc3339(report.generatedAt)},
            {K("known_at"), timeValue(report.knownAt)},
            {K("from"), timeValue(report.from)},
            {K("to"), timeValue(report.to)},
            {K("program"), K("keyturn ") + report.programVersion},
            {K("incident"), incidentJson(report)},
            {K("key_times"), keyTimes},
            {K("decisions"), decisions},
            {K("requests"), requests},
            {K("models"), models},
            {K("sources"), sources},
            {K("verification"), verificationJson(report)},
            {K("marked"), marked},
            {K("imported_events"), number(report.eventCount)}};
}

JsonValue timelineJson(const TimelineEntry& line)
{
    return JsonObject{{K("occurred_at"), timeValue(line.at)},
                      {K("lane"), line.lane},
                      {K("kind"), line.kind},
                      {K("title"), line.title},
                      {K("detail"), line.detail},
                      {K("source"), line.source},
                      {K("severity"), domain::toWord(line.severity)},
                      {K("credibility"), domain::toWord(line.credibility)},
                      {K("layer"), domain::toWord(line.layer)},
                      {K("reference"), line.reference},
                      {K("models"), base::jsonStrings(line.models)},
                      {K("id"), line.id},
                      {K("entry"), number(line.entry)},
                      {K("recorded_at"), base::toRfc3339(line.recordedAt)}};
}

#undef K

} // namespace

const base::ErrorDomain& errorDomain(ReportError)
{
    return kReportDomain;
}

base::Result<void> writeAll(QIODevice& out, QByteArrayView bytes)
{
    if (out.write(bytes.data(), bytes.size()) != bytes.size())
        return base::fail(ReportError::WriteFailed, out.errorString());
    return {};
}

base::Result<void> mergeTimeline(const Report& report, const EventSource& events,
                                 const std::function<base::Result<void>(const TimelineEntry&)>& take)
{
    auto doing = report.doings.begin();
    const EventSink merge = [&](const domain::Event& event) -> base::Result<void> {
        const TimelineEntry line = timelineEntry(event);
        for (; doing != report.doings.end() && isBefore(*doing, line); ++doing)
            KEYTURN_TRY(take(*doing));
        return take(line);
    };
    KEYTURN_TRY(events(merge));
    for (; doing != report.doings.end(); ++doing)
        KEYTURN_TRY(take(*doing));
    return {};
}

base::Result<void> writeJson(const Report& report, const EventSource& events, QIODevice& out)
{
    QByteArray head = base::toIndentedJsonBytes(headJson(report)).trimmed();
    head.chop(1); // The brace that ends the object: the timeline is still to come.
    KEYTURN_TRY(writeAll(out, head.trimmed() + ",\n  \"timeline\": ["));
    bool isFirst = true;
    KEYTURN_TRY(mergeTimeline(report, events, [&](const TimelineEntry& line) {
        const QByteArray before = isFirst ? "\n    " : ",\n    ";
        isFirst = false;
        return writeAll(out, before + base::toJsonBytes(timelineJson(line)));
    }));
    return writeAll(out, QByteArray(isFirst ? "]\n}\n" : "\n  ]\n}\n"));
}

base::Result<void> writeTimesketch(const Report& report, const EventSource& events, QIODevice& out)
{
    KEYTURN_TRY(
        writeAll(out, QByteArray("message,datetime,timestamp_desc,lane,kind,detail,source,severity,"
                                 "credibility,layer,models,reference,incident,organisation,mark,id,entry,"
                                 "recorded_at\r\n")));
    QStringList marks;
    if (report.demo)
        marks += QStringLiteral("DEMO");
    if (report.rehearsal)
        marks += QStringLiteral("REHEARSAL");
    return mergeTimeline(report, events, [&](const TimelineEntry& line) {
        // Timesketch takes no line without a time: what has none stands where it was recorded, and says so.
        const QStringList cells{line.title,
                                base::toRfc3339(line.at.value_or(line.recordedAt)),
                                line.at ? QStringLiteral("Occurred")
                                        : QStringLiteral("Recorded (no time stated)"),
                                line.lane,
                                line.kind,
                                line.detail,
                                line.source,
                                domain::toWord(line.severity),
                                domain::toWord(line.credibility),
                                domain::toWord(line.layer),
                                line.models.join(QLatin1Char(' ')),
                                line.reference,
                                report.incident.value(),
                                report.organisation,
                                marks.join(QLatin1Char(' ')),
                                line.id,
                                QString::number(line.entry),
                                base::toRfc3339(line.recordedAt)};
        return writeAll(out, base::csvLine(cells).toUtf8());
    });
}

} // namespace keyturn::reports

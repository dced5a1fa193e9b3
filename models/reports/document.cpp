// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/reports/document.h"

#include "models/reports/document_blocks.h"

#include <algorithm>
#include <array>
#include <map>

namespace keyturn::reports {

namespace {

constexpr qsizetype kDetailCharacters = 600;

QString cut(const QString& text)
{
    return text.size() <= kDetailCharacters ? text : text.first(kDetailCharacters).trimmed() + QChar(0x2026);
}

Tone toneOf(domain::Severity severity)
{
    if (severity == domain::Severity::Critical)
        return Tone::Bad;
    return severity == domain::Severity::High ? Tone::Warning : Tone::Plain;
}

QString severityText(domain::Severity severity)
{
    return severity == domain::Severity::NotStated ? QString() : label(severity);
}

QString natureText(const std::vector<domain::Layer>& nature)
{
    QStringList texts;
    for (const domain::Layer layer : nature)
        texts += label(layer);
    return texts.join(QStringLiteral(", "));
}

Chapter summaryChapter(const Report& report)
{
    Chapter chapter{say(QT_TRANSLATE_NOOP("report", "Summary")), {}};
    chapter.blocks.push_back(paragraph(report.summary.isEmpty()
                                           ? say(QT_TRANSLATE_NOOP("report", "No summary was written."))
                                           : report.summary));
    FactList facts;
    facts.add(say(QT_TRANSLATE_NOOP("report", "Status")), label(report.status));
    facts.add(say(QT_TRANSLATE_NOOP("report", "Severity")),
              Span{label(report.severity), toneOf(report.severity)});
    facts.add(say(QT_TRANSLATE_NOOP("report", "Layers of concern")), natureText(report.nature));
    facts.add(say(QT_TRANSLATE_NOOP("report", "Horizon")), label(report.horizon));
    facts.add(say(QT_TRANSLATE_NOOP("report", "Cause")), label(report.cause));
    facts.add(say(QT_TRANSLATE_NOOP("report", "Owner")), report.owner);
    facts.add(say(QT_TRANSLATE_NOOP("report", "Occurred")), report.occurredAt);
    facts.add(say(QT_TRANSLATE_NOOP("report", "Opened")),
              say(QT_TRANSLATE_NOOP("report", "%1 by %2")).arg(timeText(report.openedAt), report.openedBy));
    facts.add(say(QT_TRANSLATE_NOOP("report", "Closed")), report.closedAt);
    facts.add(say(QT_TRANSLATE_NOOP("report", "Closed because")), report.closingReason);
    facts.add(say(QT_TRANSLATE_NOOP("report", "Carried on")), report.carried.join(QStringLiteral("; ")));
    chapter.blocks.push_back(tableBlock(facts.take()));

    chapter.blocks.push_back(heading(say(QT_TRANSLATE_NOOP("report", "How fast it went"))));
    DocumentTable times{{{say(QT_TRANSLATE_NOOP("report", "Step")), 4},
                         {say(QT_TRANSLATE_NOOP("report", "When")), 4},
                         {say(QT_TRANSLATE_NOOP("report", "From the first signal")), 4}},
                        {}};
    const std::optional<base::UtcTime> first = report.keyTimes.front().at;
    std::vector<KeyTime> steps = report.keyTimes;
    std::stable_sort(steps.begin(), steps.end(),
                     [](const KeyTime& a, const KeyTime& b) { return a.at && (!b.at || *a.at < *b.at); });
    for (const KeyTime& step : steps) {
        if (!step.at) {
            times.rows.push_back({{step.label, Tone::Plain},
                                  {say(QT_TRANSLATE_NOOP("report", "Not recorded")), Tone::Quiet},
                                  {}});
            continue;
        }
        QString since;
        if (first && *step.at > *first)
            since = say(QT_TRANSLATE_NOOP("report", "%1 after")).arg(lengthText(step.at->us - first->us));
        else if (first && *step.at < *first)
            since = say(QT_TRANSLATE_NOOP("report", "%1 before")).arg(lengthText(first->us - step.at->us));
        times.rows.push_back(
            {{step.label, Tone::Plain}, {timeText(*step.at), Tone::Plain}, {since, Tone::Plain}});
    }
    chapter.blocks.push_back(tableBlock(std::move(times)));
    return chapter;
}

Chapter decisionsChapter(const Report& report)
{
    Chapter chapter{say(QT_TRANSLATE_NOOP("report", "Decisions")), {}};
    for (const Decision& decision : report.decisions)
        chapter.blocks.push_back(decisionCard(decision));
    if (report.decisions.empty())
        chapter.blocks.push_back(
            paragraph(say(QT_TRANSLATE_NOOP("report", "No change of access was proposed.")), Tone::Quiet));
    return chapter;
}

Tone toneOf(Punctuality punctuality)
{
    switch (punctuality) {
    case Punctuality::Met:
        return Tone::Good;
    case Punctuality::Overdue:
        return Tone::Bad;
    case Punctuality::MetLate:
    case Punctuality::Pending:
        return Tone::Warning;
    case Punctuality::NoDueTime:
        break;
    }
    return Tone::Quiet;
}

DocumentTable evidenceMatrix(const Report& report)
{
    constexpr std::array items{domain::EvidenceItem::SafetyEvaluation, domain::EvidenceItem::Auditability,
                               domain::EvidenceItem::RiskMitigation, domain::EvidenceItem::Other};
    DocumentTable table{{{say(QT_TRANSLATE_NOOP("report", "Authority")), 4}}, {}};
    for (const domain::EvidenceItem item : items)
        table.columns.push_back({label(item), 3});
    for (const RequestLine& request : report.requests) {
        std::vector<Span> row{{request.authority, Tone::Plain}};
        for (const domain::EvidenceItem item : items) {
            Span cell{say(QT_TRANSLATE_NOOP("report", "Not demanded")), Tone::Quiet};
            for (const RequestLine::Item& demanded : request.demanded) {
                if (demanded.item == item && demanded.answeredAt)
                    cell = {
                        say(QT_TRANSLATE_NOOP("report", "Answered %1")).arg(timeText(*demanded.answeredAt)),
                        Tone::Good};
                else if (demanded.item == item)
                    cell = {say(QT_TRANSLATE_NOOP("report", "Open")), Tone::Warning};
            }
            row.push_back(cell);
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

Chapter requestsChapter(const Report& report)
{
    Chapter chapter{say(QT_TRANSLATE_NOOP("report", "Requests of authorities")), {}};
    if (report.requests.empty()) {
        chapter.blocks.push_back(
            paragraph(say(QT_TRANSLATE_NOOP("report", "No authority has asked for anything.")), Tone::Quiet));
        return chapter;
    }
    DocumentTable table{{{say(QT_TRANSLATE_NOOP("report", "Authority")), 9},
                         {say(QT_TRANSLATE_NOOP("report", "Received")), 5},
                         {say(QT_TRANSLATE_NOOP("report", "Due")), 5},
                         {say(QT_TRANSLATE_NOOP("report", "Status")), 4},
                         {say(QT_TRANSLATE_NOOP("report", "Details")), 4}},
                        {}};
    for (const RequestLine& request : report.requests) {
        QStringList about;
        if (!request.legalBasis.isEmpty())
            about += request.legalBasis;
        if (!request.description.isEmpty())
            about += cut(request.description);
        QString details =
            say(QT_TRANSLATE_NOOP("report", "%1, entry %2")).arg(request.id.value()).arg(request.entry);
        if (request.confidential)
            details += QStringLiteral(", ") + say(QT_TRANSLATE_NOOP("report", "confidential"));
        table.rows.push_back(
            {{request.authority + QStringLiteral(", ") + request.jurisdiction, Tone::Plain,
              about.join(QLatin1Char('\n'))},
             {timeText(request.receivedAt), Tone::Plain},
             {request.dueAt ? timeText(*request.dueAt) : QString(), Tone::Plain},
             {request.dueAt
                  ? QStringLiteral("%1, %2").arg(label(request.status), label(request.punctuality).toLower())
                  : label(request.status),
              toneOf(request.punctuality)},
             {details, Tone::Quiet}});
    }
    chapter.blocks.push_back(tableBlock(std::move(table)));
    chapter.blocks.push_back(heading(say(QT_TRANSLATE_NOOP("report", "Evidence demanded and given"))));
    chapter.blocks.push_back(tableBlock(evidenceMatrix(report)));
    return chapter;
}

Chapter modelsChapter(const Report& report)
{
    Chapter chapter{say(QT_TRANSLATE_NOOP("report", "States of the models")), {}};
    std::map<QString, int> spans;
    for (const ModelLine& line : report.models)
        ++spans[line.id.value()];
    DocumentTable table{{{say(QT_TRANSLATE_NOOP("report", "Model")), 4},
                         {say(QT_TRANSLATE_NOOP("report", "State")), 3},
                         {say(QT_TRANSLATE_NOOP("report", "From")), 4},
                         {say(QT_TRANSLATE_NOOP("report", "Until")), 4}},
                        {}};
    QStringList unchanged;
    for (const ModelLine& line : report.models) {
        if (spans[line.id.value()] == 1 && line.status == domain::ModelStatus::Available) {
            unchanged += line.model;
            continue;
        }
        const Tone tone = line.status == domain::ModelStatus::Suspended   ? Tone::Bad
                          : line.status == domain::ModelStatus::Available ? Tone::Good
                                                                          : Tone::Warning;
        table.rows.push_back(
            {{line.model, Tone::Plain},
             {label(line.status), tone},
             {timeText(line.start), Tone::Plain},
             {line.running ? say(QT_TRANSLATE_NOOP("report", "Still so")) : timeText(line.end),
              line.running ? Tone::Quiet : Tone::Plain}});
    }
    chapter.blocks.push_back(
        paragraph(say(QT_TRANSLATE_NOOP("report", "As decided in the ledger, for all incidents together; "
                                                  "whether gateways obeyed is not shown here."))));
    if (!table.rows.empty())
        chapter.blocks.push_back(tableBlock(std::move(table)));
    if (!unchanged.isEmpty())
        chapter.blocks.push_back(paragraph(say(QT_TRANSLATE_NOOP("report", "Available throughout: %1."))
                                               .arg(unchanged.join(QStringLiteral(", ")))));
    return chapter;
}

Chapter markedChapter(const Report& report)
{
    Chapter chapter{say(QT_TRANSLATE_NOOP("report", "Marked events")), {}};
    DocumentTable table{{{say(QT_TRANSLATE_NOOP("report", "When")), 10},
                         {say(QT_TRANSLATE_NOOP("report", "What")), 25},
                         {say(QT_TRANSLATE_NOOP("report", "Who says so")), 11},
                         {say(QT_TRANSLATE_NOOP("report", "Marked by")), 14}},
                        {}};
    for (const MarkedLine& line : report.marked)
        table.rows.push_back(
            {{line.entry.at ? timeText(line.entry.when) : say(QT_TRANSLATE_NOOP("report", "No time stated")),
              line.entry.at ? Tone::Plain : Tone::Quiet},
             {line.isRetracted ? say(QT_TRANSLATE_NOOP("report", "RETRACTED: %1")).arg(line.entry.title)
                               : line.entry.title,
              line.isRetracted ? Tone::Warning : Tone::Plain,
              line.entry.detail == line.entry.title ? QString() : cut(line.entry.detail)},
             {line.entry.source, Tone::Plain},
             {line.markedBy, Tone::Plain, timeText(line.markedAt)}});
    chapter.blocks.push_back(tableBlock(std::move(table)));
    return chapter;
}

Chapter timelineChapter(const Report& report)
{
    Chapter chapter{say(QT_TRANSLATE_NOOP("report", "Timeline")), {}};
    if (report.from || report.to)
        chapter.blocks.push_back(paragraph(
            say(QT_TRANSLATE_NOOP("report", "From %1 to %2."))
                .arg(report.from ? timeText(*report.from) : say(QT_TRANSLATE_NOOP("report", "the beginning")),
                     report.to ? timeText(*report.to) : say(QT_TRANSLATE_NOOP("report", "the end"))),
            Tone::Quiet));
    std::vector<const TimelineEntry*> lines;
    for (const auto* part : {&report.events, &report.doings}) {
        for (const TimelineEntry& line : *part)
            lines.push_back(&line);
    }
    std::stable_sort(lines.begin(), lines.end(),
                     [](const TimelineEntry* a, const TimelineEntry* b) { return isBefore(*a, *b); });
    DocumentTable table{{{say(QT_TRANSLATE_NOOP("report", "When")), 10},
                         {say(QT_TRANSLATE_NOOP("report", "Kind")), 8},
                         {say(QT_TRANSLATE_NOOP("report", "What")), 25},
                         {say(QT_TRANSLATE_NOOP("report", "Who says so")), 11},
                         {say(QT_TRANSLATE_NOOP("report", "Severity")), 9},
                         {say(QT_TRANSLATE_NOOP("report", "Details")), 6}},
                        {}};
    for (const TimelineEntry* line : lines) {
        const QString more = line->detail == line->title ? QString() : cut(line->detail);
        table.rows.push_back(
            {{line->at ? timeText(line->when) : say(QT_TRANSLATE_NOOP("report", "No time stated")),
              line->at ? Tone::Plain : Tone::Quiet},
             {laneLabel(line->lane), line->lane == QLatin1String("decision") ? Tone::Good : Tone::Plain},
             {line->title, Tone::Plain, more},
             {line->source, Tone::Plain},
             {severityText(line->severity), toneOf(line->severity)},
             {line->id, Tone::Quiet}});
    }
    chapter.blocks.push_back(tableBlock(std::move(table)));
    if (report.eventCount > report.events.size())
        chapter.blocks.push_back(notice(
            say(QT_TRANSLATE_NOOP("report",
                                  "%1 more imported events are not listed here; all %2 are in the JSON "
                                  "and Timesketch formats of this report."))
                .arg(grouped(report.eventCount - report.events.size()), grouped(report.eventCount)),
            Tone::Warning));
    return chapter;
}

Chapter sourcesChapter(const Report& report)
{
    Chapter chapter{say(QT_TRANSLATE_NOOP("report", "Sources imported")), {}};
    DocumentTable table{{{say(QT_TRANSLATE_NOOP("report", "File")), 5},
                         {say(QT_TRANSLATE_NOOP("report", "Imported")), 7},
                         {say(QT_TRANSLATE_NOOP("report", "Records")), 3},
                         {say(QT_TRANSLATE_NOOP("report", "Rejected")), 3},
                         {say(QT_TRANSLATE_NOOP("report", "Details")), 12}},
                        {}};
    for (const SourceLine& line : report.sources) {
        QString records = grouped(line.records);
        if (line.withoutTime > 0)
            records += say(QT_TRANSLATE_NOOP("report", " (%1 without time)")).arg(grouped(line.withoutTime));
        QString name = line.name;
        if (line.linkedOnly)
            name += say(QT_TRANSLATE_NOOP("report", " (only the records that decisions link)"));
        QString retracted;
        if (line.retracted) {
            name = say(QT_TRANSLATE_NOOP("report", "RETRACTED: %1")).arg(name);
            retracted = say(QT_TRANSLATE_NOOP("report", "Retracted %1 by %2, entry %3: %4"))
                            .arg(timeText(line.retracted->at), line.retracted->by)
                            .arg(line.retracted->entry)
                            .arg(cut(line.retracted->reason));
        }
        table.rows.push_back(
            {{name, line.retracted ? Tone::Warning : Tone::Plain, retracted},
             {timeText(line.importedAt), Tone::Plain, line.importedBy},
             {records, Tone::Plain},
             {grouped(line.rejected), line.rejected > 0 ? Tone::Warning : Tone::Quiet},
             {say(QT_TRANSLATE_NOOP("report", "entry %1, %2")).arg(line.entry).arg(line.adapter), Tone::Quiet,
              say(QT_TRANSLATE_NOOP("report", "SHA-256 %1")).arg(line.sha256.hex())}});
    }
    chapter.blocks.push_back(
        report.sources.empty()
            ? paragraph(say(QT_TRANSLATE_NOOP("report", "Nothing was imported.")), Tone::Quiet)
            : tableBlock(std::move(table)));
    return chapter;
}

} // namespace

Document layOut(const Report& report)
{
    Document document;
    document.organisation = report.organisation;
    document.title = report.title;
    document.kind = say(QT_TRANSLATE_NOOP("report", "Incident report %1")).arg(report.incident.value());
    QStringList meanings;
    if (report.demo) {
        document.marks += say(QT_TRANSLATE_NOOP("report", "DEMO"));
        meanings += say(QT_TRANSLATE_NOOP("report", "A demonstration: invented, and evidence of nothing."));
    }
    if (report.rehearsal) {
        document.marks += say(QT_TRANSLATE_NOOP("report", "REHEARSAL"));
        meanings += say(QT_TRANSLATE_NOOP("report", "A rehearsal: no real incident."));
    }
    document.markText = meanings.join(QLatin1Char(' '));
    const QString root = report.verification.root.shortCode();
    document.running = QStringList{report.organisation, report.incident.value(),
                                   say(QT_TRANSLATE_NOOP("report", "root %1")).arg(root)}
                           .join(QStringLiteral(" · "));
    FactList facts;
    facts.add(say(QT_TRANSLATE_NOOP("report", "For")), report.audience);
    facts.add(say(QT_TRANSLATE_NOOP("report", "Made")),
              say(QT_TRANSLATE_NOOP("report", "%1 with Keyturn %2"))
                  .arg(timeText(report.generatedAt), report.programVersion));
    facts.add(say(QT_TRANSLATE_NOOP("report", "As known at")), report.knownAt);
    QString entries =
        say(QT_TRANSLATE_NOOP("report", "%1 entries, root %2")).arg(grouped(report.verification.size), root);
    if (report.shownSize != report.verification.size)
        entries += say(QT_TRANSLATE_NOOP("report", "; this report shows the first %1"))
                       .arg(grouped(report.shownSize));
    facts.add(say(QT_TRANSLATE_NOOP("report", "Ledger")), entries);
    facts.add(say(QT_TRANSLATE_NOOP("report", "Verification")),
              Span{(report.verification.ok() ? say(QT_TRANSLATE_NOOP("report", "Verified"))
                                             : say(QT_TRANSLATE_NOOP("report", "NOT VERIFIED"))) +
                       QStringLiteral(", ") +
                       (report.verification.witnessed ? say(QT_TRANSLATE_NOOP("report", "witnessed"))
                                                      : say(QT_TRANSLATE_NOOP("report", "UNWITNESSED"))),
                   report.verification.ok() ? (report.verification.witnessed ? Tone::Good : Tone::Warning)
                                            : Tone::Bad});
    document.titleFacts = facts.take();
    document.chapters = {summaryChapter(report),     decisionsChapter(report), requestsChapter(report),
                         modelsChapter(report),      timelineChapter(report),  sourcesChapter(report),
                         verificationChapter(report)};
    // Before the timeline that they stand out of.
    if (!report.marked.empty())
        document.chapters.insert(document.chapters.begin() + 4, markedChapter(report));
    return document;
}

} // namespace keyturn::reports

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/reports/report_story.h"

namespace keyturn::tests {

namespace {

domain::Event storyEvent(const char* id, const char* title, std::optional<base::UtcTime> at)
{
    domain::Event event;
    event.id = domain::RecordId(QLatin1String(id));
    event.title = QString::fromUtf8(title);
    event.description = QStringLiteral("Seen in the logs, \"twice\", at night");
    event.source = QStringLiteral("Northgate security team");
    event.severity = domain::Severity::High;
    event.models = {QStringLiteral("larch-4")};
    event.recordedAt = base::UtcTime{1'781'000'000'000'000};
    if (at) {
        event.occurredAt.start = *at;
        event.occurredAt.precision = base::TimePrecision::Second;
    }
    return event;
}

QByteArray written(const std::function<base::Result<void>(QIODevice&)>& write)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (!buffer.open(QIODevice::WriteOnly))
        qFatal("a buffer did not open");
    const auto result = write(buffer);
    if (!result)
        qFatal("a report was not written: %s", qPrintable(result.error().sentence()));
    return bytes;
}

} // namespace

ReportStory::ReportStory(bool rehearsal, const std::function<void(domain::Charter&)>& edit)
    : ledger(LedgerHarness::Start::Founded, edit)
{
    using domain::EvidenceItem;
    ledger.setCatalogue();
    input.incident = openIncident(rehearsal);

    domain::RequestReceived request;
    request.incident = input.incident;
    request.authority = QStringLiteral("European AI Supervision Board");
    request.jurisdiction = QStringLiteral("EU");
    request.receivedAt = ledger.ledgerNow();
    request.dueAt = ledger.ledgerNow().plusUs(24 * 60 * base::kUsPerMinute);
    request.demanded = {EvidenceItem::SafetyEvaluation, EvidenceItem::RiskMitigation};
    request.description = QStringLiteral("Corrective measures");
    ledger.must(ledger.append("counsel", request));
    ledger.must(ledger.append("counsel", domain::RequestAnswered{domain::RequestId(QStringLiteral("R-1")),
                                                                 {EvidenceItem::SafetyEvaluation},
                                                                 QStringLiteral("Sent"),
                                                                 {}}));

    const auto ours = [&](const char* why) {
        domain::ChangeProposed wanted;
        wanted.incident = input.incident;
        wanted.rationale = QString::fromUtf8(why);
        return wanted;
    };
    domain::ChangeProposed europe = ours("It is abused <b>there</b>");
    europe.restriction = LedgerHarness::suspension({"larch-4"}, {"EU"});
    ledger.decide("safety", ledger.proposal("safety", europe), {"safety", "ciso"});
    domain::ChangeProposed kingdom = ours("Caution");
    kingdom.restriction = LedgerHarness::suspension({"larch-3"}, {"UK"});
    ledger.decide("safety", ledger.proposal("safety", kingdom), {"safety"});
    domain::ProposalRefused refusal = ledger.refusal("P-2");
    refusal.reason = QStringLiteral("It leaks through failover");
    ledger.must(ledger.append("ciso", refusal));
    domain::ChangeProposed lifted = ours("The patch holds");
    lifted.reverts = domain::ChangeId(QStringLiteral("C-1"));
    ledger.decide("safety", ledger.proposal("safety", lifted), {});

    const base::UtcTime seen = ledger.snapshot().incidents.front().opened.recordedAt;
    input.events = {storyEvent("54:0", kHostileTitle, seen.plusUs(-2 * 60 * base::kUsPerMinute)),
                    storyEvent("54:1", "=HYPERLINK(\"http://example.com\")", std::nullopt)};
    input.eventCount = input.events.size();
    input.firstSignal = input.events.front().occurredAt.start;
    input.verification = {{}, ledger.tree().size(), 2, 7, false, ledger.tree().size(), ledger.tree().root()};
    input.generatedAt = ledger.ledgerNow();
    input.programVersion = QStringLiteral("0.1.0");
    input.snapshot = std::make_shared<const state::Snapshot>(ledger.snapshot());
}

domain::IncidentId ReportStory::openIncident(bool rehearsal)
{
    domain::IncidentOpened opened;
    opened.title = QStringLiteral("Bypass of <safeguards> & more");
    opened.summary = QStringLiteral("Fresh accounts drive unusual tool use.");
    opened.severity = domain::Severity::Critical;
    opened.nature = {domain::Layer::ModelBehaviour};
    opened.owner = domain::MemberId(QStringLiteral("safety"));
    opened.rehearsal = rehearsal;
    ledger.must(ledger.append("scribe", opened));
    return ledger.snapshot().incidents.back().id;
}

reports::EventSource ReportStory::source() const
{
    return [this](const reports::EventSink& sink) -> base::Result<void> {
        for (const domain::Event& event : input.events)
            KEYTURN_TRY(sink(event));
        return {};
    };
}

QByteArray ReportStory::html() const
{
    return written([&](QIODevice& out) { return reports::writeHtml(reports::layOut(report()), out); });
}

QByteArray ReportStory::json() const
{
    return written([&](QIODevice& out) { return reports::writeJson(report(), source(), out); });
}

QByteArray ReportStory::timesketch() const
{
    return written([&](QIODevice& out) { return reports::writeTimesketch(report(), source(), out); });
}

} // namespace keyturn::tests

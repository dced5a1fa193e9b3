// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/reports/report_story.h"

#include <algorithm>

using namespace keyturn;
using namespace keyturn::reports;
using tests::ReportStory;

/// The report states what the ledger says, and nothing else.
class TestReport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void statesTheIncidentAsTheLedgerHasIt()
    {
        const ReportStory story;
        const Report report = story.report();
        const state::IncidentState& incident = story.ledger.snapshot().incidents.front();
        QCOMPARE(report.organisation, QStringLiteral("Larkfield"));
        QCOMPARE(report.title, incident.facts.title);
        QCOMPARE(report.status, incident.status);
        QCOMPARE(report.severity, domain::Severity::Critical);
        QCOMPARE(report.owner, QStringLiteral("Ines Okafor, Head of Safety"));
        QCOMPARE(report.openedEntry, incident.opened.seq);
        QVERIFY(report.demo);
        QVERIFY(!report.rehearsal);
        QVERIFY(report.verification.ok());
        QVERIFY(!report.verification.witnessed);
    }

    void namesWhoSignedEachDecisionAndWhoDidNot()
    {
        const ReportStory story;
        const Report report = story.report();
        QCOMPARE(report.decisions.size(), std::size_t{3});
        const Decision& held = report.decisions[0];
        QCOMPARE(held.status, domain::ProposalStatus::Authorised);
        QCOMPARE(held.approvals.size(), std::size_t{2});
        QCOMPARE(held.approvals[1].person, QStringLiteral("Ada Brandt, Chief Information Security Officer"));
        QVERIFY(held.approvals[1].role == domain::Role::SecurityLead);
        QVERIFY(held.missing.empty());
        QVERIFY(held.sheet == story.ledger.snapshot().proposals[0].sheetSha256);
        QCOMPARE(held.change->value(), QStringLiteral("C-1"));
        QVERIFY(!held.lifts);

        const Decision& refused = report.decisions[1];
        QCOMPARE(refused.status, domain::ProposalStatus::Refused);
        QCOMPARE(refused.refusals.size(), std::size_t{1});
        QCOMPARE(refused.refusals[0].reason, QStringLiteral("It leaks through failover"));
        QVERIFY(refused.refusals[0].blocks);

        const Decision& open = report.decisions[2];
        QCOMPARE(open.status, domain::ProposalStatus::Open);
        QVERIFY(open.lifts);
        QCOMPARE(open.missing.size(), open.slotCount);
        QVERIFY(open.slotCount > 0);
    }

    void tellsAnsweredEvidenceFromWhatIsStillOpen()
    {
        const Report report = ReportStory().report();
        QCOMPARE(report.requests.size(), std::size_t{1});
        const RequestLine& request = report.requests.front();
        QCOMPARE(request.punctuality, Punctuality::Pending);
        QCOMPARE(request.demanded.size(), std::size_t{2});
        QVERIFY(request.demanded[0].answeredAt.has_value());
        QVERIFY(!request.demanded[1].answeredAt.has_value());
    }

    void aRequestWhoseTimeIsOverIsOverdue()
    {
        ReportStory story;
        story.input.generatedAt = story.input.generatedAt.plusUs(48 * 60 * base::kUsPerMinute);
        QCOMPARE(story.report().requests.front().punctuality, Punctuality::Overdue);
    }

    void holdsOnlyWhatBelongsToTheIncident()
    {
        ReportStory story;
        const domain::IncidentId other = story.ledger.openIncident("Something else altogether");
        story.input.snapshot = std::make_shared<const state::Snapshot>(story.ledger.snapshot());
        for (const TimelineEntry& line : story.report().doings)
            QVERIFY2(line.id != other.value() && !line.title.contains(QStringLiteral("Something else")),
                     qPrintable(line.title));
        story.input.incident = other;
        const Report report = story.report();
        QVERIFY(report.decisions.empty());
        QVERIFY(report.requests.empty());
        QCOMPARE(report.doings.size(), std::size_t{1});
    }

    void limitsTheWarRoomsDoingsToTheTimesAskedFor()
    {
        ReportStory story;
        QVERIFY(!story.report().doings.empty());
        story.input.to = story.report().doings.front().at;
        QVERIFY(story.report().doings.empty());
    }

    void putsEventsWithoutTimeLast()
    {
        ReportStory story;
        std::reverse(story.input.events.begin(), story.input.events.end());
        const Report report = story.report();
        QCOMPARE(report.events.size(), std::size_t{2});
        QVERIFY(report.events[0].at.has_value());
        QVERIFY(!report.events[1].at.has_value());
    }

    void listsWhatIsMarkedForThisIncident()
    {
        ReportStory story;
        QVERIFY(!story.html().contains("Marked events"));
        domain::NoteAdded milestone;
        milestone.incident = story.input.incident;
        milestone.milestone = true;
        milestone.title = QStringLiteral("War room opened");
        story.ledger.must(story.ledger.append("scribe", milestone));
        domain::NoteAdded elsewhere = milestone;
        elsewhere.incident.reset();
        elsewhere.title = QStringLiteral("Of no incident");
        story.ledger.must(story.ledger.append("scribe", elsewhere));
        for (const char* id : {"N-1", "N-2"}) {
            domain::NoteAdded mark;
            mark.title = QStringLiteral("For reports");
            mark.inReport = domain::ReportMark{std::nullopt, domain::NoteId(QLatin1String(id))};
            story.ledger.must(story.ledger.append("safety", mark));
        }
        story.input.snapshot = std::make_shared<const state::Snapshot>(story.ledger.snapshot());
        const Report report = story.report();
        QCOMPARE(report.marked.size(), std::size_t{1});
        QCOMPARE(report.marked.front().entry.title, QStringLiteral("War room opened"));
        QCOMPARE(report.marked.front().markedBy, QStringLiteral("Ines Okafor, Head of Safety"));
        QVERIFY(story.html().contains("Marked events"));
        QVERIFY(story.json().contains("\"marked_by\""));
    }

    void writesForbiddenCharactersOut()
    {
        const Report report = ReportStory().report();
        QVERIFY(!report.events[0].title.contains(QChar(0x202E)));
        QVERIFY(report.events[0].title.contains(QStringLiteral("U+202E")));
    }

    void maliciousImportTurnsNoTextOfALineAround()
    {
        ReportStory story;
        const QString nasty = QStringLiteral("a\x1b[31m\u202eb");
        domain::Event& event = story.input.events[0];
        for (QString* text : {&event.title, &event.description, &event.source, &event.reference})
            *text = nasty;
        event.models = {nasty};
        const Report report = story.report();
        const TimelineEntry& line = report.events[0];
        for (const QString& text :
             {line.title, line.detail, line.source, line.reference, line.models.join(QString())})
            QCOMPARE(text, QStringLiteral("a⟨U+001B⟩[31m⟨U+202E⟩b"));
    }
};

KEYTURN_TEST(TestReport);
#include "test_report.moc"

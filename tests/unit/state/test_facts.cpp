// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/digest_functions.h"
#include "tests/unit/state/state_checks.h"

using namespace keyturn;
using namespace keyturn::domain;
using tests::LedgerHarness;

namespace {

BatchImported aBatch(std::uint64_t count)
{
    BatchImported batch;
    batch.root = count == 0 ? crypto::sha256(QByteArrayView()) : crypto::sha256("records");
    batch.count = count;
    batch.sourceName = QStringLiteral("signals.csv");
    batch.adapter = QStringLiteral("timesketch-csv/1");
    return batch;
}

IncidentId incidentId(const char* id)
{
    return IncidentId(QLatin1String(id));
}

RequestReceived aRequest(std::vector<EvidenceItem> demanded = {EvidenceItem::SafetyEvaluation,
                                                               EvidenceItem::Auditability})
{
    RequestReceived request;
    request.authority = QStringLiteral("Office for AI Safety");
    request.demanded = std::move(demanded);
    return request;
}

RequestAnswered anAnswer(std::vector<EvidenceItem> covers, const char* request = "R-1")
{
    RequestAnswered answer;
    answer.request = RequestId(QLatin1String(request));
    answer.covers = std::move(covers);
    return answer;
}

RequestClosed aClosing(const char* reason, const char* request = "R-1")
{
    return {RequestId(QLatin1String(request)), QString::fromUtf8(reason)};
}

} // namespace

/// Batches, notes, the catalogue, incidents and requests.
class TestFacts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void onlyRolesThatTheCharterNamesMayAct_data()
    {
        QTest::addColumn<QByteArray>("refused");
        QTest::addColumn<int>("kind");
        QTest::newRow("import") << QByteArray("auditor") << 0;
        QTest::newRow("incident") << QByteArray("feed") << 1;
        QTest::newRow("request") << QByteArray("auditor") << 2;
        QTest::newRow("catalogue") << QByteArray("counsel") << 3;
        QTest::newRow("note") << QByteArray("auditor") << 4;
    }
    void onlyRolesThatTheCharterNamesMayAct()
    {
        QFETCH(QByteArray, refused);
        QFETCH(int, kind);
        LedgerHarness ledger;
        IncidentOpened incident;
        incident.title = QStringLiteral("Bypass");
        incident.owner = MemberId(QStringLiteral("safety"));
        NoteAdded note;
        note.title = QStringLiteral("Seen");
        const std::vector<Payload> payloads{aBatch(3), incident, aRequest(),
                                            CatalogueSet{LedgerHarness::catalogue()}, note};
        const Payload& payload = payloads[static_cast<size_t>(kind)];
        KEYTURN_REFUSED(ledger.append(refused.constData(), payload), DomainError::RoleMayNot);
        KEYTURN_ACCEPTED(ledger.append("safety", payload));
    }

    void aServiceMayImport()
    {
        LedgerHarness ledger;
        KEYTURN_ACCEPTED(ledger.append("feed", aBatch(3)));
    }

    void batchesCountRecordsInLedgerOrder()
    {
        LedgerHarness ledger;
        KEYTURN_ACCEPTED(ledger.append("feed", aBatch(5)));
        KEYTURN_ACCEPTED(ledger.append("feed", aBatch(0)));
        KEYTURN_ACCEPTED(ledger.append("feed", aBatch(7)));
        const state::Snapshot& now = ledger.snapshot();
        QCOMPARE(now.records, std::uint64_t{12});
        QCOMPARE(now.batches.at(0).firstRecord, std::uint64_t{0});
        QCOMPARE(now.batches.at(2).firstRecord, std::uint64_t{5});
        QVERIFY(now.batch(now.batches.at(2).origin.seq) == &now.batches.at(2));
        QVERIFY(!now.batch(0));
        QVERIFY(!now.batch(now.size));
    }

    void refusesBatchesThatContradictThemselves()
    {
        LedgerHarness ledger;
        const auto refuses = [&](auto change) {
            BatchImported batch = aBatch(3);
            change(batch);
            return ledger.append("feed", batch);
        };
        KEYTURN_REFUSED(refuses([](BatchImported& b) { b.count = 0; }), DomainError::BadStatement);
        KEYTURN_REFUSED(refuses([](BatchImported& b) { b.withoutTime = 4; }), DomainError::BadStatement);
        KEYTURN_REFUSED(refuses([](BatchImported& b) { b.earliest = base::UtcTime{5}; }),
                        DomainError::BadStatement);
        KEYTURN_REFUSED(refuses([](BatchImported& b) {
                            b.earliest = base::UtcTime{5};
                            b.latest = base::UtcTime{4};
                        }),
                        DomainError::BadStatement);
        KEYTURN_REFUSED(refuses([](BatchImported& b) { b.incident = incidentId("I-1"); }),
                        DomainError::UnknownIncident);
        KEYTURN_REFUSED(refuses([](BatchImported& b) { b.rejectionsSha256 = crypto::sha256("list"); }),
                        DomainError::BadStatement);
        Statement about = ledger.draft("feed", aBatch(3));
        about.subjects.front().sha256.bytes[0] ^= 1;
        KEYTURN_REFUSED(ledger.appendStatement(about, ledger.keyOf("feed")), DomainError::BadStatement);
    }

    void refusesACatalogueThatContradictsItself()
    {
        LedgerHarness ledger;
        Catalogue twice = LedgerHarness::catalogue();
        twice.models.push_back(twice.models.front());
        KEYTURN_REFUSED(ledger.append("safety", CatalogueSet{twice}), DomainError::BadCatalogue);
    }

    void aNoteNeedsATitle()
    {
        LedgerHarness ledger;
        NoteAdded note;
        note.title = QStringLiteral("  ");
        KEYTURN_REFUSED(ledger.append("scribe", note), DomainError::BadStatement);
        note.title = QStringLiteral("Seen");
        KEYTURN_ACCEPTED(ledger.append("scribe", note));
        KEYTURN_ACCEPTED(ledger.append("scribe", note));
        QCOMPARE(ledger.snapshot().notes.at(1).id.value(), QStringLiteral("N-2"));
    }

    void anIncidentsFactsChangeOnlyWhereSaid()
    {
        LedgerHarness ledger;
        QCOMPARE(ledger.openIncident("First").value(), QStringLiteral("I-1"));
        QCOMPARE(ledger.openIncident("Second").value(), QStringLiteral("I-2"));
        const state::IncidentState before = *ledger.snapshot().incident(incidentId("I-2"));
        IncidentChanged change;
        change.incident = incidentId("I-2");
        change.severity = Severity::High;
        change.status = IncidentStatus::Contained;
        KEYTURN_ACCEPTED(ledger.append("safety", change));
        state::IncidentState expected = before;
        expected.facts.severity = Severity::High;
        expected.status = IncidentStatus::Contained;
        QVERIFY(*ledger.snapshot().incident(incidentId("I-2")) == expected);
        QCOMPARE(ledger.snapshot().incident(incidentId("I-1"))->facts.title, QStringLiteral("First"));
    }

    void refusesIncidentsThatDoNotMakeSense()
    {
        LedgerHarness ledger;
        IncidentOpened incident;
        incident.title = QStringLiteral("Bypass");
        incident.owner = MemberId(QStringLiteral("nobody"));
        KEYTURN_REFUSED(ledger.append("scribe", incident), DomainError::UnknownMember);
        incident.owner = MemberId(QStringLiteral("safety"));
        incident.title = QStringLiteral(" ");
        KEYTURN_REFUSED(ledger.append("scribe", incident), DomainError::BadStatement);
        incident.title = QStringLiteral("Bypass");
        incident.nature = {Layer::System, Layer::System};
        KEYTURN_REFUSED(ledger.append("scribe", incident), DomainError::BadStatement);
        ledger.openIncident();
        IncidentChanged change;
        change.incident = incidentId("I-1");
        change.status = IncidentStatus::Closed;
        KEYTURN_REFUSED(ledger.append("scribe", change), DomainError::BadStatement);
        change.status.reset();
        change.owner = MemberId(QStringLiteral("nobody"));
        KEYTURN_REFUSED(ledger.append("scribe", change), DomainError::UnknownMember);
        change.owner.reset();
        change.incident = incidentId("I-2");
        KEYTURN_REFUSED(ledger.append("scribe", change), DomainError::UnknownIncident);
    }

    void nothingRefersToAClosedIncident()
    {
        LedgerHarness ledger;
        ledger.setCatalogue();
        ledger.openIncident();
        KEYTURN_ACCEPTED(
            ledger.append("scribe", IncidentClosed{incidentId("I-1"), QStringLiteral("Done"), {}}));
        const state::IncidentState* closed = ledger.snapshot().incident(incidentId("I-1"));
        QVERIFY(closed->closed.has_value());
        QCOMPARE(closed->status, IncidentStatus::Closed);

        BatchImported batch = aBatch(1);
        batch.incident = incidentId("I-1");
        KEYTURN_REFUSED(ledger.append("feed", batch), DomainError::IncidentClosed);
        NoteAdded note;
        note.title = QStringLiteral("Late");
        note.incident = incidentId("I-1");
        KEYTURN_REFUSED(ledger.append("scribe", note), DomainError::IncidentClosed);
        RequestReceived request = aRequest();
        request.incident = incidentId("I-1");
        KEYTURN_REFUSED(ledger.append("counsel", request), DomainError::IncidentClosed);
        IncidentChanged change;
        change.incident = incidentId("I-1");
        KEYTURN_REFUSED(ledger.append("scribe", change), DomainError::IncidentClosed);
        KEYTURN_REFUSED(ledger.append("scribe", IncidentClosed{incidentId("I-1"), {}, {}}),
                        DomainError::IncidentClosed);
        ChangeProposed wanted;
        wanted.restriction = LedgerHarness::suspension({"larch-4"});
        wanted.incident = incidentId("I-1");
        KEYTURN_REFUSED(ledger.append("ceo", ledger.proposal("ceo", wanted)), DomainError::IncidentClosed);
    }

    void anIncidentClosesOnlyWhenEveryLooseEndIsCarried()
    {
        LedgerHarness ledger;
        ledger.setCatalogue();
        ledger.openIncident();
        ledger.openIncident("Another");
        RequestReceived request = aRequest();
        request.incident = incidentId("I-1");
        KEYTURN_ACCEPTED(ledger.append("counsel", request));
        request.incident = incidentId("I-2");
        KEYTURN_ACCEPTED(ledger.append("counsel", request));
        ChangeProposed wanted;
        wanted.restriction = LedgerHarness::suspension({"larch-4"}, {"EU"});
        wanted.incident = incidentId("I-1");
        ledger.decide("ceo", ledger.proposal("ceo", wanted), {"safety", "ciso"});
        wanted.restriction = LedgerHarness::suspension({"larch-3"}, {"EU"});
        KEYTURN_ACCEPTED(ledger.append("ceo", ledger.proposal("ceo", wanted)));

        IncidentClosed closing{incidentId("I-1"), QStringLiteral("Handed over"), {}};
        const auto refused = ledger.append("scribe", closing);
        KEYTURN_REFUSED(refused, DomainError::IncidentHasLooseEnds);
        QCOMPARE(refused.error().context.at(1), QStringLiteral("P-2, R-1, C-1"));
        closing.carried = {QStringLiteral("P-2: decided next week"), QStringLiteral("C-1 stays in force")};
        KEYTURN_REFUSED(ledger.append("scribe", closing), DomainError::IncidentHasLooseEnds);
        // Not another one's id, nor an id without a reason.
        for (const char* line : {"R-10: with counsel", "R-1", "R-1:", "R-1: ", "about R-1: with counsel"}) {
            IncidentClosed more = closing;
            more.carried += QLatin1String(line);
            KEYTURN_REFUSED(ledger.append("scribe", more), DomainError::IncidentHasLooseEnds);
        }
        closing.carried += QStringLiteral("R-1: with counsel");
        KEYTURN_ACCEPTED(ledger.append("scribe", closing));
        QCOMPARE(ledger.snapshot().incident(incidentId("I-1"))->carried, closing.carried);
    }

    void whatIsSettledIsNoLooseEnd()
    {
        LedgerHarness ledger;
        ledger.setCatalogue();
        ledger.openIncident();
        RequestReceived request = aRequest();
        request.incident = incidentId("I-1");
        KEYTURN_ACCEPTED(ledger.append("counsel", request));
        ChangeProposed wanted;
        wanted.restriction = LedgerHarness::suspension({"larch-4"}, {"EU"});
        wanted.incident = incidentId("I-1");
        ledger.decide("ceo", ledger.proposal("ceo", wanted), {"safety", "ciso"});
        ledger.decide("ceo", ledger.lifting("ceo", "C-1"), {"ceo", "safety", "ciso"});
        KEYTURN_ACCEPTED(ledger.append("ceo", ledger.proposal("ceo", wanted)));
        KEYTURN_ACCEPTED(
            ledger.append("counsel", anAnswer({EvidenceItem::SafetyEvaluation, EvidenceItem::Auditability})));
        // The proposal still open when this is laid out has expired when it is entered.
        ledger.clock.advanceUs(25 * base::kUsPerHour);
        KEYTURN_ACCEPTED(
            ledger.append("scribe", IncidentClosed{incidentId("I-1"), QStringLiteral("Done"), {}}));
    }

    void answersOnlyCoverWhatWasDemanded()
    {
        LedgerHarness ledger;
        KEYTURN_ACCEPTED(ledger.append("counsel", aRequest()));
        KEYTURN_REFUSED(ledger.append("counsel", anAnswer({EvidenceItem::Other})), DomainError::BadStatement);
        KEYTURN_REFUSED(ledger.append("counsel", anAnswer({})), DomainError::BadStatement);
        KEYTURN_REFUSED(
            ledger.append("counsel", anAnswer({EvidenceItem::Auditability, EvidenceItem::Auditability})),
            DomainError::BadStatement);
        KEYTURN_REFUSED(ledger.append("counsel", anAnswer({EvidenceItem::Auditability}, "R-2")),
                        DomainError::UnknownRequest);
    }

    void aRequestIsAnsweredWhenAllItemsAreCovered()
    {
        LedgerHarness ledger;
        KEYTURN_ACCEPTED(ledger.append("counsel", aRequest()));
        const auto now = [&]() -> const state::RequestState& {
            return ledger.snapshot().requests.constFirst();
        };
        QCOMPARE(now().status, RequestStatus::Received);
        KEYTURN_ACCEPTED(ledger.append("counsel", anAnswer({EvidenceItem::Auditability})));
        QCOMPARE(now().status, RequestStatus::InPreparation);
        QVERIFY(now().open() == std::vector{EvidenceItem::SafetyEvaluation});
        KEYTURN_ACCEPTED(ledger.append("counsel", anAnswer({EvidenceItem::SafetyEvaluation})));
        QCOMPARE(now().status, RequestStatus::Answered);
        QVERIFY(now().open().empty());
        KEYTURN_ACCEPTED(ledger.append("counsel", aClosing("")));
        QCOMPARE(now().status, RequestStatus::Closed);
        KEYTURN_REFUSED(ledger.append("counsel", anAnswer({EvidenceItem::Auditability})),
                        DomainError::RequestNotOpen);
        KEYTURN_REFUSED(ledger.append("counsel", aClosing("again")), DomainError::RequestNotOpen);
    }

    void aRequestClosesUnansweredOnlyWithAReason()
    {
        LedgerHarness ledger;
        KEYTURN_ACCEPTED(ledger.append("counsel", aRequest()));
        KEYTURN_REFUSED(ledger.append("counsel", aClosing(" ")), DomainError::BadStatement);
        KEYTURN_ACCEPTED(ledger.append("counsel", aClosing("Withdrawn by the authority")));
        QCOMPARE(ledger.snapshot().requests.constFirst().closingReason,
                 QStringLiteral("Withdrawn by the authority"));
    }

    void aRequestIsOverdueOnlyWhileUnanswered()
    {
        LedgerHarness ledger;
        RequestReceived request = aRequest({EvidenceItem::Other});
        request.receivedAt = ledger.clock.now();
        request.dueAt = ledger.clock.now().plusUs(base::kUsPerHour);
        KEYTURN_ACCEPTED(ledger.append("counsel", request));
        const auto isOverdue = [&](std::int64_t us) {
            return ledger.snapshot().requests.constFirst().isOverdue(request.dueAt->plusUs(us));
        };
        QVERIFY(!isOverdue(0));
        QVERIFY(isOverdue(1));
        KEYTURN_ACCEPTED(ledger.append("counsel", anAnswer({EvidenceItem::Other})));
        QVERIFY(!isOverdue(1));
    }

    void refusesRequestsThatDoNotMakeSense()
    {
        LedgerHarness ledger;
        RequestReceived request = aRequest({EvidenceItem::Other, EvidenceItem::Other});
        KEYTURN_REFUSED(ledger.append("counsel", request), DomainError::BadStatement);
        request = aRequest();
        request.authority.clear();
        KEYTURN_REFUSED(ledger.append("counsel", request), DomainError::BadStatement);
        request = aRequest();
        request.receivedAt = base::UtcTime{10};
        request.dueAt = base::UtcTime{9};
        KEYTURN_REFUSED(ledger.append("counsel", request), DomainError::BadStatement);
        request = aRequest();
        request.conflicts.push_back({RequestId(QStringLiteral("R-1")), RequestConflict::PreserveOrDelete});
        KEYTURN_REFUSED(ledger.append("counsel", request), DomainError::UnknownRequest);
    }
};

KEYTURN_TEST(TestFacts);
#include "test_facts.moc"

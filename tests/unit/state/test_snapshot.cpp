// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/digest_functions.h"
#include "models/domain/access.h"
#include "tests/unit/state/state_checks.h"

using namespace keyturn;
using namespace keyturn::domain;
using tests::LedgerHarness;

namespace {

LedgerHarness aBusyLedger()
{
    LedgerHarness ledger;
    ledger.setCatalogue();
    ledger.openIncident();
    BatchImported batch;
    batch.count = 4;
    batch.root = crypto::sha256("records");
    ledger.must(ledger.append("feed", batch));
    NoteAdded note;
    note.title = QStringLiteral("Seen");
    ledger.must(ledger.append("scribe", note));
    RequestReceived request;
    request.authority = QStringLiteral("Office");
    request.demanded = {EvidenceItem::Other};
    ledger.must(ledger.append("counsel", request));
    RequestAnswered answer;
    answer.request = RequestId(QStringLiteral("R-1"));
    answer.covers = {EvidenceItem::Other};
    ledger.must(ledger.append("counsel", answer));
    ledger.decide("ceo", ledger.restricting("ceo", LedgerHarness::suspension({"larch-4"}, {"EU"})),
                  {"safety", "ciso"});
    ledger.must(ledger.append("ceo", ledger.restricting("ceo", LedgerHarness::suspension({"larch-3"}))));
    ledger.must(ledger.append("coo", ledger.refusal("P-2")));
    ledger.must(ledger.append("safety", ledger.approval("P-2")));
    return ledger;
}

} // namespace

class TestSnapshot : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void findsThingsByTheirNumberAndNoOthers()
    {
        const LedgerHarness ledger = aBusyLedger();
        const state::Snapshot& now = ledger.snapshot();
        QVERIFY(now.incident(IncidentId(QStringLiteral("I-1"))) == &now.incidents.constFirst());
        QVERIFY(now.proposal(ProposalId(QStringLiteral("P-2"))) == &now.proposals.at(1));
        for (const char* id :
             {"", "I", "I-", "I-0", "I-2", "I-01", "P-1", "I-+1", "I- 1", "I-1 ", "I-99999999999999999999"})
            QVERIFY2(!now.incident(IncidentId(QLatin1String(id))), id);
        QVERIFY(!now.change(ChangeId(QStringLiteral("C-2"))));
        QVERIFY(!now.request(RequestId(QStringLiteral("R-2"))));
    }

    void listsEveryEntryWithItsKindAndSigner()
    {
        const LedgerHarness ledger = aBusyLedger();
        const state::Snapshot& now = ledger.snapshot();
        QCOMPARE(now.entries.size(), static_cast<qsizetype>(now.size));
        QStringList kinds;
        for (qsizetype i = 0; i < now.entries.size(); ++i) {
            const state::EntryLine& line = now.entries.at(i);
            QCOMPARE(line.seq, static_cast<std::uint64_t>(i));
            QVERIFY(line.leaf == ledger.tree().leaf(line.seq));
            kinds += line.kind + u'/' + line.member.value();
        }
        QCOMPARE(kinds.join(u' '),
                 QStringLiteral(
                     "charter/ceo charter/coo charter/counsel catalogue/safety incident-opened/scribe "
                     "batch/feed note/scribe request-received/counsel request-answered/counsel proposal/ceo "
                     "approval/safety approval/ciso proposal/ceo refusal/coo approval/safety"));
    }

    void namesPeopleAndNotIds()
    {
        const LedgerHarness ledger;
        QCOMPARE(ledger.snapshot().display(MemberId(QStringLiteral("safety"))),
                 QStringLiteral("Ines Okafor, Head of Safety"));
        QCOMPARE(ledger.snapshot().display(MemberId(QStringLiteral("gone"))), QStringLiteral("gone"));
    }

    void theAccessStateIsAlwaysOverTheLayersInForce()
    {
        LedgerHarness ledger = aBusyLedger();
        const auto overLayers = [&] {
            return crypto::sha256(accessStateBytes(ledger.snapshot().layersStanding()));
        };
        QVERIFY(ledger.snapshot().accessState.has_value());
        QVERIFY(ledger.snapshot().accessStateSha256() == overLayers());
        ledger.decide("ceo", ledger.lifting("ceo", "C-1"), {"ceo", "safety", "ciso"});
        QVERIFY(ledger.snapshot().accessStateSha256() == overLayers());
        QVERIFY(state::Snapshot().accessStateSha256() == crypto::sha256(accessStateBytes({})));
    }

    void equalStatesHaveEqualHashes()
    {
        const LedgerHarness ledger = aBusyLedger();
        const auto folded = LedgerHarness::foldAll(ledger.entries(), state::SignatureCheck::Verify);
        QVERIFY(folded);
        QVERIFY(*folded == ledger.snapshot());
        QVERIFY(state::stateSha256(*folded) == state::stateSha256(ledger.snapshot()));
    }

    void everyPartOfTheStateIsInItsHash()
    {
        const LedgerHarness ledger = aBusyLedger();
        const base::Digest before = state::stateSha256(ledger.snapshot());
        int differing = 0;
        const auto differs = [&](auto change) {
            state::Snapshot changed = ledger.snapshot();
            change(changed);
            QVERIFY(changed != ledger.snapshot());
            ++differing;
            QVERIFY2(state::stateSha256(changed) != before,
                     qPrintable(QStringLiteral("change %1").arg(differing)));
        };
        using state::Snapshot;
        differs([](Snapshot& s) { ++s.size; });
        differs([](Snapshot& s) { s.log.bytes[0] ^= 1; });
        differs([](Snapshot& s) { ++s.lastTime.us; });
        differs([](Snapshot& s) { s.lastLeaf.bytes[0] ^= 1; });
        differs([](Snapshot& s) { s.charter.members.pop_back(); });
        differs([](Snapshot& s) { s.charterSha256.bytes[0] ^= 1; });
        differs([](Snapshot& s) { s.founded = false; });
        differs([](Snapshot& s) { s.charterSignatures.pop_back(); });
        differs([](Snapshot& s) { s.catalogue.models.front().name += u'!'; });
        differs([](Snapshot& s) { s.incidents[0].closingReason += u'!'; });
        differs([](Snapshot& s) { s.requests[0].answers.front().facts.text += u'!'; });
        differs([](Snapshot& s) { s.requests[0].status = RequestStatus::Received; });
        differs([](Snapshot& s) { s.notes[0].facts.milestone = true; });
        differs([](Snapshot& s) { ++s.batches[0].firstRecord; });
        differs([](Snapshot& s) { s.batches[0].retracted.emplace(); });
        differs([](Snapshot& s) { s.proposals[0].status = ProposalStatus::Open; });
        differs([](Snapshot& s) { s.proposals[0].approvals.pop_back(); });
        differs([](Snapshot& s) { s.proposals[1].refusals.front().blocks = true; });
        differs([](Snapshot& s) { s.proposals[1].accessState.bytes[0] ^= 1; });
        differs([](Snapshot& s) { s.changes[0].revertedAt = base::UtcTime{0}; });
        differs([](Snapshot& s) { s.seats.append(state::SeatState()); });
        differs([](Snapshot& s) { s.entries[3].leaf.bytes[0] ^= 1; });
        differs([](Snapshot& s) { s.nonces.insert("spent"); });
        differs([](Snapshot& s) { ++s.records; });
        QCOMPARE(differing, 24);
    }

    void aCopyStaysAsItWasWhileTheLedgerGrows()
    {
        LedgerHarness ledger = aBusyLedger();
        const state::Snapshot copy = ledger.snapshot();
        const base::Digest before = state::stateSha256(copy);
        KEYTURN_ACCEPTED(ledger.append("ceo", ledger.approval("P-2")));
        KEYTURN_ACCEPTED(ledger.append("counsel", ledger.approval("P-2")));
        ledger.decide("ceo", ledger.lifting("ceo", "C-2"), {"ceo", "safety", "ciso"});
        QVERIFY(ledger.snapshot() != copy);
        QVERIFY(state::stateSha256(copy) == before);
    }

    void foldingCopiesNoListThatIsItsOwn()
    {
        // What is copied moves; what is this snapshot's own stays where it is.
        LedgerHarness ledger = aBusyLedger();
        std::vector<QByteArray> entries = ledger.entries();
        state::Snapshot snapshot =
            std::move(*LedgerHarness::foldAll(entries, state::SignatureCheck::AlreadyVerified));
        const void* const places[] = {&snapshot.entries.constFirst(), &snapshot.proposals.constFirst(),
                                      &snapshot.changes.constFirst()};
        KEYTURN_ACCEPTED(ledger.append("ceo", ledger.approval("P-2")));
        KEYTURN_ACCEPTED(ledger.append("counsel", ledger.approval("P-2")));
        for (size_t i = entries.size(); i < ledger.entries().size(); ++i) {
            const auto opened = state::openEntry(ledger.entries()[i]);
            auto next =
                state::apply(std::move(snapshot), *opened, state::SignatureCheck::Verify, ledger.rootAt());
            QVERIFY(next);
            snapshot = std::move(*next);
        }
        QVERIFY(snapshot == ledger.snapshot());
        QVERIFY(places[0] == &snapshot.entries.constFirst());
        QVERIFY(places[1] == &snapshot.proposals.constFirst());
        QVERIFY(places[2] == &snapshot.changes.constFirst());
    }
};

KEYTURN_TEST(TestSnapshot);
#include "test_snapshot.moc"

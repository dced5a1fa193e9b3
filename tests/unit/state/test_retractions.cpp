// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/digest_functions.h"
#include "models/state/figures.h"
#include "models/state/notes.h"
#include "tests/unit/state/state_checks.h"

using namespace keyturn;
using namespace keyturn::domain;
using tests::LedgerHarness;

namespace {

/// An import of three records. @return its entry.
std::uint64_t importThree(LedgerHarness& ledger)
{
    BatchImported batch;
    batch.count = 3;
    batch.root = crypto::sha256("records");
    batch.sourceName = QStringLiteral("signals.csv");
    return ledger.must(ledger.append("feed", batch)).seq;
}

BatchRetracted retractionOf(std::uint64_t batch, const char* reason = "It was the wrong file")
{
    return {batch, QString::fromUtf8(reason)};
}

RecordId recordOf(std::uint64_t batch, int leaf)
{
    return RecordId(QStringLiteral("%1:%2").arg(batch).arg(leaf));
}

NoteAdded markOf(const RecordId& record)
{
    NoteAdded note;
    note.title = QStringLiteral("For reports");
    note.inReport = ReportMark{record, std::nullopt};
    return note;
}

} // namespace

/// Imports that are taken back.
class TestRetractions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anImportIsRetractedOnceByAnyoneWhoMayImport()
    {
        LedgerHarness ledger;
        const std::uint64_t batch = importThree(ledger);
        KEYTURN_REFUSED(ledger.append("auditor", retractionOf(batch)), DomainError::RoleMayNot);
        KEYTURN_REFUSED(ledger.append("safety", retractionOf(batch, "  ")), DomainError::BadStatement);
        const base::Digest before = state::stateSha256(ledger.snapshot());
        // Another than the one who imported it.
        KEYTURN_ACCEPTED(ledger.append("safety", retractionOf(batch)));
        QVERIFY(state::stateSha256(ledger.snapshot()) != before);
        const state::BatchState* retracted = ledger.snapshot().batch(batch);
        QVERIFY(retracted != nullptr && retracted->retracted);
        QCOMPARE(retracted->retracted->reason, QStringLiteral("It was the wrong file"));
        QCOMPARE(retracted->retracted->origin.member.value(), QStringLiteral("safety"));
        QCOMPARE(retracted->retracted->origin.seq, ledger.snapshot().size - 1);
        KEYTURN_REFUSED(ledger.append("feed", retractionOf(batch)), DomainError::AlreadyRetracted);
    }

    void onlyAnImportIsRetracted()
    {
        LedgerHarness ledger;
        const std::uint64_t batch = importThree(ledger);
        for (const std::uint64_t entry : {std::uint64_t{0}, batch - 1, batch + 1, std::uint64_t{1} << 40})
            KEYTURN_REFUSED(ledger.append("feed", retractionOf(entry)), DomainError::UnknownBatch);
        Statement about = ledger.draft("feed", retractionOf(batch));
        about.subjects.front().sha256.bytes[0] ^= 1;
        KEYTURN_REFUSED(ledger.appendStatement(about, ledger.keyOf("feed")), DomainError::BadStatement);
    }

    void theEntryStaysAndTheCountOfWhatStandsGoesDown()
    {
        LedgerHarness ledger;
        const std::uint64_t first = importThree(ledger);
        const std::uint64_t second = importThree(ledger);
        const state::Snapshot before = ledger.snapshot();
        KEYTURN_ACCEPTED(ledger.append("feed", retractionOf(first)));
        const state::Snapshot& now = ledger.snapshot();
        QCOMPARE(now.records, std::uint64_t{6});
        QCOMPARE(now.recordsStanding(), std::uint64_t{3});
        QCOMPARE(now.batch(first)->facts, before.batch(first)->facts);
        QVERIFY(!now.batch(second)->retracted);
        QVERIFY(now.batchOf(recordOf(first, 2)) == now.batch(first));
        QVERIFY(!now.batchOf(recordOf(first, 3)));
        // What was known before is as it was.
        QVERIFY(!before.batch(first)->retracted);
        QCOMPARE(before.recordsStanding(), std::uint64_t{6});
        // Importing again is how a retraction is undone.
        const std::uint64_t again = importThree(ledger);
        QVERIFY(!now.batch(again)->retracted);
        QCOMPARE(now.recordsStanding(), std::uint64_t{6});
        KEYTURN_ACCEPTED(LedgerHarness::foldAll(ledger.entries(), state::SignatureCheck::Verify));
    }

    void whatCitedARecordStillCitesIt()
    {
        LedgerHarness ledger;
        ledger.setCatalogue();
        const std::uint64_t batch = importThree(ledger);
        KEYTURN_ACCEPTED(ledger.append("safety", markOf(recordOf(batch, 0))));
        ChangeProposed change = ledger.restricting("safety", LedgerHarness::suspension({"larch-4"}));
        change.signalRecords = {recordOf(batch, 1)};
        KEYTURN_ACCEPTED(ledger.append("safety", change));
        KEYTURN_ACCEPTED(ledger.append("feed", retractionOf(batch)));

        const state::Snapshot& now = ledger.snapshot();
        QCOMPARE(now.proposals.front().facts.signalRecords, std::vector{recordOf(batch, 1)});
        QCOMPARE(now.proposals.front().status, ProposalStatus::Open);
        QCOMPARE(state::standingMarks(now).size(), std::size_t{1});
        // People decide on what the proposal says, as before.
        KEYTURN_ACCEPTED(ledger.append("counsel", ledger.approval("P-1")));
        // No figure counts from a record that was taken back.
        for (const state::DecisionFigures& figures :
             state::decisionFigures(now, now.lastTime, state::FiguresOf::RealDecisions))
            QVERIFY(!figures.firstSignalAt);
    }

    void nothingNewCitesARecordThatWasTakenBack()
    {
        LedgerHarness ledger;
        ledger.setCatalogue();
        const std::uint64_t batch = importThree(ledger);
        ChangeProposed change = ledger.restricting("safety", LedgerHarness::suspension({"larch-4"}));
        change.signalRecords = {recordOf(batch, 1)};
        const Statement laidOut = ledger.draft("safety", change);
        KEYTURN_ACCEPTED(ledger.append("feed", retractionOf(batch)));
        KEYTURN_REFUSED(ledger.appendStatement(laidOut, ledger.keyOf("safety")),
                        DomainError::ProposalOutdated);
        KEYTURN_REFUSED(ledger.append("safety", markOf(recordOf(batch, 0))), DomainError::BadStatement);
    }
};

KEYTURN_TEST(TestRetractions);
#include "test_retractions.moc"

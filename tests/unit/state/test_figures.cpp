// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/digest_functions.h"
#include "models/state/figures.h"
#include "tests/unit/state/state_checks.h"

#include <array>
#include <map>

using namespace keyturn;
using namespace keyturn::domain;
using state::FiguresOf;
using tests::LedgerHarness;

namespace {

constexpr std::int64_t kMinute = base::kUsPerMinute;

void waitFor(LedgerHarness& ledger, std::int64_t minutes)
{
    ledger.clock.advanceMinutes(minutes);
}

/// A batch of four records; the entry that holds it.
std::uint64_t importSignals(LedgerHarness& ledger)
{
    BatchImported batch;
    batch.count = 4;
    batch.root = crypto::sha256("records");
    return ledger.must(ledger.append("feed", batch)).seq;
}

RecordId recordIn(std::uint64_t batch, int leaf)
{
    return RecordId(QStringLiteral("%1:%2").arg(batch).arg(leaf));
}

} // namespace

class TestFigures : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void takesTimesFromTheFirstSignalToTheProposalToTheQuorum()
    {
        LedgerHarness ledger;
        ledger.setCatalogue();
        const std::uint64_t batch = importSignals(ledger);
        const base::UtcTime imported = ledger.snapshot().lastTime;
        waitFor(ledger, 30);
        ChangeProposed change = ledger.restricting("safety", LedgerHarness::suspension({"larch-4"}));
        change.signalRecords = {recordIn(batch, 2), recordIn(batch, 1)};
        ledger.must(ledger.append("safety", change));
        waitFor(ledger, 5);
        ledger.must(ledger.append("counsel", ledger.approval("P-1")));
        waitFor(ledger, 5);
        ledger.must(ledger.append("safety", ledger.approval("P-1")));
        waitFor(ledger, 20);
        ledger.must(ledger.append("ceo", ledger.approval("P-1")));

        const auto figures =
            state::decisionFigures(ledger.snapshot(), ledger.ledgerNow(), FiguresOf::RealDecisions);
        QCOMPARE(figures.size(), std::size_t{1});
        const state::DecisionFigures& one = figures.front();
        QCOMPARE(one.change, std::optional(ChangeId(QStringLiteral("C-1"))));
        QVERIFY(one.firstSignalAt == imported);
        QCOMPARE(one.signalToProposalUs().value() / kMinute, 30);
        QCOMPARE(one.proposalToQuorumUs().value() / kMinute, 30);
        std::map<Role, std::int64_t> waited;
        for (const state::SlotWait& slot : one.waits) {
            QVERIFY(!slot.isRunning);
            waited[slot.role] = slot.waitedUs / kMinute;
        }
        QCOMPARE(waited[Role::Legal], 5);
        QCOMPARE(waited[Role::SafetyLead], 10);
        QCOMPARE(waited[Role::Executive], 30);
    }

    void prefersWhenASignalHappenedToWhenItWasImported()
    {
        LedgerHarness ledger;
        ledger.setCatalogue();
        const std::uint64_t batch = importSignals(ledger);
        const base::UtcTime imported = ledger.snapshot().lastTime;
        ChangeProposed change = ledger.restricting("safety", LedgerHarness::suspension({"larch-4"}));
        change.signalRecords = {recordIn(batch, 0), recordIn(batch, 3)};
        ledger.must(ledger.append("safety", change));
        const auto happened = [&](const RecordId& id) -> std::optional<base::UtcTime> {
            if (id == recordIn(batch, 3))
                return imported.plusUs(-60 * kMinute);
            return std::nullopt;
        };
        const auto figures =
            state::decisionFigures(ledger.snapshot(), ledger.ledgerNow(), FiguresOf::RealDecisions, happened);
        QCOMPARE(figures.front().firstSignal, std::optional(recordIn(batch, 3)));
        QVERIFY(figures.front().firstSignalAt == imported.plusUs(-60 * kMinute));
    }

    void givesNoTimeToTheProposalWhereItCameBeforeItsSignal()
    {
        LedgerHarness ledger;
        ledger.setCatalogue();
        const std::uint64_t batch = importSignals(ledger);
        ChangeProposed change = ledger.restricting("safety", LedgerHarness::suspension({"larch-4"}));
        change.signalRecords = {recordIn(batch, 0)};
        ledger.must(ledger.append("safety", change));
        const auto later = [&](const RecordId&) {
            return std::optional(ledger.snapshot().lastTime.plusUs(kMinute));
        };
        const auto figures =
            state::decisionFigures(ledger.snapshot(), ledger.ledgerNow(), FiguresOf::RealDecisions, later);
        QVERIFY(!figures.front().signalToProposalUs());
    }

    void waitsOnForWhoeverHasNotSignedUntilItIsDecided()
    {
        LedgerHarness ledger;
        ledger.setCatalogue();
        ledger.must(
            ledger.append("safety", ledger.restricting("safety", LedgerHarness::suspension({"larch-4"}))));
        waitFor(ledger, 15);
        const auto open =
            state::decisionFigures(ledger.snapshot(), ledger.ledgerNow(), FiguresOf::RealDecisions);
        QVERIFY(!open.front().quorum);
        for (const state::SlotWait& slot : open.front().waits) {
            QVERIFY(slot.isRunning && !slot.filledBy);
            QCOMPARE(slot.waitedUs / kMinute, 15);
        }
        ledger.must(ledger.append("safety", ledger.withdrawal("P-1")));
        waitFor(ledger, 60);
        const auto ended =
            state::decisionFigures(ledger.snapshot(), ledger.ledgerNow(), FiguresOf::RealDecisions);
        for (const state::SlotWait& slot : ended.front().waits) {
            QVERIFY(!slot.isRunning);
            QCOMPARE(slot.waitedUs / kMinute, 15);
        }
    }

    void stopsWaitingWhenAProposalRanOutBeforeAnythingElseHappened()
    {
        LedgerHarness ledger;
        ledger.setCatalogue();
        ledger.must(
            ledger.append("safety", ledger.restricting("safety", LedgerHarness::suspension({"larch-4"}))));
        const state::ProposalState& proposal = ledger.snapshot().proposals.constFirst();
        const base::UtcTime much = proposal.facts.expiresAt.plusUs(100 * kMinute);
        const auto figures = state::decisionFigures(ledger.snapshot(), much, FiguresOf::RealDecisions);
        QCOMPARE(figures.front().status, ProposalStatus::Expired);
        QCOMPARE(figures.front().waits.front().waitedUs,
                 proposal.facts.expiresAt.us - proposal.origin.recordedAt.us);
    }

    void tellsRehearsalsApart()
    {
        LedgerHarness ledger(LedgerHarness::Start::Founded, [](Charter& charter) {
            charter.format = static_cast<std::int64_t>(CharterFormat::Current);
            charter.acceptsBrittle = true;
        });
        ledger.setCatalogue();
        IncidentOpened exercise;
        exercise.title = QStringLiteral("Exercise");
        exercise.owner = MemberId(QStringLiteral("scribe"));
        exercise.rehearsal = true;
        ledger.must(ledger.append("scribe", exercise));
        ChangeProposed wanted;
        wanted.restriction = LedgerHarness::suspension({"larch-4"});
        wanted.incident = IncidentId(QStringLiteral("I-1"));
        wanted.rationale = QStringLiteral("Exercise");
        ledger.must(ledger.append("safety", ledger.proposal("safety", wanted)));
        ledger.must(
            ledger.append("safety", ledger.restricting("safety", LedgerHarness::suspension({"larch-3"}))));
        const auto real =
            state::decisionFigures(ledger.snapshot(), ledger.ledgerNow(), FiguresOf::RealDecisions);
        const auto rehearsed =
            state::decisionFigures(ledger.snapshot(), ledger.ledgerNow(), FiguresOf::Rehearsals);
        QCOMPARE(real.size(), std::size_t{1});
        QCOMPARE(real.front().proposal, ProposalId(QStringLiteral("P-2")));
        QCOMPARE(rehearsed.size(), std::size_t{1});
        QVERIFY(rehearsed.front().rehearsal);
    }

    void sumsUpByMediansOfWhatThereWas()
    {
        std::vector<state::DecisionFigures> figures(4);
        const std::array<std::int64_t, 3> toQuorum{10, 50, 20};
        for (std::size_t i = 0; i < toQuorum.size(); ++i) {
            figures[i].quorum = figures[i].proposed.plusUs(toQuorum[i]);
            figures[i].waits.push_back({Role::Legal, MemberId(QStringLiteral("gc")), toQuorum[i], false});
        }
        figures[3].waits.push_back({Role::Legal, std::nullopt, 1000, true});
        figures[3].waits.push_back({Role::Executive, std::nullopt, 1000, true});
        const state::FiguresSummary summary = state::summaryOf(figures);
        QCOMPARE(summary.decisions, std::uint64_t{4});
        QCOMPARE(summary.met, std::uint64_t{3});
        QVERIFY(summary.medianProposalToQuorumUs == 20);
        QVERIFY(!summary.medianSignalToProposalUs);
        QCOMPARE(summary.roles.size(), std::size_t{2});
        QCOMPARE(summary.roles[0].role, Role::Executive);
        QVERIFY(!summary.roles[0].medianWaitedUs);
        QCOMPARE(summary.roles[0].missing, std::uint64_t{1});
        QVERIFY(summary.roles[1].medianWaitedUs == 20);
        QCOMPARE(summary.roles[1].given, std::uint64_t{3});
        QVERIFY(state::summaryOf({}).roles.empty());
    }
};

KEYTURN_TEST(TestFigures);
#include "test_figures.moc"

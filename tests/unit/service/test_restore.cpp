// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/verify.h"
#include "tests/unit/service/put_back.h"

namespace keyturn::tests {

using service::ServiceError;

/// A workspace that is frozen because of another head of its ledger, and the decision that lets it go on.
class TestRestore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesNothingButTheDecisionWhileFrozen();
    void nobodyGoesOnAlone();
    void goesOnOnceTheCharterIsMet();
    void staysFrozenWhereTheHeadIsRefused();
    void staysFrozenWhereAnotherHeadIsLeft();
    void staysFrozenWhenTheDecisionOutgrowsTheLostHead();
    void anotherMachineThatRemembersTheHeadGoesOn();
    void anotherProgramOfTheMachineGoesOn();
    void theLosingCopyStaysFrozen();
    void aForkIsDecidedByEitherSide();
    void aDamagedCopyTakesNoHeadsPlace();
    void nothingElseIsDecidedAway();
    void staysFrozenWhereTheHeadCannotBeKept();
};

void TestRestore::takesNothingButTheDecisionWhileFrozen()
{
    PutBack put;
    const auto workspace = put.bench.open();
    expectFrozenBy(*workspace, "rollback");
    QCOMPARE(workspace->health().rivalHead->size, workspace->snapshot()->size + 3);
    const std::uint64_t size = workspace->snapshot()->size;
    const domain::ProposalId other = workspace->snapshot()->proposals.front().id;
    const state::Snapshot& snapshot = *workspace->snapshot();
    service::ChangeRequest ordinary;
    ordinary.restriction = LedgerHarness::suspension({"larch-4"});
    ordinary.rationale = QStringLiteral("Bypass seen again");
    const std::vector<domain::Payload> forbidden{
        ServiceBench::note(QStringLiteral("Onto the old copy")),
        must(service::draftProposal(snapshot, workspace->ledgerNow(), memberNamed("safety"), ordinary)),
        must(service::draftApproval(snapshot, other, std::nullopt)),
        must(service::draftRefusal(snapshot, other, QStringLiteral("No"))),
        must(service::draftWithdrawal(snapshot, other, QStringLiteral("No"))),
    };
    for (const domain::Payload& payload : forbidden)
        QVERIFY(put.bench.say(*workspace, "safety", payload).error().is(ServiceError::ReadOnly));
    QCOMPARE(must(workspace->store().size()), size);
    // Nor is the machine's memory touched by what may be added.
    const domain::AbandonedHead rival = *workspace->health().rivalHead;
    const domain::ProposalId leaving = put.proposeLeaving(*workspace);
    must(put.bench.say(*workspace, "safety",
                       must(service::draftWithdrawal(*workspace->snapshot(), leaving,
                                                     QStringLiteral("Wait for the disk")))));
    const auto again = put.bench.open();
    expectFrozenBy(*again, "rollback");
    QCOMPARE(*again->health().rivalHead, rival);
}

void TestRestore::nobodyGoesOnAlone()
{
    PutBack put;
    const auto workspace = put.bench.open();
    const domain::ProposalId leaving = put.proposeLeaving(*workspace);
    must(put.approve(*workspace, "ceo", leaving));
    QVERIFY(!put.approve(*workspace, "ceo", leaving));
    must(put.approve(*workspace, "counsel", leaving));
    QVERIFY(workspace->health().readOnly);
    QVERIFY(put.bench.say(*workspace, "ceo", ServiceBench::note(QStringLiteral("Alone")))
                .error()
                .is(ServiceError::ReadOnly));
    QVERIFY(workspace->snapshot()->abandoned.empty());
}

void TestRestore::goesOnOnceTheCharterIsMet()
{
    PutBack put;
    {
        const auto workspace = put.bench.open();
        QVERIFY(put.evidence(put.bench.options).isEmpty());
        put.decide(*workspace, put.proposeLeaving(*workspace));
        expectGoingOn(put.bench, *workspace);
    }
    // What is left behind is kept, signed by the seat that had it.
    QCOMPARE(put.evidence(put.bench.options).size(), 1);
    expectGoingOn(put.bench, *put.bench.open());
    const auto verified =
        must(service::verifyLocation(put.bench.path(), put.bench.options, {}, std::atomic_bool{false}));
    QVERIFY(verified.ok());
    // From here on it is held to what it holds now.
    QVERIFY(QFile::remove(put.bench.path()));
    QVERIFY(QFile::copy(put.bench.path("old.keyturn"), put.bench.path()));
    expectFrozenBy(*put.bench.open(), "rollback");
}

void TestRestore::staysFrozenWhereTheHeadIsRefused()
{
    PutBack put;
    const auto workspace = put.bench.open();
    const domain::ProposalId leaving = put.proposeLeaving(*workspace);
    must(put.bench.say(*workspace, "counsel",
                       must(service::draftRefusal(*workspace->snapshot(), leaving,
                                                  QStringLiteral("The disk may be read")))));
    expectFrozenBy(*workspace, "rollback");
    expectFrozenBy(*put.bench.open(), "rollback");
}

void TestRestore::staysFrozenWhereAnotherHeadIsLeft()
{
    PutBack put;
    const auto workspace = put.bench.open();
    const domain::AbandonedHead rival = *workspace->health().rivalHead;
    put.decide(*workspace, put.proposeLeaving(*workspace, {rival.size + 50, rival.root}));
    QCOMPARE(workspace->snapshot()->abandoned.size(), 1);
    QVERIFY(workspace->health().readOnly);
    QCOMPARE(*workspace->health().rivalHead, rival);
    const auto again = put.bench.open();
    QVERIFY(again->health().readOnly);
    QCOMPARE(*again->health().rivalHead, rival);
}

void TestRestore::staysFrozenWhenTheDecisionOutgrowsTheLostHead()
{
    PutBack put(1);
    const domain::AbandonedHead rival = *put.bench.open()->health().rivalHead;
    const domain::ProposalId leaving = put.proposeLeaving(*put.bench.open());
    // As long as the head that was lost, and then longer: it contradicts it.
    for (const char* member : {"ceo", "coo"}) {
        const auto workspace = put.bench.open();
        expectFrozenBy(*workspace, "fork");
        QCOMPARE(*workspace->health().rivalHead, rival);
        must(put.approve(*workspace, member, leaving));
        QVERIFY(workspace->health().readOnly);
    }
    const auto workspace = put.bench.open();
    must(put.approve(*workspace, "counsel", leaving));
    expectGoingOn(put.bench, *workspace);
    expectGoingOn(put.bench, *put.bench.open());
}

void TestRestore::anotherMachineThatRemembersTheHeadGoesOn()
{
    PutBack put;
    expectFrozenBy(*must(service::Workspace::open(put.bench.path(), put.elsewhere)), "rollback");
    {
        const auto workspace = put.bench.open();
        put.decide(*workspace, put.proposeLeaving(*workspace));
    }
    // Also where it only reads: what it has seen is not the workspace's.
    const auto verified =
        must(service::verifyLocation(put.bench.path(), put.elsewhere, {}, std::atomic_bool{false}));
    QVERIFY(verified.ok());
    QCOMPARE(put.evidence(put.elsewhere).size(), 1);
    expectGoingOn(put.bench, *must(service::Workspace::open(put.bench.path(), put.elsewhere)));
    // A copy of its own that was never decided against stays out.
    const auto lost = must(service::Workspace::open(put.bench.path("lost.keyturn"), put.elsewhere));
    expectFrozenBy(*lost, "fork");
}

void TestRestore::anotherProgramOfTheMachineGoesOn()
{
    PutBack put;
    const auto first = put.bench.open();
    const auto second = put.bench.open();
    put.decide(*first, put.proposeLeaving(*first));
    must(put.bench.say(*first, "scribe", ServiceBench::note(QStringLiteral("Going on"))));
    QVERIFY(second->health().readOnly);
    QVERIFY(second->refresh());
    expectGoingOn(put.bench, *second);
    QCOMPARE(put.evidence(put.bench.options).size(), 1);
}

void TestRestore::theLosingCopyStaysFrozen()
{
    PutBack put;
    {
        const auto workspace = put.bench.open();
        put.decide(*workspace, put.proposeLeaving(*workspace));
    }
    const auto lost = put.bench.open("lost.keyturn");
    expectFrozenBy(*lost, "fork");
    QVERIFY(put.bench.say(*lost, "scribe", ServiceBench::note(QStringLiteral("Onto the losing one")))
                .error()
                .is(ServiceError::ReadOnly));
}

void TestRestore::aForkIsDecidedByEitherSide()
{
    // Told by the side that goes on of the other's head, and by the other's machine once they meet.
    PutBack put;
    const auto lost = must(service::Workspace::open(put.bench.path("lost.keyturn"), put.elsewhere));
    service::OpenOptions fresh = put.bench.options;
    fresh.seat.path = put.bench.folder.filePath(QStringLiteral("fresh"));
    const auto going = must(service::Workspace::open(put.bench.path(), fresh));
    must(put.bench.say(*going, "scribe", ServiceBench::note(QStringLiteral("Its own way"))));
    put.decide(*going, put.proposeLeaving(*going, {lost->tree().size(), lost->tree().root()}));
    expectGoingOn(put.bench, *going);
    expectGoingOn(put.bench, *must(service::Workspace::open(put.bench.path(), put.elsewhere)));
    expectFrozenBy(*must(service::Workspace::open(put.bench.path("lost.keyturn"), fresh)), "fork");
    // A head that the ledger holds cannot be left behind.
    service::ChangeRequest own;
    own.abandons = domain::AbandonedHead{going->tree().size(), going->tree().root()};
    own.rationale = QStringLiteral("Nothing");
    const auto draft =
        service::draftProposal(*going->snapshot(), going->ledgerNow(), memberNamed("safety"), own);
    QVERIFY(!draft || !put.bench.say(*going, "safety", *draft));
}

void TestRestore::aDamagedCopyTakesNoHeadsPlace()
{
    PutBack put;
    {
        const auto workspace = put.bench.open();
        put.decide(*workspace, put.proposeLeaving(*workspace));
    }
    put.bench.change(
        {QStringLiteral("DELETE FROM checkpoints WHERE size = (SELECT max(size) FROM checkpoints)")});
    const auto damaged = must(service::Workspace::open(put.bench.path(), put.elsewhere));
    QCOMPARE(damaged->health().problems.front().code, QStringLiteral("checkpoint"));
    QVERIFY(put.evidence(put.elsewhere).isEmpty());
    // What the other machine remembers is still the head that was left.
    const auto lost = must(service::Workspace::open(put.bench.path("lost.keyturn"), put.elsewhere));
    QVERIFY(lost->health().problems.empty());
}

void TestRestore::nothingElseIsDecidedAway()
{
    PutBack put;
    const QString last = QStringLiteral("(SELECT max(seq) FROM entries)");
    put.bench.tamper(QStringLiteral("SELECT bytes FROM entries WHERE seq = ") + last,
                     QStringLiteral("UPDATE entries SET bytes = ? WHERE seq = ") + last,
                     [](QByteArray& bytes) { bytes[bytes.size() / 2] ^= 1; });
    const auto workspace = put.bench.open();
    QVERIFY(workspace->health().readOnly);
    QVERIFY(!workspace->health().rivalHead);
    service::ChangeRequest request;
    request.abandons = domain::AbandonedHead{99, workspace->tree().root()};
    request.rationale = QStringLiteral("The disk was lost");
    const auto draft = must(service::draftProposal(*workspace->snapshot(), workspace->ledgerNow(),
                                                   memberNamed("safety"), request));
    QVERIFY(put.bench.say(*workspace, "safety", draft).error().is(ServiceError::ReadOnly));
}

void TestRestore::staysFrozenWhereTheHeadCannotBeKept()
{
    PutBack put;
    QFile blocker(put.bench.options.seat.forkFolder());
    QVERIFY(blocker.open(QIODevice::WriteOnly));
    {
        const auto workspace = put.bench.open();
        put.decide(*workspace, put.proposeLeaving(*workspace));
        QVERIFY(workspace->health().readOnly);
        QCOMPARE(workspace->health().problems.front().code, QStringLiteral("storage/anchor-failure"));
    }
    QVERIFY(blocker.remove());
    expectGoingOn(put.bench, *put.bench.open());
    QCOMPARE(put.evidence(put.bench.options).size(), 1);
}

KEYTURN_TEST(TestRestore);

} // namespace keyturn::tests

#include "test_restore.moc"

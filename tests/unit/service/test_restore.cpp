// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/proposal_draft.h"
#include "models/service/rival_head.h"
#include "models/service/verify.h"
#include "tests/unit/service/service_bench.h"

#include <QDir>
#include <QFileInfo>
#include <QTest>

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
    void aVerificationAddsNothingToTheHeadInTheWay();
    void aLostHeadIsKnownByItsSizeAlone();
    void theOtherCopyTellsWhatWouldBeLost();
};

namespace {

domain::MemberId memberNamed(const char* name)
{
    return domain::MemberId(QLatin1String(name));
}

/// A workspace in whose place an older copy was put back; what was lost lies beside it.
struct PutBack
{
    ServiceBench bench;
    service::OpenOptions elsewhere; ///< Another machine, which has seen what was lost.

    explicit PutBack(int lost = 3)
    {
        elsewhere = bench.options;
        elsewhere.seat.path = bench.folder.filePath(QStringLiteral("elsewhere"));
        {
            const auto workspace = bench.found();
            must(bench.say(*workspace, "safety", domain::CatalogueSet{LedgerHarness::catalogue()}));
            service::ChangeRequest request;
            request.restriction = LedgerHarness::suspension({"larch-4"});
            request.rationale = QStringLiteral("Bypass confirmed");
            propose(*workspace, request);
            must(
                workspace->store().backupTo(bench.path("old.keyturn"), [](int, int) { return true; }).map([] {
                    return 0;
                }));
            for (int i = 0; i < lost; ++i)
                must(bench.say(*workspace, "scribe", ServiceBench::note(QStringLiteral("Lost %1").arg(i))));
        }
        must(service::Workspace::open(bench.path(), elsewhere)).reset();
        if (!QFile::rename(bench.path(), bench.path("lost.keyturn")) ||
            !QFile::copy(bench.path("old.keyturn"), bench.path()))
            qFatal("cannot put the old copy back");
    }

    domain::ProposalId propose(service::Workspace& workspace, const service::ChangeRequest& request)
    {
        const auto draft = must(service::draftProposal(*workspace.snapshot(), workspace.ledgerNow(),
                                                       memberNamed("safety"), request));
        return must(bench.say(workspace, "safety", draft)).snapshot->proposals.back().id;
    }
    domain::ProposalId proposeLeaving(service::Workspace& workspace)
    {
        return proposeLeaving(workspace, *workspace.health().rivalHead);
    }
    domain::ProposalId proposeLeaving(service::Workspace& workspace, const domain::AbandonedHead& head)
    {
        service::ChangeRequest request;
        request.abandons = head;
        request.rationale = QStringLiteral("The disk was lost with these entries");
        return propose(workspace, request);
    }
    base::Result<service::Appended> approve(service::Workspace& workspace, const char* member,
                                            const domain::ProposalId& id)
    {
        return bench.say(workspace, member,
                         must(service::draftApproval(*workspace.snapshot(), id, std::nullopt)));
    }
    void decide(service::Workspace& workspace, const domain::ProposalId& id)
    {
        for (const char* member : {"ceo", "coo", "counsel"})
            must(approve(workspace, member, id));
    }
    [[nodiscard]] QStringList evidence(const service::OpenOptions& options) const
    {
        return QDir(options.seat.forkFolder()).entryList(QDir::Files, QDir::Name);
    }
};

void expectFrozenBy(const service::Workspace& workspace, const char* code)
{
    QVERIFY(workspace.health().readOnly);
    QCOMPARE(workspace.health().problems.size(), std::size_t{1});
    QCOMPARE(workspace.health().problems.front().code, QLatin1String(code));
    QVERIFY(workspace.health().rivalHead.has_value());
}

void expectGoingOn(ServiceBench& bench, service::Workspace& workspace)
{
    QVERIFY2(!workspace.health().readOnly, qPrintable(workspace.health().readOnlyReason));
    QVERIFY(workspace.health().problems.empty());
    QVERIFY(!workspace.health().rivalHead);
    QVERIFY(bench.say(workspace, "scribe", ServiceBench::note(QStringLiteral("Going on"))));
}

} // namespace

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

void TestRestore::aVerificationAddsNothingToTheHeadInTheWay()
{
    PutBack put(1);
    const auto workspace = put.bench.open();
    const domain::ProposalId leaving = put.proposeLeaving(*workspace);
    must(put.approve(*workspace, "ceo", leaving));
    // To whoever opens it now it contradicts the lost head; to us it is still the older copy.
    const auto verified =
        must(service::verifyLocation(put.bench.path(), put.bench.options, {}, std::atomic_bool{false}));
    QCOMPARE(verified.problems.size(), std::size_t{1});
    QCOMPARE(verified.problems.front().code, QString(service::kForkCode));
    workspace->noteVerified(verified.problems);
    expectFrozenBy(*workspace, "rollback");
    must(put.approve(*workspace, "coo", leaving));
    must(put.approve(*workspace, "counsel", leaving));
    expectGoingOn(put.bench, *workspace);
}

void TestRestore::aLostHeadIsKnownByItsSizeAlone()
{
    PutBack put;
    const auto workspace = put.bench.open();
    const auto rival = must(service::lookAtRivalHead(*workspace));
    QCOMPARE(rival.head, *workspace->health().rivalHead);
    QCOMPARE(rival.where, workspace->location());
    QVERIFY(rival.isOfThisFile);
    QCOMPARE(rival.signedBy.size(), 1);
    QCOMPARE(rival.ownSize, workspace->tree().size());
    QVERIFY(!rival.only);
    QCOMPARE(rival.fewest, std::uint64_t{3});
    // What is elsewhere decided is not decided here.
    put.decide(*workspace, put.proposeLeaving(*workspace));
    QVERIFY(service::lookAtRivalHead(*workspace).error().is(ServiceError::NothingInTheWay));
}

void TestRestore::theOtherCopyTellsWhatWouldBeLost()
{
    PutBack put;
    service::OpenOptions fresh = put.bench.options;
    fresh.seat.path = put.bench.folder.filePath(QStringLiteral("fresh"));
    {
        // Made where the longer copy was never seen.
        service::OpenOptions apart = put.bench.options;
        apart.seat.path = put.bench.folder.filePath(QStringLiteral("apart"));
        const auto going = must(service::Workspace::open(put.bench.path(), apart));
        must(put.bench.say(*going, "scribe", ServiceBench::note(QStringLiteral("Its own way"))));
    }
    must(service::Workspace::open(put.bench.path("lost.keyturn"), fresh)).reset();
    const auto workspace = must(service::Workspace::open(put.bench.path(), fresh));
    expectFrozenBy(*workspace, "fork");
    const auto rival = must(service::lookAtRivalHead(*workspace));
    QCOMPARE(rival.where, QFileInfo(put.bench.path("lost.keyturn")).canonicalFilePath());
    QVERIFY(!rival.isOfThisFile);
    QVERIFY(rival.only.has_value());
    QCOMPARE(rival.only->size(), std::size_t{3});
    QCOMPARE(rival.fewest, std::uint64_t{3});
    for (const state::EntryLine& line : *rival.only) {
        QCOMPARE(line.kind, QStringLiteral("note"));
        QCOMPARE(line.member, memberNamed("scribe"));
        QVERIFY(line.seq >= rival.head.size - 3);
    }
    // Where the other copy is not what was seen, it tells nothing.
    QVERIFY(QFile::remove(put.bench.path("lost.keyturn")));
    QVERIFY(QFile::copy(put.bench.path("old.keyturn"), put.bench.path("lost.keyturn")));
    const auto gone = must(service::lookAtRivalHead(*workspace));
    QVERIFY(!gone.only);
    QVERIFY(gone.fewest >= 1);
}

KEYTURN_TEST(TestRestore);

} // namespace keyturn::tests

#include "test_restore.moc"

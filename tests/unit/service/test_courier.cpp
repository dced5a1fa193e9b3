// SPDX-License-Identifier: GPL-3.0-or-later
// A decision goes out, is signed, comes back, and the world may have changed meanwhile.
#include "tests/unit/service/courier_bench.h"

namespace keyturn::tests {

using domain::DomainError;
using service::CourierError;

class TestCourier : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void carriesAnApprovalThereAndBack();
    void carriesARefusalWithItsReason();
    void staysGoodUntilTheProposalExpiresAndThreeDaysAtMost();
    void letsWhoCannotApproveOnlyRefuse();
    void letsAMemberOfTheNextCharterSign();
    void writesOverNoFile();
    void refusesASlotThatTheyDoNotHold();
    void refusesToSignByAClockBehindTheFile();
    void playsAtTheTimeOfADemosStory();
    void refusesWhenAccessHasChanged();
    void refusesWhenTheCharterHasChanged();
    void refusesWhenTheProposalHasExpired();
    void refusesWhenTheProposalIsDecided();
    void takesAnAnswerOnce();
    void takesOnlyOneOfTwoAnswersToOneFile();
};

void TestCourier::carriesAnApprovalThereAndBack()
{
    CourierBench courier;
    const auto carried = courier.out();
    QVERIFY(!carried.whyOnlyRefusal);
    const auto decision = must(service::openDecision(courier.file()));
    QCOMPARE(decision.parts, carried.decision.parts);
    QCOMPARE(decision.proposal, courier.proposal);
    QCOMPARE(decision.parts.member, *courier.workspace->snapshot()->charter.member(person("ceo")));
    QCOMPARE(decision.sheetSha256, courier.state().sheetSha256);
    QCOMPARE(decision.checkpoint.root, courier.workspace->tree().root());
    // The ledger may grow meanwhile.
    courier.bench.clock->advanceMinutes(60);
    must(courier.bench.say(*courier.workspace, "scribe", ServiceBench::note(QStringLiteral("Waiting"))));

    courier.answer({std::nullopt, domain::Role::Executive});
    const auto taken = must(courier.in());
    QVERIFY(taken.isApproval);
    QCOMPARE(taken.member, person("ceo"));
    QCOMPARE(taken.proposal, courier.proposal);
    QCOMPARE(courier.state().approvals.size(), std::size_t{1});
    QCOMPARE(courier.state().approvals.front().origin.member, person("ceo"));
    QCOMPARE(courier.state().approvals.front().slot, domain::Role::Executive);
    QVERIFY(courier.bench.open()->health().problems.empty());
}

void TestCourier::carriesARefusalWithItsReason()
{
    CourierBench courier;
    courier.out("counsel");
    EXPECT_ERROR(courier.sign({QStringLiteral("  "), std::nullopt}, "counsel"), CourierError::NoReason);
    CourierBench::must(service::writeAnswerFile(
        courier.answerFile(),
        must(courier.sign({QStringLiteral("Failover leaks."), std::nullopt}, "counsel"))));
    const auto taken = must(courier.in());
    QVERIFY(!taken.isApproval);
    QCOMPARE(courier.state().refusals.size(), std::size_t{1});
    QCOMPARE(courier.state().refusals.front().reason, QStringLiteral("Failover leaks."));
}

void TestCourier::staysGoodUntilTheProposalExpiresAndThreeDaysAtMost()
{
    CourierBench courier;
    const auto ordinary = courier.out();
    QCOMPARE(ordinary.decision.context().notAfter, courier.state().facts.expiresAt);

    const auto broken = courier.workspace->snapshot();
    const auto change = must(service::draftProposal(
        *broken, courier.workspace->ledgerNow(), person("safety"),
        [] {
            service::ChangeRequest request;
            request.restriction = LedgerHarness::suspension({"larch-3"});
            request.rationale = QStringLiteral("At once.");
            return request;
        }(),
        domain::Urgency::BreakGlass));
    must(courier.bench.say(*courier.workspace, "safety", domain::GlassBroken{change}));
    courier.proposal = courier.workspace->snapshot()->proposals.constLast().id;
    const auto carried = must(service::courierOut(*courier.workspace, courier.proposal, person("ceo"),
                                                  courier.bench.path("glass.keyturn-decision")));
    const domain::StatementContext& context = carried.decision.context();
    QCOMPARE(context.notAfter, context.signedAt.plusUs(service::kCarriedValidUs));
    QVERIFY(context.notAfter > courier.state().facts.expiresAt);
    QCOMPARE(carried.decision.urgency, domain::Urgency::BreakGlass);
}

void TestCourier::letsWhoCannotApproveOnlyRefuse()
{
    CourierBench courier;
    courier.approve(courier.proposal, {"ceo"});
    const auto carried = courier.out();
    QVERIFY(carried.whyOnlyRefusal);
    QVERIFY(carried.whyOnlyRefusal->is(DomainError::AlreadySigned));
    EXPECT_ERROR(courier.sign(), CourierError::MayOnlyRefuse);
    courier.answer({QStringLiteral("I was wrong."), std::nullopt});
    must(courier.in());
    QVERIFY(courier.state().approvals.empty());

    EXPECT_ERROR(service::courierOut(*courier.workspace, courier.proposal, person("scribe"),
                                     courier.bench.path("scribe.keyturn-decision")),
                 DomainError::NoSlotForRoles);
    EXPECT_ERROR(service::courierOut(*courier.workspace, courier.proposal, person("nobody"),
                                     courier.bench.path("nobody.keyturn-decision")),
                 DomainError::UnknownMember);
}

void TestCourier::letsAMemberOfTheNextCharterSign()
{
    CourierBench courier;
    const state::Snapshot& snapshot = *courier.workspace->snapshot();
    auto newcomer = must(crypto::PrivateKey::generate(crypto::KeyType::P256));
    const crypto::PublicKey& key = newcomer.publicKey();
    service::ChangeRequest request;
    request.charter = snapshot.charter;
    request.charter->version = 2;
    domain::Member joining;
    joining.id = person("cfo");
    joining.name = QStringLiteral("Milo Brandt");
    joining.title = QStringLiteral("Chief Financial Officer");
    joining.roles = {domain::Role::Executive};
    joining.keys = {{key.id(), crypto::toWord(key.type()), key.spki()}};
    request.charter->members.push_back(joining);
    request.proofs = {
        {key.id(), must(newcomer.sign(domain::possessionBytes(snapshot.log, joining.id, key.id())))}};
    request.rationale = QStringLiteral("An executive more.");
    courier.proposal = courier.propose(request);
    courier.out("cfo");
    const auto decision = must(service::openDecision(courier.file()));
    CourierBench::must(service::writeAnswerFile(
        courier.answerFile(),
        must(service::signDecision(decision, {}, newcomer, courier.bench.clock->now()))));
    must(courier.in());
    QCOMPARE(courier.state().approvals.front().origin.member, joining.id);
}

void TestCourier::writesOverNoFile()
{
    CourierBench courier;
    courier.out();
    const QByteArray before = readTestFile(courier.file());
    EXPECT_ERROR(service::courierOut(*courier.workspace, courier.proposal, person("coo"), courier.file()),
                 service::ServiceError::FileExists);
    QCOMPARE(readTestFile(courier.file()), before);
}

void TestCourier::refusesASlotThatTheyDoNotHold()
{
    CourierBench courier;
    courier.out();
    EXPECT_ERROR(courier.sign({std::nullopt, domain::Role::Legal}), CourierError::NotTheirRole);
}

void TestCourier::refusesToSignByAClockBehindTheFile()
{
    CourierBench courier;
    courier.out();
    courier.bench.clock->advanceMinutes(-3);
    EXPECT_ERROR(courier.sign(), DomainError::ClockBehind);
    courier.bench.clock->advanceMinutes(1);
    must(courier.sign());
}

void TestCourier::playsAtTheTimeOfADemosStory()
{
    CourierBench courier;
    const auto carried = courier.out();
    QVERIFY(carried.decision.change.demo);
    const auto elsewhere = std::make_shared<MockClock>();
    elsewhere->advanceMinutes(365 * 24 * 60);
    const auto story = carried.decision.clockFor(elsewhere);
    QCOMPARE(story->now(), carried.decision.context().signedAt);
    elsewhere->advanceMinutes(5);
    QCOMPARE(story->now(), carried.decision.context().signedAt.plusUs(5 * base::kUsPerMinute));
    service::CarriedDecision real = carried.decision;
    real.change.demo = false;
    QCOMPARE(real.clockFor(elsewhere), std::shared_ptr<const base::Clock>(elsewhere));
}

void TestCourier::refusesWhenAccessHasChanged()
{
    CourierBench courier;
    courier.out();
    courier.answer();
    const domain::ProposalId other = courier.propose({"larch-3"});
    courier.approve(other, {"safety", "coo", "counsel"});
    QCOMPARE(courier.workspace->snapshot()->changes.size(), qsizetype{1});
    EXPECT_ERROR(courier.in(), DomainError::StaleAccessState);
    QVERIFY(courier.state().approvals.empty());
}

void TestCourier::refusesWhenTheCharterHasChanged()
{
    CourierBench courier;
    courier.out();
    courier.answer();
    service::ChangeRequest request;
    request.charter = courier.workspace->snapshot()->charter;
    request.charter->version = 2;
    request.charter->members.front().title = QStringLiteral("Chair");
    request.rationale = QStringLiteral("A title.");
    courier.approve(courier.propose(request), {"ceo", "coo", "counsel"});
    QCOMPARE(courier.workspace->snapshot()->charter.version, std::int64_t{2});
    EXPECT_ERROR(courier.in(), DomainError::StaleCharter);
}

void TestCourier::refusesWhenTheProposalHasExpired()
{
    CourierBench courier;
    courier.out();
    courier.answer();
    courier.bench.clock->set(courier.state().facts.expiresAt.plusUs(base::kUsPerSecond));
    EXPECT_ERROR(courier.sign(), CourierError::PassedNotAfter);
    EXPECT_ERROR(courier.in(), DomainError::StatementExpired);
    EXPECT_ERROR(service::courierOut(*courier.workspace, courier.proposal, person("coo"),
                                     courier.bench.path("late.keyturn-decision")),
                 DomainError::ProposalExpired);
}

void TestCourier::refusesWhenTheProposalIsDecided()
{
    CourierBench courier;
    courier.out();
    courier.answer();
    must(courier.bench.say(*courier.workspace, "safety",
                           must(service::draftWithdrawal(*courier.workspace->snapshot(), courier.proposal,
                                                         QStringLiteral("Superseded.")))));
    EXPECT_ERROR(courier.in(), DomainError::ProposalNotOpen);
}

void TestCourier::takesAnAnswerOnce()
{
    CourierBench courier;
    courier.out();
    courier.answer();
    must(courier.in());
    const auto size = courier.workspace->snapshot()->size;
    EXPECT_ERROR(courier.in(), DomainError::NonceSpent);
    QCOMPARE(courier.workspace->snapshot()->size, size);
}

void TestCourier::takesOnlyOneOfTwoAnswersToOneFile()
{
    CourierBench courier;
    courier.out();
    courier.answer();
    must(courier.in());
    const QString second = courier.bench.path("second.keyturn-answer");
    CourierBench::must(service::writeAnswerFile(
        second, must(courier.sign({QStringLiteral("On second thoughts."), std::nullopt}))));
    EXPECT_ERROR(service::courierIn(*courier.workspace, second), DomainError::NonceSpent);
    QCOMPARE(courier.state().approvals.size(), std::size_t{1});
}

KEYTURN_TEST(TestCourier);

} // namespace keyturn::tests

#include "test_courier.moc"

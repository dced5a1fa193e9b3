// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/state/state_checks.h"

using namespace keyturn;
using namespace keyturn::domain;
using state::StateError;
using tests::LedgerHarness;

/// Approvals, refusals and withdrawals.
class TestDecisions : public QObject
{
    Q_OBJECT

    /// Catalogue set; P-1, by the chief executive, suspends larch-4 in the EU: safety-lead and security-lead.
    static LedgerHarness regional()
    {
        LedgerHarness ledger;
        ledger.setCatalogue();
        ledger.must(
            ledger.append("ceo", ledger.restricting("ceo", LedgerHarness::suspension({"larch-4"}, {"EU"}))));
        return ledger;
    }
    /// Catalogue set; P-1, by the chief executive, suspends larch-4 worldwide: executive, safety-lead and
    /// legal.
    static LedgerHarness worldwide()
    {
        LedgerHarness ledger;
        ledger.setCatalogue();
        ledger.must(ledger.append("ceo", ledger.restricting("ceo", LedgerHarness::suspension({"larch-4"}))));
        return ledger;
    }
    static const state::ProposalState& first(const LedgerHarness& ledger)
    {
        return ledger.snapshot().proposals.constFirst();
    }
    static base::Result<tests::HarnessAppended> approve(LedgerHarness& ledger, const char* member,
                                                        const char* proposal = "P-1")
    {
        return ledger.append(member, ledger.approval(proposal));
    }
    static base::Result<tests::HarnessAppended> refuse(LedgerHarness& ledger, const char* member,
                                                       const char* proposal = "P-1")
    {
        return ledger.append(member, ledger.refusal(proposal));
    }

private Q_SLOTS:
    void aQuorumOfDifferentRolesPutsTheRestrictionInForce()
    {
        LedgerHarness ledger = worldwide();
        KEYTURN_ACCEPTED(approve(ledger, "ceo"));
        KEYTURN_ACCEPTED(approve(ledger, "counsel"));
        QVERIFY(ledger.snapshot().layersStanding().empty());
        QCOMPARE(first(ledger).status, ProposalStatus::Open);
        KEYTURN_ACCEPTED(approve(ledger, "deputy"));
        QCOMPARE(first(ledger).status, ProposalStatus::Authorised);
        QCOMPARE(first(ledger).change->value(), QStringLiteral("C-1"));
        QVERIFY(first(ledger).decidedAt == ledger.snapshot().lastTime);
        const state::ChangeState* change = ledger.snapshot().change(*first(ledger).change);
        QVERIFY(change);
        QCOMPARE(change->status, ChangeStatus::InForce);
        QVERIFY(change->restriction == *first(ledger).facts.restriction);
        QCOMPARE(change->authorisedBySeq, ledger.snapshot().size - 1);
        QCOMPARE(ledger.snapshot().layersStanding().size(), size_t{1});
    }

    void refusesApprovalBySamePersonTwice()
    {
        LedgerHarness ledger = worldwide();
        KEYTURN_ACCEPTED(approve(ledger, "safety"));
        KEYTURN_REFUSED(approve(ledger, "safety"), DomainError::AlreadySigned);
        QCOMPARE(first(ledger).approvals.size(), size_t{1});
    }

    void refusesApprovalBySamePersonWithAnotherKey()
    {
        auto second = std::move(*crypto::PrivateKey::generate(crypto::KeyType::Ed25519));
        LedgerHarness ledger(LedgerHarness::Start::Founded, [&](Charter& charter) {
            for (Member& member : charter.members) {
                if (member.id.value() == u"safety")
                    member.keys.push_back(
                        {second.publicKey().id(), QStringLiteral("ed25519"), second.publicKey().spki()});
            }
        });
        ledger.setCatalogue();
        KEYTURN_ACCEPTED(
            ledger.append("ceo", ledger.restricting("ceo", LedgerHarness::suspension({"larch-4"}, {"EU"}))));
        KEYTURN_ACCEPTED(approve(ledger, "safety"));
        KEYTURN_REFUSED(ledger.appendStatement(ledger.draft("safety", ledger.approval("P-1")), second),
                        DomainError::AlreadySigned);
    }

    void refusesApprovalByARoleThatFillsNoSlotAndNamesTheMissing()
    {
        LedgerHarness ledger = worldwide();
        KEYTURN_ACCEPTED(approve(ledger, "safety"));
        const auto refused = approve(ledger, "ciso");
        KEYTURN_REFUSED(refused, DomainError::NoSlotForRoles);
        QCOMPARE(refused.error().context.at(1), QStringLiteral("security-lead"));
        QCOMPARE(refused.error().context.at(2), QStringLiteral("executive, legal"));
        // Nor does a second person in a role that one has filled.
        KEYTURN_REFUSED(approve(ledger, "deputy"), DomainError::NoSlotForRoles);
    }

    void refusesApprovalForASlotThatTheMemberCannotFill()
    {
        LedgerHarness ledger = worldwide();
        ProposalApproved approval = ledger.approval("P-1");
        approval.slot = Role::Legal;
        KEYTURN_REFUSED(ledger.append("safety", approval), DomainError::NoSlotForRoles);
        approval.slot = Role::SafetyLead;
        KEYTURN_ACCEPTED(ledger.append("safety", approval));
    }

    void refusesDecisionsByAService()
    {
        LedgerHarness ledger = worldwide();
        KEYTURN_REFUSED(approve(ledger, "feed"), StateError::NotAPerson);
        KEYTURN_REFUSED(refuse(ledger, "feed"), StateError::NotAPerson);
        KEYTURN_REFUSED(ledger.append("feed", ledger.withdrawal("P-1")), StateError::NotAPerson);
    }

    void theProposerFillsASlotButNeverTheOnlyOne()
    {
        LedgerHarness ledger;
        ledger.setCatalogue();
        Restriction limited = LedgerHarness::suspension({"larch-4"});
        limited.measure.kind = RestrictionKind::RateLimit;
        limited.measure.requestsPerMinute = 10;
        KEYTURN_ACCEPTED(ledger.append("safety", ledger.restricting("safety", limited)));
        KEYTURN_REFUSED(approve(ledger, "safety"), DomainError::ProposerAlone);
        KEYTURN_ACCEPTED(approve(ledger, "deputy"));
        QCOMPARE(first(ledger).status, ProposalStatus::Authorised);
        KEYTURN_ACCEPTED(ledger.append(
            "safety", ledger.restricting("safety", LedgerHarness::suspension({"larch-4"}, {"EU"}))));
        KEYTURN_ACCEPTED(approve(ledger, "safety", "P-2"));
        KEYTURN_ACCEPTED(approve(ledger, "ciso", "P-2"));
        QCOMPARE(ledger.snapshot().proposals.at(1).status, ProposalStatus::Authorised);
    }

    void refusesApprovalOfAnotherSheet()
    {
        LedgerHarness ledger = regional();
        ProposalApproved approval = ledger.approval("P-1");
        approval.sheet.bytes[0] ^= 1;
        KEYTURN_REFUSED(ledger.append("safety", approval), DomainError::SheetDiffers);
        Statement statement = ledger.draft("safety", ledger.approval("P-1"));
        statement.subjects.front().sha256.bytes[0] ^= 1;
        KEYTURN_REFUSED(ledger.appendStatement(statement, ledger.keyOf("safety")), DomainError::SheetDiffers);
    }

    void refusesApprovalOfAnotherProposalsEntry()
    {
        LedgerHarness ledger = regional();
        KEYTURN_ACCEPTED(
            ledger.append("ceo", ledger.restricting("ceo", LedgerHarness::suspension({"larch-4"}, {"EU"}))));
        ProposalApproved approval = ledger.approval("P-2");
        approval.proposal = ProposalId(QStringLiteral("P-1"));
        KEYTURN_REFUSED(ledger.append("safety", approval), DomainError::SheetDiffers);
        ProposalWithdrawn withdrawal = ledger.withdrawal("P-2");
        withdrawal.proposal = ProposalId(QStringLiteral("P-1"));
        KEYTURN_REFUSED(ledger.append("ceo", withdrawal), DomainError::SheetDiffers);
        ProposalRefused refusal = ledger.refusal("P-2");
        refusal.proposal = ProposalId(QStringLiteral("P-1"));
        KEYTURN_REFUSED(ledger.append("safety", refusal), DomainError::SheetDiffers);
    }

    void refusesDecisionsOnAProposalThatIsNotThere()
    {
        LedgerHarness ledger = regional();
        ProposalApproved approval = ledger.approval("P-1");
        approval.proposal = ProposalId(QStringLiteral("P-2"));
        KEYTURN_REFUSED(ledger.append("safety", approval), DomainError::UnknownProposal);
    }

    void refusesStaleAccessState()
    {
        LedgerHarness ledger = regional();
        const Statement shownBefore = ledger.draft("safety", ledger.approval("P-1"));
        ledger.decide("ceo", ledger.restricting("ceo", LedgerHarness::suspension({"larch-3"}, {"UK"})),
                      {"safety", "ciso"});
        // Shown before the change, and shown after it: the proposal's own effect was computed before.
        KEYTURN_REFUSED(ledger.appendStatement(shownBefore, ledger.keyOf("safety")),
                        DomainError::StaleAccessState);
        KEYTURN_REFUSED(approve(ledger, "safety"), DomainError::StaleAccessState);
        Statement unbound = ledger.draft("safety", ledger.approval("P-1"));
        unbound.context->accessState.reset();
        KEYTURN_REFUSED(ledger.appendStatement(unbound, ledger.keyOf("safety")), DomainError::BadStatement);
    }

    void aStaleProposalCanStillBeRefusedOrWithdrawn()
    {
        LedgerHarness ledger = regional();
        const Statement shownBefore = ledger.draft("safety", ledger.refusal("P-1"));
        ledger.decide("ceo", ledger.restricting("ceo", LedgerHarness::suspension({"larch-3"}, {"UK"})),
                      {"safety", "ciso"});
        KEYTURN_REFUSED(ledger.appendStatement(shownBefore, ledger.keyOf("safety")),
                        DomainError::StaleAccessState);
        KEYTURN_ACCEPTED(refuse(ledger, "safety"));
        QCOMPARE(first(ledger).status, ProposalStatus::Refused);
    }

    void refusesDecisionsOnWhatIsDecided()
    {
        LedgerHarness ledger = regional();
        KEYTURN_ACCEPTED(approve(ledger, "safety"));
        KEYTURN_ACCEPTED(approve(ledger, "ciso"));
        KEYTURN_REFUSED(approve(ledger, "deputy"), DomainError::ProposalNotOpen);
        KEYTURN_REFUSED(refuse(ledger, "deputy"), DomainError::ProposalNotOpen);
        KEYTURN_REFUSED(ledger.append("ceo", ledger.withdrawal("P-1")), DomainError::ProposalNotOpen);
    }

    void expiryIsJudgedByLedgerTime()
    {
        LedgerHarness ledger = regional();
        const base::UtcTime expiresAt = first(ledger).facts.expiresAt;
        KEYTURN_ACCEPTED(approve(ledger, "safety"));
        ledger.clock.set(expiresAt);
        QCOMPARE(ledger.snapshot().statusOf(first(ledger), expiresAt), ProposalStatus::Open);
        QCOMPARE(ledger.snapshot().statusOf(first(ledger), expiresAt.plusUs(1)), ProposalStatus::Expired);
        NoteAdded note;
        note.title = QStringLiteral("Time passes");
        KEYTURN_ACCEPTED(ledger.append("scribe", note));
        QCOMPARE(first(ledger).status, ProposalStatus::Open);
        // The last moment counts.
        LedgerHarness late = regional();
        late.clock.set(first(late).facts.expiresAt);
        KEYTURN_ACCEPTED(approve(late, "safety"));

        ledger.clock.set(expiresAt.plusUs(base::kUsPerMs));
        KEYTURN_REFUSED(approve(ledger, "ciso"), DomainError::ProposalExpired);
        KEYTURN_REFUSED(refuse(ledger, "ciso"), DomainError::ProposalExpired);
        KEYTURN_REFUSED(ledger.append("ceo", ledger.withdrawal("P-1")), DomainError::ProposalExpired);
        KEYTURN_ACCEPTED(ledger.append("scribe", note));
        QCOMPARE(first(ledger).status, ProposalStatus::Expired);
        QVERIFY(first(ledger).decidedAt == expiresAt);
        // A signer's own clock set back changes nothing: the ledger's time only moves on.
        ledger.clock.set(expiresAt.plusUs(-base::kUsPerHour));
        KEYTURN_REFUSED(approve(ledger, "ciso"), DomainError::ProposalExpired);
    }

    void approvalsOlderThanTheRulesLimitStopCounting()
    {
        LedgerHarness ledger(LedgerHarness::Start::Founded, [](Charter& charter) {
            for (Rule& rule : charter.rules)
                rule.approvalValidMinutes = 60;
        });
        ledger.setCatalogue();
        KEYTURN_ACCEPTED(
            ledger.append("ceo", ledger.restricting("ceo", LedgerHarness::suspension({"larch-4"}, {"EU"}))));
        KEYTURN_ACCEPTED(approve(ledger, "safety"));
        const base::UtcTime given = ledger.snapshot().lastTime;
        const auto missing = [&](std::int64_t us) {
            return ledger.snapshot().quorumOf(first(ledger), given.plusUs(us)).missing();
        };
        QVERIFY(missing(base::kUsPerHour) == std::vector{Role::SecurityLead});
        QVERIFY((missing(base::kUsPerHour + 1) == std::vector{Role::SafetyLead, Role::SecurityLead}));
        ledger.clock.advanceUs(base::kUsPerHour + base::kUsPerMs);
        KEYTURN_ACCEPTED(approve(ledger, "ciso"));
        QCOMPARE(first(ledger).status, ProposalStatus::Open);
        // The same person may give it again, and is still counted once.
        KEYTURN_ACCEPTED(approve(ledger, "safety"));
        QCOMPARE(first(ledger).status, ProposalStatus::Authorised);
        QCOMPARE(first(ledger).approvals.size(), size_t{2});
    }

    void refusalBlocksWhereTheRuleSaysSo()
    {
        LedgerHarness ledger = regional();
        KEYTURN_ACCEPTED(approve(ledger, "safety"));
        KEYTURN_ACCEPTED(refuse(ledger, "ciso"));
        QCOMPARE(first(ledger).status, ProposalStatus::Refused);
        QVERIFY(first(ledger).refusals.front().blocks);
        QVERIFY(first(ledger).decidedAt == ledger.snapshot().lastTime);
        KEYTURN_REFUSED(approve(ledger, "deputy"), DomainError::ProposalNotOpen);
        QVERIFY(ledger.snapshot().layersStanding().empty());
    }

    void refusalDoesNotBlockWhereTheRuleGivesItNoForce()
    {
        LedgerHarness ledger = worldwide();
        KEYTURN_ACCEPTED(refuse(ledger, "deputy"));
        QCOMPARE(first(ledger).status, ProposalStatus::Open);
        QVERIFY(!first(ledger).refusals.front().blocks);
        for (const char* member : {"ceo", "safety", "counsel"})
            KEYTURN_ACCEPTED(approve(ledger, member));
        QCOMPARE(first(ledger).status, ProposalStatus::Authorised);
    }

    void aRefusalTakesBackOnesOwnApproval()
    {
        LedgerHarness ledger = worldwide();
        KEYTURN_ACCEPTED(approve(ledger, "safety"));
        KEYTURN_ACCEPTED(refuse(ledger, "safety"));
        QVERIFY(first(ledger).approvals.empty());
        KEYTURN_REFUSED(approve(ledger, "safety"), DomainError::AlreadyRefused);
        KEYTURN_REFUSED(refuse(ledger, "safety"), DomainError::AlreadyRefused);
        KEYTURN_ACCEPTED(approve(ledger, "ceo"));
        KEYTURN_ACCEPTED(approve(ledger, "counsel"));
        QCOMPARE(first(ledger).status, ProposalStatus::Open);
    }

    void onlyThoseWithASayMayRefuse()
    {
        LedgerHarness ledger = worldwide();
        KEYTURN_REFUSED(refuse(ledger, "ciso"), DomainError::NoSlotForRoles);
        KEYTURN_REFUSED(refuse(ledger, "auditor"), DomainError::NoSlotForRoles);
        KEYTURN_ACCEPTED(refuse(ledger, "coo"));
    }

    void onlyTheProposerWithdraws()
    {
        LedgerHarness ledger = regional();
        KEYTURN_REFUSED(ledger.append("coo", ledger.withdrawal("P-1")), DomainError::NotProposer);
        KEYTURN_ACCEPTED(ledger.append("ceo", ledger.withdrawal("P-1")));
        QCOMPARE(first(ledger).status, ProposalStatus::Withdrawn);
        QCOMPARE(first(ledger).withdrawalReason, QStringLiteral("No longer needed."));
        KEYTURN_REFUSED(approve(ledger, "safety"), DomainError::ProposalNotOpen);
    }
};

KEYTURN_TEST(TestDecisions);
#include "test_decisions.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/access.h"
#include "tests/unit/state/state_checks.h"

using namespace keyturn;
using namespace keyturn::domain;
using tests::LedgerHarness;

/// One person stops something at once; a quorum without them has to look at it.
class TestBreakGlass : public QObject
{
    Q_OBJECT

    static LedgerHarness broken()
    {
        LedgerHarness ledger;
        ledger.setCatalogue();
        ledger.must(ledger.append(
            "safety", ledger.breakingGlass("safety", LedgerHarness::suspension({"larch-4"}, {"EU"}))));
        return ledger;
    }
    static base::Result<tests::HarnessAppended> approve(LedgerHarness& ledger, const char* member,
                                                        const char* proposal = "P-1")
    {
        return ledger.append(member, ledger.approval(proposal));
    }
    static const state::ChangeState& change(const LedgerHarness& ledger)
    {
        return ledger.snapshot().changes.constFirst();
    }

private Q_SLOTS:
    void restrictsAtOnceOnOneSignature()
    {
        LedgerHarness ledger = broken();
        QCOMPARE(ledger.snapshot().layersInForce(ledger.ledgerNow()).size(), std::size_t{1});
        QVERIFY(ledger.snapshot().isUnratified(change(ledger)));
        QCOMPARE(ledger.snapshot().proposals.constFirst().status, ProposalStatus::Open);
    }

    void isOnlyForTheRolesThatTheCharterNames()
    {
        LedgerHarness ledger;
        ledger.setCatalogue();
        for (const char* member : {"ceo", "counsel", "scribe", "auditor"})
            KEYTURN_REFUSED(
                ledger.append(member, ledger.breakingGlass(member, LedgerHarness::suspension({"larch-4"}))),
                DomainError::RoleMayNot);
        KEYTURN_ACCEPTED(
            ledger.append("ciso", ledger.breakingGlass("ciso", LedgerHarness::suspension({"larch-4"}))));
    }

    void canNeitherLiftNorReplaceNorWait()
    {
        LedgerHarness ledger;
        ledger.setCatalogue();
        ledger.decide("ceo", ledger.restricting("ceo", LedgerHarness::suspension({"larch-4"}, {"EU"})),
                      {"safety", "ciso"});
        KEYTURN_REFUSED(ledger.append("safety", GlassBroken{ledger.lifting("safety", "C-1")}),
                        DomainError::BadProposal);
        ChangeProposed replacing;
        replacing.restriction = LedgerHarness::suspension({"larch-3"});
        replacing.supersedes = ChangeId(QStringLiteral("C-1"));
        KEYTURN_REFUSED(
            ledger.append("safety", GlassBroken{ledger.proposal("safety", replacing, Urgency::BreakGlass)}),
            DomainError::BadProposal);
        ChangeProposed later;
        later.restriction = LedgerHarness::suspension({"larch-3"});
        later.effectiveAt = ledger.ledgerNow().plusUs(base::kUsPerHour);
        KEYTURN_REFUSED(
            ledger.append("safety", GlassBroken{ledger.proposal("safety", later, Urgency::BreakGlass)}),
            DomainError::BadProposal);
    }

    void isRatifiedByTheQuorumLessTheInvoker()
    {
        LedgerHarness ledger = broken();
        KEYTURN_REFUSED(approve(ledger, "safety"), DomainError::BreakGlassNotOwn);
        KEYTURN_ACCEPTED(approve(ledger, "ciso"));
        QVERIFY(ledger.snapshot().isUnratified(change(ledger)));
        KEYTURN_ACCEPTED(approve(ledger, "deputy"));
        QVERIFY(!ledger.snapshot().isUnratified(change(ledger)));
        QCOMPARE(ledger.snapshot().proposals.constFirst().status, ProposalStatus::Authorised);
        QCOMPARE(change(ledger).status, ChangeStatus::InForce);
    }

    void neverLapsesAndIsOverdueAfterTheChartersTime()
    {
        LedgerHarness ledger = broken();
        const auto& proposal = [&]() -> const state::ProposalState& {
            return ledger.snapshot().proposals.constFirst();
        };
        ledger.clock.advanceMinutes(4 * 60 - 1);
        QVERIFY(!proposal().isOverdue(ledger.ledgerNow()));
        ledger.clock.advanceMinutes(2);
        QVERIFY(proposal().isOverdue(ledger.ledgerNow()));
        ledger.clock.advanceMinutes(30 * 24 * 60);
        // Time passes in the ledger too.
        ledger.must(ledger.append("scribe", NoteAdded{{}, false, QStringLiteral("Later"), {}, {}, {}}));
        QCOMPARE(ledger.snapshot().statusOf(proposal(), ledger.ledgerNow()), ProposalStatus::Open);
        QCOMPARE(change(ledger).status, ChangeStatus::InForce);
        KEYTURN_ACCEPTED(approve(ledger, "ciso"));
        KEYTURN_ACCEPTED(approve(ledger, "deputy"));
        QVERIFY(!proposal().isOverdue(ledger.ledgerNow()));
    }

    void isNotLiftedByARefusalOrByItsInvoker()
    {
        LedgerHarness ledger = broken();
        // As security lead this refusal would end an ordinary proposal of the rule.
        KEYTURN_ACCEPTED(ledger.append("ciso", ledger.refusal("P-1")));
        QCOMPARE(change(ledger).status, ChangeStatus::InForce);
        QCOMPARE(ledger.snapshot().proposals.constFirst().status, ProposalStatus::Open);
        KEYTURN_REFUSED(ledger.append("safety", ledger.withdrawal("P-1")), DomainError::ProposalNotOpen);
    }

    void endsWhenAQuorumLiftsIt()
    {
        LedgerHarness ledger = broken();
        ledger.decide("ceo", ledger.lifting("ceo", "C-1"), {"ceo", "deputy", "ciso"});
        QCOMPARE(change(ledger).status, ChangeStatus::Reverted);
        QCOMPARE(ledger.snapshot().proposals.constFirst().status, ProposalStatus::Superseded);
        QVERIFY(ledger.snapshot().layersInForce(ledger.ledgerNow()).empty());
    }

    void isNotRepeatedByThatPersonOverTheSameCells()
    {
        LedgerHarness ledger = broken();
        const auto again = [&](const char* member, const std::vector<const char*>& models,
                               const std::vector<const char*>& regions) {
            return ledger.append(member,
                                 ledger.breakingGlass(member, LedgerHarness::suspension(models, regions)));
        };
        KEYTURN_REFUSED(again("safety", {"larch-4"}, {}), DomainError::BreakGlassRepeated);
        KEYTURN_ACCEPTED(again("safety", {"larch-4"}, {"US"}));
        KEYTURN_ACCEPTED(again("deputy", {"larch-4"}, {"EU"}));
        // Lifted by a quorum, it is still not theirs to repeat; ratified, it would be.
        ledger.decide("ceo", ledger.lifting("ceo", "C-1"), {"ceo", "deputy", "ciso"});
        KEYTURN_REFUSED(again("safety", {"larch-4"}, {"EU"}), DomainError::BreakGlassRepeated);
        KEYTURN_ACCEPTED(approve(ledger, "ciso", "P-3"));
        KEYTURN_ACCEPTED(approve(ledger, "safety", "P-3"));
        KEYTURN_ACCEPTED(again("deputy", {"larch-4"}, {"EU"}));
    }
};

KEYTURN_TEST(TestBreakGlass);
#include "test_break_glass.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/access.h"
#include "tests/unit/state/state_checks.h"

using namespace keyturn;
using namespace keyturn::domain;
using tests::LedgerHarness;

/// What an authorised proposal does, and what undoes it.
class TestChanges : public QObject
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
    static const state::ProposalState& first(const LedgerHarness& ledger)
    {
        return ledger.snapshot().proposals.constFirst();
    }
    static base::Result<tests::HarnessAppended> approve(LedgerHarness& ledger, const char* member,
                                                        const char* proposal = "P-1")
    {
        return ledger.append(member, ledger.approval(proposal));
    }

private Q_SLOTS:
    void revertGivesBackExactlyWhatWas()
    {
        LedgerHarness ledger;
        ledger.setCatalogue();
        const base::Digest before = ledger.snapshot().accessStateSha256();
        const auto access = [&] {
            std::vector<EffectiveAccess> cells;
            const auto layers = ledger.snapshot().layersStanding();
            for (const Cell& cell : allCells(ledger.snapshot().catalogue))
                cells.push_back(effectiveAccess(layers, cell));
            return cells;
        };
        const auto open = access();
        ledger.decide("ceo", ledger.restricting("ceo", LedgerHarness::suspension({"larch-4"}, {"EU"})),
                      {"safety", "ciso"});
        const auto oneLayer = access();
        QVERIFY(oneLayer != open);
        ledger.decide("ceo", ledger.restricting("ceo", LedgerHarness::suspension({"larch-4"})),
                      {"ceo", "safety", "counsel"});
        QVERIFY(access() != oneLayer);
        ledger.decide("ceo", ledger.lifting("ceo", "C-2"), {"ceo", "safety", "ciso"});
        QVERIFY(access() == oneLayer);
        ledger.decide("ceo", ledger.lifting("ceo", "C-1"), {"ceo", "safety", "ciso"});
        QVERIFY(access() == open);
        QVERIFY(ledger.snapshot().accessStateSha256() == before);
        const state::ChangeState& change = ledger.snapshot().changes.constFirst();
        QCOMPARE(change.status, ChangeStatus::Reverted);
        QCOMPARE(change.revertedBy->value(), QStringLiteral("P-4"));
        QVERIFY(change.revertedAt == ledger.snapshot().lastTime);
        QCOMPARE(ledger.snapshot().proposals.constLast().change->value(), QStringLiteral("C-1"));
    }

    void otherProposalsToLiftTheSameChangeAreSuperseded()
    {
        LedgerHarness ledger;
        ledger.setCatalogue();
        ledger.decide("ceo", ledger.restricting("ceo", LedgerHarness::suspension({"larch-4"}, {"EU"})),
                      {"safety", "ciso"});
        KEYTURN_ACCEPTED(ledger.append("coo", ledger.lifting("coo", "C-1")));
        KEYTURN_ACCEPTED(
            ledger.append("coo", ledger.restricting("coo", LedgerHarness::suspension({"larch-3"}, {"EU"}))));
        ledger.decide("ceo", ledger.lifting("ceo", "C-1"), {"ceo", "safety", "ciso"});
        const state::Snapshot& now = ledger.snapshot();
        QCOMPARE(now.proposals.at(1).status, ProposalStatus::Superseded);
        QVERIFY(now.proposals.at(1).decidedAt == now.lastTime);
        QCOMPARE(now.proposals.at(2).status, ProposalStatus::Open);
        QCOMPARE(now.proposals.at(3).status, ProposalStatus::Authorised);
        QVERIFY(now.openProposals == std::vector<qsizetype>{2});
    }

    void theStricterOfTheRulesAtProposalAndNowApplies()
    {
        LedgerHarness ledger = regional();
        KEYTURN_ACCEPTED(approve(ledger, "safety"));
        // Without its other regions the catalogue makes "EU" worldwide: three signatures, and not these two.
        Catalogue smaller = LedgerHarness::catalogue();
        std::erase_if(smaller.regions,
                      [](const Named<RegionId>& region) { return region.id.value() != u"EU"; });
        KEYTURN_ACCEPTED(ledger.append("safety", CatalogueSet{smaller}));
        KEYTURN_ACCEPTED(approve(ledger, "ciso"));
        QCOMPARE(first(ledger).status, ProposalStatus::Open);
        QVERIFY((ledger.snapshot().quorumOf(first(ledger), ledger.ledgerNow()).missing() ==
                 std::vector{Role::Executive, Role::Legal}));
        KEYTURN_ACCEPTED(approve(ledger, "counsel"));
        QCOMPARE(first(ledger).status, ProposalStatus::Open);
        KEYTURN_ACCEPTED(approve(ledger, "coo"));
        QCOMPARE(first(ledger).status, ProposalStatus::Authorised);
    }

    void aDecidedQuorumIsShownAsItWasDecided()
    {
        LedgerHarness ledger = regional();
        KEYTURN_ACCEPTED(approve(ledger, "safety"));
        KEYTURN_ACCEPTED(approve(ledger, "ciso"));
        const Quorum quorum =
            ledger.snapshot().quorumOf(first(ledger), ledger.ledgerNow().plusUs(90 * base::kUsPerDay));
        QVERIFY(quorum.satisfied);
        QCOMPARE(quorum.filling.at(1).filledBy->value(), QStringLiteral("ciso"));
    }

    void reviewBecomesDueAndNeverLifts()
    {
        LedgerHarness ledger;
        ledger.setCatalogue();
        ChangeProposed wanted;
        wanted.restriction = LedgerHarness::suspension({"larch-4"}, {"EU"});
        wanted.reviewBy = ledger.clock.now().plusUs(base::kUsPerDay);
        ledger.decide("ceo", ledger.proposal("ceo", wanted), {"safety", "ciso"});
        const state::ChangeState& change = ledger.snapshot().changes.constFirst();
        QVERIFY(!change.isReviewDue(*wanted.reviewBy));
        QVERIFY(change.isReviewDue(wanted.reviewBy->plusUs(1)));
        ledger.clock.advanceUs(30 * base::kUsPerDay);
        NoteAdded note;
        note.title = QStringLiteral("A month on");
        KEYTURN_ACCEPTED(ledger.append("scribe", note));
        QCOMPARE(ledger.snapshot().layersStanding().size(), size_t{1});
    }

    void whatLiftsOrReplacesTakesEffectAtOnce()
    {
        LedgerHarness ledger;
        ledger.setCatalogue();
        ChangeProposed replacing;
        replacing.restriction = LedgerHarness::suspension({"larch-4"}, {"EU"});
        ledger.decide("ceo", ledger.proposal("ceo", replacing), {"safety", "ciso"});
        replacing.supersedes = ChangeId(QStringLiteral("C-1"));
        replacing.effectiveAt = ledger.clock.now().plusUs(base::kUsPerDay);
        KEYTURN_REFUSED(ledger.append("ceo", ledger.proposal("ceo", replacing)), DomainError::BadProposal);
        ChangeProposed lifting = ledger.lifting("ceo", "C-1");
        lifting.effectiveAt = replacing.effectiveAt;
        KEYTURN_REFUSED(ledger.append("ceo", lifting), DomainError::BadProposal);
    }

    void aPartThatRestrictsNobodyIsNoPart()
    {
        LedgerHarness ledger;
        ledger.setCatalogue();
        ChangeProposed wanted;
        wanted.restriction = LedgerHarness::suspension({"larch-4"}, {"EU"});
        wanted.restriction->measure.kind = RestrictionKind::LimitTiers;
        wanted.restriction->measure.allowedTiers = {ledger.snapshot().catalogue.tiers.front().id};
        ledger.decide("ceo", ledger.proposal("ceo", wanted), {"safety", "ciso"});
        const auto liftFor = [&](const std::vector<TierId>& tiers) {
            Box part;
            part.tiers = Selection<TierId>::of(tiers);
            ChangeProposed lifting;
            lifting.reverts = ChangeId(QStringLiteral("C-1"));
            lifting.part = part;
            return ledger.append("ceo", ledger.proposal("ceo", lifting));
        };
        const auto& tiers = ledger.snapshot().catalogue.tiers;
        KEYTURN_REFUSED(liftFor({tiers[0].id}), DomainError::BadProposal);
        KEYTURN_REFUSED(liftFor({tiers[1].id, tiers[2].id}), DomainError::BadScope);
        KEYTURN_ACCEPTED(liftFor({tiers[1].id}));
    }
};

KEYTURN_TEST(TestChanges);
#include "test_changes.moc"

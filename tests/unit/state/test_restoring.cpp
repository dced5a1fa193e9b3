// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/digest_functions.h"
#include "models/domain/access.h"
#include "tests/unit/state/state_checks.h"

using namespace keyturn;
using namespace keyturn::domain;
using tests::LedgerHarness;

/// How access comes back, in part or whole, past its gates; and what replaces or waits.
class TestRestoring : public QObject
{
    Q_OBJECT

    /// C-1 suspends larch-4 worldwide, for I-1.
    static LedgerHarness suspended()
    {
        LedgerHarness ledger;
        ledger.setCatalogue();
        ledger.openIncident();
        ChangeProposed wanted;
        wanted.restriction = LedgerHarness::suspension({"larch-4"});
        wanted.incident = IncidentId(QStringLiteral("I-1"));
        ledger.decide("ceo", ledger.proposal("ceo", wanted), {"ceo", "safety", "counsel"});
        return ledger;
    }
    static Box tierOnly(const char* tier)
    {
        Box part;
        part.tiers = Selection<TierId>::of({TierId(QLatin1String(tier))});
        return part;
    }
    static ChangeProposed partLift(const LedgerHarness& ledger, const Box& part)
    {
        ChangeProposed wanted;
        wanted.reverts.emplace(QStringLiteral("C-1"));
        wanted.part = part;
        return ledger.proposal("ceo", wanted);
    }
    static void lift(LedgerHarness& ledger, const ChangeProposed& change)
    {
        ledger.decide("ceo", change, {"ceo", "safety", "ciso"});
    }
    static std::uint64_t openCells(const LedgerHarness& ledger)
    {
        std::uint64_t open = 0;
        const auto layers = ledger.snapshot().layersInForce(ledger.ledgerNow());
        for (const Cell& cell : allCells(ledger.snapshot().catalogue))
            open += effectiveAccess(layers, cell).access == Access::Open ? 1 : 0;
        return open;
    }
    static base::Digest addEvidence(LedgerHarness& ledger, const char* text)
    {
        EvidenceAdded evidence;
        evidence.sha256 = crypto::sha256(text);
        evidence.title = QLatin1String(text);
        ledger.must(ledger.append("safety", evidence));
        return evidence.sha256;
    }
    static void openGate(LedgerHarness& ledger)
    {
        ledger.must(
            ledger.append("safety", GateOpened{IncidentId(QStringLiteral("I-1")), Layer::ModelBehaviour,
                                               QStringLiteral("The bypass no longer works")}));
    }
    static GateWaived waiver()
    {
        return {GateId(QStringLiteral("G-1")), ChangeId(QStringLiteral("C-1")),
                QStringLiteral("Only a test bench.")};
    }

private Q_SLOTS:
    void liftsExactlyThePartAndKeepsTheRest()
    {
        LedgerHarness ledger = suspended();
        const std::uint64_t before = openCells(ledger);
        ledger.clock.advanceMinutes(1);
        lift(ledger, partLift(ledger, tierOnly("research")));
        // Of larch-4: two channels, three regions, two capabilities.
        QCOMPARE(openCells(ledger), before + 12);
        const state::ChangeState& change = ledger.snapshot().changes.constFirst();
        QCOMPARE(change.status, ChangeStatus::InForce);
        QCOMPARE(change.lifted.size(), std::size_t{1});
        // As known before the lift, nothing of it was open.
        QVERIFY(change.remaining(change.authorisedAt) == change.restriction);
    }

    void liftsTheLastPartOnlyAsAWhole()
    {
        LedgerHarness ledger = suspended();
        for (const char* tier : {"research", "enterprise"}) {
            lift(ledger, partLift(ledger, tierOnly(tier)));
            QCOMPARE(ledger.snapshot().changes.constFirst().status, ChangeStatus::InForce);
        }
        KEYTURN_REFUSED(ledger.append("ceo", partLift(ledger, tierOnly("free"))), DomainError::BadScope);
        lift(ledger, ledger.lifting("ceo", "C-1"));
        QCOMPARE(ledger.snapshot().changes.constFirst().status, ChangeStatus::Reverted);
        KEYTURN_REFUSED(ledger.append("ceo", ledger.lifting("ceo", "C-1")), DomainError::ChangeNotInForce);
    }

    void refusesToLiftAPartThatIsNotRestricted()
    {
        LedgerHarness ledger = suspended();
        lift(ledger, partLift(ledger, tierOnly("research")));
        KEYTURN_REFUSED(ledger.append("ceo", partLift(ledger, tierOnly("research"))),
                        DomainError::BadProposal);
        Box other;
        other.models = Selection<ModelId>::of({ModelId(QStringLiteral("larch-3"))});
        KEYTURN_REFUSED(ledger.append("ceo", partLift(ledger, other)), DomainError::BadProposal);
        KEYTURN_REFUSED(ledger.append("ceo", partLift(ledger, tierOnly("nobody"))), DomainError::UnknownName);
    }

    void keepsAccessShutWhileAGateIsOpen()
    {
        LedgerHarness ledger = suspended();
        openGate(ledger);
        KEYTURN_REFUSED(ledger.append("ceo", ledger.lifting("ceo", "C-1")), DomainError::GatesOpen);
        KEYTURN_REFUSED(ledger.append("ceo", partLift(ledger, tierOnly("research"))), DomainError::GatesOpen);
    }

    void opensPastAGateThatEvidenceMeets()
    {
        LedgerHarness ledger = suspended();
        openGate(ledger);
        GateMet met{GateId(QStringLiteral("G-1")), {}, QStringLiteral("Ten thousand attempts failed.")};
        KEYTURN_REFUSED(ledger.append("safety", met), DomainError::BadStatement);
        met.evidence = {crypto::sha256("unknown")};
        KEYTURN_REFUSED(ledger.append("safety", met), DomainError::UnknownEvidence);
        met.evidence = {addEvidence(ledger, "evaluation")};
        KEYTURN_ACCEPTED(ledger.append("safety", met));
        KEYTURN_REFUSED(ledger.append("safety", met), DomainError::GateAlreadyMet);
        const ChangeProposed change = ledger.lifting("ceo", "C-1");
        QCOMPARE(change.gates.size(), std::size_t{1});
        QVERIFY(change.gates.front().outcome.contains(QStringLiteral("Ines Okafor")));
        lift(ledger, change);
        QCOMPARE(ledger.snapshot().changes.constFirst().status, ChangeStatus::Reverted);
    }

    void opensPastAWaivedGateAndShowsTheWaiverOnTheSheet()
    {
        LedgerHarness ledger = suspended();
        openGate(ledger);
        KEYTURN_REFUSED(ledger.append("safety", waiver()), DomainError::RoleMayNot);
        KEYTURN_ACCEPTED(ledger.append("ceo", waiver()));
        KEYTURN_REFUSED(ledger.append("ceo", waiver()), DomainError::BadStatement);
        const ChangeProposed change = ledger.lifting("ceo", "C-1");
        QCOMPARE(change.gates.front().outcome,
                 QStringLiteral("WAIVED by Mara Lindqvist, Chief Executive: Only a test bench."));
        const auto sheet = renderSheet(change);
        QVERIFY(sheet && sheet->contains("RESTORATION GATES\n") &&
                sheet->contains("WAIVED by Mara Lindqvist"));
        lift(ledger, change);
    }

    void waivesAGateForOneChangeOnly()
    {
        LedgerHarness ledger = suspended();
        openGate(ledger);
        ChangeProposed another;
        another.restriction = LedgerHarness::suspension({"larch-3"}, {"EU"});
        another.incident = IncidentId(QStringLiteral("I-1"));
        ledger.decide("ceo", ledger.proposal("ceo", another), {"safety", "ciso"});
        ledger.must(ledger.append("ceo", waiver()));
        KEYTURN_REFUSED(ledger.append("ceo", ledger.lifting("ceo", "C-2")), DomainError::GatesOpen);
    }

    void stopsAVoteOnWhichAGateWasOpenedMeanwhile()
    {
        LedgerHarness ledger = suspended();
        ledger.must(ledger.append("ceo", ledger.lifting("ceo", "C-1")));
        ledger.must(ledger.append("ceo", ledger.approval("P-2")));
        openGate(ledger);
        KEYTURN_REFUSED(ledger.append("safety", ledger.approval("P-2")), DomainError::GatesOpen);
    }

    void replacesAChangeInOneMoment()
    {
        LedgerHarness ledger = suspended();
        ChangeProposed wanted;
        wanted.restriction = LedgerHarness::suspension({"larch-4", "larch-4-agent"});
        wanted.supersedes = ChangeId(QStringLiteral("C-1"));
        const ChangeProposed change = ledger.proposal("ceo", wanted);
        // It only tightens, so the rule for restricting is enough.
        QVERIFY(!change.alsoNeeded);
        ledger.decide("ceo", change, {"ceo", "safety", "counsel"});
        QCOMPARE(ledger.snapshot().changes.constFirst().status, ChangeStatus::Superseded);
        QCOMPARE(ledger.snapshot().layersInForce(ledger.ledgerNow()).size(), std::size_t{1});
    }

    void asksForTheThresholdOfLiftingTooWhereAReplacementLoosens()
    {
        LedgerHarness ledger = suspended();
        ChangeProposed wanted;
        wanted.restriction = LedgerHarness::suspension({"larch-4"}, {"EU"});
        wanted.supersedes = ChangeId(QStringLiteral("C-1"));
        const ChangeProposed change = ledger.proposal("ceo", wanted);
        QVERIFY(change.alsoNeeded.has_value());
        ledger.decide("ceo", change, {"safety", "ciso"});
        // The rule for restricting is met, the one for lifting wants an executive.
        QCOMPARE(ledger.snapshot().changes.constFirst().status, ChangeStatus::InForce);
        KEYTURN_ACCEPTED(ledger.append("coo", ledger.approval("P-2")));
        QCOMPARE(ledger.snapshot().changes.constFirst().status, ChangeStatus::Superseded);
    }

    void keepsAReplacementThatLoosensShutWhileAGateIsOpen()
    {
        LedgerHarness ledger = suspended();
        openGate(ledger);
        const auto replacing = [&](const Restriction& restriction) {
            ChangeProposed wanted;
            wanted.restriction = restriction;
            wanted.supersedes = ChangeId(QStringLiteral("C-1"));
            wanted.incident = IncidentId(QStringLiteral("I-1"));
            return ledger.append("ceo", ledger.proposal("ceo", wanted));
        };
        KEYTURN_REFUSED(replacing(LedgerHarness::suspension({"larch-4"}, {"EU"})), DomainError::GatesOpen);
        // What only tightens passes no gate.
        KEYTURN_ACCEPTED(replacing(LedgerHarness::suspension({"larch-4", "larch-3"})));
    }

    void takesEffectWhenItSaysAndNotBefore()
    {
        LedgerHarness ledger;
        ledger.setCatalogue();
        ChangeProposed wanted;
        wanted.restriction = LedgerHarness::suspension({"larch-4"}, {"EU"});
        wanted.effectiveAt = ledger.ledgerNow().plusUs(base::kUsPerHour);
        ledger.decide("ceo", ledger.proposal("ceo", wanted), {"safety", "ciso"});
        const std::uint64_t all = allCells(ledger.snapshot().catalogue).size();
        QVERIFY(ledger.snapshot().changes.constFirst().isScheduled(ledger.ledgerNow()));
        QCOMPARE(openCells(ledger), all);
        ledger.clock.advanceMinutes(60);
        QVERIFY(openCells(ledger) < all);
    }

    void countsNoSignatureOnAnEffectThatTimeHasChanged()
    {
        LedgerHarness ledger;
        ledger.setCatalogue();
        ChangeProposed later;
        later.restriction = LedgerHarness::suspension({"larch-4"}, {"EU"});
        later.effectiveAt = ledger.ledgerNow().plusUs(base::kUsPerHour);
        ledger.decide("ceo", ledger.proposal("ceo", later), {"safety", "ciso"});
        ledger.must(
            ledger.append("ceo", ledger.restricting("ceo", LedgerHarness::suspension({"larch-3"}, {"EU"}))));
        ledger.must(ledger.append("safety", ledger.approval("P-2")));
        ledger.clock.advanceMinutes(61);
        KEYTURN_REFUSED(ledger.append("ciso", ledger.approval("P-2")), DomainError::StaleAccessState);
    }

    void aRehearsalTouchesNobodysAccess()
    {
        LedgerHarness ledger;
        ledger.setCatalogue();
        const IncidentId rehearsal = ledger.openIncident("Drill", LedgerHarness::Incident::Rehearsal);
        const base::Digest before = ledger.snapshot().accessStateSha256();
        ChangeProposed wanted;
        wanted.restriction = LedgerHarness::suspension({"larch-4"});
        wanted.incident = rehearsal;
        const ChangeProposed change = ledger.proposal("ceo", wanted);
        QVERIFY(change.rehearsal);
        ledger.decide("ceo", change, {"ceo", "safety", "counsel"});
        QVERIFY(ledger.snapshot().changes.constFirst().rehearsal);
        QVERIFY(ledger.snapshot().layersInForce(ledger.ledgerNow()).empty());
        QCOMPARE(ledger.snapshot().layersInForce(ledger.ledgerNow(), rehearsal).size(), std::size_t{1});
        QVERIFY(ledger.snapshot().accessStateSha256() == before);
        // In the rehearsal itself the next step builds on it.
        ChangeProposed lifting;
        lifting.reverts = ChangeId(QStringLiteral("C-1"));
        KEYTURN_REFUSED(ledger.append("ceo", ledger.proposal("ceo", lifting)), DomainError::BadProposal);
        lifting.incident = rehearsal;
        ledger.decide("ceo", ledger.proposal("ceo", lifting), {"ceo", "safety", "ciso"});
        QCOMPARE(ledger.snapshot().changes.constFirst().status, ChangeStatus::Reverted);
    }

    void keepsARegisterOfDependentsByTheirIds()
    {
        LedgerHarness ledger;
        ledger.setCatalogue();
        const auto dependent = [](const char* id, Fallback fallback) {
            Dependent one;
            one.id = DependentId(QLatin1String(id));
            one.name = QLatin1String(id);
            one.fallback = fallback;
            one.uses.models = Selection<ModelId>::of({ModelId(QStringLiteral("larch-4"))});
            return one;
        };
        KEYTURN_ACCEPTED(ledger.append(
            "safety",
            DependentsSet{{dependent("harrow", Fallback::None), dependent("aspen", Fallback::Tested)}, {}}));
        KEYTURN_ACCEPTED(
            ledger.append("safety", DependentsSet{{dependent("harrow", Fallback::Declared)}, {}}));
        QCOMPARE(ledger.snapshot().dependents.size(), std::size_t{2});
        QCOMPARE(ledger.snapshot().dependents.front().id.value(), QStringLiteral("aspen"));
        const ChangeProposed change = ledger.restricting("ceo", LedgerHarness::suspension({"larch-4"}));
        QCOMPARE(change.preview->dependents, std::uint64_t{2});
        QCOMPARE(change.preview->withoutTestedFallback, std::uint64_t{1});
        KEYTURN_ACCEPTED(ledger.append("safety", DependentsSet{{}, {DependentId(QStringLiteral("aspen"))}}));
        KEYTURN_REFUSED(ledger.append("safety", DependentsSet{{}, {DependentId(QStringLiteral("aspen"))}}),
                        DomainError::BadDependent);
        KEYTURN_REFUSED(ledger.append("scribe", DependentsSet{{dependent("harrow", Fallback::None)}, {}}),
                        DomainError::RoleMayNot);
    }
};

KEYTURN_TEST(TestRestoring);
#include "test_restoring.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/state/state_checks.h"

using namespace keyturn;
using namespace keyturn::domain;
using tests::LedgerHarness;

/// A rehearsal touches nobody's access, and what is real does not touch a rehearsal.
class TestRehearsals : public QObject
{
    Q_OBJECT

    /// A ledger with the rehearsal I-1.
    static LedgerHarness rehearsing()
    {
        LedgerHarness ledger;
        ledger.setCatalogue();
        IncidentOpened incident;
        incident.title = QStringLiteral("Drill");
        incident.owner = MemberId(QStringLiteral("safety"));
        incident.rehearsal = true;
        ledger.must(ledger.append("scribe", incident));
        return ledger;
    }
    static ChangeProposed suspending(std::optional<IncidentId> incident)
    {
        ChangeProposed wanted;
        wanted.restriction = LedgerHarness::suspension({"larch-4"}, {"EU"});
        wanted.incident = std::move(incident);
        return wanted;
    }
    static IncidentId drill() { return IncidentId(QStringLiteral("I-1")); }

private Q_SLOTS:
    void cannotReplaceWhatIsReal();
    void changesNoRevisionOfAccess();
    void doesNotUseUpABreakGlass();
    void takingEffectMakesNoRealProposalStale();
};

void TestRehearsals::cannotReplaceWhatIsReal()
{
    LedgerHarness ledger = rehearsing();
    ledger.decide("ceo", ledger.proposal("ceo", suspending({})), {"safety", "ciso"});
    ChangeProposed replacing = suspending(drill());
    replacing.supersedes = ChangeId(QStringLiteral("C-1"));
    KEYTURN_REFUSED(ledger.append("ceo", ledger.proposal("ceo", replacing)), DomainError::BadProposal);
    ledger.decide("ceo", ledger.proposal("ceo", suspending(drill())), {"safety", "ciso"});
    replacing.incident.reset();
    replacing.supersedes = ChangeId(QStringLiteral("C-2"));
    KEYTURN_REFUSED(ledger.append("ceo", ledger.proposal("ceo", replacing)), DomainError::BadProposal);
}

void TestRehearsals::changesNoRevisionOfAccess()
{
    LedgerHarness ledger = rehearsing();
    ledger.decide("ceo", ledger.proposal("ceo", suspending(drill())), {"safety", "ciso"});
    QCOMPARE(ledger.snapshot().changes.size(), 1);
    QCOMPARE(ledger.snapshot().accessRevisions.size(), 0);
    ledger.decide("ceo", ledger.proposal("ceo", suspending({})), {"safety", "ciso"});
    QCOMPARE(ledger.snapshot().accessRevisions.size(), 1);
}

void TestRehearsals::doesNotUseUpABreakGlass()
{
    LedgerHarness ledger = rehearsing();
    const auto breaking = [&](std::optional<IncidentId> incident) {
        return ledger.append("safety", GlassBroken{ledger.proposal("safety", suspending(std::move(incident)),
                                                                   Urgency::BreakGlass)});
    };
    KEYTURN_ACCEPTED(breaking(drill()));
    KEYTURN_REFUSED(breaking(drill()), DomainError::BreakGlassRepeated);
    KEYTURN_ACCEPTED(breaking({}));
    KEYTURN_REFUSED(breaking({}), DomainError::BreakGlassRepeated);
}

void TestRehearsals::takingEffectMakesNoRealProposalStale()
{
    LedgerHarness ledger = rehearsing();
    const auto later = [&](std::optional<IncidentId> incident) {
        ChangeProposed wanted = suspending(std::move(incident));
        wanted.effectiveAt = ledger.clock.now().plusUs(10 * base::kUsPerMinute);
        ledger.decide("ceo", ledger.proposal("ceo", wanted), {"safety", "ciso"});
    };
    later(drill());
    KEYTURN_ACCEPTED(ledger.append("ceo", ledger.proposal("ceo", suspending({}))));
    KEYTURN_ACCEPTED(ledger.append("ceo", ledger.proposal("ceo", suspending(drill()))));
    ledger.clock.advanceMinutes(20);
    KEYTURN_ACCEPTED(ledger.append("safety", ledger.approval("P-2")));
    KEYTURN_REFUSED(ledger.append("safety", ledger.approval("P-3")), DomainError::StaleAccessState);
}

KEYTURN_TEST(TestRehearsals);
#include "test_rehearsals.moc"

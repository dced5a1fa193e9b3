// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/state/state_checks.h"

using namespace keyturn;
using namespace keyturn::domain;
using tests::LedgerHarness;

/// What a next charter does to what is open when it is adopted.
class TestCharterAdoption : public QObject
{
    Q_OBJECT

    /// The next charter with @p change, proposed by the chief executive.
    static void propose(LedgerHarness& ledger, const std::function<void(Charter&)>& change)
    {
        ChangeProposed wanted;
        wanted.charter = ledger.snapshot().charter;
        ++wanted.charter->version;
        change(*wanted.charter);
        ledger.must(ledger.append("ceo", ledger.proposal("ceo", std::move(wanted))));
    }
    static void adopt(LedgerHarness& ledger, const char* proposal)
    {
        for (const char* member : {"ceo", "coo", "counsel"})
            ledger.must(ledger.append(member, ledger.approval(proposal)));
    }
    static Rule& ruleLimiting(Charter& charter)
    {
        return *std::find_if(charter.rules.begin(), charter.rules.end(),
                             [](const Rule& rule) { return rule.id.value() == u"limit"; });
    }
    static ProposalStatus statusOf(const LedgerHarness& ledger, const char* id)
    {
        return ledger.snapshot().proposal(ProposalId(QLatin1String(id)))->status;
    }
    static ChangeProposed suspending()
    {
        ChangeProposed wanted;
        wanted.restriction = LedgerHarness::suspension({"larch-4"}, {"EU"});
        return wanted;
    }

private Q_SLOTS:
    void supersedesTheOtherThatWasToFollow();
    void doesNotLetOldApprovalsCountForLonger();
    void takesNoForceFromARefusal();
};

void TestCharterAdoption::supersedesTheOtherThatWasToFollow()
{
    LedgerHarness ledger;
    propose(ledger, [](Charter& next) { next.waiverRoles = {Role::Legal}; });
    propose(ledger, [](Charter& next) { next.waiverRoles = {Role::SafetyLead}; });
    KEYTURN_ACCEPTED(ledger.append("ceo", ledger.approval("P-2")));
    adopt(ledger, "P-1");
    QCOMPARE(ledger.snapshot().charter.version, 2);
    QCOMPARE(statusOf(ledger, "P-2"), ProposalStatus::Superseded);
    KEYTURN_REFUSED(ledger.append("coo", ledger.approval("P-2")), DomainError::ProposalNotOpen);
}

void TestCharterAdoption::doesNotLetOldApprovalsCountForLonger()
{
    LedgerHarness ledger(LedgerHarness::Start::Founded,
                         [](Charter& charter) { ruleLimiting(charter).approvalValidMinutes = 30; });
    ledger.setCatalogue();
    KEYTURN_ACCEPTED(ledger.append("ceo", ledger.proposal("ceo", suspending())));
    KEYTURN_ACCEPTED(ledger.append("safety", ledger.approval("P-1")));
    propose(ledger, [](Charter& next) { ruleLimiting(next).approvalValidMinutes = 600; });
    adopt(ledger, "P-2");
    ledger.clock.advanceMinutes(60);
    KEYTURN_ACCEPTED(ledger.append("ciso", ledger.approval("P-1")));
    QCOMPARE(statusOf(ledger, "P-1"), ProposalStatus::Open);
    KEYTURN_ACCEPTED(ledger.append("safety", ledger.approval("P-1")));
    QCOMPARE(statusOf(ledger, "P-1"), ProposalStatus::Authorised);
}

void TestCharterAdoption::takesNoForceFromARefusal()
{
    LedgerHarness ledger;
    ledger.setCatalogue();
    KEYTURN_ACCEPTED(ledger.append("ceo", ledger.proposal("ceo", suspending())));
    propose(ledger, [](Charter& next) { ruleLimiting(next).refusalBlocks.clear(); });
    adopt(ledger, "P-2");
    KEYTURN_ACCEPTED(ledger.append("ciso", ledger.refusal("P-1")));
    QCOMPARE(statusOf(ledger, "P-1"), ProposalStatus::Refused);
}

KEYTURN_TEST(TestCharterAdoption);
#include "test_charter_adoption.moc"

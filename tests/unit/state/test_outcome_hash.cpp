// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/state/outcome_hash.h"
#include "tests/unit/state/state_checks.h"

using namespace keyturn;
using tests::LedgerHarness;

namespace {

/// A suspension that three people sign, who differ only in keys from one ledger to the next.
LedgerHarness aDecision(const char* executive = "ceo")
{
    LedgerHarness ledger;
    ledger.setCatalogue();
    ledger.decide("safety", ledger.restricting("safety", LedgerHarness::suspension({"larch-4"})),
                  {"safety", "counsel", executive});
    return ledger;
}

} // namespace

/// What two workspaces share when the same people decided the same at the same times.
class TestOutcomeHash : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void doesNotDependOnKeysAndSignatures()
    {
        const LedgerHarness first = aDecision();
        const LedgerHarness second = aDecision();
        QVERIFY(state::stateSha256(first.snapshot()) != state::stateSha256(second.snapshot()));
        QCOMPARE(state::outcomeSha256(first.snapshot()).hex(), state::outcomeSha256(second.snapshot()).hex());
    }

    void tellsWhoSigned()
    {
        QVERIFY(state::outcomeSha256(aDecision("ceo").snapshot()) !=
                state::outcomeSha256(aDecision("coo").snapshot()));
    }

    void tellsWhatBecameOfADecision()
    {
        LedgerHarness ledger = aDecision();
        std::vector<QString> outcomes{state::outcomeSha256(ledger.snapshot()).hex()};
        const auto differs = [&] {
            outcomes.push_back(state::outcomeSha256(ledger.snapshot()).hex());
            return outcomes[outcomes.size() - 1] != outcomes[outcomes.size() - 2];
        };
        ledger.must(ledger.append("ceo", ledger.lifting("ceo", "C-1")));
        QVERIFY(differs());
        ledger.must(ledger.append("ciso", ledger.refusal("P-2")));
        QVERIFY(differs());
        ledger.decide("coo", ledger.lifting("coo", "C-1"), {"coo", "safety", "ciso"});
        QVERIFY(differs());
        ledger.openIncident();
        QVERIFY2(!differs(), "what is merely known is no decision");
    }

    void tellsAnOpenProposalFromOneThatTimeHasEnded()
    {
        LedgerHarness ledger = aDecision();
        ledger.must(ledger.append("ceo", ledger.lifting("ceo", "C-1")));
        const QString open = state::outcomeSha256(ledger.snapshot()).hex();
        state::Snapshot later = ledger.snapshot();
        later.lastTime = later.proposals.constLast().facts.expiresAt.plusUs(1);
        QVERIFY(state::outcomeSha256(later).hex() != open);
    }
};

KEYTURN_TEST(TestOutcomeHash);
#include "test_outcome_hash.moc"

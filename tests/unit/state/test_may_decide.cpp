// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/domain_error.h"
#include "models/state/fold.h"
#include "models/state/may_decide.h"
#include "tests/support/ledger_harness.h"
#include "tests/support/test_registry.h"
#include "tests/unit/state/state_checks.h"

#include <QTest>

using namespace keyturn;
using tests::LedgerHarness;

namespace {

const char* const kEverybody[] = {"ceo",     "coo",    "safety",  "deputy", "ciso",
                                  "counsel", "scribe", "auditor", "feed"};

QString outcome(const base::Result<void>& judged)
{
    return judged ? QStringLiteral("yes") : judged.error().sentence();
}

/// What the ledger itself would say of @p payload by @p member.
QString judged(LedgerHarness& harness, const char* member, domain::Payload payload)
{
    return outcome(state::judge(harness.snapshot(), harness.draft(member, std::move(payload)),
                                harness.ledgerNow(), harness.rootAt()));
}

} // namespace

class TestMayDecide : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysForEverybodyWhatTheLedgerWouldSay()
    {
        LedgerHarness harness;
        harness.setCatalogue();
        harness.must(
            harness.append("safety", harness.restricting("safety", LedgerHarness::suspension({"larch-4"}))));
        harness.must(harness.append("ceo", harness.approval("P-1")));
        harness.must(harness.append("deputy", harness.refusal("P-1")));
        harness.must(
            harness.append("ciso", harness.breakingGlass("ciso", LedgerHarness::suspension({"larch-3"}))));
        harness.decide("safety", harness.restricting("safety", LedgerHarness::suspension({"larch-4-agent"})),
                       {"ceo", "safety", "counsel"});
        const state::Snapshot& snapshot = harness.snapshot();
        int yes = 0;
        for (const state::ProposalState& proposal : snapshot.proposals) {
            const QByteArray id = proposal.id.value().toUtf8();
            for (const char* member : kEverybody) {
                const auto who = domain::MemberId(QLatin1String(member));
                const auto approve = outcome(state::mayApprove(snapshot, proposal, who, harness.ledgerNow()));
                QCOMPARE(approve, judged(harness, member, harness.approval(id.constData())));
                QCOMPARE(outcome(state::mayRefuse(snapshot, proposal, who, harness.ledgerNow())),
                         judged(harness, member, harness.refusal(id.constData())));
                QCOMPARE(outcome(state::mayWithdraw(snapshot, proposal, who, harness.ledgerNow())),
                         judged(harness, member, harness.withdrawal(id.constData())));
                yes += approve == QStringLiteral("yes") ? 1 : 0;
            }
        }
        QVERIFY(yes > 0);
    }

    void aStrangerMayNothing()
    {
        LedgerHarness harness;
        harness.setCatalogue();
        harness.must(
            harness.append("safety", harness.restricting("safety", LedgerHarness::suspension({"larch-4"}))));
        const auto judgement =
            state::mayApprove(harness.snapshot(), harness.snapshot().proposals.front(),
                              domain::MemberId(QStringLiteral("nobody")), harness.ledgerNow());
        KEYTURN_REFUSED(judgement, domain::DomainError::UnknownMember);
    }
};

KEYTURN_TEST(TestMayDecide);
#include "test_may_decide.moc"

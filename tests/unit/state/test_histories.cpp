// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/digest_functions.h"
#include "models/domain/access.h"
#include "tests/support/random_history.h"
#include "tests/unit/state/state_checks.h"

#include <algorithm>
#include <set>

using namespace keyturn;
using namespace keyturn::domain;
using tests::LedgerHarness;
using tests::RandomHistory;

namespace {

/// By trying every assignment: whether different people of @p members can fill all of @p slots.
bool canFill(const std::vector<Role>& slotRoles, size_t slot, const std::vector<const Member*>& members,
             std::set<const Member*> used)
{
    if (slot == slotRoles.size())
        return true;
    return std::any_of(members.begin(), members.end(), [&](const Member* member) {
        if (used.contains(member) || !member->has(slotRoles[slot]))
            return false;
        std::set<const Member*> more = used;
        more.insert(member);
        return canFill(slotRoles, slot + 1, members, std::move(more));
    });
}

} // namespace

/// Whatever people do, some things always hold.
class TestHistories : public QObject
{
    Q_OBJECT

    /// Proposals were authorised by the people and roles that their rule demands, and only then.
    static void checkProposals(const state::Snapshot& now)
    {
        std::vector<qsizetype> open;
        for (qsizetype i = 0; i < now.proposals.size(); ++i) {
            const state::ProposalState& proposal = now.proposals.at(i);
            QCOMPARE(proposal.id.value(), QStringLiteral("P-%1").arg(i + 1));
            QCOMPARE(proposal.decidedAt.has_value(), proposal.status != ProposalStatus::Open);
            QCOMPARE(proposal.change.has_value(), proposal.status == ProposalStatus::Authorised);
            if (proposal.status == ProposalStatus::Open) {
                open.push_back(i);
                QVERIFY(!(proposal.facts.expiresAt < now.lastTime));
            } else {
                QVERIFY(!(proposal.facts.expiresAt < *proposal.decidedAt));
            }
            std::vector<const Member*> signers;
            std::set<QString> people;
            for (const state::ApprovalState& approval : proposal.approvals) {
                const Member* member = now.charter.member(approval.origin.member);
                QVERIFY(member && member->kind == MemberKind::Person);
                QVERIFY(people.insert(member->id.value()).second);
                QVERIFY(proposal.origin.seq < approval.origin.seq);
                if (!proposal.decidedAt || !(*proposal.decidedAt < approval.origin.recordedAt))
                    signers.push_back(member);
            }
            for (const state::RefusalState& refusal : proposal.refusals)
                QVERIFY(people.insert(refusal.origin.member.value()).second);
            const bool blocked =
                std::any_of(proposal.refusals.begin(), proposal.refusals.end(),
                            [](const state::RefusalState& refusal) { return refusal.blocks; });
            QCOMPARE(blocked, proposal.status == ProposalStatus::Refused);
            if (proposal.status == ProposalStatus::Authorised) {
                QVERIFY(canFill(proposal.facts.slotRoles, 0, signers, {}));
                QVERIFY(signers.size() > 1 || signers.front()->id != proposal.origin.member);
            } else {
                QVERIFY(!canFill(proposal.facts.slotRoles, 0, signers, {}) ||
                        (signers.size() == 1 && signers.front()->id == proposal.origin.member));
            }
        }
        QVERIFY(open == now.openProposals);
    }

    static void checkChanges(const state::Snapshot& now)
    {
        std::set<qsizetype> authorising;
        for (qsizetype i = 0; i < now.changes.size(); ++i) {
            const state::ChangeState& change = now.changes.at(i);
            QCOMPARE(change.id.value(), QStringLiteral("C-%1").arg(i + 1));
            const state::ProposalState* proposal = now.proposal(change.proposal);
            QVERIFY(proposal && proposal->change == change.id &&
                    proposal->facts.restriction == change.restriction);
            QVERIFY(authorising.insert(proposal->id.value().mid(2).toLongLong()).second);
            QCOMPARE(change.revertedBy.has_value(), change.status == ChangeStatus::Reverted);
            if (change.revertedBy) {
                const state::ProposalState* lifting = now.proposal(*change.revertedBy);
                QVERIFY(lifting && lifting->status == ProposalStatus::Authorised);
                QVERIFY(lifting->facts.reverts == change.id && lifting->facts.reverted == change.restriction);
                QVERIFY(authorising.insert(lifting->id.value().mid(2).toLongLong()).second);
            }
        }
        const auto authorised = std::count_if(now.proposals.begin(), now.proposals.end(),
                                              [](const state::ProposalState& proposal) {
                                                  return proposal.status == ProposalStatus::Authorised;
                                              });
        QCOMPARE(static_cast<std::ptrdiff_t>(authorising.size()), authorised);
        QVERIFY(now.accessStateSha256() == crypto::sha256(accessStateBytes(now.layersStanding())));
    }

private Q_SLOTS:
    void whateverIsDoneTheRulesHold_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 6; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void whateverIsDoneTheRulesHold()
    {
        QFETCH(quint32, seed);
        RandomHistory history(seed);
        std::vector<state::Snapshot> earlier;
        for (int i = 0; i < 900; ++i) {
            const bool compare = i % 10 == 0;
            const state::Snapshot before = compare ? history.ledger.snapshot() : state::Snapshot();
            const auto result = history.step();
            const state::Snapshot& now = history.ledger.snapshot();
            if (compare && !result)
                QVERIFY(now == before);
            if (compare && result)
                QVERIFY(now.size == before.size + 1);
            if (i % 30 == 0) {
                checkProposals(now);
                checkChanges(now);
                earlier.push_back(now);
            }
            if (QTest::currentTestFailed())
                return;
        }
        // Both ways of going wrong were taken, or this shows little.
        QVERIFY(history.accepted > 150);
        QVERIFY(history.refused > 200);
        QVERIFY(history.ledger.snapshot().changes.size() > 5);

        // Folded from nothing, every earlier state comes out again, and so does the last.
        const std::vector<QByteArray>& entries = history.ledger.entries();
        const auto whole = LedgerHarness::foldAll(entries, state::SignatureCheck::Verify);
        QVERIFY2(whole, whole ? "" : qPrintable(whole.error().sentence()));
        QVERIFY(*whole == history.ledger.snapshot());
        QVERIFY(state::stateSha256(*whole) == state::stateSha256(history.ledger.snapshot()));
        for (size_t i = 0; i < earlier.size(); i += 7) {
            const std::vector<QByteArray> prefix(
                entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(earlier[i].size));
            const auto folded = LedgerHarness::foldAll(prefix, state::SignatureCheck::AlreadyVerified);
            QVERIFY(folded && *folded == earlier[i]);
            QVERIFY(state::stateSha256(*folded) == state::stateSha256(earlier[i]));
        }
    }
};

KEYTURN_TEST(TestHistories);
#include "test_histories.moc"

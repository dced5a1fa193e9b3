// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/digest_functions.h"
#include "models/domain/access.h"
#include "tests/unit/state/state_checks.h"

#include <algorithm>
#include <set>

using namespace keyturn;
using namespace keyturn::domain;
using tests::LedgerHarness;

namespace {

constexpr std::array kHistoryMembers{"ceo",     "coo",    "safety",  "deputy", "ciso",
                                     "counsel", "scribe", "auditor", "feed"};

/// Members doing whatever occurs to them, sensible or not, as time goes by.
class RandomHistory
{
public:
    explicit RandomHistory(std::uint32_t seed) : m_engine(seed) { ledger.setCatalogue(); }

    LedgerHarness ledger;
    int accepted = 0;
    int refused = 0;

    /// One attempt. @return what the ledger said.
    base::Result<tests::HarnessAppended> step()
    {
        if (number(1, 8) == 1)
            ledger.clock.advanceMinutes(number(0, 600));
        // Seldom backwards: then the ledger's own time must stand.
        if (number(1, 50) == 1)
            ledger.clock.advanceMinutes(-number(0, 120));
        const char* member = kHistoryMembers[static_cast<size_t>(number(0, kHistoryMembers.size() - 1))];
        auto result = ledger.append(member, payload(member));
        ++(result ? accepted : refused);
        return result;
    }

    std::int64_t number(std::int64_t least, std::int64_t most)
    {
        return std::uniform_int_distribution<std::int64_t>(least, most)(m_engine);
    }

private:
    Payload payload(const char* member)
    {
        const state::Snapshot& now = ledger.snapshot();
        const auto someProposal = [&]() -> QByteArray {
            // Mostly a young one, which may still be open.
            const qsizetype count = now.proposals.size();
            const qsizetype back = std::min<qsizetype>(count, number(1, 8) == 1 ? count : 3);
            return "P-" + QByteArray::number(count - number(0, back - 1));
        };
        const int kind = static_cast<int>(number(0, now.proposals.isEmpty() ? 9 : 26));
        switch (kind) {
        case 0: {
            IncidentOpened incident;
            incident.title = QStringLiteral("Incident");
            incident.owner = MemberId(QLatin1String(member));
            incident.rehearsal = number(0, 3) == 0;
            return incident;
        }
        case 1: {
            IncidentChanged change;
            change.incident = incident();
            change.severity = static_cast<Severity>(number(0, 5));
            if (number(0, 1) == 0)
                change.status = static_cast<IncidentStatus>(number(0, 3));
            return change;
        }
        case 2:
            return IncidentClosed{incident(), QStringLiteral("Over"), carried()};
        case 3: {
            NoteAdded note;
            note.title = QStringLiteral("Note");
            if (number(0, 2) == 0)
                note.incident = incident();
            return note;
        }
        case 4: {
            RequestReceived request;
            request.authority = QStringLiteral("Office");
            request.demanded = {EvidenceItem::SafetyEvaluation, EvidenceItem::Other};
            if (number(0, 1) == 0)
                request.incident = incident();
            return request;
        }
        case 5: {
            RequestAnswered answer;
            answer.request = request();
            answer.covers = {static_cast<EvidenceItem>(number(0, 3))};
            return answer;
        }
        case 6:
            return RequestClosed{request(), number(0, 1) == 0 ? QString() : QStringLiteral("Moot")};
        case 7: {
            BatchImported batch;
            batch.count = static_cast<std::uint64_t>(number(0, 4));
            batch.root = batch.count == 0 ? crypto::sha256(QByteArrayView()) : crypto::sha256("records");
            return batch;
        }
        case 8:
        case 9:
        case 10:
            return proposal(member);
        case 11:
            return ledger.refusal(someProposal().constData());
        case 12:
            return ledger.withdrawal(someProposal().constData());
        default:
            return ledger.approval(someProposal().constData());
        }
    }

    Payload proposal(const char* member)
    {
        ChangeProposed wanted;
        const qsizetype changes = ledger.snapshot().changes.size();
        if (changes > 0 && number(0, 2) == 0) {
            wanted.reverts = ChangeId(QStringLiteral("C-%1").arg(number(1, changes)));
        } else {
            static const std::vector<std::vector<const char*>> models{
                {"larch-3"}, {"larch-4", "larch-4-agent"}, {}};
            static const std::vector<std::vector<const char*>> regions{{"EU"}, {"UK", "US"}, {}};
            Restriction restriction = LedgerHarness::suspension(models[static_cast<size_t>(number(0, 2))],
                                                                regions[static_cast<size_t>(number(0, 2))]);
            if (number(0, 2) == 0) {
                restriction.measure.kind = RestrictionKind::RateLimit;
                restriction.measure.requestsPerMinute = 10;
            }
            wanted.restriction = restriction;
        }
        if (number(0, 3) == 0)
            wanted.incident = incident();
        return ledger.proposal(member, std::move(wanted));
    }

    IncidentId incident()
    {
        return IncidentId(QStringLiteral("I-%1").arg(number(1, ledger.snapshot().incidents.size() + 1)));
    }
    RequestId request()
    {
        return RequestId(QStringLiteral("R-%1").arg(number(1, ledger.snapshot().requests.size() + 1)));
    }
    QStringList carried()
    {
        QStringList lines;
        for (int i = 1; i < 40; ++i) {
            for (const char* letter : {"R", "P", "C"})
                lines += QStringLiteral("%1-%2: handed over").arg(QLatin1String(letter)).arg(i);
        }
        return number(0, 1) == 0 ? lines : QStringList();
    }

    std::mt19937 m_engine;
};

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
            QVERIFY(authorising.insert(proposal - now.proposals.constData()).second);
            QCOMPARE(change.revertedBy.has_value(), change.status == ChangeStatus::Reverted);
            if (change.revertedBy) {
                const state::ProposalState* lifting = now.proposal(*change.revertedBy);
                QVERIFY(lifting && lifting->status == ProposalStatus::Authorised);
                QVERIFY(lifting->facts.reverts == change.id && lifting->facts.reverted == change.restriction);
                QVERIFY(authorising.insert(lifting - now.proposals.constData()).second);
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

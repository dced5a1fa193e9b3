// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/quorum.h"
#include "tests/support/test_registry.h"
#include "tests/unit/domain/domain_samples.h"

using namespace keyturn::domain;
using keyturn::tests::kSeeds;
using keyturn::tests::oneIn;
using keyturn::tests::upTo;
using enum Role;

namespace {

MemberId memberId(const char* id)
{
    return MemberId(QString::fromLatin1(id));
}

QuorumSigner signer(const char* id, std::vector<Role> roles, std::optional<Role> only = std::nullopt)
{
    return {memberId(id), std::move(roles), only};
}

bool mayFill(const QuorumSigner& person, Role role)
{
    return (!person.only || *person.only == role) &&
           std::find(person.roles.begin(), person.roles.end(), role) != person.roles.end();
}

/// The most slots any assignment fills, by trying every assignment of people (each used once) to slots from
/// @p slot on.
std::size_t mostFilled(const std::vector<Role>& slotRoles, const std::vector<QuorumSigner>& people,
                       std::size_t slot, std::vector<bool>& used)
{
    if (slot == slotRoles.size())
        return 0;
    std::size_t best = mostFilled(slotRoles, people, slot + 1, used);
    for (std::size_t i = 0; i < people.size(); ++i) {
        if (used[i] || !mayFill(people[i], slotRoles[slot]))
            continue;
        used[i] = true;
        best = std::max(best, 1 + mostFilled(slotRoles, people, slot + 1, used));
        used[i] = false;
    }
    return best;
}

/// Whether some assignment fills every slot with at least one person who is not the proposer.
bool someAssignmentSatisfies(const std::vector<Role>& slotRoles, const std::vector<QuorumSigner>& people,
                             const MemberId& proposer, std::size_t slot, std::vector<bool>& used,
                             bool someoneElse)
{
    if (slot == slotRoles.size())
        return someoneElse;
    for (std::size_t i = 0; i < people.size(); ++i) {
        if (used[i] || !mayFill(people[i], slotRoles[slot]))
            continue;
        used[i] = true;
        const bool found = someAssignmentSatisfies(slotRoles, people, proposer, slot + 1, used,
                                                   someoneElse || people[i].member != proposer);
        used[i] = false;
        if (found)
            return true;
    }
    return false;
}

struct RandomQuorum
{
    std::vector<Role> slotRoles;
    std::vector<QuorumSigner> people;
    MemberId proposer;
};

/// Up to 6 people with up to 3 of 4 roles, up to 4 slots; the proposer is often one of them.
RandomQuorum randomQuorum(std::mt19937& random)
{
    RandomQuorum quorum;
    for (std::size_t i = 1 + upTo(random, 3); i > 0; --i)
        quorum.slotRoles.push_back(static_cast<Role>(upTo(random, 3)));
    for (std::size_t i = upTo(random, 6); i > 0; --i) {
        QuorumSigner person{MemberId(QStringLiteral("p") + QString::number(i)), {}, std::nullopt};
        for (std::size_t r = 0; r < 4; ++r) {
            if (oneIn(random, 2))
                person.roles.push_back(static_cast<Role>(r));
        }
        if (oneIn(random, 4))
            person.only = static_cast<Role>(upTo(random, 3));
        quorum.people.push_back(std::move(person));
    }
    quorum.proposer = MemberId(QStringLiteral("p") + QString::number(upTo(random, 7)));
    return quorum;
}

} // namespace

class TestQuorum : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void movesAnEarlierSignerWhereGreedyChoiceFails();
    void countsAPersonOnceEvenWithTwoSignatures();
    void letsTheProposerFillOneOfSeveralSlots();
    void neverLetsTheProposerBeTheOnlySignature();
    void letsASignerChooseTheOnlySlot();
    void isNotSatisfiedWithoutSlots();
    void namesMissingRolesInTheRulesOrder();
    void keepsWhoFilledASlotWhenMoreSign();
    void saysWhetherACandidateWouldFillASlot();
    void equalsBruteForceOnRandomCharters();
    void fillsNoSlotThatThePersonMayNotFill();
};
KEYTURN_TEST(TestQuorum);

void TestQuorum::movesAnEarlierSignerWhereGreedyChoiceFails()
{
    const std::vector<Role> slotRoles{Executive, SafetyLead};
    // The first could fill either; taking the first free slot for good would leave the second outside.
    const std::vector<QuorumSigner> people{signer("both", {Executive, SafetyLead}),
                                           signer("chief", {Executive})};
    const Quorum quorum = matchQuorum(slotRoles, people, memberId("other"));
    QVERIFY(quorum.satisfied);
    QCOMPARE(quorum.filling[0].filledBy, memberId("chief"));
    QCOMPARE(quorum.filling[1].filledBy, memberId("both"));
}

void TestQuorum::countsAPersonOnceEvenWithTwoSignatures()
{
    const std::vector<Role> slotRoles{Executive, Executive};
    const std::vector<QuorumSigner> people{signer("chief", {Executive}), signer("chief", {Executive})};
    const Quorum quorum = matchQuorum(slotRoles, people, memberId("other"));
    QVERIFY(!quorum.satisfied);
    QCOMPARE(quorum.missing(), std::vector<Role>{Executive});
}

void TestQuorum::letsTheProposerFillOneOfSeveralSlots()
{
    const std::vector<Role> slotRoles{Executive, SafetyLead};
    const std::vector<QuorumSigner> people{signer("chief", {Executive}), signer("safety", {SafetyLead})};
    QVERIFY(matchQuorum(slotRoles, people, memberId("safety")).satisfied);
}

void TestQuorum::neverLetsTheProposerBeTheOnlySignature()
{
    const std::vector<Role> slotRoles{SafetyLead};
    const std::vector<QuorumSigner> alone{signer("safety", {SafetyLead})};
    const Quorum quorum = matchQuorum(slotRoles, alone, memberId("safety"));
    QVERIFY(!quorum.satisfied);
    QCOMPARE(quorum.missing(), std::vector<Role>{SafetyLead});
    const std::vector<QuorumSigner> two{signer("safety", {SafetyLead}), signer("deputy", {SafetyLead})};
    const Quorum withDeputy = matchQuorum(slotRoles, two, memberId("safety"));
    QVERIFY(withDeputy.satisfied);
    QCOMPARE(withDeputy.filling[0].filledBy, memberId("deputy"));
}

void TestQuorum::letsASignerChooseTheOnlySlot()
{
    const std::vector<Role> slotRoles{Executive, SafetyLead};
    const std::vector<QuorumSigner> people{signer("both", {Executive, SafetyLead}, Executive),
                                           signer("chief", {Executive})};
    const Quorum quorum = matchQuorum(slotRoles, people, memberId("other"));
    QCOMPARE(quorum.missing(), std::vector<Role>{SafetyLead});
    // A slot chosen without holding its role fills nothing.
    const std::vector<QuorumSigner> pretender{signer("legal", {Legal}, Executive)};
    QCOMPARE(matchQuorum(slotRoles, pretender, memberId("other")).missing().size(), std::size_t{2});
}

void TestQuorum::isNotSatisfiedWithoutSlots()
{
    const std::vector<QuorumSigner> people{signer("chief", {Executive})};
    QVERIFY(!matchQuorum({}, people, memberId("other")).satisfied);
    QVERIFY(!matchQuorum({}, {}, memberId("other")).satisfied);
}

void TestQuorum::namesMissingRolesInTheRulesOrder()
{
    const std::vector<Role> slotRoles{Legal, Executive, SafetyLead};
    const std::vector<QuorumSigner> people{signer("chief", {Executive})};
    QCOMPARE(matchQuorum(slotRoles, people, memberId("other")).missing(),
             (std::vector<Role>{Legal, SafetyLead}));
}

void TestQuorum::keepsWhoFilledASlotWhenMoreSign()
{
    const std::vector<Role> slotRoles{Executive, Legal};
    std::vector<QuorumSigner> people{signer("first", {Executive})};
    QCOMPARE(matchQuorum(slotRoles, people, memberId("x")).filling[0].filledBy, memberId("first"));
    people.push_back(signer("second", {Executive}));
    QCOMPARE(matchQuorum(slotRoles, people, memberId("x")).filling[0].filledBy, memberId("first"));
}

void TestQuorum::saysWhetherACandidateWouldFillASlot()
{
    const std::vector<Role> slotRoles{Executive, SafetyLead};
    const std::vector<QuorumSigner> people{signer("both", {Executive, SafetyLead})};
    QVERIFY(wouldFillSlot(slotRoles, people, signer("chief", {Executive}), memberId("x")));
    QVERIFY(wouldFillSlot(slotRoles, people, signer("safety", {SafetyLead}), memberId("x")));
    QVERIFY(!wouldFillSlot(slotRoles, people, signer("legal", {Legal}), memberId("x")));
    QVERIFY(!wouldFillSlot(slotRoles, people, signer("both", {Executive, SafetyLead}), memberId("x")));
    const std::vector<Role> lone{SafetyLead};
    QVERIFY(!wouldFillSlot(lone, {}, signer("safety", {SafetyLead}), memberId("safety")));
}

void TestQuorum::equalsBruteForceOnRandomCharters()
{
    std::size_t satisfied = 0;
    for (std::uint32_t seed = 0; seed < 10 * kSeeds; ++seed) {
        std::mt19937 random(seed);
        const RandomQuorum q = randomQuorum(random);
        const Quorum quorum = matchQuorum(q.slotRoles, q.people, q.proposer);
        std::vector<bool> used(q.people.size(), false);
        const bool expected = someAssignmentSatisfies(q.slotRoles, q.people, q.proposer, 0, used, false);
        QVERIFY2(quorum.satisfied == expected, qPrintable(QStringLiteral("seed %1").arg(seed)));
        satisfied += expected ? 1 : 0;
        std::vector<QuorumSigner> counted = q.people;
        if (q.slotRoles.size() == 1)
            std::erase_if(counted, [&](const QuorumSigner& p) { return p.member == q.proposer; });
        used.assign(counted.size(), false);
        const std::size_t filled = q.slotRoles.size() - quorum.missing().size();
        QVERIFY2(filled == mostFilled(q.slotRoles, counted, 0, used),
                 qPrintable(QStringLiteral("seed %1").arg(seed)));
    }
    // Both outcomes were seen often enough to mean something.
    QVERIFY(satisfied > 300 && satisfied < 9 * kSeeds);
}

void TestQuorum::fillsNoSlotThatThePersonMayNotFill()
{
    for (std::uint32_t seed = 0; seed < kSeeds; ++seed) {
        std::mt19937 random(seed);
        const RandomQuorum q = randomQuorum(random);
        const Quorum quorum = matchQuorum(q.slotRoles, q.people, q.proposer);
        QCOMPARE(quorum.filling.size(), q.slotRoles.size());
        std::vector<MemberId> seen;
        for (std::size_t i = 0; i < quorum.filling.size(); ++i) {
            QCOMPARE(quorum.filling[i].role, q.slotRoles[i]);
            if (!quorum.filling[i].filledBy)
                continue;
            const MemberId& by = *quorum.filling[i].filledBy;
            QVERIFY(std::find(seen.begin(), seen.end(), by) == seen.end());
            seen.push_back(by);
            const auto who = std::find_if(q.people.begin(), q.people.end(),
                                          [&](const QuorumSigner& p) { return p.member == by; });
            QVERIFY(who != q.people.end() && mayFill(*who, q.slotRoles[i]));
        }
    }
}

#include "test_quorum.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/digest_functions.h"
#include "models/ledger/checkpoint.h"
#include "tests/unit/state/state_checks.h"

using namespace keyturn;
using namespace keyturn::domain;
using state::StateError;
using tests::LedgerHarness;

namespace {

crypto::PrivateKey freshKey()
{
    auto key = crypto::PrivateKey::generate(crypto::KeyType::Ed25519);
    if (!key)
        qFatal("no key: %s", qPrintable(key.error().sentence()));
    return std::move(*key);
}

MemberKey named(const crypto::PrivateKey& key)
{
    return {key.publicKey().id(), crypto::toWord(key.publicKey().type()), key.publicKey().spki()};
}

Member& memberOf(Charter& charter, const char* id)
{
    for (Member& member : charter.members) {
        if (member.id.value() == QLatin1String(id))
            return member;
    }
    qFatal("no member %s", id);
}

/// The next charter, proposed by the chief executive and signed by all that it needs.
void adopt(LedgerHarness& ledger, const std::function<void(ChangeProposed&)>& change)
{
    ChangeProposed wanted;
    wanted.charter = ledger.snapshot().charter;
    ++wanted.charter->version;
    change(wanted);
    ledger.decide("ceo", ledger.proposal("ceo", std::move(wanted)), {"ceo", "coo", "counsel"});
}

} // namespace

/// The attackers of the threat model, a test a row; what holds the file alone is in the service's tests,
/// tokens in those of tokens, and imports in those of intake and of the reports.
class TestAttackers : public QObject
{
    Q_OBJECT

    static base::Result<tests::HarnessAppended> approve(LedgerHarness& ledger, const char* member,
                                                        const char* proposal)
    {
        return ledger.append(member, ledger.approval(proposal));
    }
    static const state::ProposalState& proposalOf(const LedgerHarness& ledger, const char* id)
    {
        return *ledger.snapshot().proposal(ProposalId(QLatin1String(id)));
    }
    static void proposeRegional(LedgerHarness& ledger)
    {
        ledger.must(
            ledger.append("ceo", ledger.restricting("ceo", LedgerHarness::suspension({"larch-4"}, {"EU"}))));
    }

private Q_SLOTS:
    void oneRogueApproverIsCountedOnce();
    void oneRogueApproverCannotDecideAlone();
    void oneRogueApproverIsNotCountedOnceRemoved();
    void stolenKeyFileSignsNothingOnceRevoked();
    void stolenKeyFileLeavesWhatItSignedDisputedUntilRatified();
    void stolenKeyFileDoesNotVoteOnItsRevocation();
    void maliciousGatewayCannotReplayOrInvent();
    void maliciousGatewayCannotProveItself();
    void clockAttackerCannotStretchAProposal();
    void clockAttackerCannotHideWhatIsReplaced();
    void clockAttackerCannotOutwaitACharter();
};

void TestAttackers::oneRogueApproverIsCountedOnce()
{
    auto second = freshKey();
    LedgerHarness ledger(LedgerHarness::Start::Founded, [&](Charter& charter) {
        memberOf(charter, "safety").keys.push_back(named(second));
        memberOf(charter, "safety").roles.push_back(Role::SecurityLead);
    });
    ledger.setCatalogue();
    proposeRegional(ledger);
    KEYTURN_ACCEPTED(approve(ledger, "safety", "P-1"));
    KEYTURN_REFUSED(approve(ledger, "safety", "P-1"), DomainError::AlreadySigned);
    // Roles and keys for both slots, and still one person.
    KEYTURN_REFUSED(ledger.appendStatement(ledger.draft("safety", ledger.approval("P-1")), second),
                    DomainError::AlreadySigned);
    QCOMPARE(proposalOf(ledger, "P-1").status, ProposalStatus::Open);
    KEYTURN_ACCEPTED(approve(ledger, "ciso", "P-1"));
    QCOMPARE(proposalOf(ledger, "P-1").status, ProposalStatus::Authorised);
}

void TestAttackers::oneRogueApproverCannotDecideAlone()
{
    LedgerHarness ledger;
    ledger.setCatalogue();
    Restriction logging = LedgerHarness::suspension({"larch-4"});
    logging.measure.kind = RestrictionKind::EnhanceLogging;
    logging.measure.safeguard = QStringLiteral("All prompts");
    KEYTURN_ACCEPTED(ledger.append("safety", ledger.restricting("safety", logging)));
    KEYTURN_REFUSED(approve(ledger, "safety", "P-1"), DomainError::ProposerAlone);
    KEYTURN_ACCEPTED(approve(ledger, "deputy", "P-1"));
    QCOMPARE(proposalOf(ledger, "P-1").status, ProposalStatus::Authorised);
}

void TestAttackers::oneRogueApproverIsNotCountedOnceRemoved()
{
    LedgerHarness ledger;
    ledger.setCatalogue();
    proposeRegional(ledger);
    KEYTURN_ACCEPTED(approve(ledger, "safety", "P-1"));
    adopt(ledger, [](ChangeProposed& wanted) {
        std::erase_if(wanted.charter->members,
                      [](const Member& member) { return member.id.value() == u"safety"; });
    });
    KEYTURN_ACCEPTED(approve(ledger, "ciso", "P-1"));
    QCOMPARE(proposalOf(ledger, "P-1").status, ProposalStatus::Open);
    KEYTURN_REFUSED(approve(ledger, "safety", "P-1"), DomainError::KeyNotInCharter);
    KEYTURN_ACCEPTED(approve(ledger, "deputy", "P-1"));
    QCOMPARE(proposalOf(ledger, "P-1").status, ProposalStatus::Authorised);
}

void TestAttackers::stolenKeyFileSignsNothingOnceRevoked()
{
    LedgerHarness ledger;
    ledger.setCatalogue();
    proposeRegional(ledger);
    const Statement before = ledger.draft("safety", ledger.approval("P-1"));
    adopt(ledger, [&](ChangeProposed& wanted) {
        Member& member = memberOf(*wanted.charter, "safety");
        wanted.charter->revoked.push_back(
            {member.keys.front().id, member.id, ledger.snapshot().size, QStringLiteral("Stolen")});
        member.keys.clear();
    });
    KEYTURN_REFUSED(approve(ledger, "safety", "P-1"), DomainError::KeyRevoked);
    // What was signed earlier and handed in now stands where it is handed in.
    KEYTURN_REFUSED(ledger.appendStatement(before, ledger.keyOf("safety")), DomainError::KeyRevoked);
    // Nothing can be put where it claims to have been, nor at an earlier time.
    const QByteArray envelope = ledger.envelope(before, ledger.keyOf("safety"));
    ledger::EntryHeader header = ledger.nextHeader(envelope);
    header.seq = before.context->basisSize;
    KEYTURN_REFUSED(ledger.appendEntry(ledger::makeEntry(header, envelope)->bytes),
                    StateError::NotInSequence);
    header = ledger.nextHeader(envelope);
    header.time = header.time.plusUs(-base::kUsPerDay);
    KEYTURN_REFUSED(ledger.appendEntry(ledger::makeEntry(header, envelope)->bytes),
                    StateError::TimeBackwards);
}

void TestAttackers::stolenKeyFileLeavesWhatItSignedDisputedUntilRatified()
{
    auto witness = freshKey();
    LedgerHarness ledger(LedgerHarness::Start::Founded, [&](Charter& charter) {
        charter.witnesses.push_back({QStringLiteral("notary"), witness.publicKey().spki()});
    });
    ledger.setCatalogue();
    const auto decide = [&](const char* model) {
        ledger.decide("ceo", ledger.restricting("ceo", LedgerHarness::suspension({model}, {"EU"})),
                      {"safety", "ciso"});
    };
    decide("larch-3");
    const ledger::Checkpoint checkpoint{ledger::checkpointOrigin(ledger.snapshot().log), ledger.tree().size(),
                                        ledger.tree().root()};
    const auto note = ledger::signCheckpoint(checkpoint, QStringLiteral("notary"), witness);
    QVERIFY(note);
    KEYTURN_ACCEPTED(ledger.append("scribe", WitnessRecorded{*note}));
    decide("larch-4");
    const std::uint64_t stolenFrom = ledger.snapshot().size;
    decide("larch-4-agent");
    const base::Digest access = ledger.snapshot().accessStateSha256();
    adopt(ledger, [&](ChangeProposed& wanted) {
        Member& member = memberOf(*wanted.charter, "safety");
        wanted.charter->revoked.push_back(
            {member.keys.front().id, member.id, stolenFrom, QStringLiteral("Stolen")});
        member.keys.clear();
    });
    const auto isDisputed = [&](const char* id) {
        return ledger.snapshot().isDisputed(proposalOf(ledger, id));
    };
    QVERIFY(!isDisputed("P-1")); // Before, and witnessed.
    QVERIFY(isDisputed("P-2"));  // Nobody else saw it before.
    QVERIFY(isDisputed("P-3"));
    QVERIFY(ledger.snapshot().accessStateSha256() == access); // It does not silently flip.

    ChangeProposed ratifying;
    for (const quint64 seq : ledger.snapshot().disputed)
        ratifying.ratifiesEntries.push_back(seq);
    std::sort(ratifying.ratifiesEntries.begin(), ratifying.ratifiesEntries.end());
    ledger.decide("ceo", ledger.proposal("ceo", ratifying), {"ceo", "coo", "counsel"});
    QVERIFY(!isDisputed("P-2") && !isDisputed("P-3"));
    QVERIFY(ledger.snapshot().accessStateSha256() == access);
}

void TestAttackers::stolenKeyFileDoesNotVoteOnItsRevocation()
{
    LedgerHarness ledger;
    ChangeProposed wanted;
    wanted.charter = ledger.snapshot().charter;
    ++wanted.charter->version;
    Member& member = memberOf(*wanted.charter, "coo");
    auto fresh = freshKey();
    wanted.charter->revoked.push_back(
        {member.keys.front().id, member.id, ledger.snapshot().size, QStringLiteral("Stolen")});
    member.keys = {named(fresh)};
    const auto proof = fresh.sign(possessionBytes(ledger.snapshot().log, member.id, named(fresh).id));
    QVERIFY(proof);
    wanted.proofs = {{named(fresh).id, *proof}};
    KEYTURN_ACCEPTED(ledger.append("ceo", ledger.proposal("ceo", wanted)));
    KEYTURN_REFUSED(approve(ledger, "coo", "P-1"), DomainError::KeyRevoked);
}

void TestAttackers::maliciousGatewayCannotReplayOrInvent()
{
    auto key = freshKey();
    LedgerHarness ledger(LedgerHarness::Start::Founded, [&](Charter& charter) {
        charter.members.push_back({MemberId(QStringLiteral("edge")),
                                   QStringLiteral("Edge"),
                                   {},
                                   MemberKind::Service,
                                   {Role::Gateway},
                                   {named(key)}});
    });
    ledger.setCatalogue();
    for (const char* model : {"larch-3", "larch-4"})
        ledger.decide("ceo", ledger.restricting("ceo", LedgerHarness::suspension({model}, {"EU"})),
                      {"safety", "ciso"});
    const auto claimed = [&](const std::function<void(DirectiveAcknowledged&)>& change) {
        DirectiveAcknowledged claim{7, 2, ledger.snapshot().accessRevisions.at(1), ledger.tree().size(),
                                    ledger.tree().root()};
        change(claim);
        return ledger.appendStatement(ledger.draft("edge", claim), key);
    };
    KEYTURN_REFUSED(claimed([](auto& claim) { claim.revision = 3; }), DomainError::AcknowledgementFalse);
    KEYTURN_REFUSED(claimed([](auto& claim) { claim.revision = 1; }), DomainError::AcknowledgementFalse);
    KEYTURN_REFUSED(claimed([](auto& claim) { claim.headRoot = claim.accessState; }),
                    DomainError::AcknowledgementFalse);
    KEYTURN_REFUSED(claimed([](auto& claim) { ++claim.headSize; }), DomainError::AcknowledgementFalse);
    KEYTURN_ACCEPTED(claimed([](auto&) {}));
    KEYTURN_REFUSED(claimed([](auto&) {}), DomainError::AcknowledgementReplayed);
    // An older revision, signed anew.
    KEYTURN_REFUSED(claimed([&](auto& claim) {
                        claim.counter = 8;
                        claim.revision = 1;
                        claim.accessState = ledger.snapshot().accessRevisions.at(0);
                    }),
                    DomainError::AcknowledgementFalse);
    KEYTURN_REFUSED(ledger.append("feed", DirectiveAcknowledged{8, 2, ledger.snapshot().accessRevisions.at(1),
                                                                ledger.tree().size(), ledger.tree().root()}),
                    DomainError::RoleMayNot);
}

void TestAttackers::maliciousGatewayCannotProveItself()
{
    auto key = freshKey();
    LedgerHarness ledger(LedgerHarness::Start::Founded, [&](Charter& charter) {
        charter.members.push_back({MemberId(QStringLiteral("edge")),
                                   QStringLiteral("Edge"),
                                   {},
                                   MemberKind::Service,
                                   {Role::Gateway, Role::Intake},
                                   {named(key)}});
    });
    ledger.setCatalogue();
    ledger.decide("ceo", ledger.restricting("ceo", LedgerHarness::suspension({"larch-4"}, {"EU"})),
                  {"safety", "ciso"});
    const state::Snapshot& now = ledger.snapshot();
    const DirectiveAcknowledged claim{1, 1, now.accessRevisions.at(0), ledger.tree().size(),
                                      ledger.tree().root()};
    KEYTURN_ACCEPTED(ledger.appendStatement(ledger.draft("edge", claim), key));
    QVERIFY(!now.gateways.at(0).proven);
    QCOMPARE(now.gateways.at(0).provenRevision, std::uint64_t{0});
    GatewayProbed probe;
    probe.gateway = MemberId(QStringLiteral("edge"));
    probe.revision = 1;
    for (const Cell& cell : allCells(now.catalogue)) {
        if (cell.model.value() == u"larch-4" && cell.region.value() == u"EU")
            probe.cell = cell;
    }
    probe.seen = Access::Suspended;
    KEYTURN_REFUSED(ledger.appendStatement(ledger.draft("edge", probe), key), DomainError::RoleMayNot);
    probe.seen = Access::Open;
    KEYTURN_ACCEPTED(ledger.append("feed", probe));
    QVERIFY(now.gateways.at(0).drifted && !now.gateways.at(0).proven);
    probe.seen = Access::Suspended;
    KEYTURN_ACCEPTED(ledger.append("feed", probe));
    QVERIFY(now.gateways.at(0).proven && !now.gateways.at(0).drifted);
}

void TestAttackers::clockAttackerCannotStretchAProposal()
{
    LedgerHarness ledger;
    ledger.setCatalogue();
    proposeRegional(ledger);
    const base::UtcTime expires = proposalOf(ledger, "P-1").facts.expiresAt;
    ledger.clock.set(expires.plusUs(-base::kUsPerDay));
    KEYTURN_ACCEPTED(approve(ledger, "safety", "P-1"));
    ledger.clock.set(expires.plusUs(base::kUsPerDay));
    KEYTURN_REFUSED(approve(ledger, "ciso", "P-1"), DomainError::ProposalExpired);
    NoteAdded note;
    note.title = QStringLiteral("A day later");
    KEYTURN_ACCEPTED(ledger.append("scribe", note));
    // A clock put back does not bring it back: the ledger's time goes on.
    ledger.clock.set(expires.plusUs(-base::kUsPerDay));
    KEYTURN_REFUSED(approve(ledger, "ciso", "P-1"), DomainError::ProposalExpired);
    const QByteArray envelope =
        ledger.envelope(ledger.draft("ciso", ledger.approval("P-1")), ledger.keyOf("ciso"));
    ledger::EntryHeader header = ledger.nextHeader(envelope);
    header.time = ledger.clock.now();
    KEYTURN_REFUSED(ledger.appendEntry(ledger::makeEntry(header, envelope)->bytes),
                    StateError::TimeBackwards);
    // Nor does a clock put forward give a new one another day.
    ledger.clock.set(expires.plusUs(base::kUsPerDay));
    ChangeProposed longer = ledger.restricting("ceo", LedgerHarness::suspension({"larch-4"}, {"EU"}));
    longer.expiresAt = longer.expiresAt.plusUs(base::kUsPerDay);
    KEYTURN_REFUSED(ledger.append("ceo", longer), DomainError::BadProposal);
    Statement ahead = ledger.draft("ceo", longer);
    ahead.context->signedAt = ahead.context->signedAt.plusUs(base::kUsPerDay);
    KEYTURN_REFUSED(ledger.appendStatement(ahead, ledger.keyOf("ceo")), StateError::SignedInFuture);
}

void TestAttackers::clockAttackerCannotHideWhatIsReplaced()
{
    LedgerHarness ledger;
    ledger.setCatalogue();
    const base::UtcTime earlier = ledger.clock.now();
    ledger.clock.advanceMinutes(10);
    ledger.decide("ceo", ledger.restricting("ceo", LedgerHarness::suspension({"larch-4"}, {"EU"})),
                  {"safety", "ciso"});
    ChangeProposed wanted;
    wanted.restriction = LedgerHarness::suspension({"larch-4"}, {"EU"});
    wanted.restriction->measure.kind = RestrictionKind::EnhanceLogging;
    wanted.restriction->measure.safeguard = QStringLiteral("All prompts");
    wanted.supersedes = ChangeId(QStringLiteral("C-1"));
    const ChangeProposed honest = ledger.proposal("safety", wanted);
    QVERIFY(honest.alsoNeeded);
    // Seen from before the suspension, nothing would be let through, and one signature would do.
    ChangeProposed hiding = honest;
    hiding.alsoNeeded.reset();
    hiding.effect.clear();
    hiding.preview = SignedPreview();
    Statement backdated = ledger.draft("safety", hiding);
    backdated.context->signedAt = earlier;
    KEYTURN_REFUSED(ledger.appendStatement(backdated, ledger.keyOf("safety")), DomainError::BadProposal);
    // Told honestly by the same clock, it asks for those who restore.
    ChangeProposed sooner = honest;
    sooner.expiresAt = earlier.plusUs(60 * base::kUsPerMinute);
    Statement slow = ledger.draft("safety", sooner);
    slow.context->signedAt = earlier;
    KEYTURN_ACCEPTED(ledger.appendStatement(slow, ledger.keyOf("safety")));
    KEYTURN_ACCEPTED(approve(ledger, "deputy", "P-2"));
    QCOMPARE(proposalOf(ledger, "P-2").status, ProposalStatus::Open);
}

void TestAttackers::clockAttackerCannotOutwaitACharter()
{
    base::UtcTime expires;
    LedgerHarness ledger(LedgerHarness::Start::Founded, [&](Charter& charter) {
        expires = tests::MockClock().now().plusUs(2 * base::kUsPerDay);
        charter.expires = expires;
    });
    ledger.setCatalogue();
    for (const char* model : {"larch-3", "larch-4"})
        ledger.decide("ceo", ledger.restricting("ceo", LedgerHarness::suspension({model}, {"EU"})),
                      {"safety", "ciso"});
    ledger.clock.set(expires.plusUs(-base::kUsPerDay));
    ledger.decide("ceo", ledger.lifting("ceo", "C-1"), {"ceo", "safety", "ciso"});
    ledger.clock.set(expires.plusUs(base::kUsPerDay));
    KEYTURN_REFUSED(ledger.append("ceo", ledger.lifting("ceo", "C-2")), DomainError::CharterExpired);
    // What tightens is still allowed.
    ledger.decide("ceo", ledger.restricting("ceo", LedgerHarness::suspension({"larch-3"}, {"EU"})),
                  {"safety", "ciso"});
    QCOMPARE(ledger.snapshot().changes.size(), 3);
}

KEYTURN_TEST(TestAttackers);
#include "test_attackers.moc"

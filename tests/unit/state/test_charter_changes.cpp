// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/ledger/checkpoint.h"
#include "tests/unit/state/state_checks.h"

#include <algorithm>

using namespace keyturn;
using namespace keyturn::domain;
using tests::LedgerHarness;

/// One charter follows another only by the thresholds of both, and revoked keys lose what they may have done.
class TestCharterChanges : public QObject
{
    Q_OBJECT

    static base::Result<tests::HarnessAppended> approve(LedgerHarness& ledger, const char* member,
                                                        const char* proposal = "P-1")
    {
        return ledger.append(member, ledger.approval(proposal));
    }
    static Member& memberIn(Charter& charter, const char* id)
    {
        for (Member& member : charter.members) {
            if (member.id.value() == QLatin1String(id))
                return member;
        }
        qFatal("the test's charter has no member %s", id);
    }
    static void addOfficer(LedgerHarness& ledger, Charter& charter)
    {
        charter.members.push_back({MemberId(QStringLiteral("cfo")),
                                   QStringLiteral("Hana Kimura"),
                                   QStringLiteral("Chief Financial Officer"),
                                   MemberKind::Person,
                                   {Role::Executive},
                                   {ledger.makeKey("cfo")}});
    }
    /// Suspends larch-4 in the EU as C-1, signed by safety and ciso, then revokes safety's key from @p
    /// fromSeq on.
    static void revokeSafetyKey(LedgerHarness& ledger, std::uint64_t fromSeq)
    {
        const ChangeProposed change = ledger.changingCharter("ceo", [&](Charter& next) {
            Member& safety = memberIn(next, "safety");
            next.revoked.push_back(
                {safety.keys.front().id, safety.id, fromSeq, QStringLiteral("The laptop was stolen.")});
            safety.keys = {ledger.makeKey("safety")};
        });
        ledger.decide("ceo", change, {"ceo", "coo", "counsel"});
    }

private Q_SLOTS:
    void standsOnlyWithTheThresholdsOfBoth()
    {
        LedgerHarness ledger;
        // The next charter also wants the head of safety to sign.
        ledger.must(ledger.append("ceo", ledger.changingCharter("ceo", [](Charter& next) {
            next.rules.back().slotRoles.push_back(Role::SafetyLead);
        })));
        for (const char* member : {"ceo", "coo", "counsel"}) {
            KEYTURN_ACCEPTED(approve(ledger, member));
            QCOMPARE(ledger.snapshot().charter.version, std::int64_t{1});
        }
        KEYTURN_ACCEPTED(approve(ledger, "safety"));
        QCOMPARE(ledger.snapshot().charter.version, std::int64_t{2});
        QCOMPARE(ledger.snapshot().charters.size(), 2);
        QVERIFY(ledger.snapshot().charterSha256 == ledger.snapshot().proposals.constFirst().statementSha256);
    }

    void takesANewMembersSignatureTowardsTheNextCharterOnly()
    {
        LedgerHarness ledger;
        ledger.must(ledger.append("ceo", ledger.changingCharter("ceo", [&](Charter& next) {
            addOfficer(ledger, next);
            next.rules.back().slotRoles = {Role::Executive, Role::Executive, Role::Executive, Role::Legal};
        })));
        KEYTURN_ACCEPTED(approve(ledger, "cfo"));
        KEYTURN_ACCEPTED(approve(ledger, "ceo"));
        KEYTURN_ACCEPTED(approve(ledger, "counsel"));
        // Of the standing charter one executive is still missing, whatever the new one has signed.
        QCOMPARE(ledger.snapshot().charter.version, std::int64_t{1});
        KEYTURN_ACCEPTED(approve(ledger, "coo"));
        QCOMPARE(ledger.snapshot().charter.version, std::int64_t{2});
        QVERIFY(ledger.snapshot().charter.member(MemberId(QStringLiteral("cfo"))));
    }

    void letsANewMemberSignNothingElseBefore()
    {
        LedgerHarness ledger;
        ledger.setCatalogue();
        ledger.must(ledger.append(
            "ceo", ledger.changingCharter("ceo", [&](Charter& next) { addOfficer(ledger, next); })));
        ledger.must(ledger.append("ceo", ledger.restricting("ceo", LedgerHarness::suspension({"larch-4"}))));
        KEYTURN_REFUSED(approve(ledger, "cfo", "P-2"), DomainError::KeyNotInCharter);
        KEYTURN_REFUSED(ledger.append("cfo", ledger.refusal("P-1")), DomainError::KeyNotInCharter);
    }

    void refusesAVersionThatDoesNotFollow_data()
    {
        QTest::addColumn<qint64>("version");
        for (const qint64 version : {0, 1, 3, 7})
            QTest::addRow("%lld", static_cast<long long>(version)) << version;
    }
    void refusesAVersionThatDoesNotFollow()
    {
        QFETCH(qint64, version);
        LedgerHarness ledger;
        KEYTURN_REFUSED(ledger.append("ceo", ledger.changingCharter("ceo",
                                                                    [&](Charter& next) {
                                                                        next.version = version;
                                                                        next.rules.back().title += u'.';
                                                                    })),
                        DomainError::BadCharter);
    }

    void refusesACharterThatNobodyCouldMeetOrThatTwoAbsencesWouldLock()
    {
        LedgerHarness ledger;
        KEYTURN_REFUSED(ledger.append("ceo", ledger.changingCharter(
                                                 "ceo",
                                                 [](Charter& next) {
                                                     std::erase_if(next.members, [](const Member& one) {
                                                         return one.id.value() == u"counsel";
                                                     });
                                                 })),
                        DomainError::CharterUnsatisfiable);
        const auto brittle = ledger.append(
            "ceo", ledger.changingCharter("ceo", [](Charter& next) { next.acceptsBrittle = false; }));
        KEYTURN_REFUSED(brittle, DomainError::CharterBrittle);
        QVERIFY(brittle.error().sentence().contains(QStringLiteral("Mara Lindqvist")));
    }

    void refusesANewKeyWithoutProofOfPossession()
    {
        LedgerHarness ledger;
        ChangeProposed change =
            ledger.changingCharter("ceo", [&](Charter& next) { addOfficer(ledger, next); });
        QCOMPARE(change.proofs.size(), std::size_t{1});
        ChangeProposed without = change;
        without.proofs.clear();
        KEYTURN_REFUSED(ledger.append("ceo", ledger.proposal("ceo", without)), DomainError::ProofMissing);
        // Proven for another member, it proves nothing for this one.
        ChangeProposed ofAnother = change;
        auto made = ledger.keyOf("cfo").sign(possessionBytes(
            ledger.snapshot().log, MemberId(QStringLiteral("coo")), ofAnother.proofs.front().key));
        ofAnother.proofs.front().signature = *made;
        KEYTURN_REFUSED(ledger.append("ceo", ledger.proposal("ceo", ofAnother)), DomainError::ProofMissing);
        KEYTURN_ACCEPTED(ledger.append("ceo", change));
    }

    void countsAKeyThatIsRotatedAndNeverUnverifiesWhatTheOldOneSigned()
    {
        LedgerHarness ledger;
        ledger.setCatalogue();
        ledger.decide("ceo", ledger.restricting("ceo", LedgerHarness::suspension({"larch-4"}, {"EU"})),
                      {"safety", "ciso"});
        ledger.decide(
            "ceo",
            ledger.changingCharter(
                "ceo", [&](Charter& next) { memberIn(next, "safety").keys = {ledger.makeKey("safety")}; }),
            {"ceo", "coo", "counsel"});
        QVERIFY(ledger.snapshot().disputed.isEmpty());
        QVERIFY(!ledger.snapshot().isDisputed(ledger.snapshot().changes.constFirst()));
        // The new key signs from now on.
        ledger.decide("ceo", ledger.restricting("ceo", LedgerHarness::suspension({"larch-3"}, {"EU"})),
                      {"safety", "ciso"});
        QCOMPARE(ledger.snapshot().changes.size(), 2);
    }

    void disputesWhatARevokedKeySignedAndLetsItStandOnlyByTheChartersThreshold()
    {
        LedgerHarness ledger;
        ledger.setCatalogue();
        ledger.decide("ceo", ledger.restricting("ceo", LedgerHarness::suspension({"larch-4"}, {"EU"})),
                      {"safety", "ciso"});
        revokeSafetyKey(ledger, 0);
        const state::ChangeState& change = ledger.snapshot().changes.constFirst();
        // The catalogue and the approval.
        QCOMPARE(ledger.snapshot().disputed.size(), 2);
        QVERIFY(ledger.snapshot().isDisputed(change));
        // State does not silently flip.
        QCOMPARE(change.status, ChangeStatus::InForce);

        ChangeProposed ratification;
        const auto& disputed = ledger.snapshot().disputed;
        ratification.ratifiesEntries.assign(disputed.begin(), disputed.end());
        std::sort(ratification.ratifiesEntries.begin(), ratification.ratifiesEntries.end());
        const ChangeProposed whole = ledger.proposal("ceo", ratification);
        ledger.decide("ceo", whole, {"ceo", "coo", "counsel"});
        QVERIFY(ledger.snapshot().disputed.isEmpty());
        QVERIFY(!ledger.snapshot().isDisputed(ledger.snapshot().changes.constFirst()));
        KEYTURN_REFUSED(ledger.append("ceo", whole), DomainError::NotDisputed);
    }

    void letsStandWhatAWitnessSawBeforeTheCompromise()
    {
        crypto::PrivateKey witness = std::move(*crypto::PrivateKey::generate(crypto::KeyType::Ed25519));
        LedgerHarness ledger(LedgerHarness::Start::Founded, [&](Charter& charter) {
            charter.witnesses = {{QStringLiteral("observatory"), witness.publicKey().spki()}};
        });
        ledger.setCatalogue();
        ledger.decide("ceo", ledger.restricting("ceo", LedgerHarness::suspension({"larch-4"}, {"EU"})),
                      {"safety", "ciso"});
        const std::uint64_t seen = ledger.snapshot().size;
        const auto note = ledger::signCheckpoint(
            {ledger::checkpointOrigin(ledger.snapshot().log), seen, ledger.tree().root()},
            QStringLiteral("observatory"), witness);
        ledger.must(ledger.append("auditor", WitnessRecorded{*note}));
        QCOMPARE(ledger.snapshot().witnessedSize(), seen);
        // Signed after the witness looked, before the stated compromise: not sure all the same.
        ledger.must(ledger.append("safety", NoteAdded{{}, false, QStringLiteral("Later"), {}, {}, {}}));
        const std::uint64_t later = ledger.snapshot().size - 1;
        revokeSafetyKey(ledger, ledger.snapshot().size);
        QCOMPARE(ledger.snapshot().disputed.size(), 1);
        QVERIFY(ledger.snapshot().disputed.contains(later));
        QVERIFY(!ledger.snapshot().isDisputed(ledger.snapshot().changes.constFirst()));
    }

    void takesNothingMoreOfARevokedKey()
    {
        LedgerHarness ledger;
        // A copy of the key, as a thief would have it.
        const QByteArray seedOfThief = QByteArray(32, 'k');
        crypto::PrivateKey thief = std::move(*crypto::PrivateKey::fromEd25519Seed(seedOfThief));
        const MemberKey stolen{thief.publicKey().id(), QStringLiteral("ed25519"), thief.publicKey().spki()};
        const auto proof =
            thief.sign(possessionBytes(ledger.snapshot().log, MemberId(QStringLiteral("deputy")), stolen.id));
        ChangeProposed enrol = ledger.changingCharter(
            "ceo", [&](Charter& next) { memberIn(next, "deputy").keys.push_back(stolen); });
        enrol.proofs = {{stolen.id, *proof}};
        ledger.decide("ceo", ledger.proposal("ceo", enrol), {"ceo", "coo", "counsel"});
        const Statement before =
            ledger.draft("deputy", NoteAdded{{}, false, QStringLiteral("Mine"), {}, {}, {}});
        KEYTURN_ACCEPTED(ledger.appendStatement(before, thief));
        ledger.decide("ceo",
                      ledger.changingCharter(
                          "ceo",
                          [&](Charter& next) {
                              Member& deputy = memberIn(next, "deputy");
                              deputy.keys.pop_back();
                              next.revoked.push_back({stolen.id, deputy.id, 0, QStringLiteral("Stolen.")});
                          }),
                      {"ceo", "coo", "counsel"});
        const Statement after =
            ledger.draft("deputy", NoteAdded{{}, false, QStringLiteral("Mine"), {}, {}, {}});
        KEYTURN_REFUSED(ledger.appendStatement(after, thief), DomainError::KeyRevoked);
    }

    void doesNotLetARevokedKeyVoteOnItsOwnRevocation()
    {
        LedgerHarness ledger;
        ledger.must(ledger.append("coo", ledger.changingCharter("coo", [&](Charter& next) {
            Member& ceo = memberIn(next, "ceo");
            next.revoked.push_back({ceo.keys.front().id, ceo.id, 0, QStringLiteral("Seen elsewhere.")});
            ceo.keys = {ledger.makeKey("new ceo")};
        })));
        KEYTURN_ACCEPTED(approve(ledger, "coo"));
        KEYTURN_ACCEPTED(approve(ledger, "counsel"));
        (void)approve(ledger, "ceo");
        QCOMPARE(ledger.snapshot().charter.version, std::int64_t{1});
    }

    void countsNobodyWhoWasRemovedWhileTheVoteRan()
    {
        LedgerHarness ledger;
        ledger.setCatalogue();
        ledger.must(
            ledger.append("ceo", ledger.restricting("ceo", LedgerHarness::suspension({"larch-4"}, {"EU"}))));
        KEYTURN_ACCEPTED(approve(ledger, "safety"));
        ledger.decide("ceo",
                      ledger.changingCharter("ceo",
                                             [](Charter& next) {
                                                 std::erase_if(next.members, [](const Member& one) {
                                                     return one.id.value() == u"safety";
                                                 });
                                             }),
                      {"ceo", "coo", "counsel"});
        KEYTURN_ACCEPTED(approve(ledger, "ciso"));
        QVERIFY(ledger.snapshot().changes.isEmpty());
        KEYTURN_ACCEPTED(approve(ledger, "deputy"));
        QCOMPARE(ledger.snapshot().changes.size(), 1);
        QCOMPARE(ledger.snapshot().display(MemberId(QStringLiteral("safety"))),
                 QStringLiteral("Ines Okafor, Head of Safety"));
    }

    void keepsADecisionAsItWasDecidedWhenItsPeopleLeave()
    {
        LedgerHarness ledger;
        ledger.setCatalogue();
        ledger.decide("ceo", ledger.restricting("ceo", LedgerHarness::suspension({"larch-4"}, {"EU"})),
                      {"safety", "ciso"});
        const auto filling =
            ledger.snapshot().quorumOf(ledger.snapshot().proposals.constFirst(), ledger.ledgerNow()).filling;
        ledger.decide("ceo",
                      ledger.changingCharter("ceo",
                                             [](Charter& next) {
                                                 std::erase_if(next.members, [](const Member& one) {
                                                     return one.id.value() == u"safety";
                                                 });
                                             }),
                      {"ceo", "coo", "counsel"});
        QVERIFY(ledger.snapshot()
                    .quorumOf(ledger.snapshot().proposals.constFirst(), ledger.ledgerNow())
                    .filling == filling);
    }

    void anExpiredCharterCanBeRenewedAndTightensButDoesNotRestore()
    {
        LedgerHarness ledger(LedgerHarness::Start::Founded, [](Charter& charter) {
            charter.expires = tests::MockClock().now().plusUs(base::kUsPerDay);
        });
        ledger.setCatalogue();
        ledger.decide("ceo", ledger.restricting("ceo", LedgerHarness::suspension({"larch-4"}, {"EU"})),
                      {"safety", "ciso"});
        ledger.clock.advanceMinutes(2 * 24 * 60);
        KEYTURN_REFUSED(ledger.append("ceo", ledger.lifting("ceo", "C-1")), DomainError::CharterExpired);
        ledger.decide("ceo", ledger.restricting("ceo", LedgerHarness::suspension({"larch-3"}, {"EU"})),
                      {"safety", "ciso"});
        KEYTURN_ACCEPTED(ledger.append(
            "ciso", ledger.breakingGlass("ciso", LedgerHarness::suspension({"larch-4-agent"}))));
        ledger.decide("ceo", ledger.changingCharter("ceo", [](Charter& next) { next.expires.reset(); }),
                      {"ceo", "coo", "counsel"});
        KEYTURN_ACCEPTED(ledger.append("ceo", ledger.lifting("ceo", "C-1")));
    }
};

KEYTURN_TEST(TestCharterChanges);
#include "test_charter_changes.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/state/state_checks.h"

using namespace keyturn;
using namespace keyturn::domain;
using tests::LedgerHarness;

/// What gateways claim is held to the ledger, and proves nothing by itself.
class TestGateways : public QObject
{
    Q_OBJECT

    /// larch-4 is suspended in the EU: revision 1 of access.
    static LedgerHarness decided(crypto::PrivateKey& gateway)
    {
        LedgerHarness ledger(LedgerHarness::Start::Founded, [&](Charter& charter) {
            charter.members.push_back({MemberId(QStringLiteral("northgate")),
                                       QStringLiteral("Northgate gateway"),
                                       {},
                                       MemberKind::Service,
                                       {Role::Gateway},
                                       {{gateway.publicKey().id(), crypto::toWord(gateway.publicKey().type()),
                                         gateway.publicKey().spki()}}});
        });
        ledger.setCatalogue();
        ledger.decide("ceo", ledger.restricting("ceo", LedgerHarness::suspension({"larch-4"}, {"EU"})),
                      {"safety", "ciso"});
        return ledger;
    }
    static crypto::PrivateKey freshKey()
    {
        return std::move(*crypto::PrivateKey::generate(crypto::KeyType::Ed25519));
    }
    static DirectiveAcknowledged claim(const LedgerHarness& ledger, std::uint64_t counter)
    {
        return {counter, static_cast<std::uint64_t>(ledger.snapshot().accessRevisions.size()),
                ledger.snapshot().accessStateSha256(), ledger.tree().size(), ledger.tree().root()};
    }
    static base::Result<tests::HarnessAppended> say(LedgerHarness& ledger, crypto::PrivateKey& gateway,
                                                    const DirectiveAcknowledged& claimed)
    {
        return ledger.appendStatement(ledger.draft("northgate", claimed), gateway);
    }
    static GatewayProbed probe(Access seen)
    {
        return {MemberId(QStringLiteral("northgate")),
                1,
                {ModelId(QStringLiteral("larch-4")), ChannelId(QStringLiteral("northgate")),
                 RegionId(QStringLiteral("EU")), TierId(QStringLiteral("free")),
                 CapabilityId(QStringLiteral("chat"))},
                seen,
                QStringLiteral("A request was sent.")};
    }

private Q_SLOTS:
    void refusesAReplayedAcknowledgement()
    {
        crypto::PrivateKey gateway = freshKey();
        LedgerHarness ledger = decided(gateway);
        KEYTURN_ACCEPTED(say(ledger, gateway, claim(ledger, 7)));
        for (const std::uint64_t counter : {7, 6, 0})
            KEYTURN_REFUSED(say(ledger, gateway, claim(ledger, counter)),
                            DomainError::AcknowledgementReplayed);
        KEYTURN_ACCEPTED(say(ledger, gateway, claim(ledger, 8)));
    }

    void refusesAFalseAcknowledgement()
    {
        crypto::PrivateKey gateway = freshKey();
        LedgerHarness ledger = decided(gateway);
        DirectiveAcknowledged ahead = claim(ledger, 1);
        ++ahead.revision;
        KEYTURN_REFUSED(say(ledger, gateway, ahead), DomainError::AcknowledgementFalse);
        DirectiveAcknowledged other = claim(ledger, 1);
        other.accessState.bytes[0] ^= 1;
        KEYTURN_REFUSED(say(ledger, gateway, other), DomainError::AcknowledgementFalse);
        DirectiveAcknowledged elsewhere = claim(ledger, 1);
        elsewhere.headRoot.bytes[0] ^= 1;
        KEYTURN_REFUSED(say(ledger, gateway, elsewhere), DomainError::AcknowledgementFalse);
        KEYTURN_REFUSED(ledger.append("safety", claim(ledger, 1)), DomainError::RoleMayNot);
    }

    void takesAClaimForNoProof()
    {
        crypto::PrivateKey gateway = freshKey();
        LedgerHarness ledger = decided(gateway);
        ledger.must(say(ledger, gateway, claim(ledger, 1)));
        const auto& known = [&]() -> const state::GatewayState& {
            return ledger.snapshot().gateways.constFirst();
        };
        QCOMPARE(known().revision, std::uint64_t{1});
        QCOMPARE(known().provenRevision, std::uint64_t{0});
        // Its own probe would be a claim again.
        KEYTURN_REFUSED(ledger.appendStatement(ledger.draft("northgate", probe(Access::Suspended)), gateway),
                        DomainError::RoleMayNot);
        ledger.must(ledger.append("feed", probe(Access::Open)));
        QCOMPARE(known().provenRevision, std::uint64_t{0});
        QVERIFY(known().drifted.has_value());
        ledger.must(ledger.append("feed", probe(Access::Suspended)));
        QCOMPARE(known().provenRevision, std::uint64_t{1});
        QVERIFY(!known().drifted);
    }
};

KEYTURN_TEST(TestGateways);
#include "test_gateways.moc"

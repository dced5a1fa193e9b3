// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/digest_functions.h"
#include "models/domain/quorum.h"
#include "tests/unit/state/state_checks.h"

using namespace keyturn;
using domain::DomainError;
using state::StateError;
using tests::LedgerHarness;

class TestFounding : public QObject
{
    Q_OBJECT

    static LedgerHarness empty(const std::function<void(domain::Charter&)>& edit = {})
    {
        return LedgerHarness(LedgerHarness::Start::Empty, edit);
    }
    static domain::Statement introduction(const crypto::PublicKey& key)
    {
        domain::Statement statement;
        statement.subjects.push_back({QStringLiteral("seat"), key.id()});
        statement.payload =
            domain::SeatIntroduced{QStringLiteral("keyturn.dev/seat/") + key.id().hex().left(16), key.spki()};
        return statement;
    }
    static crypto::PrivateKey newKey(crypto::KeyType type = crypto::KeyType::Ed25519)
    {
        return std::move(*crypto::PrivateKey::generate(type));
    }

private Q_SLOTS:
    void foundsWhenTheChartersOwnThresholdHasSigned()
    {
        LedgerHarness ledger = empty();
        const domain::Statement statement = ledger.charterStatement();
        KEYTURN_ACCEPTED(ledger.appendStatement(statement, ledger.keyOf("ceo")));
        QVERIFY(!ledger.snapshot().founded);
        KEYTURN_ACCEPTED(ledger.appendStatement(statement, ledger.keyOf("coo")));
        QVERIFY(!ledger.snapshot().founded);
        KEYTURN_ACCEPTED(ledger.appendStatement(statement, ledger.keyOf("counsel")));
        QVERIFY(ledger.snapshot().founded);
        QCOMPARE(ledger.snapshot().charterSignatures.size(), size_t{3});
        QVERIFY(ledger.snapshot().charter == ledger.charter());
        const auto opened = state::openEntry(ledger.entries().front());
        QVERIFY(opened);
        QVERIFY(ledger.snapshot().log == crypto::sha256(opened->entry.payload));
        QVERIFY(ledger.snapshot().charterSha256 == crypto::sha256(opened->envelope.payload));
    }

    void signersWithoutTheRolesDoNotFound()
    {
        LedgerHarness ledger = empty();
        for (const char* member : {"ceo", "safety", "deputy", "ciso", "counsel", "scribe", "auditor"})
            KEYTURN_ACCEPTED(ledger.appendStatement(ledger.charterStatement(), ledger.keyOf(member)));
        QVERIFY(!ledger.snapshot().founded);
    }

    void refusesFoundingSignatureBySamePersonTwice()
    {
        LedgerHarness ledger = empty();
        KEYTURN_ACCEPTED(ledger.appendStatement(ledger.charterStatement(), ledger.keyOf("ceo")));
        KEYTURN_REFUSED(ledger.appendStatement(ledger.charterStatement(), ledger.keyOf("ceo")),
                        DomainError::AlreadySigned);
    }

    void refusesFoundingSignatureBySamePersonWithAnotherKey()
    {
        auto second = newKey();
        LedgerHarness ledger = empty([&](domain::Charter& charter) {
            charter.members.front().keys.push_back(
                {second.publicKey().id(), QStringLiteral("ed25519"), second.publicKey().spki()});
        });
        KEYTURN_ACCEPTED(ledger.appendStatement(ledger.charterStatement(), ledger.keyOf("ceo")));
        KEYTURN_REFUSED(ledger.appendStatement(ledger.charterStatement(), second),
                        DomainError::AlreadySigned);
    }

    void refusesFoundingSignatureByAService()
    {
        LedgerHarness ledger = empty();
        KEYTURN_REFUSED(ledger.appendStatement(ledger.charterStatement(), ledger.keyOf("feed")),
                        StateError::NotAPerson);
    }

    void refusesFoundingSignatureByAStranger()
    {
        LedgerHarness ledger = empty();
        auto stranger = newKey();
        KEYTURN_REFUSED(ledger.appendStatement(ledger.charterStatement(), stranger),
                        DomainError::KeyNotInCharter);
    }

    void refusesAnotherCharterWhileFounding()
    {
        LedgerHarness ledger = empty();
        KEYTURN_ACCEPTED(ledger.appendStatement(ledger.charterStatement(), ledger.keyOf("ceo")));
        domain::Charter other = ledger.charter();
        other.organisation = QStringLiteral("Somebody else");
        domain::Statement statement;
        statement.subjects.push_back(
            {QStringLiteral("charter.json"), crypto::sha256(domain::encodeCharterDraft(other))});
        statement.payload = domain::CharterSigned{other};
        KEYTURN_REFUSED(ledger.appendStatement(statement, ledger.keyOf("coo")), StateError::CharterDiffers);
    }

    void refusesTheSameCharterInOtherBytesWhileFounding()
    {
        LedgerHarness ledger = empty();
        KEYTURN_ACCEPTED(ledger.appendStatement(ledger.charterStatement(), ledger.keyOf("ceo")));
        const QByteArray bytes = *domain::encodeStatement(ledger.charterStatement()) + ' ';
        const auto envelope = ledger::signEnvelope(bytes, ledger.keyOf("coo"));
        KEYTURN_REFUSED(ledger.appendEnvelope(*envelope), StateError::CharterDiffers);
    }

    void refusesEverythingElseBeforeFounding()
    {
        LedgerHarness ledger = empty();
        domain::NoteAdded note;
        note.title = QStringLiteral("Early");
        KEYTURN_REFUSED(ledger.append("ceo", note), DomainError::NotFounded);
        KEYTURN_ACCEPTED(ledger.appendStatement(ledger.charterStatement(), ledger.keyOf("ceo")));
        KEYTURN_REFUSED(ledger.append("ceo", note), DomainError::NotFounded);
        auto seat = newKey();
        KEYTURN_REFUSED(ledger.appendStatement(introduction(seat.publicKey()), seat),
                        DomainError::NotFounded);
    }

    void refusesACharterThatCannotBeSatisfied()
    {
        LedgerHarness ledger = empty([](domain::Charter& charter) {
            std::erase_if(charter.members,
                          [](const domain::Member& m) { return m.has(domain::Role::Legal); });
        });
        KEYTURN_REFUSED(ledger.appendStatement(ledger.charterStatement(), ledger.keyOf("ceo")),
                        DomainError::CharterUnsatisfiable);
    }

    void refusesAFirstCharterOfAnotherVersion()
    {
        LedgerHarness ledger = empty([](domain::Charter& charter) { charter.version = 2; });
        KEYTURN_REFUSED(ledger.appendStatement(ledger.charterStatement(), ledger.keyOf("ceo")),
                        DomainError::BadCharter);
    }

    void recomputesKeyIdsAndBelievesNone()
    {
        LedgerHarness ledger =
            empty([](domain::Charter& charter) { charter.members.back().keys.front().id.bytes[0] ^= 1; });
        KEYTURN_REFUSED(ledger.appendStatement(ledger.charterStatement(), ledger.keyOf("ceo")),
                        StateError::KeyUnfit);
        LedgerHarness mistyped = empty([](domain::Charter& charter) {
            charter.members.back().keys.front().type = QStringLiteral("p256");
        });
        KEYTURN_REFUSED(mistyped.appendStatement(mistyped.charterStatement(), mistyped.keyOf("ceo")),
                        StateError::KeyUnfit);
        LedgerHarness broken =
            empty([](domain::Charter& charter) { charter.members.back().keys.front().spki.chop(1); });
        KEYTURN_REFUSED(broken.appendStatement(broken.charterStatement(), broken.keyOf("ceo")),
                        StateError::KeyUnfit);
    }

    void refusesACharterWhoseSubjectIsAnother()
    {
        LedgerHarness ledger = empty();
        domain::Statement statement = ledger.charterStatement();
        statement.subjects.front().sha256.bytes[5] ^= 1;
        KEYTURN_REFUSED(ledger.appendStatement(statement, ledger.keyOf("ceo")), DomainError::BadStatement);
    }

    void refusesASecondCharterAfterFounding()
    {
        LedgerHarness ledger;
        KEYTURN_REFUSED(ledger.appendStatement(ledger.charterStatement(), ledger.keyOf("safety")),
                        StateError::AlreadyFounded);
    }

    void aSeatIntroducesItsOwnKey()
    {
        LedgerHarness ledger;
        auto seat = newKey();
        const domain::Statement statement = introduction(seat.publicKey());
        KEYTURN_ACCEPTED(ledger.appendStatement(statement, seat));
        const state::SeatState* known = ledger.snapshot().seat(seat.publicKey().id());
        QVERIFY(known);
        QCOMPARE(known->spki, seat.publicKey().spki());
        QVERIFY(ledger.snapshot().entries.constLast().member.isEmpty());
        KEYTURN_REFUSED(ledger.appendStatement(statement, seat), StateError::SeatRefused);
    }

    void refusesASeatSignedByAnotherKey()
    {
        LedgerHarness ledger;
        auto seat = newKey();
        auto other = newKey();
        KEYTURN_REFUSED(ledger.appendStatement(introduction(seat.publicKey()), other),
                        DomainError::KeyNotInCharter);
        // Another key's signature under the seat's own id.
        const QByteArray bytes = *domain::encodeStatement(introduction(seat.publicKey()));
        ledger::Envelope envelope{
            QLatin1String(ledger::kInTotoPayloadType), bytes, seat.publicKey().id(),
            *other.sign(ledger::preAuthenticationEncoding(ledger::kInTotoPayloadType, bytes))};
        KEYTURN_REFUSED(ledger.appendEnvelope(ledger::encodeEnvelope(envelope)),
                        crypto::CryptoError::BadSignature);
    }

    void refusesASeatThatIsNotAsItsKeySays()
    {
        LedgerHarness ledger;
        auto seat = newKey();
        domain::Statement renamed = introduction(seat.publicKey());
        std::get<domain::SeatIntroduced>(renamed.payload).name =
            QStringLiteral("keyturn.dev/seat/0123456789abcdef");
        KEYTURN_REFUSED(ledger.appendStatement(renamed, seat), StateError::SeatRefused);
        auto person = newKey(crypto::KeyType::P256);
        KEYTURN_REFUSED(ledger.appendStatement(introduction(person.publicKey()), person),
                        StateError::SeatRefused);
        crypto::PrivateKey& member = ledger.keyOf("coo");
        KEYTURN_REFUSED(ledger.appendStatement(introduction(member.publicKey()), member),
                        StateError::SeatRefused);
        domain::Statement about = introduction(seat.publicKey());
        about.subjects.front().name = QStringLiteral("ledger");
        KEYTURN_REFUSED(ledger.appendStatement(about, seat), DomainError::BadStatement);
    }

    void refusesAContextWhereNoneBelongs()
    {
        LedgerHarness ledger;
        auto seat = newKey();
        domain::Statement statement = introduction(seat.publicKey());
        domain::NoteAdded note;
        statement.context = ledger.draft("ceo", note).context;
        KEYTURN_REFUSED(ledger.appendStatement(statement, seat), DomainError::BadStatement);
    }
};

KEYTURN_TEST(TestFounding);
#include "test_founding.moc"

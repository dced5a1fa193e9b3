// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/ledger/entry.h"
#include "tests/unit/state/state_checks.h"

using namespace keyturn;
using domain::DomainError;
using state::StateError;
using tests::LedgerHarness;

namespace {

domain::NoteAdded aNote(const char* title = "Seen")
{
    domain::NoteAdded note;
    note.title = QString::fromUtf8(title);
    return note;
}

} // namespace

/// What every statement is bound to, and what binds every entry to the one before it.
class TestBinding : public QObject
{
    Q_OBJECT

    /// What appending says of a note whose context the test has changed.
    template <typename Change>
    static base::Result<tests::HarnessAppended> changed(LedgerHarness& ledger, Change change)
    {
        domain::Statement statement = ledger.draft("scribe", aNote());
        change(statement);
        return ledger.appendStatement(statement, ledger.keyOf("scribe"));
    }
    template <typename Change>
    static base::Result<tests::HarnessAppended> withHeader(LedgerHarness& ledger, Change change)
    {
        const QByteArray envelope = ledger.envelope(ledger.draft("scribe", aNote()), ledger.keyOf("scribe"));
        ledger::EntryHeader header = ledger.nextHeader(envelope);
        change(header);
        return ledger.appendEntry(ledger::makeEntry(header, envelope)->bytes);
    }

private Q_SLOTS:
    void acceptsWhatIsBoundAsItMustBe()
    {
        LedgerHarness ledger;
        KEYTURN_ACCEPTED(changed(ledger, [](domain::Statement&) {}));
        KEYTURN_ACCEPTED(withHeader(ledger, [](ledger::EntryHeader&) {}));
        QCOMPARE(ledger.snapshot().notes.size(), 2);
    }

    void refusesAnotherLog()
    {
        LedgerHarness ledger;
        KEYTURN_REFUSED(changed(ledger, [](domain::Statement& s) { s.context->log.bytes[0] ^= 1; }),
                        DomainError::WrongLog);
        KEYTURN_REFUSED(withHeader(ledger, [](ledger::EntryHeader& h) { h.log.bytes[0] ^= 1; }),
                        DomainError::WrongLog);
    }

    void refusesAnotherCharter()
    {
        LedgerHarness ledger;
        KEYTURN_REFUSED(changed(ledger, [](domain::Statement& s) { s.context->charterSha256.bytes[0] ^= 1; }),
                        DomainError::StaleCharter);
        KEYTURN_REFUSED(changed(ledger, [](domain::Statement& s) { s.context->charterVersion = 2; }),
                        DomainError::StaleCharter);
    }

    void refusesABasisThatIsNotAPrefixOfThisLedger()
    {
        LedgerHarness ledger;
        KEYTURN_REFUSED(changed(ledger, [](domain::Statement& s) { s.context->basisRoot.bytes[0] ^= 1; }),
                        DomainError::StaleBasis);
        KEYTURN_REFUSED(changed(ledger, [](domain::Statement& s) { s.context->basisSize -= 1; }),
                        DomainError::StaleBasis);
        KEYTURN_REFUSED(changed(ledger, [](domain::Statement& s) { s.context->basisSize += 1; }),
                        DomainError::StaleBasis);
    }

    void acceptsABasisThatIsAnOlderPrefix()
    {
        LedgerHarness ledger;
        const domain::Statement early = ledger.draft("scribe", aNote("early"));
        KEYTURN_ACCEPTED(ledger.append("scribe", aNote("late")));
        KEYTURN_ACCEPTED(ledger.appendStatement(early, ledger.keyOf("scribe")));
    }

    void refusesSpentNonce()
    {
        LedgerHarness ledger;
        const domain::Statement statement = ledger.draft("scribe", aNote());
        KEYTURN_ACCEPTED(ledger.appendStatement(statement, ledger.keyOf("scribe")));
        KEYTURN_REFUSED(ledger.appendStatement(statement, ledger.keyOf("scribe")), DomainError::NonceSpent);
        // Nor by somebody else, with other words.
        domain::Statement other = ledger.draft("safety", aNote("other"));
        other.context->nonce = statement.context->nonce;
        KEYTURN_REFUSED(ledger.appendStatement(other, ledger.keyOf("safety")), DomainError::NonceSpent);
    }

    void refusesAStatementAfterItsTime()
    {
        LedgerHarness ledger;
        const domain::Statement statement = ledger.draft("scribe", aNote());
        ledger.clock.set(statement.context->notAfter.plusUs(base::kUsPerMs));
        KEYTURN_REFUSED(ledger.appendStatement(statement, ledger.keyOf("scribe")),
                        DomainError::StatementExpired);
        LedgerHarness prompt;
        const domain::Statement inTime = prompt.draft("scribe", aNote());
        prompt.clock.set(inTime.context->notAfter);
        KEYTURN_ACCEPTED(prompt.appendStatement(inTime, prompt.keyOf("scribe")));
    }

    void refusesAKeyThatIsNotTheMembers()
    {
        LedgerHarness ledger;
        KEYTURN_REFUSED(ledger.appendStatement(ledger.draft("scribe", aNote()), ledger.keyOf("ceo")),
                        DomainError::KeyNotOfMember);
        auto stranger = std::move(*crypto::PrivateKey::generate(crypto::KeyType::P256));
        KEYTURN_REFUSED(ledger.appendStatement(ledger.draft("scribe", aNote()), stranger),
                        DomainError::KeyNotInCharter);
    }

    void refusesASignatureByAnotherKeyUnderTheMembersName()
    {
        LedgerHarness ledger;
        const QByteArray bytes = *domain::encodeStatement(ledger.draft("scribe", aNote()));
        const auto signature =
            ledger.keyOf("ceo").sign(ledger::preAuthenticationEncoding(ledger::kInTotoPayloadType, bytes));
        const ledger::Envelope envelope{QLatin1String(ledger::kInTotoPayloadType), bytes,
                                        ledger.keyOf("scribe").publicKey().id(), *signature};
        KEYTURN_REFUSED(ledger.appendEnvelope(ledger::encodeEnvelope(envelope)),
                        crypto::CryptoError::BadSignature);
    }

    void refusesAStatementAboutSomethingElse()
    {
        LedgerHarness ledger;
        KEYTURN_REFUSED(
            changed(ledger, [](domain::Statement& s) { s.subjects.front().sha256.bytes[0] ^= 1; }),
            DomainError::BadStatement);
        KEYTURN_REFUSED(
            changed(ledger,
                    [](domain::Statement& s) { s.subjects.front().name = QStringLiteral("sheet.txt"); }),
            DomainError::BadStatement);
        KEYTURN_REFUSED(
            changed(ledger, [](domain::Statement& s) { s.subjects.push_back(s.subjects.front()); }),
            DomainError::BadStatement);
        KEYTURN_REFUSED(changed(ledger, [](domain::Statement& s) { s.subjects.clear(); }),
                        DomainError::BadStatement);
    }

    void refusesAStatementWithoutContext()
    {
        LedgerHarness ledger;
        KEYTURN_REFUSED(changed(ledger, [](domain::Statement& s) { s.context.reset(); }),
                        DomainError::BadStatement);
    }

    void refusesAnEntryOutOfSequence()
    {
        LedgerHarness ledger;
        KEYTURN_REFUSED(withHeader(ledger, [](ledger::EntryHeader& h) { h.seq += 1; }),
                        StateError::NotInSequence);
        KEYTURN_REFUSED(withHeader(ledger, [](ledger::EntryHeader& h) { h.seq -= 1; }),
                        StateError::NotInSequence);
    }

    void refusesAnEntryThatDoesNotFollowTheOneBefore()
    {
        LedgerHarness ledger;
        KEYTURN_REFUSED(withHeader(ledger, [](ledger::EntryHeader& h) { h.prev.bytes[31] ^= 1; }),
                        StateError::BrokenChain);
        KEYTURN_REFUSED(withHeader(ledger, [](ledger::EntryHeader& h) { h.prev = {}; }),
                        StateError::BrokenChain);
    }

    void refusesBackdatedTime()
    {
        LedgerHarness ledger;
        KEYTURN_REFUSED(withHeader(ledger, [](ledger::EntryHeader& h) { h.time.us -= base::kUsPerMs; }),
                        StateError::TimeBackwards);
        KEYTURN_ACCEPTED(withHeader(ledger, [](ledger::EntryHeader&) {}));
    }

    void refusesATypeItDoesNotKnow()
    {
        LedgerHarness ledger;
        KEYTURN_REFUSED(
            withHeader(ledger, [](ledger::EntryHeader& h) { h.type = QStringLiteral("application/json"); }),
            StateError::UnknownType);
    }

    void refusesAFirstEntryThatDoesNotNameItself()
    {
        LedgerHarness ledger(LedgerHarness::Start::Empty);
        const QByteArray envelope = ledger.envelope(ledger.charterStatement(), ledger.keyOf("ceo"));
        ledger::EntryHeader header = ledger.nextHeader(envelope);
        header.log.bytes[0] ^= 1;
        KEYTURN_REFUSED(ledger.appendEntry(ledger::makeEntry(header, envelope)->bytes),
                        DomainError::WrongLog);
        header = ledger.nextHeader(envelope);
        header.prev.bytes[0] = 1;
        KEYTURN_REFUSED(ledger.appendEntry(ledger::makeEntry(header, envelope)->bytes),
                        StateError::BrokenChain);
    }

    void refusesAnEnvelopeOfAnotherPayloadType()
    {
        LedgerHarness ledger;
        const QByteArray bytes = *domain::encodeStatement(ledger.draft("scribe", aNote()));
        const auto signature =
            ledger.keyOf("scribe").sign(ledger::preAuthenticationEncoding("application/json", bytes));
        const ledger::Envelope envelope{QStringLiteral("application/json"), bytes,
                                        ledger.keyOf("scribe").publicKey().id(), *signature};
        KEYTURN_REFUSED(ledger.appendEnvelope(ledger::encodeEnvelope(envelope)),
                        ledger::LedgerError::EnvelopeMalformed);
    }

    void aRefusedEntryLeavesTheStateAsItWas()
    {
        LedgerHarness ledger;
        ledger.setCatalogue();
        KEYTURN_ACCEPTED(
            ledger.append("ceo", ledger.restricting("ceo", LedgerHarness::suspension({"larch-4"}, {"EU"}))));
        const state::Snapshot before = ledger.snapshot();
        // At a time at which the open proposal has expired, so that even time passing must be undone.
        ledger.clock.advanceUs(3 * base::kUsPerDay);
        KEYTURN_REFUSED(changed(ledger, [](domain::Statement& s) { s.context->log.bytes[0] ^= 1; }),
                        DomainError::WrongLog);
        KEYTURN_REFUSED(ledger.append("auditor", aNote()), DomainError::RoleMayNot);
        QVERIFY(ledger.snapshot() == before);
        QVERIFY(state::stateSha256(ledger.snapshot()) == state::stateSha256(before));
    }

    void judgingForeseesWhatApplyingSays()
    {
        LedgerHarness ledger;
        const domain::Statement good = ledger.draft("scribe", aNote());
        KEYTURN_ACCEPTED(state::judge(ledger.snapshot(), good, ledger.ledgerNow(), ledger.rootAt()));
        const domain::Statement bad = ledger.draft("auditor", aNote());
        KEYTURN_REFUSED(state::judge(ledger.snapshot(), bad, ledger.ledgerNow(), ledger.rootAt()),
                        DomainError::RoleMayNot);
        KEYTURN_REFUSED(
            state::judge(ledger.snapshot(), good, good.context->notAfter.plusUs(1), ledger.rootAt()),
            DomainError::StatementExpired);
        domain::Statement nobody = good;
        nobody.context->member = domain::MemberId(QStringLiteral("nobody"));
        KEYTURN_REFUSED(state::judge(ledger.snapshot(), nobody, ledger.ledgerNow(), ledger.rootAt()),
                        DomainError::UnknownMember);
    }

    void everyFlippedByteOfAnEntryIsRefused()
    {
        // The header's time is not the signer's to sign: a flip there may leave a sound entry, but then the
        // entry after it does not follow.
        LedgerHarness ledger;
        ledger.setCatalogue();
        ledger.decide("ceo", ledger.restricting("ceo", LedgerHarness::suspension({"larch-4"}, {"EU"})),
                      {"safety", "ciso"});
        KEYTURN_ACCEPTED(ledger.append("coo", aNote()));
        KEYTURN_ACCEPTED(ledger.append("scribe", aNote()));
        const std::vector<QByteArray>& entries = ledger.entries();
        const auto before = [&](size_t count) {
            return std::vector<QByteArray>(entries.begin(),
                                           entries.begin() + static_cast<std::ptrdiff_t>(count));
        };
        quint32 random = 12345;
        for (size_t seq = 0; seq + 1 < entries.size(); ++seq) {
            if (seq == 1)
                continue; // As long as the first and of its kind.
            auto folded = LedgerHarness::foldAll(before(seq), state::SignatureCheck::AlreadyVerified);
            QVERIFY(folded);
            ledger::MerkleTree tree;
            for (size_t i = 0; i < seq; ++i)
                tree.append(ledger::readEntry(entries[i])->leafHash());
            const state::RootAt rootAt = [&](std::uint64_t size) -> std::optional<base::Digest> {
                return size <= tree.size() ? std::optional(tree.rootAt(size)) : std::nullopt;
            };
            const auto next = state::openEntry(entries[seq + 1]);
            QVERIFY(next);
            for (qsizetype i = 0; i < entries[seq].size(); ++i) {
                QByteArray flipped = entries[seq];
                random = random * 1664525 + 1013904223;
                flipped[i] = static_cast<char>(flipped[i] ^ (1 << (random >> 29)));
                const auto opened = state::openEntry(flipped);
                if (!opened)
                    continue;
                const state::Snapshot copy = *folded;
                auto applied =
                    state::apply(std::move(*folded), *opened, state::SignatureCheck::Verify, rootAt);
                if (!applied)
                    continue;
                const qsizetype time = entries[seq].indexOf("\ntime ");
                QVERIFY2(i > time && i < time + 31,
                         qPrintable(QStringLiteral("entry %1, byte %2").arg(seq).arg(i)));
                KEYTURN_REFUSED(
                    state::apply(std::move(*applied), *next, state::SignatureCheck::Verify, rootAt),
                    StateError::BrokenChain);
                *folded = copy;
            }
        }
    }

    void everyEntryLeftOutOrSwappedIsRefused()
    {
        LedgerHarness ledger;
        for (int i = 0; i < 4; ++i)
            KEYTURN_ACCEPTED(ledger.append("scribe", aNote()));
        for (size_t i = 0; i + 1 < ledger.entries().size(); ++i) {
            std::vector<QByteArray> without = ledger.entries();
            without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
            QVERIFY(!LedgerHarness::foldAll(without, state::SignatureCheck::Verify));
            std::vector<QByteArray> swapped = ledger.entries();
            std::swap(swapped[i], swapped[i + 1]);
            QVERIFY(!LedgerHarness::foldAll(swapped, state::SignatureCheck::Verify));
            std::vector<QByteArray> twice = ledger.entries();
            twice.insert(twice.begin() + static_cast<std::ptrdiff_t>(i), twice[i]);
            QVERIFY(!LedgerHarness::foldAll(twice, state::SignatureCheck::Verify));
        }
        QVERIFY(LedgerHarness::foldAll(ledger.entries(), state::SignatureCheck::Verify));
    }
};

KEYTURN_TEST(TestBinding);
#include "test_binding.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/digest_functions.h"
#include "models/ledger/divergence.h"
#include "models/ledger/witness.h"
#include "tests/support/test_registry.h"

#include <algorithm>

using namespace keyturn;
using crypto::KeyType;
using crypto::PrivateKey;
using ledger::LedgerError;
using ledger::MerkleTree;
using ledger::NoteVerifier;
using ledger::TreeRelation;
using ledger::WitnessedLog;
using ledger::WitnessRequest;

namespace {

const QString kOrigin = QStringLiteral("keyturn.dev/0123456789abcdef0123456789abcdef");
const QString kSeatName = QStringLiteral("keyturn.dev/seat/1");

/// A log of numbered leaves, from @p parting on those of another history.
MerkleTree treeOf(std::uint64_t size, std::uint64_t parting = ~std::uint64_t{0})
{
    MerkleTree tree;
    for (std::uint64_t i = 0; i < size; ++i)
        tree.append(crypto::sha256(QByteArray::number(qulonglong{i}) + (i < parting ? "here" : "there")));
    return tree;
}

/// The first 32 bytes of a seed, so that keys are the same each time.
PrivateKey keyOf(char fill)
{
    return PrivateKey::fromEd25519Seed(QByteArray(32, fill)).value();
}

struct Log
{
    PrivateKey seat = keyOf('s');

    [[nodiscard]] std::vector<NoteVerifier> keys() const { return {{kSeatName, seat.publicKey()}}; }
    [[nodiscard]] QByteArray note(const MerkleTree& tree, std::uint64_t size)
    {
        return ledger::signCheckpoint({kOrigin, size, tree.rootAt(size)}, kSeatName, seat).value();
    }
    [[nodiscard]] WitnessRequest request(const MerkleTree& tree, std::uint64_t since, std::uint64_t size)
    {
        return {since, tree.consistencyProof(since, size), note(tree, size)};
    }
};

} // namespace

class TestWitness : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsThePublishedRequest();
    void requestsReadBackAsWritten();
    void refusesMalformedRequests_data();
    void refusesMalformedRequests();
    void cosignsEveryExtension();
    void cosignsTheSameAgain();
    void refusesAnOlderCheckpoint();
    void cosignsNothingOverNoEntry();
    void wantsTheProofFromWhereItStands();
    void callsEveryRewriteAConflict();
    void refusesASeatThatNobodyNamed();
    void refusesAFalseSignatureInASeatsName();
    void takesASecondSeatOnceNamed();
    void addsItsLineAndKeepsAllOthers();
    void cosignsOnlyWithEd25519AndAProperName();
    void mergesWhatEitherNoteHas();
    void countsEachSignerOnce();
    void findsWhereTreesPart();
};
KEYTURN_TEST(TestWitness);

// C2SP tlog-witness.md, its example of add-checkpoint.
void TestWitness::readsThePublishedRequest()
{
    const QByteArray published =
        "old 20852014\n"
        "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n"
        "jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n"
        "5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n"
        "/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n"
        "\n"
        "example.com/behind-the-sofa\n"
        "20852163\n"
        "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
        "\n"
        "\xE2\x80\x94 example.com/behind-the-sofa "
        "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";
    const auto request = ledger::readWitnessRequest(published);
    QVERIFY2(request, request ? "" : qPrintable(request.error().sentence()));
    QCOMPARE(request->oldSize, std::uint64_t{20'852'014});
    QCOMPARE(request->proof.size(), 4u);
    QVERIFY(request->note.startsWith("example.com/behind-the-sofa\n20852163\n"));
    QCOMPARE(ledger::encodeWitnessRequest(*request), published);
}

void TestWitness::requestsReadBackAsWritten()
{
    Log log;
    const MerkleTree tree = treeOf(20);
    for (std::uint64_t since : {0, 1, 7, 16, 20}) {
        const WitnessRequest request = log.request(tree, since, 20);
        const auto read = ledger::readWitnessRequest(ledger::encodeWitnessRequest(request));
        QVERIFY(read);
        QCOMPARE(read->oldSize, since);
        QCOMPARE(read->proof, request.proof);
        QCOMPARE(read->note, request.note);
    }
}

void TestWitness::refusesMalformedRequests_data()
{
    QTest::addColumn<QByteArray>("bytes");
    Log log;
    const QByteArray note = log.note(treeOf(3), 3);
    const QByteArray hash = crypto::sha256("x").toByteArray().toBase64();
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("a bare note") << note;
    QTest::newRow("no size") << "old\n\n" + note;
    QTest::newRow("a leading zero") << "old 01\n\n" + note;
    QTest::newRow("a sign") << "old -1\n\n" + note;
    QTest::newRow("two blanks") << "old  1\n\n" + note;
    QTest::newRow("a carriage return") << "old 1\r\n\n" + note;
    QTest::newRow("a short hash") << "old 1\n" + hash.first(40) + "\n\n" + note;
    QTest::newRow("a hash with a blank") << "old 1\n" + hash + " \n\n" + note;
    QTest::newRow("64 hashes") << "old 1\n" + (hash + '\n').repeated(64) + '\n' + note;
    QTest::newRow("no note") << "old 1\n" + hash + "\n\n";
    QTest::newRow("no empty line") << "old 1\n" + hash + '\n';
    QTest::newRow("a note without signature") << QByteArray("old 0\n\norigin\n1\nroot\n");
}

void TestWitness::refusesMalformedRequests()
{
    QFETCH(QByteArray, bytes);
    const auto read = ledger::readWitnessRequest(bytes);
    QVERIFY(!read);
    QVERIFY(read.error().is(LedgerError::RequestMalformed) || read.error().is(LedgerError::NoteMalformed));
}

void TestWitness::cosignsEveryExtension()
{
    Log log;
    const MerkleTree tree = treeOf(40);
    for (std::uint64_t older = 1; older <= tree.size(); ++older) {
        const auto first = ledger::judgeWitnessRequest(log.request(tree, 0, older), std::nullopt, log.keys());
        QVERIFY(first);
        for (std::uint64_t newer = older; newer <= tree.size(); ++newer) {
            const auto next = ledger::judgeWitnessRequest(log.request(tree, older, newer), *first, {});
            QVERIFY(next);
            QCOMPARE(next->size, newer);
            QCOMPARE(next->root, tree.rootAt(newer));
            QCOMPARE(next->seats.size(), 1u);
        }
    }
}

void TestWitness::cosignsTheSameAgain()
{
    Log log;
    const MerkleTree tree = treeOf(9);
    const auto first = ledger::judgeWitnessRequest(log.request(tree, 0, 9), std::nullopt, log.keys());
    QVERIFY(ledger::judgeWitnessRequest(log.request(tree, 0, 9), *first, {}));
    QVERIFY(ledger::judgeWitnessRequest(log.request(tree, 9, 9), *first, {}));
}

void TestWitness::refusesAnOlderCheckpoint()
{
    Log log;
    const MerkleTree tree = treeOf(20);
    const auto known = ledger::judgeWitnessRequest(log.request(tree, 0, 20), std::nullopt, log.keys());
    for (std::uint64_t size = 1; size < 20; ++size) {
        const auto replayed = ledger::judgeWitnessRequest(log.request(tree, 0, size), *known, {});
        QVERIFY(!replayed);
        QVERIFY(replayed.error().is(LedgerError::WitnessBehind));
    }
}

void TestWitness::cosignsNothingOverNoEntry()
{
    Log log;
    const WitnessRequest empty{0, {}, log.note(MerkleTree(), 0)};
    const auto judged = ledger::judgeWitnessRequest(empty, std::nullopt, log.keys());
    QVERIFY(!judged);
    QVERIFY(judged.error().is(LedgerError::NoteMalformed));
}

void TestWitness::wantsTheProofFromWhereItStands()
{
    Log log;
    const MerkleTree tree = treeOf(20);
    const auto known = ledger::judgeWitnessRequest(log.request(tree, 0, 10), std::nullopt, log.keys());
    for (std::uint64_t since : {0, 9, 11}) {
        const auto judged = ledger::judgeWitnessRequest(log.request(tree, since, 20), *known, {});
        QVERIFY(!judged);
        QVERIFY(judged.error().is(LedgerError::WitnessOldSize));
        QCOMPARE(judged.error().context, QStringList{"10"});
    }
    const auto toANewOne = ledger::judgeWitnessRequest(log.request(tree, 10, 20), std::nullopt, log.keys());
    QVERIFY(toANewOne.error().is(LedgerError::WitnessOldSize));
    WitnessRequest bare = log.request(tree, 10, 20);
    bare.proof.clear();
    QVERIFY(ledger::judgeWitnessRequest(bare, *known, {}).error().is(LedgerError::ProofMalformed));
}

void TestWitness::callsEveryRewriteAConflict()
{
    Log log;
    constexpr std::uint64_t kCosigned = 13;
    const auto known =
        ledger::judgeWitnessRequest(log.request(treeOf(kCosigned), 0, kCosigned), std::nullopt, log.keys());
    for (std::uint64_t parting = 0; parting < kCosigned; ++parting) {
        const MerkleTree rewritten = treeOf(30, parting);
        for (std::uint64_t size = kCosigned; size <= rewritten.size(); ++size) {
            const auto judged =
                ledger::judgeWitnessRequest(log.request(rewritten, kCosigned, size), *known, {});
            QVERIFY(!judged);
            QVERIFY(judged.error().is(LedgerError::WitnessConflict));
            QCOMPARE(judged.error().outcome(), base::Outcome::Integrity);
        }
    }
    QVERIFY(ledger::judgeWitnessRequest(log.request(treeOf(30, kCosigned), kCosigned, 30), *known, {}));
}

void TestWitness::refusesASeatThatNobodyNamed()
{
    Log log;
    const MerkleTree tree = treeOf(5);
    const auto unknown = ledger::judgeWitnessRequest(log.request(tree, 0, 5), std::nullopt, {});
    QVERIFY(unknown.error().is(LedgerError::WitnessSeatUnknown));
    const std::vector<NoteVerifier> other{{kSeatName, keyOf('o').publicKey()}};
    QVERIFY(ledger::judgeWitnessRequest(log.request(tree, 0, 5), std::nullopt, other)
                .error()
                .is(LedgerError::WitnessSeatUnknown));
}

void TestWitness::refusesAFalseSignatureInASeatsName()
{
    Log log;
    WitnessRequest request = log.request(treeOf(5), 0, 5);
    ledger::SignedNote note = ledger::readNote(request.note).value();
    note.signatures.front().signature[7] = static_cast<char>(note.signatures.front().signature[7] ^ 1);
    request.note = ledger::encodeNote(note);
    const auto judged = ledger::judgeWitnessRequest(request, std::nullopt, log.keys());
    QVERIFY(judged.error().is(crypto::CryptoError::BadSignature));
}

void TestWitness::takesASecondSeatOnceNamed()
{
    Log log;
    const MerkleTree tree = treeOf(9);
    const auto known = ledger::judgeWitnessRequest(log.request(tree, 0, 5), std::nullopt, log.keys());
    Log second{keyOf('2')};
    const WitnessRequest request = second.request(tree, 5, 9);
    QVERIFY(ledger::judgeWitnessRequest(request, *known, {}).error().is(LedgerError::WitnessSeatUnknown));
    const auto named = ledger::judgeWitnessRequest(request, *known, second.keys());
    QVERIFY(named);
    QCOMPARE(named->seats.size(), 2u);
    QVERIFY(ledger::judgeWitnessRequest(request, *named, {}));
}

void TestWitness::addsItsLineAndKeepsAllOthers()
{
    Log log;
    PrivateKey witness = keyOf('w');
    const QString name = ledger::witnessName(witness.publicKey());
    ledger::SignedNote note = ledger::readNote(log.note(treeOf(5), 5)).value();
    note.signatures.push_back({"another.example", "hash", "of a kind we do not know"});
    const QByteArray bytes = ledger::encodeNote(note);
    const auto cosigned = ledger::cosign(bytes, name, witness);
    QVERIFY(cosigned);
    QVERIFY(cosigned->startsWith(bytes));
    const auto read = ledger::readNote(*cosigned).value();
    QCOMPARE(read.signatures.size(), 3u);
    QVERIFY(ledger::verifyNote(read, name, witness.publicKey()));
    QVERIFY(ledger::verifyNote(read, kSeatName, log.seat.publicKey()));
    // Ed25519 signs the same alike, so asking twice adds nothing.
    QCOMPARE(ledger::cosign(*cosigned, name, witness).value(), *cosigned);
}

void TestWitness::cosignsOnlyWithEd25519AndAProperName()
{
    Log log;
    const QByteArray note = log.note(treeOf(5), 5);
    PrivateKey p256 = PrivateKey::generate(KeyType::P256).value();
    QVERIFY(ledger::cosign(note, "w", p256).error().is(crypto::CryptoError::UnsupportedKey));
    PrivateKey witness = keyOf('w');
    for (const char* name : {"", "two words", "a+b"})
        QVERIFY(ledger::cosign(note, name, witness).error().is(LedgerError::NoteMalformed));
    QVERIFY(ledger::cosign("no note", "w", witness).error().is(LedgerError::NoteMalformed));
}

void TestWitness::mergesWhatEitherNoteHas()
{
    const ledger::SignedNote first{"text\n", {{"a", "hash", "1"}, {"b", "hash", "2"}}};
    const ledger::SignedNote second{"text\n", {{"b", "hash", "2"}, {"c", "hash", "3"}, {"a", "hash", "4"}}};
    const auto merged = ledger::mergeSignatures(first, second);
    QVERIFY(merged);
    QStringList lines;
    for (const ledger::NoteSignature& line : merged->signatures)
        lines += line.name + QString::fromLatin1(line.signature);
    QCOMPARE(lines, (QStringList{"a1", "b2", "c3", "a4"}));
    const ledger::SignedNote other{"other\n", second.signatures};
    QVERIFY(ledger::mergeSignatures(first, other).error().is(LedgerError::NoteDiffers));
}

void TestWitness::countsEachSignerOnce()
{
    Log log;
    PrivateKey witness = keyOf('w');
    const QByteArray once = ledger::cosign(log.note(treeOf(5), 5), "w", witness).value();
    const QByteArray twice = ledger::cosign(once, "also-w", witness).value();
    std::vector<NoteVerifier> keys = log.keys();
    keys.push_back({"w", witness.publicKey()});
    keys.push_back({"also-w", witness.publicKey()});
    keys.push_back({"stranger", keyOf('x').publicKey()});
    const auto signers = ledger::signersOf(ledger::readNote(twice).value(), keys);
    QCOMPARE(signers.size(), 2u);
    QCOMPARE(signers.front().name, kSeatName);
    QCOMPARE(signers.back().name, QStringLiteral("w"));
}

void TestWitness::findsWhereTreesPart()
{
    constexpr std::uint64_t kMost = 18;
    for (std::uint64_t first = 0; first <= kMost; ++first) {
        for (std::uint64_t second = 0; second <= kMost; ++second) {
            for (std::uint64_t parting = 0; parting <= kMost; ++parting) {
                const auto found = ledger::compareTrees(treeOf(first), treeOf(second, parting));
                const std::uint64_t shorter = std::min(first, second);
                QCOMPARE(found.common, std::min(shorter, parting));
                const TreeRelation expected = parting < shorter ? TreeRelation::Diverged
                                              : first == second ? TreeRelation::Same
                                              : first < second  ? TreeRelation::Behind
                                                                : TreeRelation::Ahead;
                QCOMPARE(found.relation, expected);
            }
        }
    }
}

#include "test_witness.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/digest_functions.h"
#include "models/ledger/checkpoint.h"
#include "tests/support/run_program.h"
#include "tests/support/test_registry.h"

#include <QTemporaryDir>

#include <limits>

using namespace keyturn;
using crypto::KeyType;
using crypto::PrivateKey;
using ledger::Checkpoint;
using ledger::LedgerError;
using ledger::SignedNote;

namespace {

constexpr char kDash[] = "\xE2\x80\x94 ";

// C2SP signed-note.md, its example note and verifier key.
constexpr char kExampleVerifier[] = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
constexpr char kExampleSignature[] =
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=";
const QByteArray kExampleNote =
    QByteArray("This is an example message.\n\n") + kDash + "example.com/foo " + kExampleSignature + "\n";

Checkpoint sampleCheckpoint()
{
    return {ledger::checkpointOrigin(crypto::sha256("log")), 1234, crypto::sha256("root")};
}

const QString kSampleSeat = QStringLiteral("keyturn.dev/seat-1");

} // namespace

class TestCheckpoint : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesThePublishedNote();
    void makesThePublishedSignature();
    void readsThePublishedCheckpoint();
    void refusesForeignVerifierKeys_data();
    void refusesForeignVerifierKeys();
    void originIsTheLogsFirst32Digits();
    void signedCheckpointsReadAndVerify();
    void opensslVerifiesACheckpoint();
    void keepsAndIgnoresUnknownSignatures();
    void badSignatureByAKnownKeyIsNotOutvoted();
    void namesTheKeyThatDidNotSign();
    void anyChangedByteIsRefusedOrDoesNotVerify();
    void refusesMalformedNotes_data();
    void refusesMalformedNotes();
    void textMayHoldEmptyLines();
    void refusesMalformedCheckpoints_data();
    void refusesMalformedCheckpoints();
    void keepsExtensionLinesOut();
    void signsOnlyWithEd25519AndAProperName();
};

KEYTURN_TEST(TestCheckpoint);

void TestCheckpoint::takesThePublishedNote()
{
    const auto verifier = ledger::readVerifierKey(kExampleVerifier);
    QVERIFY(verifier);
    QCOMPARE(verifier->name, QString("example.com/foo"));
    QCOMPARE(ledger::noteKeyHash(verifier->name, verifier->key).toHex(), QByteArray("530d903a"));
    QCOMPARE(ledger::noteVerifierKey(verifier->name, verifier->key), QString(kExampleVerifier));
    const auto note = ledger::readNote(kExampleNote);
    QVERIFY(note);
    QCOMPARE(note->text, QByteArray("This is an example message.\n"));
    QVERIFY(ledger::verifyNote(*note, verifier->name, verifier->key));
    QCOMPARE(ledger::encodeNote(*note), kExampleNote);
}

// The example of golang.org/x/mod/sumdb/note, where signed notes come from; Ed25519 gives the same signature
// always.
void TestCheckpoint::makesThePublishedSignature()
{
    const QByteArray secret = QByteArray::fromBase64("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz");
    auto key = PrivateKey::fromEd25519Seed(secret.sliced(1));
    QVERIFY(key);
    const QString name("PeterNeumann");
    QCOMPARE(ledger::noteVerifierKey(name, key->publicKey()),
             QString("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"));
    SignedNote note;
    note.text = "If you think cryptography is the answer to your problem,\n"
                "then you don't know what your problem is.\n";
    note.signatures.push_back(
        {name, ledger::noteKeyHash(name, key->publicKey()), key->sign(note.text).value()});
    QCOMPARE(ledger::encodeNote(note),
             note.text + '\n' + kDash +
                 "PeterNeumann "
                 "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6Ryy"
                 "BwJnAM=\n");
}

// C2SP tlog-checkpoint.md, its example.
void TestCheckpoint::readsThePublishedCheckpoint()
{
    const QByteArray text =
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    const auto note =
        ledger::readNote(text + '\n' + kDash +
                         "example.com/behind-the-sofa "
                         "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE"
                         "+xeMcTOAYQ8=\n");
    QVERIFY(note);
    const auto checkpoint = ledger::readCheckpoint(note->text);
    QVERIFY(checkpoint);
    QCOMPARE(checkpoint->origin, QString("example.com/behind-the-sofa"));
    QCOMPARE(checkpoint->size, std::uint64_t{20'852'163});
    QCOMPARE(checkpoint->root.toByteArray().toBase64(),
             QByteArray("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="));
    QCOMPARE(ledger::checkpointText(*checkpoint), text);
}

void TestCheckpoint::refusesForeignVerifierKeys_data()
{
    QTest::addColumn<QString>("text");
    const QString good(kExampleVerifier);
    const auto row = [](const char* name, const QString& text) { QTest::newRow(name) << text; };
    row("empty", "");
    row("one part", "example.com/foo");
    row("two parts", "example.com/foo+530d903a");
    row("no name", QString(good).replace("example.com/foo", ""));
    row("another name", QString(good).replace("foo", "bar"));
    row("another hash", QString(good).replace("530d903a", "530d903b"));
    row("hash in capitals", QString(good).replace("530d903a", "530D903A"));
    row("another kind of signature", QString(good).replace("+Aeky", "+BOky"));
    row("key cut short", good.chopped(4));
    row("loose bits or blanks", good + " ");
    row("blank in the name", QString(good).replace("foo", "f o"));
    row("low-order key",
        "x+00000000+" + QString::fromLatin1(QByteArray("\1" + QByteArray(32, '\0')).toBase64()));
}

void TestCheckpoint::refusesForeignVerifierKeys()
{
    QFETCH(QString, text);
    const auto verifier = ledger::readVerifierKey(text);
    QVERIFY(!verifier);
    QVERIFY(verifier.error().is(LedgerError::NoteMalformed));
}

void TestCheckpoint::originIsTheLogsFirst32Digits()
{
    const base::Digest log = crypto::sha256("abc");
    QCOMPARE(ledger::checkpointOrigin(log), QString("keyturn.dev/ba7816bf8f01cfea414140de5dae2223"));
}

void TestCheckpoint::signedCheckpointsReadAndVerify()
{
    auto key = PrivateKey::generate(KeyType::Ed25519);
    QVERIFY(key);
    for (const std::uint64_t size :
         {std::uint64_t{0}, std::uint64_t{1}, std::numeric_limits<std::uint64_t>::max()}) {
        Checkpoint checkpoint = sampleCheckpoint();
        checkpoint.size = size;
        const auto bytes = ledger::signCheckpoint(checkpoint, kSampleSeat, *key);
        QVERIFY(bytes);
        const auto note = ledger::readNote(*bytes);
        QVERIFY(note);
        QVERIFY(ledger::verifyNote(*note, kSampleSeat, key->publicKey()));
        const auto read = ledger::readCheckpoint(note->text);
        QVERIFY(read);
        QCOMPARE(*read, checkpoint);
    }
}

void TestCheckpoint::opensslVerifiesACheckpoint()
{
    QTemporaryDir folder;
    auto key = PrivateKey::generate(KeyType::Ed25519);
    QVERIFY(key);
    const auto note = ledger::readNote(ledger::signCheckpoint(sampleCheckpoint(), kSampleSeat, *key).value());
    QVERIFY(note);
    const QStringList command{
        "pkeyutl",
        "-verify",
        "-pubin",
        "-inkey",
        tests::writeTestFile(folder.filePath("seat.pem"), key->publicKey().toPem()),
        "-rawin",
        "-in",
        tests::writeTestFile(folder.filePath("note"), note->text),
        "-sigfile",
        tests::writeTestFile(folder.filePath("sig"), note->signatures.front().signature)};
    const auto good = tests::runOpenssl(command);
    QVERIFY2(good.status == 0, (good.output + good.errors).constData());
    tests::writeTestFile(folder.filePath("note"), note->text + '\n');
    QVERIFY(tests::runOpenssl(command).status != 0);
}

void TestCheckpoint::keepsAndIgnoresUnknownSignatures()
{
    auto key = PrivateKey::generate(KeyType::Ed25519);
    QVERIFY(key);
    const QByteArray own = ledger::signCheckpoint(sampleCheckpoint(), kSampleSeat, *key).value();
    // A timestamped cosignature, a name like ours with another key, and a signature of a kind yet to come.
    const QByteArray others = kDash + QByteArray("witness.example/w1 ") + QByteArray(76, 'c').toBase64() +
                              '\n' + kDash + kSampleSeat.toUtf8() + ' ' + QByteArray(68, 'x').toBase64() +
                              '\n' + kDash + "z\xC3\xBCrich.example " + QByteArray(4'900, 'q').toBase64() +
                              '\n';
    const auto note = ledger::readNote(own + others);
    QVERIFY(note);
    QCOMPARE(note->signatures.size(), std::size_t{4});
    QCOMPARE(note->signatures[3].name, QString::fromUtf8("zürich.example"));
    QVERIFY(ledger::verifyNote(*note, kSampleSeat, key->publicKey()));
    QCOMPARE(ledger::encodeNote(*note), own + others);
}

void TestCheckpoint::badSignatureByAKnownKeyIsNotOutvoted()
{
    auto key = PrivateKey::generate(KeyType::Ed25519);
    QVERIFY(key);
    auto note = ledger::readNote(ledger::signCheckpoint(sampleCheckpoint(), kSampleSeat, *key).value());
    QVERIFY(note);
    auto bad = note->signatures.front();
    bad.signature[5] = static_cast<char>(bad.signature[5] ^ 1);
    note->signatures.push_back(bad);
    const auto verdict = ledger::verifyNote(*note, kSampleSeat, key->publicKey());
    QVERIFY(!verdict);
    QVERIFY(verdict.error().is(crypto::CryptoError::BadSignature));
}

void TestCheckpoint::namesTheKeyThatDidNotSign()
{
    const auto note = ledger::readNote(kExampleNote);
    const auto key = PrivateKey::generate(KeyType::Ed25519);
    const auto curve = PrivateKey::generate(KeyType::P256);
    QVERIFY(note && key && curve);
    for (const crypto::PublicKey& other : {key->publicKey(), curve->publicKey()}) {
        const auto verdict = ledger::verifyNote(*note, "example.com/foo", other);
        QVERIFY(!verdict);
        QVERIFY(verdict.error().is(LedgerError::NoteNotSigned));
        QVERIFY(verdict.error().sentence().contains("example.com/foo"));
    }
    const auto verifier = ledger::readVerifierKey(kExampleVerifier);
    QVERIFY(
        ledger::verifyNote(*note, "example.com/bar", verifier->key).error().is(LedgerError::NoteNotSigned));
}

void TestCheckpoint::anyChangedByteIsRefusedOrDoesNotVerify()
{
    const auto verifier = ledger::readVerifierKey(kExampleVerifier);
    QVERIFY(verifier);
    for (qsizetype i = 0; i < kExampleNote.size(); ++i) {
        for (int mask = 1; mask < 256; ++mask) {
            QByteArray changed = kExampleNote;
            changed[i] = static_cast<char>(changed[i] ^ mask);
            const auto note = ledger::readNote(changed);
            QVERIFY2(!note || !ledger::verifyNote(*note, verifier->name, verifier->key), changed.constData());
        }
    }
    for (qsizetype length = 0; length < kExampleNote.size(); ++length)
        QVERIFY(!ledger::readNote(kExampleNote.first(length)));
}

void TestCheckpoint::refusesMalformedNotes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray line = QByteArray(kDash) + "example.com/foo " + kExampleSignature + "\n";
    const auto row = [](const char* name, const QByteArray& bytes) { QTest::newRow(name) << bytes; };
    row("nothing", "");
    row("text only", "text\n");
    row("no signature", "text\n\n");
    row("no empty line", "text\n" + line);
    row("no text", line);
    row("last line without end", "text\n\n" + line.chopped(1));
    row("bytes after the signatures", "text\n\n" + line + "more\n");
    row("hyphen for the dash", "text\n\n- example.com/foo " + QByteArray(kExampleSignature) + "\n");
    row("carriage returns", "text\r\n\r\n" + line);
    row("tab in the text", "a\tb\n\n" + line);
    row("zero byte in the text", QByteArray("a\0b\n\n", 5) + line);
    row("invalid UTF-8", "a\xff\n\n" + line);
    row("no name", "text\n\n" + QByteArray(kDash) + " " + kExampleSignature + "\n");
    row("plus in the name", "text\n\n" + QByteArray(kDash) + "a+b " + kExampleSignature + "\n");
    row("no-break space in the name", "text\n\n" + QByteArray(kDash) +
                                          "a\xC2\xA0"
                                          "b " +
                                          kExampleSignature + "\n");
    row("no base64", "text\n\n" + QByteArray(kDash) + "a b!\n");
    row("hash only", "text\n\n" + QByteArray(kDash) + "a " + QByteArray("1234").toBase64() + "\n");
    row("two blanks", "text\n\n" + QByteArray(kDash) + "a  " + kExampleSignature + "\n");
    row("more after the signature", "text\n\n" + QByteArray(kDash) + "a " + kExampleSignature + " x\n");
    row("too many signatures", "text\n\n" + line.repeated(101));
    row("too long", QByteArray(1'000'000, 'x') + "\n\n" + line);
}

void TestCheckpoint::refusesMalformedNotes()
{
    QFETCH(QByteArray, bytes);
    const auto note = ledger::readNote(bytes);
    QVERIFY(!note);
    QVERIFY(note.error().is(LedgerError::NoteMalformed));
}

void TestCheckpoint::textMayHoldEmptyLines()
{
    auto key = PrivateKey::generate(KeyType::Ed25519);
    QVERIFY(key);
    SignedNote note;
    note.text = "one\n\n\ntwo\n";
    note.signatures.push_back(
        {"n", ledger::noteKeyHash("n", key->publicKey()), key->sign(note.text).value()});
    const auto read = ledger::readNote(ledger::encodeNote(note));
    QVERIFY(read);
    QCOMPARE(read->text, note.text);
    QVERIFY(ledger::verifyNote(*read, "n", key->publicKey()));
}

void TestCheckpoint::refusesMalformedCheckpoints_data()
{
    QTest::addColumn<QByteArray>("text");
    const QByteArray root = crypto::sha256("root").toByteArray().toBase64();
    const auto row = [](const char* name, const QByteArray& text) { QTest::newRow(name) << text; };
    row("nothing", "");
    row("no origin", "\n5\n" + root + "\n");
    row("two lines", "origin\n5\n");
    row("leading zero", "origin\n05\n" + root + "\n");
    row("negative", "origin\n-5\n" + root + "\n");
    row("no size", "origin\n\n" + root + "\n");
    row("size beyond 64 bits", "origin\n18446744073709551616\n" + root + "\n");
    row("root of 31 bytes", "origin\n5\n" + QByteArray(31, 'x').toBase64() + "\n");
    row("root of 33 bytes", "origin\n5\n" + QByteArray(33, 'x').toBase64() + "\n");
    row("root without padding", "origin\n5\n" + root.chopped(1) + "\n");
    row("root in hexadecimal", "origin\n5\n" + crypto::sha256("root").hex().toLatin1() + "\n");
    row("last line without end", "origin\n5\n" + root);
    row("empty extension line", "origin\n5\n" + root + "\n\nmore\n");
    row("extension without end", "origin\n5\n" + root + "\nmore");
    row("carriage returns", "origin\r\n5\r\n" + root + "\r\n");
    row("invalid UTF-8", "origin\xff\n5\n" + root + "\n");
}

void TestCheckpoint::refusesMalformedCheckpoints()
{
    QFETCH(QByteArray, text);
    const auto checkpoint = ledger::readCheckpoint(text);
    QVERIFY(!checkpoint);
    QVERIFY(checkpoint.error().is(LedgerError::NoteMalformed));
}

void TestCheckpoint::keepsExtensionLinesOut()
{
    const auto checkpoint =
        ledger::readCheckpoint(ledger::checkpointText(sampleCheckpoint()) + "extension\nanother one\n");
    QVERIFY(checkpoint);
    QCOMPARE(*checkpoint, sampleCheckpoint());
}

void TestCheckpoint::signsOnlyWithEd25519AndAProperName()
{
    auto curve = PrivateKey::generate(KeyType::P256);
    auto key = PrivateKey::generate(KeyType::Ed25519);
    QVERIFY(curve && key);
    QVERIFY(ledger::signCheckpoint(sampleCheckpoint(), kSampleSeat, *curve)
                .error()
                .is(crypto::CryptoError::UnsupportedKey));
    for (const char* name : {"", "two words", "a+b", "line\nend"})
        QVERIFY(
            ledger::signCheckpoint(sampleCheckpoint(), name, *key).error().is(LedgerError::NoteMalformed));
    Checkpoint checkpoint = sampleCheckpoint();
    checkpoint.origin = "two\nlines";
    QVERIFY(ledger::signCheckpoint(checkpoint, kSampleSeat, *key).error().is(LedgerError::NoteMalformed));
    QVERIFY(ledger::noteKeyHash("n", curve->publicKey()).isEmpty());
    QVERIFY(ledger::noteVerifierKey("n", curve->publicKey()).isEmpty());
}

#include "test_checkpoint.moc"

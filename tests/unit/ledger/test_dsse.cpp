// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/ledger/dsse.h"
#include "tests/support/run_program.h"
#include "tests/support/test_registry.h"

#include <QTemporaryDir>

using namespace keyturn;
using crypto::KeyType;
using crypto::PrivateKey;
using crypto::PublicKey;
using ledger::Envelope;
using ledger::LedgerError;

namespace {

const QByteArray kSampleStatement = R"({"_type":"https://in-toto.io/Statement/v1","subject":[]})";
const QByteArray kSampleKeyId(64, 'a');

/// A well-formed envelope with its parts open to change; its signature is never checked here.
QByteArray envelopeText(const QByteArray& signatures)
{
    return R"({"payload":"aGVsbG8gd29ybGQ=","payloadType":"application/vnd.in-toto+json","signatures":)" +
           signatures + '}';
}

QByteArray signatureText()
{
    return R"({"keyid":")" + kSampleKeyId + R"(","sig":"c2lnbmF0dXJl"})";
}

/// DER of an ECDSA signature from its two numbers of 32 bytes (SEC 1, C.5).
QByteArray derOf(const QByteArray& rawSignature)
{
    const auto integer = [](QByteArray number) {
        while (number.size() > 1 && number.front() == '\0' && (number[1] & 0x80) == 0)
            number.remove(0, 1);
        if ((number.front() & 0x80) != 0)
            number.prepend('\0');
        return '\x02' + QByteArray(1, static_cast<char>(number.size())) + number;
    };
    const QByteArray both = integer(rawSignature.first(32)) + integer(rawSignature.last(32));
    return '\x30' + QByteArray(1, static_cast<char>(both.size())) + both;
}

} // namespace

class TestDsse : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void encodesThePublishedExample();
    void lengthsCountBytes();
    void takesThePublishedSignature();
    void verifiesWhatItSigned_data();
    void verifiesWhatItSigned();
    void opensslVerifiesOurSignatures();
    void envelopeIsCompactAndNamesTheKey();
    void refusesEveryChangeOfWhatWasSigned();
    void refusesAnotherKeyAndAnotherKeyId();
    void readsOnlyOneForm_data();
    void readsOnlyOneForm();
    void anyChangedByteIsRefusedOrDoesNotVerify();
};

KEYTURN_TEST(TestDsse);

// DSSE v1.0.0, protocol.md, "Test Vectors".
void TestDsse::encodesThePublishedExample()
{
    QCOMPARE(ledger::preAuthenticationEncoding("http://example.com/HelloWorld", "hello world"),
             QByteArray("DSSEv1 29 http://example.com/HelloWorld 11 hello world"));
}

void TestDsse::lengthsCountBytes()
{
    QCOMPARE(ledger::preAuthenticationEncoding("", ""), QByteArray("DSSEv1 0  0 "));
    QCOMPARE(ledger::preAuthenticationEncoding("t", "h\xC3\xA9"), QByteArray("DSSEv1 1 t 3 h\xC3\xA9"));
    QCOMPARE(ledger::preAuthenticationEncoding("t", QByteArrayView("\0\n", 2)),
             QByteArray("DSSEv1 1 t 2 \0\n", 15));
    // What would run together without lengths stays apart.
    QVERIFY(ledger::preAuthenticationEncoding("ab", "c") != ledger::preAuthenticationEncoding("a", "bc"));
}

// The key and signature of the same example; the signature is r ‖ s there and DER here.
void TestDsse::takesThePublishedSignature()
{
    // RFC 5480 SubjectPublicKeyInfo of prime256v1, then X and Y, which the example gives in decimal.
    const QByteArray spki =
        QByteArray::fromHex("3059301306072a8648ce3d020106082a8648ce3d03010703420004"
                            "67cd390f77aa359cb08c2235f652270493a9ed832b0abcc01f70954c0390d238"
                            "0c782bd54e269125a44f4433aff1432ce94e12bca73aa67ac80cea12608ddf74");
    const auto key = PublicKey::fromSpki(spki);
    QVERIFY(key);
    Envelope envelope;
    envelope.payloadType = "http://example.com/HelloWorld";
    envelope.payload = QByteArray::fromBase64("aGVsbG8gd29ybGQ=");
    envelope.keyId = key->id();
    envelope.signature = derOf(QByteArray::fromBase64(
        "A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA=="));
    QVERIFY(ledger::verifyEnvelope(envelope, *key));
    envelope.payload = "hello worle";
    QVERIFY(!ledger::verifyEnvelope(envelope, *key));
}

void TestDsse::verifiesWhatItSigned_data()
{
    QTest::addColumn<KeyType>("type");
    QTest::newRow("P-256") << KeyType::P256;
    QTest::newRow("Ed25519") << KeyType::Ed25519;
}

void TestDsse::verifiesWhatItSigned()
{
    QFETCH(KeyType, type);
    auto key = PrivateKey::generate(type);
    QVERIFY(key);
    for (const QByteArray& payload : {kSampleStatement, QByteArray(), QByteArray(40'000, '\xff')}) {
        const auto bytes = ledger::signEnvelope(payload, *key);
        QVERIFY(bytes);
        const auto envelope = ledger::readEnvelope(*bytes);
        QVERIFY2(envelope, envelope ? "" : qPrintable(envelope.error().sentence()));
        QCOMPARE(envelope->payload, payload);
        QCOMPARE(envelope->payloadType, QString(ledger::kInTotoPayloadType));
        QCOMPARE(envelope->keyId, key->publicKey().id());
        QVERIFY(ledger::verifyEnvelope(*envelope, key->publicKey()));
        QCOMPARE(ledger::encodeEnvelope(*envelope), *bytes);
    }
}

void TestDsse::opensslVerifiesOurSignatures()
{
    QTemporaryDir folder;
    for (const KeyType type : {KeyType::P256, KeyType::Ed25519}) {
        auto key = PrivateKey::generate(type);
        QVERIFY(key);
        const auto envelope = ledger::readEnvelope(ledger::signEnvelope(kSampleStatement, *key).value());
        QVERIFY(envelope);
        const QString keyFile = tests::writeTestFile(folder.filePath("key.pub"), key->publicKey().toPem());
        const QString signatureFile = tests::writeTestFile(folder.filePath("sig"), envelope->signature);
        QByteArray encoding =
            ledger::preAuthenticationEncoding(envelope->payloadType.toUtf8(), envelope->payload);
        const QString textFile = tests::writeTestFile(folder.filePath("pae"), encoding);
        const QStringList command =
            type == KeyType::P256
                ? QStringList{"dgst", "-sha256", "-verify", keyFile, "-signature", signatureFile, textFile}
                : QStringList{"pkeyutl", "-verify", "-pubin", "-inkey",   keyFile,
                              "-rawin",  "-in",     textFile, "-sigfile", signatureFile};
        const auto good = tests::runOpenssl(command);
        QVERIFY2(good.status == 0, (good.output + good.errors).constData());
        encoding.back() = ' ';
        tests::writeTestFile(textFile, encoding);
        QVERIFY(tests::runOpenssl(command).status != 0);
    }
}

void TestDsse::envelopeIsCompactAndNamesTheKey()
{
    Envelope envelope;
    envelope.payloadType = QString::fromLatin1(ledger::kInTotoPayloadType);
    envelope.payload = "hello world";
    envelope.keyId = *base::Digest::fromHex(QString::fromLatin1(kSampleKeyId));
    envelope.signature = "signature";
    QCOMPARE(ledger::encodeEnvelope(envelope), envelopeText('[' + signatureText() + ']'));
}

void TestDsse::refusesEveryChangeOfWhatWasSigned()
{
    auto key = PrivateKey::generate(KeyType::Ed25519);
    QVERIFY(key);
    const auto good = ledger::readEnvelope(ledger::signEnvelope(kSampleStatement, *key).value());
    QVERIFY(good);
    const auto isRefused = [&](const Envelope& changed) {
        const auto verdict = ledger::verifyEnvelope(changed, key->publicKey());
        return !verdict && verdict.error().is(crypto::CryptoError::BadSignature);
    };
    for (qsizetype i = 0; i < good->payload.size(); ++i) {
        Envelope changed = *good;
        changed.payload[i] = static_cast<char>(changed.payload[i] ^ 0x20);
        QVERIFY(isRefused(changed));
    }
    Envelope changed = *good;
    changed.payloadType += QLatin1Char(' ');
    QVERIFY(isRefused(changed));
    changed = *good;
    changed.signature.clear();
    QVERIFY(isRefused(changed));
    changed = *good;
    changed.payload += '\n';
    QVERIFY(isRefused(changed));
    // A plain signature of the payload is none of the envelope.
    changed = *good;
    changed.signature = key->sign(kSampleStatement).value();
    QVERIFY(isRefused(changed));
}

void TestDsse::refusesAnotherKeyAndAnotherKeyId()
{
    auto key = PrivateKey::generate(KeyType::P256);
    const auto other = PrivateKey::generate(KeyType::P256);
    QVERIFY(key && other);
    auto envelope = ledger::readEnvelope(ledger::signEnvelope(kSampleStatement, *key).value());
    QVERIFY(envelope);
    QVERIFY(!ledger::verifyEnvelope(*envelope, other->publicKey()));
    // The id is part of what the ledger says about who signed: a false one is refused though the signature
    // holds.
    envelope->keyId = other->publicKey().id();
    QVERIFY(!ledger::verifyEnvelope(*envelope, key->publicKey()));
    QVERIFY(!ledger::verifyEnvelope(*envelope, other->publicKey()));
}

void TestDsse::readsOnlyOneForm_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("isRead");
    const QByteArray one = signatureText();
    const QByteArray good = envelopeText('[' + one + ']');
    const auto row = [](const char* name, const QByteArray& bytes, bool isRead = false) {
        QTest::newRow(name) << bytes << isRead;
    };
    const auto without = [&](QByteArray from, const QByteArray& to) {
        QByteArray bytes = good;
        if (!bytes.contains(from))
            qFatal("the sample holds no %s", from.constData());
        return bytes.replace(from, to);
    };
    row("as it should be", good, true);
    row("members in another order",
        R"({"signatures":[)" + one +
            R"(],"payloadType":"application/vnd.in-toto+json","payload":"aGVsbG8gd29ybGQ="})",
        true);
    row("no signature", envelopeText("[]"));
    row("two signatures", envelopeText('[' + one + ',' + one + ']'));
    row("signatures no array", envelopeText(one));
    row("signature no object", envelopeText("[\"c2ln\"]"));
    row("signatures null", envelopeText("null"));
    row("signatures missing", without(R"(,"signatures":[)" + one + ']', ""));
    row("payload missing", without(R"("payload":"aGVsbG8gd29ybGQ=",)", ""));
    row("payload null", without(R"("aGVsbG8gd29ybGQ=")", "null"));
    row("payload a number", without(R"("aGVsbG8gd29ybGQ=")", "7"));
    row("payloadType missing", without(R"("payloadType":"application/vnd.in-toto+json",)", ""));
    row("key id missing", without(R"("keyid":")" + kSampleKeyId + R"(",)", ""));
    row("signature's bytes missing", without(R"(,"sig":"c2lnbmF0dXJl")", ""));
    row("unknown member", without("{\"payload\"", "{\"extra\":1,\"payload\""));
    row("unknown member of the signature", without(R"("sig":)", R"("cert":"x","sig":)"));
    row("payload twice", without("{\"payload\"", R"({"payload":"eA==","payload")"));
    row("sig twice", without(R"("sig":)", R"("sig":"eA==","sig":)"));
    row("padding missing", without("29ybGQ=", "29ybGQ"));
    row("padding too long", without("29ybGQ=", "29ybGQ=="));
    row("loose bits", without("29ybGQ=", "29ybGR="));
    row("line end in base64", without("aGVsbG8g", "aGVs\\nbG8g"));
    row("blank in base64", without("aGVsbG8g", "aGVs bG8g"));
    row("URL-safe base64", without("aGVsbG8g", "_-Vs"));
    row("bytes after base64", without("29ybGQ=", "29ybGQ=!"));
    row("key id in capitals", without(kSampleKeyId, kSampleKeyId.toUpper()));
    row("key id too short", without(kSampleKeyId, kSampleKeyId.chopped(1)));
    row("key id empty", without(kSampleKeyId, ""));
    row("bytes after the envelope", good + "{}");
    row("byte order mark", "\xEF\xBB\xBF" + good);
    row("an array", '[' + good + ']');
    row("nothing", "");
    row("not JSON", "envelope");
    row("cut off", good.chopped(1));
    row("control character in payloadType", without("in-toto", "in\\u0000toto"));
}

void TestDsse::readsOnlyOneForm()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, isRead);
    const auto envelope = ledger::readEnvelope(bytes);
    QCOMPARE(envelope.has_value(), isRead);
    if (!isRead) {
        QVERIFY(envelope.error().is(LedgerError::EnvelopeMalformed));
        QCOMPARE(envelope.error().outcome(), base::Outcome::Integrity);
    }
}

void TestDsse::anyChangedByteIsRefusedOrDoesNotVerify()
{
    auto key = PrivateKey::generate(KeyType::P256);
    QVERIFY(key);
    const QByteArray good = ledger::signEnvelope(kSampleStatement, *key).value();
    for (qsizetype i = 0; i < good.size(); ++i) {
        for (const int mask : {0x01, 0x20, 0x80}) {
            QByteArray changed = good;
            changed[i] = static_cast<char>(changed[i] ^ mask);
            const auto envelope = ledger::readEnvelope(changed);
            QVERIFY2(!envelope || !ledger::verifyEnvelope(*envelope, key->publicKey()), changed.constData());
        }
    }
}

#include "test_dsse.moc"

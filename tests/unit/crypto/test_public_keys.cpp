// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/digest_functions.h"
#include "models/crypto/ecdsa_signature.h"
#include "models/crypto/keys.h"
#include "tests/support/run_program.h"
#include "tests/support/test_registry.h"

#include <QTemporaryDir>

using namespace keyturn;
using crypto::CryptoError;
using crypto::KeyType;
using crypto::PrivateKey;
using crypto::PublicKey;

class TestPublicKeys : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wordsNameBothKinds();
    void readsBackItsOwnForms_data();
    void readsBackItsOwnForms();
    void takesPointsAndSignaturesInThePlainFormOfTokens();
    void signaturesHoldForOneKeyAndTextOnly_data();
    void signaturesHoldForOneKeyAndTextOnly();
    void neverTakesAnotherAlgorithmsSignature();
    void refusesLowOrderPoints_data();
    void refusesLowOrderPoints();
    void refusesPointsOffTheCurve();
    void refusesOtherKindsOfKey_data();
    void refusesOtherKindsOfKey();
    void refusesAnotherEncodingOfAGoodKey();
    void refusesBytesAroundAKey();
    void refusesPrivateKeyInPlaceOfPublic();
};

KEYTURN_TEST(TestPublicKeys);

void TestPublicKeys::wordsNameBothKinds()
{
    for (const KeyType type : {KeyType::P256, KeyType::Ed25519})
        QCOMPARE(crypto::keyTypeFromWord(crypto::toWord(type)), type);
    QVERIFY(!crypto::keyTypeFromWord(u"rsa"));
    QVERIFY(!crypto::keyTypeFromWord(u""));
}

void TestPublicKeys::readsBackItsOwnForms_data()
{
    QTest::addColumn<KeyType>("type");
    QTest::addColumn<int>("rawBytes");
    QTest::newRow("P-256") << KeyType::P256 << 65;
    QTest::newRow("Ed25519") << KeyType::Ed25519 << 32;
}

void TestPublicKeys::readsBackItsOwnForms()
{
    QFETCH(KeyType, type);
    QFETCH(int, rawBytes);
    const auto pair = PrivateKey::generate(type);
    QVERIFY(pair);
    const PublicKey& key = pair->publicKey();
    QCOMPARE(key.type(), type);
    QCOMPARE(key.raw().size(), rawBytes);
    QVERIFY(key.spki().endsWith(key.raw()));
    QCOMPARE(key.id(), crypto::sha256(key.spki()));
    const auto fromDer = PublicKey::fromSpki(key.spki());
    QVERIFY(fromDer);
    QCOMPARE(fromDer->id(), key.id());
    const auto fromText = PublicKey::fromPem(key.toPem());
    QVERIFY(fromText);
    QCOMPARE(fromText->spki(), key.spki());
    QCOMPARE(fromText->type(), type);
    const auto fromRaw =
        type == KeyType::P256 ? PublicKey::fromRawP256(key.raw()) : PublicKey::fromRawEd25519(key.raw());
    QVERIFY(fromRaw);
    QCOMPARE(fromRaw->id(), key.id());
}

// RFC 6979 appendix A.2.5: the key, and its signature of "sample" with SHA-256.
void TestPublicKeys::takesPointsAndSignaturesInThePlainFormOfTokens()
{
    const QByteArray point =
        QByteArray::fromHex("0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
                            "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299");
    const QByteArray pair =
        QByteArray::fromHex("efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                            "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");
    const auto key = PublicKey::fromRawP256(point);
    QVERIFY(key);
    QCOMPARE(key->type(), KeyType::P256);
    QVERIFY(key->verify("sample", crypto::derOfEcdsaSignature(pair)));
    QVERIFY(!key->verify("simple", crypto::derOfEcdsaSignature(pair)));
    // Small numbers lose their leading zeros, as DER wants it.
    QCOMPARE(crypto::derOfEcdsaSignature(QByteArray(31, '\0') + '\x01' + QByteArray(31, '\0') + '\x7f'),
             QByteArray::fromHex("300602010102017f"));
    QVERIFY(crypto::derOfEcdsaSignature({}).isEmpty());
    QVERIFY(crypto::derOfEcdsaSignature(pair.chopped(1)).isEmpty());
    QVERIFY(PublicKey::fromRawP256(point.chopped(1)).error().is(CryptoError::NotAKey));
    QVERIFY(!PublicKey::fromRawP256(point.chopped(1) + '\0'));
}

void TestPublicKeys::signaturesHoldForOneKeyAndTextOnly_data()
{
    readsBackItsOwnForms_data();
}

void TestPublicKeys::signaturesHoldForOneKeyAndTextOnly()
{
    QFETCH(KeyType, type);
    auto pair = PrivateKey::generate(type);
    auto other = PrivateKey::generate(type);
    QVERIFY(pair && other);
    const QByteArray text("suspend larch-4 worldwide");
    const auto signature = pair->sign(text);
    QVERIFY(signature);
    QVERIFY(pair->publicKey().verify(text, *signature));
    QVERIFY(!other->publicKey().verify(text, *signature));
    QVERIFY(!pair->publicKey().verify(text, {}));
    QVERIFY(!pair->publicKey().verify({}, *signature));
    QVERIFY(!pair->publicKey().verify(text, *signature + '\0'));
    QVERIFY(!pair->publicKey().verify(text, signature->chopped(1)));
    for (qsizetype i = 0; i < text.size(); ++i) {
        QByteArray changed = text;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        QVERIFY(!pair->publicKey().verify(changed, *signature));
    }
    for (qsizetype i = 0; i < signature->size(); ++i) {
        QByteArray changed = *signature;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        const auto verdict = pair->publicKey().verify(text, changed);
        QVERIFY(!verdict);
        QVERIFY(verdict.error().is(CryptoError::BadSignature));
    }
    const auto ofNothing = pair->sign({});
    QVERIFY(ofNothing);
    QVERIFY(pair->publicKey().verify({}, *ofNothing));
}

void TestPublicKeys::neverTakesAnotherAlgorithmsSignature()
{
    auto curve = PrivateKey::generate(KeyType::P256);
    auto edwards = PrivateKey::generate(KeyType::Ed25519);
    QVERIFY(curve && edwards);
    QVERIFY(!curve->publicKey().verify("text", edwards->sign("text").value()));
    QVERIFY(!edwards->publicKey().verify("text", curve->sign("text").value()));
}

// The eight points whose order divides 8, each with either sign of x, and the encodings of y beyond the
// field.
void TestPublicKeys::refusesLowOrderPoints_data()
{
    QTest::addColumn<QByteArray>("raw");
    const QByteArray tail = QByteArray(30, '\xff');
    const QList<QByteArray> lows{
        QByteArray(32, '\0'),
        QByteArray(1, '\1') + QByteArray(31, '\0'),
        QByteArray::fromHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        QByteArray::fromHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
        '\xec' + tail + '\x7f',
        '\xed' + tail + '\x7f',
        '\xee' + tail + '\x7f',
    };
    for (const QByteArray& low : lows) {
        QByteArray signedX = low;
        signedX[31] = static_cast<char>(signedX[31] | 0x80);
        QTest::newRow(low.toHex().constData()) << low;
        QTest::newRow(signedX.toHex().constData()) << signedX;
    }
    // y = p+2 … p+18: the same points as y = 2 … 18, written a second way.
    for (int first = 0xef; first <= 0xff; ++first) {
        const QByteArray again = static_cast<char>(first) + tail + '\x7f';
        QTest::newRow(again.toHex().constData()) << again;
    }
}

void TestPublicKeys::refusesLowOrderPoints()
{
    QFETCH(QByteArray, raw);
    const auto key = PublicKey::fromRawEd25519(raw);
    QVERIFY(!key);
    QVERIFY(key.error().is(CryptoError::WeakPoint));
}

void TestPublicKeys::refusesPointsOffTheCurve()
{
    // About half of all y have no x: a run of small ones must show both kinds.
    int accepted = 0;
    for (int y = 2; y < 66; ++y) {
        const auto key = PublicKey::fromRawEd25519(static_cast<char>(y) + QByteArray(31, '\0'));
        if (key)
            ++accepted;
        else
            QVERIFY(key.error().is(CryptoError::WeakPoint));
    }
    QVERIFY(accepted > 16 && accepted < 48);
    const auto pair = PrivateKey::generate(KeyType::P256);
    QVERIFY(pair);
    QByteArray spki = pair->publicKey().spki();
    spki.back() = static_cast<char>(spki.back() ^ 1);
    const auto off = PublicKey::fromSpki(spki);
    QVERIFY(!off);
    QVERIFY(off.error().is(CryptoError::WeakPoint));
    // The point at infinity in place of coordinates, and coordinates beyond the field.
    const auto zeros = PublicKey::fromSpki(spki.first(27) + QByteArray(64, '\0'));
    QVERIFY(zeros.error().is(CryptoError::WeakPoint));
    const auto beyond = PublicKey::fromSpki(spki.first(27) + QByteArray(64, '\xff'));
    QVERIFY(beyond.error().is(CryptoError::WeakPoint));
}

void TestPublicKeys::refusesOtherKindsOfKey_data()
{
    QTest::addColumn<QStringList>("generate");
    QTest::newRow("RSA") << QStringList{"-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"};
    QTest::newRow("P-384") << QStringList{"-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"};
    QTest::newRow("secp256k1") << QStringList{"-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:secp256k1"};
    QTest::newRow("Ed448") << QStringList{"-algorithm", "ED448"};
    QTest::newRow("X25519") << QStringList{"-algorithm", "X25519"};
    QTest::newRow("P-256 with the curve spelt out") << QStringList{
        "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-pkeyopt", "ec_param_enc:explicit"};
}

void TestPublicKeys::refusesOtherKindsOfKey()
{
    QFETCH(QStringList, generate);
    QTemporaryDir folder;
    const QString privatePath = folder.filePath("key.pem");
    const QString publicPath = folder.filePath("key.pub");
    QCOMPARE(tests::runOpenssl(QStringList{"genpkey"} + generate + QStringList{"-out", privatePath}).status,
             0);
    QCOMPARE(tests::runOpenssl({"pkey", "-in", privatePath, "-pubout", "-out", publicPath}).status, 0);
    const auto key = PublicKey::fromPem(tests::readTestFile(publicPath));
    QVERIFY(!key);
    QVERIFY2(key.error().is(CryptoError::UnsupportedKey), qPrintable(key.error().sentence()));
}

void TestPublicKeys::refusesAnotherEncodingOfAGoodKey()
{
    // A compressed point is the same key under another id: two ids for one key would defeat removing it.
    QTemporaryDir folder;
    const auto pair = PrivateKey::generate(KeyType::P256);
    QVERIFY(pair);
    const QString given = tests::writeTestFile(folder.filePath("key.pub"), pair->publicKey().toPem());
    const QString compressed = folder.filePath("compressed.pub");
    QCOMPARE(tests::runOpenssl({"ec", "-pubin", "-in", given, "-conv_form", "compressed", "-out", compressed})
                 .status,
             0);
    const auto key = PublicKey::fromPem(tests::readTestFile(compressed));
    QVERIFY(!key);
    QVERIFY2(key.error().is(CryptoError::UnsupportedKey), qPrintable(key.error().sentence()));
}

void TestPublicKeys::refusesBytesAroundAKey()
{
    const auto pair = PrivateKey::generate(KeyType::Ed25519);
    QVERIFY(pair);
    const QByteArray spki = pair->publicKey().spki();
    for (const QByteArray& bad :
         {spki + '\0', '\0' + spki, spki.chopped(1), QByteArray(), QByteArray("hello")}) {
        const auto key = PublicKey::fromSpki(bad);
        QVERIFY(!key);
        QVERIFY(key.error().is(CryptoError::NotAKey));
    }
    QVERIFY(PublicKey::fromRawEd25519(QByteArray(31, 'x')).error().is(CryptoError::NotAKey));
    const QByteArray pem = pair->publicKey().toPem();
    for (const QByteArray& bad : {QByteArray(), QByteArray("text"), pem.chopped(30), pem.mid(10)})
        QVERIFY(PublicKey::fromPem(bad).error().is(CryptoError::NotAKey));
}

void TestPublicKeys::refusesPrivateKeyInPlaceOfPublic()
{
    QTemporaryDir folder;
    const auto pair = PrivateKey::generate(KeyType::Ed25519);
    QVERIFY(pair);
    const QString path = folder.filePath("seat.key");
    QVERIFY(pair->saveUnencryptedSeatKey(path));
    QVERIFY(PublicKey::fromPem(tests::readTestFile(path)).error().is(CryptoError::NotAKey));
}

#include "test_public_keys.moc"

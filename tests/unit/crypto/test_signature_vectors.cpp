// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/keys.h"
#include "tests/support/run_program.h"
#include "tests/support/test_registry.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace keyturn;
using crypto::PrivateKey;
using crypto::PublicKey;

namespace {

QByteArray unhex(const QJsonValue& text)
{
    return QByteArray::fromHex(text.toString().toLatin1());
}

} // namespace

class TestSignatureVectors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsEveryWycheproofVerdict_data();
    void followsEveryWycheproofVerdict();
    void signsAsRfc8032Does_data();
    void signsAsRfc8032Does();
};

KEYTURN_TEST(TestSignatureVectors);

void TestSignatureVectors::followsEveryWycheproofVerdict_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("expectedCases");
    QTest::addColumn<int>("expectedValid");
    QTest::newRow("Ed25519") << "vectors/wycheproof/ed25519_test.json" << 151 << 88;
    QTest::newRow("ECDSA P-256") << "vectors/wycheproof/ecdsa_secp256r1_sha256_test.json" << 484 << 174;
}

void TestSignatureVectors::followsEveryWycheproofVerdict()
{
    QFETCH(QString, file);
    QFETCH(int, expectedCases);
    QFETCH(int, expectedValid);
    const QJsonObject document = QJsonDocument::fromJson(tests::readTestFile(tests::dataFile(file))).object();
    int cases = 0;
    int accepted = 0;
    for (const QJsonValue group : document["testGroups"].toArray()) {
        const auto key = PublicKey::fromSpki(unhex(group["publicKeyDer"]));
        QVERIFY2(key, qPrintable(group["publicKeyDer"].toString()));
        for (const QJsonValue test : group["tests"].toArray()) {
            const auto verdict = key->verify(unhex(test["msg"]), unhex(test["sig"]));
            const bool shouldPass = test["result"] == "valid";
            QVERIFY2(
                verdict.has_value() == shouldPass,
                qPrintable(QString("tcId %1: %2").arg(test["tcId"].toInt()).arg(test["comment"].toString())));
            if (!verdict)
                QVERIFY(verdict.error().is(crypto::CryptoError::BadSignature));
            ++cases;
            accepted += shouldPass;
        }
    }
    QCOMPARE(cases, expectedCases);
    QCOMPARE(accepted, expectedValid);
}

// RFC 8032 section 7.1.
void TestSignatureVectors::signsAsRfc8032Does_data()
{
    QTest::addColumn<QByteArray>("seed");
    QTest::addColumn<QByteArray>("publicKey");
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QByteArray>("signature");
    const auto row = [](const char* name, const char* seed, const char* key, const char* message,
                        const char* signature) {
        QTest::newRow(name) << QByteArray::fromHex(seed) << QByteArray::fromHex(key)
                            << QByteArray::fromHex(message) << QByteArray::fromHex(signature);
    };
    row("TEST 1", "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b");
    row("TEST 2", "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00");
    row("TEST 3", "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
        "4a7c15e9716ed28dc027beceea1ec40a");
}

void TestSignatureVectors::signsAsRfc8032Does()
{
    QFETCH(QByteArray, seed);
    QFETCH(QByteArray, publicKey);
    QFETCH(QByteArray, message);
    QFETCH(QByteArray, signature);
    auto key = PrivateKey::fromEd25519Seed(seed);
    QVERIFY(key);
    QCOMPARE(key->publicKey().raw(), publicKey);
    const auto made = key->sign(message);
    QVERIFY(made);
    QCOMPARE(*made, signature);
    const auto read = PublicKey::fromRawEd25519(publicKey);
    QVERIFY(read);
    QCOMPARE(read->id(), key->publicKey().id());
    QVERIFY(read->verify(message, signature));
    QVERIFY(!read->verify(message + 'x', signature));
}

#include "test_signature_vectors.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/key_choice.h"
#include "models/tokens/token_error.h"
#include "tests/support/test_registry.h"

#include <QTemporaryDir>

using namespace keyturn;
using crypto::SecretBytes;
using service::KeyChoice;
using service::openSigner;
using tokens::TokenError;

class TestKeyChoice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void opensTheFileThatWasChosen();
    void keepsUrisFromThoseWhoReadFiles();
    void asksForWhatOpensTheKey();
};

KEYTURN_TEST(TestKeyChoice);

void TestKeyChoice::opensTheFileThatWasChosen()
{
    QTemporaryDir folder;
    const QString path = folder.filePath("ada.key");
    const auto made = crypto::PrivateKey::generate(crypto::KeyType::P256);
    QVERIFY(made);
    QVERIFY(made->save(path, SecretBytes::fromText(u"correct horse battery")));
    const auto signer = openSigner(KeyChoice::file(path), SecretBytes::fromText(u"correct horse battery"));
    QVERIFY(signer);
    QCOMPARE((*signer)->publicKey().id(), made->publicKey().id());
    const auto signature = (*signer)->sign("text");
    QVERIFY(signature);
    QVERIFY(made->publicKey().verify("text", *signature));
    QVERIFY(openSigner(KeyChoice::file(path), SecretBytes::fromText(u"wrong horse battery"))
                .error()
                .is(crypto::CryptoError::WrongPassphrase));
}

void TestKeyChoice::keepsUrisFromThoseWhoReadFiles()
{
    QVERIFY(openSigner(KeyChoice::file("pkcs11:object=a"), {}).error().is(crypto::CryptoError::FileFailure));
    QVERIFY(openSigner(KeyChoice::token("/keys/ada.key"), {}).error().is(TokenError::BadUri));
    QVERIFY(
        openSigner(KeyChoice::token("pkcs11:object=a?pin-value=4711"), {}).error().is(TokenError::PinInUri));
    QVERIFY(openSigner(KeyChoice::token("pkcs11:object=a?module-path=/missing.so"), {})
                .error()
                .is(TokenError::ModuleFailure));
    QVERIFY(KeyChoice::file("pkcs11:object=a") != KeyChoice::token("pkcs11:object=a"));
}

void TestKeyChoice::asksForWhatOpensTheKey()
{
    QCOMPARE(KeyChoice::file("ada.key").question(), QString("Passphrase of ada.key"));
    QCOMPARE(KeyChoice::token("pkcs11:token=Ada%201;object=sign").question(),
             QString("PIN of the token “Ada 1”"));
    QCOMPARE(KeyChoice::token("pkcs11:object=sign").question(), QString("PIN of the token"));
    QCOMPARE(KeyChoice::token("nonsense").question(), QString("PIN of the token"));
}

#include "test_key_choice.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/tokens/token_error.h"
#include "models/tokens/token_signer.h"
#include "tests/support/test_registry.h"
#include "tests/unit/tokens/soft_token.h"

using namespace keyturn;
using crypto::KeyType;
using crypto::SecretBytes;
using tests::SoftToken;
using tokens::TokenError;
using tokens::TokenSigner;
using tokens::TokenUri;

namespace {

base::Result<std::unique_ptr<TokenSigner>> openTokenKey(const QString& attributes,
                                                        const QString& pin = SoftToken::kPin)
{
    KEYTURN_TRY_LET(uri, TokenUri::parse(SoftToken::uri(attributes)));
    return TokenSigner::open(uri, SecretBytes::fromText(pin));
}

} // namespace

/// A real module, and keys that another program made.
class TestSoftToken : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void listsTheKeysThatCanSignInOrder();
    void listedUriNamesItsKeyAlone();
    void readsThePublicKeyThatOtherToolsRead();
    void everySignatureHolds_data();
    void everySignatureHolds();
    void takesTheModuleFromTheEnvironment();
    void wrongPinIsRefusedAndTheRightOneStillWorks();
    void refusesToSignWithoutPin();
    void refusesUriThatMeansSeveralKeysOrNone();
    void refusesKeysOfOtherKinds();
    void refusesPublicKeyWithoutPrivateKey();

private:
    std::unique_ptr<SoftToken> m_token;
};

KEYTURN_TEST(TestSoftToken);

void TestSoftToken::initTestCase()
{
    m_token = std::make_unique<SoftToken>();
    m_token->makeKey("ada", "01", "EC:prime256v1");
    m_token->makeKey("edda", "02", "EC:edwards25519");
    m_token->makeKey("careful", "03", "EC:prime256v1", {"--always-auth"});
    m_token->makeKey("large", "04", "EC:secp384r1");
    m_token->makeKey("old", "05", "RSA:2048");
    m_token->makeKey("lonely", "06", "EC:prime256v1");
    (void)m_token->pkcs11Tool(
        {"--login", "--pin", SoftToken::kPin, "--delete-object", "--type", "privkey", "--id", "06"});
}

void TestSoftToken::cleanupTestCase()
{
    m_token.reset();
}

void TestSoftToken::listsTheKeysThatCanSignInOrder()
{
    const auto keys = tokens::listTokenKeys(SoftToken::modulePath());
    QVERIFY(keys);
    QStringList listed;
    for (const auto& key : *keys)
        listed += key.label + ' ' + crypto::toWord(key.publicKey.type());
    QCOMPARE(listed, QStringList({"ada p256", "careful p256", "edda ed25519", "lonely p256"}));
    QCOMPARE(keys->front().token.label, QString(SoftToken::kLabel));
    QCOMPARE(keys->front().id, QByteArray("\x01"));
}

void TestSoftToken::listedUriNamesItsKeyAlone()
{
    const auto keys = tokens::listTokenKeys(SoftToken::modulePath());
    QVERIFY(keys);
    for (const auto& key : *keys) {
        const auto uri = TokenUri::parse(key.uri);
        QVERIFY(uri);
        const auto found = tokens::findTokenKey(*uri);
        QVERIFY(found);
        QCOMPARE(found->publicKey.id(), key.publicKey.id());
        QCOMPARE(found->uri, key.uri);
    }
}

void TestSoftToken::readsThePublicKeyThatOtherToolsRead()
{
    const QString file = m_token->file("ada.der");
    (void)m_token->pkcs11Tool({"--read-object", "--type", "pubkey", "--id", "01", "--output-file", file});
    const auto signer = openTokenKey("object=ada");
    QVERIFY(signer);
    QCOMPARE((*signer)->publicKey().spki(), tests::readTestFile(file));
}

void TestSoftToken::everySignatureHolds_data()
{
    QTest::addColumn<QString>("attributes");
    QTest::addColumn<KeyType>("type");
    QTest::newRow("P-256") << "object=ada" << KeyType::P256;
    QTest::newRow("P-256 by its id") << "id=%01" << KeyType::P256;
    QTest::newRow("Ed25519") << "object=edda" << KeyType::Ed25519;
    QTest::newRow("asks for its PIN at every use") << "object=careful" << KeyType::P256;
}

void TestSoftToken::everySignatureHolds()
{
    QFETCH(QString, attributes);
    QFETCH(KeyType, type);
    const auto signer = openTokenKey(attributes);
    QVERIFY(signer);
    QCOMPARE((*signer)->publicKey().type(), type);
    for (const QByteArray& text :
         {QByteArray("suspend larch-4 worldwide"), QByteArray(), QByteArray(65'000, 'x')}) {
        const auto signature = (*signer)->sign(text);
        QVERIFY2(signature, signature ? "" : qPrintable(signature.error().sentence()));
        QVERIFY((*signer)->publicKey().verify(text, *signature));
        QVERIFY(!(*signer)->publicKey().verify(text + '!', *signature));
    }
}

void TestSoftToken::takesTheModuleFromTheEnvironment()
{
    qputenv("KEYTURN_PKCS11_MODULE", SoftToken::modulePath().toUtf8());
    const auto uri = TokenUri::parse(u"pkcs11:object=ada");
    QVERIFY(uri);
    const auto found = tokens::findTokenKey(*uri);
    qputenv("KEYTURN_PKCS11_MODULE", "libsofthsm2.so");
    const auto bare = tokens::findTokenKey(*uri);
    qunsetenv("KEYTURN_PKCS11_MODULE");
    QVERIFY(found);
    QVERIFY(!found->uri.contains("module-path"));
    QVERIFY(!bare);
    QVERIFY(bare.error().is(TokenError::NoModule));
}

void TestSoftToken::wrongPinIsRefusedAndTheRightOneStillWorks()
{
    const auto mistaken = openTokenKey("object=ada", "4711-0816");
    QVERIFY(mistaken);
    for (int i = 0; i < 2; ++i) {
        const auto refused = (*mistaken)->sign("text");
        QVERIFY(!refused);
        QVERIFY(refused.error().is(TokenError::WrongPin));
        QCOMPARE(refused.error().context, QStringList(SoftToken::kLabel));
    }
    const auto right = openTokenKey("object=ada");
    QVERIFY(right);
    QVERIFY((*right)->sign("text"));
}

void TestSoftToken::refusesToSignWithoutPin()
{
    const auto signer = openTokenKey("object=ada", QString());
    QVERIFY(signer);
    QVERIFY((*signer)->sign("text").error().is(TokenError::PinMissing));
}

void TestSoftToken::refusesUriThatMeansSeveralKeysOrNone()
{
    const auto several = openTokenKey("token=Larkfield%201");
    QVERIFY(!several);
    QVERIFY(several.error().is(TokenError::KeyAmbiguous));
    QVERIFY(several.error().context.value(1).contains("object=edda"));
    for (const char* nothing : {"object=eve", "token=Larkfield;object=ada", "id=%09", "serial=0;object=ada"})
        QVERIFY(openTokenKey(nothing).error().is(TokenError::KeyNotFound));
}

void TestSoftToken::refusesKeysOfOtherKinds()
{
    QVERIFY(openTokenKey("object=large").error().is(TokenError::UnsupportedTokenKey));
    QVERIFY(openTokenKey("object=old").error().is(TokenError::KeyNotFound));
}

void TestSoftToken::refusesPublicKeyWithoutPrivateKey()
{
    const auto signer = openTokenKey("object=lonely");
    QVERIFY(signer);
    QVERIFY((*signer)->sign("text").error().is(TokenError::PrivateKeyMissing));
}

#include "test_soft_token.moc"

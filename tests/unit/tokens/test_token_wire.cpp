// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/tokens/channel.h"
#include "models/tokens/token_error.h"
#include "models/tokens/token_points.h"
#include "models/tokens/wire.h"
#include "tests/support/test_registry.h"

#include <QTest>

#include <array>
#include <sys/socket.h>
#include <unistd.h>

using namespace keyturn;
using namespace std::chrono_literals;
using crypto::CryptoError;
using crypto::KeyType;
using tokens::Channel;
using tokens::RawTokenKey;
using tokens::SignRequest;
using tokens::TokenError;
using tokens::TokenKeyKind;

namespace {

/// So many keys a reply may name.
constexpr std::size_t kMostKeys = 4096;

RawTokenKey sampleKey()
{
    return {{"Ada", "Larkfield", "LK-2", "01"}, "sign", "\x01", TokenKeyKind::Edwards, "parameters", "point"};
}

std::array<int, 2> connectedSockets()
{
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        qFatal("no sockets");
    return ends;
}

} // namespace

class TestTokenWire : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void requestsAndRepliesReadBack();
    void refusesCutOrLengthenedFrames();
    void refusesMoreKeysThanATokenHolds();
    void refusesKindsOfKeysItDoesNotKnow();
    void takesNoErrorOfAnotherTable();
    void makesErrorsHarmlessToShow();
    void channelCarriesBytesAndSecrets();
    void channelRefusesFramesWithoutMeasure();
    void channelGivesUpAtItsDeadline();
    void readsPointsInEveryFormOfTokens_data();
    void readsPointsInEveryFormOfTokens();
    void refusesPointsOfOtherCurves();
};

KEYTURN_TEST(TestTokenWire);

void TestTokenWire::requestsAndRepliesReadBack()
{
    QVERIFY(std::holds_alternative<tokens::ListRequest>(
        *tokens::requestFromFrame(tokens::toFrame(tokens::TokenRequest(tokens::ListRequest{})))));
    const SignRequest sign{{"Ada", "Larkfield", "LK-2", "01"}, "sign", "\x01", TokenKeyKind::Ecdsa, "digest"};
    const auto request = tokens::requestFromFrame(tokens::toFrame(tokens::TokenRequest(sign)));
    QVERIFY(request);
    const auto* read = std::get_if<SignRequest>(&*request);
    QVERIFY(read);
    QCOMPARE(read->token.serial, sign.token.serial);
    QCOMPARE(read->label, sign.label);
    QCOMPARE(read->id, sign.id);
    QCOMPARE(read->kind, sign.kind);
    QCOMPARE(read->data, sign.data);
    const auto keys = tokens::keysFromFrame(tokens::toFrame(std::vector{sampleKey(), sampleKey()}));
    QVERIFY(keys);
    QCOMPARE(keys->size(), std::size_t{2});
    QCOMPARE(keys->back().token, sampleKey().token);
    QCOMPARE(keys->back().point, sampleKey().point);
    QCOMPARE(keys->back().kind, TokenKeyKind::Edwards);
    QCOMPARE(*tokens::signatureFromFrame(tokens::toFrame(base::Result<QByteArray>("r and s"))),
             QByteArray("r and s"));
}

void TestTokenWire::refusesCutOrLengthenedFrames()
{
    const QByteArray keys = tokens::toFrame(base::Result<std::vector<RawTokenKey>>(std::vector{sampleKey()}));
    const QByteArray signature = tokens::toFrame(base::Result<QByteArray>("r and s"));
    const QByteArray request = tokens::toFrame(tokens::TokenRequest(SignRequest{}));
    for (qsizetype i = 0; i < keys.size(); ++i)
        QVERIFY(tokens::keysFromFrame(keys.first(i)).error().is(TokenError::HelperFailed));
    for (qsizetype i = 0; i < signature.size(); ++i)
        QVERIFY(tokens::signatureFromFrame(signature.first(i)).error().is(TokenError::HelperFailed));
    for (qsizetype i = 0; i < request.size(); ++i)
        QVERIFY(tokens::requestFromFrame(request.first(i)).error().is(TokenError::HelperFailed));
    QVERIFY(!tokens::keysFromFrame(keys + '\0'));
    QVERIFY(!tokens::signatureFromFrame(signature + '\0'));
    QVERIFY(!tokens::requestFromFrame(request + '\0'));
    // A count that no memory would hold.
    QVERIFY(!tokens::keysFromFrame(QByteArray::fromHex("01ffffffff")));
}

void TestTokenWire::refusesMoreKeysThanATokenHolds()
{
    const auto framed = [](std::size_t count) {
        return tokens::toFrame(base::Result<std::vector<RawTokenKey>>(std::vector(count, sampleKey())));
    };
    QVERIFY(tokens::keysFromFrame(framed(kMostKeys)));
    QVERIFY(tokens::keysFromFrame(framed(kMostKeys + 1)).error().is(TokenError::HelperFailed));
}

void TestTokenWire::refusesKindsOfKeysItDoesNotKnow()
{
    RawTokenKey key = sampleKey();
    key.kind = static_cast<TokenKeyKind>(7);
    const base::Result<std::vector<RawTokenKey>> keys = std::vector{key};
    QVERIFY(tokens::keysFromFrame(tokens::toFrame(keys)).error().is(TokenError::HelperFailed));
    SignRequest sign;
    sign.kind = static_cast<TokenKeyKind>(7);
    QVERIFY(tokens::requestFromFrame(tokens::toFrame(tokens::TokenRequest(sign)))
                .error()
                .is(TokenError::HelperFailed));
}

void TestTokenWire::takesNoErrorOfAnotherTable()
{
    const base::Result<QByteArray> sent = base::fail(TokenError::TokenRemoved, QStringLiteral("Ada"));
    QVERIFY(tokens::signatureFromFrame(tokens::toFrame(sent)).error().is(TokenError::TokenRemoved));
    base::Error unknown = sent.error();
    unknown.code = 999;
    const base::Result<QByteArray> invented = tl::make_unexpected(unknown);
    QVERIFY(tokens::signatureFromFrame(tokens::toFrame(invented)).error().is(TokenError::HelperFailed));
}

void TestTokenWire::makesErrorsHarmlessToShow()
{
    const base::Result<QByteArray> sent =
        base::fail(TokenError::TokenRemoved, QStringLiteral("\u202e\x1b[2J"));
    const QString sentence = tokens::signatureFromFrame(tokens::toFrame(sent)).error().sentence();
    QVERIFY(!sentence.contains(QChar(0x202e)));
    QVERIFY(!sentence.contains(QChar(0x1b)));
}

void TestTokenWire::channelCarriesBytesAndSecrets()
{
    const auto ends = connectedSockets();
    Channel one(ends[0]);
    Channel other(ends[1]);
    QVERIFY(one.send("a frame"));
    QVERIFY(one.send(QByteArray()));
    QVERIFY(one.sendSecret(crypto::SecretBytes::fromText(u"4711")));
    QCOMPARE(*other.receive(), QByteArray("a frame"));
    QCOMPARE(*other.receive(), QByteArray());
    const auto secret = other.receiveSecret();
    QVERIFY(secret);
    QCOMPARE(QByteArray(secret->characters(), static_cast<qsizetype>(secret->size())), QByteArray("4711"));
}

void TestTokenWire::channelRefusesFramesWithoutMeasure()
{
    const auto ends = connectedSockets();
    Channel one(ends[0]);
    const std::array<unsigned char, 4> header{0x7f, 0xff, 0xff, 0xff};
    QCOMPARE(::write(ends[1], header.data(), header.size()), ssize_t{4});
    QVERIFY(one.receive().error().is(TokenError::HelperFailed));
    ::close(ends[1]);
    QVERIFY(one.receive().error().is(TokenError::HelperFailed));
    QVERIFY(one.send("into nothing").error().is(TokenError::HelperFailed));
}

void TestTokenWire::channelGivesUpAtItsDeadline()
{
    const auto ends = connectedSockets();
    Channel one(ends[0]);
    const Channel silent(ends[1]);
    const auto soon = [] { return std::chrono::steady_clock::now() + 20ms; };
    QVERIFY(one.receive(soon()).error().is(TokenError::HelperTimedOut));
    // More than the system keeps for somebody who does not read.
    QVERIFY(one.send(QByteArray(8 * 1024 * 1024, 'x'), soon()).error().is(TokenError::HelperTimedOut));
    QVERIFY(!one.finish(soon()));
}

void TestTokenWire::readsPointsInEveryFormOfTokens_data()
{
    QTest::addColumn<TokenKeyKind>("kind");
    QTest::addColumn<QByteArray>("parameters");
    QTest::addColumn<QByteArray>("header");
    const QByteArray p256 = QByteArray::fromHex("06082a8648ce3d030107");
    const QByteArray oid = QByteArray::fromHex("06032b6570");
    const QByteArray name = QByteArray::fromHex("130c") + "edwards25519";
    QTest::newRow("P-256") << TokenKeyKind::Ecdsa << p256 << QByteArray::fromHex("0441");
    QTest::newRow("P-256, bare") << TokenKeyKind::Ecdsa << p256 << QByteArray();
    QTest::newRow("Ed25519") << TokenKeyKind::Edwards << oid << QByteArray::fromHex("0420");
    QTest::newRow("Ed25519, bare") << TokenKeyKind::Edwards << oid << QByteArray();
    QTest::newRow("Ed25519 by name") << TokenKeyKind::Edwards << name << QByteArray::fromHex("0420");
}

void TestTokenWire::readsPointsInEveryFormOfTokens()
{
    QFETCH(TokenKeyKind, kind);
    QFETCH(QByteArray, parameters);
    QFETCH(QByteArray, header);
    const auto pair =
        crypto::PrivateKey::generate(kind == TokenKeyKind::Ecdsa ? KeyType::P256 : KeyType::Ed25519);
    QVERIFY(pair);
    RawTokenKey key = sampleKey();
    key.kind = kind;
    key.parameters = parameters;
    key.point = header + pair->publicKey().raw();
    const auto read = tokens::publicKeyOf(key);
    QVERIFY(read);
    QCOMPARE(read->id(), pair->publicKey().id());
    for (const QByteArray& bad : {key.point.chopped(1), key.point + '\0', QByteArray()}) {
        key.point = bad;
        QVERIFY(!tokens::publicKeyOf(key));
    }
}

void TestTokenWire::refusesPointsOfOtherCurves()
{
    RawTokenKey key = sampleKey();
    key.kind = TokenKeyKind::Ecdsa;
    // secp256k1, whose points look like those of P-256.
    key.parameters = QByteArray::fromHex("06052b8104000a");
    key.point = crypto::PrivateKey::generate(KeyType::P256)->publicKey().raw();
    QVERIFY(tokens::publicKeyOf(key).error().is(CryptoError::UnsupportedKey));
    key.parameters = QByteArray::fromHex("06032b6570");
    QVERIFY(tokens::publicKeyOf(key).error().is(CryptoError::UnsupportedKey));
}

#include "test_token_wire.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/digest_functions.h"
#include "models/crypto/timestamp.h"
#include "tests/support/stamp_authority.h"
#include "tests/support/test_registry.h"

#include <QDateTime>

using namespace keyturn;
using namespace keyturn::tests;
using crypto::CryptoError;

/// RFC 3161, with the real `openssl ts` as the authority and as the judge.
class TestTimestamps : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void opensslReadsTheRequest();
    void requestsHaveFreshNonces();
    void takesWhatOpensslStamped();
    void refusesAStampOverSomethingElse();
    void refusesAnotherAuthority();
    void refusesTheAnswerToAnotherRequest();
    void refusesEveryChangedByteOfTheSignature();
    void tellsWhatTheAuthorityRefused();
    void refusesBytesThatAreNoStamp();
    void refusesAChangedCertificate();

private:
    std::unique_ptr<StampAuthority> m_authority;
    base::Digest m_digest = crypto::sha256("checkpoint");
    QByteArray m_request;
    QByteArray m_token;
};
KEYTURN_TEST(TestTimestamps);

void TestTimestamps::initTestCase()
{
    m_authority = std::make_unique<StampAuthority>();
    m_request = crypto::makeTimestampRequest(m_digest).value();
    const auto token = crypto::tokenOfResponse(m_authority->answer(m_request));
    QVERIFY2(token, token ? "" : qPrintable(token.error().sentence()));
    m_token = *token;
}

void TestTimestamps::opensslReadsTheRequest()
{
    const QString file = writeTestFile(m_authority->path("mine.tsq"), m_request);
    const ProgramRun run = runOpenssl({"ts", "-query", "-in", file, "-text"});
    QCOMPARE(run.status, 0);
    QVERIFY(run.output.contains("Hash Algorithm: sha256"));
    QVERIFY(run.output.contains("Certificate required: yes"));
    QVERIFY(!run.output.contains("Nonce: unspecified"));
}

void TestTimestamps::requestsHaveFreshNonces()
{
    // A DER integer is as long as its value, so the lengths may differ.
    QVERIFY(crypto::makeTimestampRequest(m_digest).value() != m_request);
}

void TestTimestamps::takesWhatOpensslStamped()
{
    const auto stamp = crypto::verifyTimestamp(m_token, m_digest, m_authority->root());
    QVERIFY2(stamp, stamp ? "" : qPrintable(stamp.error().sentence()));
    QCOMPARE(stamp->policy, QStringLiteral("1.2.3.4.1"));
    QVERIFY(!stamp->serial.isEmpty());
    QCOMPARE(stamp->sha256, m_digest);
    QCOMPARE(stamp->nonce.size(), 16);
    const std::int64_t nowUs = QDateTime::currentMSecsSinceEpoch() * base::kUsPerMs;
    QVERIFY(qAbs(stamp->time.us - nowUs) < base::kUsPerHour);
    QVERIFY(crypto::checkAnswers(*stamp, m_request));
}

void TestTimestamps::refusesAStampOverSomethingElse()
{
    const auto stamp = crypto::verifyTimestamp(m_token, crypto::sha256("other"), m_authority->root());
    QVERIFY(stamp.error().is(CryptoError::TimestampOfOther));
    const auto claimed = crypto::readTimestamp(m_token).value();
    const QByteArray other = crypto::makeTimestampRequest(crypto::sha256("other")).value();
    QVERIFY(crypto::checkAnswers(claimed, other).error().is(CryptoError::TimestampOfOther));
}

void TestTimestamps::refusesAnotherAuthority()
{
    const StampAuthority other;
    const auto stamp = crypto::verifyTimestamp(m_token, m_digest, other.root());
    QVERIFY(stamp.error().is(CryptoError::TimestampUntrusted));
    for (const QByteArray& none : {QByteArray(), QByteArray("no certificate")})
        QVERIFY(crypto::verifyTimestamp(m_token, m_digest, none).error().is(CryptoError::TimestampUntrusted));
    // Several may be named.
    QVERIFY(crypto::verifyTimestamp(m_token, m_digest, other.root() + m_authority->root()));
}

void TestTimestamps::refusesTheAnswerToAnotherRequest()
{
    const auto claimed = crypto::readTimestamp(m_token).value();
    const QByteArray again = crypto::makeTimestampRequest(m_digest).value();
    QVERIFY(crypto::checkAnswers(claimed, again).error().is(CryptoError::TimestampNonce));
    QVERIFY(crypto::checkAnswers(claimed, "no request").error().is(CryptoError::TimestampMalformed));
}

void TestTimestamps::refusesEveryChangedByteOfTheSignature()
{
    // The signature ends the token.
    for (qsizetype back = 1; back <= 60; ++back) {
        QByteArray changed = m_token;
        changed[changed.size() - back] = static_cast<char>(changed[changed.size() - back] ^ 0x01);
        const auto stamp = crypto::verifyTimestamp(changed, m_digest, m_authority->root());
        QVERIFY(!stamp);
        QVERIFY2(stamp.error().is(CryptoError::TimestampBroken) ||
                     stamp.error().is(CryptoError::TimestampMalformed),
                 qPrintable(stamp.error().sentence()));
    }
    // Everywhere else: whatever is still taken says the very same.
    const auto sound = crypto::verifyTimestamp(m_token, m_digest, m_authority->root()).value();
    for (qsizetype at = 0; at < m_token.size(); ++at) {
        QByteArray changed = m_token;
        changed[at] = static_cast<char>(changed[at] ^ 0x01);
        const auto stamp = crypto::verifyTimestamp(changed, m_digest, m_authority->root());
        if (stamp) {
            QCOMPARE(stamp->time, sound.time);
            QCOMPARE(stamp->sha256, sound.sha256);
            QCOMPARE(stamp->serial, sound.serial);
        }
    }
}

void TestTimestamps::tellsWhatTheAuthorityRefused()
{
    // A digest that the authority does not take.
    const QString data = writeTestFile(m_authority->path("data"), "checkpoint");
    const QString query = m_authority->path("sha512.tsq");
    QCOMPARE(runOpenssl({"ts", "-query", "-data", data, "-sha512", "-cert", "-out", query}).status, 0);
    const auto token = crypto::tokenOfResponse(m_authority->answer(readTestFile(query)));
    QVERIFY(token.error().is(CryptoError::TimestampRejected));
    QVERIFY(!token.error().context.front().isEmpty());
}

void TestTimestamps::refusesBytesThatAreNoStamp()
{
    const QByteArray response = m_authority->answer(m_request);
    for (const QByteArray& bytes :
         {QByteArray(), QByteArray("response"), response.chopped(1), response + '\0', m_token, m_request})
        QVERIFY(crypto::tokenOfResponse(bytes).error().is(CryptoError::TimestampMalformed));
    for (const QByteArray& bytes : {QByteArray(), QByteArray("token"), m_token.chopped(1), response}) {
        QVERIFY(crypto::readTimestamp(bytes).error().is(CryptoError::TimestampMalformed));
        QVERIFY(crypto::verifyTimestamp(bytes, m_digest, m_authority->root())
                    .error()
                    .is(CryptoError::TimestampMalformed));
    }
}

void TestTimestamps::refusesAChangedCertificate()
{
    const QString der = m_authority->path("certificate.der");
    QCOMPARE(runOpenssl({"x509", "-in", m_authority->path("tsa.pem"), "-outform", "DER", "-out", der}).status,
             0);
    const QByteArray own = readTestFile(der);
    QByteArray exchanged = m_token;
    QVERIFY(exchanged.contains(own));
    QByteArray changed = own;
    changed.back() = static_cast<char>(changed.back() ^ 0x01);
    exchanged.replace(own, changed);
    const auto stamp = crypto::verifyTimestamp(exchanged, m_digest, m_authority->root());
    QVERIFY(!stamp);
    QVERIFY(stamp.error().is(CryptoError::TimestampUntrusted));
}

#include "test_timestamps.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/tokens/token_error.h"
#include "tests/support/test_registry.h"
#include "tests/unit/tokens/fake_token.h"

#include <QFileInfo>

#include <algorithm>
#include <array>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

using namespace keyturn;
using tests::FakeToken;
using tokens::TokenError;

namespace {

constexpr std::size_t kPinBytes = 24;
using Pin = std::array<char, kPinBytes>;

/// How often @p masked, taken with 0x55 so that this search does not find itself, stands in the memory that
/// this process may write to.
int timesInMemory(const Pin& masked)
{
    constexpr off_t kAtOnceBytes = 1024 * 1024;
    constexpr off_t kLargestMapBytes = 1024 * kAtOnceBytes; // Beyond it stand only the books of sanitizers.
    const auto isPin = [](char byte, char hidden) { return byte == static_cast<char>(hidden ^ 0x55); };
    static std::array<char, kAtOnceBytes + kPinBytes> bytes;
    int times = 0;
    const int memory = ::open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
    for (const QByteArray& line : tests::readTestFile("/proc/self/maps").split('\n')) {
        const auto words = line.split(' ');
        const auto ends = words[0].split('-');
        if (memory < 0 || words.size() < 2 || !words[1].startsWith("rw"))
            continue;
        const auto begin = static_cast<off_t>(ends[0].toULongLong(nullptr, 16));
        const auto end = static_cast<off_t>(ends[1].toULongLong(nullptr, 16));
        for (off_t at = begin; end - begin <= kLargestMapBytes && at < end; at += kAtOnceBytes) {
            const auto wanted = static_cast<std::size_t>(std::min<off_t>(bytes.size(), end - at));
            const auto got = std::max<ssize_t>(::pread(memory, bytes.data(), wanted, at), 0);
            for (auto found = bytes.begin(); found != bytes.begin() + got; ++found) {
                found = std::search(found, bytes.begin() + got, masked.begin(), masked.end(), isPin);
                if (found == bytes.begin() + got)
                    break;
                ++times;
            }
            // What was found here must not be found again.
            ::explicit_bzero(bytes.data(), bytes.size());
        }
    }
    ::close(memory);
    return times;
}

} // namespace

/// A token whose answers cannot be true, and what must not come of believing them.
class TestTokenLies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_token = std::make_unique<FakeToken>(); }
    void cleanup() { m_token.reset(); }
    void tokenTroubleWithAPinCostsOneTry_data();
    void tokenTroubleWithAPinCostsOneTry();
    void tokenTroubleLeavesNoPinInMemory();
    void tokenTroubleSignsOutAfterEachSignature();
    void tokenTroubleAnotherTokenInTheSlotGetsNoPin();
    void tokenTroubleSignsWithNoneOfTwoTwins();
    void tokenTroubleClaimsFillNoMemory();
    void tokenTroubleLoadsNoModuleByItsNameAlone();

private:
    std::unique_ptr<FakeToken> m_token;
};

KEYTURN_TEST(TestTokenLies);

void TestTokenLies::tokenTroubleWithAPinCostsOneTry_data()
{
    QTest::addColumn<QByteArray>("behaviour");
    QTest::addColumn<int>("error");
    const auto row = [](const char* behaviour, TokenError error) {
        QTest::newRow(behaviour) << QByteArray(behaviour) << static_cast<int>(error);
    };
    row("calls-the-pin-too-short", TokenError::WrongPin);
    row("calls-the-pin-invalid", TokenError::WrongPin);
    row("calls-the-pin-locked", TokenError::PinLocked);
    row("calls-the-pin-expired", TokenError::PinNotUsable);
    row("has-no-pin-yet", TokenError::PinNotUsable);
}

void TestTokenLies::tokenTroubleWithAPinCostsOneTry()
{
    QFETCH(QByteArray, behaviour);
    QFETCH(int, error);
    m_token->behave(behaviour);
    const auto signer = m_token->open(FakeToken::kRightPin);
    QVERIFY(signer);
    for (int i = 0; i < 3; ++i) {
        const auto refused = (*signer)->sign("text");
        QVERIFY(!refused);
        QVERIFY2(refused.error().is(static_cast<TokenError>(error)), qPrintable(refused.error().sentence()));
    }
    QCOMPARE(m_token->count("login"), 1);
    QCOMPARE(m_token->count("sign"), 0);
}

void TestTokenLies::tokenTroubleLeavesNoPinInMemory()
{
    Pin masked{};
    crypto::SecretBytes pin(kPinBytes);
    for (std::size_t i = 0; i < kPinBytes; ++i) {
        masked[i] = static_cast<char>(('a' + (::getpid() + static_cast<int>(i) * 7) % 26) ^ 0x55);
        pin.bytes()[i] = static_cast<std::byte>(masked[i] ^ 0x55);
    }
    const auto signer = m_token->open(std::move(pin));
    QVERIFY(signer);
    QVERIFY(timesInMemory(masked) > 0);
    QVERIFY((*signer)->sign("text").error().is(TokenError::WrongPin));
    QCOMPARE(timesInMemory(masked), 0);
}

void TestTokenLies::tokenTroubleSignsOutAfterEachSignature()
{
    const auto signer = m_token->open(FakeToken::kRightPin);
    QVERIFY(signer);
    const auto before = m_token->count("close");
    QVERIFY((*signer)->sign("text"));
    QCOMPARE(m_token->count("close"), before + 1);
    QVERIFY((*signer)->sign("text"));
    QCOMPARE(m_token->count("close"), before + 2);
    QCOMPARE(m_token->count("login"), 2);
}

void TestTokenLies::tokenTroubleAnotherTokenInTheSlotGetsNoPin()
{
    m_token->behave("is-exchanged");
    const auto signer = m_token->open(FakeToken::kRightPin);
    QVERIFY(signer);
    QVERIFY((*signer)->sign("text").error().is(TokenError::TokenRemoved));
    QCOMPARE(m_token->count("login"), 0);
}

void TestTokenLies::tokenTroubleSignsWithNoneOfTwoTwins()
{
    m_token->behave("has-a-twin-of-its-key");
    const auto signer = m_token->open(FakeToken::kRightPin);
    QVERIFY(signer);
    QVERIFY((*signer)->sign("text").error().is(TokenError::PrivateKeyAmbiguous));
    QCOMPARE(m_token->count("sign"), 0);
}

void TestTokenLies::tokenTroubleClaimsFillNoMemory()
{
    m_token->behave("claims-a-giant-attribute");
    QVERIFY(m_token->open(FakeToken::kRightPin).error().is(TokenError::UnsupportedTokenKey));
    m_token->behave("claims-more-objects-than-asked-for");
    QVERIFY(m_token->open(FakeToken::kRightPin).error().is(TokenError::KeyNotFound));
}

void TestTokenLies::tokenTroubleLoadsNoModuleByItsNameAlone()
{
    // Where the system would find it: that search path is a place for others to put theirs first.
    const QFileInfo module(FakeToken::modulePath());
    const QByteArray before = qgetenv("LD_LIBRARY_PATH");
    qputenv("LD_LIBRARY_PATH", module.path().toUtf8());
    const auto listed = tokens::listTokenKeys(module.fileName());
    qputenv("LD_LIBRARY_PATH", before);
    QVERIFY(!listed);
    QVERIFY(listed.error().is(TokenError::ModuleFailure));
    QVERIFY(tokens::listTokenKeys(FakeToken::modulePath()));
}

#include "test_token_lies.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/tokens/token_error.h"
#include "models/tokens/token_signer.h"
#include "tests/support/test_registry.h"
#include "tests/unit/tokens/fake_token.h"

#include <QDir>
#include <QFileInfo>

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <functional>
#include <thread>
#include <unistd.h>

using namespace keyturn;
using namespace std::chrono_literals;
using tests::FakeToken;
using tokens::HelperOptions;
using tokens::TokenError;
using tokens::TokenSigner;

namespace {

constexpr auto& kRightPin = FakeToken::kRightPin;
constexpr auto& kWrongPin = FakeToken::kWrongPin;

HelperOptions patientFor(std::chrono::milliseconds time)
{
    HelperOptions options;
    options.timeout = time;
    return options;
}

bool isGone(pid_t process)
{
    return ::kill(process, 0) != 0 && errno == ESRCH;
}

} // namespace

/// A module that misbehaves (tests/support/fake_pkcs11.cpp), and what becomes of a signature then.
class TestTokenTrouble : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void fakeTokenSignsWhenItBehaves();
    void wrongPinCostsOneTryAndIsNeverSentAgain();
    void saysWhatAWrongPinLeft_data();
    void saysWhatAWrongPinLeft();
    void sendsNoPinThatCouldLockTheToken_data();
    void sendsNoPinThatCouldLockTheToken();
    void sendsNoPinToATokenThatCannotSign();
    void namesWhatWentWrongWhileSigning_data();
    void namesWhatWentWrongWhileSigning();
    void hangingTokenIsGivenUp_data();
    void hangingTokenIsGivenUp();
    void helperKilledWhileSigningSignsNothing();
    void pinIsNeitherInArgumentsNorInEnvironment();
    void helperInheritsNothingThatIsOpen();
    void endsWithItsSigner_data();
    void endsWithItsSigner();
    void namesWhatWentWrongBeforeAnything();

private:
    void behave(const QByteArray& word) { m_token->behave(word); }
    base::Result<std::unique_ptr<TokenSigner>> open(const char* pin, const HelperOptions& options = {})
    {
        return m_token->open(pin, options);
    }
    [[nodiscard]] qsizetype count(const char* call) const { return m_token->count(call); }
    /// Signs while @p meanwhile is called with the helper's process, once it hangs in there.
    base::Result<QByteArray> signHanging(TokenSigner& signer, const std::function<void(pid_t)>& meanwhile);

    std::unique_ptr<FakeToken> m_token;
};

KEYTURN_TEST(TestTokenTrouble);

void TestTokenTrouble::init()
{
    m_token = std::make_unique<FakeToken>();
}

void TestTokenTrouble::cleanup()
{
    m_token.reset();
}

base::Result<QByteArray> TestTokenTrouble::signHanging(TokenSigner& signer,
                                                       const std::function<void(pid_t)>& meanwhile)
{
    std::thread watcher([&, process = signer.helperProcessId()] {
        const auto latest = std::chrono::steady_clock::now() + 30s;
        while (count("sign") == 0 && std::chrono::steady_clock::now() < latest)
            std::this_thread::sleep_for(2ms);
        meanwhile(process);
        ::kill(process, SIGKILL);
    });
    auto signature = signer.sign("text");
    watcher.join();
    return signature;
}

void TestTokenTrouble::fakeTokenSignsWhenItBehaves()
{
    for (const char* word : {"", "prints"}) {
        behave(word);
        const auto signer = open(kRightPin);
        QVERIFY(signer);
        for (int i = 0; i < 2; ++i) {
            const auto signature = (*signer)->sign("text");
            QVERIFY(signature);
            QVERIFY((*signer)->publicKey().verify("text", *signature));
        }
    }
    QCOMPARE(count("login"), 4);
}

void TestTokenTrouble::wrongPinCostsOneTryAndIsNeverSentAgain()
{
    const auto signer = open(kWrongPin);
    QVERIFY(signer);
    QCOMPARE(count("login"), 0);
    for (int i = 0; i < 5; ++i)
        QVERIFY((*signer)->sign("text").error().is(TokenError::WrongPin));
    QCOMPARE(count("login"), 1);
    QCOMPARE(count("sign"), 0);
}

void TestTokenTrouble::saysWhatAWrongPinLeft_data()
{
    QTest::addColumn<QByteArray>("behaviour");
    QTest::addColumn<int>("error");
    QTest::newRow("two tries") << QByteArray() << static_cast<int>(TokenError::WrongPin);
    QTest::newRow("one try") << QByteArray("begins-with-two-tries")
                             << static_cast<int>(TokenError::WrongPinOneTryLeft);
    QTest::newRow("none") << QByteArray("hides-its-final-try")
                          << static_cast<int>(TokenError::WrongPinNowLocked);
}

void TestTokenTrouble::saysWhatAWrongPinLeft()
{
    QFETCH(QByteArray, behaviour);
    QFETCH(int, error);
    behave(behaviour);
    const auto signer = open(kWrongPin);
    QVERIFY(signer);
    const auto refused = (*signer)->sign("text");
    QVERIFY(!refused);
    QVERIFY(refused.error().is(static_cast<TokenError>(error)));
    QCOMPARE(refused.error().outcome(), base::Outcome::Refused);
    QVERIFY(!refused.error().sentence().contains(kWrongPin));
    QCOMPARE(count("login"), 1);
}

void TestTokenTrouble::sendsNoPinThatCouldLockTheToken_data()
{
    QTest::addColumn<QByteArray>("behaviour");
    QTest::addColumn<int>("error");
    QTest::newRow("one try left") << QByteArray("final-try") << static_cast<int>(TokenError::PinLastTry);
    QTest::newRow("locked") << QByteArray("locked") << static_cast<int>(TokenError::PinLocked);
}

void TestTokenTrouble::sendsNoPinThatCouldLockTheToken()
{
    QFETCH(QByteArray, behaviour);
    QFETCH(int, error);
    behave(behaviour);
    const auto signer = open(kRightPin);
    QVERIFY(signer);
    QVERIFY((*signer)->sign("text").error().is(static_cast<TokenError>(error)));
    QCOMPARE(count("login"), 0);
}

void TestTokenTrouble::sendsNoPinToATokenThatCannotSign()
{
    behave("has-no-ecdsa");
    const auto signer = open(kRightPin);
    QVERIFY(signer);
    QVERIFY((*signer)->sign("text").error().is(TokenError::MechanismMissing));
    QCOMPARE(count("login"), 0);
}

void TestTokenTrouble::namesWhatWentWrongWhileSigning_data()
{
    QTest::addColumn<QByteArray>("behaviour");
    QTest::addColumn<int>("error");
    QTest::addColumn<QString>("said");
    const auto row = [](const char* behaviour, TokenError error, const char* said) {
        QTest::newRow(behaviour) << QByteArray(behaviour) << static_cast<int>(error) << QString(said);
    };
    row("is-removed-in-sign", TokenError::TokenRemoved, "“Fake token” was pulled out");
    row("has-no-token-in-sign", TokenError::TokenRemoved, "Nothing was signed");
    row("loses-its-session-in-sign", TokenError::TokenRemoved, "Nothing was signed");
    row("fails-in-sign", TokenError::TokenFailure, "C_Sign: CKR_FUNCTION_REJECTED");
    row("crashes-in-sign", TokenError::HelperFailed, "Nothing was signed");
    row("signs-wrongly", TokenError::WrongSignature, "thrown away");
    row("signs-too-little", TokenError::WrongSignature, "thrown away");
}

void TestTokenTrouble::namesWhatWentWrongWhileSigning()
{
    QFETCH(QByteArray, behaviour);
    QFETCH(int, error);
    QFETCH(QString, said);
    behave(behaviour);
    const auto signer = open(kRightPin);
    QVERIFY(signer);
    for (int i = 0; i < 2; ++i) {
        const auto failed = (*signer)->sign("text");
        QVERIFY(!failed);
        QVERIFY(failed.error().is(static_cast<TokenError>(error)));
        QVERIFY2(failed.error().sentence().contains(said), qPrintable(failed.error().sentence()));
    }
    QCOMPARE(count("login"), 1);
    QCOMPARE(count("sign"), 1);
}

void TestTokenTrouble::hangingTokenIsGivenUp_data()
{
    QTest::addColumn<QByteArray>("behaviour");
    QTest::newRow("in sign") << QByteArray("hangs-in-sign");
    QTest::newRow("in login") << QByteArray("hangs-in-login");
}

void TestTokenTrouble::hangingTokenIsGivenUp()
{
    QFETCH(QByteArray, behaviour);
    behave(behaviour);
    // Long enough for a loaded machine to load the module, which is asked for within the same time.
    const auto signer = open(kRightPin, patientFor(2s));
    QVERIFY(signer);
    const auto givenUp = (*signer)->sign("text");
    QVERIFY(!givenUp);
    QVERIFY(givenUp.error().is(TokenError::HelperTimedOut));
    QCOMPARE(givenUp.error().context, QStringList("2"));
    QVERIFY(isGone((*signer)->helperProcessId()));
    QVERIFY((*signer)->sign("text").error().is(TokenError::HelperTimedOut));
    QCOMPARE(count("login"), 1);
}

void TestTokenTrouble::helperKilledWhileSigningSignsNothing()
{
    behave("hangs-in-sign");
    const auto signer = open(kRightPin);
    QVERIFY(signer);
    const auto signature = signHanging(**signer, [](pid_t) {});
    QVERIFY(!signature);
    QVERIFY(signature.error().is(TokenError::HelperFailed));
    QVERIFY2(signature.error().sentence().contains("Killed"), qPrintable(signature.error().sentence()));
    QVERIFY(isGone((*signer)->helperProcessId()));
}

void TestTokenTrouble::pinIsNeitherInArgumentsNorInEnvironment()
{
    behave("hangs-in-sign");
    const auto signer = open(kRightPin);
    QVERIFY(signer);
    QByteArray arguments;
    QByteArray environment;
    bool isReadable = false;
    const auto signature = signHanging(**signer, [&](pid_t process) {
        const QString folder = QString("/proc/%1/").arg(process);
        arguments = tests::readTestFile(folder + "cmdline");
        QFile file(folder + "environ");
        isReadable = file.open(QIODevice::ReadOnly);
        environment = file.readAll();
    });
    QVERIFY(!signature);
    QCOMPARE(arguments, tokens::helperProgram().toUtf8() + '\0' + FakeToken::modulePath().toUtf8() + '\0');
    // Only root may look into a process that is closed to others.
    QVERIFY(isReadable || ::geteuid() != 0);
    QVERIFY(!isReadable || environment.contains("KEYTURN_FAKE_PKCS11=hangs-in-sign"));
    QVERIFY(!environment.contains(kRightPin));
}

void TestTokenTrouble::helperInheritsNothingThatIsOpen()
{
    behave("hangs-in-sign");
    const QString secret = tests::writeTestFile(m_token->file("passphrase"), "a passphrase");
    const int inherited = ::open(qPrintable(secret), O_RDONLY);
    QVERIFY(inherited > 2);
    const auto signer = open(kRightPin);
    QVERIFY(signer);
    QStringList held;
    const auto signature = signHanging(**signer, [&](pid_t process) {
        for (const QFileInfo& entry :
             QDir(QString("/proc/%1/fd").arg(process)).entryInfoList(QDir::Files | QDir::System))
            held += entry.symLinkTarget();
    });
    ::close(inherited);
    QVERIFY(!signature);
    QVERIFY(!held.isEmpty() || ::geteuid() != 0);
    QVERIFY(!held.contains(secret));
}

void TestTokenTrouble::endsWithItsSigner_data()
{
    QTest::addColumn<QByteArray>("behaviour");
    QTest::newRow("a sound module") << QByteArray();
    QTest::newRow("one that hangs when it is put away") << QByteArray("hangs-at-the-end");
}

void TestTokenTrouble::endsWithItsSigner()
{
    QFETCH(QByteArray, behaviour);
    behave(behaviour);
    auto signer = open(kRightPin);
    QVERIFY(signer);
    const pid_t helper = (*signer)->helperProcessId();
    QVERIFY(!isGone(helper));
    signer->reset();
    QVERIFY(isGone(helper));
}

void TestTokenTrouble::namesWhatWentWrongBeforeAnything()
{
    HelperOptions nowhere;
    nowhere.program = m_token->file("keyturn-token");
    QVERIFY(open(kRightPin, nowhere).error().is(TokenError::HelperMissing));
    HelperOptions another;
    another.program = "/bin/true";
    QVERIFY(open(kRightPin, another).error().is(TokenError::HelperFailed));
    const QString missing = m_token->file("module.so");
    QVERIFY(tokens::listTokenKeys(missing).error().is(TokenError::ModuleFailure));
    tests::writeTestFile(missing, "no library at all");
    const auto broken = tokens::listTokenKeys(missing);
    QVERIFY(broken.error().is(TokenError::ModuleFailure));
    QVERIFY(broken.error().sentence().contains(missing));
    behave("refuses-to-start");
    QVERIFY(open(kRightPin).error().sentence().contains("CKR_DEVICE_ERROR"));
    behave("has-endless-objects");
    // Looked at up to a bound, and not until there is no more patience.
    QVERIFY(open(kRightPin).error().is(TokenError::KeyAmbiguous));
}

#include "test_token_trouble.moc"

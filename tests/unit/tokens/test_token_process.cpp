// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/tokens/helper_process.h"
#include "tests/support/test_registry.h"
#include "tests/unit/tokens/fake_token.h"

#include <csignal>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace keyturn;
using tests::FakeToken;

namespace {

constexpr int kUsageStatus = 2;

/// Puts back what a test changed of this process, whatever becomes of the test.
class ProcessState
{
public:
    ProcessState()
    {
        ::getrlimit(RLIMIT_CORE, &m_core);
        ::sigaction(SIGPIPE, nullptr, &m_pipe);
        ::pthread_sigmask(SIG_BLOCK, nullptr, &m_blocked);
        m_sanitizer = qgetenv("ASAN_OPTIONS");
    }
    ProcessState(const ProcessState&) = delete;
    ProcessState& operator=(const ProcessState&) = delete;
    ~ProcessState()
    {
        ::setrlimit(RLIMIT_CORE, &m_core);
        ::sigaction(SIGPIPE, &m_pipe, nullptr);
        ::pthread_sigmask(SIG_SETMASK, &m_blocked, nullptr);
        qputenv("ASAN_OPTIONS", m_sanitizer);
    }

private:
    rlimit m_core{};
    struct sigaction m_pipe
    {
    };
    sigset_t m_blocked{};
    QByteArray m_sanitizer;
};

} // namespace

/// The process that a vendor's module is loaded into, seen from inside and by those who start it by hand.
class TestTokenProcess : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_token = std::make_unique<FakeToken>(); }
    void cleanup() { m_token.reset(); }
    void tokenTroubleAModuleSeesNothingToLeakThrough();
    void tokenTroubleTheHelperIsOfNoUseByHand();
    void tokenTroubleTheHelperWantsOneModule();

private:
    std::unique_ptr<FakeToken> m_token;
};

KEYTURN_TEST(TestTokenProcess);

void TestTokenProcess::tokenTroubleAModuleSeesNothingToLeakThrough()
{
    const ProcessState state;
    // All that a helper could inherit from whoever starts it, and must not.
    rlimit core{};
    QCOMPARE(::getrlimit(RLIMIT_CORE, &core), 0);
    if (core.rlim_max == 0)
        QSKIP("This machine allows nobody a picture of memory.");
    core.rlim_cur = core.rlim_max;
    QCOMPARE(::setrlimit(RLIMIT_CORE, &core), 0);
    qputenv("ASAN_OPTIONS", qgetenv("ASAN_OPTIONS") + ":disable_coredump=0"); // The helper is to see to it.
    ::signal(SIGPIPE, SIG_IGN);
    sigset_t stop;
    ::sigemptyset(&stop);
    ::sigaddset(&stop, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &stop, nullptr);
    const QString secret = tests::writeTestFile(m_token->file("secret"), "a passphrase");
    const int left = ::open(QFile::encodeName(secret).constData(), O_RDONLY);
    QVERIFY(left >= 0);

    FakeToken::behave("tells-what-it-sees");
    const auto signer = FakeToken::open(FakeToken::kRightPin);
    const bool isSigned = signer && (*signer)->sign("text");
    ::close(left);
    QVERIFY(isSigned);
    for (const char* line : {"0 leads to /dev/null", "1 leads to /dev/null", "2 leads to /dev/null",
                             "dumpable 0", "core 0 of 0", "broken pipes end it", "stopped from outside: yes"})
        QVERIFY2(m_token->count(line) == 1, line);
    const auto others = m_token->linesWith("open beside: ");
    QCOMPARE(others.size(), 1);
    QVERIFY2(others.first().startsWith("socket:"), others.first().constData());
    const auto seconds = m_token->linesWith("seconds left ");
    QCOMPARE(seconds.size(), 1);
    QVERIFY2(seconds.first().toInt() > 0 && seconds.first().toInt() <= 300, seconds.first().constData());
}

void TestTokenProcess::tokenTroubleTheHelperIsOfNoUseByHand()
{
    const auto run = tests::runProgram(tokens::helperProgram(), {FakeToken::modulePath()});
    QCOMPARE(run.status, kUsageStatus);
    QVERIFY(run.errors.contains("of no use by hand"));
    QCOMPARE(m_token->count("close"), 0);
}

void TestTokenProcess::tokenTroubleTheHelperWantsOneModule()
{
    std::array<int, 2> ends{};
    QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
    const QByteArray program = QFile::encodeName(tokens::helperProgram());
    const pid_t pid = ::fork();
    if (pid == 0) {
        ::dup2(ends[1], STDIN_FILENO);
        ::execl(program.constData(), program.constData(), static_cast<char*>(nullptr));
        ::_exit(1);
    }
    ::close(ends[1]);
    ::close(ends[0]); // A helper that served would end well now.
    int status = 0;
    QCOMPARE(::waitpid(pid, &status, 0), pid);
    QVERIFY(WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), kUsageStatus);
}

#include "test_token_process.moc"

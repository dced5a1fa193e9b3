// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/tokens/helper_process.h"

#include "models/tokens/token_error.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace keyturn::tokens {

namespace {

/// How long a helper may take to put its module away before it is killed.
constexpr auto kFarewell = std::chrono::seconds(1);

/// What a new process is given: set up on one line, torn down at the end.
class SpawnSetup
{
public:
    explicit SpawnSetup(int socket)
    {
        m_failure = ::posix_spawn_file_actions_init(&m_actions);
        note(::posix_spawnattr_init(&m_attributes));
        note(::posix_spawn_file_actions_adddup2(&m_actions, socket, STDIN_FILENO));
        note(::posix_spawn_file_actions_adddup2(&m_actions, socket, STDOUT_FILENO));
        // Modules write their diaries there, and some write PINs into them.
        note(::posix_spawn_file_actions_addopen(&m_actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0));
        // Whatever this program was started with (--passphrase-fd) is not a vendor's to read.
        note(::posix_spawn_file_actions_addclosefrom_np(&m_actions, STDERR_FILENO + 1));
        sigset_t defaults;
        sigset_t unblocked;
        ::sigemptyset(&unblocked);
        ::sigemptyset(&defaults);
        ::sigaddset(&defaults, SIGPIPE);
        note(::posix_spawnattr_setsigdefault(&m_attributes, &defaults));
        note(::posix_spawnattr_setsigmask(&m_attributes, &unblocked));
        note(::posix_spawnattr_setflags(&m_attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK));
    }
    SpawnSetup(const SpawnSetup&) = delete;
    SpawnSetup& operator=(const SpawnSetup&) = delete;
    ~SpawnSetup()
    {
        ::posix_spawn_file_actions_destroy(&m_actions);
        ::posix_spawnattr_destroy(&m_attributes);
    }
    /// The error number of the first step that failed, or 0.
    [[nodiscard]] int failure() const { return m_failure; }
    [[nodiscard]] const posix_spawn_file_actions_t* actions() const { return &m_actions; }
    [[nodiscard]] const posix_spawnattr_t* attributes() const { return &m_attributes; }

private:
    void note(int result)
    {
        if (m_failure == 0)
            m_failure = result;
    }

    posix_spawn_file_actions_t m_actions{};
    posix_spawnattr_t m_attributes{};
    int m_failure = 0;
};

} // namespace

QString helperProgram()
{
    const QDir here(QCoreApplication::applicationDirPath());
    const QString name = QStringLiteral("keyturn-token");
    const QString installed = here.filePath(QStringLiteral(KEYTURN_HELPER_FOLDER "/") + name);
    return QDir::cleanPath(QFileInfo::exists(installed) ? installed : here.filePath(name));
}

HelperProcess::HelperProcess(pid_t pid, Channel channel, std::chrono::milliseconds timeout)
    : m_pid(pid), m_channel(std::move(channel)), m_timeout(timeout)
{
}

HelperProcess::HelperProcess(HelperProcess&& other) noexcept
    : m_pid(std::exchange(other.m_pid, -1)), m_channel(std::move(other.m_channel)), m_timeout(other.m_timeout)
{
    other.m_channel.reset();
}

HelperProcess::~HelperProcess()
{
    if (!m_channel)
        return;
    // It sees the end of its input and puts the module away; one that hangs in there is killed.
    (void)m_channel->finish(std::chrono::steady_clock::now() + kFarewell);
    killAndReap();
}

base::Result<HelperProcess> HelperProcess::start(const QString& modulePath, const HelperOptions& options)
{
    const auto missing = [&options](int errorNumber) {
        return base::fail(TokenError::HelperMissing, options.program, qt_error_string(errorNumber));
    };
    std::array<int, 2> ends{-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return missing(errno);
    Channel ours(ends[0]);
    const Channel theirs(ends[1]);
    const SpawnSetup setup(ends[1]);
    if (setup.failure() != 0)
        return missing(setup.failure());
    QByteArray program = QFile::encodeName(options.program);
    QByteArray module = QFile::encodeName(modulePath);
    const std::array<char*, 3> arguments{program.data(), module.data(), nullptr};
    pid_t pid = -1;
    const int failure = ::posix_spawn(&pid, program.constData(), setup.actions(), setup.attributes(),
                                      arguments.data(), environ);
    if (failure != 0)
        return missing(failure);
    return HelperProcess(pid, std::move(ours), options.timeout);
}

QString HelperProcess::killAndReap()
{
    m_channel.reset();
    // It may have ended by itself; until it is waited for, its number belongs to nobody else.
    ::kill(m_pid, SIGKILL);
    int status = 0;
    while (::waitpid(m_pid, &status, 0) < 0) {
        if (errno != EINTR)
            return qt_error_string();
    }
    if (WIFSIGNALED(status))
        return QString::fromLocal8Bit(::strsignal(WTERMSIG(status)));
    return QStringLiteral("it left with status %1").arg(WEXITSTATUS(status));
}

base::Error HelperProcess::endAfter(const base::Error& error)
{
    const bool isSlow = error.is(TokenError::HelperTimedOut);
    const QString fate = killAndReap();
    if (isSlow)
        return base::makeError(TokenError::HelperTimedOut,
                               QString::number(static_cast<double>(m_timeout.count()) / 1000.0));
    // A helper that closed the connection is better described by what it died of.
    return base::makeError(TokenError::HelperFailed,
                           error.context.join(QStringLiteral(", ")) + QStringLiteral(" (%1)").arg(fate));
}

base::Result<QByteArray> HelperProcess::ask(const TokenRequest& request, const crypto::SecretBytes* pin)
{
    if (!m_channel)
        return base::fail(TokenError::HelperFailed, QStringLiteral("it ended at an earlier request"));
    const auto deadline = std::chrono::steady_clock::now() + m_timeout;
    auto asked = m_channel->send(toFrame(request), deadline);
    if (asked && pin)
        asked = m_channel->sendSecret(*pin, deadline);
    if (!asked)
        return tl::make_unexpected(endAfter(asked.error()));
    auto answer = m_channel->receive(deadline);
    if (!answer)
        return tl::make_unexpected(endAfter(answer.error()));
    return answer;
}

base::Result<std::vector<RawTokenKey>> HelperProcess::list()
{
    KEYTURN_TRY_LET(answer, ask(ListRequest{}, nullptr));
    return keysFromFrame(answer);
}

base::Result<QByteArray> HelperProcess::sign(const SignRequest& request, const crypto::SecretBytes& pin)
{
    KEYTURN_TRY_LET(answer, ask(request, &pin));
    return signatureFromFrame(answer);
}

} // namespace keyturn::tokens

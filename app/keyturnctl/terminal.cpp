// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/terminal.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

namespace keyturn::app {

namespace {

constexpr std::array kInterruptions{SIGHUP,  SIGINT,  SIGQUIT, SIGTERM, SIGALRM,
                                    SIGTSTP, SIGTTIN, SIGTTOU, SIGUSR1, SIGUSR2};

volatile std::sig_atomic_t interruption = 0;

/// Takes down the signals that would leave the terminal dumb, so that they can be obeyed once it speaks
/// again.
class HeldSignals
{
public:
    HeldSignals()
    {
        interruption = 0;
        struct sigaction held = {};
        held.sa_handler = [](int signal) { interruption = signal; };
        sigemptyset(&held.sa_mask);
        sigset_t blocked;
        sigemptyset(&blocked);
        // Without SA_RESTART: a signal has to end the wait.
        for (std::size_t i = 0; i < kInterruptions.size(); ++i) {
            ::sigaction(kInterruptions[i], nullptr, &m_before[i]);
            // What the caller has the program ignore (nohup) stays ignored.
            if (m_before[i].sa_handler != SIG_IGN)
                ::sigaction(kInterruptions[i], &held, nullptr);
            // These two keep a program in the background off the terminal, but not one that blocks them.
            if (kInterruptions[i] != SIGTTIN && kInterruptions[i] != SIGTTOU)
                sigaddset(&blocked, kInterruptions[i]);
        }
        ::pthread_sigmask(SIG_BLOCK, &blocked, &m_maskBefore);
    }
    HeldSignals(const HeldSignals&) = delete;
    HeldSignals& operator=(const HeldSignals&) = delete;
    ~HeldSignals()
    {
        // What came in the meantime is still only taken down.
        ::pthread_sigmask(SIG_SETMASK, &m_maskBefore, nullptr);
        for (std::size_t i = 0; i < kInterruptions.size(); ++i)
            ::sigaction(kInterruptions[i], &m_before[i], nullptr);
    }
    /// Returns when @p descriptor has something to read or a signal has come.
    void waitForInput(int descriptor) const
    {
        pollfd input{descriptor, POLLIN, 0};
        while (interruption == 0 && ::ppoll(&input, 1, nullptr, &m_maskBefore) < 0 && errno == EINTR) {
        }
    }

private:
    std::array<struct sigaction, kInterruptions.size()> m_before{};
    sigset_t m_maskBefore{};
};

class OpenTerminal
{
public:
    OpenTerminal() : m_descriptor(::open("/dev/tty", O_RDWR | O_CLOEXEC)) {}
    OpenTerminal(const OpenTerminal&) = delete;
    OpenTerminal& operator=(const OpenTerminal&) = delete;
    ~OpenTerminal()
    {
        if (isOpen())
            ::close(m_descriptor);
    }
    [[nodiscard]] bool isOpen() const { return m_descriptor >= 0; }
    [[nodiscard]] int get() const { return m_descriptor; }
    [[nodiscard]] bool write(const QByteArray& text) const
    {
        return ::write(m_descriptor, text.constData(), static_cast<std::size_t>(text.size())) == text.size();
    }

private:
    int m_descriptor;
};

/// A terminal that does not show what is typed, for as long as this lives.
class Silence
{
public:
    explicit Silence(int terminal) : m_terminal(terminal), m_hasModes(::tcgetattr(terminal, &m_before) == 0)
    {
        if (!m_hasModes)
            return;
        termios hidden = m_before;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHONL);
        ::tcsetattr(terminal, TCSAFLUSH, &hidden);
    }
    Silence(const Silence&) = delete;
    Silence& operator=(const Silence&) = delete;
    ~Silence()
    {
        if (m_hasModes)
            ::tcsetattr(m_terminal, TCSAFLUSH, &m_before);
    }

private:
    int m_terminal;
    termios m_before{};
    bool m_hasModes;
};

/// One line, not shown; nothing when there is none or a signal came first.
std::optional<crypto::SecretBytes> readUnseen(const OpenTerminal& terminal, const QByteArray& prompt)
{
    const HeldSignals signals;
    const Silence silence(terminal.get());
    // Asked only now: whoever waits for the question may answer at once, and must not see the answer.
    if (!terminal.write(prompt))
        return std::nullopt;
    crypto::SecretBytes buffer(kMaximumPassphraseBytes);
    signals.waitForInput(terminal.get());
    const ssize_t got = interruption == 0 ? ::read(terminal.get(), buffer.bytes().data(), buffer.size()) : -1;
    // The line end was typed unseen as well. A terminal that went away while it answered still gave its
    // answer.
    static_cast<void>(terminal.write("\n"));
    if (got <= 0 || interruption != 0)
        return std::nullopt;
    crypto::SecretBytes passphrase(buffer.bytes().first(static_cast<std::size_t>(got)));
    passphrase.chopLineEnd();
    return passphrase;
}

} // namespace

std::optional<crypto::SecretBytes> askOnTerminal(const QString& prompt)
{
    const OpenTerminal terminal;
    if (!terminal.isOpen())
        return std::nullopt;
    const QByteArray shown = prompt.toUtf8() + ": ";
    for (;;) {
        auto answer = readUnseen(terminal, shown);
        if (interruption == 0)
            return answer;
        // Obeyed with the terminal as it was: most end the program here.
        std::raise(interruption);
    }
}

} // namespace keyturn::app

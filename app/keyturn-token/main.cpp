// SPDX-License-Identifier: GPL-3.0-or-later
// The only program that loads a vendor's PKCS#11 module: whatever that code does, it does to this process.
// Started by the other programs with a socket for its input and output; it ends when that is closed.
#include "models/pkcs11/token_service.h"
#include "models/tokens/channel.h"
#include "models/tokens/token_error.h"

#include <QFile>

#include <cstdio>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

using namespace keyturn;

constexpr int kUsageStatus = 2;
constexpr int kNoIsolationStatus = 5;
/// A request that takes this long has lost its asker, who would have ended this process before.
constexpr unsigned kLongestRequestSeconds = 300;

/// True when no picture of this process, which holds PINs, can reach a disk or another program.
bool forbidPictures()
{
    const rlimit none{0, 0};
    return ::prctl(PR_SET_DUMPABLE, 0) == 0 && ::setrlimit(RLIMIT_CORE, &none) == 0;
}

/// The socket on standard input, moved to where a module that prints cannot write into it; negative when
/// there is none.
int takeSocket()
{
    int kind = 0;
    socklen_t size = sizeof(kind);
    if (::getsockopt(STDIN_FILENO, SOL_SOCKET, SO_TYPE, &kind, &size) != 0 || kind != SOCK_STREAM)
        return -1;
    const int socket = ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    if (socket < 0 || nothing < 0 || ::dup2(nothing, STDIN_FILENO) < 0 || ::dup2(nothing, STDOUT_FILENO) < 0)
        return -1;
    ::close(nothing);
    return socket;
}

/// Takes one request and answers it. @return false once the asker is gone.
base::Result<void> serveOne(tokens::Channel& channel, pkcs11::TokenService& service)
{
    KEYTURN_TRY_LET(frame, channel.receive());
    ::alarm(kLongestRequestSeconds);
    KEYTURN_TRY_LET(request, tokens::requestFromFrame(frame));
    QByteArray reply;
    if (const auto* sign = std::get_if<tokens::SignRequest>(&request)) {
        KEYTURN_TRY_LET(pin, channel.receiveSecret());
        reply = tokens::toFrame(service.sign(*sign, pin));
    } else {
        reply = tokens::toFrame(service.list());
    }
    ::alarm(0);
    return channel.send(reply);
}

} // namespace

int main(int argc, char** argv)
{
    if (!forbidPictures())
        return kNoIsolationStatus;
    const int socket = argc == 2 ? takeSocket() : -1;
    if (socket < 0) {
        std::fputs("keyturn-token: keyturn and keyturnctl start this program to talk to a token; "
                   "it is of no use by hand\n",
                   stderr);
        return kUsageStatus;
    }
    tokens::Channel channel(socket);
    pkcs11::TokenService service(QFile::decodeName(argv[1]));
    // The first failure to receive is the asker's farewell.
    while (serveOne(channel, service)) {
    }
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/tokens/channel.h"

#include "models/tokens/token_error.h"

#include <QtEndian>

#include <algorithm>
#include <array>
#include <cerrno>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace keyturn::tokens {

namespace {

/// Above the longest message that is signed (an entry is at most 64 KiB) and a few hundred keys.
constexpr std::size_t kLargestFrameBytes = 1024 * 1024;
constexpr std::size_t kLargestSecretBytes = 4096;

tl::unexpected<base::Error> connectionLost()
{
    return base::fail(TokenError::HelperFailed, QStringLiteral("it closed the connection"));
}

} // namespace

Channel::Channel(int socket) : m_socket(socket) {}

Channel::Channel(Channel&& other) noexcept : m_socket(std::exchange(other.m_socket, -1)) {}

Channel::~Channel()
{
    if (m_socket >= 0)
        ::close(m_socket);
}

base::Result<void> Channel::await(short events, std::optional<Deadline> deadline) const
{
    using namespace std::chrono;
    for (;;) {
        int waitMs = -1;
        if (deadline) {
            const auto left = ceil<milliseconds>(*deadline - steady_clock::now());
            if (left <= milliseconds::zero())
                return base::fail(TokenError::HelperTimedOut);
            waitMs = static_cast<int>(std::min<milliseconds::rep>(left.count(), 60'000));
        }
        pollfd waited{m_socket, events, 0};
        const int ready = ::poll(&waited, 1, waitMs);
        if (ready > 0)
            return {};
        if (ready < 0 && errno != EINTR)
            return base::fail(TokenError::HelperFailed, qt_error_string());
    }
}

base::Result<void> Channel::sendAll(std::span<const std::byte> bytes, std::optional<Deadline> deadline)
{
    while (!bytes.empty()) {
        KEYTURN_TRY(await(POLLOUT, deadline));
        // Without a signal where the other end is gone: that is an error like any other here.
        const ssize_t sent = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (sent <= 0)
            return connectionLost();
        bytes = bytes.subspan(static_cast<std::size_t>(sent));
    }
    return {};
}

base::Result<void> Channel::receiveAll(std::span<std::byte> bytes, std::optional<Deadline> deadline)
{
    while (!bytes.empty()) {
        KEYTURN_TRY(await(POLLIN, deadline));
        const ssize_t got = ::recv(m_socket, bytes.data(), bytes.size(), MSG_DONTWAIT);
        if (got < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (got <= 0)
            return connectionLost();
        bytes = bytes.subspan(static_cast<std::size_t>(got));
    }
    return {};
}

base::Result<std::size_t> Channel::receiveLength(std::size_t most, std::optional<Deadline> deadline)
{
    std::array<std::byte, sizeof(quint32)> header{};
    KEYTURN_TRY(receiveAll(header, deadline));
    const std::size_t length = qFromBigEndian<quint32>(header.data());
    if (length > most)
        return base::fail(TokenError::HelperFailed, QStringLiteral("it sent more than it may"));
    return length;
}

base::Result<void> Channel::send(QByteArrayView bytes, std::optional<Deadline> deadline)
{
    std::array<std::byte, sizeof(quint32)> header{};
    qToBigEndian(static_cast<quint32>(bytes.size()), header.data());
    KEYTURN_TRY(sendAll(header, deadline));
    return sendAll(std::as_bytes(std::span(bytes.data(), static_cast<std::size_t>(bytes.size()))), deadline);
}

base::Result<void> Channel::sendSecret(const crypto::SecretBytes& secret, std::optional<Deadline> deadline)
{
    // Straight from its own buffer, which is the one that is wiped.
    const auto bytes = secret.bytes();
    return send({reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())},
                deadline);
}

base::Result<QByteArray> Channel::receive(std::optional<Deadline> deadline)
{
    KEYTURN_TRY_LET(length, receiveLength(kLargestFrameBytes, deadline));
    QByteArray bytes(static_cast<qsizetype>(length), Qt::Uninitialized);
    KEYTURN_TRY(receiveAll(std::as_writable_bytes(std::span(bytes.data(), length)), deadline));
    return bytes;
}

base::Result<crypto::SecretBytes> Channel::receiveSecret(std::optional<Deadline> deadline)
{
    KEYTURN_TRY_LET(length, receiveLength(kLargestSecretBytes, deadline));
    crypto::SecretBytes secret(length);
    KEYTURN_TRY(receiveAll(secret.bytes(), deadline));
    return secret;
}

bool Channel::finish(Deadline deadline)
{
    ::shutdown(m_socket, SHUT_WR);
    std::array<std::byte, 256> late{};
    for (;;) {
        if (!await(POLLIN, deadline))
            return false;
        const ssize_t got = ::recv(m_socket, late.data(), late.size(), MSG_DONTWAIT);
        if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN))
            return true;
    }
}

} // namespace keyturn::tokens

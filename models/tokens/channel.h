// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"
#include "models/crypto/secret.h"

#include <QByteArray>

#include <chrono>
#include <optional>
#include <span>

namespace keyturn::tokens {

/// One end of the connection between a program and `keyturn-token`: frames of a 4-byte big-endian length and
/// that many bytes. Secrets go from a wiped buffer into a wiped buffer, with no copy between.
class Channel
{
public:
    using Deadline = std::chrono::steady_clock::time_point;

    /// Takes @p socket over.
    explicit Channel(int socket);
    Channel(Channel&& other) noexcept;
    Channel& operator=(Channel&&) = delete;
    ~Channel();

    /// Sends or receives before @p deadline, or however long it takes. @return HelperFailed where the other
    /// end is gone or sends too much, HelperTimedOut (without the seconds).
    [[nodiscard]] base::Result<void> send(QByteArrayView bytes, std::optional<Deadline> deadline = {});
    [[nodiscard]] base::Result<void> sendSecret(const crypto::SecretBytes& secret,
                                                std::optional<Deadline> deadline = {});
    [[nodiscard]] base::Result<QByteArray> receive(std::optional<Deadline> deadline = {});
    [[nodiscard]] base::Result<crypto::SecretBytes> receiveSecret(std::optional<Deadline> deadline = {});

    /// Tells the other end that nothing follows, and waits until it is gone too. @return false when it still
    /// was not at @p deadline.
    [[nodiscard]] bool finish(Deadline deadline);

private:
    [[nodiscard]] base::Result<void> sendAll(std::span<const std::byte> bytes,
                                             std::optional<Deadline> deadline);
    [[nodiscard]] base::Result<void> receiveAll(std::span<std::byte> bytes, std::optional<Deadline> deadline);
    [[nodiscard]] base::Result<std::size_t> receiveLength(std::size_t most, std::optional<Deadline> deadline);
    /// Waits until @p events, or the end of the connection.
    [[nodiscard]] base::Result<void> await(short events, std::optional<Deadline> deadline) const;

    int m_socket;
};

} // namespace keyturn::tokens

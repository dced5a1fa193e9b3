// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/tokens/channel.h"
#include "models/tokens/wire.h"

#include <QString>

#include <chrono>
#include <memory>
#include <optional>
#include <sys/types.h>

namespace keyturn::tokens {

/// The `keyturn-token` that was installed or built with the running program; never one from PATH, which
/// others may have a hand in.
[[nodiscard]] QString helperProgram();

/// How the helper is run.
struct HelperOptions
{
    QString program = helperProgram();
    /// Long enough for a person to touch the token or type at its own keys.
    std::chrono::milliseconds timeout = std::chrono::seconds(60);
};

/// A running `keyturn-token`, the only program that loads a vendor's PKCS#11 module. It is given nothing but
/// the module's path, the environment and one socket; it ends with this object. After an error it is gone,
/// and every further request fails. Not thread safe.
class HelperProcess
{
public:
    /// @return HelperMissing.
    [[nodiscard]] static base::Result<HelperProcess> start(const QString& modulePath,
                                                           const HelperOptions& options);
    HelperProcess(HelperProcess&& other) noexcept;
    HelperProcess& operator=(HelperProcess&&) = delete;
    ~HelperProcess();

    /// Every public key on every token. @return HelperFailed, HelperTimedOut, ModuleFailure, TokenFailure.
    [[nodiscard]] base::Result<std::vector<RawTokenKey>> list();
    /// The token's own signature, unchecked. @return the same, and all that has to do with PINs.
    [[nodiscard]] base::Result<QByteArray> sign(const SignRequest& request, const crypto::SecretBytes& pin);

    /// For those who watch the process.
    [[nodiscard]] pid_t processId() const { return m_pid; }

private:
    HelperProcess(pid_t pid, Channel channel, std::chrono::milliseconds timeout);
    [[nodiscard]] base::Result<QByteArray> ask(const TokenRequest& request, const crypto::SecretBytes* pin);
    /// Ends the process for good and puts what became of it into @p error.
    [[nodiscard]] base::Error endAfter(const base::Error& error);
    /// @return how it ended, for people.
    QString killAndReap();

    pid_t m_pid;
    std::optional<Channel> m_channel; ///< Gone once the process is.
    std::chrono::milliseconds m_timeout;
};

} // namespace keyturn::tokens

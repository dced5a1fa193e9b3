// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/crypto/secret.h"

#include <QString>

#include <cstddef>
#include <optional>

namespace keyturn::app {

/// Longer ones are cut off here.
inline constexpr std::size_t kMaximumPassphraseBytes = 4096;

/// Reads a passphrase from the terminal without showing it, or nothing when there is no terminal or no
/// answer. A signal that ends or stops the program finds the terminal as it was; continued, it asks again.
[[nodiscard]] std::optional<crypto::SecretBytes> askOnTerminal(const QString& prompt);

} // namespace keyturn::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"
#include "models/crypto/secret.h"

#include <QString>

#include <cstddef>
#include <span>

namespace keyturn::crypto {

/// Who may read a file that is about to be made.
enum class KeyFileMode { OwnerOnly = 0600, Everybody = 0644 };

/// Makes @p path with exactly @p mode and @p bytes; file and folder are synced. Nothing is left behind on
/// failure.
/// @return FileExists, FileFailure.
[[nodiscard]] base::Result<void> writeNewFile(const QString& path, KeyFileMode mode,
                                              std::span<const char> bytes);

/// Reads a private key file whole, if nobody but its owner may touch it. @return UnsafeMode, FileFailure,
/// NotAKey (too long or not a plain file).
[[nodiscard]] base::Result<SecretBytes> readPrivateFile(const QString& path);

} // namespace keyturn::crypto

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"

#include <QByteArray>
#include <QString>

namespace keyturn::service {

/// The largest file that people send each other: charters, enrolments, decisions to sign.
inline constexpr qint64 kMaximumSmallFileBytes = 1 << 20;

/// Reads a whole file. @return FileFailure, also where it is larger than kMaximumSmallFileBytes.
[[nodiscard]] base::Result<QByteArray> readSmallFile(const QString& path);
/// Writes a file whole or not at all; what was there is replaced. @return FileFailure.
[[nodiscard]] base::Result<void> replaceSmallFile(const QString& path, const QByteArray& bytes);
/// That nothing stands at @p path yet: asked before work whose outcome goes there. @return FileExists.
[[nodiscard]] base::Result<void> checkFree(const QString& path);
/// Writes a file that is not there yet, synced, whole or not at all. @return FileExists,
/// crypto::CryptoError::FileFailure.
[[nodiscard]] base::Result<void> writeNewSmallFile(const QString& path, const QByteArray& bytes);

} // namespace keyturn::service

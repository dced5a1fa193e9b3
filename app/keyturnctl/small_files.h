// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"

#include <QByteArray>
#include <QString>

namespace keyturn::app {

/// Writes a file that was not there, synced. @return CommandError::FileExists, and
/// crypto::CryptoError::FileFailure.
[[nodiscard]] base::Result<void> writeSmallFile(const QString& path, const QByteArray& bytes);

/// That nothing stands at @p path yet: asked before work whose outcome goes there. @return
/// CommandError::FileExists.
[[nodiscard]] base::Result<void> checkFree(const QString& path);

} // namespace keyturn::app

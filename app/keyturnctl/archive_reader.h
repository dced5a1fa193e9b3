// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"

#include <QByteArray>
#include <QString>

namespace keyturn::app {

/// Unpacks the regular files of a tar archive of ours below @p folder; names that would leave it are refused.
/// @return service FileFailure.
[[nodiscard]] base::Result<void> unpackArchive(const QByteArray& archive, const QString& folder);

} // namespace keyturn::app

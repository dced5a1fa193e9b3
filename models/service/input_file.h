// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/adapter.h"

#include <QFile>

namespace keyturn::service {

/// Opens a file that a person named. @return intake::IntakeError::FileMissing, or FileUnreadable, which a
/// folder is too.
[[nodiscard]] base::Result<void> openInput(QFile& file, QIODevice::OpenMode mode);
/// The error of an input that cannot be read on.
[[nodiscard]] base::Error unreadable(const QFile& file);

} // namespace keyturn::service

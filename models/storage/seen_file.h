// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/storage/anchor.h"
#include "models/storage/durable_file.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace keyturn::storage {

// The small files in which this machine keeps what it has seen of ledgers: anchors, what a witness cosigned,
// evidence of forks. All errors are AnchorError.

/// Holds @p folder, which is made where it is missing, against other programs until it goes out of scope. The
/// lock is the folder's own, so that no lock file is left. @return Locked, Failure.
[[nodiscard]] base::Result<FileDescriptor> lockSeenFolder(const QString& folder);

/// Replaces the file at @p path durably. The caller holds the folder, so the name in the making is free to
/// take. @return Failure; then the file is as it was.
[[nodiscard]] base::Result<void> replaceSeenFile(const QString& path, const QByteArray& bytes,
                                                 const FileDescriptor& folder);

/// The whole of a small file; nothing where it does not exist. @return Failure.
[[nodiscard]] base::Result<std::optional<QByteArray>> readSeenFile(const QString& path);

/// Keeps @p bytes durably in a file of @p folder that is named by their SHA-256 and ends in @p suffix; what
/// is there already stays. @return its path, or Locked, Failure.
[[nodiscard]] base::Result<QString> keepSeenFile(const QString& folder, const QString& suffix,
                                                 const QByteArray& bytes);

} // namespace keyturn::storage

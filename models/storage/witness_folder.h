// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/ledger/witness.h"
#include "models/storage/durable_file.h"

#include <QString>

#include <optional>

namespace keyturn::storage {

/// What a witness has cosigned, one file a log, and the evidence of what it refused. Held against other
/// programs while it lives, so that judging and remembering are one step. All errors are AnchorError.
class WitnessFolder
{
public:
    /// Makes the folder where it is missing. @return Locked, Failure.
    [[nodiscard]] static base::Result<WitnessFolder> open(const QString& path);
    /// What was cosigned of the log of @p origin; nothing for an unknown one. @return Damaged, Newer,
    /// Failure: a file that cannot be read is never taken for none.
    [[nodiscard]] base::Result<std::optional<ledger::WitnessedLog>> known(const QString& origin) const;
    /// Replaces what is kept of the log, durably; do so before the signature is given away. @return
    /// Contradicts for a smaller size, or another root for the same.
    [[nodiscard]] base::Result<void> remember(const ledger::WitnessedLog& log);
    /// Keeps both sides of a conflict. @return the file.
    [[nodiscard]] base::Result<QString> keepConflict(const ledger::WitnessedLog& cosigned,
                                                     const ledger::WitnessRequest& refused);

private:
    WitnessFolder(QString path, FileDescriptor held) : m_path(std::move(path)), m_held(std::move(held)) {}
    [[nodiscard]] QString fileOf(const QString& origin) const;

    QString m_path;
    FileDescriptor m_held;
};

} // namespace keyturn::storage

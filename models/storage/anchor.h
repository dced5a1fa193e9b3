// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/digest.h"
#include "models/base/error.h"

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <optional>
#include <vector>

namespace keyturn::storage {

enum class AnchorError {
    Damaged = 1, ///< context: file, reason.
    Newer,       ///< Written by a later version; context: file.
    Contradicts, ///< Another root for the same size; context: the size, file.
    Locked,      ///< Another program held the folder too long; context: folder.
    Failure,     ///< context: file, reason.
};
/// The table behind AnchorError.
const base::ErrorDomain& errorDomain(AnchorError);

/// Where a ledger was seen, and how long it was there. Two places of different length are copies.
struct AnchorPlace
{
    QString path; ///< Canonical.
    std::uint64_t size = 0;

    friend bool operator==(const AnchorPlace&, const AnchorPlace&) = default;
};

/// The newest state of a ledger that this machine has seen, kept outside the database: what shows that an
/// older copy was put in its place (trust.md, "Rollback").
struct Anchor
{
    base::Digest log;
    std::uint64_t size = 0;
    base::Digest root;               ///< Over the first `size` entries.
    QByteArray note;                 ///< The signed checkpoint of that; empty where none was at hand.
    QString path;                    ///< Where that was seen.
    std::vector<AnchorPlace> places; ///< All places, by path. Not read by raiseAnchor() and resetAnchor().

    friend bool operator==(const Anchor&, const Anchor&) = default;
};

/// The anchor of @p log in @p folder; nothing where none was ever written. @return Damaged, Newer, Failure: a
/// file that cannot be read is never taken for none.
[[nodiscard]] base::Result<std::optional<Anchor>> readAnchor(const QString& folder, const base::Digest& log);

/// Records that @p seen was seen, durably. A smaller size than the one recorded changes only its place. The
/// folder is made where it is missing. @return Contradicts (nothing is changed), and what readAnchor()
/// returns.
[[nodiscard]] base::Result<void> raiseAnchor(const QString& folder, const Anchor& seen);

/// Records @p seen whatever was recorded before, even what cannot be read: only after a signed restore.
[[nodiscard]] base::Result<void> resetAnchor(const QString& folder, const Anchor& seen);

} // namespace keyturn::storage

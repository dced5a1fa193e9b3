// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/workspace.h"

#include <optional>
#include <vector>

namespace keyturn::service {

/// What this machine knows of the head that is in a workspace's way (Health::rivalHead).
struct RivalHead
{
    domain::AbandonedHead head;
    QString where;             ///< The file it was seen in, which may be gone; empty where that is not known.
    bool isOfThisFile = false; ///< That was this very file.
    QStringList signedBy;      ///< Seats and witnesses of this ledger that signed its checkpoint.
    std::uint64_t ownSize = 0;
    base::Digest ownRoot;
    base::UtcTime ownNewest; ///< When the newest entry of this copy was recorded.
    /// The entries that only that head has, where its file can still be read and holds them.
    std::optional<std::vector<state::EntryLine>> only;
    /// How many they are at the least, as the two sizes tell where the entries themselves are out of reach.
    std::uint64_t fewest = 0;
    friend bool operator==(const RivalHead&, const RivalHead&) = default;
};

/// Looks at the head in the way; reads all of the other copy's entries, where there is one. @return
/// NothingInTheWay, and what the machine's memory of heads fails with. That the other copy cannot be read is
/// no error.
[[nodiscard]] base::Result<RivalHead> lookAtRivalHead(const Workspace& workspace);

} // namespace keyturn::service

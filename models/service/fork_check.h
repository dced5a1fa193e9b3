// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/ledger/divergence.h"
#include "models/ledger/witness.h"
#include "models/service/workspace.h"

#include <optional>
#include <span>

namespace keyturn::service {

/// How a workspace stands to another copy of its ledger, or to a checkpoint of it.
struct ForkFinding
{
    ledger::TreeRelation relation = ledger::TreeRelation::Same; ///< Behind: there is more elsewhere.
    /// The first entry that differs; nothing where a checkpoint alone cannot tell.
    std::optional<std::uint64_t> partedAt;
    ledger::ForkSide here;
    ledger::ForkSide there;
};

/// Compares two copies of one ledger. @return OtherLedger, ledger::LedgerError::StoreCorrupt where entries of
/// either do not hold, store errors.
[[nodiscard]] base::Result<ForkFinding> compareWorkspaces(Workspace& here, Workspace& there);

/// Compares a workspace with a checkpoint from elsewhere that a seat of the ledger or one of @p witnesses
/// signed. A longer one cannot be told from a fork and counts as Behind. @return OtherLedger,
/// ledger::LedgerError::NoteMalformed, NoteNotSigned.
[[nodiscard]] base::Result<ForkFinding> compareWithNote(Workspace& here, QByteArrayView note,
                                                        std::span<const ledger::NoteVerifier> witnesses);

/// Keeps both sides of a fork in the seat's folder. @return the file.
[[nodiscard]] base::Result<QString> keepForkEvidence(const Workspace& here, const ledger::ForkSide& ours,
                                                     const ledger::ForkSide& theirs);

} // namespace keyturn::service

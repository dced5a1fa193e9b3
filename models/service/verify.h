// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/import_job.h"
#include "models/service/workspace.h"

#include <atomic>
#include <vector>

namespace keyturn::service {

/// What a full verification looked at and found.
struct Verification
{
    std::vector<Problem> problems; ///< Empty: everything holds.
    std::uint64_t entries = 0;
    std::uint64_t records = 0;
    std::uint64_t signatures = 0; ///< Of entries and checkpoints.
    std::uint64_t checkpoints = 0;
    std::uint64_t blobs = 0; ///< Kept files.
    bool witnessed = false;
    base::Digest log;  ///< Of the entries that hold.
    base::Digest root; ///< Of their tree.
    double seconds = 0;
    [[nodiscard]] bool ok() const { return problems.empty(); }
};

/// Checks everything (cli.md, `verify`): the database's own structure, every entry's bytes, chain and
/// signature, all rules replayed, sheets rendered again, every checkpoint against the tree, the anchor, and
/// every record of every batch against the root its signed entry commits to; derived columns and filters are
/// recomputed and compared; every kept file is held to its hash. Works on the same data as @p workspace
/// through a store of its own; call it on any thread but share no workspace meanwhile.
/// @param witnessNotes cosigned checkpoints from elsewhere that the ledger is held to; their keys are among
/// OpenOptions::witnesses.
/// @return store errors only when nothing could be read at all.
[[nodiscard]] base::Result<Verification> verifyLocation(const QString& location, const OpenOptions& options,
                                                        const Progress& progress,
                                                        const std::atomic_bool& cancel,
                                                        const std::vector<QByteArray>& witnessNotes = {});

/// Derives the columns and filters of every block anew and replaces those that differ. @return how many were
/// replaced.
[[nodiscard]] base::Result<std::uint64_t> rebuildDerived(Workspace& workspace, const Progress& progress,
                                                         const std::atomic_bool& cancel);

} // namespace keyturn::service

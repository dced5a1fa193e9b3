// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/state/snapshot.h"

#include <QString>

#include <vector>

namespace keyturn::app {

/// A change in force that restricts nothing as long as others stand.
struct Shadowed
{
    domain::ChangeId change;
    std::vector<domain::ChangeId> by;
};
/// Every change in force at @p now that does nothing, in order; a rehearsal's are seen within it.
[[nodiscard]] std::vector<Shadowed> shadowedChanges(const state::Snapshot& snapshot, base::UtcTime now);
/// "C-3 does nothing while C-1 stands".
[[nodiscard]] QString toText(const Shadowed& shadowed);

/// The disputed entries among those that put @p change in force or lifted any of it, ascending.
[[nodiscard]] std::vector<std::uint64_t> disputedEntries(const state::Snapshot& snapshot,
                                                         const state::ChangeState& change);

/// A gateway of the charter, with what it claimed and what was seen of it.
struct GatewayLine
{
    const domain::Member* member = nullptr;
    const state::GatewayState* state = nullptr; ///< Null before its first word.

    /// Seen to do what is decided now, and nothing else seen since.
    [[nodiscard]] bool isProven(const state::Snapshot& snapshot) const;
};
/// Every gateway that the standing charter names, in its order.
[[nodiscard]] std::vector<GatewayLine> gatewayLines(const state::Snapshot& snapshot);
/// Whether every gateway is proven; not where there is none.
[[nodiscard]] bool isProven(const state::Snapshot& snapshot);

/// Whoever signs by hand sees the sheet before the passphrase is asked for: on a terminal's standard error.
void showSheetBeforeSigning(const state::Snapshot& snapshot, const domain::ProposalId& proposal);

} // namespace keyturn::app

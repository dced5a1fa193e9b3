// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/table_model.h"
#include "models/state/snapshot.h"

#include <optional>

namespace keyturn::items {

/// The slice of the catalogue that the grid shows; what is absent is "all".
struct AccessSlice
{
    std::optional<domain::ChannelId> channel;
    std::optional<domain::TierId> tier;
    std::optional<domain::CapabilityId> capability;
    friend bool operator==(const AccessSlice&, const AccessSlice&) = default;
};

/// Effective access, models down, regions across. Keys are model ids.
[[nodiscard]] Table accessGrid(const state::Snapshot& snapshot, const AccessSlice& slice, base::UtcTime now);

/// One layer that makes a cell what it is.
struct AccessLayer
{
    domain::ChangeId change;
    QString headline;
    QString since;
    QString why; ///< The proposal's rationale.
    friend bool operator==(const AccessLayer&, const AccessLayer&) = default;
};
/// What a cell of the grid stands for, in words.
struct AccessExplanation
{
    QString title;   ///< "larch-4 in the EU".
    QString summary; ///< "Suspended in 24 of 24 combinations of channel, tier and capability".
    std::vector<AccessLayer> layers;
    friend bool operator==(const AccessExplanation&, const AccessExplanation&) = default;
};
/// @param regionColumn the grid's column. Nothing for a cell that the catalogue no longer has.
[[nodiscard]] std::optional<AccessExplanation> explainAccess(const state::Snapshot& snapshot,
                                                             const AccessSlice& slice,
                                                             const domain::ModelId& model, int regionColumn,
                                                             base::UtcTime now);

} // namespace keyturn::items

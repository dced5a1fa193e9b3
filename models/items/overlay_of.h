// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/state/chronicle.h"
#include "models/timeline/overlay.h"

#include <optional>

namespace keyturn::items {

/// What the ledger adds to the timeline: requests, decisions with their signatures, model states, incidents,
/// restoration gates, evidence and notes. A decision is one bar from its proposal over its quorum to its
/// being lifted.
/// @param splits how lanes of it are parted: bars say their part, and states of models are told for each
/// region or tier of them.
/// @param incident only what belongs to one incident, where given; model states are shown whatever the
/// incident.
[[nodiscard]] timeline::Overlay overlayOf(const state::Snapshot& snapshot, base::UtcTime now,
                                          const std::optional<domain::IncidentId>& incident,
                                          const timeline::LaneSplits& splits = {});

/// Ids of overlay items that are no ids of the ledger.
[[nodiscard]] QString signatureItemId(const domain::ProposalId& proposal, const domain::MemberId& member);
/// The outcome of a proposal: its quorum, refusal, expiry.
[[nodiscard]] QString outcomeItemId(const domain::ProposalId& proposal);
/// A model's state from @p start on.
[[nodiscard]] QString modelStateItemId(const domain::ModelId& model, base::UtcTime start);
/// The same of what the span is of: a model, or a region or tier of it.
[[nodiscard]] QString modelStateItemId(const state::ModelSpan& span);
/// The model of such an id.
[[nodiscard]] domain::ModelId modelOfItem(const QString& id);
/// Whether @p box has anything of what such an id is of: the model, or that region or tier of it.
[[nodiscard]] bool concernsItem(const domain::Box& box, const QString& id);

} // namespace keyturn::items

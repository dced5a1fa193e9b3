// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/state/snapshot.h"

#include <vector>

namespace keyturn::state {

/// The note by its id, or null.
[[nodiscard]] const NoteState* noteOf(const Snapshot& snapshot, const domain::NoteId& id);
/// Whether a later note has taken it back. Only saved views and report marks can be.
[[nodiscard]] bool isRetired(const Snapshot& snapshot, const domain::NoteId& id);
/// Whether it says something about the incident itself: neither a saved view, nor a report mark, nor what
/// takes one back.
[[nodiscard]] bool isSaying(const NoteState& note);

/// The saved views that stand, oldest first. Valid as long as @p snapshot.
[[nodiscard]] std::vector<const NoteState*> standingViews(const Snapshot& snapshot);
/// The report marks that stand, oldest first. Valid as long as @p snapshot.
[[nodiscard]] std::vector<const NoteState*> standingMarks(const Snapshot& snapshot);
/// The standing mark of exactly this thing, or null.
[[nodiscard]] const NoteState* markOf(const Snapshot& snapshot, const domain::ReportMark& thing);

} // namespace keyturn::state

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/details.h"
#include "models/items/table_model.h"
#include "models/state/snapshot.h"

namespace keyturn::items {

/// What was imported, the newest first: file, format, when, by whom, records, rejected, without time, how it
/// stands. Retracted imports stay listed, struck and said to be retracted. Keys are the entries' numbers.
[[nodiscard]] Table intakeTable(const state::Snapshot& snapshot);
/// How many of them are retracted.
[[nodiscard]] std::uint64_t retractedImports(const state::Snapshot& snapshot);
/// All that is known of one import.
[[nodiscard]] Details detailsOf(const state::BatchState& batch, const state::Snapshot& snapshot);
/// The one sentence that says what retracting @p batch will do.
[[nodiscard]] QString retractionInWords(const state::BatchState& batch);

} // namespace keyturn::items

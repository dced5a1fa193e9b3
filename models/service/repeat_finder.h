// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/event_search.h"
#include "models/service/import_job.h"
#include "models/timeline/repeats.h"

namespace keyturn::service {

/// Which records of @p columns repeat each other: kind, title, source, models, and what was said of their
/// severity, layer, credibility and kind of source are the same; times, descriptions and references may
/// differ. Reads every record, on two threads. What cannot be read repeats nothing. @p store is opened again
/// and itself not used; @p progress is told of records. @return store errors, BlockDamaged, Cancelled.
[[nodiscard]] base::Result<timeline::Repeats> findRepeats(ledger::LedgerStore& store,
                                                          const BlockDirectory& directory,
                                                          const timeline::EventColumnsPointer& columns,
                                                          const Progress& progress,
                                                          const std::atomic_bool& cancel);

} // namespace keyturn::service

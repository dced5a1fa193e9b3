// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/event_search.h"
#include "models/timeline/event_columns.h"

#include <functional>
#include <memory>

namespace keyturn::service {

/// Takes the rows found so far and how many they are; called on the searching thread.
using TakeRows = std::function<void(std::shared_ptr<const timeline::EventSet>, std::uint64_t count)>;

/// The rows of @p columns that @p query finds, newest batches and blocks first. What there is, is handed to
/// @p takeSome at once when it is the first, then now and then while it grows; what is returned is all.
/// @p words may be null. @p store is opened again and itself not used. @return store errors, RecordDamaged,
/// Cancelled.
[[nodiscard]] base::Result<std::uint64_t>
findRows(ledger::LedgerStore& store, const BlockDirectory& directory, const timeline::EventColumns& columns,
         const records::Query& query, const std::shared_ptr<const WordCache>& words, const TakeRows& takeSome,
         const std::atomic_bool& cancel, std::shared_ptr<const timeline::EventSet>& rows);

} // namespace keyturn::service

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/records/search.h"
#include "models/service/event_reader.h"
#include "models/service/word_cache.h"

#include <atomic>
#include <functional>

namespace keyturn::service {

/// An event that a search found.
struct FoundEvent
{
    std::uint64_t batchSeq = 0;
    std::uint64_t leaf = 0;
    const records::SearchHit* hit = nullptr; ///< Valid during the call.
};

/// Takes found events, the last imported first; false ends the search.
using TakeFound = std::function<bool(std::span<const FoundEvent>)>;

/// Searches every record of the directory's batches. Newest batch and newest block
/// first; within a block by time, newest first. Works on stores of its own, two threads at a time.
[[nodiscard]] base::Result<records::SearchSummary>
searchEvents(ledger::LedgerStore& store, const BlockDirectory& directory, const records::Query& query,
             const records::SearchOptions& options, const TakeFound& take, const std::atomic_bool& cancel);

/// The same with hits as records::searchBlocks() gives them: block n is the n-th place of the directory from
/// the end. @param words the directory's word indexes, where there are some.
[[nodiscard]] base::Result<records::SearchSummary>
searchBlocksOf(ledger::LedgerStore& store, const BlockDirectory& directory, const records::Query& query,
               const records::SearchOptions& options, const records::TakeHits& take,
               const std::atomic_bool& cancel, std::shared_ptr<const WordCache> words = {});

/// The event a hit stands for, placed in the ledger.
[[nodiscard]] base::Result<domain::Event> eventOf(const FoundEvent& found, const BlockDirectory& directory);

} // namespace keyturn::service

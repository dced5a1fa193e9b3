// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/event_finder.h"

#include "models/service/row_finder.h"

#include <algorithm>
#include <chrono>

namespace keyturn::service {

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

/// A growing set is handed on no sooner than this, and ever more rarely: each time the timeline is laid out
/// anew, on the same processors.
constexpr auto kLeastBetweenSteps = 250ms;

} // namespace

base::Result<std::uint64_t> findRows(ledger::LedgerStore& store, const BlockDirectory& directory,
                                     const timeline::EventColumns& columns, const records::Query& query,
                                     const std::shared_ptr<const WordCache>& words, const TakeRows& takeSome,
                                     const std::atomic_bool& cancel,
                                     std::shared_ptr<const timeline::EventSet>& rows)
{
    KEYTURN_TRY_LET(ours, store.reopen());
    RowFinder finder(*ours, directory, columns);
    timeline::EventSet set(columns.size());
    std::uint64_t count = 0;
    const auto started = Clock::now();
    auto nextStep = started;
    base::Result<void> outcome;
    const auto take = [&](std::span<const records::SearchHit> hits) {
        for (const records::SearchHit& hit : hits) {
            auto row = finder.rowOf(directory.places.size() - 1 - hit.block, hit.record);
            if (!row) {
                outcome = base::passOn(row);
                return false;
            }
            if (!*row)
                continue;
            set.add(**row);
            ++count;
        }
        if (const auto now = Clock::now(); takeSome && now >= nextStep) {
            takeSome(std::make_shared<const timeline::EventSet>(set), count);
            nextStep = now + std::max<Clock::duration>(kLeastBetweenSteps, now - started);
        }
        return true;
    };
    records::SearchOptions options;
    options.searchFor = records::SearchFor::Places;
    KEYTURN_TRY_LET(summary, searchBlocksOf(store, directory, query, options, take, cancel, words));
    KEYTURN_TRY(outcome);
    rows = std::make_shared<const timeline::EventSet>(std::move(set));
    Q_UNUSED(summary)
    return count;
}

} // namespace keyturn::service

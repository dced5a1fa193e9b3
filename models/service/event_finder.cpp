// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/event_finder.h"

#include "models/timeline/bucket_counter.h"

#include <algorithm>
#include <chrono>

namespace keyturn::service {

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

/// A growing set is handed on no sooner than this, and ever more rarely: each time the timeline is laid out
/// anew, on the same processors.
constexpr auto kLeastBetweenSteps = 250ms;

/// Finds rows of records by where they stand in their blocks. Most are where the blocks themselves would put
/// them; for the others the time is looked up in the block's columns.
class RowFinder
{
public:
    RowFinder(ledger::LedgerStore& store, const BlockDirectory& directory,
              const timeline::EventColumns& columns)
        : m_store(store), m_directory(directory), m_columns(columns)
    {
        std::size_t row = 0;
        for (const BlockDirectory::Place& place : directory.places) {
            m_firstRows.push_back(static_cast<timeline::EventRow>(row));
            row += place.info.recordCount;
        }
    }

    /// The row of record @p record of the block at place @p index; nothing where the columns lack it: it came
    /// after them.
    base::Result<std::optional<timeline::EventRow>> rowOf(std::size_t index, std::uint32_t record)
    {
        const BlockDirectory::Place& place = m_directory.places[index];
        const timeline::EventKey key{place.info.batchSeq,
                                     static_cast<std::uint32_t>(place.firstLeaf) + record};
        // Where blocks follow each other in time, rows do too; in others the last answer tells the next.
        for (const std::int64_t guess :
             {std::int64_t{m_firstRows[index]} + record, m_lastRow + std::int64_t{record} - m_lastRecord}) {
            if (guess >= 0 && guess < static_cast<std::int64_t>(m_columns.size()) &&
                m_columns.keyOf(static_cast<timeline::EventRow>(guess)) == key)
                return found(static_cast<timeline::EventRow>(guess), record);
        }
        if (m_timesOf != index) {
            KEYTURN_TRY_LET(bytes, m_store.blockPart(place.info.id, ledger::BlockPart::Columns));
            auto decoded = records::decodeColumns(bytes);
            m_times = decoded ? std::move(decoded->timeUs) : std::vector<std::int64_t>();
            m_timesOf = index;
        }
        std::optional<timeline::EventRow> row;
        if (record < m_times.size())
            row = rowAt(m_times[record], key, index);
        if (!row) // Its columns were derived anew, or its time is none that a calendar knows.
            row = m_columns.find(key);
        return row ? found(*row, record) : std::nullopt;
    }

private:
    /// Rows of one block come in order: the next is looked for from the last on.
    std::optional<timeline::EventRow> rowAt(std::int64_t timeUs, const timeline::EventKey& key,
                                            std::size_t index)
    {
        const auto times = m_columns.bulk().timeUs.values();
        const bool goesOn = m_lastOf == index && m_lastRow < static_cast<std::int64_t>(times.size()) &&
                            times[static_cast<std::size_t>(m_lastRow)] <= timeUs;
        std::size_t at = goesOn ? static_cast<std::size_t>(m_lastRow) : 0;
        for (at = timeline::gallop(times, at, timeUs, std::less<>());
             at < times.size() && times[at] == timeUs; ++at) {
            if (m_columns.keyOf(static_cast<timeline::EventRow>(at)) == key) {
                m_lastOf = index;
                return static_cast<timeline::EventRow>(at);
            }
        }
        return m_columns.find(key, timeUs);
    }
    std::optional<timeline::EventRow> found(timeline::EventRow row, std::uint32_t record)
    {
        m_lastRow = row;
        m_lastRecord = record;
        return row;
    }

    ledger::LedgerStore& m_store;
    const BlockDirectory& m_directory;
    const timeline::EventColumns& m_columns;
    std::vector<timeline::EventRow> m_firstRows; ///< By place, as if nothing overlapped.
    std::optional<std::size_t> m_lastOf;
    std::int64_t m_lastRow = 0;
    std::int64_t m_lastRecord = 0;
    std::optional<std::size_t> m_timesOf;
    std::vector<std::int64_t> m_times;
};

} // namespace

base::Result<std::uint64_t> findRows(ledger::LedgerStore& store, const BlockDirectory& directory,
                                     const timeline::EventColumns& columns, const records::Query& query,
                                     const TakeRows& takeSome, const std::atomic_bool& cancel,
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
    KEYTURN_TRY_LET(summary, searchBlocksOf(store, directory, query, options, take, cancel));
    KEYTURN_TRY(outcome);
    rows = std::make_shared<const timeline::EventSet>(std::move(set));
    Q_UNUSED(summary)
    return count;
}

} // namespace keyturn::service

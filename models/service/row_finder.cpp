// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/row_finder.h"

#include "models/timeline/bucket_counter.h"

namespace keyturn::service {

RowFinder::RowFinder(ledger::LedgerStore& store, const BlockDirectory& directory,
                     const timeline::EventColumns& columns)
    : m_store(store), m_directory(directory), m_columns(columns)
{
    std::size_t row = 0;
    for (const BlockDirectory::Place& place : directory.places) {
        m_firstRows.push_back(static_cast<timeline::EventRow>(row));
        row += place.info.recordCount;
    }
}

base::Result<std::optional<timeline::EventRow>> RowFinder::rowOf(std::size_t index, std::uint32_t record)
{
    const BlockDirectory::Place& place = m_directory.places[index];
    const timeline::EventKey key{place.info.batchSeq, static_cast<std::uint32_t>(place.firstLeaf) + record};
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

/// Rows of one block come in order: the next is looked for from the last on.
std::optional<timeline::EventRow> RowFinder::rowAt(std::int64_t timeUs, const timeline::EventKey& key,
                                                   std::size_t index)
{
    const auto times = m_columns.bulk().timeUs.values();
    const bool goesOn = m_lastOf == index && m_lastRow < static_cast<std::int64_t>(times.size()) &&
                        times[static_cast<std::size_t>(m_lastRow)] <= timeUs;
    std::size_t at = goesOn ? static_cast<std::size_t>(m_lastRow) : 0;
    for (at = timeline::gallop(times, at, timeUs, std::less<>()); at < times.size() && times[at] == timeUs;
         ++at) {
        if (m_columns.keyOf(static_cast<timeline::EventRow>(at)) == key) {
            m_lastOf = index;
            return static_cast<timeline::EventRow>(at);
        }
    }
    return m_columns.find(key, timeUs);
}

std::optional<timeline::EventRow> RowFinder::found(timeline::EventRow row, std::uint32_t record)
{
    m_lastRow = row;
    m_lastRecord = record;
    return row;
}

} // namespace keyturn::service

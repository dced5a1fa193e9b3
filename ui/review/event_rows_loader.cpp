// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/event_rows_loader.h"

#include <algorithm>

namespace keyturn::ui::review {

namespace kt = keyturn::timeline;

namespace {

std::optional<std::int64_t> lineOf(const LoadedRows& asked, const std::optional<kt::EventKey>& wanted)
{
    const auto row = wanted ? asked.request.columns->find(*wanted) : std::nullopt;
    auto place = row ? kt::placeOf(*asked.rows, *row) : std::nullopt;
    if (row && !place && asked.request.repeats) {
        // It is folded into another's line.
        const kt::Repeats& repeats = *asked.request.repeats;
        const auto found = std::find_if(asked.rows->begin(), asked.rows->end(), [&](kt::EventRow other) {
            return repeats.firstOf(other) == repeats.firstOf(*row);
        });
        if (found != asked.rows->end())
            place = static_cast<std::size_t>(found - asked.rows->begin());
    }
    return place ? std::optional(static_cast<std::int64_t>(*place)) : std::nullopt;
}

void list(LoadedRows& asked, const kt::IsCancelled& isOld)
{
    asked.rows = kt::listRows(asked.request, isOld);
    if (!asked.rows || isOld())
        return;
    asked.eventCount = asked.rows->size();
    if (!asked.request.repeats)
        return;
    const kt::FoldedRows folded = kt::foldRepeats(*asked.rows, *asked.request.repeats);
    asked.rows = folded.rows;
    asked.counts = folded.counts;
}

} // namespace

EventRowsLoader::EventRowsLoader(QObject* parent) : QObject(parent)
{
    m_pool.setMaxThreadCount(1);
}

EventRowsLoader::~EventRowsLoader()
{
    ++m_generation;
    m_pool.clear();
    m_pool.waitForDone();
}

void EventRowsLoader::request(kt::RowRequest request, const WantedLines& wanted)
{
    start({std::move(request), nullptr, nullptr, 0, wanted, std::nullopt, std::nullopt, std::nullopt});
}

void EventRowsLoader::locate(kt::RowRequest request, kt::EventRowsPointer rows,
                             items::RowCountsPointer counts, const WantedLines& wanted)
{
    start({std::move(request), std::move(rows), std::move(counts), 0, wanted, std::nullopt, std::nullopt,
           std::nullopt});
}

void EventRowsLoader::start(LoadedRows asked)
{
    const std::uint64_t generation = ++m_generation;
    ++m_pending;
    m_pool.start([this, generation, asked = std::move(asked)]() mutable {
        const auto isOld = [&] { return m_generation.load(std::memory_order_relaxed) != generation; };
        if (!asked.rows && !isOld())
            list(asked, isOld);
        if (asked.rows && !isOld()) {
            asked.currentLine = lineOf(asked, asked.wanted.current);
            asked.topLine = lineOf(asked, asked.wanted.top);
            if (asked.wanted.chosen)
                asked.selection =
                    keptSelection(*asked.wanted.chosen, *asked.request.columns, *asked.rows, isOld);
            asked.wanted.chosen.reset(); // Lists that are shown no more are not kept.
        }
        // The destructor waits for the pool, so this object is still there; a call queued to it dies with it.
        QMetaObject::invokeMethod(
            this,
            [this, generation, asked = std::move(asked)] {
                --m_pending;
                if (generation == m_generation && asked.rows)
                    Q_EMIT loaded(asked);
            },
            Qt::QueuedConnection);
    });
}

} // namespace keyturn::ui::review

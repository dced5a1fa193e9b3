// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/pattern_finder.h"

#include "models/items/words.h"
#include "models/service/background.h"
#include "ui/common/when_done.h"
#include "ui/timeline/timeline_view.h"

#include <QLocale>

#include <algorithm>

namespace keyturn::ui::review {

namespace kt = keyturn::timeline;

namespace {

/// What one search looks at; all of it immutable or its own.
struct PatternSearch
{
    kt::LaneIndexPointer index;
    PatternFinder::Pattern pattern;
    bool isForth;
    base::UtcTime from; ///< What is found starts here or later; ends here or earlier, backwards.
    base::TimeRange nearby;
    base::TimeRange everything;
    std::shared_ptr<std::atomic_bool> cancel;
};

struct FoundPattern
{
    base::TimeRange span;
    std::uint64_t count = 0;
};

std::vector<FoundPattern> patternsIn(const PatternSearch& search, const base::TimeRange& range)
{
    const kt::Stretch stretch{kt::LaneSet::all(), range};
    const kt::IsCancelled isCancelled = [&] { return search.cancel->load(); };
    std::vector<FoundPattern> out;
    if (search.pattern == PatternFinder::Pattern::Gap) {
        if (const auto gaps =
                kt::findGaps(*search.index, stretch, kt::usualGapUs(*search.index, stretch), isCancelled)) {
            for (const kt::Gap& gap : *gaps)
                out.push_back({gap.span, 0});
        }
    } else if (const auto bursts = kt::findBursts(*search.index, stretch, 512, isCancelled)) {
        for (const kt::Burst& burst : bursts->bursts)
            out.push_back({burst.span, burst.count});
    }
    return out;
}

/// The one that comes first from where the search begins.
std::optional<FoundPattern> firstOf(const std::vector<FoundPattern>& patterns, const PatternSearch& search)
{
    std::optional<FoundPattern> best;
    for (const FoundPattern& pattern : patterns) {
        if (search.isForth ? pattern.span.start < search.from : search.from < pattern.span.end)
            continue;
        if (!best || !search.isForth)
            best = pattern; // They come in order of time: forwards the first fits, backwards the last.
    }
    return best;
}

std::optional<FoundPattern> lookFor(const PatternSearch& search)
{
    if (const auto near = firstOf(patternsIn(search, search.nearby), search))
        return near;
    return search.cancel->load() ? std::nullopt : firstOf(patternsIn(search, search.everything), search);
}

} // namespace

PatternFinder::PatternFinder(timeline::TimelineView* view, QObject* parent) : QObject(parent), m_view(view) {}

PatternFinder::~PatternFinder()
{
    if (m_cancel)
        *m_cancel = true;
}

void PatternFinder::find(Pattern pattern, Direction direction, const std::optional<base::TimeRange>& from)
{
    const kt::FramePointer& frame = m_view->frame();
    if (!frame || !frame->index->columns()->extent(m_view->timeKey()))
        return;
    if (m_cancel)
        *m_cancel = true;
    m_cancel = std::make_shared<std::atomic_bool>(false);
    const base::TimeRange visible = m_view->visibleRange();
    const base::TimeRange begin = from.value_or(base::TimeRange{visible.start, visible.start});
    PatternSearch search;
    search.index = frame->index;
    search.pattern = pattern;
    search.isForth = direction == Direction::Next;
    search.from = search.isForth ? begin.end : from ? begin.start : visible.end;
    search.nearby = {visible.start.plusUs(-visible.lengthUs()), visible.end.plusUs(visible.lengthUs())};
    search.everything = *frame->index->columns()->extent(m_view->timeKey());
    search.cancel = m_cancel;
    common::whenDone(
        service::inBackground([search] { return lookFor(search); }), this,
        [this, search](const std::optional<FoundPattern>& found) {
            if (search.cancel != m_cancel)
                return;
            m_cancel.reset();
            const bool isGap = search.pattern == Pattern::Gap;
            if (!found)
                take({std::nullopt, isGap ? (search.isForth ? tr("No silence comes after this")
                                                            : tr("No silence comes before this"))
                                          : (search.isForth ? tr("No burst comes after this")
                                                            : tr("No burst comes before this"))});
            else if (isGap)
                take({found->span, tr("No events for %1, from %2")
                                       .arg(items::exactLengthText(found->span.lengthUs()),
                                            base::toDisplay(found->span.start))});
            else
                take({found->span, tr("%1 events within %2, from %3")
                                       .arg(QLocale().toString(static_cast<qulonglong>(found->count)),
                                            items::exactLengthText(found->span.lengthUs()),
                                            base::toDisplay(found->span.start))});
        });
}

void PatternFinder::take(const Answer& answer)
{
    if (answer.span)
        Q_EMIT found(*answer.span);
    Q_EMIT said(answer.sentence);
    Q_EMIT settled();
}

} // namespace keyturn::ui::review

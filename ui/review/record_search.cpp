// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/record_search.h"

#include "ui/common/when_done.h"
#include "ui/review/query_edit.h"
#include "ui/timeline/frame_loader.h"
#include "ui/timeline/hit_marks.h"
#include "ui/timeline/timeline_view.h"

#include <algorithm>

namespace keyturn::ui::review {

namespace kt = keyturn::timeline;

namespace {

/// The best of what @p pick finds in each lane.
template <typename Pick, typename IsBetter>
std::optional<kt::EventRow> overLanes(const Pick& pick, const IsBetter& isBetter)
{
    std::optional<kt::EventRow> best;
    for (const kt::LaneSpec& lane : kt::laneSpecs()) {
        const std::optional<kt::EventRow> row = pick(lane.id);
        if (row && (!best || isBetter(*row, *best)))
            best = row;
    }
    return best;
}

} // namespace

RecordSearch::RecordSearch(service::Session& session, QueryBar* bar, timeline::TimelineView* view,
                           QObject* parent)
    : QObject(parent), m_session(session), m_bar(bar), m_view(view), m_loader(new timeline::FrameLoader(this))
{
    connect(bar, &QueryBar::queryChanged, this, &RecordSearch::ask);
    connect(&session, &service::Session::foundSome, this, &RecordSearch::takeSome);
    connect(&session, &service::Session::searchFailed, this, [this](quint64 search, const QString& sentence) {
        if (!m_isSearching || search != m_search)
            return;
        m_isSearching = false;
        m_bar->showFailure(sentence);
        Q_EMIT settled();
    });
    connect(bar, &QueryBar::modeChanged, this, [this] {
        m_isFrameOld = true;
        m_hits.reset();
        Q_EMIT changed();
    });
    connect(bar, &QueryBar::nextRequested, this, [this] { step(Step::Next); });
    connect(bar, &QueryBar::previousRequested, this, [this] { step(Step::Previous); });
    connect(bar, &QueryBar::outsideRequested, this, &RecordSearch::showAll);
    connect(m_loader, &timeline::FrameLoader::frameReady, this, [this](const kt::FramePointer& frame) {
        m_hits = frame;
        tell();
        m_view->update();
        Q_EMIT settled();
    });
    connect(view, &timeline::TimelineView::frameShown, this, &RecordSearch::takeFrame);
    connect(view, &timeline::TimelineView::visibleRangeChanged, this, [this] {
        askForHits(false);
        tell();
    });
    connect(view, &timeline::TimelineView::eventSelected, this, [this](quint64 batchSeq, quint32 leaf) {
        m_at = kt::EventKey{batchSeq, leaf};
    });
    view->addPainter([this](QPainter& painter, const timeline::TimelineScene& scene) {
        if (m_isNarrowed && m_hits && m_bar->mode() == QueryMode::Mark)
            timeline::paintHits(painter, scene, *m_hits);
    });
    bar->setVocabulary([this] {
        learnSources();
        return m_session.snapshot()
                   ? items::queryVocabulary(*m_session.snapshot(), m_sources, m_now, m_view->visibleRange())
                   : items::QueryVocabulary();
    });
}

RecordSearch::~RecordSearch() = default;

bool RecordSearch::isSettled() const
{
    return !m_isSearching && !m_bar->isPausing() && m_loader->isIdle();
}

void RecordSearch::setColumns(const kt::EventColumnsPointer& columns)
{
    // Rows of other columns would name other events. Until it is known what is found among these, nothing is.
    if (m_found && !columns->continues(*m_columns))
        m_found = std::make_shared<kt::EventSet>(0);
    m_columns = columns;
    m_hits.reset();
    if (!m_query.isEmpty())
        ask(m_query);
}

void RecordSearch::learnSources()
{
    if (m_sourcesOf == m_columns || !m_columns)
        return;
    m_sourcesOf = m_columns;
    common::whenDone(m_session.sourceNames(), this, [this](const base::Result<QStringList>& names) {
        if (!names)
            return; // A damaged record is told by the ledger's own check; here it is one word less.
        m_sources = *names;
        m_bar->edit()->offerAgain();
    });
}

void RecordSearch::ask(const QString& query)
{
    m_query = query;
    m_session.stopSearch();
    m_isSearching = false;
    if (query.isEmpty()) {
        m_isNarrowed = false;
        m_narrowing = {};
        m_found.reset();
        m_hits.reset();
        m_count = {};
        m_bar->showNothing();
        Q_EMIT changed();
        return;
    }
    m_bar->showSearching();
    if (!items::readQuery(query).query.needsText()) {
        narrow(nullptr); // The columns settle it.
        return;
    }
    // Until something is found the timeline stays as it is.
    m_isSearching = true;
    m_search = m_session.search(query);
}

void RecordSearch::narrow(const std::shared_ptr<const kt::EventSet>& found)
{
    m_narrowing = items::readQuery(m_query);
    m_found = found;
    m_isNarrowed = true;
    m_isFrameOld = true;
    Q_EMIT changed();
    tell();
}

void RecordSearch::takeSome(quint64 search, const service::Session::Found& found)
{
    // Others columns may have come meanwhile: then it was asked for anew.
    if (!m_isSearching || search != m_search || found.columns != m_columns)
        return;
    m_isSearching = !found.isComplete;
    narrow(found.rows);
    if (found.isComplete)
        Q_EMIT settled();
}

void RecordSearch::applyTo(kt::EventFilter& filter)
{
    kt::EventFilter hitFilter = filter;
    hitFilter.query = m_isNarrowed ? m_narrowing.query : items::QueryReading().query;
    hitFilter.query.texts.clear();
    hitFilter.found = m_found;
    const bool isFilter = m_bar->mode() == QueryMode::Filter;
    filter.query = isFilter ? hitFilter.query : items::QueryReading().query;
    filter.found = isFilter ? m_found : nullptr;
    const bool areOthers = !(hitFilter == m_hitFilter);
    m_hitFilter = std::move(hitFilter);
    if (areOthers || !m_hits)
        askForHits(areOthers);
}

void RecordSearch::askForHits(bool areOthers)
{
    if (!m_isNarrowed || !m_columns || m_bar->mode() != QueryMode::Mark)
        return;
    kt::FrameRequest request;
    request.columns = m_columns;
    request.overlay = std::make_shared<kt::Overlay>();
    request.filter = m_hitFilter;
    request.timeKey = m_view->timeKey();
    request.visible = m_view->visibleRange();
    request.widthPx = std::max(1, m_view->scene().axis.widthPx());
    request.layout = m_view->laneLayout();
    m_loader->request(std::move(request), areOthers ? timeline::FrameLoader::Reason::DataChanged
                                                    : timeline::FrameLoader::Reason::Moved);
}

kt::LaneIndexPointer RecordSearch::hits() const
{
    if (!m_isNarrowed)
        return nullptr;
    if (m_bar->mode() == QueryMode::Mark)
        return m_hits ? m_hits->index : nullptr;
    return m_view->frame() && !m_isFrameOld ? m_view->frame()->index : nullptr;
}

void RecordSearch::takeFrame()
{
    m_isFrameOld = false;
    tell();
}

void RecordSearch::tell()
{
    const kt::LaneIndexPointer index = hits();
    if (!index)
        return;
    HitCount count;
    std::uint64_t inView = 0;
    for (const kt::LaneSpec& lane : kt::laneSpecs()) {
        count.found += index->countOf(lane.id).total();
        inView += index->countIn(lane.id, m_view->visibleRange()).total();
    }
    count.outside = count.found - std::min(count.found, inView);
    count.withoutTime = index->withoutTime();
    count.found += count.withoutTime;
    m_count = count;
    m_bar->showCount(count);
}

void RecordSearch::step(Step step)
{
    const kt::LaneIndexPointer index = hits();
    if (!index)
        return;
    const kt::EventColumns& columns = *index->columns();
    const bool isNext = step == Step::Next;
    const auto isBetter = [&](kt::EventRow a, kt::EventRow b) {
        return isNext ? index->precedes(a, b) : index->precedes(b, a);
    };
    std::optional<kt::EventRow> row;
    if (const auto from = m_at ? columns.find(*m_at) : std::nullopt)
        row = overLanes(
            [&](kt::LaneId lane) {
                return isNext ? index->nextIn(lane, *from) : index->previousIn(lane, *from);
            },
            isBetter);
    else
        row = overLanes(
            [&](kt::LaneId lane) {
                return isNext ? index->firstFrom(lane, m_view->visibleRange().start)
                              : index->lastBefore(lane, m_view->visibleRange().end);
            },
            isBetter);
    // Behind the last comes the first again.
    if (!row)
        row = overLanes(
            [&](kt::LaneId lane) {
                return isNext ? index->firstFrom(lane, kt::kEarliestTime)
                              : index->lastBefore(lane, kt::kLatestTime);
            },
            isBetter);
    if (!row)
        return;
    m_at = columns.keyOf(*row);
    Q_EMIT hitChosen(m_at->batchSeq, m_at->leaf);
}

void RecordSearch::showAll()
{
    const kt::LaneIndexPointer index = hits();
    if (!index)
        return;
    const kt::EventColumns& columns = *index->columns();
    const auto first = overLanes([&](kt::LaneId lane) { return index->firstFrom(lane, kt::kEarliestTime); },
                                 [&](kt::EventRow a, kt::EventRow b) { return index->precedes(a, b); });
    const auto last = overLanes([&](kt::LaneId lane) { return index->lastBefore(lane, kt::kLatestTime); },
                                [&](kt::EventRow a, kt::EventRow b) { return index->precedes(b, a); });
    if (!first || !last)
        return;
    const base::UtcTime start{index->timeUs(*first)};
    const base::UtcTime end = kt::statedSpan(index->timeUs(*last), columns.precisions()[*last]).end;
    const std::int64_t marginUs = std::max((end.us - start.us) / 32, base::kUsPerMinute);
    m_view->setVisibleRange({start.plusUs(-marginUs), end.plusUs(marginUs)});
}

} // namespace keyturn::ui::review

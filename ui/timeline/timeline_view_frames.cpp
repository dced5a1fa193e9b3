// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/frame_builder.h"
#include "ui/timeline/timeline_view.h"

#include <algorithm>
#include <utility>

namespace keyturn::ui::timeline {

namespace kt = keyturn::timeline;

namespace {

/// Somewhat more than the sixtieth of a second from one picture on screen to the next: while one pans or
/// zooms, a frame that came in between is painted with the next step, not twice for one picture.
constexpr qint64 kScreenIntervalMs = 20;
/// Density is drawn in bars at least this wide: single pixels look like a bar code and say no more.
constexpr int kColumnPx = 3;

/// The axis in columns instead of pixels.
kt::TimeAxis columnAxis(const kt::TimeAxis& axis)
{
    return axis.resized(axis.widthPx() / kColumnPx);
}

} // namespace

bool TimelineView::isFrameGood() const
{
    if (!m_scene.frame)
        return false;
    const base::TimeRange& visible = m_scene.axis.visible();
    const base::TimeRange& covered = m_scene.frame->covered;
    if (m_scene.frame->shift != kt::bucketShiftFor(columnAxis(m_scene.axis).usPerPx()))
        return false;
    // Half the width beside is still there, or the calendar ends.
    const std::int64_t sparePx = visible.lengthUs() / 2;
    return (covered.start.plusUs(sparePx) <= visible.start || covered.start <= kt::kEarliestTime) &&
           (visible.end <= covered.end.plusUs(-sparePx) || covered.end >= kt::kLatestTime);
}

void TimelineView::askForFrame(FrameLoader::Reason reason)
{
    kt::FrameRequest request;
    request.columns = m_columns;
    request.overlay = m_overlay;
    request.filter = m_filter;
    request.timeKey = m_timeKey;
    request.visible = m_scene.axis.visible();
    request.widthPx = columnAxis(m_scene.axis).widthPx();
    request.layout = m_layout;
    m_loader->request(std::move(request), reason);
}

void TimelineView::showFrame(const kt::FramePointer& frame)
{
    kt::FramePointer former = m_scene.frame;
    const bool isOtherData = !m_scene.frame || m_scene.frame->index->columns() != frame->index->columns() ||
                             m_scene.frame->overlay != frame->overlay;
    if (isOtherData) {
        const kt::ItemName focused = nameOf(m_focused);
        const kt::ItemName selected = isNothing(m_selected) ? m_wanted : nameOf(m_selected);
        const auto focusedUs = occurredUsOf(m_focused);
        const auto selectedUs = occurredUsOf(m_selected);
        m_scene.frame = frame;
        m_focused = find(focused, focusedUs);
        m_selected = find(selected, selectedUs);
        if (isNothing(m_selected))
            m_wanted = selected; // It may come back, as when one returns from an earlier time.
        m_hovered = {};
        findArrows();
    } else {
        m_scene.frame = frame;
    }
    const kt::LaneFrame* focused = frame->lane(m_focusLane);
    if (!focused)
        focused = frame->lane(m_focusLane.id); // It was a part of a lane that is split otherwise now.
    m_focusLane = focused ? focused->key() : kt::LaneKey(m_focusLane.id);
    m_loader->letGo(std::move(former)); // With it perhaps the last of an index.
    arrange();
    outdateSoon(); // While one pans, the next step is painted anyway.
    if (!isFrameGood() && m_loader->isIdle())
        askForFrame(FrameLoader::Reason::Moved);
    if (m_pointer && !m_press)
        findHovered(*m_pointer);
    announce();
    Q_EMIT frameShown();
}

void TimelineView::outdateSoon()
{
    m_counts.reset();
    m_isBaseOld = true;
    const qint64 sinceMs = m_sincePainted.isValid() ? m_sincePainted.elapsed() : kScreenIntervalMs;
    m_paintLater->start(static_cast<int>(std::max<qint64>(0, kScreenIntervalMs - sinceMs)));
}

} // namespace keyturn::ui::timeline

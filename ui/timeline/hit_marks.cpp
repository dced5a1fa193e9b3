// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/hit_marks.h"

#include <QPainter>

#include <algorithm>
#include <vector>

namespace keyturn::ui::timeline {

namespace kt = keyturn::timeline;

namespace {

constexpr int kTickPx = 3;
constexpr int kRulerTickPx = 6;
constexpr int kLaneTickPx = 4;

/// The pixels of the canvas that are marked.
class MarkedColumns
{
public:
    explicit MarkedColumns(const QRect& canvas)
        : m_left(canvas.left()), m_isMarked(static_cast<std::size_t>(std::max(0, canvas.width())), false)
    {
    }
    void add(double x)
    {
        const double at = x - m_left;
        if (at >= 0 && at < static_cast<double>(m_isMarked.size()))
            m_isMarked[static_cast<std::size_t>(at)] = true;
    }
    void add(const MarkedColumns& other)
    {
        for (std::size_t i = 0; i < m_isMarked.size(); ++i)
            m_isMarked[i] = m_isMarked[i] || other.m_isMarked[i];
    }
    void paint(QPainter& painter, int topPx, int heightPx, const QColor& color) const
    {
        for (std::size_t i = 0; i < m_isMarked.size(); ++i) {
            if (m_isMarked[i])
                painter.fillRect(m_left + static_cast<int>(i) - kTickPx / 2, topPx, kTickPx, heightPx, color);
        }
    }

private:
    int m_left;
    std::vector<bool> m_isMarked;
};

MarkedColumns columnsOf(const kt::LaneFrame& lane, const kt::Frame& frame, const TimelineScene& scene)
{
    MarkedColumns columns(scene.canvas);
    if (lane.drawing == kt::EventDrawing::Points) {
        for (const kt::Point& point : lane.points)
            columns.add(scene.xOf({point.timeUs}));
    } else {
        for (const kt::Bucket& bucket : lane.buckets)
            columns.add(scene.xOf(frame.spanOf(bucket).start));
    }
    for (const kt::Band& band : lane.bands)
        columns.add(scene.xOf(band.span.start));
    return columns;
}

} // namespace

void paintHits(QPainter& painter, const TimelineScene& scene, const kt::Frame& hits)
{
    painter.save();
    MarkedColumns all(scene.canvas);
    for (const kt::LaneFrame& lane : hits.lanes) {
        const MarkedColumns columns = columnsOf(lane, hits, scene);
        all.add(columns);
        const auto place = std::find_if(scene.places.begin(), scene.places.end(), [&](const auto& one) {
            return one.key() == kt::LaneKey(lane.id, lane.part);
        });
        if (place != scene.places.end()) {
            painter.setClipRect(scene.canvas);
            columns.paint(painter, scene.yOf(place->topPx) + place->heightPx - kLaneTickPx - 1, kLaneTickPx,
                          scene.theme.accent);
        }
    }
    painter.setClipRect(
        QRect(scene.canvas.left(), scene.ruler.top(), scene.canvas.width(), scene.ruler.height()));
    all.paint(painter, scene.ruler.bottom() - kRulerTickPx + 1, kRulerTickPx, scene.theme.accent);
    painter.restore();
}

} // namespace keyturn::ui::timeline

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/frame_builder.h"

#include "models/timeline/bucket_counter.h"
#include "models/timeline/time_axis.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace keyturn::timeline {

namespace {

/// 2^59 µs are more than the whole calendar: wider buckets are never needed.
constexpr int kWidestShift = 59;

/// Builds the lanes of one frame.
class LaneBuilder
{
public:
    LaneBuilder(const LaneIndex& index, base::TimeRange covered, base::TimeRange visible, int shift)
        : m_index(index), m_covered(covered), m_visible(visible), m_shift(shift),
          m_counter(index, covered, shift)
    {
    }

    void fillBuckets(LaneFrame& lane)
    {
        m_counter.clear();
        forEachFolded(lane.key(), m_covered,
                      [this](std::span<const EventRow> rows, domain::Severity severity) {
                          m_counter.add(rows, severity);
                      });
        lane.tallest = 0;
        std::int64_t slot = m_counter.firstSlot();
        for (const Bucket& bucket : m_counter.buckets()) {
            if (bucket.count > 0) {
                lane.tallest = std::max(lane.tallest, bucket.count);
                lane.buckets.push_back(bucket);
                lane.buckets.back().slot = slot;
            }
            ++slot;
        }
    }

    [[nodiscard]] std::uint64_t countVisible(const LaneKey& lane) const
    {
        std::uint64_t count = 0;
        forEachFolded(lane, m_visible, [&count](auto rows, domain::Severity) { count += rows.size(); });
        return count;
    }

    void fillPoints(LaneFrame& lane) const
    {
        lane.drawing = EventDrawing::Points;
        forEachFolded(lane.key(), m_covered, [&](std::span<const EventRow> rows, domain::Severity severity) {
            for (const EventRow row : rows)
                lane.points.push_back({m_index.timeUs(row), row, severity});
        });
        std::sort(lane.points.begin(), lane.points.end(),
                  [this](const Point& a, const Point& b) { return m_index.precedes(a.row, b.row); });
    }

    void fillBands(LaneFrame& lane) const
    {
        for (std::size_t c = 0; c < kTimeClassCount; ++c) {
            const auto timeClass = static_cast<TimeClass>(c);
            if (isFolded(timeClass))
                continue;
            std::map<std::int64_t, Band> bands;
            m_index.forEachList(lane.key(), timeClass, [&](domain::Severity severity, auto rows) {
                addBands(m_index.meeting(rows, timeClass, m_covered), timeClass, severity, bands);
            });
            for (auto& [slot, band] : bands)
                lane.bands.push_back(band);
        }
    }

private:
    /// Whether spans of this class are no wider than a bucket.
    [[nodiscard]] bool isFolded(TimeClass timeClass) const
    {
        return longestSpanUs(timeClass) <= (std::int64_t{1} << m_shift);
    }

    /// Lists of classes that are drawn by where they start, cut to starts within @p range.
    template <typename Use>
    void forEachFolded(const LaneKey& lane, const base::TimeRange& range, const Use& use) const
    {
        for (std::size_t c = 0; c < kTimeClassCount; ++c) {
            if (!isFolded(static_cast<TimeClass>(c)))
                continue;
            m_index.forEachList(lane, static_cast<TimeClass>(c), [&](domain::Severity severity, auto rows) {
                const auto within = m_index.meeting(rows, TimeClass::Exact, range);
                if (!within.empty())
                    use(within, severity);
            });
        }
    }

    /// Groups rows by the bucket they start in: as many bands as buckets at most, whatever the number of
    /// events.
    void addBands(std::span<const EventRow> rows, TimeClass timeClass, domain::Severity severity,
                  std::map<std::int64_t, Band>& bands) const
    {
        const auto startsBefore = [this](EventRow row, std::int64_t us) { return m_index.timeUs(row) < us; };
        const auto precisions = m_index.columns()->precisions();
        for (std::size_t begin = 0; begin < rows.size();) {
            const std::int64_t slot = m_index.timeUs(rows[begin]) >> m_shift;
            const std::size_t end = gallop(rows, begin, (slot + 1) << m_shift, startsBefore);
            const base::TimeRange first = statedSpan(m_index.timeUs(rows[begin]), precisions[rows[begin]]);
            const base::TimeRange last = statedSpan(m_index.timeUs(rows[end - 1]), precisions[rows[end - 1]]);
            Band& band = bands[slot];
            const bool isNew = band.count == 0;
            band.timeClass = timeClass;
            band.count += static_cast<std::uint32_t>(end - begin);
            band.span.start = isNew ? first.start : std::min(band.span.start, first.start);
            band.span.end = isNew ? last.end : std::max(band.span.end, last.end);
            if (isNew || severity > band.worst ||
                (severity == band.worst && m_index.precedes(rows[begin], band.worstEvent))) {
                band.worst = severity;
                band.worstEvent = rows[begin];
            }
            begin = end;
        }
    }

    const LaneIndex& m_index;
    base::TimeRange m_covered;
    base::TimeRange m_visible;
    int m_shift;
    BucketCounter m_counter;
};

/// Classes with a band row: those that the lane has at all in the index, so that rows do not come and go.
std::vector<TimeClass> bandRowsOf(const LaneIndex& index, const LaneKey& lane)
{
    std::vector<TimeClass> classes;
    for (const TimeClass timeClass : {TimeClass::Year, TimeClass::Month, TimeClass::Day, TimeClass::Hour}) {
        bool isThere = false;
        index.forEachList(lane, timeClass, [&isThere](domain::Severity, auto) { isThere = true; });
        if (isThere)
            classes.push_back(timeClass);
    }
    return classes;
}

void placeOverlay(LaneFrame& lane, const Overlay& overlay, const OverlayRows& rows,
                  const base::TimeRange& covered)
{
    const OverlayRows::Lane& packed = rows.lanes[static_cast<std::size_t>(lane.id)];
    lane.barRowCount = packed.rowCount;
    lane.barRowTitles = packed.titles;
    lane.holdsMarks = packed.holdsMarks;
    lane.holdsBarMarks = packed.holdsBarMarks;
    for (std::uint32_t i = 0; i < overlay.bars.size(); ++i) {
        if (overlay.bars[i].lane != lane.id)
            continue;
        const base::TimeRange span = rowSpanOf(overlay.bars[i]);
        if (span.start < covered.end && covered.start < span.end)
            lane.bars.push_back({i, rows.barRows[i]});
    }
    for (std::uint32_t i = 0; i < overlay.marks.size(); ++i) {
        if (overlay.marks[i].lane == lane.id && covered.contains(overlay.marks[i].at))
            lane.marks.push_back({i, rows.markRows[i]});
    }
}

} // namespace

int bucketShiftFor(double usPerPx)
{
    int shift = 0;
    while (shift < kWidestShift && static_cast<double>(std::int64_t{1} << shift) < usPerPx)
        ++shift;
    return shift;
}

base::TimeRange prefetchRange(const base::TimeRange& visible, int shift)
{
    const std::int64_t length = visible.lengthUs();
    // The axis ends at the calendar's ends; there is nothing to prefetch beyond.
    const std::int64_t startUs = std::max(visible.start.us - length, kEarliestTime.us);
    const std::int64_t endUs = std::min(visible.end.us + length, kLatestTime.us);
    return {{(startUs >> shift) << shift}, {((endUs >> shift) + 1) << shift}};
}

FramePointer FrameBuilder::build(EventColumnsPointer columns, std::shared_ptr<const Overlay> overlay,
                                 const EventFilter& filter, const base::TimeRange& visible, int widthPx,
                                 const LaneLayout& layout, std::uint64_t generation)
{
    FrameRequest request;
    request.columns = std::move(columns);
    request.overlay = std::move(overlay);
    request.filter = filter;
    request.visible = visible;
    request.widthPx = widthPx;
    request.layout = layout;
    request.generation = generation;
    return build(request);
}

bool FrameBuilder::prepare(const FrameRequest& request)
{
    const LaneSplits splits = request.layout.eventSplits();
    const bool isSame = m_index && m_index->columns() == request.columns &&
                        m_index->request().filter == request.filter &&
                        m_index->request().timeKey == request.timeKey && m_index->request().splits == splits;
    if (!isSame) {
        auto index = LaneIndex::build({request.columns, request.filter, request.timeKey, splits}, m_index,
                                      [this, &request] { return isSuperseded(request.generation); });
        if (!index)
            return false;
        m_index = std::move(index);
    }
    if (!m_rows || m_rowsOf != request.overlay) {
        m_rows = std::make_shared<OverlayRows>(packOverlay(*request.overlay));
        m_rowsOf = request.overlay;
    }
    return true;
}

FramePointer FrameBuilder::build(const FrameRequest& request)
{
    const std::scoped_lock lock(m_building);
    const auto isCancelled = [&] { return isSuperseded(request.generation); };
    if (!prepare(request))
        return nullptr;
    const TimeAxis axis(request.visible, request.widthPx);
    auto frame = std::make_shared<Frame>();
    frame->generation = request.generation;
    frame->shift = bucketShiftFor(axis.usPerPx());
    frame->covered = prefetchRange(axis.visible(), frame->shift);
    frame->index = m_index;
    frame->overlay = request.overlay;

    LaneBuilder builder(*m_index, frame->covered, axis.visible(), frame->shift);
    std::vector<std::uint64_t> visibleCounts;
    std::uint64_t visibleTotal = 0;
    for (const LaneId id : request.layout.shown()) {
        bool isFirst = true;
        for (const LaneKey& key : m_index->partsOf(id)) {
            if (isCancelled())
                return nullptr;
            LaneFrame& lane = frame->lanes.emplace_back();
            lane.id = id;
            lane.part = key.part;
            lane.example = m_index->exampleOf(key).value_or(kNoEvent);
            lane.isCollapsed = request.layout.collapsed.contains(id);
            lane.holdsEvents = m_index->columns()->countOf(id) > 0;
            lane.bandRows = bandRowsOf(*m_index, key);
            builder.fillBuckets(lane);
            builder.fillBands(lane);
            if (std::exchange(isFirst, false)) // Items are of the lane as a whole.
                placeOverlay(lane, *request.overlay, *m_rows, frame->covered);
            visibleCounts.push_back(builder.countVisible(key));
            visibleTotal += visibleCounts.back();
        }
    }
    for (std::size_t i = 0; i < frame->lanes.size() && visibleTotal <= kMostPoints; ++i) {
        std::uint64_t covered = 0;
        for (const Bucket& bucket : frame->lanes[i].buckets)
            covered += bucket.count;
        const double mostPoints = std::max(1.0, axis.widthPx() * kPointsPerColumn);
        // What lies beside the visible span is drawn the same way, so it may not be much denser.
        if (static_cast<double>(visibleCounts[i]) <= mostPoints && covered <= 3 * kMostPoints)
            builder.fillPoints(frame->lanes[i]);
    }
    return isCancelled() ? nullptr : frame;
}

void FrameBuilder::supersede(std::uint64_t generation)
{
    std::uint64_t least = m_leastGeneration.load(std::memory_order_relaxed);
    while (least < generation &&
           !m_leastGeneration.compare_exchange_weak(least, generation, std::memory_order_relaxed)) {
    }
}

} // namespace keyturn::timeline

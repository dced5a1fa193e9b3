// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/frame_builder.h"

#include "models/timeline/time_axis.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace keyturn::timeline {

namespace {

/// Where a list has fewer events than this many times the buckets, looking at each event beats searching each
/// bucket.
constexpr std::size_t kScanFactor = 8;
/// 2^59 µs are more than the whole calendar: wider buckets are never needed.
constexpr int kWidestShift = 59;

/// First position from @p from on whose value is not below @p bound; looks near @p from first.
template <typename Value, typename Bound, typename Below>
std::size_t gallop(std::span<const Value> values, std::size_t from, const Bound& bound, const Below& below)
{
    std::size_t low = from;
    std::size_t step = 1;
    while (low < values.size() && low + step <= values.size() && below(values[low + step - 1], bound)) {
        low += step;
        step *= 2;
    }
    const std::size_t high = std::min(values.size(), low + step);
    return static_cast<std::size_t>(std::lower_bound(values.begin() + static_cast<std::ptrdiff_t>(low),
                                                     values.begin() + static_cast<std::ptrdiff_t>(high),
                                                     bound, below) -
                                    values.begin());
}

/// Where each bucket begins among all events: found once a frame, when the first list wants it.
class BucketEdges
{
public:
    BucketEdges(std::span<const std::int64_t> timesUs, std::int64_t firstSlot, std::size_t count, int shift)
        : m_timesUs(timesUs), m_firstSlot(firstSlot), m_count(count), m_shift(shift)
    {
    }
    [[nodiscard]] const std::vector<EventRow>& rows()
    {
        if (m_rows.empty()) {
            m_rows.reserve(m_count + 1);
            std::size_t at = static_cast<std::size_t>(
                std::lower_bound(m_timesUs.begin(), m_timesUs.end(), m_firstSlot << m_shift) -
                m_timesUs.begin());
            for (std::size_t i = 0; i <= m_count; ++i) {
                const std::int64_t edgeUs = (m_firstSlot + static_cast<std::int64_t>(i)) << m_shift;
                at = gallop(m_timesUs, at, edgeUs, std::less<>());
                m_rows.push_back(static_cast<EventRow>(at));
            }
        }
        return m_rows;
    }

private:
    std::span<const std::int64_t> m_timesUs;
    std::int64_t m_firstSlot;
    std::size_t m_count;
    int m_shift;
    std::vector<EventRow> m_rows;
};

/// Builds the lanes of one frame.
class LaneBuilder
{
public:
    LaneBuilder(const LaneIndex& index, base::TimeRange covered, base::TimeRange visible, int shift)
        : m_index(index), m_timesUs(index.columns()->timesUs().first(index.columns()->timedSize())),
          m_covered(covered), m_visible(visible), m_shift(shift), m_firstSlot(covered.start.us >> shift),
          m_slotCount(static_cast<std::size_t>((covered.end.us >> shift) - m_firstSlot)),
          m_edges(m_timesUs, m_firstSlot, m_slotCount, shift), m_work(m_slotCount)
    {
    }

    void fillBuckets(LaneFrame& lane)
    {
        std::fill(m_work.begin(), m_work.end(), Bucket{});
        forEachFolded(lane.id, m_covered, [this](std::span<const EventRow> rows, domain::Severity severity) {
            if (rows.size() < kScanFactor * m_slotCount)
                scan(rows, severity);
            else
                search(rows, severity);
        });
        lane.tallest = 0;
        for (std::size_t i = 0; i < m_slotCount; ++i) {
            if (m_work[i].count == 0)
                continue;
            m_work[i].slot = m_firstSlot + static_cast<std::int64_t>(i);
            lane.tallest = std::max(lane.tallest, m_work[i].count);
            lane.buckets.push_back(m_work[i]);
        }
    }

    [[nodiscard]] std::uint64_t countVisible(LaneId lane) const
    {
        std::uint64_t count = 0;
        forEachFolded(lane, m_visible, [&count](auto rows, domain::Severity) { count += rows.size(); });
        return count;
    }

    void fillPoints(LaneFrame& lane) const
    {
        lane.drawing = EventDrawing::Points;
        forEachFolded(lane.id, m_covered, [&](std::span<const EventRow> rows, domain::Severity severity) {
            for (const EventRow row : rows)
                lane.points.push_back({m_timesUs[row], row, severity});
        });
        std::sort(lane.points.begin(), lane.points.end(),
                  [](const Point& a, const Point& b) { return a.row < b.row; });
    }

    void fillBands(LaneFrame& lane) const
    {
        for (std::size_t c = 0; c < kTimeClassCount; ++c) {
            const auto timeClass = static_cast<TimeClass>(c);
            if (isFolded(timeClass))
                continue;
            std::map<std::int64_t, Band> bands;
            for (std::size_t s = kSeverityCount; s-- > 0;) {
                const auto severity = static_cast<domain::Severity>(s);
                addBands(m_index.rowsIn(lane.id, timeClass, severity, m_covered), timeClass, severity, bands);
            }
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
    void forEachFolded(LaneId lane, const base::TimeRange& range, const Use& use) const
    {
        const auto startsBefore = [this](EventRow row, base::UtcTime bound) {
            return m_timesUs[row] < bound.us;
        };
        for (std::size_t c = 0; c < kTimeClassCount; ++c) {
            if (!isFolded(static_cast<TimeClass>(c)))
                continue;
            for (std::size_t s = 0; s < kSeverityCount; ++s) {
                const auto severity = static_cast<domain::Severity>(s);
                const auto rows = m_index.rows(lane, static_cast<TimeClass>(c), severity);
                const auto first = std::lower_bound(rows.begin(), rows.end(), range.start, startsBefore);
                const auto last = std::lower_bound(first, rows.end(), range.end, startsBefore);
                if (first != last)
                    use(std::span<const EventRow>(first, last), severity);
            }
        }
    }

    void count(std::size_t slot, std::size_t events, domain::Severity severity, EventRow firstRow)
    {
        Bucket& bucket = m_work[slot];
        bucket.count += static_cast<std::uint32_t>(events);
        bucket.bySeverity[static_cast<std::size_t>(severity)] += static_cast<std::uint32_t>(events);
        if (bucket.worstEvent == kNoEvent || severity > bucket.worst ||
            (severity == bucket.worst && firstRow < bucket.worstEvent)) {
            bucket.worst = severity;
            bucket.worstEvent = firstRow;
        }
    }

    void scan(std::span<const EventRow> rows, domain::Severity severity)
    {
        for (const EventRow row : rows)
            count(static_cast<std::size_t>((m_timesUs[row] >> m_shift) - m_firstSlot), 1, severity, row);
    }

    void search(std::span<const EventRow> rows, domain::Severity severity)
    {
        const auto& edges = m_edges.rows();
        std::size_t begin = 0;
        for (std::size_t slot = 0; slot < m_slotCount && begin < rows.size(); ++slot) {
            const std::size_t end = gallop(rows, begin, edges[slot + 1], std::less<>());
            if (end > begin)
                count(slot, end - begin, severity, rows[begin]);
            begin = end;
        }
    }

    /// Groups rows by the bucket they start in: as many bands as buckets at most, whatever the number of
    /// events.
    void addBands(std::span<const EventRow> rows, TimeClass timeClass, domain::Severity severity,
                  std::map<std::int64_t, Band>& bands) const
    {
        const auto startsBefore = [this](EventRow row, std::int64_t us) { return m_timesUs[row] < us; };
        const auto precisions = m_index.columns()->precisions();
        for (std::size_t begin = 0; begin < rows.size();) {
            const std::int64_t slot = m_timesUs[rows[begin]] >> m_shift;
            const std::size_t end = gallop(rows, begin, (slot + 1) << m_shift, startsBefore);
            const base::TimeRange first = statedSpan(m_timesUs[rows[begin]], precisions[rows[begin]]);
            const base::TimeRange last = statedSpan(m_timesUs[rows[end - 1]], precisions[rows[end - 1]]);
            Band& band = bands[slot];
            const bool isNew = band.count == 0;
            band.timeClass = timeClass;
            band.count += static_cast<std::uint32_t>(end - begin);
            band.span.start = isNew ? first.start : std::min(band.span.start, first.start);
            band.span.end = isNew ? last.end : std::max(band.span.end, last.end);
            if (isNew) { // Severities come worst first.
                band.worst = severity;
                band.worstEvent = rows[begin];
            }
            begin = end;
        }
    }

    const LaneIndex& m_index;
    std::span<const std::int64_t> m_timesUs;
    base::TimeRange m_covered;
    base::TimeRange m_visible;
    int m_shift;
    std::int64_t m_firstSlot;
    std::size_t m_slotCount;
    BucketEdges m_edges;
    std::vector<Bucket> m_work;
};

/// Classes with a band row: those that the lane has at all in the index, so that rows do not come and go.
std::vector<TimeClass> bandRowsOf(const LaneIndex& index, LaneId lane)
{
    std::vector<TimeClass> classes;
    for (const TimeClass timeClass : {TimeClass::Year, TimeClass::Month, TimeClass::Day, TimeClass::Hour}) {
        for (std::size_t s = 0; s < kSeverityCount; ++s) {
            if (!index.rows(lane, timeClass, static_cast<domain::Severity>(s)).empty()) {
                classes.push_back(timeClass);
                break;
            }
        }
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

FramePointer FrameBuilder::build(const FrameRequest& request)
{
    return build(request.columns, request.overlay, request.filter, request.visible, request.widthPx,
                 request.layout, request.generation);
}

FramePointer FrameBuilder::build(EventColumnsPointer columns, std::shared_ptr<const Overlay> overlay,
                                 const EventFilter& filter, const base::TimeRange& visible, int widthPx,
                                 const LaneLayout& layout, std::uint64_t generation)
{
    const std::scoped_lock lock(m_building);
    const auto isCancelled = [this, generation] { return isSuperseded(generation); };
    if (!m_index || m_index->columns() != columns || m_indexFilter != filter) {
        auto index = LaneIndex::build(std::move(columns), filter, isCancelled);
        if (!index)
            return nullptr;
        m_index = std::move(index);
        m_indexFilter = filter;
    }
    if (!m_rows || m_rowsOf != overlay) {
        m_rows = std::make_shared<OverlayRows>(packOverlay(*overlay));
        m_rowsOf = overlay;
    }

    const TimeAxis axis(visible, widthPx);
    auto frame = std::make_shared<Frame>();
    frame->generation = generation;
    frame->shift = bucketShiftFor(axis.usPerPx());
    frame->covered = prefetchRange(axis.visible(), frame->shift);
    frame->index = m_index;
    frame->overlay = overlay;

    LaneBuilder builder(*m_index, frame->covered, axis.visible(), frame->shift);
    std::vector<std::uint64_t> visibleCounts;
    std::uint64_t visibleTotal = 0;
    for (const LaneId id : layout.shown()) {
        if (isCancelled())
            return nullptr;
        LaneFrame& lane = frame->lanes.emplace_back();
        lane.id = id;
        lane.isCollapsed = layout.collapsed.contains(id);
        lane.holdsEvents = m_index->columns()->countOf(id) > 0;
        lane.bandRows = bandRowsOf(*m_index, id);
        builder.fillBuckets(lane);
        builder.fillBands(lane);
        placeOverlay(lane, *overlay, *m_rows, frame->covered);
        visibleCounts.push_back(builder.countVisible(id));
        visibleTotal += visibleCounts.back();
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

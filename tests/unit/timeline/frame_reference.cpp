// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/timeline/frame_reference.h"

#include "models/timeline/time_axis.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace keyturn::tests {

namespace {

using namespace timeline;

struct Expected
{
    std::map<std::int64_t, Bucket> buckets;
    std::map<std::pair<int, std::int64_t>, Band> bands;
    std::vector<EventRow> points;
};

std::int64_t slotOf(std::int64_t timeUs, int shift)
{
    const std::int64_t width = std::int64_t{1} << shift;
    return timeUs >= 0 ? timeUs / width : -((-timeUs + width - 1) / width);
}

/// Every event, in the order of the axis, by definition.
std::vector<EventRow> rowsOf(const EventColumns& columns, TimeKey timeKey)
{
    std::vector<EventRow> rows;
    for (EventRow row = 0; row < columns.size(); ++row) {
        if (timeKey == TimeKey::RecordedAt || columns.precisions()[row] != base::TimePrecision::Unknown)
            rows.push_back(row);
    }
    std::sort(rows.begin(), rows.end(), [&](EventRow a, EventRow b) {
        const auto keyOf = [&](EventRow row) {
            const EventBatch& batch = columns.batchOf(row);
            const std::int64_t occurredUs = columns.timesUs()[row];
            return timeKey == TimeKey::RecordedAt
                       ? std::tuple(batch.recordedAt.us, batch.seq, occurredUs, columns.leaves()[row])
                       : std::tuple(occurredUs, batch.seq, std::int64_t{0}, columns.leaves()[row]);
        };
        return keyOf(a) < keyOf(b);
    });
    return rows;
}

bool isAllowed(const records::Query& query, const EventColumns& columns, EventRow row)
{
    for (const records::AttributePredicate& predicate : query.attributes) {
        std::size_t value = 0;
        switch (predicate.attribute) {
        case records::Attribute::Layer:
            value = static_cast<std::size_t>(columns.layers()[row]);
            break;
        case records::Attribute::Severity:
            value = static_cast<std::size_t>(columns.severities()[row]);
            break;
        case records::Attribute::Credibility:
            value = static_cast<std::size_t>(columns.credibilities()[row]);
            break;
        case records::Attribute::Kind:
            value = static_cast<std::size_t>(columns.kinds()[row]);
            break;
        case records::Attribute::SourceKind:
            value = static_cast<std::size_t>(columns.sourceKinds()[row]);
            break;
        }
        if ((predicate.allowed >> value & 1u) == 0)
            return false;
    }
    const base::UtcTime time{columns.timesUs()[row]};
    const bool isTimed = columns.precisions()[row] != base::TimePrecision::Unknown;
    return (!query.notBefore || (isTimed && *query.notBefore <= time)) &&
           (!query.before || (isTimed && time < *query.before));
}

bool isPassed(const EventColumns& columns, const EventFilter& filter, EventRow row)
{
    const EventBatch& batch = columns.batchOf(row);
    const auto& sources = filter.sources;
    return filter.lanes.contains(columns.lanes()[row]) && columns.severities()[row] >= filter.atLeast &&
           (!filter.found || filter.found->contains(row)) &&
           (!filter.incident || batch.incident == *filter.incident) &&
           (!filter.recordedBy || batch.recordedAt <= *filter.recordedBy) &&
           (sources.empty() ||
            std::find(sources.begin(), sources.end(), columns.sourceHashes()[row]) != sources.end()) &&
           isAllowed(filter.query, columns, row);
}

/// Whether an event is of a part of a split lane; @p named are the parts shown besides.
bool isOfPart(const EventColumns& columns, EventRow row, const LaneFrame& lane, SplitBy by,
              const std::set<std::uint64_t>& named)
{
    if (lane.part == LaneKey::kWhole)
        return true;
    const std::uint64_t part = by == SplitBy::SourceKind
                                   ? static_cast<std::uint64_t>(columns.sourceKinds()[row])
                                   : columns.sourceHashes()[row];
    return lane.part == LaneKey::kOtherSources ? !named.contains(part) : lane.part == part;
}

Expected expectedOf(const Frame& frame, const EventFilter& filter, const LaneFrame& lane,
                    const std::vector<EventRow>& rows)
{
    const EventColumns& columns = *frame.index->columns();
    const IndexRequest& request = frame.index->request();
    const std::int64_t widthUs = std::int64_t{1} << frame.shift;
    std::set<std::uint64_t> named;
    for (const LaneFrame& other : frame.lanes) {
        if (other.id == lane.id)
            named.insert(other.part);
    }
    Expected expected;
    for (const EventRow row : rows) {
        const bool isRecorded = request.timeKey == TimeKey::RecordedAt;
        const base::TimePrecision precision = columns.precisions()[row];
        if (columns.lanes()[row] != lane.id || !isPassed(columns, filter, row) ||
            !isOfPart(columns, row, lane, request.splits[static_cast<std::size_t>(lane.id)], named))
            continue;
        const base::UtcTime time =
            isRecorded ? columns.batchOf(row).recordedAt : base::UtcTime{columns.timesUs()[row]};
        const domain::Severity severity = columns.severities()[row];
        const TimeClass timeClass = isRecorded ? TimeClass::Exact : timeClassOf(precision);
        if (longestSpanUs(timeClass) <= widthUs) {
            if (!frame.covered.contains(time))
                continue;
            Bucket& bucket = expected.buckets[slotOf(time.us, frame.shift)];
            bucket.slot = slotOf(time.us, frame.shift);
            ++bucket.count;
            ++bucket.bySeverity[static_cast<std::size_t>(severity)];
            if (bucket.worstEvent == kNoEvent || severity > bucket.worst) {
                bucket.worst = severity;
                bucket.worstEvent = row;
            }
            expected.points.push_back(row);
        } else {
            const base::TimeRange span = statedSpan(time.us, precision);
            if (span.start >= frame.covered.end || span.end <= frame.covered.start)
                continue;
            Band& band = expected.bands[{static_cast<int>(timeClass), slotOf(time.us, frame.shift)}];
            const bool isNew = band.count == 0;
            band.timeClass = timeClass;
            band.span.start = isNew ? span.start : std::min(band.span.start, span.start);
            band.span.end = isNew ? span.end : std::max(band.span.end, span.end);
            ++band.count;
            if (isNew || severity > band.worst) {
                band.worst = severity;
                band.worstEvent = row;
            }
        }
    }
    return expected;
}

bool overlap(const OverlayBar& one, const OverlayBar& other)
{
    const auto endOf = [](const OverlayBar& bar) {
        base::UtcTime end = bar.end ? *bar.end : kLatestTime;
        if (bar.dueAt && *bar.dueAt >= end)
            end = bar.dueAt->plusUs(1);
        return end > bar.start ? end : bar.start.plusUs(1);
    };
    return one.start < endOf(other) && other.start < endOf(one);
}

/// What a bar shares its rows with, and what is written beside them.
const QString& captionOf(const OverlayBar& bar)
{
    return laneSpec(bar.lane).packing == BarPacking::RowPerKey ? bar.row : bar.group;
}

/// The fewest rows that keep the bars of each part of a lane apart.
int fewestRows(const Overlay& overlay, LaneId lane)
{
    std::map<QString, int> rows;
    for (const OverlayBar& bar : overlay.bars) {
        if (bar.lane != lane)
            continue;
        int together = 0; // With this one, of those that have begun.
        for (const OverlayBar& other : overlay.bars) {
            if (other.lane == lane && captionOf(other) == captionOf(bar) && other.start <= bar.start &&
                overlap(bar, other))
                ++together;
        }
        int& most = rows[captionOf(bar)];
        most = laneSpec(lane).packing == BarPacking::RowPerKey ? 1 : std::max(most, together);
    }
    int sum = 0;
    for (const auto& [caption, most] : rows)
        sum += most;
    return sum;
}

/// What differs of the bars and marks of a lane, or of the first part of one.
QString differenceOfItems(const Frame& frame, const LaneFrame& lane)
{
    const Overlay& overlay = *frame.overlay;
    if (lane.barRowCount != fewestRows(overlay, lane.id))
        return QStringLiteral("%1 rows, not %2").arg(lane.barRowCount).arg(fewestRows(overlay, lane.id));
    std::size_t meeting = 0;
    OverlayBar covered;
    covered.start = frame.covered.start;
    covered.end = frame.covered.end;
    for (const OverlayBar& bar : overlay.bars)
        meeting += bar.lane == lane.id && overlap(bar, covered) ? 1 : 0;
    if (lane.bars.size() != meeting)
        return QStringLiteral("%1 bars, not %2").arg(lane.bars.size()).arg(meeting);
    for (const PlacedItem& placed : lane.bars) {
        const OverlayBar& bar = overlay.bars[placed.index];
        if (bar.lane != lane.id || placed.row < 0 || placed.row >= lane.barRowCount)
            return QStringLiteral("bar %1 is out of place").arg(bar.id);
        // The caption stands at its row, or at the first row above that has one.
        QString caption;
        for (auto row = static_cast<std::size_t>(placed.row) + 1; row-- > 0 && caption.isEmpty();)
            caption = row < lane.barRowTitles.size() ? lane.barRowTitles[row] : QString();
        if (caption != captionOf(bar))
            return QStringLiteral("bar %1 lies in %2").arg(bar.id, caption);
        for (const PlacedItem& other : lane.bars) {
            if (other.index < placed.index && other.row == placed.row &&
                laneSpec(lane.id).packing == BarPacking::SubLanes && overlap(bar, overlay.bars[other.index]))
                return QStringLiteral("bars %1 and %2 overlap").arg(bar.id, overlay.bars[other.index].id);
        }
        for (const PlacedItem& mark : lane.marks) {
            if (overlay.marks[mark.index].onBar == bar.id && mark.row != placed.row)
                return QStringLiteral("a mark is not on bar %1").arg(bar.id);
        }
    }
    return {};
}

} // namespace

QString differenceFromReference(const Frame& frame, const EventFilter& filter)
{
    const std::vector<EventRow> rows = rowsOf(*frame.index->columns(), frame.index->request().timeKey);
    std::set<LaneId> seen;
    for (const LaneFrame& lane : frame.lanes) {
        const QString where = QStringLiteral("lane %1: ").arg(static_cast<int>(lane.id));
        if (seen.insert(lane.id).second) {
            if (const QString difference = differenceOfItems(frame, lane); !difference.isEmpty())
                return where + difference;
        } else if (!lane.bars.empty() || !lane.marks.empty()) {
            return where + QStringLiteral("items in a further part");
        }
        const Expected expected = expectedOf(frame, filter, lane, rows);
        if (lane.buckets.size() != expected.buckets.size())
            return where +
                   QStringLiteral("%1 buckets, not %2").arg(lane.buckets.size()).arg(expected.buckets.size());
        auto bucket = lane.buckets.begin();
        std::uint32_t tallest = 0;
        for (const auto& [slot, literal] : expected.buckets) {
            tallest = std::max(tallest, literal.count);
            if (*bucket++ != literal)
                return where + QStringLiteral("bucket %1 differs").arg(slot);
        }
        if (lane.tallest != tallest)
            return where + QStringLiteral("tallest %1, not %2").arg(lane.tallest).arg(tallest);
        if (lane.bands.size() != expected.bands.size())
            return where +
                   QStringLiteral("%1 bands, not %2").arg(lane.bands.size()).arg(expected.bands.size());
        auto band = lane.bands.begin();
        for (const auto& [key, literal] : expected.bands) {
            if (*band++ != literal)
                return where + QStringLiteral("band %1 differs").arg(key.second);
        }
        if (lane.drawing == EventDrawing::Points) {
            if (lane.points.size() != expected.points.size())
                return where + QStringLiteral("%1 points, not %2")
                                   .arg(lane.points.size())
                                   .arg(expected.points.size());
            for (std::size_t i = 0; i < lane.points.size(); ++i) {
                if (lane.points[i].row != expected.points[i])
                    return where + QStringLiteral("point %1 differs").arg(i);
            }
        }
    }
    return {};
}

} // namespace keyturn::tests

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/timeline/frame_reference.h"

#include <cmath>
#include <map>

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

bool isPassed(const EventColumns& columns, const EventFilter& filter, EventRow row)
{
    const EventBatch& batch = columns.batchOf(row);
    return filter.lanes.contains(columns.lanes()[row]) && columns.severities()[row] >= filter.atLeast &&
           (!filter.found || filter.found->contains(row)) &&
           (!filter.incident || batch.incident == *filter.incident) &&
           (!filter.recordedBy || batch.recordedAt <= *filter.recordedBy);
}

Expected expectedOf(const Frame& frame, const EventFilter& filter, LaneId lane)
{
    const EventColumns& columns = *frame.index->columns();
    const std::int64_t widthUs = std::int64_t{1} << frame.shift;
    Expected expected;
    for (EventRow row = 0; row < columns.size(); ++row) {
        const base::TimePrecision precision = columns.precisions()[row];
        if (columns.lanes()[row] != lane || precision == base::TimePrecision::Unknown ||
            !isPassed(columns, filter, row))
            continue;
        const base::UtcTime time{columns.timesUs()[row]};
        const domain::Severity severity = columns.severities()[row];
        const TimeClass timeClass = timeClassOf(precision);
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

} // namespace

QString differenceFromReference(const Frame& frame, const EventFilter& filter)
{
    for (const LaneFrame& lane : frame.lanes) {
        const QString where = QStringLiteral("lane %1: ").arg(static_cast<int>(lane.id));
        const Expected expected = expectedOf(frame, filter, lane.id);
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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/bursts.h"

#include "models/timeline/bucket_counter.h"
#include "models/timeline/frame_builder.h"

#include <algorithm>
#include <cmath>

namespace keyturn::timeline {

namespace {

constexpr std::int64_t kUsualDistances = 20;
constexpr std::int64_t kLeastShareOfStretch = 256;
constexpr std::size_t kDistanceSamples = 1'001;
constexpr double kDeviations = 6;
constexpr double kDeviationOfMedian = 1.4826; ///< Makes the median absolute deviation a standard deviation.
constexpr std::uint32_t kLeastTimesUsual = 4;

/// The exact events of a stretch, lane after lane.
class ExactEvents
{
public:
    ExactEvents(const LaneIndex& index, const Stretch& stretch) : m_index(index), m_range(stretch.range)
    {
        for (const LaneSpec& spec : laneSpecs()) {
            if (stretch.lanes.contains(spec.id))
                index.forEachList(spec.id, TimeClass::Exact,
                                  [this](domain::Severity severity, auto rows) { addList(severity, rows); });
        }
    }

    struct List
    {
        domain::Severity severity;
        std::span<const EventRow> rows; ///< In the stretch.
    };
    [[nodiscard]] const std::vector<List>& lists() const { return m_lists; }

    /// The first event at or after @p us.
    [[nodiscard]] EventRow firstFrom(std::int64_t us) const
    {
        EventRow best = kNoEvent;
        for (const List& list : m_lists) {
            const auto at = from(list.rows, us);
            if (at != list.rows.end() && (best == kNoEvent || m_index.precedes(*at, best)))
                best = *at;
        }
        return best;
    }
    /// The last event before @p us.
    [[nodiscard]] EventRow lastBefore(std::int64_t us) const
    {
        EventRow best = kNoEvent;
        for (const List& list : m_lists) {
            const auto at = from(list.rows, us);
            if (at != list.rows.begin() && (best == kNoEvent || m_index.precedes(best, *std::prev(at))))
                best = *std::prev(at);
        }
        return best;
    }

private:
    [[nodiscard]] std::span<const EventRow>::iterator from(std::span<const EventRow> rows,
                                                           std::int64_t us) const
    {
        return std::partition_point(rows.begin(), rows.end(),
                                    [&](EventRow row) { return m_index.timeUs(row) < us; });
    }
    void addList(domain::Severity severity, std::span<const EventRow> all)
    {
        const auto first = from(all, m_range.start.us);
        const auto last = from(all, m_range.end.us);
        if (first < last)
            m_lists.push_back({severity, {first, last}});
    }

    const LaneIndex& m_index;
    base::TimeRange m_range;
    std::vector<List> m_lists;
};

/// The middle one; @p values is put in another order and not empty.
template <typename T>
T medianOf(std::vector<T>& values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// From which count on a bucket belongs to a burst.
std::uint32_t leastOfBurst(std::uint32_t usual, std::vector<std::uint32_t> counts)
{
    for (std::uint32_t& count : counts)
        count = count > usual ? count - usual : usual - count;
    const double deviation =
        std::max({1.0, std::sqrt(static_cast<double>(usual)), kDeviationOfMedian * medianOf(counts)});
    const double least = usual + kDeviations * deviation;
    return std::max(kLeastTimesUsual * usual, static_cast<std::uint32_t>(std::ceil(std::min(least, 4e9))));
}

void extend(Burst& burst, const Bucket& bucket, const base::TimeRange& span)
{
    if (burst.count == 0)
        burst.span.start = span.start;
    burst.span.end = span.end;
    burst.count += bucket.count;
    burst.tallest = std::max(burst.tallest, bucket.count);
    // Buckets come in order: of equally severe events the first is held already.
    if (burst.worstEvent == kNoEvent || bucket.worst > burst.worst) {
        burst.worst = bucket.worst;
        burst.worstEvent = bucket.worstEvent;
    }
}

} // namespace

std::int64_t usualGapUs(const LaneIndex& index, const Stretch& stretch)
{
    const ExactEvents events(index, stretch);
    std::size_t total = 0;
    for (const auto& list : events.lists())
        total += list.rows.size();
    const std::size_t step = std::max<std::size_t>(1, total / kDistanceSamples);
    std::vector<std::int64_t> distancesUs;
    std::size_t passed = 0; // Events of earlier lists.
    for (const auto& list : events.lists()) {
        for (std::size_t i = (step - passed % step) % step; i < list.rows.size(); i += step) {
            const std::int64_t us = index.timeUs(list.rows[i]);
            if (const EventRow next = events.firstFrom(us + 1); next != kNoEvent)
                distancesUs.push_back(index.timeUs(next) - us);
        }
        passed += list.rows.size();
    }
    const std::int64_t leastUs = std::max<std::int64_t>(1, stretch.range.lengthUs() / kLeastShareOfStretch);
    return distancesUs.empty() ? leastUs : std::max(leastUs, kUsualDistances * medianOf(distancesUs));
}

std::optional<std::vector<Gap>> findGaps(const LaneIndex& index, const Stretch& stretch, std::int64_t leastUs,
                                         const IsCancelled& isCancelled)
{
    const ExactEvents events(index, stretch);
    std::vector<Gap> gaps;
    EventRow at = events.firstFrom(stretch.range.start.us);
    while (at != kNoEvent) {
        if (isCancelled && isCancelled())
            return std::nullopt;
        const std::int64_t us = index.timeUs(at);
        // No silence as long as that lies between two events less than that apart: on to the last of them.
        const EventRow reached = events.lastBefore(us + leastUs);
        if (index.timeUs(reached) > us) {
            at = reached;
            continue;
        }
        const EventRow next = events.firstFrom(us + leastUs);
        if (next != kNoEvent)
            gaps.push_back({{{us}, {index.timeUs(next)}}, reached, next});
        at = next;
    }
    return gaps;
}

std::optional<Bursts> findBursts(const LaneIndex& index, const Stretch& stretch, int buckets,
                                 const IsCancelled& isCancelled)
{
    Bursts found;
    const base::TimeRange& range = stretch.range;
    if (range.isEmpty())
        return found;
    const int shift = bucketShiftFor(static_cast<double>(range.lengthUs()) / std::max(1, buckets));
    found.bucketUs = std::int64_t{1} << shift;
    const base::TimeRange whole{{(range.start.us >> shift) << shift},
                                {(((range.end.us - 1) >> shift) + 1) << shift}};
    const ExactEvents events(index, stretch);
    BucketCounter counter(index, whole, shift);
    for (const auto& list : events.lists()) {
        if (isCancelled && isCancelled())
            return std::nullopt;
        counter.add(list.rows, list.severity);
    }
    std::vector<std::uint32_t> counts;
    for (const Bucket& bucket : counter.buckets()) {
        if (bucket.count > 0)
            counts.push_back(bucket.count);
    }
    if (counts.empty())
        return found;
    found.usualCount = medianOf(counts);
    found.leastCount = leastOfBurst(found.usualCount, std::move(counts));
    bool isInside = false;
    std::int64_t startUs = whole.start.us;
    for (const Bucket& bucket : counter.buckets()) {
        const base::TimeRange span{{startUs}, {startUs + found.bucketUs}};
        startUs = span.end.us;
        if (bucket.count >= found.leastCount) {
            if (!isInside)
                found.bursts.emplace_back();
            extend(found.bursts.back(), bucket, span);
        }
        isInside = bucket.count >= found.leastCount;
    }
    return found;
}

} // namespace keyturn::timeline

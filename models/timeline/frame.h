// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/time.h"
#include "models/timeline/lane_index.h"
#include "models/timeline/overlay.h"

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace keyturn::timeline {

/// The events of a lane in one absolute power-of-two span of time.
struct Bucket
{
    std::int64_t slot = 0; ///< Its span is slot × 2^shift µs to (slot + 1) × 2^shift µs.
    std::uint32_t count = 0;
    std::array<std::uint32_t, kSeverityCount> bySeverity{};
    domain::Severity worst = domain::Severity::NotStated;
    EventRow worstEvent = kNoEvent; ///< The first of the worst.
    friend bool operator==(const Bucket&, const Bucket&) = default;
};

/// One event, drawn as a shape.
struct Point
{
    std::int64_t timeUs = 0;
    EventRow row = kNoEvent;
    domain::Severity severity = domain::Severity::NotStated;
    friend bool operator==(const Point&, const Point&) = default;
};

/// Events whose time is stated only to an hour, a day, a month or a year: drawn as long as the statement is
/// wide.
struct Band
{
    TimeClass timeClass = TimeClass::Day;
    base::TimeRange span; ///< Of all events in it: they begin within one bucket of each other.
    std::uint32_t count = 0;
    domain::Severity worst = domain::Severity::NotStated;
    EventRow worstEvent = kNoEvent; ///< The first of the worst.
    friend bool operator==(const Band&, const Band&) = default;
};

/// A bar or mark of the overlay in its row.
struct PlacedItem
{
    std::uint32_t index = 0; ///< Into the overlay's bars or marks.
    std::int32_t row = 0;    ///< Bar row; kStripRow for marks that stand by themselves.
    friend bool operator==(const PlacedItem&, const PlacedItem&) = default;
};
inline constexpr std::int32_t kStripRow = -1;

/// How a lane's exact events are drawn.
enum class EventDrawing : std::uint8_t { Points, Density };

/// What is to be drawn in one lane, in absolute times.
struct LaneFrame
{
    LaneId id = LaneId::NotStated;
    std::uint64_t part = LaneKey::kWhole; ///< Which part, of a lane that is split: see LaneKey.
    EventRow example = kNoEvent;          ///< Of a part: one of its events, whatever the filter.
    bool isCollapsed = false;
    bool holdsEvents = false; ///< The lane has events at all, whatever the filter: room is kept for them.
    std::vector<TimeClass>
        bandRows; ///< Classes that have a band row, from the top; stable while moving about.
    std::int32_t barRowCount =
        0; ///< Over the whole overlay, so that rows stay where they are while moving about.
    std::vector<QString> barRowTitles; ///< As OverlayRows::Lane::titles.
    bool holdsMarks = false;           ///< Some marks stand by themselves.
    bool holdsBarMarks = false;        ///< Some marks lie on bars: rows are higher by what they need.

    EventDrawing drawing = EventDrawing::Density;
    std::uint32_t tallest = 0; ///< The largest count of a bucket.
    std::vector<Bucket>
        buckets; ///< Those with events, in order. Coarse times count where they are narrower than it.
    std::vector<Point> points; ///< With EventDrawing::Points: the same events one by one, in time order.
    std::vector<Band> bands;   ///< By class, then by time.
    std::vector<PlacedItem> bars;
    std::vector<PlacedItem> marks;
    friend bool operator==(const LaneFrame&, const LaneFrame&) = default;
    [[nodiscard]] LaneKey key() const { return {id, part}; }
};

/// Everything to be drawn for a stretch of time: immutable, without pixels but for the choice of bucket. An
/// axis maps its times to pixels, so an old frame under a new axis is simply stretched.
struct Frame
{
    std::uint64_t generation = 0;
    base::TimeRange covered; ///< About three times what was visible.
    int shift = 0;           ///< Buckets are 2^shift µs wide: one to two pixels.
    std::vector<LaneFrame> lanes;
    LaneIndexPointer index; ///< What it was made from.
    std::shared_ptr<const Overlay> overlay;

    [[nodiscard]] base::TimeRange spanOf(const Bucket& bucket) const
    {
        return {{bucket.slot << shift}, {(bucket.slot + 1) << shift}};
    }
    /// The frame of a lane or of a part of one, or null where it is not shown; for a split lane as a whole
    /// the first of its parts.
    [[nodiscard]] const LaneFrame* lane(const LaneKey& key) const;
};

using FramePointer = std::shared_ptr<const Frame>;

} // namespace keyturn::timeline

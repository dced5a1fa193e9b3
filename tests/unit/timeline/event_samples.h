// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/event_columns_builder.h"
#include "models/timeline/overlay.h"

#include <cstdint>
#include <random>
#include <vector>

namespace keyturn::tests {

/// What random events are drawn from.
struct EventSampleRules
{
    std::size_t events = 1'000;
    base::TimeRange span{{0}, {7 * base::kUsPerDay}};
    std::size_t recordsPerBlock = 300;
    std::size_t batches = 3;
    std::size_t laterBatches = 0; ///< So many of them arrive one by one when the others are there.
    double coarseShare = 0.1;     ///< Stated to hour, day, month or year.
    double withoutTimeShare = 0.02;
    double burstShare = 0.3; ///< Crowded into a few seconds.
};

/// One event as it was put in, for literal comparison.
struct SampleEvent
{
    std::int64_t timeUs = 0;
    base::TimePrecision precision = base::TimePrecision::Unknown;
    domain::RecordKind kind = domain::RecordKind::Signal;
    domain::Layer layer = domain::Layer::NotStated;
    domain::Severity severity = domain::Severity::NotStated;
    domain::Credibility credibility = domain::Credibility::Unverified;
    domain::SourceKind sourceKind = domain::SourceKind::Monitoring;
    std::uint32_t sourceHash = 0;
    timeline::EventBatch batch;
    std::uint32_t leaf = 0;
};

/// Random events and the columns made of them.
struct EventSample
{
    std::vector<SampleEvent> events; ///< By row of the columns.
    timeline::EventColumnsPointer columns;
};

/// Puts the bars of a lane into parts by chance, as if that lane were split.
void splitBars(timeline::Overlay& overlay, timeline::LaneId lane, std::uint32_t seed);
/// Deterministic for a seed.
[[nodiscard]] EventSample sampleEvents(std::uint32_t seed, const EventSampleRules& rules);
/// Some bars and marks in every lane that takes them, within @p span.
[[nodiscard]] timeline::Overlay sampleOverlay(std::uint32_t seed, std::size_t items,
                                              const base::TimeRange& span);
/// The start of an ISO time, date, month or year.
[[nodiscard]] base::UtcTime instant(const char* text);
/// A block from events, in the order given.
[[nodiscard]] records::BlockColumns blockOf(const std::vector<SampleEvent>& events);

} // namespace keyturn::tests

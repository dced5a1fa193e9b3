// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/timeline/event_samples.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace keyturn::tests {

namespace {

using Random = std::mt19937_64;

std::int64_t between(Random& random, std::int64_t low, std::int64_t high)
{
    return std::uniform_int_distribution<std::int64_t>(low, high)(random);
}

bool chance(Random& random, double share)
{
    return std::uniform_real_distribution<double>(0, 1)(random) < share;
}

base::CivilTime cutTo(base::CivilTime civil, base::TimePrecision precision)
{
    base::CivilTime cut;
    cut.year = civil.year;
    if (precision >= base::TimePrecision::Month)
        cut.month = civil.month;
    if (precision >= base::TimePrecision::Day)
        cut.day = civil.day;
    if (precision >= base::TimePrecision::Hour)
        cut.hour = civil.hour;
    return cut;
}

SampleEvent randomEvent(Random& random, const EventSampleRules& rules)
{
    SampleEvent event;
    event.timeUs = between(random, rules.span.start.us, rules.span.end.us - 1);
    event.precision = base::TimePrecision::Microsecond;
    if (chance(random, rules.burstShare)) {
        const std::int64_t length = rules.span.lengthUs();
        const std::int64_t burst = rules.span.start.us + length / 7 * between(random, 1, 5);
        event.timeUs = burst + between(random, 0, std::min<std::int64_t>(length / 8, 5 * base::kUsPerSecond));
    }
    if (chance(random, rules.coarseShare)) {
        event.precision = static_cast<base::TimePrecision>(between(random, 1, 4));
        event.timeUs = base::fromCivil(cutTo(base::toCivil({event.timeUs}), event.precision))->us;
        if (chance(random, 0.2)) // A zone moved it off the calendar's own days.
            event.timeUs -= 5 * base::kUsPerHour;
    }
    if (chance(random, rules.withoutTimeShare)) {
        event.timeUs = std::numeric_limits<std::int64_t>::max();
        event.precision = base::TimePrecision::Unknown;
    }
    event.kind = chance(random, 0.85) ? domain::RecordKind::Signal
                                      : static_cast<domain::RecordKind>(between(random, 1, 4));
    event.layer = static_cast<domain::Layer>(between(random, 0, 4));
    event.severity = static_cast<domain::Severity>(std::min(between(random, 0, 5), between(random, 0, 5)));
    event.sourceHash = static_cast<std::uint32_t>(between(random, 0, 9));
    if (chance(random, 0.05)) // Sources that are too many to be told apart one by one.
        event.sourceHash = static_cast<std::uint32_t>(between(random, 100, 130));
    event.credibility = static_cast<domain::Credibility>(between(random, 0, 3));
    event.sourceKind = static_cast<domain::SourceKind>(between(random, 0, 7));
    return event;
}

} // namespace

base::UtcTime instant(const char* text)
{
    return base::parseLenientIso(text)->start;
}

records::BlockColumns blockOf(const std::vector<SampleEvent>& events)
{
    records::BlockColumns block;
    for (const SampleEvent& event : events) {
        block.timeUs.push_back(event.timeUs);
        block.precision.push_back(event.precision);
        block.kind.push_back(event.kind);
        block.severity.push_back(event.severity);
        block.layer.push_back(event.layer);
        block.credibility.push_back(event.credibility);
        block.sourceKind.push_back(event.sourceKind);
        block.sourceHash.push_back(event.sourceHash);
    }
    return block;
}

EventSample sampleEvents(std::uint32_t seed, const EventSampleRules& rules)
{
    Random random(seed);
    EventSample sample;
    timeline::EventColumnsBuilder builder;
    for (std::size_t b = 0; b < rules.batches; ++b) {
        timeline::EventBatch batch;
        batch.seq = 40 - 7 * b; // Not in the order they are added.
        batch.recordedAt = {static_cast<std::int64_t>(b) * base::kUsPerDay};
        batch.incident = b == 0 ? timeline::kNoIncident : static_cast<std::uint32_t>(b - 1);
        const std::size_t count = rules.events / rules.batches + (b < rules.events % rules.batches ? 1 : 0);
        std::uint32_t firstLeaf = 0;
        for (std::size_t done = 0; done < count;) {
            const std::size_t size = std::min(rules.recordsPerBlock, count - done);
            std::vector<SampleEvent> block;
            for (std::size_t i = 0; i < size; ++i)
                block.push_back(randomEvent(random, rules));
            std::stable_sort(block.begin(), block.end(),
                             [](const SampleEvent& a, const SampleEvent& c) { return a.timeUs < c.timeUs; });
            for (std::size_t i = 0; i < size; ++i) {
                block[i].batch = batch;
                block[i].leaf = firstLeaf + static_cast<std::uint32_t>(i);
            }
            builder.add(blockOf(block), batch, firstLeaf);
            sample.events.insert(sample.events.end(), block.begin(), block.end());
            firstLeaf += static_cast<std::uint32_t>(size);
            done += size;
        }
        if (b + 1 >= rules.batches - rules.laterBatches)
            sample.columns = sample.columns ? builder.finish(*sample.columns) : builder.finish();
    }
    const auto identity = [](const SampleEvent& event) {
        return std::tuple(event.timeUs, event.batch.seq, event.leaf);
    };
    std::sort(sample.events.begin(), sample.events.end(),
              [&](const SampleEvent& a, const SampleEvent& b) { return identity(a) < identity(b); });
    // What came later has rows of its own behind the others.
    std::stable_partition(sample.events.begin(), sample.events.end(), [&](const SampleEvent& event) {
        return *sample.columns->find({event.batch.seq, event.leaf}) < sample.columns->bulkSize();
    });
    std::sort(sample.events.begin() + static_cast<std::ptrdiff_t>(sample.columns->bulkSize()),
              sample.events.end(), [&](const SampleEvent& a, const SampleEvent& b) {
                  return *sample.columns->find({a.batch.seq, a.leaf}) <
                         *sample.columns->find({b.batch.seq, b.leaf});
              });
    return sample;
}

void splitBars(timeline::Overlay& overlay, timeline::LaneId lane, std::uint32_t seed)
{
    Random random(seed);
    for (timeline::OverlayBar& bar : overlay.bars) {
        if (bar.lane == lane)
            bar.group = QStringLiteral("part-%1").arg(between(random, 1, 4));
    }
}

timeline::Overlay sampleOverlay(std::uint32_t seed, std::size_t items, const base::TimeRange& span)
{
    Random random(seed);
    timeline::Overlay overlay;
    constexpr timeline::LaneId kBarLanes[] = {timeline::LaneId::Escalations, timeline::LaneId::Requests,
                                              timeline::LaneId::Decisions, timeline::LaneId::ModelStates};
    for (std::size_t i = 0; i < items; ++i) {
        timeline::OverlayBar bar;
        bar.lane = kBarLanes[between(random, 0, 3)];
        bar.kind = bar.lane == timeline::LaneId::Requests ? timeline::OverlayKind::Request
                                                          : timeline::OverlayKind::Proposal;
        bar.id = QStringLiteral("B-%1").arg(i);
        bar.title = QStringLiteral("Bar %1").arg(i);
        bar.row = QStringLiteral("model-%1").arg(between(random, 1, 3));
        bar.start = {between(random, span.start.us, span.end.us - 1)};
        if (chance(random, 0.8))
            bar.end = bar.start.plusUs(between(random, 0, span.lengthUs() / 10));
        if (chance(random, 0.3))
            bar.dueAt = bar.start.plusUs(between(random, 1, span.lengthUs() / 5));
        overlay.bars.push_back(bar);

        timeline::OverlayMark mark;
        const bool isSignature = bar.lane == timeline::LaneId::Decisions;
        mark.lane = isSignature ? timeline::LaneId::Decisions : timeline::LaneId::Notes;
        mark.kind = isSignature ? timeline::OverlayKind::Signature : timeline::OverlayKind::Milestone;
        mark.id = QStringLiteral("M-%1").arg(i);
        mark.title = QStringLiteral("Mark %1").arg(i);
        mark.onBar = isSignature ? bar.id : QString();
        mark.at = bar.start.plusUs(between(random, 0, 1'000'000));
        overlay.marks.push_back(mark);
    }
    return overlay;
}

} // namespace keyturn::tests

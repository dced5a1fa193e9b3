// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/signal_rates.h"
#include "tests/support/test_registry.h"
#include "tests/unit/timeline/event_samples.h"

#include <random>

using namespace keyturn;
using namespace keyturn::timeline;
using tests::instant;

namespace {

bool countsAtAll(const RateRequest& request, EventRow row)
{
    const EventColumns& columns = *request.columns;
    const EventBatch& batch = columns.batchOf(row);
    const auto& without = request.withoutIncidents;
    return columns.hasTime(row) && columns.severities()[row] >= request.filter.atLeast &&
           request.filter.lanes.contains(columns.lanes()[row]) &&
           (!request.filter.recordedBy || batch.recordedAt <= *request.filter.recordedBy) &&
           std::find(without.begin(), without.end(), batch.incident) == without.end();
}

base::TimeRange stated(const EventColumns& columns, EventRow row)
{
    const base::UtcTime start{columns.timesUs()[row]};
    return columns.precisions()[row] <= base::TimePrecision::Hour
               ? statedSpan(start.us, columns.precisions()[row])
               : base::TimeRange{start, start.plusUs(1)};
}

/// The literal reading: every event against every bar.
SignalRates literally(const RateRequest& request)
{
    const EventColumns& columns = *request.columns;
    SignalRates rates;
    rates.barUs = barWidthFor(request.range, request.mostBars, request.leastBarUs);
    for (base::UtcTime at = barStart(request.range.start, rates.barUs); at < request.range.end;
         at = at.plusUs(rates.barUs))
        rates.bars.push_back({{at, at.plusUs(rates.barUs)}, {}, 0});
    const base::TimeRange all{rates.bars.front().span.start, rates.bars.back().span.end};
    for (EventRow row = 0; row < columns.size(); ++row) {
        if (!countsAtAll(request, row))
            continue;
        const base::TimeRange span = stated(columns, row);
        const bool isSignal = columns.lanes()[row] <= LaneId::NotStated;
        const bool isActivity = isSignal || columns.lanes()[row] == LaneId::Escalations ||
                                columns.lanes()[row] == LaneId::Requests;
        bool isPlaced = false;
        for (RateBar& bar : rates.bars) {
            if (span.start < bar.span.start || span.end > bar.span.end)
                continue;
            isPlaced = true;
            bar.signalsOf[static_cast<std::size_t>(columns.layers()[row])] += isSignal ? 1 : 0;
            if (isActivity && columns.sourceKinds()[row] != domain::SourceKind::NotStated)
                bar.sourceKinds |= 1u << static_cast<unsigned>(columns.sourceKinds()[row]);
        }
        if (!isPlaced && isSignal && span.start < all.end && span.end > all.start)
            ++rates.tooCoarse;
    }
    return rates;
}

} // namespace

class TestSignalRates : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsWhatALiteralReadingCounts()
    {
        std::mt19937 random(5);
        std::uint64_t counted = 0;
        std::uint64_t coarse = 0;
        for (std::uint32_t seed = 1; seed <= 5; ++seed) {
            tests::EventSampleRules rules;
            rules.events = 1'500;
            rules.batches = 4;
            rules.laterBatches = seed % 2 == 0 ? 2 : 0;
            const auto columns = tests::sampleEvents(seed, rules).columns;
            for (int round = 0; round < 40; ++round) {
                RateRequest request;
                request.columns = columns;
                request.mostBars = 2 + random() % 60;
                request.leastBarUs = random() % 2 ? base::kUsPerHour : 6 * base::kUsPerHour;
                request.filter.atLeast = static_cast<domain::Severity>(random() % 4);
                if (random() % 2)
                    request.withoutIncidents = {static_cast<std::uint32_t>(random() % 3)};
                if (random() % 3 == 0)
                    request.filter.recordedBy =
                        columns->batches()[random() % columns->batches().size()].recordedAt;
                if (random() % 3 == 0)
                    request.filter.lanes.remove(static_cast<LaneId>(random() % 6));
                const base::UtcTime from{static_cast<std::int64_t>(random() % 8) * base::kUsPerDay - 777};
                request.range = {
                    from, from.plusUs(1 + static_cast<std::int64_t>(random() % 200) * base::kUsPerHour)};
                const auto rates = signalRates(request);
                QVERIFY(rates);
                QVERIFY(*rates == literally(request));
                QVERIFY(rates->bars.size() <= request.mostBars);
                for (const RateBar& bar : rates->bars) {
                    counted += bar.signalCount();
                    QCOMPARE(signalsIn(request, bar.span), bar.signalCount());
                }
                coarse += rates->tooCoarse;
            }
        }
        QVERIFY(counted > 10'000);
        QVERIFY(coarse > 100);
    }

    void barsBeginAtWholeHoursDaysAndMondays()
    {
        const base::UtcTime time = instant("2026-06-12T09:41:07Z"); // A Friday.
        QVERIFY(barStart(time, base::kUsPerHour) == instant("2026-06-12T09:00:00Z"));
        QVERIFY(barStart(time, 6 * base::kUsPerHour) == instant("2026-06-12T06:00:00Z"));
        QVERIFY(barStart(time, base::kUsPerDay) == instant("2026-06-12"));
        QVERIFY(barStart(time, 7 * base::kUsPerDay) == instant("2026-06-08"));
        QVERIFY(barStart(instant("1969-12-31T23:30:00Z"), base::kUsPerHour) ==
                instant("1969-12-31T23:00:00Z"));
    }

    void barsAreTheNarrowestThatAreNotTooMany()
    {
        const base::UtcTime start = instant("2026-06-08");
        const auto width = [&](std::int64_t lengthUs, std::size_t most) {
            return barWidthFor({start, start.plusUs(lengthUs)}, most, base::kUsPerHour) / base::kUsPerHour;
        };
        QCOMPARE(width(base::kUsPerMinute, 10), 1);
        QCOMPARE(width(5 * base::kUsPerDay, 120), 1);
        QCOMPARE(width(5 * base::kUsPerDay + 1, 120), 2);
        QCOMPARE(width(365 * base::kUsPerDay, 53), 168);
        QVERIFY(width(400 * 365 * base::kUsPerDay, 10) > 8736);
        QCOMPARE(barWidthFor({start, start.plusUs(1)}, 10, base::kUsPerDay), base::kUsPerDay);
    }

    void aDayIsNotCountedAsItsFirstHour()
    {
        tests::SampleEvent day;
        day.timeUs = instant("2026-06-12").us;
        day.precision = base::TimePrecision::Day;
        day.layer = domain::Layer::System;
        EventColumnsBuilder builder;
        builder.add(tests::blockOf({day}), {1, {0}, kNoIncident}, 0);
        RateRequest request;
        request.columns = builder.finish();
        request.range = {instant("2026-06-12"), instant("2026-06-13")};
        auto rates = signalRates(request);
        QCOMPARE(rates->bars.front().signalCount(), std::uint64_t{0});
        QCOMPARE(rates->tooCoarse, std::uint64_t{1});
        request.leastBarUs = base::kUsPerDay;
        rates = signalRates(request);
        QCOMPARE(rates->bars.front().signalsOf[static_cast<std::size_t>(domain::Layer::System)],
                 std::uint64_t{1});
        QCOMPARE(rates->tooCoarse, std::uint64_t{0});
    }

    void cancellingGivesNothing()
    {
        RateRequest request;
        request.columns = tests::sampleEvents(5, {}).columns;
        request.range = *request.columns->extent();
        QVERIFY(!signalRates(request, [] { return true; }));
    }
};

KEYTURN_TEST(TestSignalRates);
#include "test_signal_rates.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/event_columns_builder.h"
#include "tests/bench/figure.h"
#include "tests/bench/generated_events.h"
#include "ui/timeline/timeline_view.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <random>

/// Times the real timeline, drawn in memory at 1920×1080: a gesture of 300 steps at three sizes, a filter,
/// and arrivals while panning. Frames are interface-thread time: taking the wheel, and painting.

using namespace keyturn;
using bench::print;
using bench::wallSeconds;
using timeline::EventColumnsPointer;
using ui::timeline::TimelineView;

namespace {

constexpr QSize kScreen{1920, 1080};
constexpr int kGestureSteps = 300;
constexpr int kGestureRounds = 5;
constexpr double kFrameSeconds = 1.0 / 60;

/// A view on a screen of its own, with nothing else to do.
struct Shown
{
    Shown()
    {
        view.setLocalZone(QTimeZone("UTC"));
        view.resize(kScreen);
        view.show();
    }
    void settle()
    {
        do
            QApplication::processEvents(QEventLoop::AllEvents, 5);
        while (!view.isSettled());
        view.repaint();
    }
    TimelineView view;
};

void wheel(TimelineView& view, double x, int angle, Qt::KeyboardModifiers modifiers)
{
    const QPointF position(x, 400);
    QWheelEvent event(position, view.mapToGlobal(position), {}, {0, angle}, Qt::NoButton, modifiers,
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(&view, &event);
}

/// The recorded gesture: zooming in and out about changing places, panning between.
struct GestureStep
{
    double x = 0;
    int angle = 0;
    Qt::KeyboardModifiers modifiers;
};

std::vector<GestureStep> recordedGesture()
{
    std::mt19937 random(4);
    const auto pick = [&random](int low, int high) {
        return std::uniform_int_distribution<int>(low, high)(random);
    };
    std::vector<GestureStep> steps;
    while (steps.size() < kGestureSteps) {
        const int length = pick(8, 30);
        const bool isPan = pick(0, 2) == 0;
        // In and out by turns, so that it goes through many scales.
        const int sign = isPan ? (pick(0, 1) ? 1 : -1) : (steps.size() % 120 < 60 ? 1 : -1);
        const double x = pick(300, 1'800);
        for (int i = 0; i < length && steps.size() < kGestureSteps; ++i)
            steps.push_back({x, sign * pick(40, 200), isPan ? Qt::ShiftModifier : Qt::NoModifier});
    }
    return steps;
}

/// One frame: the wheel, what the loop has to do, the painting; then the loop runs until the next is due.
struct FrameTime
{
    double threadMs = 0;  ///< Time of the interface thread.
    double slowestMs = 0; ///< The longest that the loop was away by the clock.
};

FrameTime timeFrame(TimelineView& view, const GestureStep& step, double& dueSeconds)
{
    FrameTime time;
    const double threadStart = bench::threadSeconds();
    double away = wallSeconds();
    const auto note = [&] {
        const double now = wallSeconds();
        time.slowestMs = std::max(time.slowestMs, (now - away) * 1'000);
        away = now;
    };
    wheel(view, step.x, step.angle, step.modifiers);
    QApplication::processEvents(QEventLoop::AllEvents); // Here it is painted, and new frames are taken.
    note();
    dueSeconds = std::max(dueSeconds + kFrameSeconds, wallSeconds());
    while (wallSeconds() < dueSeconds) {
        away = wallSeconds();
        QApplication::processEvents(QEventLoop::AllEvents);
        note();
        QThread::usleep(500);
    }
    time.threadMs = (bench::threadSeconds() - threadStart) * 1'000;
    return time;
}

std::vector<FrameTime> gesture(Shown& shown)
{
    std::vector<FrameTime> frames;
    double due = wallSeconds();
    for (const GestureStep& step : recordedGesture())
        frames.push_back(timeFrame(shown.view, step, due));
    shown.settle();
    return frames;
}

double percentile(const std::vector<FrameTime>& frames, double share, double FrameTime::*which)
{
    std::vector<double> values;
    for (const FrameTime& frame : frames)
        values.push_back(frame.*which);
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size()))) - 1];
}

double residentBytes()
{
    std::ifstream statm("/proc/self/statm");
    double total = 0;
    double resident = 0;
    statm >> total >> resident;
    return resident * 4'096;
}

void timeGestures(EventColumnsPointer& largest)
{
    double floor = 0;
    for (const auto& [name, count] :
         {std::pair("1e5", 100'000), std::pair("1e6", 1'000'000), std::pair("1e7", 10'000'000)}) {
        const double before = residentBytes();
        const EventColumnsPointer columns = bench::generatedColumns(static_cast<std::size_t>(count));
        Shown shown;
        shown.view.setData(columns, std::make_shared<timeline::Overlay>());
        shown.settle();
        const double bytes = (residentBytes() - before) / count;
        // The same steps each time: what a step takes is the least of its rounds, the rest is what else the
        // machine was doing.
        std::vector<FrameTime> best;
        for (int round = 0; round < kGestureRounds; ++round) {
            shown.view.fitAll();
            shown.settle();
            const std::vector<FrameTime> frames = gesture(shown);
            best.resize(frames.size(), frames.front());
            for (std::size_t i = 0; i < frames.size(); ++i)
                best[i].threadMs =
                    round == 0 ? frames[i].threadMs : std::min(best[i].threadMs, frames[i].threadMs);
            std::fprintf(stderr, "%s, round %d: p99 %.2f ms\n", name, round + 1,
                         percentile(frames, 0.99, &FrameTime::threadMs));
        }
        const double p99 = percentile(best, 0.99, &FrameTime::threadMs);
        floor = floor == 0 ? p99 : floor;
        std::fprintf(stderr, "%s: median %.2f ms, most %.2f ms, %.1f bytes an event\n", name,
                     percentile(best, 0.5, &FrameTime::threadMs), percentile(best, 1, &FrameTime::threadMs),
                     bytes);
        print((std::string("timeline_gesture_p99_") + name).c_str(), p99, "ms", floor);
        print((std::string("timeline_gesture_p99_of_12_ms_") + name).c_str(), p99, "ms", 12.0);
        if (count == 10'000'000) {
            print("timeline_bytes_an_event_1e7", bytes, "B", 40.0);
            largest = columns;
        }
    }
}

void timeFilter(const EventColumnsPointer& columns)
{
    Shown shown;
    shown.view.setData(columns, std::make_shared<timeline::Overlay>());
    shown.settle();
    double worst = 0;
    for (const char* text :
         {"severity>=high", "layer:system,data-privacy severity>=medium -source-kind:public",
          "after:2026-03-01 before:2026-05-01 credibility:observed-behaviour", ""}) {
        double best = 1e9;
        double bestCpu = 1e9;
        for (int round = 0; round < 3; ++round) {
            timeline::EventFilter filter;
            shown.view.setFilter(filter);
            shown.settle();
            const double start = wallSeconds();
            const double cpu = bench::processorSeconds(CLOCK_PROCESS_CPUTIME_ID);
            filter.query = *records::parseQuery(QString::fromLatin1(text));
            filter.atLeast = text[0] == '\0' ? domain::Severity::Low : filter.atLeast;
            shown.view.setFilter(filter);
            shown.settle();
            best = std::min(best, (wallSeconds() - start) * 1'000);
            bestCpu = std::min(bestCpu, (bench::processorSeconds(CLOCK_PROCESS_CPUTIME_ID) - cpu) * 1'000);
        }
        std::fprintf(stderr, "filter %s: %.1f ms, processor %.1f ms\n", text, best, bestCpu);
        worst = std::max(worst, best);
    }
    print("timeline_filter_1e7", worst, "ms", 150.0);

    const double start = wallSeconds();
    shown.view.setTimeKey(timeline::TimeKey::RecordedAt);
    shown.settle();
    print("timeline_other_axis_1e7", (wallSeconds() - start) * 1'000, "ms");
}

/// Two thousand arrivals a second, in batches as a feed gives them, while the view pans and zooms.
void timeArrivals(EventColumnsPointer columns, int seconds)
{
    constexpr std::size_t kBatch = 200;
    constexpr std::size_t kPerSecond = 2'000;
    Shown shown;
    shown.view.setData(columns, std::make_shared<timeline::Overlay>());
    shown.settle();
    const std::size_t before = columns->size();
    bench::Arrivals arrivals(columns, kBatch, kPerSecond);
    QObject::connect(&arrivals, &bench::Arrivals::grown, &shown.view, [&](const EventColumnsPointer& grown) {
        columns = grown;
        shown.view.setData(grown, std::make_shared<timeline::Overlay>());
    });
    const auto steps = recordedGesture();
    std::vector<FrameTime> frames;
    const double start = wallSeconds();
    arrivals.start();
    double due = start;
    for (std::size_t i = 0; wallSeconds() - start < seconds; ++i)
        frames.push_back(timeFrame(shown.view, steps[i % steps.size()], due));
    const std::size_t sent = arrivals.stop();
    shown.settle();
    const auto& index = *shown.view.frame()->index;
    std::uint64_t shownCount = index.withoutTime();
    for (const auto& spec : timeline::laneSpecs())
        shownCount += index.countOf(spec.id).total();
    std::fprintf(stderr, "live: %zu arrivals in %d s, %zu frames, thread time p99 %.2f ms, most %.2f ms\n",
                 sent, seconds, frames.size(), percentile(frames, 0.99, &FrameTime::threadMs),
                 percentile(frames, 1, &FrameTime::threadMs));
    print("timeline_live_slowest_frame", percentile(frames, 1, &FrameTime::slowestMs), "ms", 33.0);
    print("timeline_live_missed", static_cast<double>(before + sent - shownCount), "events", 1.0);
}

} // namespace

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    const char* const told = std::getenv("KEYTURN_BENCH_LIVE_SECONDS");
    EventColumnsPointer largest;
    timeGestures(largest);
    timeFilter(largest);
    timeArrivals(largest, told ? std::atoi(told) : 60);
    return 0;
}

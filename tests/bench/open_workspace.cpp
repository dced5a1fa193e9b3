// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/common/memory.h"
#include "app/common/store_provider.h"
#include "models/service/session.h"
#include "tests/bench/figure.h"
#include "ui/timeline/timeline_view.h"

#include <QApplication>
#include <QEventLoop>

#include <algorithm>
#include <fstream>

/// Opens a workspace as the console does, to the first whole frame of its timeline, and searches it. Prints
/// `open MS RESIDENT_BYTES`, where words are looked for `index MS`, how long the making of the word index
/// took (a few where it was there), and for each word named `WORD FIRST_MS ALL_MS HITS`: until the first that
/// was found is on screen, and until all is known.
///     open_workspace WORKSPACE [WORD…]

using namespace keyturn;
using bench::wallSeconds;

namespace {

/// Lets events run until @p isDone.
template <typename IsDone>
void runUntil(const IsDone& isDone)
{
    while (!isDone())
        QApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
}

double residentBytes()
{
    std::ifstream statm("/proc/self/statm");
    double total = 0;
    double resident = 0;
    statm >> total >> resident;
    return resident * 4'096;
}

} // namespace

int main(int argc, char** argv)
{
    const double started = wallSeconds();
    app::keepFreedMemory();
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() < 2)
        return 2;
    ui::timeline::TimelineView view;
    view.resize(1'920, 1'080);
    view.show();
    const double residentBefore = residentBytes();

    service::OpenOptions options;
    options.provider = app::storeProvider();
    options.readOnly = true;
    options.wordFolder = service::WordCache::usualFolder();
    service::Session session(options);
    bool isFailed = false;
    QObject::connect(&session, &service::Session::openFailed, &view, [&](const QString& sentence) {
        std::fprintf(stderr, "%s\n", qUtf8Printable(sentence));
        isFailed = true;
    });
    const auto overlay = std::make_shared<timeline::Overlay>();
    bool isShown = false;
    const auto note = [started](const char* what) {
        std::fprintf(stderr, "%s after %.0f ms, processor %.0f ms\n", what, (wallSeconds() - started) * 1'000,
                     bench::processorSeconds(CLOCK_PROCESS_CPUTIME_ID) * 1'000);
    };
    QObject::connect(&session, &service::Session::opened, &view, [&] { note("opened"); });
    QObject::connect(&session, &service::Session::columnsChanged, &view, [&] {
        note("columns");
        view.setData(session.columns(), overlay);
    });
    QObject::connect(&view, &ui::timeline::TimelineView::frameShown, &view, [&] {
        isShown = session.columns() && view.frame()->index->columns() == session.columns();
    });
    note("started");
    session.open(arguments[1]);
    runUntil([&] { return isShown || isFailed; });
    if (isFailed)
        return 1;
    view.repaint();
    const double openMs = (wallSeconds() - started) * 1'000;
    std::printf("open %.1f %.0f\n", openMs, residentBytes() - residentBefore);
    note("frame");

    // What is checked after opening is not to be timed with the searches.
    session.cancelWork();
    bool isVerified = false;
    QObject::connect(&session, &service::Session::workFinished, &view, [&] { isVerified = true; });
    runUntil([&] { return isVerified; });
    if (arguments.size() > 2) {
        const double indexStarted = wallSeconds();
        runUntil([&] { return session.searchesWords(); });
        std::printf("index %.1f\n", (wallSeconds() - indexStarted) * 1'000);
    }

    quint64 number = 0;
    double start = 0;
    double firstMs = 0;
    double allMs = 0;
    std::uint64_t hits = 0;
    QObject::connect(&session, &service::Session::foundSome, &view,
                     [&](quint64 search, const service::Session::Found& found) {
                         if (search != number)
                             return;
                         timeline::EventFilter filter;
                         filter.found = found.rows;
                         view.setFilter(filter);
                         hits = found.count;
                         if (found.isComplete)
                             allMs = (wallSeconds() - start) * 1'000;
                     });
    QObject::connect(&view, &ui::timeline::TimelineView::frameShown, &view, [&] {
        if (number != 0 && firstMs == 0 && view.filter().found && view.isSettled())
            firstMs = (wallSeconds() - start) * 1'000;
    });
    for (int i = 2; i < arguments.size(); ++i) {
        double bestFirstMs = 1e9;
        double bestAllMs = 1e9;
        for (int round = 0; round < 5; ++round) {
            number = 0;
            view.setFilter({});
            runUntil([&] { return view.isSettled(); });
            firstMs = 0;
            allMs = 0;
            start = wallSeconds();
            number = session.search(arguments[i]);
            runUntil([&] { return allMs > 0 && firstMs > 0; });
            bestFirstMs = std::min(bestFirstMs, firstMs);
            bestAllMs = std::min(bestAllMs, allMs);
        }
        std::printf("%s %.1f %.1f %llu\n", qUtf8Printable(arguments[i]), bestFirstMs, bestAllMs,
                    static_cast<unsigned long long>(hits));
        std::fflush(stdout);
    }
    return 0;
}

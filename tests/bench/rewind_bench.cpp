// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/common/store_provider.h"
#include "models/service/session.h"
#include "tests/bench/figure.h"
#include "tests/support/ledger_harness.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QTemporaryDir>

#include <algorithm>
#include <random>
#include <vector>

/// Times how long a session takes from the wish to see an earlier moment until its state is there, over a
/// ledger of 20,000 entries in a file: decisions with their signatures, requests, notes. Moments are taken at
/// random and at the far end of every stretch between two kept states, where most has to be folded. The floor
/// is reading 128 entries from the store and decoding them, without folding anything.

using namespace keyturn;
using tests::LedgerHarness;

namespace {

constexpr std::size_t kEntries = 20'000;
constexpr std::uint64_t kStretch = 128;
constexpr int kRandomMoments = 400;

template <typename T>
T must(base::Result<T> result)
{
    if (!result)
        qFatal("the bench failed: %s", qPrintable(result.error().sentence()));
    return std::move(*result);
}

void must(const base::Result<void>& result)
{
    if (!result)
        qFatal("the bench failed: %s", qPrintable(result.error().sentence()));
}

/// What a busy war room writes, over and over: requests and their answers, notes, a restriction of one model
/// in one region with three signatures, its lifting with three more.
class BusyLedger
{
public:
    BusyLedger()
    {
        harness.setCatalogue();
        harness.openIncident();
        while (harness.entries().size() < kEntries)
            round();
    }
    LedgerHarness harness;

private:
    void say(const char* member, domain::Payload payload)
    {
        harness.clock.advanceMinutes(7);
        harness.must(harness.append(member, std::move(payload)));
    }

    void round()
    {
        domain::RequestReceived request;
        request.incident = domain::IncidentId(QStringLiteral("I-1"));
        request.authority = QStringLiteral("Office %1").arg(m_rounds);
        request.receivedAt = harness.ledgerNow();
        request.demanded = {domain::EvidenceItem::SafetyEvaluation};
        say("counsel", request);
        const domain::RequestId asked = harness.snapshot().requests.constLast().id;
        for (int note = 0; note < 4; ++note) {
            domain::NoteAdded added;
            added.incident = request.incident;
            added.title = QStringLiteral("Note %1 of round %2").arg(note).arg(m_rounds);
            added.text = QStringLiteral("What was seen, by whom, and what follows from it.");
            say("scribe", added);
        }
        static constexpr const char* kModels[] = {"larch-3", "larch-4", "larch-4-agent"};
        const auto restriction = LedgerHarness::suspension({kModels[m_rounds % 3]}, {"EU"});
        decide("safety", harness.restricting("safety", restriction), {"safety", "ciso"});
        say("counsel", domain::RequestAnswered{asked, request.demanded, QStringLiteral("Sent."), {}});
        const QByteArray change = harness.snapshot().changes.constLast().id.value().toUtf8();
        decide("safety", harness.lifting("safety", change.constData()), {"ceo", "safety", "ciso"});
        ++m_rounds;
    }

    void decide(const char* proposer, const domain::ChangeProposed& change,
                const std::vector<const char*>& approvers)
    {
        say(proposer, change);
        const QByteArray id = harness.snapshot().proposals.constLast().id.value().toUtf8();
        for (const char* approver : approvers)
            say(approver, harness.approval(id.constData()));
    }

    std::size_t m_rounds = 0;
};

/// Puts the entries in a new workspace's file.
void store(const std::vector<QByteArray>& entries, const QString& path)
{
    must(app::storeProvider()->create(path, [&](ledger::LedgerStore& store) -> base::Result<void> {
        auto transaction = must(store.begin());
        for (std::size_t seq = 0; seq < entries.size(); ++seq)
            must(transaction->append(seq, entries[seq]));
        return transaction->commit();
    }));
}

/// Milliseconds from the wish until the state is there.
double rewindMilliseconds(service::Session& session, std::uint64_t size)
{
    const base::UtcTime at = session.liveSnapshot()->entries.at(static_cast<qsizetype>(size) - 1).time;
    QEventLoop loop;
    const auto shown = QObject::connect(&session, &service::Session::snapshotChanged, &loop, [&] {
        if (session.snapshot()->size == size)
            loop.quit();
    });
    const double start = bench::wallSeconds();
    session.setKnownAt(at);
    if (session.snapshot()->size != size)
        loop.exec();
    const double milliseconds = (bench::wallSeconds() - start) * 1000;
    QObject::disconnect(shown);
    return milliseconds;
}

double floorMilliseconds(const QString& path)
{
    const auto store = must(app::storeProvider()->open(path, ledger::LedgerProvider::Access::ReadOnly));
    double best = 1e9;
    for (std::uint64_t from = kStretch; from + kStretch < kEntries; from += 8 * kStretch) {
        const double start = bench::wallSeconds();
        for (const QByteArray& bytes : must(store->entries(from, kStretch)))
            must(state::openEntry(bytes));
        best = std::min(best, (bench::wallSeconds() - start) * 1000);
    }
    return best;
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("busy.keyturn"));
    std::uint64_t size = 0;
    {
        const BusyLedger ledger;
        store(ledger.harness.entries(), path);
        size = ledger.harness.entries().size();
    }
    service::OpenOptions options;
    options.provider = app::storeProvider();
    options.seat.path = folder.filePath(QStringLiteral("seat"));
    options.scenarioTimeForDemo = false;
    service::Session session(options);
    {
        // Once what begins by itself is over, nothing else takes the processors.
        QEventLoop loop;
        QObject::connect(&session, &service::Session::workFinished, &loop, &QEventLoop::quit);
        QObject::connect(&session, &service::Session::openFailed, &loop, [](const QString& sentence) {
            qFatal("the bench failed: %s", qPrintable(sentence));
        });
        session.open(path);
        loop.exec();
    }
    if (session.liveSnapshot()->size != size)
        qFatal("the bench's ledger has %llu entries",
               static_cast<unsigned long long>(session.liveSnapshot()->size));
    std::mt19937 dice(11);
    std::vector<double> far;
    std::vector<double> random;
    for (std::uint64_t end = kStretch; end < size; end += kStretch)
        far.push_back(rewindMilliseconds(session, end - 1));
    for (int i = 0; i < kRandomMoments; ++i)
        random.push_back(rewindMilliseconds(session, 1 + dice() % (size - 1)));
    std::vector<double> steps;
    for (std::uint64_t at = size - 1; at > size - 600; --at)
        steps.push_back(rewindMilliseconds(session, at));
    for (auto* times : {&far, &random, &steps})
        std::sort(times->begin(), times->end());
    const double floor = floorMilliseconds(path);
    std::printf("# %llu entries; random moments: median %.2f ms, slowest %.2f ms; far ends: median %.2f ms, "
                "slowest %.2f ms; steps back: median %.2f ms, slowest %.2f ms\n",
                static_cast<unsigned long long>(size), random[random.size() / 2], random.back(),
                far[far.size() / 2], far.back(), steps[steps.size() / 2], steps.back());
    bench::print("rewind_random_p99_ms", random[random.size() * 99 / 100], "ms", floor);
    bench::print("rewind_far_p99_ms", far[far.size() * 99 / 100], "ms", floor);
    bench::print("rewind_step_p99_ms", steps[steps.size() * 99 / 100], "ms", floor);
    return 0;
}

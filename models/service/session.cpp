// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/session.h"

#include "models/domain/high_stakes.h"
#include "models/service/session_worker.h"

#include <QPointer>
#include <QPromise>

#include <chrono>

namespace keyturn::service {

namespace {

using namespace std::chrono_literals;

/// How often the ledger is asked for what other seats appended.
constexpr auto kPollInterval = 2s;
/// The countdown to the idle lock is told to the second.
constexpr auto kIdleTick = 1s;

} // namespace

Session::Session(OpenOptions options, QObject* parent)
    : QObject(parent), m_options(std::move(options)), m_worker(new Worker), m_rewinder(new Rewinder),
      m_clock(m_options.clock), m_idle(m_options.clock)
{
    m_verifier.setMaxThreadCount(1);
    m_searcher.setMaxThreadCount(1);
    m_repeatFinder.setMaxThreadCount(1);
    m_indexer.setMaxThreadCount(1);
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.setObjectName(QStringLiteral("workspace"));
    m_thread.start();
    m_rewinder->moveToThread(&m_rewindThread);
    connect(&m_rewindThread, &QThread::finished, m_rewinder, &QObject::deleteLater);
    m_rewindThread.setObjectName(QStringLiteral("rewind"));
    m_rewindThread.start();
    m_idleTick.setInterval(kIdleTick);
    connect(&m_idleTick, &QTimer::timeout, this, &Session::watchIdle);
    m_idleTick.start();
    m_poll.setInterval(kPollInterval);
    connect(&m_poll, &QTimer::timeout, this, &Session::pollOtherSeats);
}

Session::~Session()
{
    m_cancel = true;
    m_stopVerifying = true;
    m_isClosing = true;
    stopSearch();
    stopRepeats();
    m_searcher.waitForDone();
    m_repeatFinder.waitForDone();
    m_verifier.waitForDone();
    m_indexer.waitForDone();
    for (QThread* thread : {&m_rewindThread, &m_thread}) {
        thread->quit();
        thread->wait();
    }
}

void Session::publish(Worker& worker)
{
    QMetaObject::invokeMethod(
        this,
        [this, live = worker.workspace->snapshot(), health = worker.workspace->health(),
         checkpoints = worker.workspace->checkpoints()] { take(live, health, checkpoints); },
        Qt::QueuedConnection);
}

void Session::take(const state::SnapshotPointer& live, const Health& health,
                   const state::Checkpoints& checkpoints)
{
    m_checkpoints = checkpoints;
    const bool grown = !m_live || live->size != m_live->size;
    const bool newRecords = !m_live || live->batches.size() != m_live->batches.size() ||
                            live->recordsStanding() != m_live->recordsStanding();
    const bool goesOn = m_health.rivalHead && !health.rivalHead && health.problems.empty();
    m_live = live;
    m_health = health;
    if (grown && !m_knownAt)
        m_shown = m_live;
    Q_EMIT healthChanged();
    // What was verified before was verified of a copy in whose way a head stood.
    if (goesOn)
        verify();
    if (!grown)
        return;
    Q_EMIT snapshotChanged();
    if (newRecords)
        reloadColumns();
}

void Session::open(const QString& location)
{
    using worker_detail::Standing;
    onWorker([location, options = m_options](Worker& worker) -> base::Result<Standing> {
        auto opened = Workspace::open(location, options);
        if (!opened)
            return base::passOn(opened);
        worker.workspace = std::move(*opened);
        worker.reader.reset();
        worker.columns.reset();
        worker.key.reset(); // It was unlocked for the members of another.
        // Begun before the interface thread, which may be painting its first window, asks for them. What
        // fails here fails there again, and is told then.
        QMetaObject::invokeMethod(
            &worker, [&worker] { static_cast<void>(followColumns(worker)); }, Qt::QueuedConnection);
        return Standing{worker.workspace->snapshot(), worker.workspace->health(),
                        worker.workspace->checkpoints(), worker.workspace->sharedClock()};
    }).then(this, [this, location](const base::Result<Standing>& standing) {
        if (!standing) {
            Q_EMIT openFailed(standing.error().sentence());
            return;
        }
        signOut();
        m_location = location;
        m_live.reset();
        m_shown.reset();
        m_columns.reset();
        m_searchable.reset();
        m_words.reset();
        m_leftUnindexed = 0;
        m_standing.reset();
        m_texts.clear();
        stopSearch();
        m_isFirstLoad = true;
        m_knownAt.reset();
        m_clock = standing->clock;
        take(standing->snapshot, standing->health, standing->checkpoints);
        m_poll.start();
        Q_EMIT opened(); // The columns are on their way; what is checked besides comes after them.
    });
}

base::UtcTime Session::now() const
{
    if (m_knownAt)
        return *m_knownAt;
    const base::UtcTime local = m_clock->now();
    return m_live ? std::max(local, m_live->lastTime) : local;
}

void Session::pollOtherSeats()
{
    if (!m_live)
        return;
    const std::uint64_t known = m_live->size;
    onWorker([this, known](Worker& worker) {
        if (worker.workspace && worker.workspace->refresh() && worker.workspace->snapshot()->size != known)
            publish(worker);
        return true;
    });
}

QFuture<base::Result<Prepared>> Session::prepare(const domain::MemberId& member, domain::Payload payload)
{
    return onWorker([member, payload = std::move(payload)](Worker& worker) mutable {
        return worker.workspace->prepare(member, std::move(payload));
    });
}

QFuture<base::Result<Prepared>> Session::preparePropose(const domain::MemberId& member, ChangeRequest request,
                                                        domain::Urgency urgency)
{
    return onWorker(
        [member, urgency, request = std::move(request)](Worker& worker) -> base::Result<Prepared> {
            Workspace& workspace = *worker.workspace;
            KEYTURN_TRY(workspace.refresh());
            KEYTURN_TRY_LET(
                draft, draftProposal(*workspace.snapshot(), workspace.ledgerNow(), member, request, urgency));
            if (urgency == domain::Urgency::BreakGlass)
                return workspace.prepare(member, domain::GlassBroken{draft});
            return workspace.prepare(member, draft);
        });
}

QFuture<base::Result<RivalHead>> Session::rivalHead()
{
    return onWorker([](Worker& worker) { return lookAtRivalHead(*worker.workspace); });
}

QFuture<base::Result<Appended>> Session::commit(Prepared prepared, const KeyChoice& key,
                                                crypto::SecretBytes secret)
{
    return onWorker([this, prepared = std::move(prepared), key,
                     secret = std::make_shared<crypto::SecretBytes>(std::move(secret))](
                        Worker& worker) -> base::Result<Appended> {
        KEYTURN_TRY_LET(signer, openSigner(key, std::move(*secret)));
        auto appended = worker.workspace->commit(prepared, *signer);
        publish(worker);
        return appended;
    });
}

QFuture<base::Result<Appended>> Session::record(domain::Payload payload)
{
    return onWorker([this, payload = std::move(payload)](Worker& worker) mutable -> base::Result<Appended> {
        if (domain::isHighStakes(payload))
            return base::fail(ServiceError::FreshKeyNeeded);
        if (!worker.key)
            return base::fail(ServiceError::NotSignedIn);
        auto appended = worker.workspace->execute(worker.member, std::move(payload), *worker.key);
        publish(worker);
        return appended;
    });
}

void Session::reportProgress(const QString& what, std::uint64_t done, std::uint64_t total)
{
    QMetaObject::invokeMethod(
        this, [this, what, done, total] { Q_EMIT progress(what, done, total); }, Qt::QueuedConnection);
}

QFuture<base::Result<std::vector<ImportOutcome>>> Session::import(std::vector<ImportRequest> requests)
{
    m_cancel = false;
    auto future = onWorker([this, requests = std::move(requests)](
                               Worker& worker) -> base::Result<std::vector<ImportOutcome>> {
        if (!worker.key)
            return base::fail(ServiceError::NotSignedIn);
        std::vector<ImportOutcome> outcomes;
        for (const ImportRequest& request : requests) {
            const Progress shown = [this, &request](std::uint64_t done, std::uint64_t total) {
                reportProgress(request.path, done, total);
            };
            auto imported =
                importPath(*worker.workspace, worker.member, *worker.key, request, shown, m_cancel);
            if (!imported) {
                if (imported.error().outcome() == base::Outcome::Refused || m_cancel) {
                    publish(worker);
                    return base::passOn(imported);
                }
                outcomes.push_back(refusedOutcome(request.path, request.format, imported.error().sentence()));
                continue;
            }
            std::move(imported->begin(), imported->end(), std::back_inserter(outcomes));
        }
        publish(worker);
        return outcomes;
    });
    future.then(this, [this](const auto&) { Q_EMIT workFinished(); });
    return future;
}

QFuture<base::Result<ImportOutcome>> Session::addByHand(std::vector<domain::NormalisedRecord> records,
                                                        std::optional<domain::IncidentId> incident)
{
    return onWorker(
        [this, records = std::move(records), incident](Worker& worker) -> base::Result<ImportOutcome> {
            if (!worker.key)
                return base::fail(ServiceError::NotSignedIn);
            auto outcome = importByHand(*worker.workspace, worker.member, *worker.key, records, incident);
            publish(worker);
            return outcome;
        });
}

void Session::cancelWork()
{
    m_cancel = true;
    m_texts.cancelWrite();
    m_stopVerifying = true;
}

QFuture<base::Result<domain::Event>> Session::event(const domain::RecordId& id)
{
    return onWorker([id](Worker& worker) -> base::Result<domain::Event> {
        if (!worker.reader)
            return base::fail(ServiceError::UnknownEvent, id.value());
        return worker.reader->event(id);
    });
}

QFuture<base::Result<WrittenReport>> Session::writeReport(ReportRequest request)
{
    m_cancel = false;
    auto future = onWorker([this, request = std::move(request), shown = m_shown](Worker& worker) {
        const Progress told = [this, &request](std::uint64_t done, std::uint64_t total) {
            reportProgress(request.path, done, total);
        };
        return service::writeReport(*worker.workspace, shown, request, told, m_cancel);
    });
    future.then(this, [this](const auto&) { Q_EMIT workFinished(); });
    return future;
}

void Session::verify()
{
    if (m_isVerifying)
        return;
    m_isVerifying = true;
    const QString location = m_location;
    const OpenOptions options = m_options;
    m_stopVerifying = false;
    auto promise = std::make_shared<QPromise<base::Result<Verification>>>();
    auto future = promise->future();
    promise->start();
    // On a thread of its own with a store of its own: the workspace goes on meanwhile.
    m_verifier.start([this, promise, location, options] {
        const Progress told = [this](std::uint64_t done, std::uint64_t total) {
            reportProgress(tr("Verifying"), done, total);
        };
        promise->addResult(verifyLocation(location, options, told, m_stopVerifying));
        promise->finish();
    });
    const Verified verified{location, m_live->abandoned.size()};
    future.then(
        this, [this, verified](const base::Result<Verification>& result) { takeVerified(verified, result); });
}

void Session::takeVerified(const Verified& verified, const base::Result<Verification>& result)
{
    m_isVerifying = false;
    Q_EMIT workFinished();
    if (!m_live || (!result && result.error().is(ServiceError::Cancelled)))
        return; // Another workspace is being opened, which is verified then; or the console ends.
    if (m_location != verified.location) {
        verify();
        return;
    }
    const std::vector<Problem> problems =
        result ? result->problems : std::vector<Problem>{problemOf(result.error(), std::nullopt)};
    // Asked of the workspace itself: what it has just decided may not have come here yet.
    onWorker([this, problems, leftBehind = verified.leftBehind](Worker& worker) {
        if (worker.workspace->snapshot()->abandoned.size() != leftBehind)
            return false;
        worker.workspace->noteVerified(problems);
        publish(worker);
        return true;
    }).then(this, [this](bool isNoted) {
        if (!isNoted)
            verify();
    });
}

} // namespace keyturn::service

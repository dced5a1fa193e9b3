// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/background.h"
#include "models/service/column_loading.h"
#include "models/service/session.h"
#include "models/service/session_worker.h"

#include <algorithm>

namespace keyturn::service {

namespace {

const std::atomic_bool kNeverCancelled{false};
constexpr std::chrono::milliseconds kBeforeChecks{400};

/// The directory of the ledger as it stands, of the same ledger as @p known (may be null).
base::Result<BlockDirectory> newestDirectory(Workspace& workspace, const BlockDirectory* known)
{
    if (known)
        return BlockDirectory::continued(workspace.store(), *known, workspace.snapshot());
    return BlockDirectory::read(workspace.store(), workspace.snapshot());
}

/// The batches that were known at @p time and retracted only later.
std::vector<std::size_t> retractedSince(const state::Snapshot& live, base::UtcTime time)
{
    std::vector<std::size_t> places;
    for (qsizetype i = 0; i < live.batches.size(); ++i) {
        const state::BatchState& batch = live.batches[i];
        if (batch.retracted && batch.origin.recordedAt <= time && time < batch.retracted->origin.recordedAt)
            places.push_back(static_cast<std::size_t>(i));
    }
    return places;
}

} // namespace

base::Result<Session::Searchable> Session::followColumns(Worker& worker)
{
    ledger::LedgerStore& store = worker.workspace->store();
    const BlockDirectory* const known = worker.reader ? &worker.reader->directory() : nullptr;
    KEYTURN_TRY_LET(directory, newestDirectory(*worker.workspace, known));
    const std::size_t knownPlaces = known ? known->places.size() : 0;
    const bool goesOn = known && directory.continues(*known);
    auto shared = std::make_shared<const BlockDirectory>(std::move(directory));
    // At first what is stored is shown and then checked; what comes later is checked before.
    if (!worker.columns) {
        KEYTURN_TRY_LET(columns, loadColumns(store, *shared, ColumnTrust::AsStored, kNeverCancelled));
        worker.columns = columns;
    } else if (!goesOn) {
        KEYTURN_TRY_LET(columns, loadColumns(store, *shared, ColumnTrust::Checked, kNeverCancelled));
        worker.columns = columns;
    } else if (shared->places.size() > knownPlaces) {
        KEYTURN_TRY_LET(columns,
                        appendColumns(store, *shared, knownPlaces, *worker.columns, kNeverCancelled));
        worker.columns = columns;
    }
    if (!worker.reader)
        worker.reader = std::make_unique<EventReader>(store, *shared);
    worker.reader->follow(shared);
    KEYTURN_TRY_LET(reopened, store.reopen());
    return Searchable{worker.columns, shared, std::move(reopened), worker.columns};
}

void Session::reloadColumns()
{
    onWorker(followColumns).then(this, [this](const base::Result<Searchable>& loaded) {
        if (loaded)
            takeColumns(*loaded);
        else
            noteLoadFailure(loaded.error());
        if (std::exchange(m_isFirstLoad, false)) {
            // The first look at the timeline has the processors to itself.
            QTimer::singleShot(kBeforeChecks, this,
                               [this, location = m_location, isLoaded = loaded.has_value()] {
                                   if (location != m_location)
                                       return;
                                   if (isLoaded) {
                                       readWords();
                                       checkColumns();
                                   }
                                   verify();
                               });
        }
    });
}

void Session::takeColumns(const Searchable& loaded)
{
    m_standing = loaded;
    if (m_words)
        indexWords();
    refreshColumns();
}

void Session::showColumns(const Searchable& shown)
{
    m_searchable = shown;
    m_texts.setSource(shown.store, shown.directory);
    if (m_columns == shown.columns)
        return;
    m_columns = shown.columns;
    Q_EMIT columnsChanged();
}

bool Session::isShowable(const timeline::EventColumns& columns) const
{
    const auto batches = columns.batches();
    return std::none_of(batches.begin(), batches.end(), [this](const timeline::EventBatch& batch) {
        const state::BatchState* stands = m_live->batch(batch.seq);
        return stands && stands->retracted &&
               (!m_knownAt || stands->retracted->origin.recordedAt <= *m_knownAt);
    });
}

void Session::refreshColumns()
{
    if (!m_standing || !m_live)
        return;
    const quint64 wish = ++m_columnsWish;
    const std::size_t standing = m_standing->directory->places.size();
    const auto then = m_knownAt ? std::make_shared<const BlockDirectory>(m_standing->directory->withRetracted(
                                      retractedSince(*m_live, *m_knownAt)))
                                : m_standing->directory;
    if (then->behind == 0) {
        showColumns(*m_standing);
        return;
    }
    if (m_searchable && m_searchable->standing == m_standing->columns &&
        m_searchable->directory->continues(*then) && then->continues(*m_searchable->directory))
        return;
    // Until they have come, nothing is shown that was retracted by then.
    if (!m_searchable || !isShowable(*m_searchable->columns))
        showColumns(*m_standing);
    inBackground([searchable = *m_standing, then, standing]() -> base::Result<Searchable> {
        KEYTURN_TRY_LET(store, searchable.store->reopen());
        KEYTURN_TRY_LET(columns,
                        appendColumns(*store, *then, standing, *searchable.columns, kNeverCancelled));
        return Searchable{columns, then, searchable.store, searchable.columns};
    }).then(this, [this, wish](const base::Result<Searchable>& loaded) {
        if (wish != m_columnsWish)
            return;
        if (loaded)
            showColumns(*loaded);
        else
            noteLoadFailure(loaded.error());
    });
}

void Session::noteLoadFailure(const base::Error& error)
{
    m_health.problems.push_back(problemOf(error, std::nullopt));
    m_health.readOnly = true;
    Q_EMIT healthChanged();
}

void Session::checkColumns()
{
    inPool(m_verifier, [searchable = *m_standing, cancel = &m_isClosing]() -> base::Result<bool> {
        KEYTURN_TRY_LET(store, searchable.store->reopen());
        return columnsAreSound(*store, *searchable.directory, *cancel);
    }).then(this, [this, location = m_location](const base::Result<bool>& sound) {
        if (location != m_location || (!sound && sound.error().is(ServiceError::Cancelled)))
            return;
        if (!sound)
            noteLoadFailure(sound.error());
        else if (!*sound)
            loadCheckedColumns();
    });
}

void Session::loadCheckedColumns()
{
    onWorker([](Worker& worker) -> base::Result<Searchable> {
        ledger::LedgerStore& store = worker.workspace->store();
        if (!worker.reader)
            return base::fail(ServiceError::Busy);
        const auto directory = worker.reader->sharedDirectory();
        KEYTURN_TRY_LET(columns, loadColumns(store, *directory, ColumnTrust::Checked, kNeverCancelled));
        worker.columns = columns;
        KEYTURN_TRY_LET(reopened, store.reopen());
        return Searchable{columns, directory, std::move(reopened), columns};
    }).then(this, [this](const base::Result<Searchable>& loaded) {
        if (loaded)
            takeColumns(*loaded);
        else
            noteLoadFailure(loaded.error());
    });
}

} // namespace keyturn::service

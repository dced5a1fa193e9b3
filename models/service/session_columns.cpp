// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/background.h"
#include "models/service/column_loading.h"
#include "models/service/session.h"
#include "models/service/session_worker.h"

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

} // namespace

void Session::reloadColumns()
{
    onWorker([](Worker& worker) -> base::Result<Searchable> {
        ledger::LedgerStore& store = worker.workspace->store();
        const BlockDirectory* const known = worker.reader ? &worker.reader->directory() : nullptr;
        KEYTURN_TRY_LET(directory, newestDirectory(*worker.workspace, known));
        const std::size_t knownPlaces = known ? known->places.size() : 0;
        auto shared = std::make_shared<const BlockDirectory>(std::move(directory));
        // At first what is stored is shown and then checked; what comes later is checked before.
        if (!worker.columns) {
            KEYTURN_TRY_LET(columns, loadColumns(store, *shared, ColumnTrust::AsStored, kNeverCancelled));
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
        return Searchable{worker.columns, shared, std::move(reopened)};
    }).then(this, [this](const base::Result<Searchable>& loaded) {
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
    m_searchable = loaded;
    m_texts.setSource(loaded.store, loaded.directory);
    if (m_words)
        indexWords();
    if (m_columns == loaded.columns)
        return;
    m_columns = loaded.columns;
    Q_EMIT columnsChanged();
}

void Session::noteLoadFailure(const base::Error& error)
{
    m_health.problems.push_back(problemOf(error, std::nullopt));
    m_health.readOnly = true;
    Q_EMIT healthChanged();
}

void Session::checkColumns()
{
    inPool(m_verifier, [searchable = *m_searchable, cancel = &m_isClosing]() -> base::Result<bool> {
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
        return Searchable{columns, directory, std::move(reopened)};
    }).then(this, [this](const base::Result<Searchable>& loaded) {
        if (loaded)
            takeColumns(*loaded);
        else
            noteLoadFailure(loaded.error());
    });
}

} // namespace keyturn::service

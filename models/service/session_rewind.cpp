// SPDX-License-Identifier: GPL-3.0-or-later
// The whole session as it was known at an earlier moment.
#include "models/service/session.h"
#include "models/service/session_worker.h"

namespace keyturn::service {

base::Result<state::SnapshotPointer> Session::Rewinder::reach(const OpenOptions& options, const QString& at,
                                                              const state::SnapshotPointer& live,
                                                              const state::Checkpoints& checkpoints,
                                                              std::uint64_t size)
{
    if (!store || location != at) {
        states.clear();
        location = at;
        KEYTURN_TRY_LET(opened, options.provider->open(at, ledger::LedgerProvider::Access::ReadOnly));
        store = std::move(opened);
    }
    return states.at(entriesOf(*store), live, checkpoints, size);
}

void Session::setKnownAt(std::optional<base::UtcTime> time)
{
    if (!m_live || time == m_knownAt)
        return;
    m_knownAt = time;
    refreshColumns();
    Q_EMIT knownAtChanged();
    refreshShown();
}

void Session::refreshShown()
{
    if (!m_knownAt) {
        m_shown = m_live;
        Q_EMIT snapshotChanged();
        return;
    }
    const std::uint64_t size = state::sizeKnownAt(*m_live, *m_knownAt);
    if (size == m_shown->size || size == m_live->size) {
        m_shown = size == m_live->size ? m_live : m_shown;
        Q_EMIT snapshotChanged();
        return;
    }
    if (m_isRewinding)
        return; // The newest wish is met when the one under way has come.
    m_isRewinding = true;
    auto promise = std::make_shared<QPromise<base::Result<state::SnapshotPointer>>>();
    auto future = promise->future();
    promise->start();
    QMetaObject::invokeMethod(
        m_rewinder,
        [rewinder = m_rewinder, promise, options = m_options, location = m_location, live = m_live,
         checkpoints = m_checkpoints, size] {
            promise->addResult(rewinder->reach(options, location, live, checkpoints, size));
            promise->finish();
        },
        Qt::QueuedConnection);
    future.then(this, [this, location = m_location](const base::Result<state::SnapshotPointer>& known) {
        m_isRewinding = false;
        if (!m_knownAt || location != m_location || !m_live)
            return; // Back in the present meanwhile, or in another ledger.
        showKnown(known);
    });
}

void Session::showKnown(const base::Result<state::SnapshotPointer>& known)
{
    if (!known) {
        m_health.problems.push_back(problemOf(known.error(), std::nullopt));
        Q_EMIT healthChanged();
        return;
    }
    m_shown = *known;
    if (state::sizeKnownAt(*m_live, *m_knownAt) != m_shown->size)
        refreshShown(); // Dragged on meanwhile; what has come is shown on the way.
    Q_EMIT snapshotChanged();
}

} // namespace keyturn::service

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/event_reader.h"
#include "models/service/session.h"

#include <QMetaObject>
#include <QPromise>

#include <memory>
#include <type_traits>

namespace keyturn::service {

/// What lives on the workspace's thread.
struct Session::Worker : QObject
{
    std::unique_ptr<Workspace> workspace;
    std::unique_ptr<EventReader> reader;
    timeline::EventColumnsPointer columns; ///< Of the reader's directory.
    std::unique_ptr<crypto::Signer> key;   ///< The unlocked one.
    domain::MemberId member;
};

/// What lives on the thread that reaches earlier states: the workspace's own may be at an import or a search
/// for long.
struct Session::Rewinder : QObject
{
    QString location; ///< What store is of.
    std::unique_ptr<ledger::LedgerStore> store;
    state::StateReader states;

    /// The state at @p size entries of @p live.
    base::Result<state::SnapshotPointer> reach(const OpenOptions& options, const QString& at,
                                               const state::SnapshotPointer& live,
                                               const state::Checkpoints& checkpoints, std::uint64_t size);
};

/// Runs @p work on the workspace's thread; its result comes back as a future.
template <typename Work>
auto Session::onWorker(Work work)
{
    using Outcome = std::invoke_result_t<Work&, Worker&>;
    auto promise = std::make_shared<QPromise<Outcome>>();
    auto future = promise->future();
    promise->start();
    auto shared = std::make_shared<Work>(std::move(work));
    QMetaObject::invokeMethod(
        m_worker,
        [worker = m_worker, promise, shared] {
            promise->addResult((*shared)(*worker));
            promise->finish();
        },
        Qt::QueuedConnection);
    return future;
}

namespace worker_detail {

/// What stands right after opening.
struct Standing
{
    state::SnapshotPointer snapshot;
    Health health;
    state::Checkpoints checkpoints;
    std::shared_ptr<const base::Clock> clock;
};

} // namespace worker_detail

} // namespace keyturn::service

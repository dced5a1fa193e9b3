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
    std::shared_ptr<const base::Clock> clock;
};

} // namespace worker_detail

} // namespace keyturn::service

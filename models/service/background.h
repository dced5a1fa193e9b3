// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QPromise>
#include <QThreadPool>

#include <memory>
#include <type_traits>
#include <utility>

namespace keyturn::service {

/// Runs @p work on a thread of @p pool; its result comes back as a future.
template <typename Work>
[[nodiscard]] auto inPool(QThreadPool& pool, Work work)
{
    using Outcome = std::invoke_result_t<Work&>;
    auto promise = std::make_shared<QPromise<Outcome>>();
    auto future = promise->future();
    promise->start();
    auto shared = std::make_shared<Work>(std::move(work));
    pool.start([promise, shared] {
        promise->addResult((*shared)());
        promise->finish();
    });
    return future;
}

/// Runs @p work, which needs no workspace, on a thread of the program's pool; its result comes back as a
/// future. What it needs it must hold itself: whoever asked may be gone by then.
template <typename Work>
[[nodiscard]] auto inBackground(Work work)
{
    return inPool(*QThreadPool::globalInstance(), std::move(work));
}

} // namespace keyturn::service

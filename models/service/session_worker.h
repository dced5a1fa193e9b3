// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/event_reader.h"
#include "models/service/session.h"

#include <QMetaObject>
#include <QPromise>

#include <memory>
#include <type_traits>
#include <unordered_map>

namespace keyturn::service {

/// What lives on the workspace's thread.
struct Session::Worker : QObject
{
    std::unique_ptr<Workspace> workspace;
    std::unique_ptr<EventReader> reader;
    std::unique_ptr<crypto::Signer> key; ///< The unlocked one.
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

/// Finds the row of a record without looking at every event each time.
class RowIndex
{
public:
    explicit RowIndex(const timeline::EventColumns& columns)
    {
        const auto batches = columns.batches();
        m_rows.resize(batches.size());
        for (std::size_t i = 0; i < batches.size(); ++i)
            m_ofSeq.emplace(batches[i].seq, i);
        const auto batchIndexes = columns.batchIndexes();
        const auto leaves = columns.leaves();
        for (std::size_t row = 0; row < columns.size(); ++row) {
            auto& rows = m_rows[batchIndexes[row]];
            if (rows.size() <= leaves[row])
                rows.resize(leaves[row] + 1, timeline::kNoEvent);
            rows[leaves[row]] = static_cast<timeline::EventRow>(row);
        }
    }
    [[nodiscard]] std::optional<timeline::EventRow> find(std::uint64_t batchSeq, std::uint64_t leaf) const
    {
        const auto batch = m_ofSeq.find(batchSeq);
        if (batch == m_ofSeq.end() || leaf >= m_rows[batch->second].size())
            return std::nullopt;
        const timeline::EventRow row = m_rows[batch->second][leaf];
        return row == timeline::kNoEvent ? std::nullopt : std::optional(row);
    }

private:
    std::unordered_map<std::uint64_t, std::size_t> m_ofSeq;
    std::vector<std::vector<timeline::EventRow>> m_rows;
};

} // namespace worker_detail

} // namespace keyturn::service

// SPDX-License-Identifier: GPL-3.0-or-later
// Documents that a session takes in and gives out, and what imports kept of their rejected records.
#include "models/service/session.h"
#include "models/service/session_worker.h"

namespace keyturn::service {

QFuture<base::Result<EvidenceOutcome>> Session::addEvidence(EvidenceRequest request)
{
    m_cancel = false;
    auto future =
        onWorker([this, request = std::move(request)](Worker& worker) -> base::Result<EvidenceOutcome> {
            if (!worker.key)
                return base::fail(ServiceError::NotSignedIn);
            const Progress told = [this, &request](std::uint64_t done, std::uint64_t total) {
                reportProgress(request.path, done, total);
            };
            auto outcome =
                service::addEvidence(*worker.workspace, worker.member, *worker.key, request, told, m_cancel);
            publish(worker);
            return outcome;
        });
    future.then(this, [this](const auto&) { Q_EMIT workFinished(); });
    return future;
}

QFuture<base::Result<void>> Session::exportEvidence(const base::Digest& sha256, const QString& path)
{
    m_cancel = false;
    auto future = onWorker([this, sha256, path](Worker& worker) {
        const Progress told = [this, &path](std::uint64_t done, std::uint64_t total) {
            reportProgress(path, done, total);
        };
        return service::exportEvidence(worker.workspace->store(), sha256, path, told, m_cancel);
    });
    future.then(this, [this](const auto&) { Q_EMIT workFinished(); });
    return future;
}

namespace {

base::Result<const state::BatchState*> importAt(Workspace& workspace, std::uint64_t entry)
{
    const state::BatchState* batch = workspace.snapshot()->batch(entry);
    if (!batch)
        return base::fail(domain::DomainError::UnknownBatch, QString::number(entry));
    return batch;
}

} // namespace

QFuture<base::Result<RejectionList>> Session::rejections(std::uint64_t batch)
{
    return onWorker([batch](Worker& worker) -> base::Result<RejectionList> {
        KEYTURN_TRY_LET(found, importAt(*worker.workspace, batch));
        return rejectionsOf(worker.workspace->store(), *found);
    });
}

QFuture<base::Result<std::uint64_t>> Session::writeRejections(std::uint64_t batch, const QString& path)
{
    return onWorker([batch, path](Worker& worker) -> base::Result<std::uint64_t> {
        KEYTURN_TRY_LET(found, importAt(*worker.workspace, batch));
        return service::writeRejections(worker.workspace->store(), *found, path);
    });
}

} // namespace keyturn::service

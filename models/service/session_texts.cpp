// SPDX-License-Identifier: GPL-3.0-or-later
// What a session reads and writes for lists of events.
#include "models/service/session.h"
#include "models/service/session_worker.h"

namespace keyturn::service {

QFuture<base::Result<std::vector<timeline::EventText>>> Session::texts(std::vector<timeline::EventKey> keys)
{
    return m_texts.texts(std::move(keys));
}

QFuture<base::Result<WrittenTable>> Session::writeTable(TableExport request)
{
    const Progress told = [this, path = request.path](std::uint64_t done, std::uint64_t total) {
        reportProgress(path, done, total);
    };
    auto future = m_texts.write(std::move(request), told);
    future.then(this, [this](const auto&) { Q_EMIT workFinished(); });
    return future;
}

} // namespace keyturn::service

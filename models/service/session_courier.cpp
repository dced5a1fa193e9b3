// SPDX-License-Identifier: GPL-3.0-or-later
// Decisions that are signed away from the workspace.
#include "models/service/session.h"
#include "models/service/session_worker.h"

namespace keyturn::service {

QFuture<base::Result<CarriedOut>> Session::courierOut(const domain::ProposalId& proposal,
                                                      const domain::MemberId& member, const QString& path)
{
    return onWorker([this, proposal, member, path](Worker& worker) {
        auto carried = service::courierOut(*worker.workspace, proposal, member, path);
        publish(worker); // It has caught up with other seats.
        return carried;
    });
}

QFuture<base::Result<TakenIn>> Session::courierIn(const QString& path)
{
    return onWorker([this, path](Worker& worker) {
        auto taken = service::courierIn(*worker.workspace, path);
        publish(worker);
        return taken;
    });
}

} // namespace keyturn::service

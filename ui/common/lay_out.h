// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/session.h"
#include "ui/common/form_dialog.h"
#include "ui/common/when_done.h"

namespace keyturn::ui::common {

/// Lays the proposal that @p dialog holds out for the sign dialog, and hands it on with the dialog's own
/// signal `prepared`; else the dialog says why it may not be proposed.
template <typename Dialog>
void layOut(service::Session& session, const domain::MemberId& proposer, service::ChangeRequest request,
            Dialog* dialog)
{
    dialog->setBusy(true);
    whenDone(session.preparePropose(proposer, std::move(request)), dialog,
             [dialog](const base::Result<service::Prepared>& laidOut) {
                 dialog->setBusy(false);
                 if (laidOut)
                     Q_EMIT dialog->prepared(*laidOut);
                 else
                     dialog->showError(laidOut.error().sentence());
             });
}

} // namespace keyturn::ui::common

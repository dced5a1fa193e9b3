// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/session.h"
#include "ui/common/form_dialog.h"
#include "ui/common/when_done.h"

namespace keyturn::ui::common {

/// Signs what a dialog holds with the unlocked key; closes it when it is in the ledger, else says why it is
/// not.
inline void recordFact(service::Session& session, FormDialog* dialog, domain::Payload payload)
{
    dialog->setBusy(true);
    whenDone(session.record(std::move(payload)), dialog,
             [dialog](const base::Result<service::Appended>& appended) {
                 dialog->setBusy(false);
                 if (appended)
                     dialog->accept();
                 else
                     dialog->showError(appended.error().sentence());
             });
}

} // namespace keyturn::ui::common

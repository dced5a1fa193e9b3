// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/session.h"
#include "ui/common/form_dialog.h"
#include "ui/review/timeline_page.h"

#include <optional>

namespace keyturn::ui::shell {

/// Opens an incident.
[[nodiscard]] common::FormDialog* incidentDialog(service::Session& session, QWidget* parent);
/// Enters a signal by hand, or an escalation. @param chosen what the escalation may raise.
[[nodiscard]] common::FormDialog* signalDialog(service::Session& session,
                                               const std::optional<domain::IncidentId>& incident,
                                               const std::optional<review::ChosenItem>& chosen,
                                               QWidget* parent);
/// Imports files, shows how far it is and what was rejected and why.
[[nodiscard]] common::FormDialog*
importDialog(service::Session& session, const std::optional<domain::IncidentId>& incident, QWidget* parent);

} // namespace keyturn::ui::shell

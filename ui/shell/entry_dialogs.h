// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/session.h"
#include "ui/common/form_dialog.h"

#include <optional>

namespace keyturn::ui::shell {

/// Opens an incident.
[[nodiscard]] common::FormDialog* incidentDialog(service::Session& session, QWidget* parent);
/// Enters a signal by hand.
[[nodiscard]] common::FormDialog*
signalDialog(service::Session& session, const std::optional<domain::IncidentId>& incident, QWidget* parent);
/// Imports files, shows how far it is and what was rejected and why.
[[nodiscard]] common::FormDialog*
importDialog(service::Session& session, const std::optional<domain::IncidentId>& incident, QWidget* parent);

} // namespace keyturn::ui::shell

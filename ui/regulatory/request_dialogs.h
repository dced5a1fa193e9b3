// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/session.h"
#include "ui/common/form_dialog.h"

#include <optional>

namespace keyturn::ui::regulatory {

/// Enters an authority's request.
[[nodiscard]] common::FormDialog* newRequestDialog(service::Session& session,
                                                   const std::optional<domain::IncidentId>& incident,
                                                   QWidget* parent);
/// Enters an answer; it names the evidence it covers.
[[nodiscard]] common::FormDialog* answerDialog(service::Session& session, const domain::RequestId& request,
                                               QWidget* parent);
/// Closes a request with a reason.
[[nodiscard]] common::FormDialog* closeDialog(service::Session& session, const domain::RequestId& request,
                                              QWidget* parent);

} // namespace keyturn::ui::regulatory

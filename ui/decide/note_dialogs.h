// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/session.h"
#include "ui/common/form_dialog.h"

#include <functional>

namespace keyturn::ui::decide {

/// Asks a question on a proposal: a note that everybody finds on its card, whoever proposed it too.
[[nodiscard]] common::FormDialog* askDialog(service::Session& session, const domain::ProposalId& proposal,
                                            QWidget* parent);
/// Confirms that a gate's criterion was seen to hold: by which evidence, and how.
[[nodiscard]] common::FormDialog* confirmGateDialog(service::Session& session, const domain::GateId& gate,
                                                    QWidget* parent);
/// For which change a gate is waived, and why; @p take then has it signed, with the words of what is signed.
[[nodiscard]] common::FormDialog*
waiveGateDialog(service::Session& session, const domain::GateId& gate,
                std::function<void(const domain::GateWaived&, const QString&)> take, QWidget* parent);

} // namespace keyturn::ui::decide

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/ids.h"
#include "models/service/workspace.h"

#include <QStringList>

namespace keyturn::service {

/// Writes a decision so that anyone can check it with openssl alone (trust.md, "Third parties"), into a new
/// folder: `sheet.txt`, and for the proposal and every approval and refusal `<what>.<member>.statement.json`,
/// `.pae` (what the signature is over), `.sig`, and `keys/<member>.pem`; `VERIFY.txt` holds the commands.
/// @return the files written.
[[nodiscard]] base::Result<QStringList>
exportDecision(Workspace& workspace, const domain::ProposalId& proposal, const QString& folder);

} // namespace keyturn::service

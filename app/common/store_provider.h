// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/ledger/ledger_provider.h"

#include <memory>

namespace keyturn::app {

/// The stores that both programs use: workspace files, and anchors in the seat's folder.
[[nodiscard]] std::shared_ptr<const ledger::LedgerProvider> storeProvider();

} // namespace keyturn::app

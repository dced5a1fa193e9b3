// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/adapter.h"

#include <memory>
#include <string_view>
#include <vector>

namespace keyturn::formats {

/// All adapters, best known first.
[[nodiscard]] const std::vector<std::unique_ptr<intake::Adapter>>& adapters();
/// The adapter of @p format, or the surest one for @p head when the format is "auto". @return UnknownFormat.
[[nodiscard]] base::Result<const intake::Adapter*> chooseAdapter(const QString& format, std::string_view head,
                                                                 const QString& fileName);

} // namespace keyturn::formats

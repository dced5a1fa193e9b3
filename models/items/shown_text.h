// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace keyturn::items {

/// Several lines of a source's text with every forbidden character made visible (base::harmlessText()) and
/// the line ends kept.
[[nodiscard]] QString harmlessLines(const QString& text);

} // namespace keyturn::items

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace keyturn::items {

/// What people call the format of a word, "STIX 2.1" for "stix-2.1"; the word itself where no adapter has it.
[[nodiscard]] QString formatName(const QString& word);

} // namespace keyturn::items

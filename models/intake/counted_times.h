// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/loose_times.h"

#include <optional>
#include <string_view>

namespace keyturn::intake {

/// The instant that a count since 1970 UTC means, its unit told by its magnitude; nothing for what is no such
/// count: smaller than 1e8 or not below 1e20.
[[nodiscard]] std::optional<LooseTime> countedTime(std::string_view text);
/// The instant that a count of @p unit since 1970 UTC means, of the years 1 to 9999. @param unit a style that
/// names one: from Seconds to Nanoseconds.
[[nodiscard]] std::optional<LooseTime> countedTime(std::string_view text, TimeStyle unit);

/// The time that a spreadsheet's count of days since 1899-12-30 means (ECMA-376, 18.17.4.1), of the years
/// 1954 to 2119; nothing for another number.
[[nodiscard]] std::optional<LooseTime> spreadsheetTime(std::string_view text);

} // namespace keyturn::intake

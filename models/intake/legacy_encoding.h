// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace keyturn::intake {

/// The encoding of older programs that @p head is likely in: "SHIFT_JIS" (JIS X 0208:1997, annex 1) where its
/// bytes pair up as Japanese, "WINDOWS-1252" (which ISO 8859-1 is read as too: WHATWG Encoding, section 4.2)
/// where they are what Western European text has. Empty where it is UTF-8, a few bytes aside, and where it
/// could as well be something else: nothing is better than a wrong guess, which nobody would notice.
/// @param isCut whether @p head may end within a character.
[[nodiscard]] std::string legacyEncodingOf(std::string_view head, bool isCut);

/// What is to be kept with a record whose characters rest on such a guess.
[[nodiscard]] std::string legacyEncodingAssumption(std::string_view encoding);

} // namespace keyturn::intake

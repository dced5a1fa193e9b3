// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace keyturn::tests {

/// Set for a copy of this program that is to be killed: "appends FILE" or "creates FOLDER". It works until
/// then and prints one line for each thing it was told is done.
inline constexpr char kChildWorkVariable[] = "KEYTURN_STORAGE_CHILD";
/// What it works on.
inline constexpr char kChildPlaceVariable[] = "KEYTURN_STORAGE_CHILD_PLACE";

} // namespace keyturn::tests

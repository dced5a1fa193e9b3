// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace keyturn::formats {

/// Below this a guess is no better than none.
inline constexpr int kSureEnough = 50;
/// How sure a format is that takes whatever has its shape; any other that knows the file is surer.
inline constexpr int kGenericSureness = kSureEnough + 1;

} // namespace keyturn::formats

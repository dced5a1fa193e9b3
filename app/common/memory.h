// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace keyturn::app {

/// Keeps the memory of freed blocks for the next ones instead of giving it back each time: records are read
/// in pieces of about a megabyte, and fresh pages cost more than hashing what is put into them. Call first in
/// main().
void keepFreedMemory();

} // namespace keyturn::app

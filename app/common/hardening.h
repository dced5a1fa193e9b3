// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace keyturn::app {

/// Keeps what is in this process's memory from others: no core file, no pipe to a crash collector, no
/// debugger or reader of /proc/PID/mem of the same user, and memory set aside for secrets. Call first in
/// main().
///
/// What it cannot keep out: root, a kernel that was tampered with, and whoever changes the program itself. A
/// build with sanitizers stays open to its own leak checker, which traces the process.
void hardenProcess();

} // namespace keyturn::app

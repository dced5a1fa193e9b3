// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace keyturn::tests {

/// How the device fails.
enum class DeviceFault { Full, WriteError, SyncError };

/// A file layer of SQLite that works on real files until it is told to fail. One for the whole program; not
/// for use from two threads at once.
class FailingVfs
{
public:
    /// The name to open with.
    [[nodiscard]] static QString name();
    /// Lets @p operations more changes of files pass (writes, syncs, cuts, new files), then fails all that
    /// follow, or one only.
    enum class Lasting { Once, ForGood };
    static void failAfter(int operations, DeviceFault fault, Lasting lasting);
    /// Lets everything pass again. @return true where anything was made to fail.
    static bool stopFailing();
};

} // namespace keyturn::tests

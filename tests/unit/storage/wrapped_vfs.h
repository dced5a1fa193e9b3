// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sqlite3.h>

namespace keyturn::tests {

/// Is asked before each change of a file that SQLite makes. SQLITE_OK lets it pass, anything else is its
/// failure. The name is the file's path, null for temporary files.
class FileHooks
{
public:
    virtual ~FileHooks() = default;
    [[nodiscard]] virtual int opensWriteAhead(const char* name) = 0;
    /// SQLITE_FULL writes the first half.
    [[nodiscard]] virtual int writes(const char* name, const void* bytes, int count, sqlite3_int64 at) = 0;
    [[nodiscard]] virtual int cuts(const char* name, sqlite3_int64 size) = 0;
    [[nodiscard]] virtual int syncs(const char* name) = 0;
    [[nodiscard]] virtual int removes(const char* name) = 0;
};

/// Registers the system's file layer under @p name with @p hooks in front. Both live as long as the program.
void registerVfs(const char* name, FileHooks& hooks);

} // namespace keyturn::tests

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <set>

namespace keyturn::feeds {

/// Hears of files that come into a folder (inotify(7)). Where the system gives no watch, or the folder lies
/// on a network file system that tells nothing, it stays silent: whoever uses it looks now and then all the
/// same.
class FolderWatch
{
public:
    FolderWatch() = default;
    FolderWatch(const FolderWatch&) = delete;
    FolderWatch& operator=(const FolderWatch&) = delete;
    ~FolderWatch();

    /// Watches the folder that @p path leads to now, in place of what was watched before.
    void watch(const QByteArray& path);
    /// Has something to read when a file came; -1 where there is no watch.
    [[nodiscard]] int descriptor() const { return m_descriptor; }
    /// What was heard since the last call: the names that came by renaming, so that their files were whole.
    [[nodiscard]] std::set<QByteArray> takeRenamed();

private:
    int m_descriptor = -1;
    int m_watch = -1;
};

} // namespace keyturn::feeds

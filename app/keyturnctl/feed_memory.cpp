// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/feed_memory.h"

#include "models/base/text_safety.h"
#include "models/storage/seen_file.h"

#include <QDir>

namespace keyturn::app {

namespace {

/// The user's folder for states (XDG Base Directory Specification 0.8): relative paths are to be ignored.
QString stateHome()
{
    const QString chosen = qEnvironmentVariable("XDG_STATE_HOME");
    return QDir::isAbsolutePath(chosen) ? chosen : QDir::homePath() + QStringLiteral("/.local/state");
}

} // namespace

FeedMemory::FeedMemory(QString folder, storage::FileDescriptor held)
    : m_folder(std::move(folder)), m_held(std::move(held))
{
}

QString FeedMemory::file() const
{
    return QDir(m_folder).filePath(QStringLiteral("state.json"));
}

base::Result<FeedMemory> FeedMemory::open(const base::Digest& identity)
{
    const QString folder = stateHome() + QStringLiteral("/keyturn/feeds/") + identity.hex();
    KEYTURN_TRY_LET(held, storage::lockSeenFolder(folder));
    return FeedMemory(folder, std::move(held));
}

base::Result<feeds::FeedState> FeedMemory::load() const
{
    KEYTURN_TRY_LET(bytes, storage::readSeenFile(file()));
    if (!bytes)
        return feeds::FeedState();
    return feeds::readFeedState(*bytes, base::harmlessText(file()));
}

base::Result<void> FeedMemory::keep(const feeds::FeedState& state) const
{
    return storage::replaceSeenFile(file(), feeds::feedStateBytes(state), m_held);
}

} // namespace keyturn::app

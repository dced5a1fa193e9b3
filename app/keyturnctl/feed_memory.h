// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/digest.h"
#include "models/feeds/feed_state.h"
#include "models/storage/durable_file.h"

#include <QString>

namespace keyturn::app {

/// Where this machine keeps what one feed of one ledger has brought: a folder below XDG_STATE_HOME that is
/// held against a second program with the same feed.
class FeedMemory
{
public:
    /// @param identity what tells this feed from all others: ledger, kind, address. @return
    /// storage::AnchorError::Locked where the feed runs already, Failure.
    [[nodiscard]] static base::Result<FeedMemory> open(const base::Digest& identity);

    /// What was kept last; a fresh state where there is none. @return StateDamaged, StateNewer,
    /// storage::AnchorError.
    [[nodiscard]] base::Result<feeds::FeedState> load() const;
    /// Keeps @p state durably. @return storage::AnchorError.
    [[nodiscard]] base::Result<void> keep(const feeds::FeedState& state) const;
    [[nodiscard]] const QString& folder() const { return m_folder; }

private:
    FeedMemory(QString folder, storage::FileDescriptor held);
    [[nodiscard]] QString file() const;

    QString m_folder;
    storage::FileDescriptor m_held;
};

} // namespace keyturn::app

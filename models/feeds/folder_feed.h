// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/feeds/feed.h"
#include "models/feeds/folder_files.h"
#include "models/feeds/folder_watch.h"

#include <map>
#include <set>

namespace keyturn::feeds {

/// How a folder is watched.
struct FolderOptions
{
    QString folder;                                 ///< Absolute.
    std::int64_t settleUs = 2 * base::kUsPerSecond; ///< A file that was not written to for so long is whole.
    std::optional<QString>
        moveTo; ///< Where files go once they are signed; absolute, on the same file system.
};

/// A folder into which files are put. Each content is taken once, by its SHA-256, whatever its name: a file
/// that is changed later is taken again, one that is copied is not. A file counts as whole when it arrived by
/// renaming or was not written to for a while. Files that were refused are named once a run and again when
/// they change.
class FolderFeed final : public Feed
{
public:
    /// @return FolderUnreadable, MoveFolderUnusable.
    [[nodiscard]] static base::Result<std::unique_ptr<FolderFeed>> open(FolderOptions options,
                                                                        const base::Clock& clock);

    [[nodiscard]] QString kind() const override { return QStringLiteral("folder"); }
    [[nodiscard]] QString source() const override;
    [[nodiscard]] Round round(FeedState& state, FeedHost& host) override;
    [[nodiscard]] int wakingDescriptor() const override { return m_watch.descriptor(); }

private:
    /// What is known of a file in the folder as long as its mark stays.
    struct Known
    {
        FileMark mark;
        base::UtcTime since;    ///< When it was first seen like this.
        bool isSettled = false; ///< Taken, or refused.
    };

    FolderFeed(FolderOptions options, const base::Clock& clock);
    void watchAnew();
    [[nodiscard]] base::Result<void> readAll(FeedState& state, FeedHost& host, Round& round);
    /// When a file counts as whole; nothing where it does now.
    [[nodiscard]] std::optional<base::UtcTime> wholeAt(const FolderFile& file, const Known& known) const;
    [[nodiscard]] base::Result<void> take(const FolderFile& file, FeedState& state, FeedHost& host,
                                          Round& round);
    void putAway(const FolderFile& file, const base::Digest& digest, Round& round);

    FolderOptions m_options;
    const base::Clock& m_clock;
    QByteArray m_path; ///< Of the folder, as the file system has it.
    QString m_name;    ///< The folder's own name: what batches name as their source.
    FolderWatch m_watch;
    std::optional<FileMark> m_watched; ///< The folder that is watched.
    std::set<QByteArray> m_renamed;    ///< Names that arrived by renaming and were not looked at yet.
    std::map<QByteArray, Known> m_known;
};

} // namespace keyturn::feeds
